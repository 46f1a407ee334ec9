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
        foreach ((CatalogueEntry entry, Kernel kernel) in Masked(Variant.Single, Variant.Double, Variant.Half, Variant.BFloat16, Variant.Tensors, Variant.InPlace))
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
        }
    }

    [Fact]
    public void Garbage_in_padding_changes_no_bit_of_any_other_gradient()
    {
        foreach ((CatalogueEntry entry, Kernel kernel) in Masked(Variant.Single, Variant.Double, Variant.Half, Variant.BFloat16, Variant.Tensors))
        {
            Declaration d = kernel.Declaration;
            if (d.Padded == OutputPolicy.Normalize)
            {
                continue; // There padded positions take part in the gradient by definition.
            }

            NormCase clean = entry.Case(d, seed: 4);
            bool[] valid = clean.Valid();
            CallArguments expected = KernelRun.Backward(kernel, clean);
            foreach (double[] garbage in s_garbage)
            {
                NormCase dirty = Dirty(clean, garbage);
                CallArguments found = KernelRun.Backward(kernel, dirty);
                Same(clean, Slot.GradInput, d.Input, expected, found, i => valid[i]);
                if (d.Padded != OutputPolicy.Affine)
                {
                    Same(clean, Slot.GradWeight, d.Weight, expected, found, null);
                    Same(clean, Slot.GradBias, d.Weight, expected, found, null);
                }
            }
        }
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
        if (expected.Has(slot) && Computes(norm.Declaration, slot))
        {
            Check.SameBits(norm, slot.ToString(), element, expected[slot].Bytes, found[slot].Bytes, applies);
        }
    }

    private static bool Computes(Declaration d, Slot slot) => slot switch
    {
        Slot.GradWeight => d.Gradients.HasFlag(Gradients.Weight),
        Slot.GradBias => d.Gradients.HasFlag(Gradients.Bias),
        _ => true,
    };

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
