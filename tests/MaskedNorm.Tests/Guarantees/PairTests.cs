using System;
using System.Linq;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Xunit;

namespace MaskedNorm.Tests.Guarantees;

/// <summary>Kernels that take two selections at a time, against the same selections alone: the same bits, whoever is whose neighbour.</summary>
public sealed partial class PairTests
{
    private const int Rows = 37;

    [Theory]
    [InlineData(7, false)]
    [InlineData(129, false)]
    [InlineData(256, false)]
    [InlineData(1040, false)]
    [InlineData(1500, false)]
    [InlineData(2500, false)]
    [InlineData(7, true)]
    [InlineData(256, true)]
    [InlineData(1040, true)]
    public void A_row_has_the_gradient_that_it_has_alone(int columns, bool saved)
    {
        float[] x = Input(columns);
        float[] dy = Data(2, Rows * columns);
        float[] weight = Data(3, columns);
        foreach (int first in new[] { 0, 1, 2 })
        {
            int rows = Rows - first;
            float[] dx = new float[rows * columns];
            Call(saved, dy.AsSpan(first * columns), x.AsSpan(first * columns), weight, dx, rows, columns);
            float[] alone = new float[columns];
            for (int row = 0; row < rows; row++)
            {
                int at = (first + row) * columns;
                Call(saved, dy.AsSpan(at, columns), x.AsSpan(at, columns), weight, alone, 1, columns);
                AssertBits(alone, dx.AsSpan(row * columns, columns));
            }
        }
    }

    [Theory]
    [InlineData(129)]
    [InlineData(1040)]
    public void Valid_rows_have_the_gradients_that_they_have_without_the_others(int columns)
    {
        float[] x = Input(columns);
        float[] dy = Data(2, Rows * columns);
        float[] weight = Data(3, columns);
        bool[] mask = [.. Enumerable.Range(0, Rows).Select(row => row * 7 % 11 < 6)];
        int[] valid = [.. Enumerable.Range(0, Rows).Where(row => mask[row])];
        float[] Valid(float[] all) => [.. valid.SelectMany(row => all[(row * columns)..((row + 1) * columns)])];
        float[] dx = new float[Rows * columns];
        float[][] sums = [.. Enumerable.Range(0, 4).Select(_ => new float[columns])];
        MaskedBackward(dy, x, mask, weight, dx, sums[0], sums[1], Rows, columns);
        float[] expected = new float[valid.Length * columns];
        Backward(Valid(dy), Valid(x), weight, expected, sums[2], sums[3], valid.Length, columns);
        AssertBits(expected, Valid(dx));
        AssertBits(sums[2], sums[0]);
        AssertBits(sums[3], sums[1]);
    }

    // Among ordinary rows some without scale, one whose squares overflow, one that is not finite, and some that are summed again.
    private static float[] Input(int columns)
    {
        float[] x = Data(1, Rows * columns);
        foreach (int row in new[] { 4, 9, 10 })
        {
            x.AsSpan(row * columns, columns).Fill(0.1f);
        }

        TensorPrimitives.Multiply(x.AsSpan(15 * columns, columns), 1e30f, x.AsSpan(15 * columns, columns));
        x[(20 * columns) + (columns / 2)] = float.NaN;
        foreach (int row in new[] { 25, 30, 31 })
        {
            x.AsSpan(row * columns, Math.Min(8, columns / 2)).Fill(1000);
        }

        return x;
    }

    private static void Call(bool saved, ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> weight, Span<float> dx, int rows, int columns)
    {
        float[] gradWeight = new float[columns];
        float[] gradBias = new float[columns];
        if (!saved)
        {
            Backward(dy, x, weight, dx, gradWeight, gradBias, rows, columns);
            return;
        }

        float[] mean = new float[rows];
        float[] variance = new float[rows];
        Forward(x, weight, gradBias, new float[x.Length], mean, variance, rows, columns);
        Backward(dy, x, weight, mean, variance, dx, gradWeight, gradBias, rows, columns);
    }

    private static void AssertBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> found) =>
        Assert.True(MemoryMarshal.Cast<float, int>(expected).SequenceEqual(MemoryMarshal.Cast<float, int>(found)));

    private static float[] Data(int seed, int length)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)((random.NextDouble() * 4) - 1))];
    }

    [MaskedNorm("N F", Axes = "F", Affine = true, AffineAxes = "F", Variance = Variance.Biased)]
    private static partial void Forward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, Span<float> mean, Span<float> variance, int N, int F);

    [MaskedNormBackward(nameof(Forward))]
    private static partial void Backward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int F);

    [MaskedNormBackward(nameof(Forward))]
    private static partial void Backward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int F);

    [MaskedNorm("N F", Axes = "F", Mask = "N", Affine = true, AffineAxes = "F", Variance = Variance.Biased)]
    private static partial void MaskedForward(
        ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int F);

    [MaskedNormBackward(nameof(MaskedForward))]
    private static partial void MaskedBackward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int F);
}
