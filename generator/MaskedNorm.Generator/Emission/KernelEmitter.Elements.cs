using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MaskedNorm.Generator.Declaration;
using MaskedNorm.Generator.Planning;

namespace MaskedNorm.Generator.Emission;

/// <content>Kernels whose vector axis is reduced: one selection at a time, lanes are its elements.</content>
internal sealed partial class KernelEmitter
{
    // The reduced runs outside the vector axis: each combination of their indices is a line.
    private IReadOnlyList<Run> LineRuns => reduced.Take(reduced.Count - 1).ToList();

    // Behind a mask the first valid elements have to be looked for, one selection at a time; without one they are simply the first.
    private bool CentersApart => !spec.Rms && !CountIsAllOrNone;

    private bool CentersItself => !spec.Rms && CountIsAllOrNone;

    private bool CountIsAllOrNone => plan.Mask == Along.None || (plan.Mask == Along.Line && !LineMaskVaries);

    // A selection that a mask over kept axes alone leaves out has no valid element: its sums are never taken.
    private bool LineMaskVaries => plan.Mask == Along.Line && reduced.Any(Masked);

    // The sweeps of the statistics look at a mask only where it differs within the selection. Those of the gradient alone find lines of no
    // valid selection, too.
    private void SweepMaskOperand()
    {
        if (LineMaskVaries || MaskDiffersInLine || (Given && PaddingApart))
        {
            MaskOperand();
        }
    }

    private bool CountIsCommon => plan.Mask == Along.None || kept.All(r => !Masked(r));

    private void EmitElements()
    {
        EmitElementsRun();
        if (plan.Mask != Along.None)
        {
            EmitElementsCount();
        }

        if (!Given)
        {
            if (CentersApart)
            {
                EmitElementsCenter();
            }
            else if (CentersItself)
            {
                EmitEstimate();
            }
        }

        if (!Given || Fused)
        {
            EmitElementsAccumulate();
        }

        if (spec.Operation == Operation.Forward)
        {
            EmitElementsApply();
        }

        if (Backward)
        {
            if (NeedsReduce && !Fused)
            {
                reducesLines = WeightGradients && plan.Affine == Along.Line;
                EmitElementsReduce();
                reducesLines = false;
            }

            if (GradInput)
            {
                EmitElementsApplyBackward();
            }

            if (Pairs)
            {
                EmitWeigh();
                weighed = true;
                EmitElementsApplyBackward();
                weighed = false;
            }
        }

        if (PadsApart)
        {
            EmitElementsPad();
        }
    }

    // Whether there is a last sweep that writes a tensor.
    private bool Writes => spec.Operation == Operation.Forward || (Backward && GradInput);

    private bool NeedsReduce => WeightGradients || !Inference;

    // The backward's sums about the estimate of the mean are taken in the sweep of the statistics, if there is one, and the gradients of
    // weight and bias in the last one: two sweeps in place of three. Where padding takes part in these sums, it does not in the statistics.
    // Where lanes are selections, a row's part of the gradient of its weight is summed in vectors of 256 bits, apart from the sweep that writes.
    private bool Fused => Backward && !Inference
        && (plan.Mask == Along.None || PaddingApart) && !PaddedAffineGradients && (GradInput || Fold)
        && (plan.Orientation == Orientation.Elements || !(Given || (WeightGradients && plan.Affine == Along.Line)));

    private bool NeedsCount => !Inference;

    // Both sweeps find a group in the first cache. Half as many elements are summed sooner, where memory is to be at work again.
    private string ElementsPerGroup
    {
        get
        {
            int most = BytesPerGroup / InputElement.Size();
            static string HalfWhere(string condition, int elements) => $"({condition} ? {elements / 2} : {elements})";
            if (Fused)
            {
                return HalfWhere("address.Distant && !Vector512.IsHardwareAccelerated", most / 2);
            }

            if (Keeps && !Shares)
            {
                return Const(most / 2);
            }

            return Keeps ? HalfWhere("address.Far", most / 2) : HalfWhere("address.Distant", most);
        }
    }

    private void EmitElementsRun()
    {
        code.Line("// Selections are independent. Small ones are finished together.");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        code.Open("public void Run(nint first, nint end, Span<byte> scratch)");
        code.Open("unchecked");
        code.Line(NewStrip($"Strip<{Scalar}>.Group"));
        Product size = Product.Of(reduced.Select(r => r.Size));
        if (NeedsCount && CountIsCommon)
        {
            code.Line($"nint count = {(plan.Mask == Along.None ? size.ToString() : "Count(0)")};");
        }

        string few = $"Math.Clamp({ElementsPerGroup} / {Parenthesized(size)}, 1, Strip<{Scalar}>.Group)";
        string most = $"Strip<{Scalar}>.Group";
        code.Line($"nint group = {(AlwaysInOrder ? most : OrderVaries ? $"address.InOrder ? {most} : {few}" : few)};");
        if (Pairs)
        {
            // Two lines at a time, but one where the first cache has room for one and not for two.
            code.Open("if (Vector512.IsHardwareAccelerated)");
            code.Line($"group = {size} > {BytesPerGroup / InputElement.Size() / 2} ? 2 : group == 1 ? 1 : group & ~1;");
            code.Close().Line();
        }

        code.Line($"nint most = Math.Min({(Selects ? $"Math.Min(2 * group, {most})" : "group")}, end - first);");
        code.Line($"strip.Fill({(Selects ? "0" : "most")}, most);");
        if (Selects)
        {
            code.Line("nint width;");
        }

        OpenBlocks();
        code.Open($"for (nint selection = {BlockStart}; selection < {BlockEnd}; selection += {(Selects ? "width" : "group")})");
        code.Line(Selects
            ? $"width = Math.Min(Math.Min(2 * group, Strip<{Scalar}>.Group), {BlockEnd} - selection);"
            : $"nint width = Math.Min(group, {BlockEnd} - selection);");
        if (NeedsCount && CountIsCommon)
        {
            code.Line("strip.SetCounts(width, count);");
        }

        bool counts = NeedsCount && !CountIsCommon;
        if (counts || Given || CentersApart)
        {
            // Selections that follow each other along axes without a mask have the same count.
            Product alike = Product.Of(kept.Skip(kept.FindLastIndex(Masked) + 1).Select(r => r.Size));
            bool shares = counts && !alike.Is(1);
            if (shares)
            {
                code.Line("nint count = 0;");
                code.Line("nint alike = 0;");
            }

            code.Open("for (nint lane = 0; lane < width; lane++)");
            if (Given)
            {
                LoadStatistics("selection + lane");
            }

            if (shares)
            {
                code.Open("if (alike == 0)");
                code.Line("count = Count(selection + lane);");
                code.Line($"alike = {Parenthesized(alike)} - ((selection + lane) % {Parenthesized(alike)});");
                code.Close().Line();
                code.Line("alike--;");
            }

            if (counts)
            {
                code.Line($"Unsafe.Add(ref strip.Count, lane) = {(shares ? "count" : "Count(selection + lane)")};");
            }

            if (!Given && CentersApart)
            {
                code.Open("if (Unsafe.Add(ref strip.Count, lane) != 0)");
                code.Line($"Unsafe.Add(ref strip.Center, lane) = Center(selection + lane{(TakesCount ? ", (nint)Unsafe.Add(ref strip.Count, lane)" : "")});");
                code.Close();
            }

            code.Close().Line();
        }

        if (Selects)
        {
            code.Line("width = strip.SelectValid(width, group);");
        }

        if (!Given)
        {
            if (CentersItself)
            {
                code.Line("Estimate(selection, width, in strip);");
            }

            code.Line($"Accumulate(selection, 0, {(Selects ? "strip.Selected" : "width")}, in strip);");
        }

        code.Open($"if ({FinishCall()})");
        OpenLanes(indices: false);
        EmitRepair(Selects ? "Accumulate(selection, k, k + 1, in strip);" : "Accumulate(selection, lane, lane + 1, in strip);");
        EmitExceptional("Exceptional(selection + lane, in strip, lane);");
        code.Close();
        code.Close().Line();
        if (StoresStatistics)
        {
            code.Open("for (nint lane = 0; lane < width; lane++)");
            StoreStatistics("selection + lane");
            code.Close().Line();
        }

        if (Backward && NeedsReduce && (Given || !Fused))
        {
            code.Line(Fused ? "Accumulate(selection, 0, width, in strip);" : "Reduce(selection, width, in strip);");
            code.Line("strip.TotalGradients(width);");
            code.Line($"strip.FinishGradients(width, {Flag("biased", spec.Biased)}, {Flag("rms", spec.Rms)});").Line();
        }

        EmitFold();
        if (Writes)
        {
            if (Pairs)
            {
                EmitWriting();
            }
            else
            {
                code.Line("Apply(selection, width, in strip);");
            }

            if (PadsApart)
            {
                code.Line("Pad(selection, width, in strip);");
            }
        }

        code.Close();
        CloseBlocks();
        code.Close();
        code.Close();
        code.Line();
    }

    private string BlockStart => Blocks ? "block" : "first";

    private string BlockEnd => Blocks ? "blockEnd" : "end";

