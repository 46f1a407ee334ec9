using System;
using MaskedNorm;

namespace Quickstart;

/// <summary>The kernels of this sample: their bodies are generated from the attributes. <c>C=16</c> fixes the number of channels at compile time.</summary>
internal static partial class Kernels
{
    /// <summary>The extent that the layouts fix.</summary>
    public const int Channels = 16;

    // Batch norm: each channel over all sequences and positions.
    [MaskedNorm("N C=16 L", Axes = "N L", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNorm(ReadOnlySpan<float> input, Span<float> output, int N, int L);

    [MaskedNorm("N C=16 L", Axes = "N L", Mask = "N L", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void MaskedBatchNorm(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<float> output, int N, int L);

    [MaskedMoments("N C=16 L", Axes = "N L", Mask = "N L")]
    public static partial void ChannelMoments(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<Moments> moments, int N, int L);

    // Layer norm: each sequence over its channels and positions.
    [MaskedNorm("N C=16 L", Axes = "C L", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void LayerNorm(ReadOnlySpan<float> input, Span<float> output, int N, int L);

    [MaskedNorm("N C=16 L", Axes = "C L", Mask = "N L", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void MaskedLayerNorm(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<float> output, int N, int L);

    [MaskedMoments("N C=16 L", Axes = "C L", Mask = "N L")]
    public static partial void SequenceMoments(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<Moments> moments, int N, int L);
}
