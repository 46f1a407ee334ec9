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

    // Given statistics leave the sums of the gradient alone.
    private bool SumsLinesTogether => paired && Apart && plan.Mask is Along.None or Along.Line && !LinesMayBePadded(gradients: Given)
        && (!Fused || Fold || plan.Affine == Along.None)
        && !(LineRuns[LineRuns.Count - 1].Extent is { IsConstant: true, Constant: < LinesTogether });

    // The slots of four lines: a wide vector of each, or two narrow ones.
    private int LineSlots => LinesTogether * VectorsOfLine;

    private int VectorsOfLine => wide ? 1 : 2;

    // Sums lines while there are four of them, and opens the loop over those that are left.
    private void OpenLinesLeft(Action<int, string, string?> slot, bool chunked, Action flush)
    {
        Run line = LineRuns[LineRuns.Count - 1];
        OpenLoops(code, LineRuns.Take(LineRuns.Count - 1));
        code.Line($"nint {line.Index} = 0;");
        code.Line("// Four lines at a time, each in slots of its own.");
        code.Open($"for (; {line.Index} <= {line.Name} - {LinesTogether}; {line.Index} += {LinesTogether})");
        int own = slots;
        slots = LineSlots;
        slotsAreLines = true;
        EmitLinesTogether(line, slot, chunked);
        slotsAreLines = false;
        slots = own;
        code.Line();
        flush();
        code.Close().Line();
        code.Open($"for (; {line.Index} < {line.Name}; {line.Index}++)");
    }

    private void EmitLinesTogether(Run line, Action<int, string, string?> slot, bool chunked)
    {
        string i = vector.Index;
        string limit = chunked ? "end" : vector.Name;
        int step = VectorsOfLine * Width;
        string at = DataOffset(plan.Runs.Where(r => r != vector));
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

        EachLine((tensor, _) => AskNear(tensor, chunked ? "(2 * near) + chunk" : "2 * near"));
        code.Line($"nint {i} = {(chunked ? "chunk" : "0")};");
        code.Open($"for (; {i} <= {limit} - {step}; {i} += {step})");
        if (asked.Length > 0)
        {
            WhereDistant(
                () => EachLine((tensor, element) => Prefetch(tensor, element, "ahead", i, step)),
                asksWritten ? () => EachLine(written, (tensor, element) => Prefetch(tensor, element, "", i, step)) : null);
        }

        StepOfLines(slot, null);
        code.Close().Line();
        code.Open($"if ({i} < {limit})");
        StepOfLines(slot, limit);
        code.Close();
    }

    private void EachLine(Action<string, Element> body) => EachLine(read, body);

    private static void EachLine((string, Element)[] tensors, Action<string, Element> body)
    {
        for (int k = 0; k < LinesTogether; k++)
        {
            foreach ((string tensor, Element element) in tensors)
            {
                body(tensor + Const(k), element);
            }
        }
    }

    // One place of four lines. Sums of two are added first, as in one line.
    private void StepOfLines(Action<int, string, string?> slot, string? limit)
    {
        for (int s = 0; s < slots / 2; s++)
        {
            for (int own = s; own < slots; own += slots / 2)
            {
                int offset = own % VectorsOfLine * Width;
                slot(own, After(vector.Index, offset), limit is null ? null : Left(limit, vector.Index, offset));
            }

            SumPair(s, s + (slots / 2));
        }
    }
}
