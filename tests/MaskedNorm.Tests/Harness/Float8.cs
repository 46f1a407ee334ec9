using System;
using System.Linq;

namespace MaskedNorm.Tests.Harness;

/// <summary>The formats of 8 bits from their definition, independent of the library: all values in a table.</summary>
internal sealed class Float8
{
    private readonly double[] _values;
    private readonly int _infinity;

    /// <param name="mantissa">The number of mantissa bits.</param>
    /// <param name="bias">The exponent's bias.</param>
    /// <param name="infinity">The pattern that numbers too large become, infinity or NaN; those above it are NaN.</param>
    private Float8(int mantissa, int bias, int infinity)
    {
        _infinity = infinity;

        // One value more than there are: what the next would be, to which numbers just beyond the largest are compared.
        _values = Enumerable.Range(0, infinity + 1).Select(bits =>
        {
            int exponent = bits >> mantissa;
            int fraction = bits & ((1 << mantissa) - 1);
            return exponent == 0 ? Math.ScaleB(fraction, 1 - bias - mantissa) : Math.ScaleB(fraction + (1 << mantissa), exponent - bias - mantissa);
        }).ToArray();
    }

    /// <summary>4 exponent and 3 mantissa bits, no infinity, greatest value 448.</summary>
    public static Float8 E4M3 { get; } = new(3, 7, 0x7F);

    /// <summary>5 exponent and 2 mantissa bits, as IEEE 754 would have it.</summary>
    public static Float8 E5M2 { get; } = new(2, 15, 0x7C);

    /// <summary>The value of a pattern.</summary>
    public double Value(byte bits)
    {
        int magnitude = bits & 0x7F;
        double value = magnitude < _infinity ? _values[magnitude] : magnitude == _infinity && _infinity < 0x7F ? double.PositiveInfinity : double.NaN;
        return bits < 0x80 ? value : -value;
    }

    /// <summary>The pattern of the nearest value, the even one of two.</summary>
    public byte Round(double value)
    {
        int sign = double.IsNegative(value) ? 0x80 : 0;
        if (double.IsNaN(value))
        {
            return (byte)(sign | 0x7F);
        }

        double magnitude = Math.Abs(value);
        int above = Array.FindIndex(_values, v => v >= magnitude);
        if (above <= 0)
        {
            return (byte)(sign | (above < 0 ? _infinity : 0));
        }

        double toAbove = _values[above] - magnitude;
        double toBelow = magnitude - _values[above - 1];
        return (byte)(sign | (toAbove < toBelow || (toAbove == toBelow && above % 2 == 0) ? above : above - 1));
    }
}
