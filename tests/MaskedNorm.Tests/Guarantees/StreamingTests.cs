using System;
using System.Linq;
using System.Runtime.InteropServices;
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
    [InlineData(0, Columns)]
    [InlineData(1, Columns)]
    [InlineData(0, 1024)]
    [InlineData(1, 1024)]
    [InlineData(12, 1024)]
    [InlineData(2, 2560)]
    [InlineData(0, 769)]
    [InlineData(3, 2563)]
    public void Large_gradients_have_the_bits_of_the_same_call_in_place(int offset, int columns)
    {
        int rows = (Rows * Columns / columns) | 1;
        float[] x = Data(7, rows * columns);
        float[] dy = Data(8, rows * columns);
        float[] weight = Data(9)[..columns];
        float[] apart = new float[x.Length + offset];
        float[] inPlace = [.. dy];
        float[][] sums = [.. Enumerable.Range(0, 4).Select(_ => new float[columns])];
        Backward(dy, x, weight, apart.AsSpan(offset), sums[0], sums[1], rows, columns);
        Backward(inPlace, x, weight, inPlace, sums[2], sums[3], rows, columns);
        Assert.True(apart.AsSpan(offset).SequenceEqual(inPlace));
        Assert.Equal(sums[2], sums[0]);
        Assert.Equal(sums[3], sums[1]);
    }

    // Where the result stands a little after what is read, in its page, lines are written from their ends.
    [Theory]
    [InlineData(6, 12)]
    [InlineData(12, 6)]
    [InlineData(-6, 10)]
    [InlineData(0, 31)]
    [InlineData(0, 0)]
    public void Large_gradients_have_the_same_bits_wherever_they_stand_in_a_page(int gradOutputAt, int gradInputAt)
    {
        const int Columns = 1024;
        const int Page = 1024;
        int rows = Rows | 1;
        int apart = rows * Columns;
        Assert.Equal(0, apart % Page);
        float[] all = new float[(3 * apart) + (3 * Page)];
        Span<float> x = all.AsSpan(64, apart);
        Span<float> dy = all.AsSpan(64 + apart + Page + gradOutputAt, apart);
        Span<float> dx = all.AsSpan(64 + (2 * (apart + Page)) + gradInputAt, apart);
        Data(20, apart).CopyTo(x);
        Data(21, apart).CopyTo(dy);
        float[] weight = Data(22, Columns);
        float[] inPlace = [.. dy];
        float[][] sums = [.. Enumerable.Range(0, 4).Select(_ => new float[Columns])];
        Backward(dy, x, weight, dx, sums[0], sums[1], rows, Columns);
        Backward(inPlace, x, weight, inPlace, sums[2], sums[3], rows, Columns);
        Assert.True(dx.SequenceEqual(inPlace));
        Assert.Equal(sums[2], sums[0]);
        Assert.Equal(sums[3], sums[1]);
    }

    [Theory]
    [InlineData(0, 1027)]
    [InlineData(1, 1027)]
    [InlineData(0, 1024)]
    [InlineData(7, 1024)]
    public void Sixteen_bits_have_the_bits_of_the_same_call_in_place(int offset, int columns)
    {
        const int Rows = 6999;
        Half[] x = Array.ConvertAll(Data(10, Rows * columns), v => (Half)v);
        Half[] apart = new Half[x.Length + offset];
        Half[] inPlace = [.. x];
        ForwardHalf(x, apart.AsSpan(offset), Rows, columns);
        ForwardHalfInPlace(inPlace, Rows, columns);
        Assert.True(apart.AsSpan(offset).SequenceEqual(inPlace));

        inPlace = [.. x];
        ColumnwiseHalf(x, apart.AsSpan(offset), Rows, columns);
        ColumnwiseHalfInPlace(inPlace, Rows, columns);
        Assert.True(apart.AsSpan(offset).SequenceEqual(inPlace));

        BFloat16[] b = Array.ConvertAll(Data(11, Rows * columns), v => (BFloat16)v);
        BFloat16[] apartB = new BFloat16[b.Length + offset];
        ForwardBFloat16(b, apartB.AsSpan(offset), Rows, columns);
        ForwardBFloat16InPlace(b, Rows, columns);
        Assert.True(apartB.AsSpan(offset).SequenceEqual(b));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Large_padding_is_copied(int offset)
    {
        const int N = 7;
        const int C = 501;
        const int L = 1030;
        float[] x = Data(12, N * C * L);
        int[] lengths = [0, 1, 63, 64, 517, 1029, 1030];
        float[] apart = new float[x.Length + offset];
        float[] inPlace = [.. x];
        Lengths(x, lengths, apart.AsSpan(offset), N, C, L);
        LengthsInPlace(inPlace, lengths, N, C, L);
        Assert.True(apart.AsSpan(offset).SequenceEqual(inPlace));

        inPlace = [.. x];
        LengthsLeft(x, lengths, apart.AsSpan(offset), N, C, L);
        LengthsLeftInPlace(inPlace, lengths, N, C, L);
        Assert.True(apart.AsSpan(offset).SequenceEqual(inPlace));

        float[] dy = Data(13, N * C * L);
        inPlace = [.. dy];
        LengthsBackward(dy, x, lengths, apart.AsSpan(offset), N, C, L);
        LengthsBackward(inPlace, x, lengths, inPlace, N, C, L);
        Assert.True(apart.AsSpan(offset).SequenceEqual(inPlace));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Large_padding_is_cleared(int offset)
    {
        const int N = 7;
        const int C = 501;
        const int L = 1030;
        float[] x = Data(14, N * C * L);
        int[] lengths = [0, 1, 63, 64, 517, 1029, 1030];
        float[] cleared = new float[x.Length + offset];
        Lengths(x, lengths, cleared.AsSpan(offset), N, C, L);
        float[] expected = [.. cleared.AsSpan(offset)];
        for (int line = 0; line < N * C; line++)
        {
            expected.AsSpan((line * L) + lengths[line / C], L - lengths[line / C]).Clear();
        }

        cleared.AsSpan().Fill(float.NaN);
        LengthsZero(x, lengths, cleared.AsSpan(offset), N, C, L);
        Assert.True(cleared.AsSpan(offset).SequenceEqual(expected));
    }

    // Rows that start a cache line, or a half, or share one with their neighbours.
    [Theory]
    [InlineData(1024)]
    [InlineData(1000)]
    [InlineData(1027)]
    [InlineData(40)]
    public void Columns_have_the_same_bits_wherever_a_large_result_stands(int columns)
    {
        int rows = (Rows * Columns / columns) | 1;
        float[] x = Data(23, rows * columns);
        float[] dy = Data(24, rows * columns);
        float[] weight = Data(25, columns);
        Half[] half = Array.ConvertAll(x, v => (Half)v);
        int[] offsets = [0, 1, 4, 7, 8, 9, 10, 12, 15];
        SameWherever<float>(x.Length, offsets, y => Columnwise(x, y.Span, rows, columns));
        SameWherever<Half>(x.Length, [.. offsets, 16, 24, 31], y => ColumnwiseHalf(half, y.Span, rows, columns));
        float[][] sums = [.. Enumerable.Range(0, 2).Select(_ => new float[columns])];
        SameWherever<float>(x.Length, offsets, dx => ColumnsBackward(dy, x, weight, dx.Span, sums[0], sums[1], rows, columns));
    }

    // Where the result stands a little after what is read, in its page, rows are written from their ends.
    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(-6)]
    public void Columns_have_the_same_bits_wherever_a_large_result_stands_in_a_page(int offset)
    {
        const int Columns = 1024;
        const int Page = 1024;
        int rows = Rows | 1;
        int apart = rows * Columns;
        float[] all = new float[(3 * apart) + (3 * Page)];
        Span<float> x = all.AsSpan(64, apart);
        Span<float> dy = all.AsSpan(64 + apart + Page, apart);
        Span<float> result = all.AsSpan(64 + (2 * (apart + Page)) + offset, apart);
        Data(26, apart).CopyTo(x);
        Data(27, apart).CopyTo(dy);
        float[] weight = Data(28, Columns);
        float[] inPlace = [.. x];
        Columnwise(x, result, rows, Columns);
        ColumnwiseInPlace(inPlace, rows, Columns);
        Assert.True(result.SequenceEqual(inPlace));

        inPlace = [.. dy];
        float[][] sums = [.. Enumerable.Range(0, 4).Select(_ => new float[Columns])];
        ColumnsBackward(dy, x, weight, result, sums[0], sums[1], rows, Columns);
        ColumnsBackward(inPlace, x, weight, inPlace, sums[2], sums[3], rows, Columns);
        Assert.True(result.SequenceEqual(inPlace));
        Assert.Equal(sums[2], sums[0]);
        Assert.Equal(sums[3], sums[1]);
    }

    private static unsafe void SameWherever<T>(int length, int[] offsets, Action<Memory<T>> call)
        where T : unmanaged
    {
        // An element that starts a cache line; a large array does not move.
        T[] apart = new T[length + 96];
        int start;
        fixed (T* first = apart)
        {
            start = 32 + (int)(((-(nint)first & 63)) / sizeof(T));
        }

        T[]? expected = null;
        foreach (int offset in offsets)
        {
            Array.Clear(apart);
            call(apart.AsMemory(start + offset, length));
            expected ??= [.. apart.AsSpan(start + offset, length)];
            ReadOnlySpan<byte> found = MemoryMarshal.AsBytes<T>(apart.AsSpan(start + offset, length));
            Assert.True(found.SequenceEqual(MemoryMarshal.AsBytes<T>(expected)), $"at {offset} elements");
            Assert.False(MemoryMarshal.AsBytes<T>(apart.AsSpan(0, start + offset)).ContainsAnyExcept((byte)0));
            Assert.False(MemoryMarshal.AsBytes<T>(apart.AsSpan(start + offset + length)).ContainsAnyExcept((byte)0));
        }
    }

    // One weight for a line, summed in the sweep that writes the result: not in the order of the result's cache lines.
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(13)]
    public void Gradients_of_the_weight_do_not_feel_where_a_large_result_stands(int offset)
    {
        const int N = 6;
        const int C = 32;
        const int L = 17003;
        float[] x = Data(15, N * C * L);
        float[] dy = Data(16, N * C * L);
        float[] weight = Data(17, C);
        int[] lengths = [0, 1, 64, 2049, 17002, 17003];
        Same((dx, gradWeight, gradBias) => GroupBackward(dy, x, weight, dx.Span, gradWeight, gradBias, N, C / 4, L));
        Same((dx, gradWeight, gradBias) => GroupLengthsBackward(dy, x, lengths, weight, dx.Span, gradWeight, gradBias, N, C / 4, L));
        Same((dx, gradWeight, gradBias) => InstanceBackward(dy, x, weight, dx.Span, gradWeight, gradBias, N, C, L));
        Same((dx, gradWeight, gradBias) => ChannelsBackward(dy, x, weight, dx.Span, gradWeight, gradBias, N, C, L));
        Same((dx, gradWeight, gradBias) => PositionsBackward(dy, x, weight, dx.Span, gradWeight, gradBias, N, C, L));

        void Same(Action<Memory<float>, float[], float[]> backward)
        {
            float[] apart = new float[x.Length + 32];
            float[][] sums = [.. Enumerable.Range(0, 4).Select(_ => new float[C])];
            int start = Start(apart);
            backward(apart.AsMemory(start, x.Length), sums[0], sums[1]);
            float[] expected = [.. apart.AsSpan(start, x.Length)];
            backward(apart.AsMemory(start + offset, x.Length), sums[2], sums[3]);
            Assert.True(apart.AsSpan(start + offset, x.Length).SequenceEqual(expected));
            Assert.Equal(sums[0], sums[2]);
            Assert.Equal(sums[1], sums[3]);
        }

        // An element that starts a cache line; a large array does not move.
        static unsafe int Start(float[] array)
        {
            fixed (float* first = array)
            {
                return (int)((-(nint)first & 63) / sizeof(float));
            }
        }
    }

    [Fact]
    public void Gradients_of_the_weight_of_a_long_line_are_summed_in_double()
    {
        const int C = 2;
        const int L = 2_000_003;
        float[] x = Data(18, C * L);
        float[] dy = [.. Data(19, C * L).Select(v => v + 1)];
        float[] gradWeight = new float[C];
        float[] gradBias = new float[C];
        InstanceBackward(dy, x, [1, 1], new float[C * L], gradWeight, gradBias, 1, C, L);
        float[] wholeWeight = new float[C];
        float[] wholeBias = new float[C];
        ChannelsBackward(dy, x, [1, 1], new float[C * L], wholeWeight, wholeBias, 1, C, L);
        double mean = x.Average(v => (double)v);
        double scale = 1 / Math.Sqrt(x.Average(v => (v - mean) * (v - mean)) + 1e-5);
        for (int c = 0; c < C; c++)
        {
            double bias = dy.Skip(c * L).Take(L).Sum(v => (double)v);
            double product = Enumerable.Range(c * L, L).Sum(i => dy[i] * ((x[i] - mean) * scale));
            Assert.Equal(bias, gradBias[c], bias * 1e-7);
            Assert.Equal(bias, wholeBias[c], bias * 1e-7);

            // Its terms cancel: an error is measured by their size.
            Assert.Equal(product, wholeWeight[c], L * 5e-8);
        }
    }

    [MaskedNorm("N F", Axes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void ForwardHalf(ReadOnlySpan<Half> input, Span<Half> output, int N, int F);

    [MaskedNorm("N F", Axes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void ForwardHalfInPlace(Span<Half> input, int N, int F);

    [MaskedNorm("N F", Axes = "N", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void ColumnwiseHalf(ReadOnlySpan<Half> input, Span<Half> output, int N, int F);

    [MaskedNorm("N F", Axes = "N", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void ColumnwiseHalfInPlace(Span<Half> input, int N, int F);

    [MaskedNorm("N F", Axes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void ForwardBFloat16(ReadOnlySpan<BFloat16> input, Span<BFloat16> output, int N, int F);

    [MaskedNorm("N F", Axes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void ForwardBFloat16InPlace(Span<BFloat16> input, int N, int F);

    [MaskedNorm("N C L", Axes = "N L", Mask = "N L", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void Lengths(ReadOnlySpan<float> input, ReadOnlySpan<int> lengths, Span<float> output, int N, int C, int L);

    [MaskedNorm("N C L", Axes = "N L", Mask = "N L", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void LengthsInPlace(Span<float> input, ReadOnlySpan<int> lengths, int N, int C, int L);

    [MaskedNorm("N C L", Axes = "N L", Mask = "N L", PaddingSide = PaddingSide.Left, Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void LengthsLeft(ReadOnlySpan<float> input, ReadOnlySpan<int> lengths, Span<float> output, int N, int C, int L);

    [MaskedNorm("N C L", Axes = "N L", Mask = "N L", PaddingSide = PaddingSide.Left, Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void LengthsLeftInPlace(Span<float> input, ReadOnlySpan<int> lengths, int N, int C, int L);

    [MaskedNorm("N C L", Axes = "N L", Mask = "N L", Padded = OutputPolicy.Zero, Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void LengthsZero(ReadOnlySpan<float> input, ReadOnlySpan<int> lengths, Span<float> output, int N, int C, int L);

    [MaskedNormBackward(nameof(Lengths))]
    private static partial void LengthsBackward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<int> lengths, Span<float> gradInput, int N, int C, int L);

    [MaskedNorm("N F", Axes = "F", Affine = true, AffineAxes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void Forward(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int F);

    [MaskedNorm("N F", Axes = "F", Affine = true, AffineAxes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void ForwardInPlace(Span<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, int N, int F);

    [MaskedNorm("N F", Axes = "N", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void Columnwise(ReadOnlySpan<float> input, Span<float> output, int N, int F);

    [MaskedNorm("N F", Axes = "N", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void ColumnwiseInPlace(Span<float> input, int N, int F);

    [MaskedNorm("N F", Axes = "N", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void ColumnsAffine(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int F);

    [MaskedNormBackward(nameof(ColumnsAffine))]
    private static partial void ColumnsBackward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int F);

    [MaskedNormBackward(nameof(Forward))]
    private static partial void Backward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int F);

    [MaskedNorm("N (G=4 c) L", Axes = "c L", Affine = true, AffineAxes = "G c", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void Group(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int c, int L);

    [MaskedNorm("N (G=4 c) L", Axes = "c L", Mask = "N L", Affine = true, AffineAxes = "G c", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void GroupLengths(
        ReadOnlySpan<float> input, ReadOnlySpan<int> lengths, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int c, int L);

    [MaskedNorm("N C L", Axes = "L", Affine = true, AffineAxes = "C", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void Instance(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int C, int L);

    [MaskedNorm("N C L", Axes = "C L", Affine = true, AffineAxes = "C", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void Channels(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int C, int L);

    [MaskedNorm("N C L", Axes = "C", Affine = true, AffineAxes = "C", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void Positions(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int C, int L);

    [MaskedNormBackward(nameof(Group))]
    private static partial void GroupBackward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int c, int L);

    [MaskedNormBackward(nameof(GroupLengths))]
    private static partial void GroupLengthsBackward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<int> lengths, ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int c, int L);

    [MaskedNormBackward(nameof(Instance))]
    private static partial void InstanceBackward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int C, int L);

    [MaskedNormBackward(nameof(Channels))]
    private static partial void ChannelsBackward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int C, int L);

    [MaskedNormBackward(nameof(Positions))]
    private static partial void PositionsBackward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int C, int L);

    private static float[] Data(int seed, int count = Rows * Columns)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
    }
}
