using System;
using System.Collections.Generic;
using System.Linq;
using MaskedNorm.Generator.Declaration;
using MaskedNorm.Generator.Planning;

namespace MaskedNorm.Generator.Emission;

/// <content>Kernels whose vector axis is kept: a strip of selections at a time, one lane each, summed down the rows.</content>
internal sealed partial class KernelEmitter
{
    private IReadOnlyList<Run> OuterKept => kept.Take(kept.Count - 1).ToList();

    // The run that rows are counted along; the other reduced runs stand around it.
    private Run Rows => reduced[reduced.Count - 1];

    private bool CountsLanes => MaskDiffersInLine && !MarksLanes;

    // A mask over kept axes alone: a lane is valid in all rows or in none. Lanes are marked before the sweeps, which add up what padding has
    // like the rest, and leave it alone afterwards.
    private bool MarksLanes => plan.Orientation == Orientation.Selections && MaskDiffersInLine && !reduced.Any(Masked);

    private void EmitSelections()
    {
        if (HasColumns)
        {
            EmitColumnsRun();
        }
        else
        {
            EmitSelectionsRun();
        }

        if (!CountsLanes && plan.Mask == Along.Line)
        {
            EmitRowCount();
        }

        if (MarksLanes)
        {
            EmitMark();
        }
        else if (CountsLanes && Given && NeedsCount)
        {
            EmitNest("CountLanes", "The number of valid elements of each lane.", flush: "strip.Flush(to, counted: true);");
            EmitTiles("CountLanes");
        }

        if (!Given)
        {
            if (!spec.Rms)
            {
                if (!CountsLanes)
                {
                    EmitSelectionsEstimate();
                }
                else
                {
                    EmitSelectionsCenter();
                }
            }

            string statistics = spec.Rms ? "The sum of squares" : "The sums of x - center and of its square";
            string[] flush = { $"strip.Flush(to, {Flag("counted", CountsLanes)});", "strip.FlushGradients(to);" };
            EmitNest(
                "Accumulate",
                Fused ? $"{statistics}, of the gradient and of its product with {(spec.Rms ? "x" : "x - center")} of each lane." : $"{statistics} of each lane.",
                flush: Fused ? flush : flush.Take(1).ToArray());
            EmitTiles("Accumulate");
        }

        if (Reduces)
        {
            EmitNest("Reduce", "The sums of the gradient and of its product with x - center of each lane.", "strip.FlushGradients(to);");
            reducesLines = WeightGradients && plan.Affine == Along.Line;
            EmitTiles("Reduce");
            reducesLines = false;
        }

        if (Writes)
        {
            EmitNest("Apply", Backward ? $"Writes the input's gradient{(SumsWeights("Apply") ? "; adds up the gradients of weight and bias" : "")}." : "Writes the output.");
            EmitTiles("Apply");
            if (plan.Mask == Along.Line && PadsRows)
            {
                EmitPaddedRow();
            }
        }
    }

    // Whether a sweep of its own takes the sums of the gradient.
    private bool Reduces => Backward && NeedsReduce && !Fused;

    // The sweep that adds up the gradients of weight and bias that differ within a selection.
    private bool SumsWeights(string name) => WeightGradients && !Fold && name == (Fused ? "Apply" : "Reduce");

    private bool ReadsGradient(string name) => Backward && name != "CountLanes" && (name != "Accumulate" || Fused);

    // Rows of padding are written apart from valid ones; in the backward of Normalize they feel no statistics.
    private bool PadsRows => PaddingApart || (Backward && !Inference);

    private void EmitSelectionsRun()
    {
        string K = vector.Name;
        code.Line($"// Strips of {K}, one lane a selection.");
        code.Open("public void Run(nint first, nint end, Span<byte> scratch)");
        code.Open("unchecked");
        code.Line(NewStrip("stripWidth"));
        code.Line($"nint strips = ({K} + stripWidth - 1) / stripWidth;");
        OpenBlocks();
        code.Open($"for (nint item = {BlockStart}; item < {BlockEnd}; item++)");
        code.Line("nint outer = item / strips;");
        code.Line("nint start = item % strips * stripWidth;");
        code.Line($"nint width = Math.Min(stripWidth, {K} - start);");
        code.Line($"nint selection = {(OuterKept.Count == 0 ? "start" : $"(outer * {K}) + start")};");
        EmitAffineStart();
        string count = "1";
        if (NeedsCount)
        {
            code.Line($"nint count = {(CountsLanes ? "0" : RowCount)};");
            count = "count";
        }

        code.Line($"strip.Clear(width, {count});");
        if (Fused)
        {
            code.Line("strip.ClearGradients(width);");
        }

        if (MarksLanes)
        {
            code.Line($"Mark(outer, start, width, {count}, in strip);");
        }

        if (Given)
        {
            EmitGivenStatistics();
            if (CountsLanes && NeedsCount)
            {
                code.Line("CountLanes(outer, start, 0, width, in strip);");
            }
        }
        else
        {
            if (!spec.Rms)
            {
                code.Line("Center(outer, start, width, in strip);");
            }

            code.Line("Accumulate(outer, start, 0, width, in strip);");
            if (MarksLanes)
            {
                code.Line($"strip.ClearEmpty(width, {Flag("gradients", Fused)});");
            }
        }

        code.Line();
        code.Open($"if ({FinishCall()})");
        if (!Given && !spec.Rms)
        {
            code.Open($"if (strip.BeginAgain(width, {Flag("counted", CountsLanes)}, out nint from, out nint to))");
            code.Line("// Lanes whose centers were bad estimates are summed again about their means, with those between them.");
            code.Line("Accumulate(outer, start, from, to, in strip);");
            code.Line($"strip.EndAgain(from, to, {Flag("biased", spec.Biased)}, {Number(spec.Epsilon)}, {Flag("gradients", Fused)});");
            code.Close().Line();
        }

        EmitExceptionalLanes();
        code.Close().Line();
        EmitStoredStatistics();

        if (Reduces)
        {
            code.Line("strip.ClearGradients(width);");
            ForRegularRanges("Reduce");
            code.Line($"strip.FinishGradients(width, {Flag("biased", spec.Biased)}, {Flag("rms", spec.Rms)});").Line();
        }

        EmitFold(AffineOfLane);
        if (Writes)
        {
            ForRegularRanges("Apply");
        }

        code.Close();
        CloseBlocks();
        code.Close();
        code.Close();
        code.Line();
    }

