using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MaskedNorm.Runtime;

// The narrow formats, eight lanes at once; Narrow.cs says the same for one.
public static unsafe partial class Lanes
{
    // 2 to the 112: between the biases of Half and float.
    internal const float HalfScale = 5192296858534827628530496329220096f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> FromHalf(Vector128<ushort> half) => Scaled(Unscaled(half));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Scaled(Vector256<float> unscaled)
    {
        // One exact product corrects the bias, of subnormals too; infinities and NaN come out of it as 65536 and more.
        Vector256<float> value = unscaled * Vector256.Create(HalfScale);
        Vector256<float> special = Vector256.GreaterThanOrEqual(Vector256.Abs(value), Vector256.Create(HalfOverflow));
        return value | (special & Vector256.Create(Narrow.Infinity).AsSingle());
    }

    // The shifted sign extension has sign, exponent and mantissa where float has them: smaller by the scale.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Unscaled(Vector128<ushort> half) =>
        ((Widen8Signed(half) << 13) & Vector256.Create(HalfFieldsInSingle)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> FromFloat8E5M2(Vector128<byte> bits) => Decode(Widen8(bits), 7, 2, 15, 0x7C);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> FromFloat8E4M3(Vector128<byte> bits) => Decode(Widen8(bits), 7, 3, 7, 0x7F);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> FromBFloat16(Vector128<ushort> bits) => (Widen8(bits) << 16).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> ToHalf(Vector256<float> value)
    {
        if (!Vector256.EqualsAll(value, value))
        {
            return Narrow8(Encode(value, 15, 10, 15, 0x7C00));
        }

        Vector256<int> magnitude = HalfMagnitude(value, isBounded: false) & Vector256.Create(0x7FFF);
        return Narrow8(magnitude | ((value.AsInt32() >>> 16) & Vector256.Create(0x8000)));
    }

    // As HalfFields of the wide vectors has it, of the magnitude: the sum is rounded where the Half's last bit is. In the lower 16 bits, the
    // highest of which is 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> HalfMagnitude(Vector256<float> value, bool isBounded)
    {
        Vector256<float> bounded = Vector256.Abs(value);
        if (!isBounded)
        {
            bounded = Vector256.MinNative(bounded, Vector256.Create(HalfOverflow));
        }

        // The product is exact. The upper word has the exponent alone, so that one sum of products moves it beside the mantissa.
        Vector256<float> power = Vector256.MaxNative(bounded & Vector256.Create(Narrow.Infinity).AsSingle(), Vector256.Create(SmallestHalf));
        Vector256<int> fields = Vector256.FusedMultiplyAdd(power, Vector256.Create((1 << 13) + 2f), bounded).AsInt32();
        return Avx2.IsSupported
            ? Avx2.MultiplyAddAdjacent(fields.AsInt16(), Vector256.Create((8 << 16) + 1).AsInt16())
            : fields + (fields >>> 13);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> ToFloat8E5M2(Vector256<float> value) => Narrow8ToBytes(Encode(value, 7, 2, 15, 0x7C));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> ToFloat8E4M3(Vector256<float> value) => Narrow8ToBytes(Encode(value, 7, 3, 7, 0x7F));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> ToBFloat16(Vector256<float> value)
    {
        Vector256<int> bits = value.AsInt32();
        Vector256<int> top = bits >>> 16;
        Vector256<int> rounded = (bits + Vector256.Create(0x7FFF) + (top & Vector256<int>.One)) >>> 16;
        if (Vector256.EqualsAll(value, value))
        {
            return Narrow8(rounded);
        }

        Vector256<int> isNaN = ~Vector256.Equals(value, value).AsInt32();
        Vector256<int> quiet = Vector256.Equals(top & Vector256.Create(0x7F), Vector256<int>.Zero) & Vector256.Create(0x40);
        return Narrow8(Vector256.ConditionalSelect(isNaN, top | quiet, rounded));
    }

    /// <summary>Four doubles, rounded to odd, as the lower four floats: ready to be rounded once more, to a narrow format.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ToSingleOdd(Vector256<double> value) => Vector128.Create(
        Narrow.ToSingleOdd(value.GetElement(0)),
        Narrow.ToSingleOdd(value.GetElement(1)),
        Narrow.ToSingleOdd(value.GetElement(2)),
        Narrow.ToSingleOdd(value.GetElement(3))).ToVector256();

    /// <inheritdoc cref="Narrow.Decode(int, int, int, int, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Decode(Vector256<int> bits, int sign, int mantissa, int bias, int special)
    {
        Vector256<int> magnitude = bits & Vector256.Create((1 << sign) - 1);
        Vector256<float> scale = Vector256.Create((254 - bias) << 23).AsSingle();
        Vector256<int> result = ((magnitude << (23 - mantissa)).AsSingle() * scale).AsInt32();
        Vector256<int> exponent = Vector256.GreaterThan(magnitude, Vector256.Create(special - 1)) & Vector256.Create(Narrow.Infinity);
        return (result | exponent | ((bits ^ magnitude) << (31 - sign))).AsSingle();
    }

    /// <inheritdoc cref="Narrow.Encode(float, int, int, int, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Encode(Vector256<float> value, int sign, int mantissa, int bias, int overflow)
    {
        int shift = 23 - mantissa;
        Vector256<int> magnitude = value.AsInt32() & Vector256.Create(0x7FFFFFFF);

        Vector256<int> magic = Vector256.Create((128 - bias + shift) << 23);
        Vector256<int> small = (magnitude.AsSingle() + magic.AsSingle()).AsInt32() - magic;

        Vector256<int> shifted = magnitude >>> shift;
        Vector256<int> rebias = Vector256.Create(((bias - 127) << 23) + (1 << (shift - 1)) - 1);
        Vector256<int> large = Vector256.Min((magnitude + rebias + (shifted & Vector256<int>.One)) >> shift, Vector256.Create(overflow));

        Vector256<int> payload = shifted & Vector256.Create((1 << mantissa) - 1);
        Vector256<int> quiet = Vector256.Equals(payload, Vector256<int>.Zero) & Vector256.Create(1 << (mantissa - 1));
        Vector256<int> notNumber = payload | quiet | Vector256.Create(overflow);

        Vector256<int> result = Vector256.ConditionalSelect(Vector256.LessThan(magnitude, Vector256.Create((128 - bias) << 23)), small, large);
        result = Vector256.ConditionalSelect(Vector256.GreaterThan(magnitude, Vector256.Create(Narrow.Infinity)), notNumber, result);
        return result | ((value.AsInt32() ^ magnitude) >>> (31 - sign));
    }
}
