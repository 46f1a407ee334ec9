using System;
using System.Linq;
using MaskedNorm.Tests.Harness;
using MaskedNorm.Tests.Reference;
using Xunit;

namespace MaskedNorm.Tests.Guarantees;

/// <summary>Selections whose first elements lie far from the rest: the estimate of the mean is bad, and they are summed again.</summary>
public class RecenterTests
{
    private static readonly Declaration s_declaration = new("B F", "F") { Variance = Variance.Biased, Epsilon = 1e-5 };

    [Fact]
    public void Gradients_survive_a_bad_estimate_of_the_mean()
    {
        NormCase norm = CaseData.Random("outliers first", s_declaration, [5, 300], seed: 21);
        for (int row = 0; row < 5; row += 2)
        {
            // As far away as a selection of this length allows: most of its sum of squares is the estimate's error.
            for (int i = 0; i < 16; i++)
            {
                norm.Input[(row * 300) + i] += 64;
            }
        }

        NormResult expected = ReferenceNorm.Backward(norm);
        float[] found = new float[norm.Input.Length];
        RecenterKernels.Backward(
            [.. norm.GradOutput.Select(v => (float)v)], [.. norm.Input.Select(v => (float)v)], found, 5, 300);
        for (int i = 0; i < found.Length; i++)
        {
            Assert.True(Math.Abs(found[i] - expected.GradInput![i]) <= 1e-5 * Math.Max(1, Math.Abs(expected.GradInput[i])), $"{i}: {found[i]} instead of {expected.GradInput[i]}");
        }
    }
}

/// <summary>The kernels of these tests.</summary>
internal static partial class RecenterKernels
{
    [MaskedNorm("B F", Axes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void Forward(ReadOnlySpan<float> input, Span<float> output, int B, int F);

    [MaskedNormBackward(nameof(Forward))]
    public static partial void Backward(ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, Span<float> gradInput, int B, int F);
}
