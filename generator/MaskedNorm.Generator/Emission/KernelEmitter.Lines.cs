using System;
using System.Linq;
using MaskedNorm.Generator.Declaration;
using MaskedNorm.Generator.Planning;

namespace MaskedNorm.Generator.Emission;

/// <content>
/// Four lines of a selection summed at a time, where they do not follow each other in memory: more of them are on their way to the processor
/// at one time, short ones share the cost of a line, and each has accumulators of its own.
/// </content>
internal sealed partial class KernelEmitter
{
    private const int LinesTogether = 4;

    // Whether slots are lines, each worked on at the same place.
    private bool slotsAreLines;

    private bool SumsLinesTogether => paired && LinesGoTogether;

    // Given statistics leave the sums of the gradient alone.
    private bool LinesGoTogether => Apart && plan.Mask is Along.None or Along.Line && !LinesMayBePadded(gradients: Given)
        && (!Fused || Fold || plan.Affine == Along.None)
        && !(LineRuns[LineRuns.Count - 1].Extent is { IsConstant: true, Constant: < LinesTogether });

    // Four lines have more sums of two tensors than there are narrow vectors: two lines are summed, then the other two.
    private bool SumsInParts => SumsLinesTogether && Fused && !wide;

    // The slots of four lines: a wide vector of each, or two narrow ones.
    private int LineSlots => LinesTogether * VectorsOfLine;

    private int VectorsOfLine => wide ? 1 : 2;

    // Bytes of a line up to which lines are swept in the order of memory: shorter ones are not foretold by the processor.
    private const int BytesInOrder = 512;

    private int MostInOrder => BytesInOrder / InputElement.Size();

    // Whether the lines of a selection do not follow each other, but those of its neighbours do, and a group's may be swept in the order of
    // memory. Sums of a weight's gradient are taken in the order of the selections, and where a mask leaves out some, the next one is looked for.
    private bool Interleaves => Apart && kept.Count > 0 && kept[kept.Count - 1].Data == vector.Size
        && !(Backward && WeightGradients && !Fold) && !Selects
        && (SweepsOnce || !vector.Extent.IsConstant || vector.Extent.Constant <= MostInOrder);

    private bool SweepsOnce => Sweeps().Count() == 1;

    private bool AlwaysInOrder => Interleaves && (SweepsOnce || vector.Extent.IsConstant);

    // Whether a call decides, by the length of its lines.
    private bool OrderVaries => Interleaves && !AlwaysInOrder;

    private string UnlessInOrder(string ahead) => OrderVaries ? $"address.InOrder ? 0 : {ahead}" : ahead;

    // The cache lines that two lines of the result share are asked for some lines before. The sums of a selection have asked for them, too, but
    // lines that stand a multiple of a page apart share their places in the first cache, which holds few of them.
    private void EmitAskingShared()
    {
        if (!Apart)
        {
            return;
        }

        string inOrder = $"(1 + ({2048 / WrittenElement.Size()} / {vector.Name})) * {vector.Name}";
        string apart = $"{(TurnsBack ? "(back ? -4 : 4)" : "4")} * {LineStride}";
        code.Open("if (address.Streaming)");
        code.Line($"nint later = {(AlwaysInOrder ? inOrder : OrderVaries ? $"address.InOrder ? {inOrder} : {apart}" : apart)};");
        code.Line($"Lines.PrefetchShared(ref {Written.Line}, later);");
        if (!AlwaysInOrder)
        {
            code.Line($"Lines.PrefetchShared(ref {Written.Line}, later + {vector.Name});");
        }

        code.Close().Line();
    }

    private string FirstLine => Interleaves ? "slice" : "0";

    private string LastLine => Interleaves ? "sliceEnd" : LineRuns[0].Name;

    // A loop over parts of the lines, around the one over selections.
    private void OpenSlices(bool sums)
    {
        if (Interleaves)
        {
            // What shares a flush stays together. Some lines that are very short share what is loaded for a selection.
            string few = sums ? LineRuns.Count == 1 ? Const(LinesTogether) : "1" : $"address.Streaming ? 1 : Math.Max(1, 64 / {vector.Name})";
            string all = LineRuns[0].Name;
            code.Line("// A slice of each selection, then the next one of each.");
            code.Line($"nint lines = {(OrderVaries ? $"address.InOrder ? {Parens(few)} : {all}" : few)};");
            code.Open($"for (nint slice = 0; slice < {all}; slice += lines)");
            code.Line($"nint sliceEnd = Math.Min({all}, slice + lines);");
        }
    }

    private void CloseSlices()
    {
        if (Interleaves)
        {
            code.Close();
        }
    }

    // Opens the loops around four lines, which share a flush. Around them, each round ends with one: then an extent that may be padding
    // does not decide what is summed together.
    private void OpenFlushedLines()
    {
        Run line = LineRuns[LineRuns.Count - 1];
        bool single = LineRuns.Count == 1;
        if (!single)
        {
            code.Open($"for (nint {LineRuns[0].Index} = {FirstLine}; {LineRuns[0].Index} < {LastLine}; {LineRuns[0].Index}++)");
            OpenLoops(code, LineRuns.Skip(1).Take(LineRuns.Count - 2));
        }

        code.Line("// Four lines share a flush.");
        code.Open($"for (nint four = {(single ? FirstLine : "0")}; four < {(single ? LastLine : line.Name)}; four += {LinesTogether})");
    }

