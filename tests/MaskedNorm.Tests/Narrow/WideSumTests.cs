using System;
using System.Linq;
using MaskedNorm.Tests.Harness;
using MaskedNorm.Tests.Reference;
using Xunit;

namespace MaskedNorm.Tests.Narrow;

/// <summary>Gradients of weight and bias over so many terms that a narrow sum would stand still.</summary>
public class WideSumTests
{
    private const int Terms = 12_000;

    private static readonly (Declaration Declaration, int[] Extents)[] s_layouts =
    [
        (Affine("N F", "F") with { AffineAxes = "F" }, [Terms, 3]),
        (Affine("N C", "N"), [Terms, 5]),
        (Affine("N C L", "N L"), [6, 3, Terms / 6]),
        (Affine("N C L", "C L") with { AffineAxes = "C" }, [Terms / 40, 3, 40]),
    ];

    private static readonly Element[] s_elements = [Element.Half, Element.BFloat16, Element.Float8E5M2];

    private static readonly Lazy<KernelSet> s_kernels = new(() => KernelCompiler.Compile(
        (from layout in s_layouts
         from element in s_elements
         from accumulate in (bool[])[false, true]
         select layout.Declaration with { Input = Element.Half, Output = Element.Half, Weight = element, Accumulate = accumulate }).ToList()));

    [Fact]
    public void Gradients_of_narrow_weights_are_the_rounded_wide_sums()
    {
        var all = Enumerable.Range(0, s_kernels.Value.Declarations.Count).Select(i => (s_layouts[i * s_layouts.Length / s_kernels.Value.Declarations.Count].Extents, s_kernels.Value[i]));
        Check.Each(all, (extents, kernel) =>
        {
            Declaration d = kernel.Declaration;
            NormCase norm = CaseData.Random("wide sums", d, extents, seed: 8);

            // The sum of the gradient grows steadily, as does that of its product with x̂.
            norm = (norm with { GradOutput = norm.Input.Select(x => 0.75 + (0.25 * x)).ToArray(), AccumulatedBefore = 3 }).Rounded();
            CallArguments found = KernelRun.Backward(kernel, norm);
            NormResult expected = ReferenceNorm.Backward(norm);
            double[] weight = KernelRun.Read(found, Slot.GradWeight, d.Weight);
            double[] bias = KernelRun.Read(found, Slot.GradBias, d.Weight);
            for (int i = 0; i < weight.Length; i++)
            {
                MixedTypeTests.CheckRounded(norm, "gradWeight", d.Weight, i, expected.GradWeight[i], 2e-6 * expected.GradWeightScale[i], weight[i]);
                MixedTypeTests.CheckRounded(norm, "gradBias", d.Weight, i, expected.GradBias[i], 1e-6 * expected.GradBiasScale[i], bias[i]);
            }

            // One more of these terms would change nothing in the narrow type itself.
            Assert.True(bias.Max(b => d.Weight.Round(b + 1) - b) == 0 || d.Weight == Element.Half, $"{norm}: the sums are too small for this test");
        });
    }

    private static Declaration Affine(string layout, string axes) =>
        new(layout, axes) { Affine = true, Variance = Variance.Biased, Epsilon = 1e-5, Gradients = Gradients.All };
}
