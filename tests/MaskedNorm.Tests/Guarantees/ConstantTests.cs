using System;
using System.Linq;
using MaskedNorm.Tests.Harness;
using Xunit;

namespace MaskedNorm.Tests.Guarantees;

/// <summary>A selection whose valid elements are all equal has variance exactly 0.</summary>
public class ConstantTests
{
    private static readonly double[] s_values = [0.1f, -3.3f, 1e-30f, 1e30f, float.MaxValue, float.Epsilon, 0, 1 / 3f];

    private static readonly Declaration[] s_long =
    [
        new("B F", "F") { Statistics = Statistics.Stored },
        new("B F", "F") { Statistics = Statistics.Stored, Mask = "B F" },
        new("F B", "F") { Statistics = Statistics.Stored },
        new("F B", "F") { Statistics = Statistics.Stored, Mask = "F" },
        new("N C L", "N L") { Statistics = Statistics.Stored, Mask = "N L" },
        new("N L C", "N L") { Statistics = Statistics.Stored, Mask = "N L" },
        new("N C L", "C L") { Statistics = Statistics.Stored, Mask = "L C" },
        new("B F", "F") { Statistics = Statistics.Stored, Parallel = true },
    ];

    private static readonly Lazy<KernelSet> s_kernels = new(() => KernelCompiler.Compile(
        [
            .. s_long,
            .. s_long.Select(d => d with { Affine = true, Epsilon = 1e-5 }),
            .. s_long.Select(d => d with { Epsilon = 1e-100 }),
            .. s_long.Select(d => d.Of(Element.Double)),
        ]));

    [Fact]
    public void A_constant_has_variance_zero_in_every_layout()
    {
        Check.Each(CatalogueKernels.All(Variant.Single, Variant.Double, Variant.SixteenBits, Variant.EpsilonZero, Variant.Parallel), (entry, kernel) =>
        {
            if (kernel.Declaration.Kind == NormKind.Rms)
            {
                return; // Its variance is Σ x² / n.
            }

            foreach (double value in s_values.Where(value => double.IsFinite(kernel.Declaration.Input.Round(value))))
            {
                CheckConstant(kernel, CaseData.Random("constant", kernel.Declaration, entry.Extents, seed: 5, offset: value, constant: true));
            }
        });
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1023)]
    [InlineData(12_345)]
    public void A_constant_has_variance_zero_at_any_length(int length)
    {
        for (int k = 0; k < s_kernels.Value.Declarations.Count; k++)
        {
            Kernel kernel = s_kernels.Value[k];
            int[] extents = kernel.Declaration.Text.Axes.Select(axis => axis.Name is "F" or "L" ? length : 3).ToArray();
            foreach (double value in new double[] { 0.1f, 1 / 3f, 1e30f })
            {
                CheckConstant(kernel, CaseData.Random("constant", kernel.Declaration, extents, seed: length, validShare: 0.9, offset: value, constant: true));
            }
        }
    }

    private static void CheckConstant(Kernel kernel, NormCase norm)
    {
        Declaration d = norm.Declaration;
        CallArguments found = KernelRun.Forward(kernel, norm);
        var reference = Reference.ReferenceNorm.Forward(norm);
        double[] mean = KernelRun.Read(found, Slot.Mean, d.Statistic);
        double[] variance = KernelRun.Read(found, Slot.Variance, d.Statistic);
        double[] output = KernelRun.Output(norm, found);
        double[] weight = norm.Weight;
        double value = norm.Input[0];
        int[] selection = new Geometry(norm.Extents).Map(d.KeptAxes);
        int[] affine = d.Affine ? new Geometry(norm.Extents).Map(d.WeightAxes) : [];
        bool[] valid = norm.Valid();
        for (int s = 0; s < mean.Length; s++)
        {
            // Of a degenerate selection only the count is promised.
            if (!reference.Degenerate[s] && (variance[s] != 0 || mean[s] != value))
            {
                Check.Fail(norm, $"variance and mean {mean[s]:R} of value {value:R}", s, 0, variance[s]);
            }
        }

        for (int i = 0; i < output.Length; i++)
        {
            double? expected = !valid[i] ? null : !reference.Degenerate[selection[i]] ? (d.UsesBias ? norm.Bias[affine[i]] : 0) : d.Degenerate switch
            {
                OutputPolicy.Keep => value,
                OutputPolicy.Zero => 0,
                _ => weight.Length == 0 ? value : null,
            };
            if (expected is double y && output[i] != y)
            {
                Check.Fail(norm, "output", i, y, output[i]);
            }
        }
    }
}
