using System;
using System.Collections.Generic;
using System.Linq;
using MaskedNorm.Tests.Harness;
using Xunit;

namespace MaskedNorm.Tests.Guarantees;

/// <summary>Selections that share elements of the weight: the sums for its gradient, taken by one thread or by several.</summary>
public class BlockTests
{
    // Each adds to all elements, to one, to some for each line, or to those of a strip; more than three blocks of them, the last one cut off.
    private static readonly (Declaration Declaration, int[] Extents)[] s_shared =
    [
        (new("N F", "F") { AffineAxes = "F" }, [205, 37]),
        (new("N F", "F") { AffineAxes = "F", Mask = "N" }, [205, 160]),
        (new("N F", "F") { AffineAxes = "F", Mask = "N", Statistics = Statistics.Saved }, [205, 160]),
        (new("N F", "F") { AffineAxes = "F", Mask = "N F", Padded = OutputPolicy.Affine }, [205, 19]),
        (new("N F", "F") { AffineAxes = "F", Kind = NormKind.Rms, HasBias = false }, [205, 33]),
        (new("N F=1200", "F") { AffineAxes = "F" }, [205, 1200]),
        (new("N C L", "L") { AffineAxes = "C" }, [50, 5, 21]),
        (new("N C L", "L") { AffineAxes = "C", Mask = "N L" }, [4, 70, 21]),
        (new("N (G=3 c) L", "c L") { AffineAxes = "G c" }, [80, 3, 2, 17]),
        (new("N C L", "C L") { AffineAxes = "C", Mask = "N L" }, [29, 6, 40]),
        (new("N L (G c)", "L c") { AffineAxes = "G c", Mask = "N L" }, [67, 12, 3, 8]),
        (new("N L (G c)", "L c") { AffineAxes = "G c", Kind = NormKind.Rms }, [3, 9, 300, 7]),
        (new("N C L", "C") { AffineAxes = "C" }, [9, 7, 30]),
        (new("N C L", "C") { AffineAxes = "C", Mask = "N L" }, [3, 7, 2100]),
        (new("N L C", "L") { AffineAxes = "C" }, [9, 21, 30]),
        (new("N C L", "L") { AffineAxes = "L C" }, [60, 3, 30]),
        (new("N C L", "C") { AffineAxes = "C L" }, [40, 7, 30]),
    ];

    private static readonly Lazy<KernelSet> s_kernels = new(() => KernelCompiler.Compile(
        [.. Declarations().SelectMany(d => new[] { d, d with { Parallel = true } })]));

    [Fact]
    public void Threads_that_share_the_blocks_give_the_same_bits()
    {
        Check.Each(Cases(), (norm, serial, parallel) =>
        {
            CallArguments expected = KernelRun.Backward(serial, norm);
            CallArguments found = KernelRun.Backward(parallel, norm with { Declaration = parallel.Declaration });
            foreach ((_, Slot slot, Element element) in norm.Declaration.GradientSlots())
            {
                Check.SameBits(norm, slot.ToString(), element, expected[slot].Bytes, found[slot].Bytes);
            }
        });
    }

    [Fact]
    public void Blocks_add_up_to_the_gradients_of_the_reference()
    {
        Check.Each(Cases(), (norm, serial, parallel) =>
        {
            ReferenceCheck.Backward(serial, norm);
            ReferenceCheck.Backward(parallel, norm with { Declaration = parallel.Declaration });
        });
    }

    private static IEnumerable<Declaration> Declarations() => s_shared.SelectMany(shared =>
    {
        Declaration d = shared.Declaration with { Affine = true, Variance = Variance.Biased };
        d = d with { Gradients = d.HasBias ? Gradients.All : Gradients.Input | Gradients.Weight };
        return new[] { d, d.Of(Element.Double), d with { Gradients = Gradients.Weight, Accumulate = true } };
    });

    private static IEnumerable<(NormCase Norm, Kernel Serial, Kernel Parallel)> Cases()
    {
        for (int k = 0; k < s_kernels.Value.Declarations.Count; k += 2)
        {
            Kernel serial = s_kernels.Value[k];
            int[] extents = s_shared[k / 6].Extents;
            NormCase norm = CaseData.Random("blocks", serial.Declaration, extents, seed: 21);
            yield return (norm, serial, s_kernels.Value[k + 1]);

            // One selection without scale and one of large numbers go the scalar way, into sums in double, in one block of many.
            yield return (norm with { Name = norm.Name + ", exceptional selections", Input = WithExceptional(norm) }, serial, s_kernels.Value[k + 1]);
        }
    }

    private static double[] WithExceptional(NormCase norm)
    {
        double[] input = [.. norm.Input];
        var geometry = new Geometry(norm.Extents);
        int[] kept = norm.Declaration.KeptAxes;
        int[] constant = geometry.Coordinates(geometry.Count / 3);
        int[] large = geometry.Coordinates(geometry.Count / 2);
        for (int i = 0; i < input.Length; i++)
        {
            int[] at = geometry.Coordinates(i);
            input[i] = kept.All(axis => at[axis] == constant[axis]) ? 0.1f : kept.All(axis => at[axis] == large[axis]) ? input[i] * 1e30 : input[i];
        }

        return input;
    }
}
