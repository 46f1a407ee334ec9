using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using MaskedNorm.Runtime;

namespace MaskedNorm;

/// <summary>
/// A number of 8 bits: 1 sign, 5 exponent (bias 15) and 2 mantissa bits, the upper half of a <see cref="Half"/>: PyTorch's float8_e5m2.
/// </summary>
/// <remarks>
/// Micikevicius et al., "FP8 Formats for Deep Learning", 2022. A storage type: convert to <see cref="float"/> to compute.
/// Every pattern, NaNs included, survives the way to <see cref="float"/> and back.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
public readonly struct Float8E5M2 : IEquatable<Float8E5M2>, IComparable<Float8E5M2>, IComparable, ISpanFormattable, ISpanParsable<Float8E5M2>
{
    private readonly byte _bits;

    private Float8E5M2(byte bits) => _bits = bits;

    /// <summary>The least positive value, 2⁻¹⁶.</summary>
    public static Float8E5M2 Epsilon => new(0x01);

    /// <summary>The least finite value, −57344.</summary>
    public static Float8E5M2 MinValue => new(0xFB);

    /// <summary>The greatest finite value, 57344.</summary>
    public static Float8E5M2 MaxValue => new(0x7B);

    /// <summary>Positive infinity.</summary>
    public static Float8E5M2 PositiveInfinity => new(0x7C);

    /// <summary>Negative infinity.</summary>
    public static Float8E5M2 NegativeInfinity => new(0xFC);

    /// <summary>Not a number.</summary>
    public static Float8E5M2 NaN => new(0x7E);

    /// <summary>0.</summary>
    public static Float8E5M2 Zero => new(0x00);

    /// <summary>1.</summary>
    public static Float8E5M2 One => new(0x3C);

    /// <summary>The value of a bit pattern.</summary>
    public static Float8E5M2 FromBits(byte bits) => new(bits);

    /// <summary>The bit pattern.</summary>
    public byte ToBits() => _bits;

    /// <summary>Whether a value is not a number.</summary>
    public static bool IsNaN(Float8E5M2 value) => float.IsNaN((float)value);

    /// <summary>Whether a value is positive or negative infinity.</summary>
    public static bool IsInfinity(Float8E5M2 value) => float.IsInfinity((float)value);

    /// <summary>Whether a value is neither infinite nor NaN.</summary>
    public static bool IsFinite(Float8E5M2 value) => float.IsFinite((float)value);

    /// <summary>Whether the sign bit is set, of zero and NaN too.</summary>
    public static bool IsNegative(Float8E5M2 value) => (value._bits >> 7) != 0;

    /// <summary>Rounds to nearest, ties to even; too large a number becomes infinite (nothing saturates).</summary>
    public static explicit operator Float8E5M2(float value) => new(Narrow.ToFloat8E5M2(value));

    /// <summary>Rounds once to nearest, ties to even; too large a number becomes infinite (nothing saturates).</summary>
    public static explicit operator Float8E5M2(double value) => new(Narrow.ToFloat8E5M2(Narrow.ToSingleOdd(value)));

    /// <summary>The same value, exactly; the payload of a NaN is kept.</summary>
    public static explicit operator float(Float8E5M2 value) => Narrow.FromFloat8E5M2(value._bits);

    /// <summary>The same value, exactly.</summary>
    public static explicit operator double(Float8E5M2 value) => Narrow.FromFloat8E5M2(value._bits);

    /// <summary>The value with the other sign.</summary>
    public static Float8E5M2 operator -(Float8E5M2 value) => new((byte)(value._bits ^ (1 << 7)));

    /// <summary>Equality as IEEE 754 has it: −0 equals +0, NaN equals nothing.</summary>
    public static bool operator ==(Float8E5M2 left, Float8E5M2 right) => (float)left == (float)right;

    /// <summary>The opposite of equality: true if either is NaN.</summary>
    public static bool operator !=(Float8E5M2 left, Float8E5M2 right) => (float)left != (float)right;

    /// <summary>Less than; false if either is NaN.</summary>
    public static bool operator <(Float8E5M2 left, Float8E5M2 right) => (float)left < (float)right;

    /// <summary>Greater than; false if either is NaN.</summary>
    public static bool operator >(Float8E5M2 left, Float8E5M2 right) => (float)left > (float)right;

    /// <summary>Less than or equal; false if either is NaN.</summary>
    public static bool operator <=(Float8E5M2 left, Float8E5M2 right) => (float)left <= (float)right;

    /// <summary>Greater than or equal; false if either is NaN.</summary>
    public static bool operator >=(Float8E5M2 left, Float8E5M2 right) => (float)left >= (float)right;

    /// <summary>Equality of values, where NaN equals NaN.</summary>
    public bool Equals(Float8E5M2 other) => ((float)this).Equals((float)other);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Float8E5M2 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ((float)this).GetHashCode();

    /// <summary>The order of numbers, NaN first.</summary>
    public int CompareTo(Float8E5M2 other) => ((float)this).CompareTo((float)other);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        Float8E5M2 other => CompareTo(other),
        _ => throw new ArgumentException($"The other value is no {nameof(Float8E5M2)}.", nameof(obj)),
    };

    /// <summary>The shortest decimal that <see cref="Parse(string, IFormatProvider?)"/> turns into this value again, in the invariant culture.</summary>
    public override string ToString() => ToString(null, null);

    /// <summary>The value in a format of <see cref="float"/>; without a provider in the invariant culture, without a format as <see cref="ToString()"/>.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        Text.Format((float)this, format, formatProvider, static text => (float)Parse(text, null));

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        Text.TryCopy(ToString(format.ToString(), provider), destination, out charsWritten);

    /// <summary>The value nearest to a decimal number (read as a double); without a provider in the invariant culture.</summary>
    /// <exception cref="FormatException"><paramref name="s"/> is no number.</exception>
    public static Float8E5M2 Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <inheritdoc cref="Parse(string, IFormatProvider?)"/>
    public static Float8E5M2 Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        (Float8E5M2)double.Parse(s, NumberStyles.Float | NumberStyles.AllowThousands, provider ?? CultureInfo.InvariantCulture);

    /// <summary>As <see cref="Parse(string, IFormatProvider?)"/>, but says whether <paramref name="s"/> is a number.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Float8E5M2 result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc cref="TryParse(string?, IFormatProvider?, out Float8E5M2)"/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Float8E5M2 result)
    {
        bool parsed = double.TryParse(
            s, NumberStyles.Float | NumberStyles.AllowThousands, provider ?? CultureInfo.InvariantCulture, out double value);
        result = (Float8E5M2)value;
        return parsed;
    }
}
