using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MaskedNorm.Runtime;

// Masks counted and searched. These loop, so they are called, not inlined; they are compiled in full at the first call.
public static unsafe partial class Lanes
{
    /// <summary>Whether a mask element is not zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsSet(ref readonly byte mask, nint index) => Unsafe.Add(ref Unsafe.AsRef(in mask), index) != 0;

    /// <summary>The number of elements that are not zero among <paramref name="length"/> from <paramref name="index"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint CountSet(ref readonly byte mask, nint index, nint length) => Count(ref Unsafe.AsRef(in mask), index, length);

    /// <summary>The position, relative to <paramref name="index"/>, of the first element that is not zero, or −1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint FirstSet(ref readonly byte mask, nint index, nint length) => Find(ref Unsafe.AsRef(in mask), index, length, true);

    /// <summary>The position, relative to <paramref name="index"/>, of the first element that is zero, or −1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint FirstClear(ref readonly byte mask, nint index, nint length) => Find(ref Unsafe.AsRef(in mask), index, length, false);

    /// <summary>The number of elements that are not zero among <paramref name="length"/>, <paramref name="stride"/> apart, from <paramref name="index"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint CountSet(ref readonly byte mask, nint index, nint stride, nint length) =>
        Count(ref Unsafe.AsRef(in mask), index, stride, length);

    /// <summary>The number of strides from <paramref name="index"/> to the first element that is not zero, or −1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint FirstSet(ref readonly byte mask, nint index, nint stride, nint length) =>
        Find(ref Unsafe.AsRef(in mask), index, stride, length, true);

    /// <summary>The number of strides from <paramref name="index"/> to the first element that is zero, or −1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint FirstClear(ref readonly byte mask, nint index, nint stride, nint length) =>
        Find(ref Unsafe.AsRef(in mask), index, stride, length, false);

    /// <inheritdoc cref="IsSet(ref readonly byte, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsSet(ref readonly bool mask, nint index) => Unsafe.Add(ref Bytes(in mask), index) != 0;

    /// <inheritdoc cref="CountSet(ref readonly byte, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint CountSet(ref readonly bool mask, nint index, nint length) => Count(ref Bytes(in mask), index, length);

    /// <inheritdoc cref="FirstSet(ref readonly byte, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint FirstSet(ref readonly bool mask, nint index, nint length) => Find(ref Bytes(in mask), index, length, true);

    /// <inheritdoc cref="FirstClear(ref readonly byte, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint FirstClear(ref readonly bool mask, nint index, nint length) => Find(ref Bytes(in mask), index, length, false);

    /// <inheritdoc cref="CountSet(ref readonly byte, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint CountSet(ref readonly bool mask, nint index, nint stride, nint length) => Count(ref Bytes(in mask), index, stride, length);

    /// <inheritdoc cref="FirstSet(ref readonly byte, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint FirstSet(ref readonly bool mask, nint index, nint stride, nint length) => Find(ref Bytes(in mask), index, stride, length, true);

    /// <inheritdoc cref="FirstClear(ref readonly byte, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint FirstClear(ref readonly bool mask, nint index, nint stride, nint length) => Find(ref Bytes(in mask), index, stride, length, false);

    /// <inheritdoc cref="IsSet(ref readonly byte, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsSet(ref readonly int mask, nint index) => Unsafe.Add(ref Unsafe.AsRef(in mask), index) != 0;

    /// <inheritdoc cref="CountSet(ref readonly byte, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint CountSet(ref readonly int mask, nint index, nint length) => Count(ref Unsafe.AsRef(in mask), index, length);

    /// <inheritdoc cref="FirstSet(ref readonly byte, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint FirstSet(ref readonly int mask, nint index, nint length) => Find(ref Unsafe.AsRef(in mask), index, length, true);

    /// <inheritdoc cref="FirstClear(ref readonly byte, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint FirstClear(ref readonly int mask, nint index, nint length) => Find(ref Unsafe.AsRef(in mask), index, length, false);

    /// <inheritdoc cref="CountSet(ref readonly byte, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint CountSet(ref readonly int mask, nint index, nint stride, nint length) => Count(ref Unsafe.AsRef(in mask), index, stride, length);

    /// <inheritdoc cref="FirstSet(ref readonly byte, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint FirstSet(ref readonly int mask, nint index, nint stride, nint length) => Find(ref Unsafe.AsRef(in mask), index, stride, length, true);

