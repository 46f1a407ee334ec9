using System;

namespace MaskedNorm.Runtime.Tests;

/// <summary>A binary format by its definition: sign, exponent and mantissa fields, slow and plain.</summary>
internal sealed class Definition(int exponent, int mantissa, bool hasInfinity)
{
    public int Mantissa => mantissa;

    public bool HasInfinity => hasInfinity;

    /// <summary>The pattern of the greatest finite value: below infinity, or below the one NaN.</summary>
    public int Greatest => hasInfinity ? (((1 << exponent) - 1) << mantissa) - 1 : (1 << (exponent + mantissa)) - 2;

    public double Value(int pattern)
    {
        int magnitude = pattern & ((1 << (exponent + mantissa)) - 1);
        double sign = pattern == magnitude ? 1 : -1;
        return magnitude <= Greatest ? sign * Finite(magnitude)
            : hasInfinity && magnitude == Greatest + 1 ? sign * double.PositiveInfinity
            : double.NaN;
    }

    /// <summary>The value that follows a finite one, as if the exponent had no end.</summary>
    public double Successor(int pattern) => Finite(pattern + 1);

    /// <summary>The pattern nearest to a number that is not negative; of two, the even one. Beyond the greatest value's half step: what follows it.</summary>
    public int Nearest(double value)
    {
        int low = 0, high = Greatest + 1;
        while (low < high)
        {
            // Everything below the midpoint (or on it, if the pattern is even) belongs to a pattern up to this one.
            int middle = (low + high) / 2;
            double boundary = (Finite(middle) + Finite(middle + 1)) / 2;
            if (value < boundary || (value == boundary && middle % 2 == 0))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private double Finite(int magnitude)
    {
        int bias = (1 << (exponent - 1)) - 1;
        int field = magnitude >> mantissa;
        int fraction = magnitude & ((1 << mantissa) - 1);
        return field == 0
            ? Math.ScaleB(fraction, 1 - bias - mantissa)
            : Math.ScaleB(fraction + (1 << mantissa), field - bias - mantissa);
    }
}