    private void EmitGivenStatistics()
    {
        code.Open("for (nint lane = 0; lane < width; lane++)");
        LoadStatistics("selection + lane");
        code.Close();
    }

    private void EmitExceptionalLanes()
    {
        code.Open("for (nint lane = 0; lane < width; lane++)");
        EmitExceptional("Exceptional(selection + lane, in strip, lane);");
        code.Close();
    }

    private void EmitStoredStatistics()
    {
        if (StoresStatistics)
        {
            code.Open("for (nint lane = 0; lane < width; lane++)");
            StoreStatistics("selection + lane");
            code.Close().Line();
        }
    }

    // The number of valid rows.
    private string RowCount => plan.Mask == Along.None || MarksLanes ? Product.Of(reduced.Select(r => r.Size)).ToString() : "Count(outer)";

    // Where the weights of a strip start: all its lanes lie in one row of the vector axis.
    private void EmitAffineStart()
    {
        if (Fold)
        {
            Decode("outer", OuterKept, r => r.Affine is not null);
            string[] terms = OuterKept.Append(vector).Where(r => r.Affine is not null).Select(r => r.Affine!.Times(r == vector ? "start" : IndexOf(r))).ToArray();
            code.Line($"nint affine = {(terms.Length == 0 ? "0" : string.Join(" + ", terms))};");
        }
    }

    // Where a lane's weight stands.
    private string AffineOfLane => vector.Affine is null ? "affine" : $"affine + {(vector.Affine.Is(1) ? "lane" : Parens(vector.Affine.Times("lane")))}";

    private void ForRegularRanges(string method, string strip = "strip", string width = "width")
    {
        code.Open($"for (nint from = 0, to = 0; {strip}.NextRegular({width}, ref from, ref to); from = to)");
        code.Line($"{method}(outer, start, from, to, in {strip});");
        code.Close().Line();
    }

    private void EmitRowCount()
    {
        OpenMethod("The number of valid elements of a selection: a row is valid for all lanes or for none.", "private readonly nint Count(nint outer)", sweep: false);
        MaskOperand();
        Decode("outer", OuterKept, Masked);
        code.Line("nint count = 0;");
        OpenLoops(code, reduced);
        code.Line($"count += {LineIsValid()} ? 1 : 0;");
        CloseLoops(code, reduced);
        code.Line().Line("return count;");
        CloseMethod();
    }

    private void EmitMark()
    {
        OpenMethod("Marks valid lanes, and sets their counts.", $"private readonly void Mark(nint outer, nint start, nint width, nint count, ref readonly Strip<{Scalar}> strip)");
        MaskOperand();
        Decode("outer", OuterKept, Masked);
        RowMask(0, MaskRow("start"));
        code.Open($"for (nint k = 0; k < width; k += {Width})");
        code.Line($"Vector256.StoreUnsafe({MaskValid(0, "k", "width - k")}, ref strip.Seen, (nuint)k);");
        code.Close().Line();
        code.Line("strip.CountMarked(width, count);");
        CloseMethod();
    }

    // The mask's part of a row: a reference to its lanes, or the bound that its length gives, relative to the strip.
    private void RowMask(int slot, string offset, string? counted = null)
    {
        if (LengthsDifferInLine)
        {
            code.Line($"nint counted{slot} = {counted ?? nest.First(r => r.Counted).Index};");
        }

        if (plan.Mask is Along.Lanes or Along.Strided)
        {
            code.Line($"ref {MaskElement.CSharp()} {Ref("mask", slot)} = ref Unsafe.Add(ref {MaskName}, {offset});");
        }
        else if (plan.Mask == Along.Counted)
        {
            string length = $"(nint)Unsafe.Add(ref lengths, {offset})";
            code.Line(spec.LeftPadding
                ? $"nint {Own("start", slot)} = {vector.Name} - {length} - start;"
                : $"nint {Own("limit", slot)} = {length} - start;");
        }
    }

