using System;
using System.Numerics;

namespace MaskedNorm.Accuracy;

/// <summary>The three textbook evaluations, in the type that the kernel's statistics have.</summary>
internal static class Plain
{
    public static string[] Names { get; } = ["two-pass", "sum of squares", "Welford"];

    /// <summary>Normalizes one selection.</summary>
    /// <typeparam name="T">The type of every operation.</typeparam>
    /// <param name="method">The index of the evaluation in <see cref="Names"/>.</param>
    /// <param name="x">The selection.</param>
    /// <param name="y">The result.</param>
    public static void Normalize<T>(int method, ReadOnlySpan<T> x, Span<T> y)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        (T mean, T squares) = method switch { 0 => TwoPass(x), 1 => SumOfSquares(x), _ => Welford(x) };
        T scale = T.One / T.Sqrt(squares / T.CreateTruncating(x.Length));
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = (x[i] - mean) * scale;
        }
    }

    private static (T Mean, T Squares) TwoPass<T>(ReadOnlySpan<T> x)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        foreach (T value in x)
        {
            sum += value;
        }

        T mean = sum / T.CreateTruncating(x.Length);
        T squares = T.Zero;
        foreach (T value in x)
        {
            T deviation = value - mean;
            squares += deviation * deviation;
        }

        return (mean, squares);
    }

    private static (T Mean, T Squares) SumOfSquares<T>(ReadOnlySpan<T> x)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        T squares = T.Zero;
        foreach (T value in x)
        {
            sum += value;
            squares += value * value;
        }

        T mean = sum / T.CreateTruncating(x.Length);
        return (mean, squares - (sum * mean));
    }

    private static (T Mean, T Squares) Welford<T>(ReadOnlySpan<T> x)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        T mean = T.Zero;
        T squares = T.Zero;
        for (int i = 0; i < x.Length; i++)
        {
            T deviation = x[i] - mean;
            mean += deviation / T.CreateTruncating(i + 1);
            squares += deviation * (x[i] - mean);
        }

        return (mean, squares);
    }
}
