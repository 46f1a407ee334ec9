using System;

namespace MaskedNorm.Tests.Layers;

[MaskedNormLayer("N C L", Axes = "N L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5, RunningStatistics = true, Momentum = -1)]
internal sealed partial class CumulativeBatchNorm;

[MaskedNormLayer("N (G=2 c) L", Axes = "c L", AffineAxes = "G c", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5, Parallel = true)]
internal sealed partial class GroupLayer;

[MaskedNormLayer("N F=6", Axes = "F", AffineAxes = "F", Affine = true, Bias = false, Kind = NormKind.Rms, Epsilon = 1e-6)]
internal sealed partial class RmsLayer;

[MaskedNormLayer("N C L", Axes = "N L", Mask = "N L", MaskMarks = MaskMarks.Padding, RunningStatistics = true, Padded = OutputPolicy.Zero)]
internal sealed partial class RunningAloneLayer;

/// <summary>What MaskedBatchNorm1d should do, as kernels.</summary>
internal static partial class BatchKernels
{
    [MaskedNorm("N C L", Axes = "N L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void Training(
        ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output,
        RunningStatistics<float> running, int N, int C, int L);

    [MaskedNormBackward(nameof(Training))]
    public static partial void TrainingBackward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight,
        Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int C, int L);

    [MaskedNorm("N C L", Axes = "N L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void Inference(
        ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output,
        ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, int N, int C, int L);

    [MaskedNormBackward(nameof(Inference))]
    public static partial void InferenceBackward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight,
        Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, int N, int C, int L);
}
