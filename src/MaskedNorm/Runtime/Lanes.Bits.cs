using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MaskedNorm.Runtime;

// Raw bits: whole and partial moves, whatever the elements mean.
public static unsafe partial class Lanes
{
    /// <summary><paramref name="count"/> limited to 0 … <paramref name="lanes"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Clamp(nint count, nint lanes) => Math.Clamp(count, 0, lanes);

    /// <summary>The first <paramref name="bytes"/> (any number; at most 8 are read) as the low bytes of a word, the rest zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ReadBytes(ref byte source, nint bytes)
    {
        // Two reads that may overlap, each inside the existing bytes, joined by "or".
        if (bytes >= 8)
        {
            return Unsafe.ReadUnaligned<ulong>(ref source);
        }

        if (bytes >= 4)
        {
            ulong last = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref source, bytes - 4));
            return Unsafe.ReadUnaligned<uint>(ref source) | (last << (8 * (int)(bytes - 4)));
        }

        if (bytes >= 2)
        {
            ulong last = Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref source, bytes - 2));
            return Unsafe.ReadUnaligned<ushort>(ref source) | (last << (8 * (int)(bytes - 2)));
        }

        return bytes > 0 ? source : 0UL;
    }

    /// <summary>Writes the low <paramref name="bytes"/> (any number; at most 8 are written) of a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteBytes(ulong value, ref byte destination, nint bytes)
    {
        if (bytes >= 8)
        {
            Unsafe.WriteUnaligned(ref destination, value);
        }
        else if (bytes >= 4)
        {
            Unsafe.WriteUnaligned(ref destination, (uint)value);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, bytes - 4), (uint)(value >> (8 * (int)(bytes - 4))));
        }
        else if (bytes >= 2)
        {
            Unsafe.WriteUnaligned(ref destination, (ushort)value);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, bytes - 2), (ushort)(value >> (8 * (int)(bytes - 2))));
        }
        else if (bytes > 0)
        {
            destination = (byte)value;
        }
    }

    /// <summary>The first <paramref name="bytes"/> (at most 32) of a vector's memory, without vector hardware's masked moves.</summary>
    private static Vector256<ulong> ReadWide(ref byte source, nint bytes) => Vector256.Create(
        ReadBytes(ref source, bytes),
        ReadBytes(ref Unsafe.Add(ref source, 8), bytes - 8),
        ReadBytes(ref Unsafe.Add(ref source, 16), bytes - 16),
        ReadBytes(ref Unsafe.Add(ref source, 24), bytes - 24));

    // Eight 16-bit elements.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Load8(ref ushort source, nint index) => Vector128.LoadUnsafe(ref source, (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Load8(ref ushort source, nint index, nint count)
    {
        if (count >= 8)
        {
            return Load8(ref source, index);
        }

        ref byte first = ref Unsafe.As<ushort, byte>(ref Unsafe.Add(ref source, index));
        nint bytes = 2 * Clamp(count, 8);
        return Vector128.Create(ReadBytes(ref first, bytes), ReadBytes(ref Unsafe.Add(ref first, 8), bytes - 8)).AsUInt16();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store8(Vector128<ushort> value, ref ushort destination, nint index) => value.StoreUnsafe(ref destination, (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store8Streaming(Vector128<ushort> value, ref ushort destination, nint index)
    {
        if (Sse2.IsSupported)
        {
            Sse2.StoreAlignedNonTemporal((ushort*)Unsafe.AsPointer(ref destination) + index, value);
        }
        else
        {
            Store8(value, ref destination, index);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store8(Vector128<ushort> value, ref ushort destination, nint index, nint count)
    {
        if (count >= 8)
        {
            Store8(value, ref destination, index);
            return;
        }

        ref byte first = ref Unsafe.As<ushort, byte>(ref Unsafe.Add(ref destination, index));
        nint bytes = 2 * Clamp(count, 8);
        WriteBytes(value.AsUInt64().GetElement(0), ref first, bytes);
        WriteBytes(value.AsUInt64().GetElement(1), ref Unsafe.Add(ref first, 8), bytes - 8);
    }

    // Eight 8-bit elements, in the low half of a vector.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Load8(ref byte source, nint index) =>
        Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, index))).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Load8(ref byte source, nint index, nint count) =>
        Vector128.CreateScalar(ReadBytes(ref Unsafe.Add(ref source, index), count)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store8(Vector128<byte> value, ref byte destination, nint index) =>
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, index), value.AsUInt64().ToScalar());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store8(Vector128<byte> value, ref byte destination, nint index, nint count) =>
        WriteBytes(value.AsUInt64().ToScalar(), ref Unsafe.Add(ref destination, index), count);

    // Strided.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Gather8(ref ushort source, nint index, nint stride)
    {
        ref ushort first = ref Unsafe.Add(ref source, index);
        return Vector128.Create(
            first,
            Unsafe.Add(ref first, stride),
            Unsafe.Add(ref first, 2 * stride),
            Unsafe.Add(ref first, 3 * stride),
            Unsafe.Add(ref first, 4 * stride),
            Unsafe.Add(ref first, 5 * stride),
            Unsafe.Add(ref first, 6 * stride),
            Unsafe.Add(ref first, 7 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Gather8(ref byte source, nint index, nint stride)
    {
        ref byte first = ref Unsafe.Add(ref source, index);
        ulong word = first
            | ((ulong)Unsafe.Add(ref first, stride) << 8)
            | ((ulong)Unsafe.Add(ref first, 2 * stride) << 16)
            | ((ulong)Unsafe.Add(ref first, 3 * stride) << 24)
            | ((ulong)Unsafe.Add(ref first, 4 * stride) << 32)
            | ((ulong)Unsafe.Add(ref first, 5 * stride) << 40)
            | ((ulong)Unsafe.Add(ref first, 6 * stride) << 48)
            | ((ulong)Unsafe.Add(ref first, 7 * stride) << 56);
        return Vector128.CreateScalar(word).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Gather8(ref ushort source, nint index, nint stride, nint count)
    {
        Vector128<ushort> lanes = default;
        GatherInto(ref source, index, stride, Clamp(count, 8), ref Unsafe.As<Vector128<ushort>, ushort>(ref lanes));
        return lanes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Gather8(ref byte source, nint index, nint stride, nint count)
    {
        Vector128<byte> lanes = default;
        GatherInto(ref source, index, stride, Clamp(count, 8), ref Unsafe.As<Vector128<byte>, byte>(ref lanes));
        return lanes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void GatherInto<T>(ref T source, nint index, nint stride, nint count, ref T lanes)
    {
        for (nint lane = 0; lane < count; lane++)
        {
            Unsafe.Add(ref lanes, lane) = Unsafe.Add(ref source, index + (lane * stride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ScatterFrom<T>(ref T lanes, ref T destination, nint index, nint stride, nint count)
    {
        for (nint lane = 0; lane < count; lane++)
        {
            Unsafe.Add(ref destination, index + (lane * stride)) = Unsafe.Add(ref lanes, lane);
        }
    }

    // Between widths.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Widen8(Vector128<ushort> value) => Avx2.IsSupported
        ? Avx2.ConvertToVector256Int32(value)
        : Vector256.Create(Vector128.WidenLower(value), Vector128.WidenUpper(value)).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Widen8Signed(Vector128<ushort> value) => Avx2.IsSupported
        ? Avx2.ConvertToVector256Int32(value.AsInt16())
        : Vector256.Create(Vector128.WidenLower(value.AsInt16()), Vector128.WidenUpper(value.AsInt16()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Widen8(Vector128<byte> value) => Avx2.IsSupported
        ? Avx2.ConvertToVector256Int32(value)
        : Widen8(Vector128.WidenLower(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Narrow8(Vector256<int> value) => Sse41.IsSupported
        ? Sse41.PackUnsignedSaturate(value.GetLower(), value.GetUpper())
        : Vector128.Narrow(value.GetLower().AsUInt32(), value.GetUpper().AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Narrow8ToBytes(Vector256<int> value)
    {
        Vector128<ushort> halves = Narrow8(value);
        return Sse2.IsSupported
            ? Sse2.PackUnsignedSaturate(halves.AsInt16(), halves.AsInt16())
            : Vector128.Narrow(halves, halves);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> ToDouble(Vector128<float> value) => Avx.IsSupported
        ? Avx.ConvertToVector256Double(value)
        : Vector256.WidenLower(value.ToVector256Unsafe());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ToSingle(Vector256<double> value) => Avx.IsSupported
        ? Avx.ConvertToVector128Single(value)
        : Vector128.Narrow(value.GetLower(), value.GetUpper());
}
