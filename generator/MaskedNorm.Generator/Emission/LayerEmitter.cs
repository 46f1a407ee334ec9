using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using MaskedNorm.Generator.Declaration;
using MaskedNorm.Generator.Layout;

namespace MaskedNorm.Generator.Emission;

/// <summary>Writes the generated file of one layer: its members, which are thin, and the kernels that they call.</summary>
internal sealed class LayerEmitter
{
    private const string Library = "global::MaskedNorm.";
    private const string Layers = Library + "Layers.";

    private readonly LayerModel layer;
    private readonly NormSpec norm;
    private readonly CodeWriter code;
    private readonly string state;
    private readonly string tensors;
    private readonly string extents;

    private LayerEmitter(LayerModel layer, CodeWriter code)
    {
        this.layer = layer;
        norm = layer.Norm;
        this.code = code;

        // No name of an axis hides a field or a local.
        state = Free("_layerState");
        tensors = Free("tensors");
        extents = string.Join(", ", norm.Axes.Select(Extent));
    }

    private bool HasMask => norm.Mask.Count > 0;

    /// <summary>The shape of the tensors, as documentation gives it.</summary>
    private string All => Explanation.Shape(norm, Enumerable.Range(0, norm.Axes.Count));

    private IEnumerable<Axis> OpenAxes => norm.Axes.Where(axis => axis.Extent is null);

    /// <summary>The whole text of the file.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The text, with <c>\n</c> at line ends.</returns>
    public static string Emit(LayerModel layer, CancellationToken cancellation)
    {
        EquatableArray<string> containers = layer.Containers
            .Select((header, i) => i == layer.Containers.Count - 1 ? header + " : " + Layers + "INormLayer" : header)
            .ToEquatableArray();
        EquatableArray<MethodModel> kernels = LayerKernels.Of(layer).Select(Method).ToEquatableArray();
        return FileEmitter.Emit(new(layer.HintName, layer.Namespace, containers, kernels), code => new LayerEmitter(layer, code).Members(), cancellation);
    }

    private static MethodModel Method(LayerKernel kernel) => new(
        kernel.Name, "private static void", $"({string.Join(", ", kernel.Spec.Parameters.Select(parameter => parameter.Declaration))})", kernel.Spec);

    private void Members()
    {
        code.Line($"private readonly {Layers}LayerState {state} = new({string.Join(", ", StateArguments())});").Line();
        Inherited($"bool Training {{ get => {state}.Training; set => {state}.Training = value; }}");
        Inherited($"global::System.Collections.Generic.IReadOnlyList<{Layers}LayerParameter> Parameters => {state}.Parameters;");
        if (layer.Running)
        {
            code.Line("/// <summary>The running statistics, which the first <c>Forward</c> makes; null before.</summary>");
            code.Line($"public {Library}RunningStatistics<float>? Running => {state}.Running;").Line();
        }

        Forward();
        Backward();
        Inherited($"void ZeroGradients() => {state}.ZeroGradients();");
        Inherited($"void Save(string path) => {state}.Save(path);");
        Inherited($"void Load(string path, string prefix = \"\") => {state}.Load(path, prefix);", last: true);
    }

    private void Inherited(string member, bool last = false)
    {
        code.Line("/// <inheritdoc/>").Line("public " + member);
        if (!last)
        {
            code.Line();
        }
    }

    private IEnumerable<string> StateArguments()
    {
        yield return Text(LayoutText.Of(norm.Axes));
        if (norm.Affine)
        {
            yield return "affine: " + Text(Names(norm.AffineAxes));
            yield return "bias: " + (layer.Bias ? "true" : "false");
        }

        if (layer.Running)
        {
            yield return "running: " + Text(Names(Enumerable.Range(0, norm.Axes.Count).Where(axis => !norm.Reduced.Contains(axis))));
            yield return "momentum: " + (layer.Momentum is { } momentum ? momentum.ToString("R", CultureInfo.InvariantCulture) : "null");
        }
    }

