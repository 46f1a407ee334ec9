using System;
using System.Collections.Generic;
using System.Linq;
using MaskedNorm.Tests.Harness;
using Xunit;

namespace MaskedNorm.Tests.Guarantees;

/// <summary>Padding is never read into a result.</summary>
public class PaddingTests
{
    private static readonly double[][] s_garbage =
    [
        [double.NaN],
        [double.PositiveInfinity, double.NegativeInfinity],
        [3e38, -3e38, double.NaN, 1e-45, double.PositiveInfinity],
    ];

    [Fact]
    public void Garbage_in_padding_changes_no_bit_of_any_other_output_or_statistic()
    {
        Check.Each(Masked(Variant.Single, Variant.Double, Variant.SixteenBits, Variant.Tensors, Variant.InPlace), (entry, kernel) =>
        {
            Declaration d = kernel.Declaration;
            NormCase clean = entry.Case(d, seed: 3);
            bool[] valid = clean.Valid();
            CallArguments expected = KernelRun.Forward(kernel, clean);
            foreach (double[] garbage in s_garbage)
            {
                NormCase dirty = Dirty(clean, garbage);
                CallArguments found = KernelRun.Forward(kernel, dirty);
                Same(clean, KernelRun.OutputSlot(d), KernelRun.OutputElement(d), expected, found, i => valid[i]);
                Same(clean, Slot.Mean, d.Statistic, expected, found, null);
                Same(clean, Slot.Variance, d.Statistic, expected, found, null);
                CheckPadded(dirty, valid, found);
            }
        });
    }

    [Fact]
    public void Garbage_in_padding_changes_no_bit_of_any_other_gradient()
    {
        Check.Each(Masked(Variant.Single, Variant.Double, Variant.SixteenBits, Variant.Tensors), (entry, kernel) =>
        {
            Declaration d = kernel.Declaration;
            NormCase clean = entry.Case(d, seed: 4);
            bool[] valid = clean.Valid();
            CallArguments expected = KernelRun.Backward(kernel, clean);
            foreach (double[] garbage in s_garbage)
            {
                NormCase dirty = Dirty(clean, garbage);
                CallArguments found = KernelRun.Backward(kernel, dirty);
                foreach ((Gradients gradient, Slot slot, Element element) in d.GradientSlots().Where(g => d.GradientsWithoutPadding.HasFlag(g.Gradient)))
                {
                    Same(clean, slot, element, expected, found, gradient == Gradients.Input ? i => valid[i] : null);
                }
            }
        });
    }

    private static IEnumerable<(CatalogueEntry Entry, Kernel Kernel)> Masked(params Variant[] variants) =>
        CatalogueKernels.All(variants).Where(pair => pair.Entry.Declaration.HasMask);

    private static NormCase Dirty(NormCase clean, double[] garbage)
    {
        bool[] valid = clean.Valid();
        double[] Spoil(double[] values) => values.Select((value, i) => valid[i] ? value : garbage[i % garbage.Length]).ToArray();
        return (clean with { Input = Spoil(clean.Input), GradOutput = Spoil(clean.GradOutput) }).Rounded();
    }

    private static void Same(NormCase norm, Slot slot, Element element, CallArguments expected, CallArguments found, Func<int, bool>? applies)
    {
        if (expected.Has(slot))
        {
            Check.SameBits(norm, slot.ToString(), element, expected[slot].Bytes, found[slot].Bytes, applies);
        }
    }

    /// <summary>Padded positions themselves: Keep copies the bits, Zero is zero whatever stood there.</summary>
    private static void CheckPadded(NormCase dirty, bool[] valid, CallArguments found)
    {
        Declaration d = dirty.Declaration;
        Span<byte> output = found[KernelRun.OutputSlot(d)].Bytes;
        Element element = KernelRun.OutputElement(d);
        if (d.Padded == OutputPolicy.Zero)
        {
            Check.SameBits(dirty, "padded output", element, new byte[output.Length], output, i => !valid[i]);
        }
        else if (d.Padded == OutputPolicy.Keep && !d.InPlace && d.Input == d.Output)
        {
            Check.SameBits(dirty, "padded output", element, found[Slot.Input].Bytes, output, i => !valid[i]);
        }
    }
}