    private string MaskRow(string start)
    {
        string at = MaskOffset(nest.Where(r => r != vector));
        return vector.Mask is null ? at : at == "0" ? vector.Mask.Times(start) : $"{at} + {vector.Mask.Times(start)}";
    }

    // The elements of a lane that its mean is estimated from.
    private const int EstimateRows = 16;

    private void EmitSelectionsEstimate()
    {
        OpenMethod(
            $"An estimate of each lane's mean: that of {EstimateRows} rows from all over the selection, taken about the first of them.",
            $"private readonly void Center(nint outer, nint start, nint width, ref readonly Strip<{Scalar}> strip)");
        InputOperand();
        if (plan.Mask == Along.Line)
        {
            MaskOperand();
        }

        Decode("outer", OuterKept, _ => true);
        code.Line($"Span<nint> rows = stackalloc nint[{EstimateRows}];");
        if (plan.Mask == Along.Line)
        {
            // Every so many valid ones: padding does not decide which.
            code.Line("int found = 0;");
            code.Line($"nint step = Math.Max(1, Lanes.Step((nint)strip.Count, 0, {EstimateRows}));");
            code.Line("nint left = 0;");
            OpenLoops(code, reduced);
            code.Open($"if (found < {EstimateRows} && {Parens(LineIsValid())} && --left < 0)");
            code.Line($"rows[found] = {DataOffset(nest.Where(r => r != vector))} + start;");
            code.Line("found++;");
            code.Line("left = step - 1;");
            code.Close();
            CloseLoops(code, reduced);
            code.Line();
            code.Open("if (found == 0)").Line("return;").Close().Line();
        }
        else
        {
            string offset = DataOffset(OuterKept);
            code.Line($"int found = (int)Math.Min({Rows.Name}, {EstimateRows});");
            EmitSteps("found");
            code.Open("for (int i = 0; i < found; i++)");
            code.Line($"rows[i] = {(offset == "0" ? "" : offset + " + ")}start + middle + (i * step);");
            code.Close().Line();
        }

        code.Line($"{Vec} inverse = Vector256.Create({Literal("1")} / found);");
        code.Line("nint k = 0;");
        void Estimate(string? count)
        {
            code.Line($"{Vec} pivot = {Load("x", InputElement, "rows[0] + k", count)};");
            code.Line($"{Vec} sum = {Vec}.Zero;");
            code.Open("for (int i = 1; i < found; i++)");
            code.Line($"sum += {Load("x", InputElement, "rows[i] + k", count)} - pivot;");
            code.Close().Line();
            string center = $"{Vector}.FusedMultiplyAdd(sum, {Constant("inverse")}, pivot)";
            code.Line(Store(center, "strip.Center", LaneElement, "k", count));
        }

        void Loop()
        {
            code.Open($"for (; k <= width - {Width}; k += {Width})");
            Estimate(null);
            code.Close();
        }

        WideFirst(Loop);
        code.Line();
        code.Open("if (k < width)");
        Estimate("width - k");
        code.Close();
        CloseMethod();
    }

    private void EmitSelectionsCenter()
    {
        OpenMethod(
            $"An estimate of each lane's mean: that of its first {EstimateRows} valid elements, taken about the first of them.",
            $"private readonly void Center(nint outer, nint start, nint width, ref readonly Strip<{Scalar}> strip)");
        InputOperand();
        MaskOperand();
        Decode("outer", OuterKept, _ => true);
        code.Line($"{Vec} one = Vector256.Create({Literal("1")});");
        code.Line($"{Vec} enough = Vector256.Create({Literal(Const(EstimateRows))});");
        code.Open($"for (nint k = 0; k < width; k += {Width})");
        code.Line($"{Vec} pivot = {Vec}.Zero;");
        code.Line($"{Vec} seen = {Vec}.Zero;");
        code.Line($"{Vec} sum = {Vec}.Zero;");
        code.Line("bool open = true;");
        foreach (Run run in reduced)
        {
            code.Open($"for (nint {run.Index} = 0; {run.Index} < {run.Name} && open; {run.Index}++)");
        }

        RowMask(0, MaskRow("start"));
        code.Line($"ref {InputElement.CSharp()} xLine0 = ref Unsafe.Add(ref x, {DataOffset(nest.Where(r => r != vector))} + start);");
        code.Line($"{Vec} x0 = {Load("xLine0", InputElement, "k", "width - k")};");
        string valid = Parens(LaneValid(0, "k", "width - k"));
        code.Line($"{Vec} first = Vector256.Equals(seen, {Vec}.Zero) & {valid};");
        code.Line($"{Vec} taken = Vector256.LessThan(seen, enough) & {valid};");
        code.Line("pivot = Vector256.ConditionalSelect(first, x0, pivot);");
        code.Line("sum += (x0 - pivot) & taken;");
        code.Line("seen += one & taken;");
        code.Line("open = !Vector256.GreaterThanOrEqualAll(seen, enough);");
        CloseLoops(code, reduced);
        code.Line();
        code.Line("Vector256.StoreUnsafe(pivot + (sum / Vector256.Max(seen, one)), ref strip.Center, (nuint)k);");
        code.Close();
        CloseMethod();
    }

