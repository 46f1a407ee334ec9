using System;

namespace MaskedNorm;

/// <summary>The ready-made norms, declared with this package's own attributes.</summary>
public static partial class Norms
{
    /// <summary>Normalizes each valid token over its features, as the Python package's <c>masked_norm</c>.</summary>
    [MaskedNorm("batch token feature", Axes = "feature", Mask = "batch token")]
    public static partial void MaskedNorm(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<float> output, int batch, int token, int feature);

    /// <summary>Batch norm.</summary>
    [MaskedNorm("N C L", Axes = "N L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNorm(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight,
                                     ReadOnlySpan<float> bias, Span<float> output, int N, int C, int L);

    /// <summary>Layer norm.</summary>
    [MaskedNorm("N F", Axes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void LayerNorm(ReadOnlySpan<float> input, Span<float> output, int N, int F);

    /// <summary>Axis 0.</summary>
    [MaskedNorm("N F", Axes = "N", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void Axis0(ReadOnlySpan<float> input, Span<float> output, int N, int F);
}
