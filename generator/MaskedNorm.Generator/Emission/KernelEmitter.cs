using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MaskedNorm.Generator.Declaration;
using MaskedNorm.Generator.Planning;

namespace MaskedNorm.Generator.Emission;

/// <summary>Writes the kernel of a plan: a struct that holds addresses and extents, with one method for each sweep.</summary>
/// <remarks>
/// This part has what both orientations share: the operands, the index arithmetic, the scalar path.
/// <c>Elements</c> and <c>Selections</c> hold the sweeps, <c>Slots</c> what is done with one vector, <c>Wide</c> what differs in one of 512 bits.
/// </remarks>
internal sealed partial class KernelEmitter
{
    // Elements along the vector axis, or rows, between two flushes of the block sums into totals in double. Four lines share a flush.
    private const int ElementsPerBlock = 2048;
    private const int ElementsPerBlockOfLines = 512;
    private const int RowsPerBlock = 64;

    // Selections whose part of the gradients of weight and bias is added up alone: each adds to all elements, or to one, or to some for
    // each of its lines.
    private const int SelectionsPerBlock = 64;
    private const int LinesPerBlock = 8;

    // Bytes of a group of selections: few enough to stay in the first cache until they are read again. Half as many where the sweeps read
    // two tensors, and beyond the cache, which would be idle for longer while a group is written; of narrow vectors a quarter where both.
    private const int BytesPerGroup = 16 * 1024;

    // Bytes of a selection of several lines of which three stay in the second cache, each of two tensors.
    private const int BytesAhead = 128 * 1024;

    // Bytes of a line that is long enough for the start of another one to be asked for while it is worked on.
    private const int BytesWorthAsking = 1536;

    // Bytes of a row of which a page has several.
    private const int BytesOfShortRow = 2048;

    // Vectors of a line that are worked on at a time.
    private const int Slots = 4;
    private const int StatisticSlots = 8;

    // Rows that share what a lane keeps.
    private const int TileRows = 4;

    // Vectors of a line that is written without a loop.
    private const int MostFixed = 16;

    private readonly KernelPlan plan;
    private readonly NormSpec spec;
    private readonly IReadOnlyList<Run> nest;
    private readonly List<Run> kept;
    private readonly List<Run> reduced;
    private readonly Run vector;
    private CodeWriter code = new(1);

    private KernelEmitter(KernelPlan plan)
    {
        this.plan = plan;
        spec = plan.Spec;
        nest = plan.Nest;
        kept = nest.Where(r => !r.Reduced).ToList();
        reduced = nest.Where(r => r.Reduced).ToList();
        vector = plan.Vector;
    }

    private string Scalar => plan.Double ? "double" : "float";

    private string Vec => Vector + "<" + Scalar + ">";

    private string Vector => wide ? "Vector512" : "Vector256";

    private string Kind => plan.Double ? "Double" : "Single";

    private int Width => (plan.Double ? 4 : 8) * (wide ? 2 : 1);

    private bool Backward => spec.Operation == Operation.Backward;

    private bool Given => Find(Role.Mean) is { Writable: false } || Find(Role.Variance) is { Writable: false };

    private bool Inference => Backward ? spec.ForwardUsesStatistics : Given;

    private bool HasLengths => Find(Role.Lengths) is not null;

    private bool GradWeight => Find(Role.GradWeight) is not null;

    private bool GradBias => Find(Role.GradBias) is not null;

    private bool GradInput => Find(Role.GradInput) is not null;

    private bool WeightGradients => GradWeight || GradBias;

    // Gradients of weight or bias that differ from lane to lane are summed in the kernel's type, and in double only at the end of a block.
    private bool PartialLanes => Backward && WeightGradients && plan.Affine is (Along.Lanes or Along.Strided);

    // Selections that share elements of the weight are added up in blocks, of the same items whether threads share them or not.
    private bool Blocks => WeightGradients && !HasOwnGradients;

    // Whether each selection adds to elements of the weight that no other one adds to.
    private bool HasOwnGradients => !PartialLanes && Selected.All(r => r.Affine is not null);

    private string SumsOf => Blocks ? "Block" : "";

    // Under Normalize padded positions take part in the backward's sums, and are not told apart in the forward's last sweep.
    private bool PaddingApart => plan.Mask != Along.None && spec.Padded != Policy.Normalize;

    private bool Fold => plan.Affine == Along.Selection;

    // The runs that a selection has indices of.
    private List<Run> Selected => plan.Runs.Where(r => !r.Reduced).ToList();