    // The loops over rows, four at a time; tiles walk the lanes.
    private void EmitNest(string name, string summary, params string[] flush)
    {
        OpenMethod(summary, $"private readonly void {name}(nint outer, nint start, nint from, nint to, ref readonly Strip<{Scalar}> strip)");
        bool lineMask = plan.Mask == Along.Line && (name == "Apply" ? PadsRows : name == "Accumulate" || PaddingApart);
        bool paddedRows = name == "Reduce" && lineMask && PaddedAffineGradients;
        if (lineMask)
        {
            MaskOperand();
        }

        Decode("outer", OuterKept, _ => true);
        string i = Rows.Index;
        IReadOnlyList<Run> around = reduced.Take(reduced.Count - 1).ToList();
        void Flush()
        {
            foreach (string line in flush)
            {
                code.Line(line);
            }
        }

        bool flushes = flush.Length > 0;
        if (flushes)
        {
            // As many additions either way: four rows are added up first, but one by one where each lane has a mask of its own.
            string size = Const(name == "Accumulate" && CountsLanes ? RowsPerBlock / TileRows : RowsPerBlock);
            code.Open($"for (nint block = 0; block < {Rows.Name}; block += {size})");
            code.Line($"nint end = Math.Min({Rows.Name}, block + {size});");
        }

        OpenLoops(code, around);
        string end = flushes ? "end" : Rows.Name;
        code.Line($"nint {i} = {(flushes ? "block" : "0")};");
        string Call(string method, string index, string extra = "") => $"{method}({TileArguments(index)}, start, from, to, in strip{extra});";
        if (!paddedRows)
        {
            code.Open($"for (; {i} <= {end} - 4; {i} += 4)");
            if (lineMask)
            {
                string all = string.Join(" && ", Enumerable.Range(0, 4).Select(r => Parens(LineIsValid(run => run == Rows ? r == 0 ? i : $"({i} + {r})" : run.Index))));
                code.Open($"if ({all})");
                code.Line(Call(name + "Rows", i));
                code.Line("continue;");
                code.Close().Line();
                code.Open($"for (nint one = {i}; one < {i} + 4; one++)");
                EmitMaskedRow(name, "one", Call);
                code.Close();
            }
            else
            {
                code.Line(Call(name + "Rows", i));
            }

            code.Close().Line();
        }

        code.Open($"for (; {i} < {end}; {i}++)");
        if (paddedRows)
        {
            code.Line(Call(name + "Row", i, ", " + LineIsValid()));
        }
        else if (lineMask)
        {
            EmitMaskedRow(name, i, Call);
        }
        else
        {
            code.Line(Call(name + "Row", i));
        }

        code.Close();
        if (flushes && around.Count > 0)
        {
            code.Line();
            code.Open($"if (({around[around.Count - 1].Index} & 3) == 3)");
            Flush();
            code.Close();
        }

        if (flushes)
        {
            CloseFlushed(around, Flush);
        }
        else
        {
            CloseLoops(code, around);
        }

        if (flushes)
        {
            code.Line();
            Flush();
            code.Close();
            if (plan.Double && name == "Accumulate")
            {
                code.Line();
                code.Line("strip.Settle(to);");
            }
        }

        CloseMethod();
    }

    private void EmitMaskedRow(string name, string index, Func<string, string, string, string> call)
    {
        code.Open($"if ({LineIsValid(run => run == Rows ? index : run.Index)})");
        code.Line(call(name + "Row", index, ""));
        code.Close();
        if (name == "Apply")
        {
            code.Open("else");
            code.Line(call("PadRow", index, ""));
            code.Close();
        }
    }

    private bool TileHasMask => CountsLanes;

    // Whether a tile looks at what is valid: the sums where they count, the others where padding is apart or feels no other through the statistics.
    private bool LooksAtMask(string name) =>
        name is "Accumulate" or "CountLanes" ? CountsLanes : MaskDiffersInLine && (PaddingApart || (name == "Apply" && Backward && !Inference));

    private bool TileHasAffine => plan.Affine != Along.None && !(Fold && !NeedsPlainAffine);

    // Folded weight and bias are needed in their own right by padding that goes through them.
    private bool NeedsPlainAffine => PaddingApart && spec.Padded == Policy.Affine;

    // What tells a tile where its rows stand.
    private IEnumerable<string> TileNames()
    {
        yield return "data";
        if (TileHasMask)
        {
            yield return "marks";
        }

        if (TileHasMask && LengthsDifferInLine)
        {
            yield return "counted";
        }

        if (TileHasAffine)
        {
            yield return "affine";
        }
    }

    private string TileParameters() => string.Join(", ", TileNames().Select(name => "nint " + name));

    private string TileArguments(string index)
    {
        string At(Func<Run, Product?> stride, bool lanes)
        {
            IEnumerable<string> terms = nest.Where(r => r != vector && stride(r) is not null)
                .Select(r => stride(r)!.Times(r == Rows ? Parens(index) : r.Index));
            if (lanes && stride(vector) is { } own)
            {
                terms = terms.Concat(new[] { own.Times("start") });
            }

            string[] all = terms.ToArray();
            return all.Length == 0 ? "0" : string.Join(" + ", all);
        }

        return At(r => r.Data, true) + (TileHasMask ? ", " + At(r => r.Mask, true) : "")
            + (TileHasMask && LengthsDifferInLine ? ", " + (Rows.Counted ? index : nest.First(r => r.Counted).Index) : "") + (TileHasAffine ? ", " + At(r => r.Affine, true) : "");
    }

