using System;

namespace MaskedNorm.Accuracy;

/// <summary>The unevaluated sum of two doubles: about 31 digits (Dekker 1971; Joldes, Muller and Popescu 2017).</summary>
/// <param name="High">The value rounded to double.</param>
/// <param name="Low">What rounding lost.</param>
internal readonly record struct DoubleDouble(double High, double Low)
{
    public static DoubleDouble operator +(DoubleDouble left, double right)
    {
        DoubleDouble sum = Sum(left.High, right);
        return Ordered(sum.High, sum.Low + left.Low);
    }

    public static DoubleDouble operator +(DoubleDouble left, DoubleDouble right)
    {
        DoubleDouble high = Sum(left.High, right.High);
        DoubleDouble low = Sum(left.Low, right.Low);
        high = Ordered(high.High, high.Low + low.High);
        return Ordered(high.High, high.Low + low.Low);
    }

    public static DoubleDouble operator -(DoubleDouble value) => new(-value.High, -value.Low);

    public static DoubleDouble operator -(DoubleDouble left, DoubleDouble right) => left + -right;

    public static DoubleDouble operator *(DoubleDouble left, DoubleDouble right)
    {
        double high = left.High * right.High;
        double low = Math.FusedMultiplyAdd(left.High, right.High, -high);
        return Ordered(high, Math.FusedMultiplyAdd(left.High, right.Low, Math.FusedMultiplyAdd(left.Low, right.High, low)));
    }

    public static DoubleDouble operator /(DoubleDouble left, DoubleDouble right)
    {
        double first = left.High / right.High;
        DoubleDouble rest = left - (right * new DoubleDouble(first, 0));
        double second = rest.High / right.High;
        rest -= right * new DoubleDouble(second, 0);
        return Ordered(first, second) + (rest.High / right.High);
    }

    /// <summary>1 / √value, by a Newton step from the double result.</summary>
    public static DoubleDouble InverseSquareRoot(DoubleDouble value)
    {
        // r ← r + r·(1 − value·r²)/2 doubles the digits; twice, because the first r has lost one or two of its 53 bits.
        DoubleDouble root = new(1 / Math.Sqrt(value.High), 0);
        for (int step = 0; step < 2; step++)
        {
            DoubleDouble rest = new DoubleDouble(1, 0) - (value * root * root);
            root += root * new DoubleDouble(rest.High / 2, rest.Low / 2);
        }

        return root;
    }

    private static DoubleDouble Sum(double left, double right)
    {
        double sum = left + right;
        double part = sum - left;
        return new(sum, (left - (sum - part)) + (right - part));
    }

    private static DoubleDouble Ordered(double large, double small)
    {
        double sum = large + small;
        return new(sum, small - (sum - large));
    }
}
