using System;
using System.Numerics.Tensors;

namespace MaskedNorm;

/// <summary>The ready-made norms, declared with this package's own attributes.</summary>
/// <remarks>
/// <para>Memory is dense and row-major. Forms over spans take the extents; forms over tensor spans read them off the data. Every form has
/// a float and a double overload, may work in place (output the very memory of input), and computes the same bits on every run. Forwards only,
/// each on the thread that calls it: gradients and several threads need a kernel of your own.</para>
/// <para>Masked positions are never read into a result. They pass through (output = input, bit for bit) unless a method says otherwise.</para>
/// <para>The norms named after the Python package <c>masked_norm</c> follow it: variance with divisor n − 1, ε = 0, and what has no scale
/// (one element, or all equal) passes through like padding. The others follow PyTorch: divisor n and ε = 1e-5. ε, divisor, policies and
/// axes are fixed at compile time; for others, declare a kernel of your own with <see cref="MaskedNormAttribute"/>.</para>
/// </remarks>
public static partial class Norms
{
    /// <summary>Python's <c>masked_norm</c>: normalizes every valid row over its features; the other rows pass through.</summary>
    /// <param name="input">The data, shape [N, F].</param>
    /// <param name="mask">True where an element is valid, shape [N].</param>
    /// <param name="output">Receives the result, shape [N, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of rows: the product of all axes but the last.</param>
    /// <param name="F">The number of features in a row.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N F", Axes = "F", Mask = "N")]
    public static partial void MaskedNorm(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<float> output, int N, int F);

    /// <inheritdoc cref="MaskedNorm(ReadOnlySpan{float}, ReadOnlySpan{bool}, Span{float}, int, int)"/>
    [MaskedNorm("N F", Axes = "F", Mask = "N")]
    public static partial void MaskedNorm(ReadOnlySpan<double> input, ReadOnlySpan<bool> mask, Span<double> output, int N, int F);

    /// <summary>Python's <c>masked_norm</c> without a mask: normalizes every row over its features.</summary>
    /// <param name="input">The data, shape [N, F].</param>
    /// <param name="output">Receives the result, shape [N, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of rows: the product of all axes but the last.</param>
    /// <param name="F">The number of features in a row.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N F", Axes = "F")]
    public static partial void MaskedNorm(ReadOnlySpan<float> input, Span<float> output, int N, int F);

    /// <inheritdoc cref="MaskedNorm(ReadOnlySpan{float}, Span{float}, int, int)"/>
    [MaskedNorm("N F", Axes = "F")]
    public static partial void MaskedNorm(ReadOnlySpan<double> input, Span<double> output, int N, int F);

    /// <summary>Python's <c>masked_norm</c>: normalizes every valid token of every batch element over its features; the other tokens pass through.</summary>
    /// <param name="input">The data, shape [B, T, F].</param>
    /// <param name="mask">True where an element is valid, shape [B, T].</param>
    /// <param name="output">Receives the result, shape [B, T, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("B T F", Axes = "F", Mask = "B T")]
    public static partial void MaskedNorm(ReadOnlyTensorSpan<float> input, ReadOnlyTensorSpan<bool> mask, TensorSpan<float> output);

    /// <inheritdoc cref="MaskedNorm(ReadOnlyTensorSpan{float}, ReadOnlyTensorSpan{bool}, TensorSpan{float})"/>
    [MaskedNorm("B T F", Axes = "F", Mask = "B T")]
    public static partial void MaskedNorm(ReadOnlyTensorSpan<double> input, ReadOnlyTensorSpan<bool> mask, TensorSpan<double> output);

    /// <summary>Python's <c>masked_norm</c> without a mask: normalizes every token of every batch element over its features.</summary>
    /// <param name="input">The data, shape [B, T, F].</param>
    /// <param name="output">Receives the result, shape [B, T, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("B T F", Axes = "F")]
    public static partial void MaskedNorm(ReadOnlyTensorSpan<float> input, TensorSpan<float> output);

    /// <inheritdoc cref="MaskedNorm(ReadOnlyTensorSpan{float}, TensorSpan{float})"/>
    [MaskedNorm("B T F", Axes = "F")]
    public static partial void MaskedNorm(ReadOnlyTensorSpan<double> input, TensorSpan<double> output);

