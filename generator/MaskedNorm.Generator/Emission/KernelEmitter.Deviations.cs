using System;
using System.Collections.Generic;
using MaskedNorm.Generator.Declaration;
using MaskedNorm.Generator.Planning;

namespace MaskedNorm.Generator.Emission;

/// <content>
/// Elements of 16 bits take many operations to read. Where a selection is one line, its deviations stay in the scratch memory from the sums
/// to the output. They are about the estimate of the mean, and so is the output of every kernel of such elements: all have the same bits.
/// </content>
internal sealed partial class KernelEmitter
{
    // As Strip has it.
    private const int MostKept = 4096;

    // The stores of a step's deviations, which come after its sums where there are vectors enough to hold them.
    private readonly List<string> deviations = new();

    // Whether the deviations of a step are to be kept, and whether those that were are being read.
    private bool keeping;
    private bool readsKept;

    // Where a slot stands in the line, taken in turn or not.
    private string place = "";

    // Whether the output is taken about the center of the sums. Elements of 16 bits are too coarse to tell.
    private bool KeepsCenter => spec.Operation == Operation.Forward && HasSixteenBits(InputElement) && !Given && !spec.Rms;

    // A line of a few vectors is written without a loop.
    private bool Keeps => spec.Operation == Operation.Forward && HasSixteenBits(InputElement) && SumsWholeLines && LineRuns.Count == 0 && CanWiden
        && !(vector.Extent.IsConstant && vector.Extent.Constant is <= 128 or > MostKept);

    private string NewStrip(string capacity) => $"Strip<{Scalar}> strip = new(scratch, {capacity}{(KeepsCenter ? ", keepsCenter: true" : "")});";

    private void EmitKeeps()
    {
        if (!Keeps)
        {
            return;
        }

        code.Line("// Deviations of whole steps stay in the scratch memory from the sums to the output, if it has room for them.");
        if (!vector.Extent.IsConstant)
        {
            code.Line($"bool keeps = {vector.Name} <= Strip<{Scalar}>.MostKept;");
        }
    }

    // Those of whole steps are kept, so that each line of them starts a cache line.
    private void EmitKeptLine()
    {
        int step = StatisticSlots * Width / (wide ? 2 : 1);
        code.Line($"ref {Scalar} keptLine = ref Unsafe.Add(ref strip.Deviations, {(Selects ? "k" : "lane")} * ({vector.Name} & ~{step - 1}));");
    }

    private void Keep(string store)
    {
        if (wide)
        {
            deviations.Add(store);
        }
        else
        {
            code.Line(store);
        }
    }

    // Where a step keeps its deviations: the index in the line, or of a line that is too long one place for all steps.
    private string KeptPlace(string i)
    {
        if (wide || vector.Extent.IsConstant)
        {
            return i;
        }

        code.Line($"nint kept = keeps ? {i} : 0;");
        return "kept";
    }

    // The deviations of a whole step.
    private void EmitDeviations()
    {
        if (deviations.Count == 0)
        {
            return;
        }

        if (!vector.Extent.IsConstant)
        {
            code.Open("if (keeps)");
        }

        foreach (string store in deviations)
        {
            code.Line(store);
        }

        deviations.Clear();
        if (!vector.Extent.IsConstant)
        {
            code.Close();
        }
    }

    // Sums of elements in turn go on as those of elements side by side; narrow ones, of which there are more, when they are added up.
    private void EmitInOrder()
    {
        if (!InTurn || !wide)
        {
            return;
        }

        code.Line();
        foreach (string sum in spec.Rms ? new[] { "square" } : new[] { "sum", "square" })
        {
            for (int s = 0; s < Accumulators(sum, slots); s += 2)
            {
                code.Line($"({sum}{s}, {sum}{s + 1}) = Lanes.InOrder({sum}{s}, {sum}{s + 1});");
            }
        }
    }

    // A loop over whole steps of the output, from what the sums have kept; what is left of the line is read again.
    private void EmitKept(Action loop)
    {
        code.Open($"if ({(vector.Extent.IsConstant ? "" : "keeps && ")}{vector.Index} == 0)");
        EmitKeptLine();

        // As many elements at a time as the sums have kept together.
        slots = StatisticSlots / (wide ? 2 : 1);
        readsKept = true;
        loop();
        readsKept = false;
        slots = Slots;
        code.Close().Line();
    }
}
