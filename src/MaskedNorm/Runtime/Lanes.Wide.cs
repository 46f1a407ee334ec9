using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MaskedNorm.Runtime;

// Two vectors side by side, for processors with vectors of 512 bits: each half has the bits that the narrow helper gives.
public static unsafe partial class Lanes
{
    // The word of a second vector of zeros.
    private const ushort Zeros = 32;

    // What Half has for infinity, one exponent beyond its largest.
    private const float HalfOverflow = 65536;

    // Half's smallest normal number.
    private const float SmallestHalf = 1f / 16384;

    // Float's bits that a Half has, which is smaller by the scale there.
    internal const int HalfFieldsInSingle = unchecked((int)0x8FFFE000);

    // What the processor is to take of two numbers, with the sign of the first.
    private const byte SmallerMagnitude = 0b0010;
    private const byte LargerMagnitude = 0b0011;

    /// <summary>The sum of the two halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Halves(Vector512<float> value) => value.GetLower() + value.GetUpper();

    /// <inheritdoc cref="Halves(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Halves(Vector512<double> value) => value.GetLower() + value.GetUpper();

    /// <summary>The sums of the halves of four vectors, the lower halves' in the lower half, each with the bits of <see cref="Sum(Vector256{double})"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sum(Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d)
    {
        Vector512<double> even = Avx512F.UnpackLow(a, b);
        Vector512<double> odd = Avx512F.UnpackHigh(a, b);
        Vector512<double> evenAfter = Avx512F.UnpackLow(c, d);
        Vector512<double> oddAfter = Avx512F.UnpackHigh(c, d);
        Vector512<double> first = Avx512F.Shuffle4x128(even, evenAfter, 0b10_00_10_00) + Avx512F.Shuffle4x128(even, evenAfter, 0b11_01_11_01);
        Vector512<double> second = Avx512F.Shuffle4x128(odd, oddAfter, 0b10_00_10_00) + Avx512F.Shuffle4x128(odd, oddAfter, 0b11_01_11_01);
        Vector512<double> sum = first + second;
        return Avx512F.Shuffle4x128(sum, sum, 0b11_01_10_00);
    }

