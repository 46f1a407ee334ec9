using System;

namespace MaskedNorm.Benchmarks;

/// <summary>What is measured, declared as a user would.</summary>
internal static partial class Kernels
{
    [MaskedNorm("N F", Axes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void Rows(ReadOnlySpan<float> input, Span<float> output, int N, int F);

    [MaskedNorm("N F=64", Axes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void Rows64(ReadOnlySpan<float> input, Span<float> output, int N);

    [MaskedNorm("N F", Axes = "F", Affine = true, AffineAxes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void RowsAffine(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int F);

    [MaskedNorm("N F", Axes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void RowsInPlace(Span<float> input, int N, int F);

    [MaskedNorm("N F", Axes = "F", Mask = "N", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void RowsSelected(Span<float> input, ReadOnlySpan<bool> mask, int N, int F);

    [MaskedNorm("N C L", Axes = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void Batch(
        ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int C, int L);

    [MaskedNorm("N C L", Axes = "N L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchMasked(
        ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int C, int L);

    [MaskedNorm("N C L", Axes = "N L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchLengths(
        ReadOnlySpan<float> input, ReadOnlySpan<int> lengths, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int C, int L);

    [MaskedNorm("N L C", Axes = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchLast(
        ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int L, int C);

    [MaskedNorm("N C L", Axes = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchInference(
        ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, int N, int C, int L);

    [MaskedNorm("N C L", Axes = "C", Mask = "N L", Affine = true, AffineAxes = "C", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void Channels(
        ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int C, int L);

    [MaskedNormBackward(nameof(BatchLast))]
    public static partial void BatchLastBackward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int L, int C);

    [MaskedNorm("N F", Axes = "N", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void Axis0(ReadOnlySpan<float> input, Span<float> output, int N, int F);

    [MaskedNorm("N (G=16 c) L", Axes = "c L", Affine = true, AffineAxes = "G c", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void Group(
        ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int c, int L);

    [MaskedNormBackward(nameof(RowsAffine))]
    public static partial void RowsBackward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int F);

    [MaskedNorm("N F", Axes = "F", Affine = true, AffineAxes = "F", Variance = Variance.Biased, Epsilon = 1e-5, Parallel = true)]
    public static partial void RowsParallel(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int F);

    [MaskedNormBackward(nameof(RowsParallel))]
    public static partial void RowsBackwardParallel(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int F);

    [MaskedNormBackward(nameof(Group))]
    public static partial void GroupBackward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int c, int L);

    [MaskedNorm("N L (G=32 c)", Axes = "L c", Affine = true, AffineAxes = "G c", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void GroupLast(
        ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int L, int c);

    [MaskedNormBackward(nameof(GroupLast))]
    public static partial void GroupLastBackward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int L, int c);

    [MaskedNormBackward(nameof(Batch))]
    public static partial void BatchBackward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int C, int L);

    [MaskedNorm("N F", Axes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void RowsHalf(ReadOnlySpan<Half> input, Span<Half> output, int N, int F);

    [MaskedNorm("N F", Axes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void RowsBFloat16(ReadOnlySpan<BFloat16> input, Span<BFloat16> output, int N, int F);
}