    /// <summary>Python's <c>affine_masked_norm</c>: normalizes every valid row over its features, then applies the row's own weight and bias. Rows that are not valid, or have no scale, get γ·x + β.</summary>
    /// <param name="input">The data, shape [N, F].</param>
    /// <param name="mask">True where an element is valid, shape [N].</param>
    /// <param name="weight">γ, shape [N].</param>
    /// <param name="bias">β, shape [N].</param>
    /// <param name="output">Receives the result, shape [N, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of rows: the product of all axes but the last.</param>
    /// <param name="F">The number of features in a row.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N F", Axes = "F", Mask = "N", Affine = true, Padded = OutputPolicy.Affine, Degenerate = OutputPolicy.Affine)]
    public static partial void AffineMaskedNorm(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight,
        ReadOnlySpan<float> bias, Span<float> output, int N, int F);

    /// <inheritdoc cref="AffineMaskedNorm(ReadOnlySpan{float}, ReadOnlySpan{bool}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, int)"/>
    [MaskedNorm("N F", Axes = "F", Mask = "N", Affine = true, Padded = OutputPolicy.Affine, Degenerate = OutputPolicy.Affine)]
    public static partial void AffineMaskedNorm(ReadOnlySpan<double> input, ReadOnlySpan<bool> mask, ReadOnlySpan<double> weight,
        ReadOnlySpan<double> bias, Span<double> output, int N, int F);

    /// <summary>Python's <c>affine_masked_norm</c> without a mask: normalizes every row over its features, then applies the row's own weight and bias. Rows without scale get γ·x + β.</summary>
    /// <param name="input">The data, shape [N, F].</param>
    /// <param name="weight">γ, shape [N].</param>
    /// <param name="bias">β, shape [N].</param>
    /// <param name="output">Receives the result, shape [N, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of rows: the product of all axes but the last.</param>
    /// <param name="F">The number of features in a row.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N F", Axes = "F", Affine = true, Degenerate = OutputPolicy.Affine)]
    public static partial void AffineMaskedNorm(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias,
        Span<float> output, int N, int F);

    /// <inheritdoc cref="AffineMaskedNorm(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, int)"/>
    [MaskedNorm("N F", Axes = "F", Affine = true, Degenerate = OutputPolicy.Affine)]
    public static partial void AffineMaskedNorm(ReadOnlySpan<double> input, ReadOnlySpan<double> weight, ReadOnlySpan<double> bias,
        Span<double> output, int N, int F);

    /// <summary>Python's <c>affine_masked_norm</c>: normalizes every valid token over its features, then applies the token's own weight and bias. Tokens that are not valid, or have no scale, get γ·x + β.</summary>
    /// <param name="input">The data, shape [B, T, F].</param>
    /// <param name="mask">True where an element is valid, shape [B, T].</param>
    /// <param name="weight">γ, shape [B, T].</param>
    /// <param name="bias">β, shape [B, T].</param>
    /// <param name="output">Receives the result, shape [B, T, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("B T F", Axes = "F", Mask = "B T", Affine = true, Padded = OutputPolicy.Affine, Degenerate = OutputPolicy.Affine)]
    public static partial void AffineMaskedNorm(ReadOnlyTensorSpan<float> input, ReadOnlyTensorSpan<bool> mask, ReadOnlySpan<float> weight,
        ReadOnlySpan<float> bias, TensorSpan<float> output);

    /// <inheritdoc cref="AffineMaskedNorm(ReadOnlyTensorSpan{float}, ReadOnlyTensorSpan{bool}, ReadOnlySpan{float}, ReadOnlySpan{float}, TensorSpan{float})"/>
    [MaskedNorm("B T F", Axes = "F", Mask = "B T", Affine = true, Padded = OutputPolicy.Affine, Degenerate = OutputPolicy.Affine)]
    public static partial void AffineMaskedNorm(ReadOnlyTensorSpan<double> input, ReadOnlyTensorSpan<bool> mask,
        ReadOnlySpan<double> weight, ReadOnlySpan<double> bias, TensorSpan<double> output);

    /// <summary>Python's <c>affine_masked_norm</c> without a mask: normalizes every token over its features, then applies the token's own weight and bias. Tokens without scale get γ·x + β.</summary>
    /// <param name="input">The data, shape [B, T, F].</param>
    /// <param name="weight">γ, shape [B, T].</param>
    /// <param name="bias">β, shape [B, T].</param>
    /// <param name="output">Receives the result, shape [B, T, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("B T F", Axes = "F", Affine = true, Degenerate = OutputPolicy.Affine)]
    public static partial void AffineMaskedNorm(ReadOnlyTensorSpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias,
        TensorSpan<float> output);

