using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MaskedNorm.Runtime;

/// <summary>What whole lines of padding get. For emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Lines
{
    /// <summary>Copies a line, bit for bit where the types are the same.</summary>
    /// <typeparam name="TX">The element type of the source.</typeparam>
    /// <typeparam name="TY">The element type of the target.</typeparam>
    /// <param name="source">The source.</param>
    /// <param name="target">The target; the same memory is served.</param>
    /// <param name="index">The first element.</param>
    /// <param name="length">The number of elements.</param>
    /// <param name="streaming">Whether whole cache lines are stored past the cache; the target is pinned and aligned to its elements then.</param>
    /// <param name="ahead">How many elements further on the line stands that is copied later: it is brought into the cache meanwhile.</param>
    public static void Copy<TX, TY>(ref TX source, ref TY target, nint index, nint length, bool streaming, nint ahead)
        where TX : unmanaged
        where TY : unmanaged => Copy(ref source, ref target, index, length, streaming, new LinesAhead(ahead));

    /// <inheritdoc cref="Copy{TX, TY}(ref TX, ref TY, nint, nint, bool, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<TX, TY>(ref TX source, ref TY target, nint index, nint length, bool streaming, LinesAhead ahead)
        where TX : unmanaged
        where TY : unmanaged
    {
        if (typeof(TX) != typeof(TY))
        {
            Convert(ref source, ref target, index, index + length, streaming ? ahead : default);
            return;
        }

        ref TX from = ref Unsafe.Add(ref source, index);
        ref TX to = ref Unsafe.As<TY, TX>(ref Unsafe.Add(ref target, index));
        if (Unsafe.AreSame(ref from, ref to))
        {
            return;
        }

        if (streaming && Avx.IsSupported)
        {
            nint head = Head(ref to, 0, length);
            CopyWhole(ref from, ref to, head);
            nint done = head + CopyStreaming(ref source, ref Unsafe.Add(ref to, head), index + head, length - head, ahead);
            from = ref Unsafe.Add(ref from, done);
            to = ref Unsafe.Add(ref to, done);
            length -= done;
        }

        CopyWhole(ref from, ref to, length);
    }

    // As kernels do that compute in double where one of the types is it, and in float elsewhere.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Convert<TX, TY>(ref TX source, ref TY target, nint index, nint end, LinesAhead ahead)
        where TX : unmanaged
        where TY : unmanaged
    {
        if (typeof(TX) == typeof(double) || typeof(TY) == typeof(double))
        {
            for (; index <= end - 4; index += 4)
            {
                ahead.Prefetch(ref source, index);
                Lane.Store(Lane.LoadDouble(ref source, index, 4), ref target, index, 4);
            }

            Lane.Store(Lane.LoadDouble(ref source, index, end - index), ref target, index, end - index);
            return;
        }

        for (; index <= end - 8; index += 8)
        {
            ahead.Prefetch(ref source, index);
            Lane.Store(Lane.LoadSingle(ref source, index, 8), ref target, index, 8);
        }

        Lane.Store(Lane.LoadSingle(ref source, index, end - index), ref target, index, end - index);
    }

    // Whole cache lines, to a target that starts one; returns the number of elements.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe nint CopyStreaming<T>(ref T source, ref T target, nint index, nint length, LinesAhead ahead)
        where T : unmanaged
    {
        nint bytes = (length * sizeof(T)) & ~63;
        ref byte from = ref Unsafe.As<T, byte>(ref Unsafe.Add(ref source, index));
        byte* to = (byte*)Unsafe.AsPointer(ref target);
        for (nint i = 0; i < bytes; i += 64)
        {
            ahead.Prefetch(ref source, index + (i / sizeof(T)));
            Avx.StoreAlignedNonTemporal(to + i, Vector256.LoadUnsafe(ref from, (nuint)i));
            Avx.StoreAlignedNonTemporal(to + i + 32, Vector256.LoadUnsafe(ref from, (nuint)(i + 32)));
        }

        return bytes / sizeof(T);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyWhole<T>(ref T from, ref T to, nint length)
        where T : unmanaged
    {
        while (length > 0)
        {
            int part = (int)Math.Min(length, 1 << 28);
            MemoryMarshal.CreateReadOnlySpan(ref from, part).CopyTo(MemoryMarshal.CreateSpan(ref to, part));
            from = ref Unsafe.Add(ref from, part);
            to = ref Unsafe.Add(ref to, part);
            length -= part;
        }
    }

    /// <summary>The first element from an index on that starts a cache line of 64 bytes.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="target">The line; aligned to its elements, and pinned.</param>
    /// <param name="index">The index.</param>
    /// <param name="end">The bound of the result.</param>
    /// <returns>An index.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe nint Head<T>(ref T target, nint index, nint end)
        where T : unmanaged
    {
        nint address = (nint)Unsafe.AsPointer(ref Unsafe.Add(ref target, index));
        return Math.Min(end, index + ((-address & 63) / sizeof(T)));
    }

    /// <summary>Asks for the cache line of an element, unless the element starts one: it has parts that are not stored together, nor past the cache.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="target">The line, pinned.</param>
    /// <param name="index">The element.</param>
    /// <remarks>A store that waits for its cache line holds up all stores after it.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrefetchShared<T>(ref T target, nint index)
        where T : unmanaged
    {
        if (!IsAligned(ref target, index, 64))
        {
            Lanes.PrefetchNear(ref target, index);
        }
    }

    /// <summary>Whether vectors may be stored past the cache from an element on.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="target">The line, pinned.</param>
    /// <param name="index">The index.</param>
    /// <param name="bytes">The size of a vector, a power of two.</param>
    /// <returns>Whether the element starts a vector.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe bool IsAligned<T>(ref T target, nint index, int bytes)
        where T : unmanaged => ((nint)Unsafe.AsPointer(ref Unsafe.Add(ref target, index)) & (bytes - 1)) == 0;

    /// <summary>Lanes whose length exceeds a coordinate, where each lane has a length of its own.</summary>
    /// <typeparam name="T">int or long.</typeparam>
    /// <param name="lengths">The lengths.</param>
    /// <param name="index">The first lane's element.</param>
    /// <param name="stride">The distance of the lanes' elements.</param>
    /// <param name="count">The number of lanes that exist; the others are not longer.</param>
    /// <param name="coordinate">The coordinate.</param>
    /// <returns>All ones where the length is greater.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> LongerSingle<T>(ref T lengths, nint index, nint stride, nint count, nint coordinate)
        where T : unmanaged
    {
        Vector256<int> lanes = default;
        for (int lane = 0; lane < Math.Min(count, 8); lane++)
        {
            lanes = lanes.WithElement(lane, Lane.Count(ref lengths, index + (lane * stride)) > coordinate ? -1 : 0);
        }

        return lanes.AsSingle();
    }

    /// <inheritdoc cref="LongerSingle"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector256<double> LongerDouble<T>(ref T lengths, nint index, nint stride, nint count, nint coordinate)
        where T : unmanaged
    {
        Vector256<long> lanes = default;
        for (int lane = 0; lane < Math.Min(count, 4); lane++)
        {
            lanes = lanes.WithElement(lane, Lane.Count(ref lengths, index + (lane * stride)) > coordinate ? -1 : 0);
        }

        return lanes.AsDouble();
    }

    /// <summary>How many lengths along a line exceed a coordinate.</summary>
    /// <typeparam name="T">int or long.</typeparam>
    /// <param name="lengths">The lengths.</param>
    /// <param name="stride">Their distance.</param>
    /// <param name="length">The number of lengths.</param>
    /// <param name="coordinate">The coordinate.</param>
    /// <returns>The number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static nint CountLonger<T>(ref T lengths, nint stride, nint length, nint coordinate)
        where T : unmanaged
    {
        nint count = 0;
        for (nint i = 0; i < length; i++)
        {
            count += Lane.Count(ref lengths, i * stride) > coordinate ? 1 : 0;
        }

        return count;
    }

    /// <summary>The first of the lengths along a line that exceeds a coordinate.</summary>
    /// <typeparam name="T">int or long.</typeparam>
    /// <param name="lengths">The lengths.</param>
    /// <param name="stride">Their distance.</param>
    /// <param name="length">The number of lengths.</param>
    /// <param name="coordinate">The coordinate.</param>
    /// <returns>Its index, or −1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static nint FirstLonger<T>(ref T lengths, nint stride, nint length, nint coordinate)
        where T : unmanaged
    {
        for (nint i = 0; i < length; i++)
        {
            if (Lane.Count(ref lengths, i * stride) > coordinate)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Sets a line to zero.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="target">The target.</param>
    /// <param name="index">The first element.</param>
    /// <param name="length">The number of elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Clear<T>(ref T target, nint index, nint length)
        where T : unmanaged
    {
        while (length > 0)
        {
            int part = (int)Math.Min(length, 1 << 28);
            MemoryMarshal.CreateSpan(ref Unsafe.Add(ref target, index), part).Clear();
            index += part;
            length -= part;
        }
    }
}