    private void EmitTiles(string name)
    {
        bool paddedRows = name == "Reduce" && plan.Mask == Along.Line && PaddedAffineGradients;
        if (!paddedRows)
        {
            EmitTile(name, TileRows);
        }

        EmitTile(name, 1);
    }

    private void EmitTile(string name, int rows)
    {
        bool paddedRows = name == "Reduce" && plan.Mask == Along.Line && PaddedAffineGradients;
        string method = name + (rows == 1 ? "Row" : "Rows");
        OpenMethod(
            rows == 1 ? "One row." : "Four rows: what a lane keeps is loaded once for all of them.",
            $"private readonly void {method}({TileParameters()}, nint start, nint from, nint to, ref readonly Strip<{Scalar}> strip{(paddedRows ? ", bool isValid" : "")})");
        bool input = name != "CountLanes" && !(name == "Apply" && Backward && Inference);
        if (input)
        {
            InputOperand();
        }

        bool needsMask = TileHasMask && LooksAtMask(name);
        if (needsMask)
        {
            MaskOperand();
        }

        bool plain = name == "Apply" && NeedsPlainAffine && (MaskDiffersInLine || !Fold);
        bool perElement = name != "CountLanes" && (name != "Accumulate" || Fused) && plan.Affine is not (Along.None or Along.Selection);
        bool affine = perElement || (Fold && plain);
        AffineOperands(affine, bias: name == "Apply");
        if (name == "Apply" && !Backward)
        {
            OutputOperand();
        }

        if (ReadsGradient(name))
        {
            Operand("dy", Role.GradOutput, "GradOutput");
            if (name == "Apply")
            {
                Operand("dx", Role.GradInput, "GradInput");
            }

            if (SumsWeights(name))
            {
                LineGradientOperands();
            }
        }

        for (int row = 0; row < rows; row++)
        {
            RowReferences(name, row, input, needsMask, affine);
        }

        if (paddedRows)
        {
            code.Line($"{Vec} valid = isValid ? {Vec}.AllBitsSet : {Vec}.Zero;");
        }

        int begin = code.Position;
        AskTileStarts(name, rows, input);
        code.Line("nint k = from;");
        if (name == "Apply" && rows == TileRows)
        {
            streaming = true;
            code.Line("// Past the cache, where every row starts a vector of its own.");
            code.Open("if (address.Streaming)");
            EmitTileHead(method, rows);
            EmitTileLoops(name, rows, input);
            code.Close().Line();
            streaming = false;
        }

        EmitTileLoops(name, rows, input);
        code.Open("if (k < to)");
        TileBody(name, rows, "to - k");
        code.Close();
        if (name == "Reduce" && WeightGradients && plan.Affine == Along.Line)
        {
            for (int row = 0; row < rows; row++)
            {
                string at = RowAt("affine", Rows.Affine, row);
                if (GradWeight)
                {
                    code.Line($"Unsafe.Add(ref gradWeight, {at}) += Lanes.Sum(lineWeight{row});");
                }

                if (GradBias)
                {
                    code.Line($"Unsafe.Add(ref gradBias, {at}) += Lanes.Sum(lineBias{row});");
                }
            }
        }

        DeclareLaneFields(begin);
        CloseMethod();
    }

    // Up to where the rows' results start cache lines. A cache line that two rows share goes past the cache as two halves, or not at all.
    private void EmitTileHead(string method, int rows)
    {
        string Row(int row) => $"{WrittenName}Line{Const(row)}";
        string alike = string.Join(" && ", Enumerable.Range(1, rows - 1).Select(r => Aligned(Row(r), "head", 2 * Width)));
        code.Line($"nint head = Lines.Head(ref {Row(0)}, k, to);");
        code.Open($"if (head > k && head < to && {alike})");
        for (int row = 0; row < rows; row++)
        {
            code.Line($"Lines.PrefetchShared(ref {Row(row)}, {NextTile} + from);");
        }

        code.Line($"{method}({string.Join(", ", TileNames())}, start, from, head, in strip);");
        code.Line("k = head;");
        code.Close().Line();
        int halfLine = 32 / WrittenElement.Size();
        code.Line($"nint whole = ((to - k) & {halfLine - 1}) == 0 ? to : to - ((to - k) & {(2 * halfLine) - 1});");
    }

    private string Aligned(string line, string at, int width) => $"Lines.IsAligned(ref {line}, {at}, {4 * (plan.Double ? 2 : 1) * width})";