    /// <inheritdoc cref="AffineMaskedNorm(ReadOnlyTensorSpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, TensorSpan{float})"/>
    [MaskedNorm("B T F", Axes = "F", Affine = true, Degenerate = OutputPolicy.Affine)]
    public static partial void AffineMaskedNorm(ReadOnlyTensorSpan<double> input, ReadOnlySpan<double> weight, ReadOnlySpan<double> bias,
        TensorSpan<double> output);

    /// <summary>Python's <c>batched_masked_norm</c>: normalizes every valid column over the batch; the other columns pass through.</summary>
    /// <param name="input">The data, shape [N, D].</param>
    /// <param name="mask">True where an element is valid, shape [D].</param>
    /// <param name="output">Receives the result, shape [N, D]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of batch elements.</param>
    /// <param name="D">The number of columns: the product of all axes but the first.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N D", Axes = "N", Mask = "D")]
    public static partial void BatchedMaskedNorm(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<float> output, int N, int D);

    /// <inheritdoc cref="BatchedMaskedNorm(ReadOnlySpan{float}, ReadOnlySpan{bool}, Span{float}, int, int)"/>
    [MaskedNorm("N D", Axes = "N", Mask = "D")]
    public static partial void BatchedMaskedNorm(ReadOnlySpan<double> input, ReadOnlySpan<bool> mask, Span<double> output, int N, int D);

    /// <summary>Python's <c>batched_masked_norm</c> without a mask: normalizes every column over the batch.</summary>
    /// <param name="input">The data, shape [N, D].</param>
    /// <param name="output">Receives the result, shape [N, D]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of batch elements.</param>
    /// <param name="D">The number of columns: the product of all axes but the first.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N D", Axes = "N")]
    public static partial void BatchedMaskedNorm(ReadOnlySpan<float> input, Span<float> output, int N, int D);

    /// <inheritdoc cref="BatchedMaskedNorm(ReadOnlySpan{float}, Span{float}, int, int)"/>
    [MaskedNorm("N D", Axes = "N")]
    public static partial void BatchedMaskedNorm(ReadOnlySpan<double> input, Span<double> output, int N, int D);

    /// <summary>Python's <c>batched_masked_norm</c>: normalizes every valid feature of every token over the batch; the others pass through.</summary>
    /// <param name="input">The data, shape [N, T, F].</param>
    /// <param name="mask">True where an element is valid, shape [T, F].</param>
    /// <param name="output">Receives the result, shape [N, T, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N T F", Axes = "N", Mask = "T F")]
    public static partial void BatchedMaskedNorm(ReadOnlyTensorSpan<float> input, ReadOnlyTensorSpan<bool> mask, TensorSpan<float> output);

    /// <inheritdoc cref="BatchedMaskedNorm(ReadOnlyTensorSpan{float}, ReadOnlyTensorSpan{bool}, TensorSpan{float})"/>
    [MaskedNorm("N T F", Axes = "N", Mask = "T F")]
    public static partial void BatchedMaskedNorm(ReadOnlyTensorSpan<double> input, ReadOnlyTensorSpan<bool> mask,
        TensorSpan<double> output);

    /// <summary>Python's <c>batched_masked_norm</c> without a mask: normalizes every feature of every token over the batch.</summary>
    /// <param name="input">The data, shape [N, T, F].</param>
    /// <param name="output">Receives the result, shape [N, T, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N T F", Axes = "N")]
    public static partial void BatchedMaskedNorm(ReadOnlyTensorSpan<float> input, TensorSpan<float> output);

    /// <inheritdoc cref="BatchedMaskedNorm(ReadOnlyTensorSpan{float}, TensorSpan{float})"/>
    [MaskedNorm("N T F", Axes = "N")]
    public static partial void BatchedMaskedNorm(ReadOnlyTensorSpan<double> input, TensorSpan<double> output);

    /// <summary>Python's <c>batched_affine_masked_norm</c>: normalizes every valid column over the batch, then applies the column's own weight and bias. Columns that are not valid, or have no scale, get γ·x + β.</summary>
    /// <param name="input">The data, shape [N, D].</param>
    /// <param name="mask">True where an element is valid, shape [D].</param>
    /// <param name="weight">γ, shape [D].</param>
    /// <param name="bias">β, shape [D].</param>
    /// <param name="output">Receives the result, shape [N, D]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of batch elements.</param>
    /// <param name="D">The number of columns: the product of all axes but the first.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N D", Axes = "N", Mask = "D", Affine = true, Padded = OutputPolicy.Affine, Degenerate = OutputPolicy.Affine)]
    public static partial void BatchedAffineMaskedNorm(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight,
        ReadOnlySpan<float> bias, Span<float> output, int N, int D);