    /// <summary>Lanes before <paramref name="count"/>, which has 32 bits, are all ones, the others all zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> BeforeWideSingle(nint count) =>
        Vector512.LessThan(Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), Vector512.Create((int)count)).AsSingle();

    /// <inheritdoc cref="BeforeWideSingle"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> BeforeWideDouble(nint count) =>
        Vector512.LessThan(Vector512.Create(0L, 1, 2, 3, 4, 5, 6, 7), Vector512.Create((long)count)).AsDouble();

    /// <summary>Lanes from <paramref name="first"/> on, which has 32 bits, are all ones, the others all zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> FromWideSingle(nint first) =>
        Vector512.GreaterThanOrEqual(Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), Vector512.Create((int)first)).AsSingle();

    /// <inheritdoc cref="FromWideSingle"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> FromWideDouble(nint first) =>
        Vector512.GreaterThanOrEqual(Vector512.Create(0L, 1, 2, 3, 4, 5, 6, 7), Vector512.Create((long)first)).AsDouble();

    /// <summary>Those of sixteen elements from <paramref name="index"/> on whose lanes are all ones, the other lanes +0 and their memory untouched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWide(ref readonly float source, nint index, Vector512<float> inside) =>
        Avx512F.MaskLoad((float*)Unsafe.AsPointer(ref Unsafe.AsRef(in source)) + index, inside, Vector512<float>.Zero);

    /// <inheritdoc cref="LoadWide(ref readonly float, nint, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadWide(ref readonly double source, nint index, Vector512<double> inside) =>
        Avx512F.MaskLoad((double*)Unsafe.AsPointer(ref Unsafe.AsRef(in source)) + index, inside, Vector512<double>.Zero);

    /// <inheritdoc cref="LoadWide(ref readonly float, nint, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWide(ref readonly Half source, nint index, Vector512<float> inside) =>
        Scaled(Unscaled(Load16(ref Bits(in source), index, Words(inside))), Vector512.Create(HalfScale));

    /// <inheritdoc cref="LoadWide(ref readonly float, nint, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWide(ref readonly BFloat16 source, nint index, Vector512<float> inside) =>
        FromBFloat16(Load16(ref Bits(in source), index, Words(inside)));

    /// <summary>Writes those of sixteen elements from <paramref name="index"/> on whose lanes are all ones and touches nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, ref float destination, nint index, Vector512<float> inside) =>
        Avx512F.MaskStore((float*)Unsafe.AsPointer(ref destination) + index, inside, value);

    /// <inheritdoc cref="Store(Vector512{float}, ref float, nint, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<double> value, ref double destination, nint index, Vector512<double> inside) =>
        Avx512F.MaskStore((double*)Unsafe.AsPointer(ref destination) + index, inside, value);

    /// <inheritdoc cref="Store(Vector512{float}, ref float, nint, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, ref Half destination, nint index, Vector512<float> inside) =>
        Store16(ToHalf(value), ref Bits(in destination), index, Words(inside));

    /// <inheritdoc cref="Store(Vector512{float}, ref float, nint, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, ref BFloat16 destination, nint index, Vector512<float> inside) =>
        Store16(ToBFloat16(value), ref Bits(in destination), index, Words(inside));

    /// <summary>The first <paramref name="count"/> of sixteen elements from <paramref name="index"/> on, the other lanes +0 and their memory untouched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWide(ref readonly float source, nint index, nint count) =>
        LoadWide(in source, index, count, Vector512<float>.Zero);

    /// <summary>The first <paramref name="count"/> of eight elements from <paramref name="index"/> on, the other lanes +0 and their memory untouched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadWide(ref readonly double source, nint index, nint count) =>
        LoadWide(in source, index, count, Vector512<double>.Zero);

    /// <inheritdoc cref="LoadWide(ref readonly float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWide(ref readonly Half source, nint index, nint count) =>
        Scaled(Unscaled(Load16(ref Bits(in source), index, Before16(count))), Vector512.Create(HalfScale));

    /// <inheritdoc cref="LoadWide(ref readonly float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWide(ref readonly BFloat16 source, nint index, nint count) =>
        FromBFloat16(Load16(ref Bits(in source), index, Before16(count)));

    /// <summary>The first <paramref name="count"/> of sixteen elements from <paramref name="index"/> on, in the other lanes those of <paramref name="rest"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWide(ref readonly float source, nint index, nint count, Vector512<float> rest) =>
        Avx512F.MaskLoad((float*)Unsafe.AsPointer(ref Unsafe.AsRef(in source)) + index, BeforeWideSingle(count), rest);

    /// <summary>The first <paramref name="count"/> of eight elements from <paramref name="index"/> on, in the other lanes those of <paramref name="rest"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadWide(ref readonly double source, nint index, nint count, Vector512<double> rest) =>
        Avx512F.MaskLoad((double*)Unsafe.AsPointer(ref Unsafe.AsRef(in source)) + index, BeforeWideDouble(count), rest);

    /// <inheritdoc cref="LoadWide(ref readonly float, nint, nint, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWide(ref readonly Half source, nint index, nint count, Vector512<float> rest) =>
        Vector512.ConditionalSelect(BeforeWideSingle(count), LoadWide(in source, index, count), rest);

    /// <inheritdoc cref="LoadWide(ref readonly float, nint, nint, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWide(ref readonly BFloat16 source, nint index, nint count, Vector512<float> rest) =>
        Vector512.ConditionalSelect(BeforeWideSingle(count), LoadWide(in source, index, count), rest);

    /// <summary>Writes the first <paramref name="count"/> of sixteen elements from <paramref name="index"/> on and touches nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, ref float destination, nint index, nint count) =>
        Store(value, ref destination, index, BeforeWideSingle(count));

    /// <summary>Writes the first <paramref name="count"/> of eight elements from <paramref name="index"/> on and touches nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<double> value, ref double destination, nint index, nint count) =>
        Store(value, ref destination, index, BeforeWideDouble(count));

    /// <inheritdoc cref="Store(Vector512{float}, ref float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, ref Half destination, nint index, nint count) =>
        Store16(ToHalf(value), ref Bits(in destination), index, Before16(count));

    /// <inheritdoc cref="Store(Vector512{float}, ref float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, ref BFloat16 destination, nint index, nint count) =>
        Store16(ToBFloat16(value), ref Bits(in destination), index, Before16(count));

    /// <summary>Sixteen elements from <paramref name="index"/> on, as float lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWide(ref readonly Half source, nint index) => Scaled(Unscaled(Load16(ref Bits(in source), index)), Vector512.Create(HalfScale));

    /// <summary>
    /// Sixteen elements from <paramref name="index"/> on, less a center, as float lanes. Infinities and NaN come out as numbers of 65,536 and
    /// more: where they may occur, <paramref name="largest"/> takes note of them, for <see cref="WithoutSpecial(Vector512{float}, Vector512{float})"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Deviation(ref readonly Half source, nint index, Vector512<float> center, ref Vector512<float> largest)
    {
        Vector512<float> value = Unscaled(Load16(ref Bits(in source), index));
        largest = Avx512DQ.Range(largest, value, LargerMagnitude);
        return Deviation(value, center);
    }

    /// <inheritdoc cref="Deviation(ref readonly Half, nint, Vector512{float}, ref Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Deviation(ref readonly Half source, nint index, Vector512<float> center) =>
        Deviation(Unscaled(Load16(ref Bits(in source), index)), center);

    /// <summary>As <see cref="Deviation(ref readonly Half, nint, Vector512{float})"/>, of the first <paramref name="count"/> elements alone, the other lanes +0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Deviation(ref readonly Half source, nint index, nint count, Vector512<float> center) =>
        Deviation(Unscaled(Load16(ref Bits(in source), index, Before16(count))), center) & BeforeWideSingle(count);

    /// <summary>As <see cref="Deviation(ref readonly Half, nint, Vector512{float})"/>, of those elements alone whose lanes are all ones, the other lanes +0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Deviation(ref readonly Half source, nint index, Vector512<float> inside, Vector512<float> center) =>
        Deviation(Unscaled(Load16(ref Bits(in source), index, Words(inside))), center) & inside;

    /// <summary>A sum, or NaN in a lane where an element was infinite or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> WithoutSpecial(Vector512<float> sum, Vector512<float> largest) => Vector512.ConditionalSelect(
        Vector512.LessThan(Vector512.Abs(largest), Vector512.Create(HalfOverflow / HalfScale)), sum, Vector512.Create(float.NaN));

    /// <inheritdoc cref="WithoutSpecial(Vector256{float}, Vector256{float}, Vector256{float}, ref readonly Half, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> WithoutSpecial(
        Vector512<float> sum, Vector512<float> squares, Vector512<float> center, ref readonly Half line, nint from, nint to)
    {
        Vector512<float> least = Vector512.Create(LeastSpecial) - Vector512.Abs(center);
        return Vector512.LessThanAll(squares, least * least) || !HasSpecial(in line, from, to) ? sum : Vector512.Create(float.NaN);
    }

    /// <inheritdoc cref="LoadWide(ref readonly Half, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWide(ref readonly BFloat16 source, nint index) => FromBFloat16(Load16(ref Bits(in source), index));

    /// <summary>Writes sixteen elements from <paramref name="index"/> on, each rounded once, to nearest even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, ref Half destination, nint index) =>
        ToHalf(value).StoreUnsafe(ref Bits(in destination), (nuint)index);

    /// <inheritdoc cref="Store(Vector512{float}, ref Half, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, ref BFloat16 destination, nint index) =>
        ToBFloat16(value).StoreUnsafe(ref Bits(in destination), (nuint)index);

    /// <summary>Writes sixteen elements past the caches; the memory must be pinned, and aligned to 64 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Vector512<float> value, ref float destination, nint index) =>
        Avx512F.StoreAlignedNonTemporal((float*)Unsafe.AsPointer(ref destination) + index, value);

    /// <summary>Writes eight elements past the caches; the memory must be pinned, and aligned to 64 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Vector512<double> value, ref double destination, nint index) =>
        Avx512F.StoreAlignedNonTemporal((double*)Unsafe.AsPointer(ref destination) + index, value);

    /// <summary>Writes twice sixteen elements from <paramref name="index"/> on, each rounded once, to nearest even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> first, Vector512<float> second, ref Half destination, nint index) =>
        ToHalf(first, second, UpperAside, LowerAside, bounded: false).StoreUnsafe(ref Bits(in destination), (nuint)index);

    /// <inheritdoc cref="Store(Vector512{float}, Vector512{float}, ref Half, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> first, Vector512<float> second, ref BFloat16 destination, nint index) =>
        ToBFloat16(first, second, UpperAside, LowerAside, bounded: false).StoreUnsafe(ref Bits(in destination), (nuint)index);

    /// <summary>Writes twice sixteen elements past the caches; the memory must be pinned, and aligned to 64 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Vector512<float> first, Vector512<float> second, ref Half destination, nint index) =>
        Avx512F.StoreAlignedNonTemporal((ushort*)Unsafe.AsPointer(ref destination) + index, ToHalf(first, second, UpperAside, LowerAside, bounded: false));

    /// <inheritdoc cref="StoreStreaming(Vector512{float}, Vector512{float}, ref Half, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Vector512<float> first, Vector512<float> second, ref BFloat16 destination, nint index) =>
        Avx512F.StoreAlignedNonTemporal((ushort*)Unsafe.AsPointer(ref destination) + index, ToBFloat16(first, second, UpperAside, LowerAside, bounded: false));

    /// <summary>The first, third ... of 32 elements from <paramref name="index"/> on, as float lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWideEven(ref readonly BFloat16 source, nint index) => (Words(ref Bits(in source), index) << 16).AsSingle();

    /// <inheritdoc cref="LoadWideEven(ref readonly BFloat16, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWideEven(ref readonly Half source, nint index, in Turns turns) =>
        Scaled(UnscaledEven(Words(ref Bits(in source), index), in turns), turns.HalfScale);

    /// <summary>The second, fourth ... of 32 elements from <paramref name="index"/> on, as float lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWideOdd(ref readonly BFloat16 source, nint index) =>
        (Words(ref Bits(in source), index) & Vector512.Create(0xFFFF0000)).AsSingle();

    /// <inheritdoc cref="LoadWideOdd(ref readonly BFloat16, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWideOdd(ref readonly Half source, nint index, in Turns turns) =>
        Scaled(UnscaledOdd(Words(ref Bits(in source), index), in turns), turns.HalfScale);

    /// <summary>The first, third ... of the first <paramref name="count"/> elements from <paramref name="index"/> on, the other lanes +0 and their memory untouched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWideEven(ref readonly BFloat16 source, nint index, nint count) =>
        (Words(ref Bits(in source), index, count) << 16).AsSingle();

    /// <inheritdoc cref="LoadWideEven(ref readonly BFloat16, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWideEven(ref readonly Half source, nint index, nint count, in Turns turns) =>
        Scaled(UnscaledEven(Words(ref Bits(in source), index, count), in turns), turns.HalfScale);

    /// <summary>The second, fourth ... of the first <paramref name="count"/> elements from <paramref name="index"/> on, the other lanes +0 and their memory untouched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWideOdd(ref readonly BFloat16 source, nint index, nint count) =>
        (Words(ref Bits(in source), index, count) & Vector512.Create(0xFFFF0000)).AsSingle();

    /// <inheritdoc cref="LoadWideOdd(ref readonly BFloat16, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWideOdd(ref readonly Half source, nint index, nint count, in Turns turns) =>
        Scaled(UnscaledOdd(Words(ref Bits(in source), index, count), in turns), turns.HalfScale);

    /// <summary>The first, third ... of the first <paramref name="count"/> elements from <paramref name="index"/> on, in the other lanes those of <paramref name="rest"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWideEven(ref readonly BFloat16 source, nint index, nint count, Vector512<float> rest) =>
        Vector512.ConditionalSelect(BeforeWideSingle((count + 1) >> 1), LoadWideEven(in source, index, count), rest);

    /// <summary>The second, fourth ... of the first <paramref name="count"/> elements from <paramref name="index"/> on, in the other lanes those of <paramref name="rest"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWideOdd(ref readonly BFloat16 source, nint index, nint count, Vector512<float> rest) =>
        Vector512.ConditionalSelect(BeforeWideSingle(count >> 1), LoadWideOdd(in source, index, count), rest);

    /// <summary>As <see cref="Deviation(ref readonly Half, nint, Vector512{float})"/>, of the first, third ... of 32 elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> DeviationEven(ref readonly Half source, nint index, Vector512<float> center, in Turns turns) =>
        Deviation(UnscaledEven(Words(ref Bits(in source), index), in turns), turns.HalfScale, center);

    /// <summary>As <see cref="Deviation(ref readonly Half, nint, Vector512{float})"/>, of the second, fourth ... of 32 elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> DeviationOdd(ref readonly Half source, nint index, Vector512<float> center, in Turns turns) =>
        Deviation(UnscaledOdd(Words(ref Bits(in source), index), in turns), turns.HalfScale, center);

    /// <summary>As <see cref="DeviationEven(ref readonly Half, nint, Vector512{float}, in Turns)"/>, of the first <paramref name="count"/> elements alone, the other lanes +0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> DeviationEven(ref readonly Half source, nint index, nint count, Vector512<float> center, in Turns turns) =>
        Deviation(UnscaledEven(Words(ref Bits(in source), index, count), in turns), turns.HalfScale, center)
        & BeforeWideSingle((count + 1) >> 1);

    /// <summary>As <see cref="DeviationOdd(ref readonly Half, nint, Vector512{float}, in Turns)"/>, of the first <paramref name="count"/> elements alone, the other lanes +0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> DeviationOdd(ref readonly Half source, nint index, nint count, Vector512<float> center, in Turns turns) =>
        Deviation(UnscaledOdd(Words(ref Bits(in source), index, count), in turns), turns.HalfScale, center)
        & BeforeWideSingle(count >> 1);

    /// <summary>Sixteen sums each of even and odd elements of 32, as those of the first and of the last sixteen.</summary>
    /// <param name="even">Sums of the first, third ... element.</param>
    /// <param name="odd">Sums of the second, fourth ... element.</param>
    /// <returns>The same sums in the order of their elements.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> First, Vector512<float> Last) InOrder(Vector512<float> even, Vector512<float> odd) => (
        Avx512F.PermuteVar16x32x2(even, Vector512.Create(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23), odd),
        Avx512F.PermuteVar16x32x2(even, Vector512.Create(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31), odd));

    /// <summary>Writes 32 elements in turn from two vectors, each rounded once, to nearest even.</summary>
    /// <param name="even">The first, third ... element.</param>
    /// <param name="odd">The second, fourth ... element.</param>
    /// <param name="destination">Where the elements stand.</param>
    /// <param name="index">The first element.</param>
    /// <param name="turns">The constants.</param>
    /// <param name="bounded">Whether no element is NaN or beyond what the type can hold.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreEvenOdd(
        Vector512<float> even, Vector512<float> odd, ref Half destination, nint index, in Turns turns, bool bounded) =>
        ToHalf(even, odd, turns.Upper, turns.Lower, bounded).StoreUnsafe(ref Bits(in destination), (nuint)index);

    /// <inheritdoc cref="StoreEvenOdd(Vector512{float}, Vector512{float}, ref Half, nint, in Turns, bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreEvenOdd(
        Vector512<float> even, Vector512<float> odd, ref BFloat16 destination, nint index, in Turns turns, bool bounded) =>
        ToBFloat16(even, odd, turns.Upper, turns.Lower, bounded).StoreUnsafe(ref Bits(in destination), (nuint)index);

    /// <summary>Writes the first <paramref name="count"/> of 32 elements in turn from two vectors and touches nothing else.</summary>
    /// <param name="even">The first, third ... element.</param>
    /// <param name="odd">The second, fourth ... element.</param>
    /// <param name="destination">Where the elements stand.</param>
    /// <param name="index">The first element.</param>
    /// <param name="count">The number of elements.</param>
    /// <param name="turns">The constants.</param>
    /// <param name="bounded">Whether no element is NaN or beyond what the type can hold.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreEvenOdd(
        Vector512<float> even, Vector512<float> odd, ref Half destination, nint index, nint count, in Turns turns, bool bounded) =>
        Avx512BW.MaskStore((ushort*)Unsafe.AsPointer(ref destination) + index, Before32(count), ToHalf(even, odd, turns.Upper, turns.Lower, bounded));

    /// <inheritdoc cref="StoreEvenOdd(Vector512{float}, Vector512{float}, ref Half, nint, nint, in Turns, bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreEvenOdd(
        Vector512<float> even, Vector512<float> odd, ref BFloat16 destination, nint index, nint count, in Turns turns, bool bounded) =>
        Avx512BW.MaskStore((ushort*)Unsafe.AsPointer(ref destination) + index, Before32(count), ToBFloat16(even, odd, turns.Upper, turns.Lower, bounded));

    /// <summary>Writes 32 elements in turn from two vectors past the caches; the memory must be pinned, and aligned to 64 bytes.</summary>
    /// <inheritdoc cref="StoreEvenOdd(Vector512{float}, Vector512{float}, ref Half, nint, in Turns, bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreamingEvenOdd(
        Vector512<float> even, Vector512<float> odd, ref Half destination, nint index, in Turns turns, bool bounded) =>
        Avx512F.StoreAlignedNonTemporal((ushort*)Unsafe.AsPointer(ref destination) + index, ToHalf(even, odd, turns.Upper, turns.Lower, bounded));

    /// <inheritdoc cref="StoreStreamingEvenOdd(Vector512{float}, Vector512{float}, ref Half, nint, in Turns, bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreamingEvenOdd(
        Vector512<float> even, Vector512<float> odd, ref BFloat16 destination, nint index, in Turns turns, bool bounded) =>
        Avx512F.StoreAlignedNonTemporal((ushort*)Unsafe.AsPointer(ref destination) + index, ToBFloat16(even, odd, turns.Upper, turns.Lower, bounded));

    /// <summary>Writes sixteen elements past the caches; the memory must be pinned, and aligned to 32 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Vector512<float> value, ref Half destination, nint index) =>
        Avx.StoreAlignedNonTemporal((ushort*)Unsafe.AsPointer(ref destination) + index, ToHalf(value));

    /// <inheritdoc cref="StoreStreaming(Vector512{float}, ref Half, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Vector512<float> value, ref BFloat16 destination, nint index) =>
        Avx.StoreAlignedNonTemporal((ushort*)Unsafe.AsPointer(ref destination) + index, ToBFloat16(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Deviation(Vector512<float> unscaled, Vector512<float> center) =>
        Deviation(unscaled, Vector512.Create(HalfScale), center);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Deviation(Vector512<float> unscaled, Vector512<float> scale, Vector512<float> center) =>
        Avx512F.FusedMultiplySubtract(unscaled, scale, center);

    // Half's sign, exponent and mantissa where float has them: smaller by the scale.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Unscaled(Vector256<ushort> bits) =>
        HalfInSingle(Avx512F.ConvertToVector512Int32(bits.AsInt16()) << 13);

    // A product moves the lower word of each lane, and its sign, in one operation.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> UnscaledEven(Vector512<uint> words, in Turns turns) =>
        (Avx512BW.MultiplyAddAdjacent(words.AsInt16(), turns.HalfFactor.AsInt16()) & turns.HalfFields).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> UnscaledOdd(Vector512<uint> words, in Turns turns) =>
        ((words.AsInt32() >> 3) & turns.HalfFields).AsSingle();

    // A sign beyond the exponent is repeated, and what follows the mantissa belongs to another element.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> HalfInSingle(Vector512<int> shifted) => (shifted & Vector512.Create(HalfFieldsInSingle)).AsSingle();

    // As in FromHalf; infinities and NaN come out of the product as 65536 and more.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Scaled(Vector512<float> unscaled, Vector512<float> scale)
    {
        Vector512<float> value = unscaled * scale;
        Vector512<float> special = (value.AsInt32() | Vector512.Create(Narrow.Infinity)).AsSingle();
        return Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(Vector512.Abs(value), Vector512.Create(HalfOverflow)), special, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> FromBFloat16(Vector256<ushort> bits) => Avx512BW.PermuteVar32x16x2(
        bits.ToVector512Unsafe(),
        Vector512.Create(Zeros, 0, Zeros, 1, Zeros, 2, Zeros, 3, Zeros, 4, Zeros, 5, Zeros, 6, Zeros, 7, Zeros, 8, Zeros, 9, Zeros, 10, Zeros, 11, Zeros, 12, Zeros, 13, Zeros, 14, Zeros, 15),
        Vector512<ushort>.Zero).AsSingle();

    // Sixteen elements of 16 bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Load16(ref ushort bits, nint index) => Vector256.LoadUnsafe(ref bits, (nuint)index);

    // Those of sixteen elements that are inside, the others zero and their memory untouched.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Load16(ref ushort bits, nint index, Vector256<ushort> inside) =>
        Avx512BW.VL.MaskLoad((ushort*)Unsafe.AsPointer(ref bits) + index, inside, Vector256<ushort>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store16(Vector256<ushort> value, ref ushort bits, nint index, Vector256<ushort> inside) =>
        Avx512BW.VL.MaskStore((ushort*)Unsafe.AsPointer(ref bits) + index, inside, value);

    // Lanes of 16 bits for those of 32 that are all ones or all zeros.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Words(Vector512<float> inside) => Avx512F.ConvertToVector256UInt16(inside.AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Before16(nint count) =>
        Vector256.LessThan(Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), Vector256.Create((short)Clamp(count, 16))).AsUInt16();

    // 32 elements of 16 bits, two a lane.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Words(ref ushort bits, nint index) => Vector512.LoadUnsafe(ref bits, (nuint)index).AsUInt32();

    // The first of 32 elements of 16 bits, two a lane, the others zero and their memory untouched.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Words(ref ushort bits, nint index, nint count) =>
        Avx512BW.MaskLoad((ushort*)Unsafe.AsPointer(ref bits) + index, Before32(count), Vector512<ushort>.Zero).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ushort> Before32(nint count) => Vector512.LessThan(
        Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31),
        Vector512.Create((short)Clamp(count, 32))).AsUInt16();

    // The upper words of the lanes of two vectors, and the lower ones: side by side, or in turn.
    private static Vector512<ushort> UpperAside
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(
            1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31, 33, 35, 37, 39, 41, 43, 45, 47, 49, 51, 53, 55, 57, 59, 61, (ushort)63);
    }

    private static Vector512<ushort> LowerAside
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(
            0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40, 42, 44, 46, 48, 50, 52, 54, 56, 58, 60, (ushort)62);
    }

    internal static Vector512<ushort> UpperInTurn
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(
            1, 33, 3, 35, 5, 37, 7, 39, 9, 41, 11, 43, 13, 45, 15, 47, 17, 49, 19, 51, 21, 53, 23, 55, 25, 57, 27, 59, 29, 61, 31, (ushort)63);
    }

    internal static Vector512<ushort> LowerInTurn
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(
            0, 32, 2, 34, 4, 36, 6, 38, 8, 40, 10, 42, 12, 44, 14, 46, 16, 48, 18, 50, 20, 52, 22, 54, 24, 56, 26, 58, 28, 60, 30, (ushort)62);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> ToBFloat16(Vector512<float> value) => ToBFloat16(value, value, UpperAside, LowerAside, bounded: false).GetLower();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ushort> ToBFloat16(Vector512<float> first, Vector512<float> second, Vector512<ushort> upper, Vector512<ushort> lower, bool bounded)
    {
        Vector512<ushort> top = Avx512BW.PermuteVar32x16x2(first.AsUInt16(), upper, second.AsUInt16());
        Vector512<ushort> rest = Avx512BW.PermuteVar32x16x2(first.AsUInt16(), lower, second.AsUInt16());

        // A rest above 0x8000 rounds top up, and 0x8000 itself, the middle, does if top is odd: where it is even, one is taken from the rest.
        Vector512<ushort> rounded = top + (Vector512.SubtractSaturate(rest, Vector512.AndNot(Vector512<ushort>.One, top)) >>> 15);
        return bounded || Numbers(first, second) ? rounded : WithNotNumbers(rounded, top, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Numbers(Vector512<float> first, Vector512<float> second) => Avx512F.CompareUnordered(first, second).ExtractMostSignificantBits() == 0;

    // A NaN is not rounded, and one whose payload is all in the lost bits becomes quiet.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ushort> WithNotNumbers(Vector512<ushort> rounded, Vector512<ushort> top, Vector512<ushort> rest)
    {
        Vector512<ushort> twice = top + top;
        Vector512<ushort> lost = Vector512.Min(rest, Vector512<ushort>.One);
        rounded = Vector512.ConditionalSelect(Vector512.LessThanOrEqual(twice, Vector512.Create((ushort)0xFF00)), rounded, top);
        return Vector512.ConditionalSelect(Vector512.Equals(twice | lost, Vector512.Create((ushort)0xFF01)), top | Vector512.Create((ushort)0x40), rounded);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> ToHalf(Vector512<float> value) => ToHalf(value, value, UpperAside, LowerAside, bounded: false).GetLower();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ushort> ToHalf(Vector512<float> first, Vector512<float> second, Vector512<ushort> upper, Vector512<ushort> lower, bool bounded)
    {
        Vector512<ushort> fields = HalfFields(first, bounded).AsUInt16();
        Vector512<ushort> fieldsAfter = HalfFields(second, bounded).AsUInt16();
        Vector512<ushort> top = Avx512BW.PermuteVar32x16x2(fields, upper, fieldsAfter);
        Vector512<ushort> magnitude = Avx512BW.PermuteVar32x16x2(fields, lower, fieldsAfter) + (top << 3);
        Vector512<ushort> half = Vector512.ConditionalSelect(Vector512.Create((ushort)0x8000), top, magnitude);
        return bounded || Numbers(first, second) ? half : WithNotNumbers(half, first, second, upper, lower);
    }

    // To a bounded number one is added whose last bit is the Half's: 2^13 times its own power of two, so that the sum is rounded there.
    // Its upper word has the sign and an exponent, the lower one what the mantissa counts, from 2^10 on for a normal number, which stands
    // for one exponent; 2^11 more make up for the bias, so that the magnitude is the lower word plus the upper one, shifted left by 3.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> HalfFields(Vector512<float> value, bool isBounded)
    {
        Vector512<float> bounded = isBounded ? value : Avx512DQ.Range(value, Vector512.Create(HalfOverflow), SmallerMagnitude);
        Vector512<float> power = bounded & Vector512.Create(Narrow.Infinity | int.MinValue).AsSingle();
        power = Avx512DQ.Range(power, Vector512.Create(SmallestHalf), LargerMagnitude);
        return Vector512.FusedMultiplyAdd(power, Vector512.Create((1 << 13) + 2f), bounded);
    }

    // A NaN keeps its sign and the upper part of its payload, and becomes quiet if that is all that it had.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ushort> WithNotNumbers(
        Vector512<ushort> half, Vector512<float> first, Vector512<float> second, Vector512<ushort> upper, Vector512<ushort> lower)
    {
        Vector512<ushort> top = Avx512BW.PermuteVar32x16x2(first.AsUInt16(), upper, second.AsUInt16());
        Vector512<uint> shifted = first.AsUInt32() >>> 13;
        Vector512<uint> shiftedAfter = second.AsUInt32() >>> 13;
        Vector512<ushort> payload =
            Avx512BW.PermuteVar32x16x2(shifted.AsUInt16(), lower, shiftedAfter.AsUInt16()) & Vector512.Create((ushort)0x3FF);
        Vector512<ushort> quiet = Vector512.Equals(payload, Vector512<ushort>.Zero) & Vector512.Create((ushort)0x200);
        Vector512<ushort> notNumber = (top & Vector512.Create((ushort)0x8000)) | Vector512.Create((ushort)0x7C00) | payload | quiet;
        Vector512<ushort> isNaN = Avx512BW.PermuteVar32x16x2(
            Avx512F.CompareUnordered(first, first).AsUInt16(), lower, Avx512F.CompareUnordered(second, second).AsUInt16());
        return Vector512.ConditionalSelect(isNaN, notNumber, half);
    }
}