    private void EmitTileLoops(string name, int rows, bool input)
    {
        void Loop(int vectors)
        {
            string line = WrittenName + "Line";
            int lanes = vectors * Width;
            string aligned = string.Join(" && ", Enumerable.Range(0, rows).Select(r => Aligned(line + r, "k", lanes)));
            if (streaming)
            {
                code.Open($"if ({aligned})");
            }

            if (streaming)
            {
                // A load of elements to come would wait for a store of these where the result stands a little after what is read, in its page.
                code.Line($"nint steps = (whole - k) / {lanes};");
                code.Line($"nint last = k + ({lanes} * steps);");
                code.Line($"nint step = address.Descending ? -{lanes} : {lanes};");
                code.Line($"k = address.Descending ? last - {lanes} : k;");
                code.Open("for (; steps > 0; steps--, k += step)");
            }
            else
            {
                code.Open($"for (; k <= to - {lanes}; k += {lanes})");
            }

            AskTile(name, rows, input);
            TileBody(name, rows, null, vectors);
            code.Close();
            code.Line();
            if (streaming)
            {
                code.Line("k = last;");
                code.Close().Line();
            }
        }

        if (rows == 1)
        {
            WideFirst(() => Loop(1));
            return;
        }

        // A cache line of each row at a time, in one vector or in two: what goes past the cache by half, in turn with other rows, takes half as
        // long again.
        EitherWidth(CanWiden, () => Loop(wide ? 1 : 2));
        code.Line();
        Loop(1);
    }

    // A tile that counts alone reads no data.
    private bool AsksTile(string name, int rows, bool input) => rows > 1 && (input || ReadsGradient(name));

    // How far the rows of the next tile are from those of this one.
    private string NextTile => Rows.Data.IsConstant ? Product.Literal(TileRows * Rows.Data.Constant) : "next";

    // Before a tile: where its requests go, and the first ones.
    private void AskTileStarts(string name, int rows, bool input)
    {
        if (!AsksTile(name, rows, input))
        {
            return;
        }

        code.Line("// The processor foretells what follows within a row, but not where the next tile's rows are.");
        if (!Rows.Data.IsConstant)
        {
            code.Line($"nint next = {Rows.Data.Times(Const(rows))};");
        }

        if (RowsMayBeShort(input))
        {
            // Four streams in one page, in turn, are none that the processor foretells; in pages of their own each is one. Not measured with wide
            // vectors.
            code.Line("// Rows of which a page has several are asked for in the order of memory, longer ones in turn.");
            string isLong = Rows.Data.IsConstant ? "" : $" || {Rows.Data} > {MostShortRow(input)}";
            code.Line($"bool inTurn = Vector512.IsHardwareAccelerated || to - from < {Rows.Data}{isLong};");
            code.Line("nint pace = inTurn ? 1 : 4;");
            code.Line($"nint apart = inTurn ? {Rows.Data} : {Const(2 * Width)};");
        }

        code.Open($"if (address.Distant{(RowsMayBeShort(input) ? " && inTurn" : "")})");
        foreach (string tensor in TileReads(name, input))
        {
            for (int row = 0; row < rows; row++)
            {
                code.Line($"Lanes.PrefetchNear(ref {tensor}Line{row}, {NextTile} + from);");
            }
        }

        code.Close().Line();
    }

    // The elements of a row of which a page has several.
    private int MostShortRow(bool input) => BytesOfShortRow / (input ? InputElement : Find(Role.GradOutput)!.Element).Size();

    private bool RowsMayBeShort(bool input) => !Rows.Data.IsConstant || Rows.Data.Constant <= MostShortRow(input);

    // The rows of the next tile are asked for.
    private void AskTile(string name, int rows, bool input)
    {
        if (!AsksTile(name, rows, input))
        {
            return;
        }

        (string at, string apart) = RowsMayBeShort(input) ? ("(pace * k)", "apart") : ("k", Rows.Data.ToString());
        void Ask(string tensor) => code.Line($"Lanes.PrefetchFour(ref {tensor}Line0, {NextTile} + {at}, {apart});");
        WhereDistant(() =>
        {
            foreach (string tensor in TileReads(name, input))
            {
                Ask(tensor);
            }

            if (name == "Apply" && !streaming)
            {
                code.Open("if (address.Apart)");
                Ask(WrittenName);
                code.Close();
            }
        });
    }

    private IEnumerable<string> TileReads(string name, bool input) =>
        new[] { input ? "x" : "", ReadsGradient(name) ? "dy" : "" }.Where(tensor => tensor.Length > 0);

    // data + 2 * stride: where a row of the tile stands.
    private static string RowAt(string name, Product? stride, int row) =>
        row == 0 || stride is null ? name : $"{name} + {(row == 1 && !stride.Is(1) ? stride.ToString() : stride.Times(Const(row)))}";