    // Sums four lines together, or opens the loop over each of them.
    private void OpenLinesOfFlush(string[] sums, Action<int, string, string?> slot, bool chunked)
    {
        Run line = LineRuns[LineRuns.Count - 1];
        if (!SumsLinesTogether)
        {
            code.Open($"for (nint {line.Index} = four; {line.Index} < Math.Min({line.Name}, four + {LinesTogether}); {line.Index}++)");
            return;
        }

        code.Open($"if (four <= {line.Name} - {LinesTogether})");
        code.Line("// Each line in slots of its own.");
        code.Line($"nint {line.Index} = four;");
        int own = slots;
        slots = LineSlots;
        slotsAreLines = true;
        EmitLinesTogether(sums, slot, chunked);
        slotsAreLines = false;
        slots = own;
        code.Close();
        code.Open("else");
        if (SumsInParts)
        {
            DeclareAccumulators(sums, slots);
        }

        code.Open($"for (nint {line.Index} = four; {line.Index} < {line.Name}; {line.Index}++)");
    }

    private void CloseLinesOfFlush(string[] sums)
    {
        code.Close();
        if (SumsInParts)
        {
            code.Line();
            EmitFlush(sums, slots);
        }

        if (SumsLinesTogether)
        {
            code.Close();
        }
    }

    private void EmitLinesTogether(string[] sums, Action<int, string, string?> slot, bool chunked)
    {
        Run line = LineRuns[LineRuns.Count - 1];
        string i = vector.Index;
        string limit = chunked ? "end" : vector.Name;
        int step = VectorsOfLine * Width;
        string at = DataOffset(nest.Where(r => r != vector));
        (string, Element)[] written = asksWritten ? new[] { Written } : Array.Empty<(string, Element)>();
        foreach ((string tensor, Element element) in read.Concat(written))
        {
            string operand = tensor.Substring(0, tensor.Length - "Line".Length);
            for (int k = 0; k < LinesTogether; k++)
            {
                string from = k == 0 ? $"{operand}, {at}" : $"{tensor}{k - 1}, {line.Data}";
                code.Line($"ref {element.CSharp()} {tensor}{k} = ref Unsafe.Add(ref {from});");
            }
        }

        if (!SumsInParts)
        {
            EachLine(read, (tensor, _) => AskNear(tensor, chunked ? "(2 * near) + chunk" : "2 * near"));
        }

        // Two lines whose terms are added first, then the others.
        int parts = SumsInParts ? 2 : 1;
        string start = chunked ? "chunk" : "0";
        for (int part = 0; part < parts; part++)
        {
            if (SumsInParts)
            {
                OfPart(sums, part, (_, accumulator, _) => DeclareAccumulator(accumulator));
            }

            code.Line(part == 0 ? $"nint {i} = {start};" : $"{i} = {start};");
            code.Open($"for (; {i} <= {limit} - {step}; {i} += {step})");
            if (asked.Length > 0)
            {
                // One of two tensors in each part, all four lines of it: more pages are open at a time.
                void AskRead(string tensor, Element element) => Prefetch(tensor, element, "ahead", i, step);
                WhereDistant(
                    () => EachLine(SumsInParts ? new[] { read[part] } : read, AskRead),
                    asksWritten ? () => EachLine(written, (tensor, element) => Prefetch(tensor, element, "", i, step), part, parts) : null);
            }

            StepOfLines(slot, null, part, parts);
            code.Close().Line();
            code.Open($"if ({i} < {limit})");
            StepOfLines(slot, limit, part, parts);
            code.Close();
            if (part < parts - 1)
            {
                code.Line();
                code.Line("// The sums of two lines wait in memory: there are not enough vectors for all.");
                OfPart(sums, part, (sum, accumulator, k) => code.Line($"{Vector}.StoreUnsafe({accumulator}, ref strip.{Title(sum)}, (nuint){k * Width});"));
                code.Line();
            }
        }

        if (SumsInParts)
        {
            code.Line();
            OfPart(sums, 0, (sum, accumulator, k) => code.Line($"{accumulator} = {Vector}.LoadUnsafe(ref strip.{Title(sum)}, (nuint){k * Width});"));
            EmitFlush(sums, slots);
        }
    }

    // The accumulators of two of four lines: each with its sum and its place among the part's own of that sum.
    private void OfPart(string[] sums, int part, Action<string, string, int> body)
    {
        int terms = slots / 2;
        foreach (string sum in sums)
        {
            int place = 0;
            for (int s = 0; s < Accumulators(sum, slots); s++)
            {
                if (s % terms / (terms / 2) == part)
                {
                    body(sum, sum + Const(s), place++);
                }
            }
        }
    }

    private static void EachLine((string, Element)[] tensors, Action<string, Element> body, int part = 0, int parts = 1)
    {
        for (int k = part; k < LinesTogether; k += parts)
        {
            foreach ((string tensor, Element element) in tensors)
            {
                body(tensor + Const(k), element);
            }
        }
    }

    // One place of four lines. Sums of two are added first, as in one line.
    private void StepOfLines(Action<int, string, string?> slot, string? limit, int part, int parts)
    {
        int terms = slots / 2;
        for (int s = part * terms / parts; s < (part + 1) * terms / parts; s++)
        {
            for (int own = s; own < slots; own += terms)
            {
                int offset = own % VectorsOfLine * Width;
                (addend, completes) = (s, own != s);
                slot(own, After(vector.Index, offset), limit is null ? null : Left(limit, vector.Index, offset));
            }
        }
    }
}
