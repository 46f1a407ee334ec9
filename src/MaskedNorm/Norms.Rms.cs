using System;
using System.Numerics.Tensors;

namespace MaskedNorm;

public static partial class Norms
{
    /// <summary>RMS norm without weight: divides every row by the root of the mean square of its features.</summary>
    /// <param name="input">The data, shape [N, F].</param>
    /// <param name="output">Receives the result, shape [N, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of rows: the product of all axes but the last.</param>
    /// <param name="F">The number of features in a row.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    /// <remarks>ε is 1e-5, as in Llama 2 and 3. PyTorch's <c>RMSNorm</c> has the element type's machine epsilon unless told otherwise.</remarks>
    [MaskedNorm("N F", Axes = "F", Kind = NormKind.Rms, Epsilon = 1e-5)]
    public static partial void RmsNorm(ReadOnlySpan<float> input, Span<float> output, int N, int F);

    /// <inheritdoc cref="RmsNorm(ReadOnlySpan{float}, Span{float}, int, int)"/>
    [MaskedNorm("N F", Axes = "F", Kind = NormKind.Rms, Epsilon = 1e-5)]
    public static partial void RmsNorm(ReadOnlySpan<double> input, Span<double> output, int N, int F);

    /// <summary>RMS norm: divides every row by the root of the mean square of its features, then applies the weight of each feature.</summary>
    /// <param name="input">The data, shape [N, F].</param>
    /// <param name="weight">γ, shape [F].</param>
    /// <param name="output">Receives the result, shape [N, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of rows: the product of all axes but the last.</param>
    /// <param name="F">The number of features in a row.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    /// <remarks>ε is 1e-5, as in Llama 2 and 3. PyTorch's <c>RMSNorm</c> has the element type's machine epsilon unless told otherwise.</remarks>
    [MaskedNorm("N F", Axes = "F", Affine = true, AffineAxes = "F", Kind = NormKind.Rms, Epsilon = 1e-5)]
    public static partial void RmsNorm(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> output, int N, int F);

    /// <inheritdoc cref="RmsNorm(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, int)"/>
    [MaskedNorm("N F", Axes = "F", Affine = true, AffineAxes = "F", Kind = NormKind.Rms, Epsilon = 1e-5)]
    public static partial void RmsNorm(ReadOnlySpan<double> input, ReadOnlySpan<double> weight, Span<double> output, int N, int F);

    /// <summary>Masked RMS norm: divides every valid row by the root of the mean square of its features, then applies the weight of each feature. The other rows pass through.</summary>
    /// <param name="input">The data, shape [N, F].</param>
    /// <param name="mask">True where an element is valid, shape [N].</param>
    /// <param name="weight">γ, shape [F].</param>
    /// <param name="output">Receives the result, shape [N, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of rows: the product of all axes but the last.</param>
    /// <param name="F">The number of features in a row.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    /// <remarks>ε is 1e-5, as in Llama 2 and 3. PyTorch's <c>RMSNorm</c> has the element type's machine epsilon unless told otherwise.</remarks>
    [MaskedNorm("N F", Axes = "F", Mask = "N", Affine = true, AffineAxes = "F", Kind = NormKind.Rms, Epsilon = 1e-5)]
    public static partial void RmsNorm(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight, Span<float> output,
        int N, int F);

    /// <inheritdoc cref="RmsNorm(ReadOnlySpan{float}, ReadOnlySpan{bool}, ReadOnlySpan{float}, Span{float}, int, int)"/>
    [MaskedNorm("N F", Axes = "F", Mask = "N", Affine = true, AffineAxes = "F", Kind = NormKind.Rms, Epsilon = 1e-5)]
    public static partial void RmsNorm(ReadOnlySpan<double> input, ReadOnlySpan<bool> mask, ReadOnlySpan<double> weight,
        Span<double> output, int N, int F);

    /// <summary>RMS norm without weight: divides every token by the root of the mean square of its features.</summary>
    /// <param name="input">The data, shape [B, T, F].</param>
    /// <param name="output">Receives the result, shape [B, T, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    /// <remarks>ε is 1e-5, as in Llama 2 and 3. PyTorch's <c>RMSNorm</c> has the element type's machine epsilon unless told otherwise.</remarks>
    [MaskedNorm("B T F", Axes = "F", Kind = NormKind.Rms, Epsilon = 1e-5)]
    public static partial void RmsNorm(ReadOnlyTensorSpan<float> input, TensorSpan<float> output);

    /// <inheritdoc cref="RmsNorm(ReadOnlyTensorSpan{float}, TensorSpan{float})"/>
    [MaskedNorm("B T F", Axes = "F", Kind = NormKind.Rms, Epsilon = 1e-5)]
    public static partial void RmsNorm(ReadOnlyTensorSpan<double> input, TensorSpan<double> output);

    /// <summary>RMS norm: divides every token by the root of the mean square of its features, then applies the weight of each feature.</summary>
    /// <param name="input">The data, shape [B, T, F].</param>
    /// <param name="weight">γ, shape [F].</param>
    /// <param name="output">Receives the result, shape [B, T, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    /// <remarks>ε is 1e-5, as in Llama 2 and 3. PyTorch's <c>RMSNorm</c> has the element type's machine epsilon unless told otherwise.</remarks>
    [MaskedNorm("B T F", Axes = "F", Affine = true, AffineAxes = "F", Kind = NormKind.Rms, Epsilon = 1e-5)]
    public static partial void RmsNorm(ReadOnlyTensorSpan<float> input, ReadOnlySpan<float> weight, TensorSpan<float> output);

    /// <inheritdoc cref="RmsNorm(ReadOnlyTensorSpan{float}, ReadOnlySpan{float}, TensorSpan{float})"/>
    [MaskedNorm("B T F", Axes = "F", Affine = true, AffineAxes = "F", Kind = NormKind.Rms, Epsilon = 1e-5)]
    public static partial void RmsNorm(ReadOnlyTensorSpan<double> input, ReadOnlySpan<double> weight, TensorSpan<double> output);

    /// <summary>Masked RMS norm: divides every valid token by the root of the mean square of its features, then applies the weight of each feature. The other tokens pass through.</summary>
    /// <param name="input">The data, shape [B, T, F].</param>
    /// <param name="mask">True where an element is valid, shape [B, T].</param>
    /// <param name="weight">γ, shape [F].</param>
    /// <param name="output">Receives the result, shape [B, T, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    /// <remarks>ε is 1e-5, as in Llama 2 and 3. PyTorch's <c>RMSNorm</c> has the element type's machine epsilon unless told otherwise.</remarks>
    [MaskedNorm("B T F", Axes = "F", Mask = "B T", Affine = true, AffineAxes = "F", Kind = NormKind.Rms, Epsilon = 1e-5)]
    public static partial void RmsNorm(ReadOnlyTensorSpan<float> input, ReadOnlyTensorSpan<bool> mask, ReadOnlySpan<float> weight,
        TensorSpan<float> output);

    /// <inheritdoc cref="RmsNorm(ReadOnlyTensorSpan{float}, ReadOnlyTensorSpan{bool}, ReadOnlySpan{float}, TensorSpan{float})"/>
    [MaskedNorm("B T F", Axes = "F", Mask = "B T", Affine = true, AffineAxes = "F", Kind = NormKind.Rms, Epsilon = 1e-5)]
    public static partial void RmsNorm(ReadOnlyTensorSpan<double> input, ReadOnlyTensorSpan<bool> mask, ReadOnlySpan<double> weight,
        TensorSpan<double> output);
}