    /// <inheritdoc cref="BatchedAffineMaskedNorm(ReadOnlySpan{float}, ReadOnlySpan{bool}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, int)"/>
    [MaskedNorm("N D", Axes = "N", Mask = "D", Affine = true, Padded = OutputPolicy.Affine, Degenerate = OutputPolicy.Affine)]
    public static partial void BatchedAffineMaskedNorm(ReadOnlySpan<double> input, ReadOnlySpan<bool> mask, ReadOnlySpan<double> weight,
        ReadOnlySpan<double> bias, Span<double> output, int N, int D);

    /// <summary>Python's <c>batched_affine_masked_norm</c> without a mask: normalizes every column over the batch, then applies the column's own weight and bias. Columns without scale get γ·x + β.</summary>
    /// <param name="input">The data, shape [N, D].</param>
    /// <param name="weight">γ, shape [D].</param>
    /// <param name="bias">β, shape [D].</param>
    /// <param name="output">Receives the result, shape [N, D]; may be the very memory of <paramref name="input"/>.</param>
    /// <param name="N">The number of batch elements.</param>
    /// <param name="D">The number of columns: the product of all axes but the first.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N D", Axes = "N", Affine = true, Degenerate = OutputPolicy.Affine)]
    public static partial void BatchedAffineMaskedNorm(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias,
        Span<float> output, int N, int D);

    /// <inheritdoc cref="BatchedAffineMaskedNorm(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, int)"/>
    [MaskedNorm("N D", Axes = "N", Affine = true, Degenerate = OutputPolicy.Affine)]
    public static partial void BatchedAffineMaskedNorm(ReadOnlySpan<double> input, ReadOnlySpan<double> weight, ReadOnlySpan<double> bias,
        Span<double> output, int N, int D);

    /// <summary>Python's <c>batched_affine_masked_norm</c>: normalizes every valid feature of every token over the batch, then applies its own weight and bias. Those that are not valid, or have no scale, get γ·x + β.</summary>
    /// <param name="input">The data, shape [N, T, F].</param>
    /// <param name="mask">True where an element is valid, shape [T, F].</param>
    /// <param name="weight">γ, shape [T, F].</param>
    /// <param name="bias">β, shape [T, F].</param>
    /// <param name="output">Receives the result, shape [N, T, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N T F", Axes = "N", Mask = "T F", Affine = true, Padded = OutputPolicy.Affine, Degenerate = OutputPolicy.Affine)]
    public static partial void BatchedAffineMaskedNorm(ReadOnlyTensorSpan<float> input, ReadOnlyTensorSpan<bool> mask,
        ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, TensorSpan<float> output);

    /// <inheritdoc cref="BatchedAffineMaskedNorm(ReadOnlyTensorSpan{float}, ReadOnlyTensorSpan{bool}, ReadOnlySpan{float}, ReadOnlySpan{float}, TensorSpan{float})"/>
    [MaskedNorm("N T F", Axes = "N", Mask = "T F", Affine = true, Padded = OutputPolicy.Affine, Degenerate = OutputPolicy.Affine)]
    public static partial void BatchedAffineMaskedNorm(ReadOnlyTensorSpan<double> input, ReadOnlyTensorSpan<bool> mask,
        ReadOnlySpan<double> weight, ReadOnlySpan<double> bias, TensorSpan<double> output);

    /// <summary>Python's <c>batched_affine_masked_norm</c> without a mask: normalizes every feature of every token over the batch, then applies its own weight and bias. Features without scale get γ·x + β.</summary>
    /// <param name="input">The data, shape [N, T, F].</param>
    /// <param name="weight">γ, shape [T, F].</param>
    /// <param name="bias">β, shape [T, F].</param>
    /// <param name="output">Receives the result, shape [N, T, F]; may be the very memory of <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length contradicts the extents, or memory overlaps in part; nothing has been written.</exception>
    [MaskedNorm("N T F", Axes = "N", Affine = true, Degenerate = OutputPolicy.Affine)]
    public static partial void BatchedAffineMaskedNorm(ReadOnlyTensorSpan<float> input, ReadOnlySpan<float> weight,
        ReadOnlySpan<float> bias, TensorSpan<float> output);

    /// <inheritdoc cref="BatchedAffineMaskedNorm(ReadOnlyTensorSpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, TensorSpan{float})"/>
    [MaskedNorm("N T F", Axes = "N", Affine = true, Degenerate = OutputPolicy.Affine)]
    public static partial void BatchedAffineMaskedNorm(ReadOnlyTensorSpan<double> input, ReadOnlySpan<double> weight,
        ReadOnlySpan<double> bias, TensorSpan<double> output);
}
