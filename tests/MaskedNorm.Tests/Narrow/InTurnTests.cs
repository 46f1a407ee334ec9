using System;
using System.Linq;
using System.Runtime.InteropServices;
using Xunit;

namespace MaskedNorm.Tests.Narrow;

/// <summary>
/// Kernels all of whose elements have 16 bits take even and odd ones apart: against the same kernels with a weight in float, which take
/// them as they stand.
/// </summary>
public sealed partial class InTurnTests
{
    [Theory]
    [InlineData(5, 64)]
    [InlineData(5, 100)]
    [InlineData(3, 1030)]
    [InlineData(6200, 1024)]
    public void A_weight_of_16_bits_gives_the_bits_of_the_same_weight_in_float(int rows, int columns)
    {
        Half[] x = Array.ConvertAll(Data(1, rows * columns), v => (Half)v);
        Half[] weight = Array.ConvertAll(Data(2, columns), v => (Half)v);
        Half[] bias = Array.ConvertAll(Data(3, columns), v => (Half)v);
        (weight[3], weight[8], weight[^1], bias[5], bias[^2]) = (Half.NaN, Half.PositiveInfinity, Half.MaxValue, Half.NegativeInfinity, -Half.NaN);
        float[] weightSingle = Array.ConvertAll(weight, v => (float)v);
        float[] biasSingle = Array.ConvertAll(bias, v => (float)v);
        Half[] expected = new Half[x.Length];
        Half[] found = new Half[x.Length];
        Plain(x, weightSingle, biasSingle, expected, rows, columns);
        InTurn(x, weight, bias, found, rows, columns);
        Assert.True(Bits(expected).SequenceEqual(Bits(found)));

        BFloat16[] narrow = Array.ConvertAll(x, v => (BFloat16)(float)v);
        BFloat16[] expectedNarrow = new BFloat16[x.Length];
        BFloat16[] foundNarrow = new BFloat16[x.Length];
        Plain(narrow, weightSingle, biasSingle, expectedNarrow, rows, columns);
        InTurn(narrow, weight, bias, foundNarrow, rows, columns);
        Assert.True(Bits(expectedNarrow).SequenceEqual(Bits(foundNarrow)));

        Plain(narrow, weightSingle, biasSingle, expected, rows, columns);
        InTurn(narrow, weight, bias, found, rows, columns);
        Assert.True(Bits(expected).SequenceEqual(Bits(found)));
    }

    private static ReadOnlySpan<ushort> Bits<T>(T[] values)
        where T : unmanaged => MemoryMarshal.Cast<T, ushort>(values.AsSpan());

    private static float[] Data(int seed, int length)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)((random.NextDouble() * 6) - 2))];
    }

    [MaskedNorm("N F", Axes = "F", Affine = true, AffineAxes = "F", Epsilon = 1e-5)]
    private static partial void Plain(ReadOnlySpan<Half> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<Half> output, int N, int F);

    [MaskedNorm("N F", Axes = "F", Affine = true, AffineAxes = "F", Epsilon = 1e-5)]
    private static partial void InTurn(ReadOnlySpan<Half> input, ReadOnlySpan<Half> weight, ReadOnlySpan<Half> bias, Span<Half> output, int N, int F);

    [MaskedNorm("N F", Axes = "F", Affine = true, AffineAxes = "F", Epsilon = 1e-5)]
    private static partial void Plain(ReadOnlySpan<BFloat16> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<BFloat16> output, int N, int F);

    [MaskedNorm("N F", Axes = "F", Affine = true, AffineAxes = "F", Epsilon = 1e-5)]
    private static partial void InTurn(ReadOnlySpan<BFloat16> input, ReadOnlySpan<Half> weight, ReadOnlySpan<Half> bias, Span<BFloat16> output, int N, int F);

    [MaskedNorm("N F", Axes = "F", Affine = true, AffineAxes = "F", Epsilon = 1e-5)]
    private static partial void Plain(ReadOnlySpan<BFloat16> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<Half> output, int N, int F);

    [MaskedNorm("N F", Axes = "F", Affine = true, AffineAxes = "F", Epsilon = 1e-5)]
    private static partial void InTurn(ReadOnlySpan<BFloat16> input, ReadOnlySpan<Half> weight, ReadOnlySpan<Half> bias, Span<Half> output, int N, int F);
}
