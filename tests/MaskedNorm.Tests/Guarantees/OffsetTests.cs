using System;
using System.Linq;
using MaskedNorm.Tests.Harness;
using MaskedNorm.Tests.Reference;
using Xunit;

namespace MaskedNorm.Tests.Guarantees;

/// <summary>A mean far from zero costs no precision.</summary>
public class OffsetTests
{
    private const double Tolerance = 1e-6;

    private static readonly (Declaration Declaration, Func<int, int[]> Extents)[] s_layouts =
    [
        (new("B F", "F"), n => [2, n]),
        (new("B F", "F") { Mask = "B F" }, n => [2, n]),
        (new("B F", "F") { Mask = "F B" }, n => [2, n]),
        (new("B F", "F") { Mask = "B F", HasLengths = true, MaskElement = Element.Int32 }, n => [2, n]),
        (new("F B", "F"), n => [n, 9]),
        (new("F B", "F") { Mask = "F" }, n => [n, 9]),
        (new("F B", "F") { Mask = "F B" }, n => [n, 3]),
        (new("N C L", "N L") { Mask = "N L" }, n => [2, 2, (n + 1) / 2]),
        (new("N C L", "N L"), n => [n, 2, 1]),
        (new("N C L", "C L") { Mask = "C" }, n => [2, 2, (n + 1) / 2]),
        (new("N L C", "N L") { Mask = "N L" }, n => [2, (n + 1) / 2, 5]),
        (new("A B C D", "B D") { Mask = "B D" }, n => [2, 2, 2, (n + 1) / 2]),
        (new("N C L", "C"), n => [1, n, 3]),
        (new("L G c", "L c"), n => [(n + 1) / 2, 3, 2]),
        (new("L G c", "L c") { Mask = "L" }, n => [2, 2, (n + 1) / 2]),
        (new("B F", "F") { Tensors = Tensors.Data | Tensors.Mask, Mask = "B F" }, n => [2, n]),
        (new("B F", "F") { Parallel = true, Mask = "B F" }, n => [2, n]),
    ];

    private static readonly Lazy<KernelSet> s_kernels = new(() => KernelCompiler.Compile(s_layouts.Select(layout => layout.Declaration).ToList()));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(127)]
    [InlineData(257)]
    [InlineData(1000)]
    [InlineData(1025)]
    [InlineData(4097)]
    [InlineData(16_385)]
    [InlineData(65_537)]
    public void An_offset_of_a_hundred_thousand_deviations_costs_at_most_a_millionth(int length)
    {
        for (int k = 0; k < s_layouts.Length; k++)
        {
            foreach (double offset in new double[] { 1e5, -1e5 })
            {
                NormCase norm = CaseData.Random($"offset {offset}", s_layouts[k].Declaration, s_layouts[k].Extents(length), seed: length, validShare: 0.9, offset: offset);
                bool[] valid = norm.Valid();
                NormResult expected = ReferenceNorm.Forward(norm);
                double[] found = KernelRun.Output(norm, KernelRun.Forward(s_kernels.Value[k], norm));
                Check.Close(norm, "output", expected.Output, found, Tolerance, _ => 1, i => valid[i]);
            }
        }
    }

    [Fact]
    public void Offsets_are_harmless_in_the_whole_catalogue()
    {
        Check.Each(CatalogueKernels.All(Variant.Single, Variant.EpsilonZero), (entry, kernel) =>
        {
            NormCase norm = CaseData.Random("offset", kernel.Declaration, entry.Extents, seed: 6, offset: 1e5);
            bool[] valid = norm.Valid();
            NormResult expected = ReferenceNorm.Forward(norm);
            double[] found = KernelRun.Output(norm, KernelRun.Forward(kernel, norm));
            Check.Close(norm, "output", expected.Output, found, Tolerance, i => expected.OutputScale[i], i => valid[i]);
        });
    }
}