    private void Forward()
    {
        code.Line($"/// <summary>{Explanation.Summary(norm)}</summary>");
        if (layer.Running)
        {
            code.Line("/// <remarks>In training the statistics are those of the input, and update the running ones; in inference they are the running ones.</remarks>");
        }

        Describe("input", $"The input x, {All}, dense and row-major.");
        DescribeMask();
        Describe("output", $"The output y, {All}; may be the input's own memory.");
        DescribeExtents();
        code.Line("/// <exception cref=\"global::System.ArgumentException\">A length does not fit the extents, or an extent those of the first call.</exception>");
        Open("Forward", "input", "mask", "output");
        if (layer.Running)
        {
            code.Open($"if ({state}.Training)");
            Call("ForwardTraining");
            code.Close();
            code.Open("else");
            Call("ForwardInference");
            code.Close().Line();
        }
        else
        {
            Call("ForwardKernel");
        }

        Close();
    }

    private void Backward()
    {
        string parameters = norm.Affine ? " The gradients of the parameters are added to what they have, see <see cref=\"ZeroGradients()\"/>." : "";
        code.Line($"/// <summary>The gradient of the input.{parameters}</summary>");
        code.Line(layer.Running
            ? "/// <remarks>The statistics are those of <c>Forward</c> in the same mode; those of the input are computed anew.</remarks>"
            : "/// <remarks>The statistics of the input are computed anew.</remarks>");
        Describe("gradOutput", $"The gradient of the output ∂y, {All}.");
        Describe("input", $"The input x that <c>Forward</c> had, {All}.");
        DescribeMask();
        Describe("gradInput", $"The gradient of the input ∂x, {All}, which is written; may be the memory of <paramref name=\"gradOutput\"/>.");
        DescribeExtents();
        code.Line("/// <exception cref=\"global::System.ArgumentException\">A length does not fit the extents, or an extent those of the first call.</exception>");
        Open("Backward", "gradOutput", "input", "mask", "gradInput");
        if (layer.Running)
        {
            code.Open($"if ({state}.Training)");
            Call("BackwardTraining");
            code.Close();
            code.Open("else");
            Call("BackwardInference");
            code.Close().Line();
        }
        else
        {
            Call("BackwardKernel");
        }

        Close();
    }

    // The public method's header, and the tensors that its call needs.
    private void Open(string name, params string[] spans)
    {
        IEnumerable<string> parameters = spans
            .Where(span => span != "mask" || HasMask)
            .Select(span => LayerKernels.Span(span, span == "mask" ? "bool" : "float", span is "output" or "gradInput"))
            .Concat(OpenAxes.Select(axis => "int " + Identifier.Escape(axis.Name)));
        code.Open($"public void {name}({string.Join(", ", parameters)})");
        code.Line($"{Layers}LayerTensors {tensors} = {state}.For(input.Length, [{extents}]);");
    }

    private void Close()
    {
        code.Line($"{state}.Keep({tensors}, [{extents}]);");
        code.Close().Line();
    }

    // What the parameters of the kernel get: the call's own, or the layer's tensors.
    private void Call(string kernel)
    {
        NormSpec spec = LayerKernels.Of(layer).First(candidate => candidate.Name == kernel).Spec;
        code.Line($"{kernel}({string.Join(", ", spec.Parameters.Select(Argument))});");
    }

    private string Argument(ParameterSpec parameter) => parameter.Role switch
    {
        Role.Weight or Role.Bias or Role.GradWeight or Role.GradBias or Role.Running => $"{tensors}.{parameter.Role}",
        Role.Mean or Role.Variance => $"{tensors}.Running.{parameter.Role}",
        _ => parameter.Name,
    };

    private void Describe(string parameter, string text) => code.Line($"/// <param name=\"{parameter}\">{text}</param>");

    private void DescribeMask()
    {
        if (HasMask)
        {
            Describe("mask", Explanation.Mask(norm));
        }
    }

    private void DescribeExtents()
    {
        foreach (Axis axis in OpenAxes)
        {
            Describe(axis.Name, $"The extent of axis {axis.Name}.");
        }
    }

    private string Free(string name)
    {
        while (norm.Axes.Any(axis => axis.Name == name))
        {
            name += "_";
        }

        return name;
    }

    private string Names(IEnumerable<int> axes) => string.Join(" ", axes.Select(axis => norm.Axes[axis].Name));

    private static string Extent(Axis axis) => axis.Extent is { } extent ? extent.ToString(CultureInfo.InvariantCulture) : Identifier.Escape(axis.Name);

    private static string Text(string text) => "\"" + text + "\"";
}