    // Whether a selection has several lanes, side by side.
    private bool HasColumns => plan.Columns is not null;

    // The gradients of weight and bias alone need no weight: then they are summed as if it were one.
    private bool HasWeight => Find(Role.Weight) is not null;

    // Whether the gradient of each element is multiplied by its weight.
    private bool Weighs => HasWeight && !Fold;

    /// <summary>The text of the kernel's struct, for a name.</summary>
    /// <param name="plan">The plan.</param>
    /// <returns>The text, with <see cref="NameToken"/> for the struct's name.</returns>
    public static string Emit(KernelPlan plan)
    {
        KernelEmitter emitter = new(plan);
        emitter.EmitStruct();
        return RunNames.Resolve(emitter.code.ToString(), Extents(plan).Select(run => run.Label).ToList());
    }

    /// <summary>What each sweep of a plan's kernel over the data is for, in order.</summary>
    /// <param name="plan">The plan.</param>
    /// <returns>A few words for each sweep.</returns>
    public static IEnumerable<string> Sweeps(KernelPlan plan) => new KernelEmitter(plan).Sweeps();

    /// <summary>Whether the selections of a plan share elements of the weight whose gradients are asked for, and are added up in blocks.</summary>
    /// <param name="plan">The plan.</param>
    /// <returns>Whether its kernel has blocks.</returns>
    public static bool HasBlocks(KernelPlan plan) => new KernelEmitter(plan).Blocks;

    private IEnumerable<string> Sweeps()
    {
        string weights = WeightGradients ? $" and of {(GradWeight && GradBias ? "weight and bias" : GradWeight ? "the weight" : "the bias")}" : "";
        if (!Given)
        {
            yield return Fused ? "statistics and sums of the gradient" + (Fold ? weights : "") : "statistics";
        }

        if (Backward && NeedsReduce && (Given || !Fused))
        {
            yield return "sums of the gradient" + (Fused && !Fold ? "" : weights);
        }

        if (Writes)
        {
            yield return Backward ? "gradient of the input" + (Fused && !Fold ? weights : "") : "output";
        }
    }

    /// <summary>Stands for the struct's name, so that equal kernels have equal text.</summary>
    public const string NameToken = "__Kernel__";

    /// <summary>The runs whose extents the kernel's constructor takes, in order.</summary>
    public static IEnumerable<Run> Parameters(KernelPlan plan) => Extents(plan).Where(r => !r.Extent.IsConstant);

    // In the order of their numbers.
    private static IEnumerable<Run> Extents(KernelPlan plan) => plan.Columns is null ? plan.Runs : plan.Runs.Append(plan.Columns);

    private ParameterSpec? Find(Role role) => spec.Parameters.FirstOrDefault(p => p.Role == role);

    private void EmitStruct()
    {
        foreach (string line in Explanation.Of(plan))
        {
            code.Line("/// " + line);
        }

        code.Open("file struct " + NameToken + " : IKernel");
        foreach (Run run in Extents(plan).Where(r => r.Extent.IsConstant))
        {
            code.Line($"private {(run.Extent.Constant <= int.MaxValue ? "const" : "static readonly")} nint {run.Name} = {run.Extent};");
        }

        foreach (Run run in Parameters(plan))
        {
            code.Line($"private readonly nint {run.Name};");
        }

        if (plan.Orientation == Orientation.Selections)
        {
            code.Line("private readonly nint stripWidth;");
        }

        code.Line("private Addresses address;").Line();
        string[] parameters = Parameters(plan).Select(r => "nint " + r.Name)
            .Concat(plan.Orientation == Orientation.Selections && !Blocks ? new[] { "bool parallel" } : Array.Empty<string>()).ToArray();
        code.Open($"public {NameToken}({string.Join(", ", parameters)})");
        foreach (Run run in Parameters(plan))
        {
            code.Line($"this.{run.Name} = {run.Name};");
        }

        if (plan.Orientation == Orientation.Selections)
        {
            int read = InputElement.Size() + (Backward ? Find(Role.GradOutput)!.Element.Size() : 0);
            Product lane = Product.Of(new[] { new Product(read, EquatableArray<string>.Empty) }.Concat(reduced.Select(r => r.Size)));
            string width = $"Launch.{(Blocks ? "Common" : "")}StripWidth({vector.Name}, {lane}, {Rows.Data}{(Blocks ? "" : ", parallel")})";
            code.Line($"stripWidth = {(HasColumns ? $"Launch.WholeSelections({width}, {plan.ColumnsOfSelection.Name})" : width)};");
        }

        code.Close().Line();
        string options = $"new({Flag("Biased", spec.Biased)}, Epsilon: {Number(spec.Epsilon)}, {Flag("Rms", spec.Rms)}, Padded: OutputPolicy.{spec.Padded}, Degenerate: OutputPolicy.{spec.Degenerate}, Masked: "
            + (spec.Mask.Count == 0 ? "0" : HasLengths ? spec.LeftPadding ? "4" : "3" : spec.MaskMarksPadding ? "2" : "1") + ")";
        code.Line($"private static NormOptions Options => {options};").Line();
        code.Line("public readonly nint Items => " + Items() + ";").Line();
        if (Blocks)
        {
            code.Line("public readonly nint BlockItems => " + BlockItems() + ";").Line();
        }

        string bytes = HasColumns ? $"BytesWithColumns(stripWidth, {plan.ColumnsOfSelection.Name})" : plan.Orientation == Orientation.Selections ? "Bytes(stripWidth)" : Keeps ? "KeepingBytes()" : "GroupBytes()";
        code.Line($"public readonly int ScratchBytes => Strip<{Scalar}>.{bytes};").Line();
        EmitBind();
        if (plan.Orientation == Orientation.Elements)
        {
            EmitElements();
        }
        else
        {
            EmitSelections();
        }

        EmitScalarPath();
        code.Close();
    }

