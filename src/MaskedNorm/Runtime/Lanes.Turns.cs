using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MaskedNorm.Runtime;

// Sixteen elements of 16 bits as two vectors of floats, the even ones and the odd ones: they are taken apart by shift and mask, and put
// together again by one blend. Each has the bits that the helper for eight elements side by side gives.
public static unsafe partial class Lanes
{
    /// <summary>The first, third ... of sixteen elements from <paramref name="index"/> on, as float lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadSingleEven(ref readonly BFloat16 source, nint index) => EvenBFloat16(Words16(ref Bits(in source), index));

    /// <inheritdoc cref="LoadSingleEven(ref readonly BFloat16, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadSingleEven(ref readonly Half source, nint index) => Scaled(EvenHalf(Words16(ref Bits(in source), index)));

    /// <summary>The second, fourth ... of sixteen elements from <paramref name="index"/> on, as float lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadSingleOdd(ref readonly BFloat16 source, nint index) => OddBFloat16(Words16(ref Bits(in source), index));

    /// <inheritdoc cref="LoadSingleOdd(ref readonly BFloat16, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadSingleOdd(ref readonly Half source, nint index) => Scaled(OddHalf(Words16(ref Bits(in source), index)));

    /// <summary>The first, third ... of the first <paramref name="count"/> elements from <paramref name="index"/> on, the other lanes +0 and their memory untouched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadSingleEven(ref readonly BFloat16 source, nint index, nint count) =>
        EvenBFloat16(Words16(ref Bits(in source), index, count));

    /// <inheritdoc cref="LoadSingleEven(ref readonly BFloat16, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadSingleEven(ref readonly Half source, nint index, nint count) =>
        Scaled(EvenHalf(Words16(ref Bits(in source), index, count)));

    /// <summary>The second, fourth ... of the first <paramref name="count"/> elements from <paramref name="index"/> on, the other lanes +0 and their memory untouched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadSingleOdd(ref readonly BFloat16 source, nint index, nint count) =>
        OddBFloat16(Words16(ref Bits(in source), index, count));

    /// <inheritdoc cref="LoadSingleOdd(ref readonly BFloat16, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadSingleOdd(ref readonly Half source, nint index, nint count) =>
        Scaled(OddHalf(Words16(ref Bits(in source), index, count)));

    /// <summary>The first, third ... of the first <paramref name="count"/> elements from <paramref name="index"/> on, in the other lanes those of <paramref name="rest"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadSingleEven(ref readonly BFloat16 source, nint index, nint count, Vector256<float> rest) =>
        Vector256.ConditionalSelect(BeforeSingle((count + 1) >> 1), LoadSingleEven(in source, index, count), rest);

    /// <summary>The second, fourth ... of the first <paramref name="count"/> elements from <paramref name="index"/> on, in the other lanes those of <paramref name="rest"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadSingleOdd(ref readonly BFloat16 source, nint index, nint count, Vector256<float> rest) =>
        Vector256.ConditionalSelect(BeforeSingle(count >> 1), LoadSingleOdd(in source, index, count), rest);

    /// <summary>As <see cref="Deviation(ref readonly Half, nint, Vector256{float})"/>, of the first, third ... of sixteen elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> DeviationEven(ref readonly Half source, nint index, Vector256<float> center) =>
        Deviation(EvenHalf(Words16(ref Bits(in source), index)), center);

    /// <summary>As <see cref="Deviation(ref readonly Half, nint, Vector256{float})"/>, of the second, fourth ... of sixteen elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> DeviationOdd(ref readonly Half source, nint index, Vector256<float> center) =>
        Deviation(OddHalf(Words16(ref Bits(in source), index)), center);

    /// <summary>As <see cref="DeviationEven(ref readonly Half, nint, Vector256{float})"/>, of the first <paramref name="count"/> elements alone, the other lanes +0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> DeviationEven(ref readonly Half source, nint index, nint count, Vector256<float> center) =>
        Deviation(EvenHalf(Words16(ref Bits(in source), index, count)), center) & BeforeSingle((count + 1) >> 1);

    /// <summary>As <see cref="DeviationOdd(ref readonly Half, nint, Vector256{float})"/>, of the first <paramref name="count"/> elements alone, the other lanes +0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> DeviationOdd(ref readonly Half source, nint index, nint count, Vector256<float> center) =>
        Deviation(OddHalf(Words16(ref Bits(in source), index, count)), center) & BeforeSingle(count >> 1);

