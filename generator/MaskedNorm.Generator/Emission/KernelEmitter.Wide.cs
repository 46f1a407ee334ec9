using System;
using System.Collections.Generic;
using System.Linq;
using MaskedNorm.Generator.Declaration;
using MaskedNorm.Generator.Planning;

namespace MaskedNorm.Generator.Emission;

/// <content>Vectors of 512 bits, where the processor has them: the same slots two by two, so that results have the same bits.</content>
internal sealed partial class KernelEmitter
{
    // The constants that the block being written needs in all lanes of a wide vector.
    private readonly SortedSet<string> widened = new(StringComparer.Ordinal);

    // Whether that block takes elements in turn.
    private bool needsTurns;

    // Whether what is written works on vectors of 512 bits.
    private bool wide;

    // Whether the sweep being written sums the gradients of weight and bias of each line, in vectors of one width.
    private bool reducesLines;

    // Lengths that differ along the line, masks of integers, or beside elements of 16 bits, gathered weights and bytes stay with 256 bits.
    private bool CanWiden =>
        (!MaskDiffersInLine || MarksLanes || MaskWidens
            || (plan.Mask == Along.Counted && plan.Orientation == Orientation.Elements && !(spec.LeftPadding && paired)))
        && plan.Affine != Along.Strided && !(NeedsPlainAffine && AffineInLine == Along.Strided)
        && !(Backward && (reducesLines || PaddedAffineGradients || (plan.Mask != Along.None && !PaddingApart)))
        && spec.Parameters.All(p => !IsTensor(p.Role) || p.Element == LaneElement || (!plan.Double && p.Element is Element.Half or Element.BFloat16));

    private bool MaskWidens => plan.Orientation == Orientation.Elements && plan.Mask == Along.Lanes && !HasLengths && MaskElement is Element.Boolean or Element.Byte
        && spec.Parameters.All(p => !IsTensor(p.Role) || p.Element == LaneElement);

    private static bool IsTensor(Role role) =>
        role is Role.Input or Role.Output or Role.Weight or Role.Bias or Role.GradOutput or Role.GradInput;

    // A constant of the sweep, under its name in the block being written.
    private string Constant(string name)
    {
        if (!wide)
        {
            return name;
        }

        widened.Add(name);
        return name + "Wide";
    }

    // A coefficient of the selection: a constant of the sweep where lanes are elements, loaded for each vector where they are selections.
    private string Coefficient(string name) => plan.Orientation == Orientation.Elements ? Constant(name + Of) : name;

    // The same code for vectors of 512 bits, where the processor has them, and for the ones of 256.
    private void EitherWidth(bool widens, Action body)
    {
        if (!widens)
        {
            body();
            return;
        }

        Widened(body);
        if (pairsAreWide)
        {
            return;
        }

        code.Open("else");
        body();
        code.Close();
    }

    // A loop over whole wide vectors, where the processor has them, and one over what is left for narrow ones.
    private void WideFirst(Action loop)
    {
        if (CanWiden && !wide)
        {
            Widened(loop);
            code.Line();
        }

        loop();
    }

    // A block for processors with vectors of 512 bits, which pairs of them alone stand in already. It is written twice, first to learn which constants it needs.
    private void Widened(Action body)
    {
        CodeWriter real = code;
        int narrow = slots;
        code = new(0);
        widened.Clear();
        needsTurns = false;
        wide = true;
        slots = paired ? narrow / 2 : narrow;
        body();
        code = real;
        if (!pairsAreWide)
        {
            code.Open("if (Vector512.IsHardwareAccelerated)");
        }

        foreach (string name in widened)
        {
            code.Line($"{Vec} {name}Wide = {Vector}.Create({name}.ToScalar());");
        }

        if (needsTurns)
        {
            code.Line("Turns turns = new(strip.Zero);");
        }

        body();
        wide = false;
        slots = narrow;
        if (!pairsAreWide)
        {
            code.Close();
        }
    }

    // Whether the sums being written have accumulators of 512 bits.
    private bool Widens => paired && CanWiden && (SlotsInUse == slots || SumsLinesTogether);
}
