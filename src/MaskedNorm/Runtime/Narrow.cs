using System;
using System.Runtime.CompilerServices;

namespace MaskedNorm.Runtime;

/// <summary>
/// Scalar conversions between float and the narrow formats, in bits. Every pattern of a narrow format survives the way to float and back,
/// signalling NaNs too; a NaN whose leading payload bits are all zero becomes quiet.
/// </summary>
internal static class Narrow
{
    /// <summary>The exponent field of float: infinity.</summary>
    internal const int Infinity = 0x7F800000;

    public static float FromHalf(ushort bits) => Decode(bits, 15, 10, 15, 0x7C00);

    public static float FromFloat8E5M2(byte bits) => Decode(bits, 7, 2, 15, 0x7C);

    public static float FromFloat8E4M3(byte bits) => Decode(bits, 7, 3, 7, 0x7F);

    public static float FromBFloat16(ushort bits) => BitConverter.Int32BitsToSingle(bits << 16);

    public static ushort ToHalf(float value) => (ushort)Encode(value, 15, 10, 15, 0x7C00);

    public static byte ToFloat8E5M2(float value) => (byte)Encode(value, 7, 2, 15, 0x7C);

    public static byte ToFloat8E4M3(float value) => (byte)Encode(value, 7, 3, 7, 0x7F);

    public static ushort ToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        uint top = bits >> 16;
        if ((bits & 0x7FFFFFFF) > Infinity)
        {
            return (ushort)((top & 0x7F) == 0 ? top | 0x40 : top);
        }

        return (ushort)((bits + 0x7FFF + (top & 1)) >> 16);
    }

    /// <summary>
    /// A double as a float rounded to odd: towards zero, and the last bit set if anything was lost. Rounding that to nearest in a format at
    /// least two bits narrower gives what rounding the double once gives (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums", 2008).
    /// </summary>
    public static float ToSingleOdd(double value)
    {
        float nearest = (float)value;
        if (nearest == value || double.IsNaN(value))
        {
            return nearest;
        }

        int bits = BitConverter.SingleToInt32Bits(nearest);
        if (Math.Abs((double)nearest) > Math.Abs(value))
        {
            bits--;
        }

        return BitConverter.Int32BitsToSingle(bits | 1);
    }

    /// <summary>Shifts the fields into place and corrects the exponent's bias by one exact product, which serves subnormals too.</summary>
    /// <param name="bits">The pattern.</param>
    /// <param name="sign">The position of the sign bit.</param>
    /// <param name="mantissa">The number of mantissa bits.</param>
    /// <param name="bias">The exponent's bias.</param>
    /// <param name="special">The least pattern that is infinite or NaN.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Decode(int bits, int sign, int mantissa, int bias, int special)
    {
        int magnitude = bits & ((1 << sign) - 1);
        float scale = BitConverter.Int32BitsToSingle((127 + 127 - bias) << 23);
        int result = BitConverter.SingleToInt32Bits(BitConverter.Int32BitsToSingle(magnitude << (23 - mantissa)) * scale);
        if (magnitude >= special)
        {
            result |= Infinity;
        }

        return BitConverter.Int32BitsToSingle(result | ((bits >> sign) << 31));
    }

    /// <summary>Rounds to nearest even (F. Giesen, "float to half conversion, fast3 rtne"; PyTorch's float8 conversions are the same).</summary>
    /// <param name="value">The number.</param>
    /// <param name="sign">The position of the sign bit.</param>
    /// <param name="mantissa">The number of mantissa bits.</param>
    /// <param name="bias">The exponent's bias.</param>
    /// <param name="overflow">The pattern of everything too large: infinity, or the NaN of a format without infinity.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Encode(float value, int sign, int mantissa, int bias, int overflow)
    {
        int shift = 23 - mantissa;
        int bits = BitConverter.SingleToInt32Bits(value);
        int magnitude = bits & 0x7FFFFFFF;
        int result;
        if (magnitude > Infinity)
        {
            // NaN: the leading payload bits, or a quiet one if they are all zero. A format without infinity has one NaN.
            int payload = (magnitude >> shift) & ((1 << mantissa) - 1);
            result = overflow | (payload == 0 ? 1 << (mantissa - 1) : payload);
        }
        else if (magnitude < (128 - bias) << 23)
        {
            // Zero or subnormal: the sum with a power of two whose last bit is the least subnormal rounds.
            int magic = (128 - bias + shift) << 23;
            float sum = BitConverter.Int32BitsToSingle(magnitude) + BitConverter.Int32BitsToSingle(magic);
            result = BitConverter.SingleToInt32Bits(sum) - magic;
        }
        else
        {
            int rebias = ((bias - 127) << 23) + (1 << (shift - 1)) - 1;
            result = Math.Min((magnitude + rebias + ((magnitude >> shift) & 1)) >> shift, overflow);
        }

        return result | ((bits >>> 31) << sign);
    }
}