    private string Items() => plan.Orientation == Orientation.Elements
        ? Product.Of(kept.Select(r => r.Size)).ToString()
        : Product.Of(kept.Take(kept.Count - 1).Select(r => r.Size)).Times(Strips());

    // Items whose part of the gradients of weight and bias is added up alone, before it is added to the sums: some for each element of them.
    private string BlockItems()
    {
        Product around = Product.Of(kept.Where(r => r.Affine is not null && r != vector).Select(r => r.Size));
        if (plan.Orientation == Orientation.Elements)
        {
            int least = PartialLanes || Fold ? SelectionsPerBlock : LinesPerBlock;
            return around.IsConstant ? Math.Max(least, around.Constant).ToString(CultureInfo.InvariantCulture) : $"Math.Max({least}, {around})";
        }

        string strips = Selected[Selected.Count - 1].Affine is null ? around.ToString() : around.Times(Strips());
        return PartialLanes ? $"Math.Max({SelectionsPerBlock} / stripWidth, {strips})" : strips;
    }

    private string Strips() => $"(({vector.Name} + stripWidth - 1) / stripWidth)";

    private void OpenMethod(string summary, string header, bool sweep = true)
    {
        code.Line("// " + summary);
        if (sweep)
        {
            code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        }

        code.Open(header);
        code.Open("unchecked");
    }

    private void CloseMethod()
    {
        code.Close();
        code.Close();
        code.Line();
    }

    // ref float x = ref Addresses.Ref<float>(address.Input);
    private void Operand(string name, Role role, string address)
    {
        if (Find(role) is { } parameter)
        {
            string type = parameter.Element.CSharp();
            code.Line($"ref {type} {name} = ref Addresses.Ref<{type}>(address.{address});");
        }
    }

    private void InputOperand() => Operand("x", Role.Input, "Input");

    private void MaskOperand()
    {
        Operand("mask", Role.Mask, "Mask");
        Operand("lengths", Role.Lengths, "Mask");
    }

    private void OutputOperand()
    {
        string type = OutputElement.CSharp();
        code.Line($"ref {type} y = ref Addresses.Ref<{type}>(address.Output);");
    }

    private Element InputElement => Find(Role.Input)!.Element;

    private Element OutputElement => (Find(Role.Output) ?? Find(Role.Input)!).Element;

    private string MaskName => HasLengths ? "lengths" : "mask";

    // nint iN = selection / C; nint iC = selection % C;
    private void Decode(string from, IReadOnlyList<Run> runs, Func<Run, bool> needed)
    {
        for (int i = 0; i < runs.Count; i++)
        {
            if (!needed(runs[i]))
            {
                continue;
            }

            Product inner = Product.Of(runs.Skip(i + 1).Select(r => r.Size));
            string value = inner.Is(1) ? i == 0 ? from : Parens(from) : $"{Parens(from)} / {Parenthesized(inner)}";
            code.Line($"nint {IndexOf(runs[i])} = {value}{(i == 0 ? "" : $" % {runs[i].Name}")};");
        }
    }

    private static string Parenthesized(Product product) => Parens(product.ToString());

