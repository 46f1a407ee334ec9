using System;
using System.Linq;
using System.Numerics.Tensors;
using Xunit;

namespace MaskedNorm.Tests.Properties;

/// <summary>Defects that were found at the ends of ranges: of the types, and of sizes.</summary>
public sealed partial class RangeDefectTests
{
    // ε was scaled with the data until nothing was left of it: 0 · ∞.
    [Theory]
    [InlineData(3e307, 1e-5)]
    [InlineData(double.MaxValue, 1e-5)]
    [InlineData(-1.5e308, 1e-5)]
    [InlineData(1e20, 1e-290)]
    [InlineData(1e308, 1e-290)]
    public void Constant_doubles_are_zero_whatever_epsilon_is(double value, double epsilon)
    {
        foreach (int length in (int[])[4, 9, 16, 33])
        {
            double[] x = [.. Enumerable.Repeat(value, length)];
            double[] y = [.. Enumerable.Repeat(1.0, length)];
            if (epsilon == 1e-5)
            {
                Rows(x, y, 1, length);
            }
            else
            {
                TinyEpsilon(x, y, 1, length);
            }

            Assert.All(y, v => Assert.Equal(0, v));
        }
    }

    // The mirror image: ε was scaled beyond the range.
    [Fact]
    public void Doubles_far_below_epsilon_keep_their_distances()
    {
        double[] y = new double[4];
        TinyEpsilon([1e-301, 2e-301, -3e-301, 4e-301], y, 1, 4);
        double[] expected = [0, 1e-156, -4e-156, 3e-156];
        Assert.All(y.Zip(expected), pair => Assert.InRange(pair.First, pair.Second - 1e-165, pair.Second + 1e-165));
    }

    // Selections whose squares leave the range are summed in the scalar path: that lost the same part of each term, too.
    [Theory]
    [InlineData(0)]
    [InlineData(980)]
    [InlineData(-1000)]
    public void Long_doubles_of_any_scale_lose_nothing_to_speak_of(int power)
    {
        const int Length = 1_000_000;
        double[] x = [.. Enumerable.Range(0, Length).Select(i => Math.ScaleB(i % 2 == 0 ? 4000.1 : -4000.1, power))];
        double[] y = new double[Length];
        NoEpsilon(x, y, 1, Length);
        Assert.All(y.Where((_, i) => i % 4999 == 0), v => Assert.InRange(Math.Abs(Math.Abs(v) - 1), 0, 16 * Math.ScaleB(1, -52)));
    }

    // Sums of gradients beyond float's range made the whole selection NaN.
    [Theory]
    [InlineData(1e17f, 1e22f)]
    [InlineData(1e10f, 1e29f)]
    [InlineData(1f, 1e38f)]
    public void Gradients_do_not_depend_on_the_scale_of_the_data(float scale, float gradScale)
    {
        const int Length = 16;
        float[] x = [.. Enumerable.Range(0, Length).Select(i => MathF.Sin(i))];
        float[] dy = [.. Enumerable.Range(0, Length).Select(i => MathF.Cos(1.7f * i))];
        float[] expected = new float[Length], found = new float[Length];
        SinglesBackward(dy, x, expected, 1, Length);
        SinglesBackward([.. dy.Select(v => v * gradScale)], [.. x.Select(v => v * scale)], found, 1, Length);
        Assert.All(found.Zip(expected), pair => Assert.InRange((double)pair.First * scale / gradScale, pair.Second - 1e-5, pair.Second + 1e-5));
    }

    // The distance from a given mean is beyond float's range, the output is not.
    [Fact]
    public void A_given_mean_may_be_far_away()
    {
        float[] y = new float[4];
        Given([3e38f, 1, 2, -3e38f], [-3e38f], [1e30f], y, 1, 4);
        float[] expected = [6e23f, 3e23f, 3e23f, 0];
        Assert.All(y.Zip(expected), pair => Assert.InRange(pair.First, pair.Second * (1 - 1e-6f), pair.Second * (1 + 1e-6f)));
    }

    // A slice of nothing has strides that matter to nobody.
    [Fact]
    public void Empty_slices_of_tensor_spans_are_served()
    {
        float[] memory = [.. Enumerable.Repeat(7f, 32)];
        TensorSpan<float> whole = new(memory, [8, 4]);
        Tensors(whole[0..0, 0..4], whole[0..0, 0..4]);
        Tensors(whole[0..8, 2..2], whole[0..8, 2..2]);
        Assert.All(memory, v => Assert.Equal(7, v));
    }

    // What blocks give for the weight is added up some of them at a time.
    [Fact]
    public void Gradients_of_many_large_weights_have_the_same_bits_in_parallel()
    {
        const int N = 70, C = 16, L = 4096;
        Random random = new(5);
        float[] x = [.. Enumerable.Range(0, N * C * L).Select(_ => random.NextSingle())];
        float[] dy = [.. x.Select((v, i) => v - (0.01f * (i % 100)))];
        float[] weight = [.. Enumerable.Repeat(1.5f, C * L)];
        float[] serialWeight = new float[C * L], serialBias = new float[C * L], parallelWeight = new float[C * L], parallelBias = new float[C * L];
        float[] dx = new float[x.Length], parallelDx = new float[x.Length];
        SerialBackward(dy, x, weight, dx, serialWeight, serialBias, N, C, L);
        ParallelBackward(dy, x, weight, parallelDx, parallelWeight, parallelBias, N, C, L);
        Assert.Equal(serialWeight, parallelWeight);
        Assert.Equal(serialBias, parallelBias);
        Assert.Equal(dx, parallelDx);
        Assert.Equal(Enumerable.Range(0, N).Sum(n => (double)dy[n * C * L]), parallelBias[0], 4);
    }

    [MaskedNorm("N L", Axes = "L", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void Rows(ReadOnlySpan<double> input, Span<double> output, int N, int L);

    [MaskedNorm("N L", Axes = "L", Variance = Variance.Biased, Epsilon = 1e-290)]
    private static partial void TinyEpsilon(ReadOnlySpan<double> input, Span<double> output, int N, int L);

    [MaskedNorm("N L", Axes = "L", Variance = Variance.Biased)]
    private static partial void NoEpsilon(ReadOnlySpan<double> input, Span<double> output, int N, int L);

    [MaskedNorm("N L", Axes = "L", Variance = Variance.Biased)]
    private static partial void Singles(ReadOnlySpan<float> input, Span<float> output, int N, int L);

    [MaskedNormBackward(nameof(Singles))]
    private static partial void SinglesBackward(ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, Span<float> gradInput, int N, int L);

    [MaskedNorm("N L", Axes = "L", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void Given(ReadOnlySpan<float> input, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, Span<float> output, int N, int L);

    [MaskedNorm("N F", Axes = "F")]
    private static partial void Tensors(ReadOnlyTensorSpan<float> input, TensorSpan<float> output);

    [MaskedNorm("N C L", Axes = "C", Affine = true, AffineAxes = "C L", Epsilon = 1e-5)]
    private static partial void Serial(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int C, int L);

    [MaskedNormBackward(nameof(Serial))]
    private static partial void SerialBackward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int C, int L);

    [MaskedNorm("N C L", Axes = "C", Affine = true, AffineAxes = "C L", Epsilon = 1e-5, Parallel = true)]
    private static partial void Threaded(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int C, int L);

    [MaskedNormBackward(nameof(Threaded))]
    private static partial void ParallelBackward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int C, int L);
}
