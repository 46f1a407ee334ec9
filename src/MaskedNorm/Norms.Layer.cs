using System;
using System.Numerics.Tensors;

namespace MaskedNorm;

public static partial class Norms
{
    /// <summary>Layer norm without weight and bias: normalizes every row over its features.</summary>
    /// <param name="input">The data, shape [N, F].</param>
    /// <param name="output">Receives the result, shape [N, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of rows: the product of all axes but the last.</param>
    /// <param name="F">The number of features in a row.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N F", Axes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void LayerNorm(ReadOnlySpan<float> input, Span<float> output, int N, int F);

    /// <inheritdoc cref="LayerNorm(ReadOnlySpan{float}, Span{float}, int, int)"/>
    [MaskedNorm("N F", Axes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void LayerNorm(ReadOnlySpan<double> input, Span<double> output, int N, int F);

    /// <summary>Layer norm without bias: normalizes every row over its features, then applies the weight of each feature.</summary>
    /// <param name="input">The data, shape [N, F].</param>
    /// <param name="weight">γ, shape [F].</param>
    /// <param name="output">Receives the result, shape [N, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of rows: the product of all axes but the last.</param>
    /// <param name="F">The number of features in a row.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N F", Axes = "F", Affine = true, AffineAxes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void LayerNorm(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> output, int N, int F);

    /// <inheritdoc cref="LayerNorm(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, int)"/>
    [MaskedNorm("N F", Axes = "F", Affine = true, AffineAxes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void LayerNorm(ReadOnlySpan<double> input, ReadOnlySpan<double> weight, Span<double> output, int N, int F);

    /// <summary>Layer norm: normalizes every row over its features, then applies weight and bias of each feature.</summary>
    /// <param name="input">The data, shape [N, F].</param>
    /// <param name="weight">γ, shape [F].</param>
    /// <param name="bias">β, shape [F].</param>
    /// <param name="output">Receives the result, shape [N, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of rows: the product of all axes but the last.</param>
    /// <param name="F">The number of features in a row.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N F", Axes = "F", Affine = true, AffineAxes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void LayerNorm(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias,
        Span<float> output, int N, int F);

    /// <inheritdoc cref="LayerNorm(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, int)"/>
    [MaskedNorm("N F", Axes = "F", Affine = true, AffineAxes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void LayerNorm(ReadOnlySpan<double> input, ReadOnlySpan<double> weight, ReadOnlySpan<double> bias,
        Span<double> output, int N, int F);

    /// <summary>Masked layer norm: normalizes every valid row over its features, then applies weight and bias of each feature. The other rows pass through.</summary>
    /// <param name="input">The data, shape [N, F].</param>
    /// <param name="mask">True where an element is valid, shape [N].</param>
    /// <param name="weight">γ, shape [F].</param>
    /// <param name="bias">β, shape [F].</param>
    /// <param name="output">Receives the result, shape [N, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of rows: the product of all axes but the last.</param>
    /// <param name="F">The number of features in a row.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N F", Axes = "F", Mask = "N", Affine = true, AffineAxes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void LayerNorm(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight,
        ReadOnlySpan<float> bias, Span<float> output, int N, int F);

    /// <inheritdoc cref="LayerNorm(ReadOnlySpan{float}, ReadOnlySpan{bool}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, int)"/>
    [MaskedNorm("N F", Axes = "F", Mask = "N", Affine = true, AffineAxes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void LayerNorm(ReadOnlySpan<double> input, ReadOnlySpan<bool> mask, ReadOnlySpan<double> weight,
        ReadOnlySpan<double> bias, Span<double> output, int N, int F);

    /// <summary>Layer norm without weight and bias: normalizes every token over its features.</summary>
    /// <param name="input">The data, shape [B, T, F].</param>
    /// <param name="output">Receives the result, shape [B, T, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("B T F", Axes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void LayerNorm(ReadOnlyTensorSpan<float> input, TensorSpan<float> output);

    /// <inheritdoc cref="LayerNorm(ReadOnlyTensorSpan{float}, TensorSpan{float})"/>
    [MaskedNorm("B T F", Axes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void LayerNorm(ReadOnlyTensorSpan<double> input, TensorSpan<double> output);

    /// <summary>Layer norm without bias: normalizes every token over its features, then applies the weight of each feature.</summary>
    /// <param name="input">The data, shape [B, T, F].</param>
    /// <param name="weight">γ, shape [F].</param>
    /// <param name="output">Receives the result, shape [B, T, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("B T F", Axes = "F", Affine = true, AffineAxes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void LayerNorm(ReadOnlyTensorSpan<float> input, ReadOnlySpan<float> weight, TensorSpan<float> output);

    /// <inheritdoc cref="LayerNorm(ReadOnlyTensorSpan{float}, ReadOnlySpan{float}, TensorSpan{float})"/>
    [MaskedNorm("B T F", Axes = "F", Affine = true, AffineAxes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void LayerNorm(ReadOnlyTensorSpan<double> input, ReadOnlySpan<double> weight, TensorSpan<double> output);

    /// <summary>Layer norm: normalizes every token over its features, then applies weight and bias of each feature.</summary>
    /// <param name="input">The data, shape [B, T, F].</param>
    /// <param name="weight">γ, shape [F].</param>
    /// <param name="bias">β, shape [F].</param>
    /// <param name="output">Receives the result, shape [B, T, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("B T F", Axes = "F", Affine = true, AffineAxes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void LayerNorm(ReadOnlyTensorSpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias,
        TensorSpan<float> output);

    /// <inheritdoc cref="LayerNorm(ReadOnlyTensorSpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, TensorSpan{float})"/>
    [MaskedNorm("B T F", Axes = "F", Affine = true, AffineAxes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void LayerNorm(ReadOnlyTensorSpan<double> input, ReadOnlySpan<double> weight, ReadOnlySpan<double> bias,
        TensorSpan<double> output);

    /// <summary>Masked layer norm: normalizes every valid token over its features, then applies weight and bias of each feature. The other tokens pass through.</summary>
    /// <param name="input">The data, shape [B, T, F].</param>
    /// <param name="mask">True where an element is valid, shape [B, T].</param>
    /// <param name="weight">γ, shape [F].</param>
    /// <param name="bias">β, shape [F].</param>
    /// <param name="output">Receives the result, shape [B, T, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("B T F", Axes = "F", Mask = "B T", Affine = true, AffineAxes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void LayerNorm(ReadOnlyTensorSpan<float> input, ReadOnlyTensorSpan<bool> mask, ReadOnlySpan<float> weight,
        ReadOnlySpan<float> bias, TensorSpan<float> output);

    /// <inheritdoc cref="LayerNorm(ReadOnlyTensorSpan{float}, ReadOnlyTensorSpan{bool}, ReadOnlySpan{float}, ReadOnlySpan{float}, TensorSpan{float})"/>
    [MaskedNorm("B T F", Axes = "F", Mask = "B T", Affine = true, AffineAxes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void LayerNorm(ReadOnlyTensorSpan<double> input, ReadOnlyTensorSpan<bool> mask, ReadOnlySpan<double> weight,
        ReadOnlySpan<double> bias, TensorSpan<double> output);
}
