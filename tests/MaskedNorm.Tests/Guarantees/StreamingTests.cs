using System;
using System.Linq;
using Xunit;

namespace MaskedNorm.Tests.Guarantees;

/// <summary>Results so large that they go past the cache, against the same kernels in place, which never do.</summary>
public sealed partial class StreamingTests
{
    private const int Rows = 3333;
    private const int Columns = 1027;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void A_large_output_has_the_bits_of_the_same_call_in_place(int offset)
    {
        float[] x = Data(5);
        float[] weight = Data(6)[..Columns];
        float[] apart = new float[x.Length + offset];
        float[] inPlace = [.. x];
        Forward(x, weight, weight, apart.AsSpan(offset), Rows, Columns);
        ForwardInPlace(inPlace, weight, weight, Rows, Columns);
        Assert.True(apart.AsSpan(offset).SequenceEqual(inPlace));

        inPlace = [.. x];
        Columnwise(x, apart.AsSpan(offset), Rows, Columns);
        ColumnwiseInPlace(inPlace, Rows, Columns);
        Assert.True(apart.AsSpan(offset).SequenceEqual(inPlace));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Large_gradients_have_the_bits_of_the_same_call_in_place(int offset)
    {
        float[] x = Data(7);
        float[] dy = Data(8);
        float[] weight = Data(9)[..Columns];
        float[] apart = new float[x.Length + offset];
        float[] inPlace = [.. dy];
        float[][] sums = [.. Enumerable.Range(0, 4).Select(_ => new float[Columns])];
        Backward(dy, x, weight, apart.AsSpan(offset), sums[0], sums[1], Rows, Columns);
        Backward(inPlace, x, weight, inPlace, sums[2], sums[3], Rows, Columns);
        Assert.True(apart.AsSpan(offset).SequenceEqual(inPlace));
        Assert.Equal(sums[2], sums[0]);
        Assert.Equal(sums[3], sums[1]);
    }

    [MaskedNorm("N F", Axes = "F", Affine = true, AffineAxes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void Forward(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int F);

    [MaskedNorm("N F", Axes = "F", Affine = true, AffineAxes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void ForwardInPlace(Span<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, int N, int F);

    [MaskedNorm("N F", Axes = "N", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void Columnwise(ReadOnlySpan<float> input, Span<float> output, int N, int F);

    [MaskedNorm("N F", Axes = "N", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void ColumnwiseInPlace(Span<float> input, int N, int F);

    [MaskedNormBackward(nameof(Forward))]
    private static partial void Backward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int F);

    private static float[] Data(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Rows * Columns).Select(_ => (float)(random.NextDouble() - 0.5))];
    }
}