    private void RowReferences(string name, int row, bool input, bool mask, bool affine)
    {
        string data = RowAt("data", Rows.Data, row);
        void Reference(string operand, Element element, string at) =>
            code.Line($"ref {element.CSharp()} {operand}Line{row} = ref Unsafe.Add(ref {operand}, {at});");
        if (input)
        {
            Reference("x", InputElement, data);
        }

        if (mask)
        {
            RowMask(row, RowAt("marks", Rows.Mask, row), Rows.Counted ? Plus("counted", row) : "counted");
        }

        if (ReadsGradient(name))
        {
            Reference("dy", Find(Role.GradOutput)!.Element, data);
        }

        if (name == "Apply")
        {
            if (Backward)
            {
                Reference("dx", Find(Role.GradInput)!.Element, data);
            }
            else
            {
                Reference("y", OutputElement, data);
            }
        }

        string at = RowAt("affine", Rows.Affine, row);
        if (affine && HasWeight)
        {
            if (plan.Affine is Along.Lanes or Along.Strided || (Fold && vector.Affine is not null))
            {
                Reference("weight", Find(Role.Weight)!.Element, at);
                if (HasBias)
                {
                    Reference("bias", Find(Role.Bias)!.Element, at);
                }
            }
            else
            {
                code.Line($"{Vec} gamma{row} = Vector256.Create(Lanes.{Kind}(ref weight, {at}));");
                if (HasBias)
                {
                    code.Line($"{Vec} beta{row} = Vector256.Create(Lanes.{Kind}(ref bias, {at}));");
                }
            }
        }

        if (SumsWeights(name))
        {
            foreach (string gradient in new[] { GradWeight ? "Weight" : "", GradBias ? "Bias" : "" }.Where(g => g.Length > 0))
            {
                code.Line(plan.Affine == Along.Line
                    ? $"{Vec} line{gradient}{row} = {Vec}.Zero;"
                    : $"ref {Scalar} grad{gradient}Line{row} = ref Unsafe.Add(ref grad{gradient}, {at});");
            }
        }
    }

    // Vectors of lanes over the rows of a tile. What is written follows at the end, row by row.
    private void TileBody(string name, int rows, string? count, int vectors = 1)
    {
        void Vectors()
        {
            for (int v = 0; v < vectors; v++)
            {
                TileVector(name, rows, v, count);
            }
        }

        StoresLast(Vectors, vectors);
    }

    // One vector of lanes. The slots of the next one are numbered after those of the first; what a lane keeps goes into the same locals.
    private void TileVector(string name, int rows, int number, string? count)
    {
        string k = After("k", number * Width);
        string declared = number == 0 ? Vec + " " : "";
        int Slot(int row) => (number * TileRows) + row;
        void LoadLanes(string local, string field) => code.Line($"{declared}{local} = {LaneLoad(field, k, count)};");
        void StoreLanes(string local, string field) => code.Line(count is null
            ? $"{Vector}.StoreUnsafe({local}, ref {OfLanes(field)}, (nuint){Parens(k)});"
            : $"Lanes.Store({local}, ref {OfLanes(field)}, {k}, {count});");
        if (MarksLanes && LooksAtMask(name))
        {
            LoadLanes("marked", "Seen");
        }

        switch (name)
        {
            case "CountLanes":
                LoadLanes("seen", "Seen");
                DeclareOne(number);
                for (int row = 0; row < rows; row++)
                {
                    code.Line($"seen += one & {Parens(LaneValid(Slot(row), k, count))};");
                }

                StoreLanes("seen", "Seen");
                break;
            case "Accumulate":
                // Four rows are added up first, which rounds less often. Where each lane has a mask of its own, rows that are padding would
                // decide what is added to what.
                bool adds = rows == TileRows && !CountsLanes;
                if (!spec.Rms)
                {
                    LoadLanes("center", "Center");
                    LoadLanes("sum", "Sum");
                }

                LoadLanes("square", "Square");
                if (Fused)
                {
                    LoadLanes("grad", "Grad");
                    LoadLanes("product", "Product");
                }

                if (CountsLanes)
                {
                    LoadLanes("seen", "Seen");
                    DeclareOne(number);
                }

                for (int row = 0; row < rows; row++)
                {
                    int slot = Slot(row);
                    string deviation = Load(Ref("x", slot), InputElement, k, count) + (spec.Rms ? "" : " - center");
                    if (CountsLanes)
                    {
                        code.Line($"{Vec} valid{slot} = {LaneValid(slot, k, count)};");
                        code.Line($"{Vec} d{slot} = {Parens(deviation)} & valid{slot};");
                        code.Line($"seen += one & valid{slot};");
                    }
                    else
                    {
                        code.Line($"{Vec} d{slot} = {deviation};");
                    }

                    if (Fused)
                    {
                        string own = Load(Ref("dy", slot), Find(Role.GradOutput)!.Element, k, count);
                        own = CountsLanes ? $"({own} & valid{slot})" : own;
                        code.Line($"{Vec} g{slot} = {own}{(Weighs ? " * " + Gamma(slot, k, count) : "")};");
                    }

                    if (!adds)
                    {
                        AddRow(slot);
                    }
                }

                if (adds)
                {
                    string[] d = Enumerable.Range(0, rows).Select(row => $"d{Slot(row)}").ToArray();
                    string[] g = Enumerable.Range(0, rows).Select(row => $"g{Slot(row)}").ToArray();
                    if (!spec.Rms)
                    {
                        code.Line($"sum += {Tree(d)};");
                    }

                    code.Line($"square += {Vector}.FusedMultiplyAdd({d[1]}, {d[1]}, {d[0]} * {d[0]}) + {Vector}.FusedMultiplyAdd({d[3]}, {d[3]}, {d[2]} * {d[2]});");
                    if (Fused)
                    {
                        code.Line($"grad += {Tree(g)};");
                        code.Line($"product += {Vector}.FusedMultiplyAdd({g[1]}, {d[1]}, {g[0]} * {d[0]}) + {Vector}.FusedMultiplyAdd({g[3]}, {d[3]}, {g[2]} * {d[2]});");
                    }
                }

                if (!spec.Rms)
                {
                    StoreLanes("sum", "Sum");
                }

                StoreLanes("square", "Square");
                if (Fused)
                {
                    StoreLanes("grad", "Grad");
                    StoreLanes("product", "Product");
                }

                if (CountsLanes)
                {
                    StoreLanes("seen", "Seen");
                }

                break;
            case "Reduce":
                LoadLanes("center", "Center");
                if (GradWeight && !Fold)
                {
                    LoadLanes("scale", "Scale");
                    if (!spec.Rms)
                    {
                        LoadLanes("shift", "Shift");
                    }
                }

                LoadLanes("grad", "Grad");
                LoadLanes("product", "Product");
                for (int row = 0; row < rows; row++)
                {
                    ReduceSlot(Slot(row), k, count);
                }

                StoreLanes("grad", "Grad");
                StoreLanes("product", "Product");
                break;
            default:
                if (!(spec.Rms || (Backward && Inference)))
                {
                    LoadLanes("center", "Center");
                }

                LoadLanes("scale", "Scale");
                if (Backward && !Inference)
                {
                    LoadLanes("slope", "Slope");
                    if (!spec.Rms)
                    {
                        LoadLanes("offset", "Offset");
                        if (SumsWeights(name) && GradWeight)
                        {
                            LoadLanes("shift", "Shift");
                        }
                    }
                }
                else if (!Backward && HasShift)
                {
                    LoadLanes("shift", "Shift");
                }

                for (int row = 0; row < rows; row++)
                {
                    if (Backward)
                    {
                        GradientSlot(Slot(row), k, count);
                    }
                    else
                    {
                        NormalizeSlot(Slot(row), k, count);
                    }
                }

                break;
        }
    }