    /// <summary>Eight sums each of even and odd elements of sixteen: those of the first eight elements plus those of the last eight.</summary>
    /// <param name="even">Sums of the first, third ... element.</param>
    /// <param name="odd">Sums of the second, fourth ... element.</param>
    /// <returns>The eight sums, in the order of their elements.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> SumInOrder(Vector256<float> even, Vector256<float> odd)
    {
        Vector256<float> isOdd = Vector256.Create(0, -1, 0, -1, 0, -1, 0, -1).AsSingle();
        Vector256<int> first = Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3);
        Vector256<int> last = Vector256.Create(4, 4, 5, 5, 6, 6, 7, 7);
        return Vector256.ConditionalSelect(isOdd, Vector256.Shuffle(odd, first), Vector256.Shuffle(even, first))
            + Vector256.ConditionalSelect(isOdd, Vector256.Shuffle(odd, last), Vector256.Shuffle(even, last));
    }

    /// <summary>Writes sixteen elements in turn from two vectors, each rounded once, to nearest even.</summary>
    /// <param name="even">The first, third ... element.</param>
    /// <param name="odd">The second, fourth ... element.</param>
    /// <param name="destination">Where the elements stand.</param>
    /// <param name="index">The first element.</param>
    /// <param name="bounded">Whether no element is NaN or beyond what the type can hold.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreEvenOdd(Vector256<float> even, Vector256<float> odd, ref Half destination, nint index, bool bounded) =>
        ToHalf(even, odd, bounded).StoreUnsafe(ref Bits(in destination), (nuint)index);

    /// <inheritdoc cref="StoreEvenOdd(Vector256{float}, Vector256{float}, ref Half, nint, bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreEvenOdd(Vector256<float> even, Vector256<float> odd, ref BFloat16 destination, nint index, bool bounded) =>
        ToBFloat16(even, odd, bounded).StoreUnsafe(ref Bits(in destination), (nuint)index);

    /// <summary>Writes the first <paramref name="count"/> of sixteen elements in turn from two vectors and touches nothing else.</summary>
    /// <param name="even">The first, third ... element.</param>
    /// <param name="odd">The second, fourth ... element.</param>
    /// <param name="destination">Where the elements stand.</param>
    /// <param name="index">The first element.</param>
    /// <param name="count">The number of elements.</param>
    /// <param name="bounded">Whether no element is NaN or beyond what the type can hold.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreEvenOdd(Vector256<float> even, Vector256<float> odd, ref Half destination, nint index, nint count, bool bounded) =>
        Store16(ToHalf(even, odd, bounded), ref Bits(in destination), index, count);

    /// <inheritdoc cref="StoreEvenOdd(Vector256{float}, Vector256{float}, ref Half, nint, nint, bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreEvenOdd(Vector256<float> even, Vector256<float> odd, ref BFloat16 destination, nint index, nint count, bool bounded) =>
        Store16(ToBFloat16(even, odd, bounded), ref Bits(in destination), index, count);

    /// <summary>Writes sixteen elements in turn from two vectors past the caches, where the hardware can; the memory must be pinned, and aligned to 32 bytes.</summary>
    /// <inheritdoc cref="StoreEvenOdd(Vector256{float}, Vector256{float}, ref Half, nint, bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreamingEvenOdd(Vector256<float> even, Vector256<float> odd, ref Half destination, nint index, bool bounded) =>
        Store16Streaming(ToHalf(even, odd, bounded), ref Bits(in destination), index);

    /// <inheritdoc cref="StoreStreamingEvenOdd(Vector256{float}, Vector256{float}, ref Half, nint, bool)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreamingEvenOdd(Vector256<float> even, Vector256<float> odd, ref BFloat16 destination, nint index, bool bounded) =>
        Store16Streaming(ToBFloat16(even, odd, bounded), ref Bits(in destination), index);

    // Sixteen elements of 16 bits, two a lane.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Words16(ref ushort bits, nint index) => Vector256.LoadUnsafe(ref bits, (nuint)index).AsInt32();

    // The first of sixteen elements of 16 bits, two a lane, the others zero and their memory untouched.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Words16(ref ushort bits, nint index, nint count) =>
        Vector256.Create(Load8(ref bits, index, count), Load8(ref bits, index + 8, count - 8)).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store16(Vector256<ushort> value, ref ushort bits, nint index, nint count)
    {
        Store8(value.GetLower(), ref bits, index, count);
        Store8(value.GetUpper(), ref bits, index + 8, count - 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store16Streaming(Vector256<ushort> value, ref ushort bits, nint index)
    {
        if (Avx.IsSupported)
        {
            Avx.StoreAlignedNonTemporal((ushort*)Unsafe.AsPointer(ref bits) + index, value);
        }
        else
        {
            value.StoreUnsafe(ref bits, (nuint)index);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> EvenBFloat16(Vector256<int> words) => (words << 16).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> OddBFloat16(Vector256<int> words) => (words & Vector256.Create(~0xFFFF)).AsSingle();

    // A product moves the lower word of each lane, and its sign, in one operation, which reads its second operand where it stands in memory.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> EvenHalf(Vector256<int> words)
    {
        Vector256<int> moved = Avx2.IsSupported
            ? Avx2.MultiplyAddAdjacent(Vector256.Create(1 << 13).AsInt16(), words.AsInt16())
            : (words << 16) >> 3;
        return (moved & Vector256.Create(HalfFieldsInSingle)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> OddHalf(Vector256<int> words) => ((words >> 3) & Vector256.Create(HalfFieldsInSingle)).AsSingle();

    // The words of even lanes, and those of odd ones, in turn: the upper ones, or the lower ones.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Upper(Vector256<int> even, Vector256<int> odd) => InTurn(even >>> 16, odd);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Lower(Vector256<int> even, Vector256<int> odd) => InTurn(even, odd << 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> InTurn(Vector256<int> lower, Vector256<int> upper) => Avx2.IsSupported
        ? Avx2.Blend(lower.AsUInt16(), upper.AsUInt16(), 0b10101010)
        : Vector256.ConditionalSelect(Vector256.Create(~0xFFFF), upper, lower).AsUInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> ToBFloat16(Vector256<float> even, Vector256<float> odd, bool bounded)
    {
        Vector256<ushort> top = Upper(even.AsInt32(), odd.AsInt32());
        Vector256<ushort> rest = Lower(even.AsInt32(), odd.AsInt32());

        // As of the wide vectors: to the nearest one, and from the middle to the even one.
        Vector256<ushort> rounded = top + (Vector256.SubtractSaturate(rest, Vector256.AndNot(Vector256<ushort>.One, top)) >>> 15);
        return bounded || Numbers(even, odd) ? rounded : WithNotNumbers(rounded, top, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Numbers(Vector256<float> first, Vector256<float> second) => Avx.IsSupported
        ? Avx.Compare(first, second, FloatComparisonMode.UnorderedNonSignaling).ExtractMostSignificantBits() == 0
        : Vector256.EqualsAll(first, first) && Vector256.EqualsAll(second, second);

    // A NaN is not rounded, and one whose payload is all in the lost bits becomes quiet.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> WithNotNumbers(Vector256<ushort> rounded, Vector256<ushort> top, Vector256<ushort> rest)
    {
        Vector256<ushort> twice = top + top;
        Vector256<ushort> lost = Vector256.Min(rest, Vector256<ushort>.One);
        rounded = Vector256.ConditionalSelect(Vector256.LessThanOrEqual(twice, Vector256.Create((ushort)0xFF00)), rounded, top);
        return Vector256.ConditionalSelect(Vector256.Equals(twice | lost, Vector256.Create((ushort)0xFF01)), top | Vector256.Create((ushort)0x40), rounded);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> ToHalf(Vector256<float> even, Vector256<float> odd, bool bounded)
    {
        if (!bounded && !Numbers(even, odd))
        {
            return InTurn(Encode(even, 15, 10, 15, 0x7C00), Encode(odd, 15, 10, 15, 0x7C00) << 16);
        }

        Vector256<ushort> magnitude = Lower(HalfMagnitude(even, bounded), HalfMagnitude(odd, bounded));
        return magnitude | (Upper(even.AsInt32(), odd.AsInt32()) & Vector256.Create((ushort)0x8000));
    }
}
