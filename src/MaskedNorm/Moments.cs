using System;
using System.Runtime.InteropServices;

namespace MaskedNorm;

/// <summary>The count, mean and sum of squared deviations of a set of values; those of a union follow from those of its parts.</summary>
/// <param name="Count">n, the number of values.</param>
/// <param name="Mean">Σx / n, in the values' unit; 0 of no values.</param>
/// <param name="SumOfSquares">S = Σ(x − mean)², in the values' unit squared; 0 of no values.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct Moments(long Count, double Mean, double SumOfSquares)
{
    /// <summary>The variance S / d, with d = n − 1 or n; NaN where d is not positive.</summary>
    /// <param name="divisor">Which d.</param>
    /// <returns>The variance, in the values' unit squared.</returns>
    public double Variance(Variance divisor)
    {
        long d = divisor == MaskedNorm.Variance.Unbiased ? Count - 1 : Count;
        return d > 0 ? SumOfSquares / d : double.NaN;
    }

    /// <summary>The moments of two disjoint sets together. Always the same bits for the same arguments in the same order.</summary>
    /// <remarks>
    /// Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", 1979: with δ = mean₂ − mean₁,
    /// mean = mean₁ + δ·n₂/n and S = S₁ + S₂ + δ²·n₁·n₂/n; where δ is beyond double, the mean is mean₁·n₁/n + mean₂·n₂/n and S infinite. The empty
    /// set changes nothing, bit for bit.
    /// </remarks>
    /// <param name="first">The moments of one set.</param>
    /// <param name="second">The moments of the other.</param>
    /// <returns>The moments of their union.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static Moments Combine(Moments first, Moments second)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(second.Count);
        if (first.Count == 0 || second.Count == 0)
        {
            return first.Count == 0 ? second : first;
        }

        long count = first.Count + second.Count;
        double delta = second.Mean - first.Mean;
        double share = (double)second.Count / count;
        double mean = double.IsFinite(delta) || !double.IsFinite(first.Mean) || !double.IsFinite(second.Mean)
            ? first.Mean + (delta * share)
            : (first.Mean * ((double)first.Count / count)) + (second.Mean * share);

        // δ² alone may be beyond double, or subnormal, where the product is not.
        return new Moments(count, mean, first.SumOfSquares + second.SumOfSquares + (delta * (first.Count * share) * delta));
    }

    /// <summary>
    /// The moments of any number of disjoint sets together, always by the same tree: the combination of the first ⌊k/2⌋ with that of the rest.
    /// Of no sets: zero.
    /// </summary>
    /// <param name="parts">The moments of each set.</param>
    /// <returns>The moments of their union.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static Moments Combine(ReadOnlySpan<Moments> parts) => parts.Length switch
    {
        0 => default,
        1 => Combine(default, parts[0]),
        int k => Combine(Combine(parts[..(k / 2)]), Combine(parts[(k / 2)..])),
    };
}
