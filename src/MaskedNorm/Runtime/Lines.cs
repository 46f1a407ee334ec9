using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
    public static void Copy<TX, TY>(ref TX source, ref TY target, nint index, nint length)
        where TX : unmanaged
        where TY : unmanaged
    {
        if (typeof(TX) != typeof(TY))
        {
            for (nint i = index; i < index + length; i++)
            {
                Lane.Put(Lane.Get(ref source, i), ref target, i);
            }

            return;
        }

        ref TX from = ref Unsafe.Add(ref source, index);
        ref TX to = ref Unsafe.As<TY, TX>(ref Unsafe.Add(ref target, index));
        if (Unsafe.AreSame(ref from, ref to))
        {
            return;
        }

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

    /// <summary>Whether vectors may be stored past the cache from an element on.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="target">The line, pinned.</param>
    /// <param name="index">The index.</param>
    /// <returns>Whether the element starts 32 aligned bytes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe bool IsAligned<T>(ref T target, nint index)
        where T : unmanaged => ((nint)Unsafe.AsPointer(ref Unsafe.Add(ref target, index)) & 31) == 0;

    /// <summary>Sets a line to zero.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="target">The target.</param>
    /// <param name="index">The first element.</param>
    /// <param name="length">The number of elements.</param>
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
