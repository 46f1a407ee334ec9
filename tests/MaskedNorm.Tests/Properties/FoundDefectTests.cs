using System;
using System.Linq;
using Xunit;

namespace MaskedNorm.Tests.Properties;

/// <summary>Defects that random declarations found, each as a small case.</summary>
public sealed partial class FoundDefectTests
{
    // Whole padded selections go through weight and bias: they were left out of the gradients.
    [Theory]
    [InlineData(1)]
    [InlineData(70)]
    public void Padded_selections_have_a_part_in_the_gradients_of_weight_and_bias(int columns)
    {
        const int Rows = 13;
        bool[] mask = [.. Enumerable.Range(0, Rows).Select(row => row % 3 != 1)];
        double[] x = [.. Enumerable.Range(0, Rows * columns).Select(i => Math.Sin(i))];
        double[] dy = [.. Enumerable.Range(0, Rows * columns).Select(i => Math.Cos(2.5 * i))];
        double[] weight = [.. Enumerable.Range(0, Rows).Select(i => 1 + (0.1 * i))];
        double[] gradInput = new double[x.Length];
        double[] gradWeight = new double[Rows];
        double[] gradBias = new double[Rows];
        Backward(dy, x, mask, weight, gradInput, gradWeight, gradBias, Rows, columns);
        for (int row = 0; row < Rows; row++)
        {
            int[] own = [.. Enumerable.Range(row * columns, columns)];
            Assert.Equal(own.Sum(i => dy[i]), gradBias[row], 12);
            if (!mask[row])
            {
                Assert.Equal(own.Sum(i => dy[i] * x[i]), gradWeight[row], 12);
                Assert.All(own, i => Assert.Equal(weight[row] * dy[i], gradInput[i]));
            }
        }
    }

    [MaskedNorm("A B", Axes = "B", Mask = "A", Affine = true, Epsilon = 1e-5, Padded = OutputPolicy.Affine, Degenerate = OutputPolicy.Affine)]
    private static partial void Forward(
        ReadOnlySpan<double> input, ReadOnlySpan<bool> mask, ReadOnlySpan<double> weight, ReadOnlySpan<double> bias, Span<double> output, int A, int B);

    [MaskedNormBackward(nameof(Forward))]
    private static partial void Backward(
        ReadOnlySpan<double> gradOutput, ReadOnlySpan<double> input, ReadOnlySpan<bool> mask, ReadOnlySpan<double> weight, Span<double> gradInput, Span<double> gradWeight, Span<double> gradBias, int A, int B);
}
