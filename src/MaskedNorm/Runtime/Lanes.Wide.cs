using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MaskedNorm.Runtime;

// Two vectors side by side, for processors with vectors of 512 bits: each half has the bits that the narrow helper gives.
public static unsafe partial class Lanes
{
    /// <summary>The sum of the two halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Halves(Vector512<float> value) => value.GetLower() + value.GetUpper();

    /// <inheritdoc cref="Halves(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Halves(Vector512<double> value) => value.GetLower() + value.GetUpper();

    /// <summary>Lanes before <paramref name="count"/> are all ones, the others all zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> BeforeWideSingle(nint count) =>
        Vector512.LessThan(Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), Vector512.Create((int)Clamp(count, 16))).AsSingle();

    /// <inheritdoc cref="BeforeWideSingle"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> BeforeWideDouble(nint count) =>
        Vector512.LessThan(Vector512.Create(0L, 1, 2, 3, 4, 5, 6, 7), Vector512.Create((long)count)).AsDouble();

    /// <summary>The first <paramref name="count"/> of sixteen elements from <paramref name="index"/> on, the other lanes +0 and their memory untouched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWide(ref readonly float source, nint index, nint count) =>
        Avx512F.MaskLoad((float*)Unsafe.AsPointer(ref Unsafe.AsRef(in source)) + index, BeforeWideSingle(count), Vector512<float>.Zero);

    /// <summary>The first <paramref name="count"/> of eight elements from <paramref name="index"/> on, the other lanes +0 and their memory untouched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadWide(ref readonly double source, nint index, nint count) =>
        Avx512F.MaskLoad((double*)Unsafe.AsPointer(ref Unsafe.AsRef(in source)) + index, BeforeWideDouble(count), Vector512<double>.Zero);

    /// <inheritdoc cref="LoadWide(ref readonly float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWide(ref readonly Half source, nint index, nint count) =>
        Vector512.Create(LoadSingle(in source, index, count), LoadSingle(in source, index + 8, count - 8));

    /// <inheritdoc cref="LoadWide(ref readonly float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWide(ref readonly BFloat16 source, nint index, nint count) =>
        Vector512.Create(LoadSingle(in source, index, count), LoadSingle(in source, index + 8, count - 8));

    /// <summary>Writes the first <paramref name="count"/> of sixteen elements from <paramref name="index"/> on and touches nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, ref float destination, nint index, nint count) =>
        Avx512F.MaskStore((float*)Unsafe.AsPointer(ref destination) + index, BeforeWideSingle(count), value);

    /// <summary>Writes the first <paramref name="count"/> of eight elements from <paramref name="index"/> on and touches nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<double> value, ref double destination, nint index, nint count) =>
        Avx512F.MaskStore((double*)Unsafe.AsPointer(ref destination) + index, BeforeWideDouble(count), value);

    /// <inheritdoc cref="Store(Vector512{float}, ref float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, ref Half destination, nint index, nint count)
    {
        Store(value.GetLower(), ref destination, index, count);
        Store(value.GetUpper(), ref destination, index + 8, count - 8);
    }

    /// <inheritdoc cref="Store(Vector512{float}, ref float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, ref BFloat16 destination, nint index, nint count)
    {
        Store(value.GetLower(), ref destination, index, count);
        Store(value.GetUpper(), ref destination, index + 8, count - 8);
    }

    /// <summary>Sixteen elements from <paramref name="index"/> on, as float lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWide(ref readonly Half source, nint index)
    {
        Vector512<int> bits = WidenSigned(Vector256.LoadUnsafe(ref Bits(in source), (nuint)index));
        Vector512<float> value = ((bits << 13) & Vector512.Create(unchecked((int)0x8FFFE000))).AsSingle() * Vector512.Create(HalfScale);
        Vector512<int> special = Vector512.Equals(bits & Vector512.Create(0x7C00), Vector512.Create(0x7C00));
        return (value.AsInt32() | (special & Vector512.Create(Narrow.Infinity))).AsSingle();
    }

    /// <inheritdoc cref="LoadWide(ref readonly Half, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWide(ref readonly BFloat16 source, nint index) =>
        (WidenSigned(Vector256.LoadUnsafe(ref Bits(in source), (nuint)index)) << 16).AsSingle();

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

    /// <summary>Writes sixteen elements past the caches; the memory must be pinned, and aligned to 32 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Vector512<float> value, ref Half destination, nint index) =>
        Avx.StoreAlignedNonTemporal((ushort*)Unsafe.AsPointer(ref destination) + index, ToHalf(value));

    /// <inheritdoc cref="StoreStreaming(Vector512{float}, ref Half, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Vector512<float> value, ref BFloat16 destination, nint index) =>
        Avx.StoreAlignedNonTemporal((ushort*)Unsafe.AsPointer(ref destination) + index, ToBFloat16(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> WidenSigned(Vector256<ushort> bits) => Avx512F.ConvertToVector512Int32(bits.AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> ToBFloat16(Vector512<float> value)
    {
        Vector512<int> bits = value.AsInt32();
        Vector512<int> top = bits >>> 16;
        Vector512<int> rounded = (bits + Vector512.Create(0x7FFF) + (top & Vector512<int>.One)) >>> 16;
        Vector512<int> isNaN = ~Vector512.Equals(value, value).AsInt32();
        Vector512<int> quiet = Vector512.Equals(top & Vector512.Create(0x7F), Vector512<int>.Zero) & Vector512.Create(0x40);
        return Avx512F.ConvertToVector256UInt16(Vector512.ConditionalSelect(isNaN, top | quiet, rounded));
    }

    /// <inheritdoc cref="Narrow.Encode(float, int, int, int, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> ToHalf(Vector512<float> value)
    {
        Vector512<int> magnitude = value.AsInt32() & Vector512.Create(0x7FFFFFFF);
        Vector512<int> magic = Vector512.Create((128 - 15 + 13) << 23);
        Vector512<int> small = (magnitude.AsSingle() + magic.AsSingle()).AsInt32() - magic;
        Vector512<int> shifted = magnitude >>> 13;
        Vector512<int> rebias = Vector512.Create(((15 - 127) << 23) + (1 << 12) - 1);
        Vector512<int> large = Vector512.Min((magnitude + rebias + (shifted & Vector512<int>.One)) >> 13, Vector512.Create(0x7C00));
        Vector512<int> payload = shifted & Vector512.Create(0x3FF);
        Vector512<int> quiet = Vector512.Equals(payload, Vector512<int>.Zero) & Vector512.Create(0x200);
        Vector512<int> result = Vector512.ConditionalSelect(Vector512.LessThan(magnitude, Vector512.Create((128 - 15) << 23)), small, large);
        result = Vector512.ConditionalSelect(~Vector512.Equals(value, value).AsInt32(), payload | quiet | Vector512.Create(0x7C00), result);
        return Avx512F.ConvertToVector256UInt16(result | ((value.AsInt32() ^ magnitude) >>> 16));
    }
}