    private void OpenBlocks()
    {
        if (Blocks)
        {
            code.Open("for (nint block = first; block < end; block += BlockItems)");
            code.Line("nint blockEnd = Math.Min(block + BlockItems, end);");
        }
    }

    private void CloseBlocks()
    {
        if (Blocks)
        {
            code.Line();
            code.Line($"GradientSums.Flush{(PartialLanes ? $"<{Scalar}>" : "")}(address.GradSums);");
            code.Close();
        }
    }

    // Whether a mask leaves out whole selections: those that are left are listed first, so that no sweep has to guess which they are.
    private bool Selects => plan.Mask == Along.Line && CountIsAllOrNone && PaddingApart && !PaddedAffineGradients && !Given;

    // The loop of a sweep over the selections of a group. Where selections have several indices these count on: to divide for each takes long.
    private void OpenLanes(string from = "0", string to = "width", bool indices = true)
    {
        if (Selects)
        {
            code.Open($"for (nint k = {from}; k < {LanesEnd(to)}; k++)");
            code.Line("nint lane = strip.Select(k);");
            return;
        }

        bool counts = indices && CountsOn;
        if (counts)
        {
            Decode(from == "0" ? "selection" : $"selection + {from}", kept, _ => true);
        }

        code.Open($"for (nint lane = {from}; lane < {to}; lane++{(counts ? $", {kept[kept.Count - 1].Index}++" : "")})");
        if (counts)
        {
            for (int i = kept.Count - 1; i > 0; i--)
            {
                code.Open($"if ({kept[i].Index} == {kept[i].Name})");
                code.Line($"{kept[i].Index} = 0;");
                code.Line($"{kept[i - 1].Index}++;");
            }

            for (int i = kept.Count - 1; i > 0; i--)
            {
                code.Close();
            }

            code.Line();
        }
    }

    private bool CountsOn => kept.Count > 1 && !Selects;

    // The indices of the selection that a sweep is at.
    private void DecodeLane()
    {
        if (!CountsOn)
        {
            Decode("selection + lane" + Of, kept, _ => true);
        }
    }

    private string LanesEnd(string to) => Selects && to == "width" ? "strip.Selected" : to;

    private void SkipIrregular(string skip)
    {
        code.Open($"if (Unsafe.Add(ref strip.State, lane) != Strip<{Scalar}>.Regular)");
        if (skip.Length > 0)
        {
            code.Line(skip);
        }

        code.Line("continue;");
        code.Close().Line();
    }

    // A lane whose center was a bad estimate is summed again about its mean.
    private void EmitRepair(string accumulate)
    {
        if (!Given && !spec.Rms)
        {
            code.Open($"if (Unsafe.Add(ref strip.State, lane) == Strip<{Scalar}>.Recenter)");
            code.Line(accumulate);
            code.Line($"strip.TotalAgain(lane, {Flag("gradients", Fused)});");
            code.Line($"strip.FinishAgain{(Fused ? "WithGradients" : "")}(lane, {Flag("biased", spec.Biased)}, {Number(spec.Epsilon)});");
            code.Close().Line();
        }
    }

    // What has no scale goes the scalar way.
    private void EmitExceptional(string exceptional)
    {
        code.Open($"if (Unsafe.Add(ref strip.State, lane) == Strip<{Scalar}>.Exceptional)");
        code.Line(exceptional);
        code.Close();
    }

    // Weight and bias that are constant over a selection are multiplied into its coefficients.
    private void EmitFold(string? affine = null)
    {
        if (!Fold || (Backward && !GradInput && !WeightGradients))
        {
            return;
        }

        GradientOperands(totals: true);
        code.Open("for (nint lane = 0; lane < width; lane++)");
        if (Backward)
        {
            code.Open($"if (Unsafe.Add(ref strip.State, lane) == Strip<{Scalar}>.Regular)");
        }

        if (affine is null)
        {
            EmitAffineIndex();
            affine = "affine";
        }

        if (Backward)
        {
            if (GradWeight)
            {
                code.Line($"Unsafe.Add(ref gradWeight, {affine}) += Unsafe.Add(ref strip.GradProduct, lane);");
            }

            if (GradBias)
            {
                code.Line($"Unsafe.Add(ref gradBias, {affine}) += Unsafe.Add(ref strip.GradTotal, lane);");
            }

            if (GradInput)
            {
                code.Line($"strip.FoldGradients(lane, {Value(Role.Weight, affine)});");
            }

            code.Close();
        }
        else
        {
            code.Line($"strip.Fold(lane, {Value(Role.Weight, affine)}, {(HasBias ? Value(Role.Bias, affine) : "0")});");
        }

        code.Close().Line();
    }

    private string Value(Role role, string index) => $"Lanes.{Kind}(ref Addresses.Ref<{Find(role)!.Element.CSharp()}>(address.{role}), {index})";

    // nint affine = ...: the index of a selection in weight and bias.
    private void EmitAffineIndex()
    {
        const string Selection = "selection + lane";
        List<string> terms = new();
        List<Run> runs = Selected;
        for (int i = 0; i < runs.Count; i++)
        {
            if (runs[i].Affine is { } stride)
            {
                Product inner = Product.Of(runs.Skip(i + 1).Select(r => r.Size));
                string index = i == 0 && inner.Is(1) ? Selection : Parens(Selection);
                index += inner.Is(1) ? "" : " / " + Parenthesized(inner);
                index += i == 0 ? "" : " % " + runs[i].Name;
                terms.Add(stride.Is(1) ? index : $"{Parens(index)} * {Parenthesized(stride)}");
            }
        }

        code.Line($"nint affine = {(terms.Count == 0 ? "0" : string.Join(" + ", terms))};");
    }

    private void EmitElementsCount()
    {
        OpenMethod("The number of valid elements of a selection.", "private readonly nint Count(nint selection)", sweep: false);
        MaskOperand();
        Decode("selection", kept, Masked);
        string at = MaskOffset(nest.Where(r => r != vector));
        string line = plan.Mask switch
        {
            Along.Line => $"{LineIsValid()} ? {vector.Name} : 0",
            Along.Counted => $"(nint)Unsafe.Add(ref lengths, {at})",
            _ => ValidInLine(at, MaskName),
        };
        if (LineRuns.Count == 0)
        {
            code.Line($"return {line};");
        }
        else
        {
            code.Line("nint count = 0;");
            OpenLoops(code, LineRuns);
            code.Line($"count += {line};");
            CloseLoops(code, LineRuns);
            code.Line().Line("return count;");
        }

        CloseMethod();
    }

    private void EmitElementsCenter()
    {
        string few = $"the valid ones among {Width} elements from there on";
        OpenMethod(
            $"An estimate of the mean, taken about the first valid element: that of {(SpreadsEstimate ? $"elements from all over its line, or where those are few, of {few}" : few)}.",
            $"private readonly {Scalar} Center(nint selection{(TakesCount ? ", nint count" : "")})");
        InputOperand();
        SweepMaskOperand();
        Decode("selection", kept, _ => true);
        OpenLoops(code, LineRuns);
        if (LineMaskVaries)
        {
            code.Open($"if ({LineIsPadded()})").Line("continue;").Close().Line();
        }

        IEnumerable<Run> outside = nest.Where(r => r != vector);
        LineReference("x", InputElement, DataOffset(outside));
        string at = "0";
        string? left = vector.Extent.IsConstant && vector.Extent.Constant >= Width ? null : vector.Name;
        if (!LineMaskVaries)
        {
            EmitLineMask(outside);
            string first = plan.Mask switch
            {
                Along.Counted => spec.LeftPadding ? "start" : "0",
                Along.Lanes or Along.Strided when HasLengths => $"Lines.FirstLonger(ref maskLine, {vector.Mask}, {vector.Name}, {CountedCoordinate(0)})",
                Along.Lanes => $"Lanes.{(spec.MaskMarksPadding ? "FirstClear" : "FirstSet")}(ref maskLine, 0, {vector.Name})",
                _ => $"Lanes.{(spec.MaskMarksPadding ? "FirstClear" : "FirstSet")}(ref maskLine, 0, {vector.Mask}, {vector.Name})",
            };
            string none = plan.Mask != Along.Counted ? "valid < 0" : spec.LeftPadding ? $"start == {vector.Name}" : "limit == 0";
            code.Line($"nint valid = {first};");
            code.Open($"if ({none})").Line(LineRuns.Count > 0 ? "continue;" : "return 0;").Close().Line();
            at = "valid";
            left = $"{(plan.Mask == Along.Counted && !spec.LeftPadding ? "limit" : vector.Name)} - valid";
        }

        code.Line($"{Scalar} pivot = Lanes.{Kind}(ref xLine, {at});");
        if (SpreadsEstimate)
        {
            EmitSpread(at);
        }

        string deviations = $"{Load("xLine", InputElement, at, left)} - Vector256.Create(pivot)";
        code.Line(ValidLanes(0, at, left) is { Length: > 0 } valid
            ? $"return pivot + Lanes.Mean({deviations}, {valid});"
            : $"return pivot + (Lanes.Sum({deviations}) / {Width});");
        CloseLoops(code, LineRuns);
        if (LineRuns.Count > 0)
        {
            code.Line().Line("return 0;");
        }

        CloseMethod();
    }

