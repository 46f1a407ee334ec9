using System;
using System.Collections.Generic;
using System.Linq;
using MaskedNorm.Tests.Harness;
using Xunit;

namespace MaskedNorm.Tests.Guarantees;

/// <summary>
/// Selections whose lines stand between those of others. Kernels that sweep the data once do it in the order of memory, those that sweep it
/// twice only where lines are short: what both compute has the same bits.
/// </summary>
public class OrderTests
{
    // More channels than are finished together; lines of any length stand for 0.
    private static readonly (Declaration Declaration, int[] Extents)[] s_layouts =
    [
        (new("N C L", "N L"), [-1, 70, 0]),
        (new("N C L", "N L") { Mask = "N L" }, [-1, 70, 0]),
        (new("N C L", "N L") { Mask = "N L", HasLengths = true, MaskElement = Element.Int32 }, [-1, 5, 0]),
        (new("N C L", "N L") { Mask = "N L", HasLengths = true, MaskElement = Element.Int32, PaddingSide = PaddingSide.Left }, [-1, 5, 0]),
        (new("N C L", "N L") { Mask = "N" }, [-1, 5, 0]),
        (new("N C L", "N L") { Mask = "N", Padded = OutputPolicy.Zero }, [-1, 5, 0]),
        (new("N C L", "N L") { Mask = "C" }, [-1, 5, 0]),
        (new("N C L", "N L") { Kind = NormKind.Rms, HasBias = false }, [-1, 5, 0]),
        (new("A N C L", "A N L"), [3, -1, 5, 0]),
        (new("N C A L", "N A L") { Mask = "N L" }, [-1, 5, 2, 0]),
        (new("N C L=100", "N L") { Mask = "N L" }, [-1, 5, 100]),
        (new("N=6 C L", "N L"), [6, 5, 0]),
    ];

    private static readonly Element[] s_elements = [Element.Single, Element.Double, Element.Half];

    private static readonly Lazy<KernelSet> s_kernels = new(() => KernelCompiler.Compile([.. Declarations()]));

    [Fact]
    public void Moments_have_the_same_bits_where_the_output_is_written_too()
    {
        EachCase((norm, both, moments, weight) =>
        {
            Span<byte> expected = KernelRun.Forward(moments, norm with { Declaration = moments.Declaration })[Slot.Moments].Bytes;
            Assert.True(expected.SequenceEqual(KernelRun.Forward(both, norm)[Slot.Moments].Bytes), norm.ToString());
        });
    }

    [Fact]
    public void Gradients_of_weight_and_bias_have_the_same_bits_where_that_of_the_input_is_written_too()
    {
        EachCase((norm, both, moments, weight) =>
        {
            CallArguments expected = KernelRun.Backward(weight, norm with { Declaration = weight.Declaration });
            CallArguments found = KernelRun.Backward(both, norm);
            foreach ((_, Slot slot, Element element) in weight.Declaration.GradientSlots())
            {
                Check.SameBits(norm, slot.ToString(), element, expected[slot].Bytes, found[slot].Bytes);
            }
        });
    }

    private static IEnumerable<Declaration> Declarations() => s_layouts.SelectMany(layout => s_elements.SelectMany(element =>
    {
        Declaration d = layout.Declaration.Of(element) with { Affine = true, Variance = Variance.Biased, Epsilon = 1e-5 };
        Gradients gradients = d.HasBias ? Gradients.All : Gradients.Input | Gradients.Weight;
        return new[]
        {
            d with { StoresMoments = true, Gradients = gradients },
            layout.Declaration.Of(element) with { MomentsOnly = true, Padded = OutputPolicy.Keep },
            d with { Gradients = gradients & ~Gradients.Input },
        };
    }));

    private static void EachCase(Action<NormCase, Kernel, Kernel, Kernel> check)
    {
        for (int k = 0; k < s_kernels.Value.Declarations.Count; k += 3)
        {
            int[] extents = s_layouts[k / 3 / s_elements.Length].Extents;
            foreach (int lines in (int[])[1, 6, 9])
            {
                foreach (int length in (int[])[3, 49, 65, 128, 129, 700])
                {
                    int[] actual = [.. extents.Select(e => e == -1 ? lines : e == 0 ? length : e)];
                    NormCase norm = CaseData.Random("order", s_kernels.Value[k].Declaration, actual, seed: lines + length, offset: 3);
                    check(norm, s_kernels.Value[k], s_kernels.Value[k + 1], s_kernels.Value[k + 2]);
                }
            }
        }
    }
}
