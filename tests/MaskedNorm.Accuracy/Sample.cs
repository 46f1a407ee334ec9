using System;

namespace MaskedNorm.Accuracy;

/// <summary>Some selections of one kind and length, with their normalized values to about 30 digits.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TFormat">What is known of it.</typeparam>
internal sealed class Sample<T, TFormat>
    where T : unmanaged
    where TFormat : IFormat<T>
{
    private readonly DoubleDouble[] _expected;
    private readonly bool[] _degenerate;

    public Sample(Data kind, int length, int selections)
    {
        Length = length;
        Selections = selections;
        Values = new T[length * selections];
        _expected = new DoubleDouble[Values.Length];
        _degenerate = new bool[selections];
        Random random = new((length * 31) + (int)kind);
        double[] wide = new double[length];
        for (int s = 0; s < selections; s++)
        {
            Draw.Fill(wide, kind, TFormat.Digits, TFormat.Scales, random);
            Span<T> values = Values.AsSpan(s * length, length);
            for (int i = 0; i < length; i++)
            {
                values[i] = TFormat.Round(Math.Clamp(wide[i], -TFormat.Largest, TFormat.Largest));
                wide[i] = TFormat.Widen(values[i]);
            }

            _degenerate[s] = !Normalize(wide, _expected.AsSpan(s * length, length));
        }
    }

    public int Length { get; }

    public int Selections { get; }

    /// <summary>One selection after the other.</summary>
    public T[] Values { get; }

    /// <summary>Adds the errors of a result, which stands as <see cref="Values"/> does.</summary>
    public Errors Compare(ReadOnlySpan<T> found)
    {
        Errors errors = default;
        for (int s = 0; s < Selections; s++)
        {
            if (!_degenerate[s])
            {
                for (int i = s * Length; i < (s + 1) * Length; i++)
                {
                    errors.Add(TFormat.Widen(found[i]), _expected[i], TFormat.Digits, TFormat.Largest);
                }
            }
        }

        return errors;
    }

    // False: all elements are equal, the selection has no scale.
    private static bool Normalize(ReadOnlySpan<double> x, Span<DoubleDouble> y)
    {
        double largest = 0;
        foreach (double value in x)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        // Scaled by a power of two, which is exact, so that no square leaves the range.
        double prescale = largest > 0 ? Math.ScaleB(1, -Math.ILogB(largest)) : 1;
        DoubleDouble mean = default;
        foreach (double value in x)
        {
            mean += value * prescale;
        }

        mean /= new DoubleDouble(x.Length, 0);
        DoubleDouble squares = default;
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = -mean + (x[i] * prescale);
            squares += y[i] * y[i];
        }

        // 1e-50 of the square of the largest element is nothing but the rounding of this arithmetic.
        if (squares.High < 1e-50)
        {
            return false;
        }

        DoubleDouble scale = DoubleDouble.InverseSquareRoot(squares / new DoubleDouble(x.Length, 0));
        for (int i = 0; i < x.Length; i++)
        {
            y[i] *= scale;
        }

        return true;
    }
}

/// <summary>Worst and mean error, in units of the last place of max(1, |y|).</summary>
internal struct Errors
{
    private double _sum;
    private long _count;

    public double Worst { get; private set; }

    public readonly double Mean => _count == 0 ? 0 : _sum / _count;

    public readonly bool IsEmpty => _count == 0;

    public void Add(double found, DoubleDouble expected, int digits, double largest)
    {
        double magnitude = Math.Max(1, Math.Abs(expected.High));
        if (magnitude > largest)
        {
            return;
        }

        double power = BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(magnitude) & 0x7FF0000000000000);
        double error = Math.Abs((found - expected.High) - expected.Low) / power * (1L << digits);
        error = double.IsNaN(error) ? double.PositiveInfinity : error;
        Worst = Math.Max(Worst, error);
        _sum += error;
        _count++;
    }
}