    // What a valid element adds to the count of its lane.
    private void DeclareOne(int number)
    {
        if (number == 0)
        {
            code.Line($"{Vec} one = Vector256.Create({Literal("1")});");
        }
    }

    private void AddRow(int slot)
    {
        if (!spec.Rms)
        {
            code.Line($"sum += d{slot};");
        }

        code.Line($"square = {Vector}.FusedMultiplyAdd(d{slot}, d{slot}, square);");
        if (Fused)
        {
            code.Line($"grad += g{slot};");
            code.Line($"product = {Vector}.FusedMultiplyAdd(g{slot}, d{slot}, product);");
        }
    }

    // Lanes outside a partial vector belong to other selections, or to none: they are read as zero.
    private string LaneLoad(string field, string k, string? count) => count is null
        ? $"{Vector}.LoadUnsafe(ref {OfLanes(field)}, (nuint){Parens(k)})"
        : $"Lanes.Load{Kind}(ref {OfLanes(field)}, {k}, {count})";

    // What a strip keeps of its lanes, as locals of the method being written.
    private readonly List<string> laneFields = new();

    private string OfLanes(string field)
    {
        if (!laneFields.Contains(field))
        {
            laneFields.Add(field);
        }

        return "strip" + field;
    }

    // Declares, where a method begins, what it keeps of the lanes: the compiler would read where it is from the strip again for each vector.
    private void DeclareLaneFields(int begin)
    {
        code.Insert(begin, laneFields.Select(field => $"ref {Scalar} strip{field} = ref strip.{field};"));
        laneFields.Clear();
    }

    private void EmitPaddedRow()
    {
        OpenMethod("One row of padding.", $"private readonly void PadRow({TileParameters()}, nint start, nint from, nint to, ref readonly Strip<{Scalar}> strip)", sweep: false);
        int begin = code.Position;
        string source = Backward ? "dy" : "x";
        string target = Backward ? "dx" : "y";
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

        switch (spec.Padded)
        {
            case Policy.Keep:
                code.Line($"Lines.Copy(ref {source}, ref {target}, data + from, to - from, address.Streaming, 0);");
                break;
            case Policy.Zero:
                code.Line($"Lines.Clear(ref {target}, data + from, to - from);");
                break;
            default:
                bool affine = plan.Affine is not (Along.None or Along.Selection) || (Fold && spec.Padded == Policy.Affine);
                AffineOperands(affine);
                RowReferences("Apply", 0, input: !Backward, mask: false, affine: affine);
                code.Open($"for (nint k = from; k < to; k += {Width})");
                if (spec.Padded == Policy.Normalize)
                {
                    string gradient = Load("dyLine0", Find(Role.GradOutput)!.Element, "k", "to - k");
                    string g = affine ? $"{gradient} * {Gamma(0, "k", "to - k")}" : gradient;
                    code.Line($"{Vec} dx0 = {g} * {LaneLoad("Scale", "k", "to - k")};");
                    code.Line(Store("dx0", "dxLine0", Find(Role.GradInput)!.Element, "k", "to - k"));
                }
                else
                {
                    PaddedSlot(0, "k", "to - k");
                }

                code.Close();
                break;
        }

        DeclareLaneFields(begin);
        CloseMethod();
    }
}
