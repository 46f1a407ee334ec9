using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MaskedNorm.Runtime;

// Elements of Half.
public static unsafe partial class Lanes
{
    /// <inheritdoc cref="LoadSingle(ref readonly float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadSingle(ref readonly Half source, nint index) => FromHalf(Load8(ref Bits(in source), index));

    /// <inheritdoc cref="LoadSingle(ref readonly float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadSingle(ref readonly Half source, nint index, nint count) =>
        FromHalf(Load8(ref Bits(in source), index, count));

    /// <summary>
    /// Eight elements from <paramref name="index"/> on, less a center, as float lanes. Infinities and NaN come out as numbers of 65,536 and
    /// more: where they may occur, <paramref name="largest"/> takes note of them, for <see cref="WithoutSpecial(Vector256{float}, Vector256{float})"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Deviation(ref readonly Half source, nint index, Vector256<float> center, ref Vector256<float> largest)
    {
        Vector256<float> value = Unscaled(Load8(ref Bits(in source), index));
        largest = Vector256.MaxNative(largest, Vector256.Abs(value));
        return Deviation(value, center);
    }

    /// <inheritdoc cref="Deviation(ref readonly Half, nint, Vector256{float}, ref Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Deviation(ref readonly Half source, nint index, Vector256<float> center) =>
        Deviation(Unscaled(Load8(ref Bits(in source), index)), center);

    // The product is exact.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Deviation(Vector256<float> unscaled, Vector256<float> center) =>
        Fma.IsSupported ? Fma.MultiplySubtract(unscaled, Vector256.Create(HalfScale), center) : (unscaled * Vector256.Create(HalfScale)) - center;

    /// <summary>A sum, or NaN in a lane where an element was infinite or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> WithoutSpecial(Vector256<float> sum, Vector256<float> largest) => Vector256.ConditionalSelect(
        Vector256.LessThan(largest, Vector256.Create(HalfOverflow / HalfScale)), sum, Vector256.Create(float.NaN));

    /// <summary>A sum of deviations, or NaN if an element of the line is infinite or NaN.</summary>
    /// <param name="sum">The sums, one a lane.</param>
    /// <param name="squares">
    /// The sums of squares of the same deviations, where infinities and NaN count as numbers of 65,536 and more: while they are below the square
    /// of that less the center, there is none. Only where they are not, the line is looked through.
    /// </param>
    /// <param name="center">What the deviations are from; a Half's value at most.</param>
    /// <param name="line">The line.</param>
    /// <param name="from">Its first element that was summed.</param>
    /// <param name="to">The element after the last one.</param>
    /// <returns>The sums, or NaN.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> WithoutSpecial(
        Vector256<float> sum, Vector256<float> squares, Vector256<float> center, ref readonly Half line, nint from, nint to)
    {
        Vector256<float> least = Vector256.Create(LeastSpecial) - Vector256.Abs(center);
        return Vector256.LessThanAll(squares, least * least) || !HasSpecial(in line, from, to) ? sum : Vector256.Create(float.NaN);
    }

    /// <inheritdoc cref="LoadDouble(ref readonly float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadDouble(ref readonly Half source, nint index) => LoadDouble(in source, index, 4);

    /// <inheritdoc cref="LoadDouble(ref readonly float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadDouble(ref readonly Half source, nint index, nint count) =>
        ToDouble(LoadSingle(in source, index, Clamp(count, 4)).GetLower());

    /// <inheritdoc cref="GatherSingle(ref readonly float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> GatherSingle(ref readonly Half source, nint index, nint stride) =>
        FromHalf(Gather8(ref Bits(in source), index, stride));

    /// <inheritdoc cref="GatherSingle(ref readonly float, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> GatherSingle(ref readonly Half source, nint index, nint stride, nint count) =>
        FromHalf(Gather8(ref Bits(in source), index, stride, count));

    /// <inheritdoc cref="GatherDouble(ref readonly float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> GatherDouble(ref readonly Half source, nint index, nint stride) => GatherDouble(in source, index, stride, 4);

    /// <inheritdoc cref="GatherDouble(ref readonly float, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> GatherDouble(ref readonly Half source, nint index, nint stride, nint count) =>
        ToDouble(GatherSingle(in source, index, stride, Clamp(count, 4)).GetLower());

    /// <inheritdoc cref="Store(Vector256{float}, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, ref Half destination, nint index) => Store8(ToHalf(value), ref Bits(in destination), index);

    /// <inheritdoc cref="Store(Vector256{float}, ref float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, ref Half destination, nint index, nint count) =>
        Store8(ToHalf(value), ref Bits(in destination), index, count);

    /// <inheritdoc cref="Store(Vector256{double}, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<double> value, ref Half destination, nint index) => Store(value, ref destination, index, 4);

    /// <inheritdoc cref="Store(Vector256{double}, ref float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<double> value, ref Half destination, nint index, nint count) =>
        Store(ToSingleOdd(value), ref destination, index, Clamp(count, 4));

    /// <inheritdoc cref="Scatter(Vector256{float}, ref float, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(Vector256<float> value, ref Half destination, nint index, nint stride, nint count)
    {
        Vector128<ushort> bits = ToHalf(value);
        ScatterFrom(ref Unsafe.As<Vector128<ushort>, ushort>(ref bits), ref Bits(in destination), index, stride, Clamp(count, 8));
    }

    /// <inheritdoc cref="Scatter(Vector256{double}, ref float, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(Vector256<double> value, ref Half destination, nint index, nint stride, nint count) =>
        Scatter(ToSingleOdd(value), ref destination, index, stride, Clamp(count, 4));

    /// <inheritdoc cref="StoreStreaming(Vector256{float}, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Vector256<float> value, ref Half destination, nint index) =>
        Store8Streaming(ToHalf(value), ref Bits(in destination), index);

    /// <inheritdoc cref="StoreStreaming(Vector256{double}, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Vector256<double> value, ref Half destination, nint index) => Store(value, ref destination, index);

    /// <inheritdoc cref="Single(ref readonly float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Single(ref readonly Half source, nint index) => Narrow.FromHalf(Unsafe.Add(ref Bits(in source), index));

    /// <inheritdoc cref="Double(ref readonly float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Double(ref readonly Half source, nint index) => Single(in source, index);

    /// <inheritdoc cref="Put(float, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(float value, ref Half destination, nint index) => Unsafe.Add(ref Bits(in destination), index) = Narrow.ToHalf(value);

    /// <inheritdoc cref="Put(float, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(double value, ref Half destination, nint index) => Put(Narrow.ToSingleOdd(value), ref destination, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref ushort Bits(ref readonly Half source) => ref Unsafe.As<Half, ushort>(ref Unsafe.AsRef(in source));

    // A little less than what infinities and NaN come out as, for squares that are rounded; more than any Half.
    private const float LeastSpecial = 65520;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasSpecial(ref readonly Half line, nint from, nint to)
    {
        ref ushort bits = ref Bits(in line);
        Vector256<ushort> exponent = Vector256.Create((ushort)0x7C00);
        for (; from <= to - Vector256<ushort>.Count; from += Vector256<ushort>.Count)
        {
            if (Vector256.EqualsAny(Vector256.LoadUnsafe(ref bits, (nuint)from) & exponent, exponent))
            {
                return true;
            }
        }

        for (; from < to; from++)
        {
            if (!Half.IsFinite(Unsafe.Add(ref Unsafe.AsRef(in line), from)))
            {
                return true;
            }
        }

        return false;
    }
}
