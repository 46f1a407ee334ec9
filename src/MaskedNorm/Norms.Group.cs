using System;
using System.Numerics.Tensors;

namespace MaskedNorm;

public static partial class Norms
{
    /// <summary>Group norm without weight and bias: normalizes every group of neighbouring channels of a batch element.</summary>
    /// <param name="input">The data, shape [N, G · c, L].</param>
    /// <param name="output">Receives the result, shape [N, G · c, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of batch elements.</param>
    /// <param name="G">The number of groups.</param>
    /// <param name="c">The number of channels in a group: C = G · c.</param>
    /// <param name="L">The number of positions of a channel: length, or height · width; 1 for data of shape [N, C].</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N G c L", Axes = "c L", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void GroupNorm(ReadOnlySpan<float> input, Span<float> output, int N, int G, int c, int L);

    /// <inheritdoc cref="GroupNorm(ReadOnlySpan{float}, Span{float}, int, int, int, int)"/>
    [MaskedNorm("N G c L", Axes = "c L", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void GroupNorm(ReadOnlySpan<double> input, Span<double> output, int N, int G, int c, int L);

    /// <summary>Group norm: normalizes every group of neighbouring channels of a batch element, then applies weight and bias of each channel.</summary>
    /// <param name="input">The data, shape [N, G · c, L].</param>
    /// <param name="weight">γ, shape [G · c].</param>
    /// <param name="bias">β, shape [G · c].</param>
    /// <param name="output">Receives the result, shape [N, G · c, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of batch elements.</param>
    /// <param name="G">The number of groups.</param>
    /// <param name="c">The number of channels in a group: C = G · c.</param>
    /// <param name="L">The number of positions of a channel: length, or height · width; 1 for data of shape [N, C].</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N (G c) L", Axes = "c L", Affine = true, AffineAxes = "G c", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void GroupNorm(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias,
        Span<float> output, int N, int G, int c, int L);

    /// <inheritdoc cref="GroupNorm(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, int, int, int)"/>
    [MaskedNorm("N (G c) L", Axes = "c L", Affine = true, AffineAxes = "G c", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void GroupNorm(ReadOnlySpan<double> input, ReadOnlySpan<double> weight, ReadOnlySpan<double> bias,
        Span<double> output, int N, int G, int c, int L);

    /// <summary>Masked group norm: normalizes every group of neighbouring channels over the valid positions of its batch element. Padding passes through.</summary>
    /// <param name="input">The data, shape [N, G · c, L].</param>
    /// <param name="mask">True where an element is valid, shape [N, L].</param>
    /// <param name="weight">γ, shape [G · c].</param>
    /// <param name="bias">β, shape [G · c].</param>
    /// <param name="output">Receives the result, shape [N, G · c, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of batch elements.</param>
    /// <param name="G">The number of groups.</param>
    /// <param name="c">The number of channels in a group: C = G · c.</param>
    /// <param name="L">The number of positions of a channel: length, or height · width; 1 for data of shape [N, C].</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N (G c) L", Axes = "c L", Mask = "N L", Affine = true, AffineAxes = "G c", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void GroupNorm(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight,
        ReadOnlySpan<float> bias, Span<float> output, int N, int G, int c, int L);

    /// <inheritdoc cref="GroupNorm(ReadOnlySpan{float}, ReadOnlySpan{bool}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, int, int, int)"/>
    [MaskedNorm("N (G c) L", Axes = "c L", Mask = "N L", Affine = true, AffineAxes = "G c", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void GroupNorm(ReadOnlySpan<double> input, ReadOnlySpan<bool> mask, ReadOnlySpan<double> weight,
        ReadOnlySpan<double> bias, Span<double> output, int N, int G, int c, int L);

    /// <summary>Masked group norm of right-padded sequences: normalizes every group of neighbouring channels over the first positions of its batch element. Padding passes through.</summary>
    /// <param name="input">The data, shape [N, G · c, L].</param>
    /// <param name="lengths">How many positions along L are valid, counted from the first one; shape [N].</param>
    /// <param name="weight">γ, shape [G · c].</param>
    /// <param name="bias">β, shape [G · c].</param>
    /// <param name="output">Receives the result, shape [N, G · c, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of batch elements.</param>
    /// <param name="G">The number of groups.</param>
    /// <param name="c">The number of channels in a group: C = G · c.</param>
    /// <param name="L">The number of positions of a channel: length, or height · width; 1 for data of shape [N, C].</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N (G c) L", Axes = "c L", Mask = "N L", Affine = true, AffineAxes = "G c", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void GroupNorm(ReadOnlySpan<float> input, ReadOnlySpan<int> lengths, ReadOnlySpan<float> weight,
        ReadOnlySpan<float> bias, Span<float> output, int N, int G, int c, int L);

    /// <inheritdoc cref="GroupNorm(ReadOnlySpan{float}, ReadOnlySpan{int}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, int, int, int)"/>
    [MaskedNorm("N (G c) L", Axes = "c L", Mask = "N L", Affine = true, AffineAxes = "G c", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void GroupNorm(ReadOnlySpan<double> input, ReadOnlySpan<int> lengths, ReadOnlySpan<double> weight,
        ReadOnlySpan<double> bias, Span<double> output, int N, int G, int c, int L);

    /// <summary>Group norm: normalizes every group of neighbouring channels of a batch element, then applies weight and bias of each channel.</summary>
    /// <param name="input">The data, shape [N, C, L].</param>
    /// <param name="weight">γ, shape [C].</param>
    /// <param name="bias">β, shape [C].</param>
    /// <param name="output">Receives the result, shape [N, C, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="G">The number of groups; it divides C.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N (G c) L", Axes = "c L", Affine = true, AffineAxes = "G c", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void GroupNorm(ReadOnlyTensorSpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias,
        TensorSpan<float> output, int G);

    /// <inheritdoc cref="GroupNorm(ReadOnlyTensorSpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, TensorSpan{float}, int)"/>
    [MaskedNorm("N (G c) L", Axes = "c L", Affine = true, AffineAxes = "G c", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void GroupNorm(ReadOnlyTensorSpan<double> input, ReadOnlySpan<double> weight, ReadOnlySpan<double> bias,
        TensorSpan<double> output, int G);

    /// <summary>Masked group norm: normalizes every group of neighbouring channels over the valid positions of its batch element. Padding passes through.</summary>
    /// <param name="input">The data, shape [N, C, L].</param>
    /// <param name="mask">True where an element is valid, shape [N, L].</param>
    /// <param name="weight">γ, shape [C].</param>
    /// <param name="bias">β, shape [C].</param>
    /// <param name="output">Receives the result, shape [N, C, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="G">The number of groups; it divides C.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N (G c) L", Axes = "c L", Mask = "N L", Affine = true, AffineAxes = "G c", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void GroupNorm(ReadOnlyTensorSpan<float> input, ReadOnlyTensorSpan<bool> mask, ReadOnlySpan<float> weight,
        ReadOnlySpan<float> bias, TensorSpan<float> output, int G);

    /// <inheritdoc cref="GroupNorm(ReadOnlyTensorSpan{float}, ReadOnlyTensorSpan{bool}, ReadOnlySpan{float}, ReadOnlySpan{float}, TensorSpan{float}, int)"/>
    [MaskedNorm("N (G c) L", Axes = "c L", Mask = "N L", Affine = true, AffineAxes = "G c", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void GroupNorm(ReadOnlyTensorSpan<double> input, ReadOnlyTensorSpan<bool> mask, ReadOnlySpan<double> weight,
        ReadOnlySpan<double> bias, TensorSpan<double> output, int G);

    /// <summary>Group norm without weight and bias: normalizes every group of neighbouring channels of a batch element.</summary>
    /// <param name="input">The data, shape [N, C, L].</param>
    /// <param name="output">Receives the result, shape [N, C, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="G">The number of groups; it divides C.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N (G c) L", Axes = "c L", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void GroupNorm(ReadOnlyTensorSpan<float> input, TensorSpan<float> output, int G);

    /// <inheritdoc cref="GroupNorm(ReadOnlyTensorSpan{float}, TensorSpan{float}, int)"/>
    [MaskedNorm("N (G c) L", Axes = "c L", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void GroupNorm(ReadOnlyTensorSpan<double> input, TensorSpan<double> output, int G);

    /// <summary>Instance norm without weight and bias: normalizes every channel of every batch element over its positions.</summary>
    /// <param name="input">The data, shape [N, C, L].</param>
    /// <param name="output">Receives the result, shape [N, C, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of batch elements.</param>
    /// <param name="C">The number of channels.</param>
    /// <param name="L">The number of positions of a channel: length, or height · width; 1 for data of shape [N, C].</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N C L", Axes = "L", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void InstanceNorm(ReadOnlySpan<float> input, Span<float> output, int N, int C, int L);

    /// <inheritdoc cref="InstanceNorm(ReadOnlySpan{float}, Span{float}, int, int, int)"/>
    [MaskedNorm("N C L", Axes = "L", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void InstanceNorm(ReadOnlySpan<double> input, Span<double> output, int N, int C, int L);

    /// <summary>Instance norm: normalizes every channel of every batch element over its positions, then applies weight and bias of each channel.</summary>
    /// <param name="input">The data, shape [N, C, L].</param>
    /// <param name="weight">γ, shape [C].</param>
    /// <param name="bias">β, shape [C].</param>
    /// <param name="output">Receives the result, shape [N, C, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of batch elements.</param>
    /// <param name="C">The number of channels.</param>
    /// <param name="L">The number of positions of a channel: length, or height · width; 1 for data of shape [N, C].</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N C L", Axes = "L", Affine = true, AffineAxes = "C", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void InstanceNorm(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias,
        Span<float> output, int N, int C, int L);

    /// <inheritdoc cref="InstanceNorm(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, int, int)"/>
    [MaskedNorm("N C L", Axes = "L", Affine = true, AffineAxes = "C", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void InstanceNorm(ReadOnlySpan<double> input, ReadOnlySpan<double> weight, ReadOnlySpan<double> bias,
        Span<double> output, int N, int C, int L);

    /// <summary>Masked instance norm: normalizes every channel of every batch element over its valid positions. Padding passes through.</summary>
    /// <param name="input">The data, shape [N, C, L].</param>
    /// <param name="mask">True where an element is valid, shape [N, L].</param>
    /// <param name="weight">γ, shape [C].</param>
    /// <param name="bias">β, shape [C].</param>
    /// <param name="output">Receives the result, shape [N, C, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of batch elements.</param>
    /// <param name="C">The number of channels.</param>
    /// <param name="L">The number of positions of a channel: length, or height · width; 1 for data of shape [N, C].</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N C L", Axes = "L", Mask = "N L", Affine = true, AffineAxes = "C", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void InstanceNorm(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight,
        ReadOnlySpan<float> bias, Span<float> output, int N, int C, int L);

    /// <inheritdoc cref="InstanceNorm(ReadOnlySpan{float}, ReadOnlySpan{bool}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, int, int)"/>
    [MaskedNorm("N C L", Axes = "L", Mask = "N L", Affine = true, AffineAxes = "C", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void InstanceNorm(ReadOnlySpan<double> input, ReadOnlySpan<bool> mask, ReadOnlySpan<double> weight,
        ReadOnlySpan<double> bias, Span<double> output, int N, int C, int L);

    /// <summary>Masked instance norm of right-padded sequences: normalizes every channel of every batch element over its first positions. Padding passes through.</summary>
    /// <param name="input">The data, shape [N, C, L].</param>
    /// <param name="lengths">How many positions along L are valid, counted from the first one; shape [N].</param>
    /// <param name="weight">γ, shape [C].</param>
    /// <param name="bias">β, shape [C].</param>
    /// <param name="output">Receives the result, shape [N, C, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of batch elements.</param>
    /// <param name="C">The number of channels.</param>
    /// <param name="L">The number of positions of a channel: length, or height · width; 1 for data of shape [N, C].</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N C L", Axes = "L", Mask = "N L", Affine = true, AffineAxes = "C", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void InstanceNorm(ReadOnlySpan<float> input, ReadOnlySpan<int> lengths, ReadOnlySpan<float> weight,
        ReadOnlySpan<float> bias, Span<float> output, int N, int C, int L);

    /// <inheritdoc cref="InstanceNorm(ReadOnlySpan{float}, ReadOnlySpan{int}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, int, int)"/>
    [MaskedNorm("N C L", Axes = "L", Mask = "N L", Affine = true, AffineAxes = "C", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void InstanceNorm(ReadOnlySpan<double> input, ReadOnlySpan<int> lengths, ReadOnlySpan<double> weight,
        ReadOnlySpan<double> bias, Span<double> output, int N, int C, int L);

    /// <summary>Instance norm without weight and bias: normalizes every channel of every batch element over its positions.</summary>
    /// <param name="input">The data, shape [N, C, L].</param>
    /// <param name="output">Receives the result, shape [N, C, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N C L", Axes = "L", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void InstanceNorm(ReadOnlyTensorSpan<float> input, TensorSpan<float> output);

    /// <inheritdoc cref="InstanceNorm(ReadOnlyTensorSpan{float}, TensorSpan{float})"/>
    [MaskedNorm("N C L", Axes = "L", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void InstanceNorm(ReadOnlyTensorSpan<double> input, TensorSpan<double> output);

    /// <summary>Instance norm: normalizes every channel of every batch element over its positions, then applies weight and bias of each channel.</summary>
    /// <param name="input">The data, shape [N, C, L].</param>
    /// <param name="weight">γ, shape [C].</param>
    /// <param name="bias">β, shape [C].</param>
    /// <param name="output">Receives the result, shape [N, C, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N C L", Axes = "L", Affine = true, AffineAxes = "C", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void InstanceNorm(ReadOnlyTensorSpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias,
        TensorSpan<float> output);

    /// <inheritdoc cref="InstanceNorm(ReadOnlyTensorSpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, TensorSpan{float})"/>
    [MaskedNorm("N C L", Axes = "L", Affine = true, AffineAxes = "C", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void InstanceNorm(ReadOnlyTensorSpan<double> input, ReadOnlySpan<double> weight, ReadOnlySpan<double> bias,
        TensorSpan<double> output);

    /// <summary>Masked instance norm: normalizes every channel of every batch element over its valid positions. Padding passes through.</summary>
    /// <param name="input">The data, shape [N, C, L].</param>
    /// <param name="mask">True where an element is valid, shape [N, L].</param>
    /// <param name="weight">γ, shape [C].</param>
    /// <param name="bias">β, shape [C].</param>
    /// <param name="output">Receives the result, shape [N, C, L]; may be the very memory of <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N C L", Axes = "L", Mask = "N L", Affine = true, AffineAxes = "C", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void InstanceNorm(ReadOnlyTensorSpan<float> input, ReadOnlyTensorSpan<bool> mask, ReadOnlySpan<float> weight,
        ReadOnlySpan<float> bias, TensorSpan<float> output);

    /// <inheritdoc cref="InstanceNorm(ReadOnlyTensorSpan{float}, ReadOnlyTensorSpan{bool}, ReadOnlySpan{float}, ReadOnlySpan{float}, TensorSpan{float})"/>
    [MaskedNorm("N C L", Axes = "L", Mask = "N L", Affine = true, AffineAxes = "C", Variance = Variance.Biased, Epsilon = 1e-5)]
    public static partial void InstanceNorm(ReadOnlyTensorSpan<double> input, ReadOnlyTensorSpan<bool> mask, ReadOnlySpan<double> weight,
        ReadOnlySpan<double> bias, TensorSpan<double> output);
}
