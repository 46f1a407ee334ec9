using System;

namespace MaskedNorm.Accuracy;

/// <summary>What is measured: every element type in every pattern, without weight, biased, ε = 0.</summary>
internal static partial class Kernels
{
    [MaskedNorm("N F", Axes = "F", Variance = Variance.Biased)]
    public static partial void Rows(ReadOnlySpan<float> input, Span<float> output, int N, int F);

    [MaskedNorm("N F", Axes = "N", Variance = Variance.Biased)]
    public static partial void Columns(ReadOnlySpan<float> input, Span<float> output, int N, int F);

    [MaskedNorm("N C L", Axes = "N L", Variance = Variance.Biased)]
    public static partial void Batch(ReadOnlySpan<float> input, Span<float> output, int N, int C, int L);

    [MaskedNorm("N F", Axes = "F", Variance = Variance.Biased)]
    public static partial void Rows(ReadOnlySpan<double> input, Span<double> output, int N, int F);

    [MaskedNorm("N F", Axes = "N", Variance = Variance.Biased)]
    public static partial void Columns(ReadOnlySpan<double> input, Span<double> output, int N, int F);

    [MaskedNorm("N C L", Axes = "N L", Variance = Variance.Biased)]
    public static partial void Batch(ReadOnlySpan<double> input, Span<double> output, int N, int C, int L);

    [MaskedNorm("N F", Axes = "F", Variance = Variance.Biased)]
    public static partial void Rows(ReadOnlySpan<Half> input, Span<Half> output, int N, int F);

    [MaskedNorm("N F", Axes = "N", Variance = Variance.Biased)]
    public static partial void Columns(ReadOnlySpan<Half> input, Span<Half> output, int N, int F);

    [MaskedNorm("N C L", Axes = "N L", Variance = Variance.Biased)]
    public static partial void Batch(ReadOnlySpan<Half> input, Span<Half> output, int N, int C, int L);

    [MaskedNorm("N F", Axes = "F", Variance = Variance.Biased)]
    public static partial void Rows(ReadOnlySpan<BFloat16> input, Span<BFloat16> output, int N, int F);

    [MaskedNorm("N F", Axes = "N", Variance = Variance.Biased)]
    public static partial void Columns(ReadOnlySpan<BFloat16> input, Span<BFloat16> output, int N, int F);

    [MaskedNorm("N C L", Axes = "N L", Variance = Variance.Biased)]
    public static partial void Batch(ReadOnlySpan<BFloat16> input, Span<BFloat16> output, int N, int C, int L);

    [MaskedNorm("N F", Axes = "F", Variance = Variance.Biased)]
    public static partial void Rows(ReadOnlySpan<Float8E4M3> input, Span<Float8E4M3> output, int N, int F);

    [MaskedNorm("N F", Axes = "N", Variance = Variance.Biased)]
    public static partial void Columns(ReadOnlySpan<Float8E4M3> input, Span<Float8E4M3> output, int N, int F);

    [MaskedNorm("N C L", Axes = "N L", Variance = Variance.Biased)]
    public static partial void Batch(ReadOnlySpan<Float8E4M3> input, Span<Float8E4M3> output, int N, int C, int L);

    [MaskedNorm("N F", Axes = "F", Variance = Variance.Biased)]
    public static partial void Rows(ReadOnlySpan<Float8E5M2> input, Span<Float8E5M2> output, int N, int F);

    [MaskedNorm("N F", Axes = "N", Variance = Variance.Biased)]
    public static partial void Columns(ReadOnlySpan<Float8E5M2> input, Span<Float8E5M2> output, int N, int F);

    [MaskedNorm("N C L", Axes = "N L", Variance = Variance.Biased)]
    public static partial void Batch(ReadOnlySpan<Float8E5M2> input, Span<Float8E5M2> output, int N, int C, int L);
}
