using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace MaskedNorm.Tests.Harness;

/// <summary>Writes declarations as C#: the partial methods, and the wrappers that call them.</summary>
internal static class DeclarationSource
{
    /// <summary>The members of one declaration, <c>K{id}</c>, <c>K{id}Backward</c>, <c>Forward{id}</c> and <c>Backward{id}</c>.</summary>
    public static string Members(Declaration d, int id)
    {
        string name = "K" + id.ToString(CultureInfo.InvariantCulture);
        string text = Member(d, ForwardAttribute(d), name, $"Forward{id}", ForwardParameters(d));
        if (d.Gradients != Gradients.None)
        {
            string attribute = $"[MaskedNormBackward(nameof({name}){(d.Accumulate ? ", Accumulate = true" : "")})]";
            text += Member(d, attribute, name + "Backward", $"Backward{id}", BackwardParameters(d));
        }

        return text;
    }

    /// <summary>A whole file with some declarations in one class.</summary>
    public static string File(string className, IEnumerable<string> members) => $$"""
        using System;
        using System.Numerics.Tensors;
        using MaskedNorm;
        using MaskedNorm.Tests.Harness;

        namespace Compiled;

        public static partial class {{className}}
        {
        {{string.Concat(members)}}}
        """;

    public static string ForwardAttribute(Declaration d)
    {
        var options = new List<string> { Quote(d.Layout), $"Axes = {Quote(d.Axes)}" };
        void Add(bool isSet, string option)
        {
            if (isSet)
            {
                options.Add(option);
            }
        }

        Add(d.HasMask, $"Mask = {Quote(d.Mask)}");
        Add(d.HasMask && d.MaskMarks != MaskMarks.Valid, "MaskMarks = MaskMarks.Padding");
        Add(d.HasLengths && d.PaddingSide != PaddingSide.Right, "PaddingSide = PaddingSide.Left");
        Add(d.Kind != NormKind.Standard, "Kind = NormKind.Rms");
        Add(d.Parallel, "Parallel = true");
        if (!d.MomentsOnly)
        {
            Add(d.Affine, "Affine = true");
            Add(d.Affine && d.AffineAxes.Length > 0, $"AffineAxes = {Quote(d.AffineAxes)}");
            Add(d.Variance != Variance.Unbiased, "Variance = Variance.Biased");
            Add(d.Epsilon != 0, $"Epsilon = {d.Epsilon.ToString("R", CultureInfo.InvariantCulture)}");
            Add(d.HasMask && d.Padded != OutputPolicy.Keep, $"Padded = OutputPolicy.{d.Padded}");
            Add(d.Degenerate != OutputPolicy.Keep, $"Degenerate = OutputPolicy.{d.Degenerate}");
        }

        return $"[{(d.MomentsOnly ? "MaskedMoments" : "MaskedNorm")}({string.Join(", ", options)})]";
    }

    private static string Member(Declaration d, string attribute, string name, string wrapper, List<Parameter> parameters)
    {
        IEnumerable<string> signature = parameters.Select(p => $"{p.Type} {p.Name}");
        IEnumerable<string> arguments = parameters.Select(p => p.Argument);
        foreach (int axis in d.ExtentParameters())
        {
            signature = signature.Append($"int {d.Text.Axes[axis].Name}");
            arguments = arguments.Append($"b.Extent({axis})");
        }

        return $"""
                {attribute}
                public static partial void {name}({string.Join(", ", signature)});
                public static void {wrapper}(CallArguments b) => {name}({string.Join(", ", arguments)});

            """;
    }

    private static List<Parameter> ForwardParameters(Declaration d)
    {
        bool tensors = d.Tensors.HasFlag(Tensors.Data);
        var list = new List<Parameter> { Parameter.Of(Slot.Input, d.Input, d.InPlace, tensors) };
        AddMask(list, d);
        if (d.MomentsOnly)
        {
            list.Add(Parameter.Moments);
            return list;
        }

        AddWeight(list, d, bias: true);
        if (d.Statistics != Statistics.None)
        {
            AddStatistics(list, d, d.StoresStatistics);
        }

        if (d.StoresMoments)
        {
            list.Add(Parameter.Moments);
        }

        if (d.Running)
        {
            list.Add(new Parameter($"RunningStatistics<{d.Statistic.Name()}>", "running", $"(RunningStatistics<{d.Statistic.Name()}>)b.Running!"));
        }

        if (!d.InPlace)
        {
            list.Add(Parameter.Of(Slot.Output, d.Output, true, tensors));
        }

        return list;
    }

    private static List<Parameter> BackwardParameters(Declaration d)
    {
        bool tensors = d.Tensors.HasFlag(Tensors.Data);
        bool weightTensors = d.Tensors.HasFlag(Tensors.Parameters);
        var list = new List<Parameter>
        {
            Parameter.Of(Slot.GradOutput, d.Output, false, tensors),
            Parameter.Of(Slot.Input, d.Input, false, tensors),
        };
        AddMask(list, d);

        // The gradients of weight and bias need no weight; some get one all the same.
        if (d.Gradients.HasFlag(Gradients.Input) || d.Accumulate)
        {
            AddWeight(list, d, bias: false);
        }

        if (d.BackwardReadsStatistics)
        {
            AddStatistics(list, d, writable: false);
        }

        list.AddRange(d.GradientSlots().Select(g => Parameter.Of(g.Slot, g.Element, true, g.Slot == Slot.GradInput ? tensors : weightTensors)));
        return list;
    }

    private static void AddMask(List<Parameter> list, Declaration d)
    {
        if (d.HasMask)
        {
            list.Add(Parameter.Of(d.HasLengths ? Slot.Lengths : Slot.Mask, d.MaskElement, false, d.Tensors.HasFlag(Tensors.Mask) && !d.HasLengths));
        }
    }

    private static void AddWeight(List<Parameter> list, Declaration d, bool bias)
    {
        bool tensors = d.Tensors.HasFlag(Tensors.Parameters);
        if (d.Affine)
        {
            list.Add(Parameter.Of(Slot.Weight, d.Weight, false, tensors));
        }

        if (d.UsesBias && bias)
        {
            list.Add(Parameter.Of(Slot.Bias, d.Weight, false, tensors));
        }
    }

    private static void AddStatistics(List<Parameter> list, Declaration d, bool writable)
    {
        list.Add(Parameter.Of(Slot.Mean, d.Statistic, writable, false));
        list.Add(Parameter.Of(Slot.Variance, d.Statistic, writable, false));
    }

    private static string Quote(string text) => $"\"{text}\"";

    private sealed record Parameter(string Type, string Name, string Argument)
    {
        public static Parameter Moments { get; } = new("Span<Moments>", "moments", "b.Span<Moments>(Slot.Moments)");

        public static Parameter Of(Slot slot, Element element, bool writable, bool tensor)
        {
            string name = slot.ToString();
            string type = (writable ? "" : "ReadOnly") + (tensor ? "TensorSpan" : "Span") + $"<{element.Name()}>";
            return new Parameter(type, char.ToLowerInvariant(name[0]) + name[1..], $"b.{(tensor ? "Tensor" : "Span")}<{element.Name()}>(Slot.{name})");
        }
    }
}