    // How far apart elements stand that an estimate takes from all over a selection, each from the middle of its part of the innermost axis.
    private void EmitSteps(string elements)
    {
        string[] outer = LineRuns.Select((r, i) => Product.Of(LineRuns.Skip(i + 1).Select(inner => inner.Size)) is var lines && lines.Is(1)
            ? $"{r.Name} / {elements}"
            : $"({r.Name} / {elements} * {Parenthesized(lines)})").ToArray();
        Run last = reduced[reduced.Count - 1];
        code.Line($"nint inner = Lanes.Step({last.Name}, {(outer.Length == 0 ? "0" : string.Join(" + ", outer))}, {elements});");
        string Far(string steps) => last.Data.Is(1) ? steps : $"({Parens(steps)} * {Parenthesized(last.Data)})";
        code.Line($"nint step = {string.Join(" + ", LineRuns.Select(r => $"({r.Name} / {elements} * {Parenthesized(r.Data)})").Concat(new[] { Far("inner") }))};");
        code.Line($"nint middle = {Far("inner / 2")};");
    }

    // As Lanes has it.
    private const int EstimateElements = 8;

    // Neighbours in a signal are alike: elements from all over a selection tell more of its mean than the first ones. Those of fewer bits take
    // many operations to read one by one.
    private bool SpreadsEstimate => InputElement == LaneElement;

    // A selection that is one line has been counted.
    private bool TakesCount => SpreadsEstimate && LineRuns.Count == 0;

    // Those of as many elements from the first valid one on as the line has valid ones; where these follow each other, all of them are.
    private void EmitSpread(string at)
    {
        string size = TakesCount ? "count" : plan.Mask switch
        {
            Along.Line => vector.Name,
            Along.Counted => spec.LeftPadding ? $"{vector.Name} - start" : "limit",
            _ => ValidInLine(),
        };
        string valid = plan.Mask switch
        {
            Along.Lanes or Along.Strided when HasLengths => $"(nint)Unsafe.Add(ref maskLine, {vector.Mask!.Times("place")}) > {CountedCoordinate(0)}",
            Along.Lanes or Along.Strided => $"{(spec.MaskMarksPadding ? "!" : "")}Lanes.IsSet(ref maskLine, {vector.Mask!.Times("place")})",
            _ => "",
        };
        code.Line($"nint step = Lanes.Step({size}, 0, Lanes.EstimateElements);");
        code.Open("if (step > 0)");
        code.Line($"{Scalar} sum = 0;");
        code.Line("int found = 1;");
        code.Open("for (nint i = 1; i < Lanes.EstimateElements; i++)");
        code.Line($"nint place = {(at == "0" ? "i * step" : $"{at} + (i * step)")};");
        if (valid.Length > 0)
        {
            code.Open($"if ({valid})");
        }

        code.Line($"sum += Lanes.{Kind}(ref xLine, place) - pivot;");
        code.Line("found++;");
        if (valid.Length > 0)
        {
            code.Close();
        }

        code.Close().Line();
        code.Line("return pivot + (sum / found);");
        code.Close().Line();
    }

    // The number of valid elements of a line.
    private string ValidInLine(string at = "0", string? operand = null)
    {
        string mask = operand ?? "maskLine";
        string clear = spec.MaskMarksPadding ? $"{vector.Name} - " : "";
        return plan.Mask switch
        {
            Along.Lanes or Along.Strided when HasLengths =>
                $"Lines.CountLonger(ref {(at == "0" ? mask : $"Unsafe.Add(ref {mask}, {at})")}, {vector.Mask}, {vector.Name}, {CountedCoordinate(0)})",
            Along.Lanes => $"{clear}Lanes.CountSet(ref {mask}, {at}, {vector.Name})",
            _ => $"{clear}Lanes.CountSet(ref {mask}, {at}, {vector.Mask}, {vector.Name})",
        };
    }

    private void EmitEstimate()
    {
        OpenMethod(
            SpreadsEstimate
                ? "An estimate of each mean: that of elements from all over the selection, or of the first ones of a small selection."
                : "An estimate of each mean: that of the first vector, taken about its first element.",
            $"private readonly void Estimate(nint selection, nint width, ref readonly Strip<{Scalar}> strip)");
        InputOperand();
        bool full = vector.Extent.IsConstant && vector.Extent.Constant >= Width;
        bool small = !(SpreadsEstimate && vector.Extent.IsConstant && vector.Extent.Constant >= EstimateElements);
        if (small && !full)
        {
            code.Line($"{Vec} inside = Lanes.Before{Kind}({vector.Name});");
        }

        if (small)
        {
            code.Line($"{Scalar} inverse = {Literal("1")} / {(full ? Const(Width) : $"Math.Min({vector.Name}, {Width})")};");
        }

        if (SpreadsEstimate)
        {
            EmitSteps("Lanes.EstimateElements");
        }

        OpenLanes();
        SkipEmpty();
        DecodeLane();
        LineReference("x", InputElement, DataOffset(kept));
        const string spread = "Unsafe.Add(ref strip.Center, lane) = Lanes.Estimate(ref Unsafe.Add(ref xLine, middle), step);";
        if (!small)
        {
            code.Line(spread);
            code.Close();
            CloseMethod();
            return;
        }

        if (SpreadsEstimate)
        {
            code.Open("if (step > 0)");
            code.Line(spread);
            code.Line("continue;");
            code.Close().Line();
        }

        code.Line($"{Scalar} pivot = Lanes.{Kind}(ref xLine, 0);");
        string first = Load("xLine", InputElement, "0", null);
        if (!full)
        {
            code.Line($"{Vec} first = {vector.Name} >= {Width} ? {first} : {Load("xLine", InputElement, "0", vector.Name)};");
            first = "first";
        }

        string deviations = $"{first} - Vector256.Create(pivot)";
        code.Line($"Unsafe.Add(ref strip.Center, lane) = pivot + (Lanes.Sum({(full ? deviations : $"({deviations}) & inside")}) * inverse);");
        code.Close();
        CloseMethod();
    }

    private void EmitElementsAccumulate()
    {
        string statistics = spec.Rms ? "squares" : "x - center and of its square";
        string gradients = $"the gradient and of its product with {(spec.Rms ? "x" : "x - center")}";
        OpenMethod(
            $"The sums of {(Given ? gradients : Fused ? $"{statistics}, and those of {gradients}," : statistics)} over the selections of a group.",
            $"private readonly void Accumulate(nint selection, nint from, nint to, ref readonly Strip<{Scalar}> strip)");
        InputOperand();
        SweepMaskOperand();
        if (Fused)
        {
            Operand("dy", Role.GradOutput, "GradOutput");
            AffineOperands(needed: !Fold);
        }

        EmitAskingSums("(to - from)", gradOutput: Fused);
        EmitKeeps();
        List<string> sums = Given ? new() : spec.Rms ? new() { "square" } : new() { "sum", "square" };
        if (Fused)
        {
            sums.AddRange(new[] { "grad", "product" });
        }

        void References()
        {
            string at = DataOffset(nest.Where(r => r != vector));
            LineReference("x", InputElement, at);
            if (asksWritten)
            {
                LineReference(WrittenName, WrittenElement, at);
            }

            if (Fused)
            {
                LineReference("dy", Find(Role.GradOutput)!.Element, at);
                if (!Fold && member == 0)
                {
                    EmitAffineLine(pad: false, plain: true);
                }
            }
        }

        void Lane()
        {
            DecodeLane();
            if (!spec.Rms)
            {
                Broadcast("center", "Center");
            }
        }

        slots = Fused ? Slots : StatisticSlots;
        paired = true;
        if (Pairs)
        {
            // Two selections have more sums than there are narrow vectors.
            EmitPairs("from", "to", onlyWide: true, () =>
            {
                Each(Lane);
                AccumulatingLines(sums.ToArray(), References, AccumulateSlot);
            });
        }

        OpenSlices(sums: true);
        OpenLanes(Pairs ? "done" : "from", "to");
        if (Given)
        {
            SkipIrregular("strip.Skip(lane);");
        }
        else
        {
            SkipEmpty();
        }

        Lane();
        AccumulatingLines(sums.ToArray(), References, AccumulateSlot);
        slots = Slots;
        paired = false;
        code.Close();
        CloseSlices();
        CloseMethod();
    }

    private void SkipEmpty()
    {
        if (plan.Mask != Along.None && !Selects)
        {
            code.Open("if (Unsafe.Add(ref strip.Count, lane) == 0)").Line("strip.Skip(lane);").Line("continue;").Close().Line();
        }
    }

    // Vectors of a line that are worked on at a time; sums that need more accumulators take fewer.
    private int slots = Slots;

    // Whether the terms of two slots are added before they go to their sum, the first of the two, and whether the slot being written is the last.
    private bool paired;
    private int addend;
    private bool completes;

    // Where it is not known whether there is a second one: what adds the terms to their sums at last.
    private List<string>? sumsOfPairs;

    // Whether the sums are those of the gradient alone, of one line.
    private bool sumsLine;

