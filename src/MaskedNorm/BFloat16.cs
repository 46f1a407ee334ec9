using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using MaskedNorm.Runtime;

namespace MaskedNorm;

/// <summary>
/// A number of 16 bits: 1 sign, 8 exponent and 7 mantissa bits, the upper half of a <see cref="float"/>. In memory it is what PyTorch, NumPy
/// extensions, CUDA and ONNX call bfloat16.
/// </summary>
/// <remarks>
/// Equal range to <see cref="float"/>, about 2.4 decimal digits. A storage type: convert to <see cref="float"/> to compute.
/// Every pattern, NaNs included, survives the way to <see cref="float"/> and back.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
public readonly struct BFloat16 : IEquatable<BFloat16>, IComparable<BFloat16>, IComparable, ISpanFormattable, ISpanParsable<BFloat16>
{
    private readonly ushort _bits;

    private BFloat16(ushort bits) => _bits = bits;

    /// <summary>The least positive value, 2⁻¹³³.</summary>
    public static BFloat16 Epsilon => new(0x0001);

    /// <summary>The least finite value, about −3.39e38.</summary>
    public static BFloat16 MinValue => new(0xFF7F);

    /// <summary>The greatest finite value, about 3.39e38.</summary>
    public static BFloat16 MaxValue => new(0x7F7F);

    /// <summary>Positive infinity.</summary>
    public static BFloat16 PositiveInfinity => new(0x7F80);

    /// <summary>Negative infinity.</summary>
    public static BFloat16 NegativeInfinity => new(0xFF80);

    /// <summary>Not a number.</summary>
    public static BFloat16 NaN => new(0x7FC0);

    /// <summary>0.</summary>
    public static BFloat16 Zero => new(0x0000);

    /// <summary>1.</summary>
    public static BFloat16 One => new(0x3F80);

    /// <summary>The value of a bit pattern.</summary>
    public static BFloat16 FromBits(ushort bits) => new(bits);

    /// <summary>The bit pattern.</summary>
    public ushort ToBits() => _bits;

    /// <summary>Whether a value is not a number.</summary>
    public static bool IsNaN(BFloat16 value) => float.IsNaN((float)value);

    /// <summary>Whether a value is positive or negative infinity.</summary>
    public static bool IsInfinity(BFloat16 value) => float.IsInfinity((float)value);

    /// <summary>Whether a value is neither infinite nor NaN.</summary>
    public static bool IsFinite(BFloat16 value) => float.IsFinite((float)value);

    /// <summary>Whether the sign bit is set, of zero and NaN too.</summary>
    public static bool IsNegative(BFloat16 value) => (value._bits >> 15) != 0;

    /// <summary>Rounds to nearest, ties to even; too large a number becomes infinite.</summary>
    public static explicit operator BFloat16(float value) => new(Narrow.ToBFloat16(value));

    /// <summary>Rounds once to nearest, ties to even; too large a number becomes infinite.</summary>
    public static explicit operator BFloat16(double value) => new(Narrow.ToBFloat16(Narrow.ToSingleOdd(value)));

    /// <summary>The same value, exactly; the payload of a NaN is kept.</summary>
    public static explicit operator float(BFloat16 value) => Narrow.FromBFloat16(value._bits);

    /// <summary>The same value, exactly.</summary>
    public static explicit operator double(BFloat16 value) => Narrow.FromBFloat16(value._bits);

    /// <summary>The value with the other sign.</summary>
    public static BFloat16 operator -(BFloat16 value) => new((ushort)(value._bits ^ (1 << 15)));

    /// <summary>Equality as IEEE 754 has it: −0 equals +0, NaN equals nothing.</summary>
    public static bool operator ==(BFloat16 left, BFloat16 right) => (float)left == (float)right;

    /// <summary>The opposite of equality: true if either is NaN.</summary>
    public static bool operator !=(BFloat16 left, BFloat16 right) => (float)left != (float)right;

    /// <summary>Less than; false if either is NaN.</summary>
    public static bool operator <(BFloat16 left, BFloat16 right) => (float)left < (float)right;

    /// <summary>Greater than; false if either is NaN.</summary>
    public static bool operator >(BFloat16 left, BFloat16 right) => (float)left > (float)right;

    /// <summary>Less than or equal; false if either is NaN.</summary>
    public static bool operator <=(BFloat16 left, BFloat16 right) => (float)left <= (float)right;

    /// <summary>Greater than or equal; false if either is NaN.</summary>
    public static bool operator >=(BFloat16 left, BFloat16 right) => (float)left >= (float)right;

    /// <summary>Equality of values, where NaN equals NaN.</summary>
    public bool Equals(BFloat16 other) => ((float)this).Equals((float)other);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is BFloat16 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ((float)this).GetHashCode();

    /// <summary>The order of numbers, NaN first.</summary>
    public int CompareTo(BFloat16 other) => ((float)this).CompareTo((float)other);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        BFloat16 other => CompareTo(other),
        _ => throw new ArgumentException($"The other value is no {nameof(BFloat16)}.", nameof(obj)),
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
    public static BFloat16 Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <inheritdoc cref="Parse(string, IFormatProvider?)"/>
    public static BFloat16 Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        (BFloat16)double.Parse(s, NumberStyles.Float | NumberStyles.AllowThousands, provider ?? CultureInfo.InvariantCulture);

    /// <summary>As <see cref="Parse(string, IFormatProvider?)"/>, but says whether <paramref name="s"/> is a number.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out BFloat16 result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc cref="TryParse(string?, IFormatProvider?, out BFloat16)"/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out BFloat16 result)
    {
        bool parsed = double.TryParse(
            s, NumberStyles.Float | NumberStyles.AllowThousands, provider ?? CultureInfo.InvariantCulture, out double value);
        result = (BFloat16)value;
        return parsed;
    }
}