    // Two selections of a pair have indices of their own.
    private string IndexOf(Run run) => run.Reduced ? run.Index : run.Index + Of;

    /// <summary>The sum of index times stride over runs, as C#.</summary>
    private string Offset(IEnumerable<Run> runs, Func<Run, Product?> stride)
    {
        string[] terms = runs.Where(r => stride(r) is not null).Select(r => stride(r)!.Times(IndexOf(r))).ToArray();
        return terms.Length == 0 ? "0" : string.Join(" + ", terms);
    }

    private string DataOffset(IEnumerable<Run> runs) => Offset(runs, r => r.Data);

    private string MaskOffset(IEnumerable<Run> runs) => Offset(runs, r => r.Mask);

    private string AffineOffset(IEnumerable<Run> runs) => Offset(runs, r => r.Affine);

    private static bool Masked(Run run) => run.Mask is not null || run.Counted;

    private static void OpenLoops(CodeWriter code, IEnumerable<Run> runs)
    {
        foreach (Run run in runs)
        {
            code.Open($"for (nint {run.Index} = 0; {run.Index} < {run.Name}; {run.Index}++)");
        }
    }

    private static void CloseLoops(CodeWriter code, IEnumerable<Run> runs)
    {
        foreach (Run _ in runs)
        {
            code.Close();
        }
    }

    // Whether a whole line or row is valid, where the mask does not differ along it.
    private string LineIsValid(Func<Run, string>? index = null) => LineTest(valid: true, index);

    private string LineIsPadded() => LineTest(valid: false, null);

    private string LineTest(bool valid, Func<Run, string>? index)
    {
        index ??= r => r.Index;
        string[] terms = nest.Where(r => r.Mask is not null).Select(r => r.Mask!.Times(index(r))).ToArray();
        string offset = terms.Length == 0 ? "0" : string.Join(" + ", terms);
        if (!HasLengths)
        {
            return $"{(spec.MaskMarksPadding == valid ? "!" : "")}Lanes.IsSet(ref mask, {offset})";
        }

        Run counted = nest.First(r => r.Counted);
        string length = $"(nint)Unsafe.Add(ref lengths, {offset})";
        return spec.LeftPadding
            ? $"{index(counted)} {(valid ? ">=" : "<")} {counted.Name} - {length}"
            : $"{index(counted)} {(valid ? "<" : ">=")} {length}";
    }

    private void EmitScalarPath()
    {
        bool counted = nest.Any(r => r.Counted);
        OpenMethod("The scalar path takes selections without scale and those beyond the range of " + Scalar + ".", "private void Exceptional(nint selection, ref readonly Strip<" + Scalar + "> strip, nint lane)", sweep: false);
        List<Run> indices = Selected;
        List<Run> loops = plan.Runs.Where(r => r.Reduced).ToList();
        Decode("selection", indices, _ => true);
        code.Line($"SelectionView view = new({DataOffset(indices)}, {MaskOffset(indices)}, {AffineOffset(indices)});");
        foreach (Run run in loops)
        {
            code.Line($"view.Add({run.Name}, {run.Data}, {run.Mask?.ToString() ?? "0"}, {run.Affine?.ToString() ?? "0"});");
        }

        if (counted)
        {
            Run run = nest.First(r => r.Counted);
            code.Line($"view.CountedExtent = {run.Name};");
            code.Line(run.Reduced ? $"view.CountedRun = {loops.IndexOf(run)};" : $"view.CountedCoordinate = {run.Index};");
        }

        string input = $"ref Addresses.Ref<{InputElement.CSharp()}>(address.Input)";
        string maskType = (Find(Role.Mask) ?? Find(Role.Lengths))?.Element.CSharp() ?? "bool";
        string mask = $"ref Addresses.Ref<{maskType}>(address.Mask)";
        string weight = $"ref Addresses.Ref<{Find(Role.Weight)?.Element.CSharp() ?? Scalar}>(address.Weight)";
        string bias = $"ref Addresses.Ref<{Find(Role.Bias)?.Element.CSharp() ?? Scalar}>(address.Bias)";
        string given = Given ? "(Unsafe.Add(ref strip.TotalSum, lane), Unsafe.Add(ref strip.TotalSquare, lane))" : "null";
        if (Backward)
        {
            string gradOutput = $"ref Addresses.Ref<{Find(Role.GradOutput)!.Element.CSharp()}>(address.GradOutput)";
            string gradInput = $"ref Addresses.Ref<{Find(Role.GradInput)?.Element.CSharp() ?? Scalar}>(address.GradInput)";
            string weightTotal = "ref " + (GradWeight ? $"GradientSums.{SumsOf}WeightTotals(address.GradSums)" : "Addresses.Ref<double>(0)");
            string biasTotal = "ref " + (GradBias ? $"GradientSums.{SumsOf}BiasTotals(address.GradSums)" : "Addresses.Ref<double>(0)");
            code.Line("ScalarPath.Backward(");
            code.Line($"    {input}, {mask}, {weight},");
            code.Line($"    {gradOutput}, {gradInput}, {weightTotal}, {biasTotal},");
            code.Line($"    view, Options, {given}, {Flag("inference", Inference)});");
        }
        else
        {
            if (spec.Operation == Operation.Moments)
            {
                code.Line($"Moments moments = ScalarPath.Measure({input}, {mask}, view, Options);");
            }
            else
            {
                code.Line($"Moments moments = ScalarPath.Forward(");
                code.Line($"    {input}, {mask}, {weight}, {bias}, ref Addresses.Ref<{OutputElement.CSharp()}>(address.Output),");
                code.Line($"    view, Options, {given});");
            }

            code.Line("strip.Set(lane, moments);");
        }

        code.Close();
        code.Close();
    }