    private static string Title(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    // A sweep that sums: block sums in slots a vector apart, flushed into totals in double. Slots and flushes follow from an element's own
    // coordinates, so padding behind it, which adds zeros, changes no bit.
    private void AccumulatingLines(string[] sums, Action references, Action<int, string, string?> slot)
    {
        bool gradients = sums[0] == "grad";
        bool limited = plan.Mask == Along.Counted && !spec.LeftPadding && !(gradients && (!PaddingApart || PaddedAffineGradients));
        int block = LineRuns.Count > 0 ? ElementsPerBlockOfLines : ElementsPerBlock;
        bool chunked = !vector.Extent.IsConstant || vector.Extent.Constant > block;
        once = paired && !limited && !chunked && LineRuns.Count == 0 && !LinesMayBePadded(gradients) && vector.Extent.Constant <= slots * Width;
        EitherWidth(Widens, () => EmitBlocks(sums, references, slot, chunked ? block : 0, limited));
        code.Line();
    }

    // The part of the line that the accumulators are of.
    private string summedFrom = "";
    private string summedTo = "";

    // Whether each accumulator takes one term.
    private bool once;

    // Whether a sweep that sums looks at each line's place in the mask. Sums of the gradient alone come to lines of no valid selection, too.
    private bool LinesMayBePadded(bool gradients) =>
        gradients ? plan.Mask == Along.Line && PaddingApart && !PaddedAffineGradients : LineMaskVaries;

    // Block sums in vectors of one width. Blocks are 0 long where a line is one.
    private void EmitBlocks(string[] sums, Action references, Action<int, string, string?> slot, int block, bool limited)
    {
        bool gradients = sums[0] == "grad";
        bool chunked = block > 0;
        int used = SumsLinesTogether ? LineSlots : limited || chunked ? slots : SlotsInUse;
        Each(() =>
        {
            if (!once)
            {
                DeclareTotals(sums);
            }

            if (!gradients && NotesSpecial)
            {
                code.Line($"{Vec} largest{Of} = {Vec}.Zero;");
            }
        });

        if (LineRuns.Count > 0)
        {
            OpenFlushedLines();
        }

        if (chunked)
        {
            code.Open($"for (nint chunk = 0; chunk < {vector.Name}; chunk += {block})");
            code.Line($"nint end = Math.Min({vector.Name}, chunk + {block});");
        }

        if (!once && !SumsInParts)
        {
            Each(() => DeclareAccumulators(sums, used));
        }

        if (LineRuns.Count > 0)
        {
            OpenLinesOfFlush(sums, slot, chunked);
        }

        bool lineMask = LinesMayBePadded(gradients);
        if (lineMask)
        {
            code.Open($"if ({LineIsValid()})");
        }

        Each(references);
        EmitPlace("(2 * to - from - lane)", "(to - from)");
        EmitTurning(written: false);
        if (Keeps)
        {
            EmitKeptLine();
        }

        if (Apart)
        {
            AskNear(chunked ? "near + chunk" : "near");
        }

        if (!gradients || PaddingApart)
        {
            EmitLineMask(nest.Where(r => r != vector));
        }

        if (asksWritten)
        {
            code.Open($"if (address.Streaming{(OrderVaries ? " && !address.InOrder" : "")})");
            foreach (string place in new[] { "0", vector.Name }.Concat(plan.Mask == Along.Counted ? new[] { spec.LeftPadding ? "start" : "limit" } : Array.Empty<string>()))
            {
                Each(() => code.Line($"Lines.PrefetchShared(ref {Written.Line}{Of}, {place});"));
            }

            code.Close().Line();
        }

        EmitAccumulatingLine(chunked, limited, slot);
        if (gradients && !Fused)
        {
            EndGradientLine();
        }

        if (lineMask)
        {
            code.Close();
        }

        if (LineRuns.Count > 0)
        {
            CloseLinesOfFlush(sums);
        }

        if (!SumsInParts)
        {
            code.Line();
            Each(() => EmitFlush(sums, used));
        }

        if (chunked)
        {
            code.Close();
        }

        CloseLoops(code, LineRuns);
        if (chunked || LineRuns.Count > 0)
        {
            code.Line();
        }

        Each(() =>
        {
            foreach ((string total, _, string[] terms) in TotalsOf(sums))
            {
                string put = $"strip.Put{PlaceOf(terms)}";
                bool loses = plan.Double && !once;
                string whole = loses ? $"{total} + {total}Lost" : total;
                code.Line($"{put}(lane{Of}, {(loses && Interleaves ? $"sliceEnd == {LineRuns[0].Name} ? {whole} : {total}" : whole)});");
                if (loses && Interleaves)
                {
                    code.Line($"{put}({LostLane}, {total}Lost);");
                }
            }
        });
    }

    // Where a strip has the totals of some sums.
    private static string PlaceOf(string[] terms) => terms.Length == 1 ? Title(terms[0]) : terms[0] == "sum" ? "Sums" : "Gradients";

    // Where it has what they lost to rounding, from one slice to the next.
    private string LostLane => $"lane + Strip<{Scalar}>.Group";

    private void DeclareTotals(string[] sums)
    {
        foreach ((string total, string type, string[] terms) in TotalsOf(sums))
        {
            string Before(string lane) => Interleaves ? $"slice == 0 ? {type}.Zero : strip.Get{PlaceOf(terms)}({lane})" : $"{type}.Zero";
            code.Line($"{type} {total} = {Before("lane" + Of)};");
            if (plan.Double)
            {
                code.Line($"{type} {total}Lost = {Before(LostLane)};");
            }
        }
    }

    private void DeclareAccumulators(string[] sums, int used)
    {
        foreach (string sum in sums)
        {
            for (int s = 0; s < Accumulators(sum, used); s++)
            {
                DeclareAccumulator(sum + Const(s) + Of);
            }
        }
    }

    private void DeclareAccumulator(string name) => code.Line($"{Vec} {name} = {Vec}.Zero;");

    // The totals in double of some sums: one vector each, or in wide vectors one for two sums.
    private IEnumerable<(string Name, string Type, string[] Sums)> TotalsOf(string[] sums)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            yield return wide && sums[i] is ("sum" or "grad")
                ? ($"{sums[i]}And{Title(sums[i + 1])}{Of}", "Vector512<double>", new[] { sums[i], sums[++i] })
                : ($"{sums[i]}Total{Of}", "Vector256<double>", new[] { sums[i] });
        }
    }

    // Where loops stand around the one that flushes, each of its rounds ends with a flush: then its own extent, which may be padding,
    // does not decide what is summed together.
    private void CloseFlushed(IReadOnlyList<Run> loops, Action flush)
    {
        for (int i = loops.Count - 1; i >= 0; i--)
        {
            code.Close();
            if (i == loops.Count - 1 && i > 0)
            {
                code.Line();
                flush();
            }
        }
    }

    private int SlotsInUse => vector.Extent.IsConstant ? (int)Math.Min(slots, (vector.Extent.Constant + Width - 1) / Width) : slots;

    private int Accumulators(string sum, int used) => paired && sum is "sum" or "grad" ? Math.Min(Math.Max(slots, used) / 2, used) : used;

    private void EmitFlush(string[] sums, int used)
    {
        string add = once ? "=" : "+=";
        string[] Names(string sum) => Enumerable.Range(0, Accumulators(sum, used)).Select(s => sum + s + Of).ToArray();
        foreach ((string total, string type, string[] terms) in TotalsOf(sums))
        {
            string Noted(string sum) => !SeesSpecial || terms[0] != sums[0] || sums[0] == "grad" ? sum
                : NotesSpecial ? $"Lanes.WithoutSpecial({sum}, largest{Of})"
                : $"Lanes.WithoutSpecial({sum}, {Tree(Names("square"))}, {SumCenter}, ref xLine{Of}, {summedFrom}, {summedTo})";
            string block = terms.Length == 2 ? $"{Noted(Tree(Names(terms[0])))}, {Tree(Names(terms[1]))}"
                : wide ? $"Lanes.Halves({Noted(Tree(Names(terms[0])))})"
                : Noted(Halves(Names(terms[0])));
            code.Line(plan.Double && !once
                ? $"Totals.Add(ref {total}, ref {total}Lost, Totals.Of({block}));"
                : $"{(once ? type + " " : "")}{total} {add} Totals.Of({block});");
        }
    }

    // Even and odd ones apart, as they stand in the halves of wide vectors. Those of elements in turn then go where their elements stand.
    private string Halves(IReadOnlyList<string> terms)
    {
        string even = Tree(terms.Where((_, i) => i % 2 == 0).ToArray());
        if (terms.Count == 1)
        {
            return even;
        }

        string odd = Tree(terms.Where((_, i) => i % 2 != 0).ToArray());
        return InTurn ? $"Lanes.SumInOrder({even}, {odd})" : $"{Parens(even)} + {Parens(odd)}";
    }

    // (s0 + s1) + (s2 + s3)
    private static string Tree(IReadOnlyList<string> terms)
    {
        if (terms.Count == 1)
        {
            return terms[0];
        }

        int half = 1;
        while (2 * half < terms.Count)
        {
            half *= 2;
        }

        return $"{Parens(Tree(terms.Take(half).ToArray()))} + {Parens(Tree(terms.Skip(half).ToArray()))}";
    }

    private void EmitAccumulatingLine(bool chunked, bool limited, Action<int, string, string?> slot)
    {
        (summedFrom, summedTo) = (chunked ? "chunk" : "0", vector.Name);
        if (vector.Extent.IsConstant && !limited && !chunked)
        {
            EmitFixed(slot);
            return;
        }

        string limit = limited ? chunked ? "Math.Min(end, limit)" : "limit" : chunked ? "end" : vector.Name;
        if (limited && chunked)
        {
            code.Line($"nint bound = {limit};");
            limit = "bound";
        }

        summedTo = limit;
        code.Line($"nint {vector.Index} = {summedFrom};");
        EmitSums(slot, limit);
    }

    // Whole steps of a sweep that sums, and the rest of the line.
    private void EmitSums(Action<int, string, string?> slot, string limit, int names = 0)
    {
        string i = vector.Index;
        int step = slots * Width;
        code.Open($"for (; {i} <= {limit} - {step}; {i} += {step})");
        PrefetchAhead(i, step);
        Step(slot, i, slots, slots, limit, names);
        code.Close().Line();
        if (RestIsOfVectors)
        {
            EmitRestOfVectors(slot, i, limit, names);
            return;
        }

        bool halves = paired && (!wide || InTurn || sumsLine);
        code.Open($"if ({i}{(halves ? $" <= {limit} - {step / 2}" : $" < {limit}")})");
        if (halves)
        {
            Step(slot, i, slots, slots / 2, limit, names);
            code.Close();
            code.Open($"else if ({i} < {limit})");
            Step(slot, i, slots / 2, 0, limit, names);
        }
        else
        {
            Step(slot, i, slots, 0, limit, names);
        }

        code.Close();
        EmitInOrder();
    }

    // Whether the rest of a line is summed vector by vector: a partial vector costs several whole ones. Wide vectors have masks for that, and
    // of the four slots that sums of two tensors have, a rest is three at most.
    private bool RestIsOfVectors => paired && slots == StatisticSlots && !wide;

    // Each vector that the rest of a line has, in its own slot, and at last a partial one. Elements in turn stand in two slots each.
    private void EmitRestOfVectors(Action<int, string, string?> slot, string i, string limit, int names)
    {
        int half = slots / 2;
        int together = InTurn ? 2 : 1;
        code.Open($"if ({i} <= {limit} - {half * Width})");
        sumsOfPairs = new();
        for (int s = 0; s < half; s += together)
        {
            Sum(s, null);
        }

        code.Line().Open($"if ({i} < {limit} - {half * Width})");
        From(half);
        code.Close().Line();
        foreach (string sum in sumsOfPairs)
        {
            code.Line(sum);
        }

        sumsOfPairs = null;
        code.Close();
        code.Open($"else if ({i} < {limit})");
        From(0);
        code.Close();

        void From(int s)
        {
            int next = (s + together) * Width;
            bool last = (s + together) % half == 0;
            if (!last)
            {
                code.Open($"if ({i} <= {limit} - {next})");
                Sum(s, null);
                code.Line().Open($"if ({i} < {limit} - {next})");
                From(s + together);
                code.Close();
                code.Close();
                code.Open("else");
            }

            Sum(s, Left(limit, i, s * Width));
            if (!last)
            {
                code.Close();
            }
        }

        void Sum(int first, string? left)
        {
            for (int s = first; s < first + together; s++)
            {
                (addend, completes) = (names + (s % half), true);
                EmitSlot(slot, i, s, left, names);
            }
        }
    }

    // Some slots, the first ones whole, the others as far as the line goes. Locals of a loop above keep their names to themselves.
    private void Step(Action<int, string, string?> slot, string i, int count, int whole, string limit, int names = 0)
    {
        int apart = paired ? slots / 2 : slots;
        bool turns = InTurn;
        keeping = paired && Keeps && whole == slots;
        adjacent = !paired && (turns || (wide && whole == count && count % 2 == 0));
        string start = keeping ? KeptPlace(i) : i;
        for (int s = 0; s < Math.Min(apart, count); s++)
        {
            for (int own = s; own < count; own += apart)
            {
                string? left = (turns ? own | 1 : own) < whole ? null : Left(limit, i, OffsetOf(own));
                place = After(start, own * Width);
                (addend, completes) = (names + s, own + apart >= count);
                EmitSlot(slot, i, own, left, names);
            }
        }

        adjacent = false;
        keeping = false;
        EmitDeviations();
    }

    // Where the elements of a slot stand: in turn, two slots have every other one of the same.
    private int OffsetOf(int slot) => (InTurn ? slot & ~1 : slot) * Width;

    private void EmitSlot(Action<int, string, string?> slot, string i, int own, string? left, int names)
    {
        turn = !InTurn ? "" : own % 2 == 0 ? "Even" : "Odd";
        Each(() => slot(names + own + MemberSlot, After(i, OffsetOf(own)), left));
        turn = "";
    }

    private static bool IsConstant(string expression, out int value) => int.TryParse(expression, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static string After(string i, int value) => IsConstant(i, out int constant) ? Const(constant + value) : Plus(i, value);

    private static string Left(string limit, string i, int value) => IsConstant(limit, out int end) && IsConstant(i, out int constant)
        ? Const(end - constant - value)
        : $"{limit} - {i}" + (value == 0 ? "" : $" - {value}");

    // Adds a slot's term to its sum. The terms of two slots are added first, as soon as the second one is there: sums of two tensors leave few
    // of the sixteen narrow vectors for terms.
    private void AddTerm(string sum, string term, int slot)
    {
        int first = addend + MemberSlot;
        if (!paired)
        {
            code.Line($"{Accumulator(sum, slot)} += {term}{slot};");
        }
        else if (sumsOfPairs is not null && first != slot)
        {
            code.Line($"{term}{first} += {term}{slot};");
        }
        else if (sumsOfPairs is not null)
        {
            sumsOfPairs.Add($"{Accumulator(sum, first)} += {term}{first};");
        }
        else if (completes)
        {
            code.Line($"{(once ? Vec + " " : "")}{Accumulator(sum, first)} {(once ? "=" : "+=")} {term}{first}{(first == slot ? "" : $" + {term}{slot}")};");
        }
    }

    // sum = FusedMultiplyAdd(a, b, sum), or a product where the sum has one term.
    private void AddProduct(string sum, string a, string b) => code.Line(once
        ? $"{Vec} {sum} = {a} * {b};"
        : $"{sum} = {Vector}.FusedMultiplyAdd({a}, {b}, {sum});");

    // The tensors that the sweep being written reads, and those of them that it asks for ahead. Every sweep asks, for what one asks for too
    // much at a time is lost, and the next one asks for it again.
    private (string Line, Element Element)[] read = Array.Empty<(string, Element)>();
    private (string Line, Element Element)[] asked = Array.Empty<(string, Element)>();

    // Whether the sums ask for the lines that the result goes to, if its stores would have to wait for them: all that follow wait, too.
    private bool asksWritten;

    // Whether a sweep asks for one of two tensors, as where one line of each is summed: wide vectors for the gradient, narrow ones for the
    // input, each of which was measured to be the better.
    private bool asksOne;

    // Whether the line being written asks for a part of each of four lines.
    private bool turning;

    private (string Line, Element Element) Written => (WrittenName + "Line", WrittenElement);

    private string WrittenName => Backward ? "dx" : "y";

    private void Reads(bool input, bool gradOutput)
    {
        List<(string, Element)> tensors = new();
        if (input)
        {
            tensors.Add(("xLine", InputElement));
        }

        if (gradOutput)
        {
            tensors.Add(("dyLine", Find(Role.GradOutput)!.Element));
        }

        read = tensors.ToArray();
        asked = AlwaysInOrder ? Array.Empty<(string, Element)>() : read;
        asksWritten = false;
        asksOne = false;
        turning = false;
    }

    // A sweep that sums asks for the same lane of the next group. Where a mask leaves out selections, only the last sweep looks for the next one.
    private void EmitAskingSums(string width, bool gradOutput)
    {
        Reads(input: true, gradOutput);
        asked = Selects || AlwaysInOrder ? Array.Empty<(string, Element)>() : read;
        asksWritten = asked.Length > 0 && (spec.Operation == Operation.Forward || (Fused && GradInput && !Given));
        if (asksWritten)
        {
            code.Line("// The lines of the result are asked for, so that its stores find them in the cache.");
            if (Backward)
            {
                Operand("dx", Role.GradInput, "GradInput");
            }
            else
            {
                OutputOperand();
            }
        }

        asksOne = asked.Length == 2 && LineRuns.Count == 0;
        if (Shares)
        {
            EmitPace();
        }
        else if (asked.Length > 0)
        {
            code.Line($"nint ahead = {UnlessInOrder(SumsAhead(width))};");
        }

        if (Apart)
        {
            EmitNear($"2 * {LineStride}");
            if (asked.Length > 0 && !LinesGoTogether)
            {
                EmitAsks();
            }
        }
    }

    // Whether sums and output ask for the same group where the input is larger than the last cache, half of it each: memory then is at work all
    // the time. Selections are lines that follow each other, of which both sweeps read all in loops, whatever the width of vectors.
    private bool Shares => spec.Operation == Operation.Forward && !Given && LineRuns.Count == 0
        && plan.Mask is Along.None or Along.Lanes && kept.Count > 0 && kept[kept.Count - 1].Data == vector.Size
        && !(vector.Extent.IsConstant && vector.Extent.Constant <= MostFixed * 16);

    private void EmitPace()
    {
        code.Line("// Past the last cache the two sweeps ask for half of the next group each, so that memory is always at work.");
        code.Line("int pace = address.Far ? 1 : 0;");
    }

    // How far on the line starts that is asked for: the same lane's of a group to come, or so far that half of the next group is asked for by its end.
    private void EmitPlace(string far, string near)
    {
        if (Shares)
        {
            code.Line($"nint ahead = address.Far ? {far} * {SelectionStride} / 2 : {near} * {SelectionStride};");
        }
    }

    // Where lines do not follow each other, four of those ahead are asked for in turn: of the innermost loop over lines, which may turn back where
    // they are written and it is the only one. Wide vectors, with which that was not measured, ask for one.
    private void EmitTurning(bool written)
    {
        turning = Apart && asked.Length > 0 && !LooksAhead && (written || !LinesGoTogether);
        if (turning)
        {
            Run run = LineRuns[LineRuns.Count - 1];
            (string line, string apart) = written && TurnsBack && LineRuns.Count == 1
                ? ("line", $"back ? -{LineStride} : {run.Data}")
                : (run.Index, run.Data.ToString());
            code.Line("// Four lines ahead are asked for in turn, for they stand in pages of their own.");
            code.Line($"LinesAhead linesAhead = {Asks} ? new(ahead, {line}, Vector512.IsHardwareAccelerated ? 0 : {run.Name}, {vector.Name}, {apart}) : default;");
        }
    }

    // Lines that are swept in the order of memory come by themselves.
    private string Asks => OrderVaries ? "asks" : "address.Distant";

    private void EmitAsks()
    {
        if (OrderVaries)
        {
            code.Line("bool asks = address.Distant && !address.InOrder;");
        }
    }

    // Whether the lines of a selection do not follow each other.
    private bool Apart => LineRuns.Count > 0 && LineRuns[LineRuns.Count - 1].Data != vector.Size;

    private string LineStride => Parenthesized(LineRuns[LineRuns.Count - 1].Data);

    // Whether a sweep asks for the start of a line to come, into the first cache, when it opens one: where it reads lines of two tensors in turn,
    // and lines are long enough.
    private bool AsksNear => read.Length == 2 && !AlwaysInOrder && (!vector.Extent.IsConstant || vector.Extent.Constant >= ElementsWorthAsking);

    private int ElementsWorthAsking => BytesWorthAsking / InputElement.Size();

    // How far the line stands whose start is asked for.
    private void EmitNear(string distance)
    {
        if (AsksNear)
        {
            code.Line("// The processor foretells what follows within a line, not where another one starts: that is asked for.");
            code.Line($"nint near = {(vector.Extent.IsConstant ? "" : $"{vector.Name} < {ElementsWorthAsking} ? 0 : ")}{distance};");
        }
    }

    // One cache line of each tensor, or two where a selection is one line.
    private void AskNear(string near)
    {
        foreach ((string line, Element element) in read)
        {
            AskNear(line + Of, near);
            if (!Apart)
            {
                AskNear(line + Of, $"{near} + {64 / element.Size()}");
            }
        }
    }

    private void AskNear(string line, string near)
    {
        if (AsksNear)
        {
            code.Line($"Lanes.PrefetchNear(ref {line}, {near});");
        }
    }

    // While a group is written: the line after the next one, or where a selection is one line, that of the next group.
    private string? NearWritten => Apart ? $"{(TurnsBack ? "(back ? -2 : 2)" : "2")} * {LineStride}"
        : LineRuns.Count == 0 && !LooksAhead ? $"width * {SelectionStride}"
        : null;

    // The cache lines that a step covers, of the line that is worked on later.
    private void PrefetchAhead(string i, int step)
    {
        if (asked.Length == 0)
        {
            return;
        }

        // Two lines side by side are asked for one after the other, not in turn.
        bool together = pairing && !Selects;
        void Ask(IEnumerable<(string, Element)> tensors, string ahead)
        {
            foreach ((string line, Element element) in tensors)
            {
                string at = together ? "2 * " + i : Shares && ahead.Length > 0 ? $"({i} >> pace)" : i;
                if (turning && ahead.Length > 0)
                {
                    PrefetchTurning(line, element, i, step);
                    continue;
                }

                Prefetch(line + Of, element, ahead.Length == 0 ? "" : ahead + Of, at, together ? 2 * step : step);
            }
        }

        void AskEach(IEnumerable<(string, Element)> tensors, string ahead)
        {
            if (together)
            {
                Ask(tensors, ahead);
            }
            else
            {
                Each(() => Ask(tensors, ahead));
            }
        }

        (string, Element)[] tensors = asksOne ? new[] { asked[wide ? 1 : 0] } : asked;
        WhereDistant(() => AskEach(tensors, "ahead"), asksWritten ? () => AskEach(new[] { Written }, "") : null);
    }

    // Asks for what is read later, or by sums for what is written, unless it goes past the cache or is there already. What goes past the
    // cache is large enough in any case; elsewhere the size of the input decides.
    private void WhereDistant(Action ofInput, Action? ofOutput = null)
    {
        bool asks = turning && OrderVaries;
        if (streaming && !asks)
        {
            ofInput();
            return;
        }

        code.Open($"if ({(asks && ofOutput is null ? "asks" : "address.Distant")})");
        if (ofOutput is null)
        {
            ofInput();
        }
        else
        {
            code.Open("if (address.Allocates)");
            ofOutput();
            code.Close();
            code.Open(asks ? "else if (asks)" : "else");
            ofInput();
            code.Close();
        }

        code.Close().Line();
    }

    // The cache lines that a step covers, some elements ahead.
    private void Prefetch(string line, Element element, string ahead, string i, int step) => EachRequest(element, i, step, (place, count) =>
        code.Line($"Lanes.Prefetch(ref {line}, {(ahead.Length == 0 ? "" : ahead + " + ")}{place}{(count == 1 ? "" : $", lines: {count}")});"));

    // As many, of the four lines that are asked for in turn: one, two or four.
    private void PrefetchTurning(string line, Element element, string i, int step) => EachRequest(element, i, step, (place, count) =>
        code.Line($"linesAhead.Prefetch(ref {line}, {place}{(count == 1 ? "" : $", count: {(count == 3 ? 4 : count)}")});"));

    // Where a step's requests begin, and how many cache lines each asks for.
    private static void EachRequest(Element element, string i, int step, Action<string, int> request)
    {
        const int most = 4;
        int lines = ((step * element.Size()) + 63) / 64;
        for (int at = 0; at < lines; at += most)
        {
            request(After(i, at * 64 / element.Size()), Math.Min(most, lines - at));
        }
    }

    // A line of fixed extent: loops of constant bounds, and straight code for what is less than two rounds.
    private void EmitFixed(Action<int, string, string?> slot)
    {
        string i = vector.Index;
        int extent = (int)vector.Extent.Constant;
        int step = slots * Width;
        int done = extent / step * step;
        if (done > step)
        {
            // The sweep that writes has its index from the gradients of the line, which it sums first.
            code.Open($"for ({(SumsLineGradients && !paired ? "" : "nint ")}{i} = 0; {i} < {done}; {i} += {step})");
        }

        if (done > 0)
        {
            string at = done > step ? i : "0";
            PrefetchAhead(at, step);
            Step(slot, at, slots, slots, Const(extent));
        }

        if (done > step)
        {
            code.Close().Line();
        }

        int left = extent - done;
        if (left > 0)
        {
            PrefetchAhead(Const(done), left);
            int unit = InTurn ? 2 * Width : Width;
            int used = (left + unit - 1) / unit * unit / Width;
            Step(slot, Const(done), used, left / Width, Const(extent), names: done > 0 ? slots : 0);
        }

        if (paired)
        {
            EmitInOrder();
        }
    }

    private void EmitElementsApply()
    {
        OpenMethod("Writes the selections of a group.", $"private readonly void Apply(nint selection, nint width, ref readonly Strip<{Scalar}> strip)");
        InputOperand();
        if (PaddingApart)
        {
            MaskOperand();
        }

        AffineOperands(needed: !Fold || (spec.Padded == Policy.Affine && SlotsAreMasked));
        OutputOperand();
        Reads(input: true, gradOutput: false);
        EmitAhead();
        EmitTurn();
        EmitKeeps();
        OpenSlices(sums: false);
        OpenLanes();
        SkipIrregular("");
        DecodeLane();
        Coefficients();
        OpenLines();
        string at = DataOffset(nest.Where(r => r != vector));
        LineReference("x", InputElement, at);
        LineReference("y", OutputElement, at);
        EmitPlace("(3 * width - lane)", "2 * width");
        EmitTurning(written: true);
        EmitAskingShared();
        if (plan.Mask == Along.Line && PaddingApart && !Selects)
        {
            code.Open($"if ({LineIsPadded()})").Line("continue;").Close().Line();
        }

        if (PaddingApart)
        {
            EmitLineMask(nest.Where(r => r != vector));
        }

        EmitAffineLine(pad: SlotsAreMasked);
        EmitNextAhead();
        EmitLine(NormalizeSlot);
        CloseLoops(code, LineRuns);
        code.Close();
        CloseSlices();
        CloseMethod();
    }

    // How far apart the lines of neighbouring selections stand.
    private string SelectionStride => Parenthesized(kept.Count == 0 ? Product.One : kept[kept.Count - 1].Data);

    // How far ahead a group asks: for the next one, or with wide vectors for the one after that where the second cache has room for three. With
    // narrow ones that was slower for selections of any size.
    private string Ahead(string width) => Pairs ? $"(Vector512.IsHardwareAccelerated ? 2 : 1) * {width} * {SelectionStride}"
        : Scattered ? $"(Vector512.IsHardwareAccelerated && {HasRoomAhead} ? 2 : 1) * {width} * {SelectionStride}"
        : $"{width} * {SelectionStride}";

    // Sums that another sweep follows do not ask for a selection that the second cache has no room for beside their own, which is read again:
    // they ask for what they read.
    private string SumsAhead(string width) => Scattered && !SweepsOnce
        ? $"((Vector512.IsHardwareAccelerated ? 1 : 0) + ({HasRoomAhead} ? 1 : 0)) * {width} * {SelectionStride}"
        : Ahead(width);

    private string HasRoomAhead => $"{SelectionSize} <= {BytesAhead / InputElement.Size()}";

    // Whether the lines of a selection do not follow each other, and are swept whole.
    private bool Scattered => Apart && !PadsApart;

    private Product SelectionSize => Product.Of(reduced.Select(r => r.Size));

    // Lines of a selection are written from the last one on, which was summed last: the first cache still holds it. It holds fewer than
    // its size says, for lines that stand a multiple of a page apart share its places. Sums of the weight's gradient are taken in the
    // order of the lines.
    private bool TurnsBack => Scattered && !AlwaysInOrder && !(Fused && WeightGradients && !Fold);

    private void EmitTurn()
    {
        if (TurnsBack)
        {
            code.Line($"bool back = {(OrderVaries ? "!address.InOrder && " : "")}{SelectionSize} > {BytesPerGroup / 4 / InputElement.Size()};");
        }
    }

    private void OpenLines()
    {
        if (LineRuns.Count == 0)
        {
            return;
        }

        Run first = LineRuns[0];
        if (!TurnsBack)
        {
            code.Open($"for (nint {first.Index} = {FirstLine}; {first.Index} < {LastLine}; {first.Index}++)");
            OpenLoops(code, LineRuns.Skip(1));
            return;
        }

        code.Open($"for (nint line = {FirstLine}; line < {LastLine}; line++)");
        code.Line($"nint {first.Index} = back ? {first.Name} - 1 - line : line;");
        OpenLoops(code, LineRuns.Skip(1));
    }

    // Where whole selections of one kept axis are padding, the next valid one is looked for.
    private bool LooksAhead => Selects && kept.Count == 1;

    // What is read when this group is done comes into the cache while it is written: the same lane of the next group, or the next valid one.
    // Where lines follow each other, that of the group after the next, as the sums have asked for the next one.
    private void EmitAhead()
    {
        if (LooksAhead)
        {
            code.Line("nint next = selection + width;");
        }
        else if (Shares)
        {
            EmitPace();
        }
        else if (!AlwaysInOrder)
        {
            code.Line($"nint ahead = {UnlessInOrder(Ahead(spec.Operation == Operation.Forward && !Apart ? "2 * width" : "width"))};");
            EmitAsks();
        }
    }

    private void EmitNextAhead()
    {
        if (LooksAhead)
        {
            Run run = kept[0];
            code.Open($"while (next < {run.Name} && {Parens(LineTest(valid: false, r => r == run ? "next" : r.Index))})");
            code.Line("next++;");
            code.Close().Line();
            code.Line($"nint ahead{Of} = (next - {run.Index}{Of}) * {Parenthesized(run.Data)};");
            code.Line("next++;");
        }
    }

    // Whether a sweep that maps each element of a whole line has no loop.
    private bool MapsFixed => vector.Extent.IsConstant && vector.Extent.Constant <= MostFixed * Width;

    // A sweep that maps each element: four vectors, then one, then the rest.
    private void EmitMappingLine(string from, string to, bool whole, Action<int, string, string?> slot)
    {
        if (whole && MapsFixed)
        {
            EitherWidth(CanWiden && vector.Extent.Constant >= 2 * Width, () => EmitFixed(slot));
            return;
        }

        string i = vector.Index;
        code.Line($"{(SumsLineGradients ? "" : "nint ")}{i} = {from};");
        if (pairing)
        {
            EitherWidth(CanWiden, () =>
            {
                EmitStreamingLoop(to, slot);
                EmitMap(to, slot);
            });
            return;
        }

        if (weighed)
        {
            code.Line($"nint head = Lines.Head(ref {Written.Line}, {i}, {to});");
            EitherWidth(CanWiden, () =>
            {
                EmitPastCache(to, slot);
                if (!wide)
                {
                    EmitSingly(to, slot);
                }

                EmitRest(to, slot);
            });
            return;
        }

        EmitStreamingLoop(to, slot);
        EitherWidth(CanWiden, () => EmitMap(to, slot));
    }

    // Four vectors at a time, then one, then the rest; elements taken in turn as far as the line goes, two vectors at a time.
    private void EmitMap(string to, Action<int, string, string?> slot)
    {
        string i = vector.Index;
        if (!pairing)
        {
            EmitLoop(to, slot);
        }

        if (InTurn)
        {
            code.Open($"for (; {i} < {to} - {Width}; {i} += {2 * Width})");
            PrefetchAhead(i, 2 * Width);
            Step(slot, i, 2, 0, to);
            code.Close().Line();
        }

        EmitSingly(to, slot);
        EmitRest(to, slot);
    }

    // Whole vectors of a line, one at a time.
    private void EmitSingly(string to, Action<int, string, string?> slot)
    {
        string i = vector.Index;
        code.Open($"for (; {i} <= {to} - {Width}; {i} += {Width})");
        PrefetchAhead(i, Width);
        Each(() => slot(MemberSlot, i, null));
        code.Close().Line();
    }

    private void EmitRest(string to, Action<int, string, string?> slot)
    {
        string i = vector.Index;
        code.Open($"if ({i} < {to})");
        PrefetchAhead(i, Width);
        Each(() => slot(MemberSlot, i, $"{to} - {i}"));
        code.Close();
    }

    // Whole cache lines go past the cache, while the same line of a selection to come is brought into it.
    private void EmitStreamingLoop(string to, Action<int, string, string?> slot)
    {
        string i = vector.Index;
        code.Open("if (address.Streaming)");
        code.Line($"nint head = Lines.Head(ref {Written.Line}, {i}, {to});");
        EitherWidth(CanWiden && !wide, () => EmitPastCache(to, slot));
        code.Close().Line();
    }

    private void EmitPastCache(string to, Action<int, string, string?> slot)
    {
        EmitHead(slot);
        streaming = true;
        EmitLoop(to, slot);
        int ofCacheLine = 64 / (Width * WrittenElement.Size());
        if (!pairing && ofCacheLine < Slots)
        {
            EmitLoop(to, slot, ofCacheLine);
        }

        streaming = false;
    }

    // What is before the first whole cache line. Wide vectors end where a cache line does, so that none of them is stored to two.
    private void EmitHead(Action<int, string, string?> slot)
    {
        string i = vector.Index;
        if (!wide)
        {
            code.Open($"while ({i} < head)");
            code.Line($"nint part = Math.Min({Width}, head - {i});");
            Each(() => slot(MemberSlot, i, "part"));
            code.Line($"{i} += part;");
            code.Close().Line();
            return;
        }

        code.Open($"for (nint at = head - {Width}; at > {i} - {Width}; at -= {Width})");
        code.Line($"{Vec} inside = Lanes.FromWide{Kind}({i} - at);");
        Each(() => slot(MemberSlot, "at", "inside"));
        code.Close().Line();
        code.Line($"{i} = head;");
    }

    private static string Less(string limit, int step) => IsConstant(limit, out int constant) ? Const(constant - step) : $"{limit} - {step}";

    private Element WrittenElement => Find(Role.GradInput)?.Element ?? OutputElement;

    // Whole vectors of a line, some at a time.
    private void EmitLoop(string to, Action<int, string, string?> slot, int count = Slots)
    {
        if (Keeps && count == Slots && !readsKept)
        {
            EmitKept(() => EmitLoop(to, slot, slots));
        }

        string i = vector.Index;
        count = pairing ? 1 : count;
        int step = count * Width;
        if (pairing && streaming)
        {
            // A load of elements to come would wait for a store of these where the result stands a little after what is read, in its page.
            code.Line($"nint rest = {i} + (({to} - {i}) & -{step});");
            code.Open("if (address.Descending)");
            code.Open($"for ({i} = rest - {step}; {i} >= head; {i} -= {step})");
            Body();
            code.Line($"{i} = rest;");
            code.Close().Line();
        }

        code.Open($"for (; {i} <= {Less(to, step)}; {i} += {step})");
        Body();

        void Body()
        {
            PrefetchAhead(i, step);
            if (readsKept && !wide)
            {
                // There are not enough narrow vectors for all results, and no element to come is read from where the input stands.
                Step(slot, i, count, count, to);
            }
            else
            {
                StoresLast(() => Step(slot, i, count, count, to));
            }

            code.Close().Line();
        }
    }

    // Padding that stands apart from valid elements: whole lines, or what is behind or before a length.
    private bool PadsLines => PaddingApart && plan.Mask is Along.Line or Along.Counted && Writes;

    // What is behind or before a length is written with the line, unless it goes through weight and bias.
    private bool PadsWithin => PadsLines && plan.Mask == Along.Counted && spec.Padded != Policy.Affine;

    private bool PadsApart => PadsLines && !PadsWithin;

    // Maps the valid part of a line and writes its padding, in the order of their places.
    private void EmitLine(Action<int, string, string?> slot)
    {
        bool limited = plan.Mask == Along.Counted && PaddingApart;
        (string from, string to) = !limited ? ("0", vector.Name) : spec.LeftPadding ? ("start", vector.Name) : ("0", "limit");
        string ahead = AlwaysInOrder ? "0" : turning ? "linesAhead" : "ahead";
        if (PadsWithin && spec.LeftPadding)
        {
            Each(() => EmitPadding("0", "start", ahead + Of));
        }

        if (SumsLineGradients)
        {
            code.Line($"nint {vector.Index};");
            EmitLineGradients(from, to);
        }

        EmitMappingLine(from, to, !limited, slot);
        if (PadsWithin && !spec.LeftPadding)
        {
            code.Line();
            Each(() => EmitPadding("limit" + Of, vector.Name, ahead + Of));
        }
    }

    // Copies or clears a part of a line that is padding.
    private void EmitPadding(string from, string to, string ahead)
    {
        string source = Backward ? "dyLine" : "xLine";
        string target = (Backward ? "dxLine" : "yLine") + Of;
        string length = from == "0" ? to : $"{to} - {from}";
        code.Line(spec.Padded == Policy.Keep
            ? $"Lines.Copy(ref {source}{Of}, ref {target}, {from}, {length}, address.Streaming, {ahead});"
            : $"Lines.Clear(ref {target}, {from}, {length});");
    }

    private void EmitElementsPad()
    {
        OpenMethod("Writes the padding of the selections of a group.", $"private readonly void Pad(nint selection, nint width, ref readonly Strip<{Scalar}> strip)");
        if (spec.Padded == Policy.Keep)
        {
            code.Line("// In place it is there already.");
            code.Open($"if (address.{(Backward ? "GradOutput" : "Input")} == address.{(Backward ? "GradInput" : "Output")})").Line("return;").Close().Line();
        }

        if (Backward)
        {
            Operand("dy", Role.GradOutput, "GradOutput");
            Operand("dx", Role.GradInput, "GradInput");
        }
        else
        {
            InputOperand();
            OutputOperand();
        }

        MaskOperand();
        AffineOperands(needed: spec.Padded == Policy.Affine);
        code.Open("for (nint lane = 0; lane < width; lane++)");
        SkipIrregular("");
        Decode("selection + lane", kept, _ => true);
        OpenLoops(code, LineRuns);
        if (plan.Mask == Along.Line)
        {
            code.Open($"if ({LineIsValid()})").Line("continue;").Close().Line();
        }

        IEnumerable<Run> outside = nest.Where(r => r != vector);
        EmitLineMask(outside);
        string from = plan.Mask == Along.Counted && !spec.LeftPadding ? "limit" : "0";
        string to = plan.Mask == Along.Counted && spec.LeftPadding ? "start" : vector.Name;
        string source = Backward ? "dy" : "x";
        string target = Backward ? "dx" : "y";
        LineReference(source, (Find(Role.GradOutput) ?? Find(Role.Input)!).Element, DataOffset(outside));
        LineReference(target, (Find(Role.GradInput) is { } gradient ? gradient.Element : OutputElement), DataOffset(outside));
        if (spec.Padded != Policy.Affine)
        {
            EmitPadding(from, to, $"width * {SelectionStride}");
        }
        else
        {
            EmitAffineLine(pad: true, plain: true);
            code.Open($"for (nint {vector.Index} = {from}; {vector.Index} < {to}; {vector.Index} += {Width})");
            PaddedSlot(0, vector.Index, $"{to} - {vector.Index}");
            code.Close();
        }

        CloseLoops(code, LineRuns);
        code.Close();
        CloseMethod();
    }

    private void EmitElementsReduce()
    {
        OpenMethod(
            "The sums of the gradient and of its product with x - center over the selections of a group" + (WeightGradients && !Fold ? "; the gradients of weight and bias." : "."),
            $"private readonly void Reduce(nint selection, nint width, ref readonly Strip<{Scalar}> strip)");
        InputOperand();
        if (PaddingApart)
        {
            MaskOperand();
        }

        Operand("dy", Role.GradOutput, "GradOutput");
        AffineOperands(needed: !Fold);
        LineGradientOperands();
        EmitAskingSums("width", gradOutput: true);
        OpenSlices(sums: true);
        OpenLanes();
        SkipIrregular("strip.Skip(lane);");
        DecodeLane();
        code.Line($"{Vec} center = Vector256.Create(Unsafe.Add(ref strip.Center, lane));");
        if (WeightGradients && !Fold)
        {
            code.Line($"{Vec} scale = Vector256.Create(Unsafe.Add(ref strip.Scale, lane));");
            code.Line($"{Vec} shift = Vector256.Create(Unsafe.Add(ref strip.Shift, lane));");
        }

        void References()
        {
            string at = DataOffset(nest.Where(r => r != vector));
            LineReference("x", InputElement, at);
            LineReference("dy", Find(Role.GradOutput)!.Element, at);
            if (!Fold)
            {
                EmitAffineLine(pad: false, plain: true);
            }

            GradientLine();
        }

        AccumulatingLines(new[] { "grad", "product" }, References, ReduceSlot);
        code.Close();
        CloseSlices();
        CloseMethod();
    }

    private void EmitElementsApplyBackward()
    {
        bool weighs = Fused && WeightGradients && !Fold && !weighed;
        OpenMethod($"Writes the input's gradient of the selections of a group{(weighs ? "; adds up the gradients of weight and bias" : "")}.", $"private readonly void {(weighed ? "Write" : "Apply")}(nint selection, nint width, ref readonly Strip<{Scalar}> strip)");
        if (!Inference)
        {
            InputOperand();
        }

        bool masked = plan.Mask != Along.None && (PaddingApart || !Inference);
        if (masked)
        {
            MaskOperand();
        }

        Operand("dy", Role.GradOutput, "GradOutput");
        Operand("dx", Role.GradInput, "GradInput");
        AffineOperands(needed: !Fold || (spec.Padded == Policy.Affine && SlotsAreMasked), bias: false);
        if (weighs)
        {
            LineGradientOperands();
        }

        Reads(input: !Inference, gradOutput: true);
        EmitAhead();
        EmitTurn();
        if (NearWritten is { } distance)
        {
            EmitNear(distance);
        }

        bool pairs = Pairs && !weighed;
        if (pairs)
        {
            // Two selections have more coefficients than there are narrow vectors.
            EmitPairs("0", "width", onlyWide: true, () =>
            {
                StopAtIrregular();
                EmitGradientLane();
            });
        }

        OpenSlices(sums: false);
        OpenLanes(pairs ? "done" : "0");
        SkipIrregular("");
        EmitGradientLane();
        code.Close();
        CloseSlices();
        CloseMethod();
    }

    // Writes the gradient of one lane, or of two.
    private void EmitGradientLane()
    {
        Each(() =>
        {
            DecodeLane();
            Coefficients();
            if (Fused && GradWeight && PartialLanes && !spec.Rms && !weighed)
            {
                Broadcast("shift", "Shift");
            }
        });
        OpenLines();
        Each(() =>
        {
            string at = DataOffset(nest.Where(r => r != vector));
            if (!Inference)
            {
                LineReference("x", InputElement, at);
            }

            LineReference("dy", Find(Role.GradOutput)!.Element, at);
            LineReference("dx", Find(Role.GradInput)!.Element, at);
        });
        EmitTurning(written: true);
        EmitAskingShared();
        if (plan.Mask == Along.Line && PaddingApart && !Selects)
        {
            code.Open($"if ({LineIsPadded()})").Line("continue;").Close().Line();
        }

        if (plan.Mask != Along.None && (PaddingApart || !Inference))
        {
            EmitLineMask(nest.Where(r => r != vector));
        }

        EmitAffineLine(pad: SlotsAreMasked);
        if (Fused && PartialLanes && !weighed)
        {
            GradientLine();
        }

        Each(EmitNextAhead);
        if (NearWritten is not null)
        {
            Each(() => AskNear("near"));
        }

        bool normalizedPadding = plan.Mask == Along.Line && !PaddingApart && !Inference;
        if (normalizedPadding)
        {
            code.Line($"{Vec} valid = {LineIsValid()} ? {Vec}.AllBitsSet : {Vec}.Zero;");
        }

        EmitLine(GradientSlot);
        CloseLoops(code, LineRuns);
    }
}
