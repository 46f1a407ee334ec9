using System.Collections.Generic;

namespace MaskedNorm.Tests.Snapshots;

/// <summary>The declarations that everybody asks for.</summary>
internal static class Classics
{
    /// <summary>masked_norm: each valid token over its features.</summary>
    public const string MaskedNorm = """
        [MaskedNorm("batch token feature", Axes = "feature", Mask = "batch token")]
        public static partial void Tokens(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<float> output, int batch, int token, int feature);
        """;

    /// <summary>batched masked_norm: each feature over the valid tokens of all batches.</summary>
    public const string BatchedMaskedNorm = """
        [MaskedNorm("batch token feature", Axes = "batch token", Mask = "batch token")]
        public static partial void BatchedTokens(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<float> output, int batch, int token, int feature);
        """;

    public const string BatchNorm = """
        [MaskedNorm("N C L", Axes = "N L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
        public static partial void Batch(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int C, int L);
        """;

    public const string LayerNorm = """
        [MaskedNorm("B T F", Axes = "F", AffineAxes = "F", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
        public static partial void Layer(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int B, int T, int F);
        """;

    /// <summary>The gradients of <see cref="LayerNorm"/>.</summary>
    public const string LayerNormBackward = """
        [MaskedNormBackward(nameof(Layer))]
        public static partial void LayerBackward(
            ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int B, int T, int F);
        """;

    public const string GroupNorm = """
        [MaskedNorm("N (G=8 c) L", Axes = "c L", AffineAxes = "G c", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
        public static partial void Group(ReadOnlyTensorSpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, TensorSpan<float> output);
        """;

    /// <summary>Group norm as frameworks with channels last have it.</summary>
    public const string GroupNormLast = """
        [MaskedNorm("N L (G c)", Axes = "L c", Mask = "N L", AffineAxes = "G c", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
        public static partial void GroupLast(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int L, int G, int c);
        """;

    public const string InstanceNorm = """
        [MaskedNorm("N C L", Axes = "L", AffineAxes = "C", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
        public static partial void Instance(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int C, int L);
        """;

    public static IReadOnlyList<string> All { get; } = [MaskedNorm, BatchedMaskedNorm, BatchNorm, LayerNorm, GroupNorm, GroupNormLast, InstanceNorm];

    /// <summary>A user's file with one class of kernels.</summary>
    public static string File(params IEnumerable<string> members) => $$"""
        using System;
        using System.Numerics.Tensors;
        using MaskedNorm;

        namespace Sample;

        public static partial class Kernels
        {
        {{string.Join("\n\n", members)}}
        }
        """;
}