    /// <inheritdoc cref="FirstClear(ref readonly byte, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint FirstClear(ref readonly int mask, nint index, nint stride, nint length) => Find(ref Unsafe.AsRef(in mask), index, stride, length, false);

    /// <inheritdoc cref="IsSet(ref readonly byte, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsSet(ref readonly long mask, nint index) => Unsafe.Add(ref Unsafe.AsRef(in mask), index) != 0;

    /// <inheritdoc cref="CountSet(ref readonly byte, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint CountSet(ref readonly long mask, nint index, nint length) => Count(ref Unsafe.AsRef(in mask), index, length);

    /// <inheritdoc cref="FirstSet(ref readonly byte, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint FirstSet(ref readonly long mask, nint index, nint length) => Find(ref Unsafe.AsRef(in mask), index, length, true);

    /// <inheritdoc cref="FirstClear(ref readonly byte, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint FirstClear(ref readonly long mask, nint index, nint length) => Find(ref Unsafe.AsRef(in mask), index, length, false);

    /// <inheritdoc cref="CountSet(ref readonly byte, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint CountSet(ref readonly long mask, nint index, nint stride, nint length) => Count(ref Unsafe.AsRef(in mask), index, stride, length);

    /// <inheritdoc cref="FirstSet(ref readonly byte, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint FirstSet(ref readonly long mask, nint index, nint stride, nint length) => Find(ref Unsafe.AsRef(in mask), index, stride, length, true);

    /// <inheritdoc cref="FirstClear(ref readonly byte, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint FirstClear(ref readonly long mask, nint index, nint stride, nint length) => Find(ref Unsafe.AsRef(in mask), index, stride, length, false);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static nint Count<T>(ref T mask, nint index, nint length)
        where T : unmanaged, INumberBase<T>
    {
        ref T first = ref Unsafe.Add(ref mask, index);
        nint position = 0, clear = 0;
        for (; position <= length - Vector256<T>.Count; position += Vector256<T>.Count)
        {
            clear += BitOperations.PopCount(Clear(ref first, position));
        }

        if (sizeof(T) == 1)
        {
            // Bytes that do not exist read as zero, so they are never set.
            nint set = position - clear;
            for (; position < length; position += 8)
            {
                set += BitOperations.PopCount(SetBytes(ref Unsafe.As<T, byte>(ref Unsafe.Add(ref first, position)), length - position));
            }

            return set;
        }

        for (; position < length; position++)
        {
            clear += T.IsZero(Unsafe.Add(ref first, position)) ? 1 : 0;
        }

        return position - clear;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static nint Find<T>(ref T mask, nint index, nint length, bool set)
        where T : unmanaged, INumberBase<T>
    {
        ref T first = ref Unsafe.Add(ref mask, index);
        uint all = uint.MaxValue >> (32 - Vector256<T>.Count);
        nint position = 0;
        for (; position <= length - Vector256<T>.Count; position += Vector256<T>.Count)
        {
            uint found = Clear(ref first, position) ^ (set ? all : 0);
            if (found != 0)
            {
                return position + BitOperations.TrailingZeroCount(found);
            }
        }

        for (; position < length; position++)
        {
            if (T.IsZero(Unsafe.Add(ref first, position)) != set)
            {
                return position;
            }
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static nint Count<T>(ref T mask, nint index, nint stride, nint length)
        where T : unmanaged, INumberBase<T>
    {
        nint set = 0;
        for (nint position = 0; position < length; position++)
        {
            set += T.IsZero(Unsafe.Add(ref mask, index + (position * stride))) ? 0 : 1;
        }

        return set;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static nint Find<T>(ref T mask, nint index, nint stride, nint length, bool set)
        where T : unmanaged, INumberBase<T>
    {
        for (nint position = 0; position < length; position++)
        {
            if (T.IsZero(Unsafe.Add(ref mask, index + (position * stride))) != set)
            {
                return position;
            }
        }

        return -1;
    }

    /// <summary>One bit per element of a whole vector: one where the element is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Clear<T>(ref T mask, nint position)
        where T : unmanaged =>
        Vector256.Equals(Vector256.LoadUnsafe(ref mask, (nuint)position), Vector256<T>.Zero).ExtractMostSignificantBits();

    /// <summary>The top bit of every byte that is not zero, of at most eight bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SetBytes(ref byte mask, nint count)
    {
        const ulong Low = 0x7F7F7F7F7F7F7F7F;
        ulong word = ReadBytes(ref mask, count);
        return (((word & Low) + Low) | word) & ~Low;
    }
}
