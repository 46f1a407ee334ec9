using System;
using System.Numerics.Tensors;

namespace MaskedNorm;

public static partial class Norms
{
    /// <summary>Batch norm without weight and bias: normalizes every channel over batch and positions, with the statistics of this batch.</summary>
    /// <param name="input">The data, shape [N, C, L].</param>
    /// <param name="output">Receives the result, shape [N, C, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of batch elements.</param>
    /// <param name="C">The number of channels.</param>
    /// <param name="L">The number of positions of a channel: length, or height · width; 1 for data of shape [N, C].</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N C L", Axes = "N L", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNorm(ReadOnlySpan<float> input, Span<float> output, int N, int C, int L);

    /// <inheritdoc cref="BatchNorm(ReadOnlySpan{float}, Span{float}, int, int, int)"/>
    [MaskedNorm("N C L", Axes = "N L", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNorm(ReadOnlySpan<double> input, Span<double> output, int N, int C, int L);

    /// <summary>Batch norm: normalizes every channel over batch and positions, with the statistics of this batch.</summary>
    /// <param name="input">The data, shape [N, C, L].</param>
    /// <param name="weight">γ, shape [C].</param>
    /// <param name="bias">β, shape [C].</param>
    /// <param name="output">Receives the result, shape [N, C, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of batch elements.</param>
    /// <param name="C">The number of channels.</param>
    /// <param name="L">The number of positions of a channel: length, or height · width; 1 for data of shape [N, C].</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N C L", Axes = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNorm(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias,
        Span<float> output, int N, int C, int L);

    /// <inheritdoc cref="BatchNorm(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, int, int)"/>
    [MaskedNorm("N C L", Axes = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNorm(ReadOnlySpan<double> input, ReadOnlySpan<double> weight, ReadOnlySpan<double> bias,
        Span<double> output, int N, int C, int L);

    /// <summary>Masked batch norm: normalizes every channel over the valid positions of the batch. Padding passes through.</summary>
    /// <param name="input">The data, shape [N, C, L].</param>
    /// <param name="mask">True where an element is valid, shape [N, L].</param>
    /// <param name="weight">γ, shape [C].</param>
    /// <param name="bias">β, shape [C].</param>
    /// <param name="output">Receives the result, shape [N, C, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of batch elements.</param>
    /// <param name="C">The number of channels.</param>
    /// <param name="L">The number of positions of a channel: length, or height · width; 1 for data of shape [N, C].</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    /// <remarks>What the published <c>MaskedBatchNorm1d</c> is meant to compute; its variance counts padding, this one does not.</remarks>
    [MaskedNorm("N C L", Axes = "N L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNorm(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight,
        ReadOnlySpan<float> bias, Span<float> output, int N, int C, int L);

    /// <inheritdoc cref="BatchNorm(ReadOnlySpan{float}, ReadOnlySpan{bool}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, int, int)"/>
    [MaskedNorm("N C L", Axes = "N L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNorm(ReadOnlySpan<double> input, ReadOnlySpan<bool> mask, ReadOnlySpan<double> weight,
        ReadOnlySpan<double> bias, Span<double> output, int N, int C, int L);

    /// <summary>Masked batch norm of right-padded sequences: normalizes every channel over the first positions of each batch element. Padding passes through.</summary>
    /// <param name="input">The data, shape [N, C, L].</param>
    /// <param name="lengths">How many positions along L are valid, counted from the first one; shape [N].</param>
    /// <param name="weight">γ, shape [C].</param>
    /// <param name="bias">β, shape [C].</param>
    /// <param name="output">Receives the result, shape [N, C, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of batch elements.</param>
    /// <param name="C">The number of channels.</param>
    /// <param name="L">The number of positions of a channel: length, or height · width; 1 for data of shape [N, C].</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N C L", Axes = "N L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNorm(ReadOnlySpan<float> input, ReadOnlySpan<int> lengths, ReadOnlySpan<float> weight,
        ReadOnlySpan<float> bias, Span<float> output, int N, int C, int L);

    /// <inheritdoc cref="BatchNorm(ReadOnlySpan{float}, ReadOnlySpan{int}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, int, int)"/>
    [MaskedNorm("N C L", Axes = "N L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNorm(ReadOnlySpan<double> input, ReadOnlySpan<int> lengths, ReadOnlySpan<double> weight,
        ReadOnlySpan<double> bias, Span<double> output, int N, int C, int L);

    /// <summary>Batch norm for training: normalizes with the statistics of this batch, and updates the running statistics.</summary>
    /// <param name="input">The data, shape [N, C, L].</param>
    /// <param name="weight">γ, shape [C].</param>
    /// <param name="bias">β, shape [C].</param>
    /// <param name="running">The running statistics of the C channels; this call updates them with its batch.</param>
    /// <param name="output">Receives the result, shape [N, C, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of batch elements.</param>
    /// <param name="C">The number of channels.</param>
    /// <param name="L">The number of positions of a channel: length, or height · width; 1 for data of shape [N, C].</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N C L", Axes = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNorm(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias,
        RunningStatistics<float> running, Span<float> output, int N, int C, int L);

    /// <inheritdoc cref="BatchNorm(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, RunningStatistics{float}, Span{float}, int, int, int)"/>
    [MaskedNorm("N C L", Axes = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNorm(ReadOnlySpan<double> input, ReadOnlySpan<double> weight, ReadOnlySpan<double> bias,
        RunningStatistics<double> running, Span<double> output, int N, int C, int L);

    /// <summary>Masked batch norm for training: normalizes with the statistics of the batch's valid positions, and updates the running statistics. Padding passes through.</summary>
    /// <param name="input">The data, shape [N, C, L].</param>
    /// <param name="mask">True where an element is valid, shape [N, L].</param>
    /// <param name="weight">γ, shape [C].</param>
    /// <param name="bias">β, shape [C].</param>
    /// <param name="running">The running statistics of the C channels; this call updates them with its batch.</param>
    /// <param name="output">Receives the result, shape [N, C, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of batch elements.</param>
    /// <param name="C">The number of channels.</param>
    /// <param name="L">The number of positions of a channel: length, or height · width; 1 for data of shape [N, C].</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N C L", Axes = "N L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNorm(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight,
        ReadOnlySpan<float> bias, RunningStatistics<float> running, Span<float> output, int N, int C, int L);

    /// <inheritdoc cref="BatchNorm(ReadOnlySpan{float}, ReadOnlySpan{bool}, ReadOnlySpan{float}, ReadOnlySpan{float}, RunningStatistics{float}, Span{float}, int, int, int)"/>
    [MaskedNorm("N C L", Axes = "N L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNorm(ReadOnlySpan<double> input, ReadOnlySpan<bool> mask, ReadOnlySpan<double> weight,
        ReadOnlySpan<double> bias, RunningStatistics<double> running, Span<double> output, int N, int C, int L);

    /// <summary>Batch norm: normalizes every channel over batch and positions, with the statistics of this batch.</summary>
    /// <param name="input">The data, shape [N, C, L].</param>
    /// <param name="weight">γ, shape [C].</param>
    /// <param name="bias">β, shape [C].</param>
    /// <param name="output">Receives the result, shape [N, C, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N C L", Axes = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNorm(ReadOnlyTensorSpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias,
        TensorSpan<float> output);

    /// <inheritdoc cref="BatchNorm(ReadOnlyTensorSpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, TensorSpan{float})"/>
    [MaskedNorm("N C L", Axes = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNorm(ReadOnlyTensorSpan<double> input, ReadOnlySpan<double> weight, ReadOnlySpan<double> bias,
        TensorSpan<double> output);

    /// <summary>Masked batch norm: normalizes every channel over the valid positions of the batch. Padding passes through.</summary>
    /// <param name="input">The data, shape [N, C, L].</param>
    /// <param name="mask">True where an element is valid, shape [N, L].</param>
    /// <param name="weight">γ, shape [C].</param>
    /// <param name="bias">β, shape [C].</param>
    /// <param name="output">Receives the result, shape [N, C, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N C L", Axes = "N L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNorm(ReadOnlyTensorSpan<float> input, ReadOnlyTensorSpan<bool> mask, ReadOnlySpan<float> weight,
        ReadOnlySpan<float> bias, TensorSpan<float> output);

    /// <inheritdoc cref="BatchNorm(ReadOnlyTensorSpan{float}, ReadOnlyTensorSpan{bool}, ReadOnlySpan{float}, ReadOnlySpan{float}, TensorSpan{float})"/>
    [MaskedNorm("N C L", Axes = "N L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNorm(ReadOnlyTensorSpan<double> input, ReadOnlyTensorSpan<bool> mask, ReadOnlySpan<double> weight,
        ReadOnlySpan<double> bias, TensorSpan<double> output);

    /// <summary>Batch norm without weight and bias: normalizes every channel over batch and positions, with the statistics of this batch.</summary>
    /// <param name="input">The data, shape [N, C, L].</param>
    /// <param name="output">Receives the result, shape [N, C, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N C L", Axes = "N L", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNorm(ReadOnlyTensorSpan<float> input, TensorSpan<float> output);

    /// <inheritdoc cref="BatchNorm(ReadOnlyTensorSpan{float}, TensorSpan{float})"/>
    [MaskedNorm("N C L", Axes = "N L", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNorm(ReadOnlyTensorSpan<double> input, TensorSpan<double> output);

    /// <summary>Batch norm at inference: normalizes every channel with given statistics, usually the running ones.</summary>
    /// <param name="input">The data, shape [N, C, L].</param>
    /// <param name="mean">The mean of every channel, shape [C].</param>
    /// <param name="variance">The variance of every channel, shape [C].</param>
    /// <param name="weight">γ, shape [C].</param>
    /// <param name="bias">β, shape [C].</param>
    /// <param name="output">Receives the result, shape [N, C, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of batch elements.</param>
    /// <param name="C">The number of channels.</param>
    /// <param name="L">The number of positions of a channel: length, or height · width; 1 for data of shape [N, C].</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N C L", Axes = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNormInference(ReadOnlySpan<float> input, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance,
        ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int C, int L);

    /// <inheritdoc cref="BatchNormInference(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, int, int)"/>
    [MaskedNorm("N C L", Axes = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNormInference(ReadOnlySpan<double> input, ReadOnlySpan<double> mean, ReadOnlySpan<double> variance,
        ReadOnlySpan<double> weight, ReadOnlySpan<double> bias, Span<double> output, int N, int C, int L);

    /// <summary>Masked batch norm at inference: normalizes every channel with given statistics, usually the running ones. Padding passes through.</summary>
    /// <param name="input">The data, shape [N, C, L].</param>
    /// <param name="mask">True where an element is valid, shape [N, L].</param>
    /// <param name="mean">The mean of every channel, shape [C].</param>
    /// <param name="variance">The variance of every channel, shape [C].</param>
    /// <param name="weight">γ, shape [C].</param>
    /// <param name="bias">β, shape [C].</param>
    /// <param name="output">Receives the result, shape [N, C, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of batch elements.</param>
    /// <param name="C">The number of channels.</param>
    /// <param name="L">The number of positions of a channel: length, or height · width; 1 for data of shape [N, C].</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N C L", Axes = "N L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNormInference(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> mean,
        ReadOnlySpan<float> variance, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int C, int L);

    /// <inheritdoc cref="BatchNormInference(ReadOnlySpan{float}, ReadOnlySpan{bool}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, int, int)"/>
    [MaskedNorm("N C L", Axes = "N L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNormInference(ReadOnlySpan<double> input, ReadOnlySpan<bool> mask, ReadOnlySpan<double> mean,
        ReadOnlySpan<double> variance, ReadOnlySpan<double> weight, ReadOnlySpan<double> bias, Span<double> output, int N, int C, int L);

    /// <summary>Batch norm at inference: normalizes every channel with given statistics, usually the running ones.</summary>
    /// <param name="input">The data, shape [N, C, L].</param>
    /// <param name="mean">The mean of every channel, shape [C].</param>
    /// <param name="variance">The variance of every channel, shape [C].</param>
    /// <param name="weight">γ, shape [C].</param>
    /// <param name="bias">β, shape [C].</param>
    /// <param name="output">Receives the result, shape [N, C, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N C L", Axes = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNormInference(ReadOnlyTensorSpan<float> input, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance,
        ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, TensorSpan<float> output);

    /// <inheritdoc cref="BatchNormInference(ReadOnlyTensorSpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, TensorSpan{float})"/>
    [MaskedNorm("N C L", Axes = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNormInference(ReadOnlyTensorSpan<double> input, ReadOnlySpan<double> mean,
        ReadOnlySpan<double> variance, ReadOnlySpan<double> weight, ReadOnlySpan<double> bias, TensorSpan<double> output);

    /// <summary>Masked batch norm at inference: normalizes every channel with given statistics, usually the running ones. Padding passes through.</summary>
    /// <param name="input">The data, shape [N, C, L].</param>
    /// <param name="mask">True where an element is valid, shape [N, L].</param>
    /// <param name="mean">The mean of every channel, shape [C].</param>
    /// <param name="variance">The variance of every channel, shape [C].</param>
    /// <param name="weight">γ, shape [C].</param>
    /// <param name="bias">β, shape [C].</param>
    /// <param name="output">Receives the result, shape [N, C, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N C L", Axes = "N L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNormInference(ReadOnlyTensorSpan<float> input, ReadOnlyTensorSpan<bool> mask, ReadOnlySpan<float> mean,
        ReadOnlySpan<float> variance, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, TensorSpan<float> output);

    /// <inheritdoc cref="BatchNormInference(ReadOnlyTensorSpan{float}, ReadOnlyTensorSpan{bool}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, TensorSpan{float})"/>
    [MaskedNorm("N C L", Axes = "N L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void BatchNormInference(ReadOnlyTensorSpan<double> input, ReadOnlyTensorSpan<bool> mask,
        ReadOnlySpan<double> mean, ReadOnlySpan<double> variance, ReadOnlySpan<double> weight, ReadOnlySpan<double> bias,
        TensorSpan<double> output);
}
