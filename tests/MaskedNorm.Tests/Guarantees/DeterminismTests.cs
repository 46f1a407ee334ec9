using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using MaskedNorm.Tests.Harness;
using Xunit;

namespace MaskedNorm.Tests.Guarantees;

/// <summary>The same data give the same bits, whatever stands around them and whoever computes them.</summary>
public class DeterminismTests
{
    private static readonly Variant[] s_variants = [Variant.Single, Variant.Double, Variant.SixteenBits, Variant.Tensors, Variant.InPlace];

    [Fact]
    public void A_selection_alone_gives_the_bits_that_it_gives_in_a_batch()
    {
        Check.Each(CatalogueKernels.All(s_variants), (entry, kernel) =>
        {
            NormCase norm = entry.Case(kernel.Declaration, seed: 11);
            CallArguments batch = KernelRun.Forward(kernel, norm);
            var geometry = new Geometry(norm.Extents);
            for (int i = 0; i < geometry.Count; i += Math.Max(1, geometry.Count / 11))
            {
                (NormCase part, int[] positions) = Transform.Alone(norm, geometry.Coordinates(i));
                AssertSame(kernel, part with { Name = norm.Name + $", selection of position {i} alone" }, positions, batch);
            }
        });
    }

    [Fact]
    public void Right_padding_changes_no_bit()
    {
        Check.Each(CatalogueKernels.All(s_variants), (entry, kernel) =>
        {
            Declaration d = kernel.Declaration;
            NormCase norm = entry.Case(d, seed: 12);
            CallArguments narrow = KernelRun.Forward(kernel, norm);
            foreach (int axis in PaddableAxes(d))
            {
                foreach (int count in new[] { 1, 3, 8, 29 })
                {
                    (NormCase padded, int[] positions) = Transform.Pad(norm, axis, count, double.NaN);
                    AssertSame(kernel, padded with { Name = $"{norm.Name}, {count} more padding along {d.Text.Axes[axis].Name}" }, positions, narrow);
                }
            }
        });
    }

    [Fact]
    public void Parallel_calls_give_the_same_bits()
    {
        Check.Each(CatalogueKernels.Pairs(Variant.Single, Variant.Parallel), (entry, serial, parallel) =>
        {
            foreach (int factor in new[] { 1, 8 })
            {
                // Larger extents, so that there is work to split; not of all axes, or most of the time would be that of making the data.
                int[] extents = entry.Extents.Select((e, axis) => axis < 2 && entry.Declaration.Text.Axes[axis].Fixed is null ? e * factor : e).ToArray();
                NormCase norm = CaseData.Random("parallel", serial.Declaration, extents, seed: 13);
                AssertSameResults(norm, KernelRun.Forward(serial, norm), KernelRun.Forward(parallel, norm with { Declaration = parallel.Declaration }));
                AssertSameResults(norm, KernelRun.Backward(serial, norm), KernelRun.Backward(parallel, norm with { Declaration = parallel.Declaration }));
            }
        });
    }

    [Fact]
    public void Eight_threads_at_once_give_the_same_bits()
    {
        Check.Each(CatalogueKernels.All(Variant.Single, Variant.Parallel), (entry, kernel) =>
        {
            NormCase norm = entry.Case(kernel.Declaration, seed: 14);
            CallArguments expected = KernelRun.Forward(kernel, norm);
            CallArguments[] found = Enumerable.Range(0, 8).Select(_ => KernelRun.Arguments(norm)).ToArray();
            Parallel.ForEach(found, new ParallelOptions { MaxDegreeOfParallelism = 8 }, arguments => kernel.Forward(arguments));
            foreach (CallArguments arguments in found)
            {
                AssertSameResults(norm, expected, arguments);
            }
        });
    }

    [Fact]
    public void Calls_repeated_give_the_same_bits()
    {
        Check.Each(CatalogueKernels.All(Variant.Single, Variant.Parallel), (entry, kernel) =>
        {
            // Enough calls for the runtime to replace quickly compiled code by optimized code.
            NormCase norm = entry.Case(kernel.Declaration, seed: 15);
            CallArguments expected = KernelRun.Forward(kernel, norm);
            CallArguments found = KernelRun.Arguments(norm);
            for (int call = 0; call < 100; call++)
            {
                kernel.Forward(found);
            }

            AssertSameResults(norm, expected, found);
        });
    }

    /// <summary>Reduced axes that the mask spans (of lengths: the counted one) and whose extent is free.</summary>
    private static IEnumerable<int> PaddableAxes(Declaration d)
    {
        IEnumerable<int> axes = d.PaddingSide == PaddingSide.Left ? [] : d.HasLengths ? d.MaskAxes.TakeLast(1) : d.MaskAxes;
        return axes.Where(axis => d.ReducedAxes.Contains(axis) && d.Text.Axes[axis].Fixed is null);
    }

    private static void AssertSame(Kernel kernel, NormCase part, int[] positions, CallArguments whole)
    {
        Declaration d = part.Declaration;
        Element element = KernelRun.OutputElement(d);
        int size = element.Size();
        byte[] expected = new byte[positions.Length * size];
        Span<byte> all = whole[KernelRun.OutputSlot(d)].Bytes;
        for (int i = 0; i < positions.Length; i++)
        {
            if (positions[i] >= 0)
            {
                all.Slice(positions[i] * size, size).CopyTo(expected.AsSpan(i * size));
            }
        }

        CallArguments found = KernelRun.Forward(kernel, part);
        Check.SameBits(part, "output", element, expected, found[KernelRun.OutputSlot(d)].Bytes, i => positions[i] >= 0);
    }

    private static void AssertSameResults(NormCase norm, CallArguments expected, CallArguments found)
    {
        foreach (Slot slot in expected.Slots)
        {
            Element element = slot is Slot.Mask or Slot.Lengths ? norm.Declaration.MaskElement : norm.Declaration.Input;
            Check.SameBits(norm, slot.ToString(), element, expected[slot].Bytes, found[slot].Bytes);
        }
    }
}
