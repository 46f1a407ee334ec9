using System;
using MaskedNorm;
using MaskedNorm.Layers;

namespace OrchidGenus;

/// <summary>What the network asks of a norm between its layers; values are N C L, the mask is N L.</summary>
internal interface ISequenceNorm : INormLayer
{
    void Forward(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<float> output, int N, int C, int L);

    void Backward(ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<float> gradInput, int N, int C, int L);
}

/// <summary>Batch norm over bases alone. Padding comes out as zero, which the next convolution takes for nothing.</summary>
[MaskedNormLayer("N C L", Axes = "N L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5, RunningStatistics = true, Padded = OutputPolicy.Zero)]
internal sealed partial class MaskedBatchNorm : ISequenceNorm;

/// <summary>Batch norm over everything, padding included.</summary>
[MaskedNormLayer("N C L", Axes = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5, RunningStatistics = true)]
internal sealed partial class OrdinaryBatchNorm : ISequenceNorm
{
    public void Forward(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<float> output, int N, int C, int L) =>
        Forward(input, output, N, C, L);

    public void Backward(ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<float> gradInput, int N, int C, int L) =>
        Backward(gradOutput, input, gradInput, N, C, L);
}