    // Stores mean, variance and moments where the method has them.
    private void StoreStatistics(string selection)
    {
        if (Backward || Given)
        {
            return;
        }

        string divisor = spec.Biased || spec.Rms ? "Unsafe.Add(ref strip.Count, lane)" : "(Unsafe.Add(ref strip.Count, lane) - 1)";
        if (Find(Role.Mean) is { } mean)
        {
            code.Line($"Lanes.Put(Unsafe.Add(ref strip.TotalSum, lane), ref Addresses.Ref<{mean.Element.CSharp()}>(address.Mean), {selection});");
        }

        if (Find(Role.Variance) is { } variance)
        {
            code.Line($"Lanes.Put(Unsafe.Add(ref strip.TotalSquare, lane) / Math.Max({divisor}, 1), ref Addresses.Ref<{variance.Element.CSharp()}>(address.Variance), {selection});");
        }

        if (StoresMoments)
        {
            code.Line($"Unsafe.Add(ref Addresses.Ref<Moments>(address.Moments), {selection}) = strip.Get(lane);");
        }
    }

    private bool StoresMoments => Find(Role.Moments) is not null || Find(Role.Running) is not null;

    private bool StoresStatistics =>
        !Backward && !Given && (StoresMoments || Find(Role.Mean) is not null || Find(Role.Variance) is not null);

    // Reads given mean and variance into a lane's totals.
    private void LoadStatistics(string selection)
    {
        string mean = Find(Role.Mean) is { } m ? $"Lanes.Double(ref Addresses.Ref<{m.Element.CSharp()}>(address.Mean), {selection})" : "0";
        ParameterSpec variance = Find(Role.Variance)!;
        code.Line($"Unsafe.Add(ref strip.TotalSum, lane) = {(spec.Rms ? "0" : mean)};");
        code.Line($"Unsafe.Add(ref strip.TotalSquare, lane) = Lanes.Double(ref Addresses.Ref<{variance.Element.CSharp()}>(address.Variance), {selection});");
    }

    private string FinishCall()
    {
        string epsilon = Number(spec.Epsilon);
        string empty = Flag("flagEmpty", FlagEmpty);
        if (Given)
        {
            // A backward with saved statistics still needs n and d; the statistics of inference stand for themselves.
            return Inference ? $"strip.FinishGiven(width, {epsilon})" : $"strip.FinishSaved(width, {Flag("biased", spec.Biased || spec.Rms)}, {epsilon}, {empty})";
        }

        // Where lanes are elements, their sums stand side by side until now.
        string sums = plan.Orientation == Orientation.Selections ? Fused ? "WithGradients" : "" : Fused ? "SumsAndGradients" : "Sums";
        return spec.Rms ? $"strip.Finish{sums}Rms(width, {epsilon}, {empty})" : $"strip.Finish{sums}(width, {Flag("biased", spec.Biased)}, {epsilon}, {empty})";
    }

    // A selection without valid elements needs no scale, unless its padding is normalized or there is no mask at all.
    private bool FlagEmpty => !PaddingApart;

    // An argument that says what it is for.
    private static string Flag(string name, bool value) => $"{name}: {(value ? "true" : "false")}";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture) is var text && text.IndexOfAny(new[] { '.', 'E' }) < 0 ? text + ".0" : text;

    private string Literal(string number) => plan.Double ? number + "d" : number + "f";
}
