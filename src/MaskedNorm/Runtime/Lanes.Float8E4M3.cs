using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MaskedNorm.Runtime;

// Elements of Float8E4M3.
public static unsafe partial class Lanes
{
    /// <inheritdoc cref="LoadSingle(ref readonly float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadSingle(ref readonly Float8E4M3 source, nint index) => FromFloat8E4M3(Load8(ref Bits(in source), index));

    /// <inheritdoc cref="LoadSingle(ref readonly float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadSingle(ref readonly Float8E4M3 source, nint index, nint count) =>
        FromFloat8E4M3(Load8(ref Bits(in source), index, count));

    /// <inheritdoc cref="LoadDouble(ref readonly float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadDouble(ref readonly Float8E4M3 source, nint index) => LoadDouble(in source, index, 4);

    /// <inheritdoc cref="LoadDouble(ref readonly float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadDouble(ref readonly Float8E4M3 source, nint index, nint count) =>
        ToDouble(LoadSingle(in source, index, Clamp(count, 4)).GetLower());

    /// <inheritdoc cref="GatherSingle(ref readonly float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> GatherSingle(ref readonly Float8E4M3 source, nint index, nint stride) =>
        FromFloat8E4M3(Gather8(ref Bits(in source), index, stride));

    /// <inheritdoc cref="GatherSingle(ref readonly float, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> GatherSingle(ref readonly Float8E4M3 source, nint index, nint stride, nint count) =>
        FromFloat8E4M3(Gather8(ref Bits(in source), index, stride, count));

    /// <inheritdoc cref="GatherDouble(ref readonly float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> GatherDouble(ref readonly Float8E4M3 source, nint index, nint stride) => GatherDouble(in source, index, stride, 4);

    /// <inheritdoc cref="GatherDouble(ref readonly float, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> GatherDouble(ref readonly Float8E4M3 source, nint index, nint stride, nint count) =>
        ToDouble(GatherSingle(in source, index, stride, Clamp(count, 4)).GetLower());

    /// <inheritdoc cref="Store(Vector256{float}, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, ref Float8E4M3 destination, nint index) => Store8(ToFloat8E4M3(value), ref Bits(in destination), index);

    /// <inheritdoc cref="Store(Vector256{float}, ref float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, ref Float8E4M3 destination, nint index, nint count) =>
        Store8(ToFloat8E4M3(value), ref Bits(in destination), index, count);

    /// <inheritdoc cref="Store(Vector256{double}, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<double> value, ref Float8E4M3 destination, nint index) => Store(value, ref destination, index, 4);

    /// <inheritdoc cref="Store(Vector256{double}, ref float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<double> value, ref Float8E4M3 destination, nint index, nint count) =>
        Store(ToSingleOdd(value), ref destination, index, Clamp(count, 4));

    /// <inheritdoc cref="Scatter(Vector256{float}, ref float, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(Vector256<float> value, ref Float8E4M3 destination, nint index, nint stride, nint count)
    {
        Vector128<byte> bits = ToFloat8E4M3(value);
        ScatterFrom(ref Unsafe.As<Vector128<byte>, byte>(ref bits), ref Bits(in destination), index, stride, Clamp(count, 8));
    }

    /// <inheritdoc cref="Scatter(Vector256{double}, ref float, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(Vector256<double> value, ref Float8E4M3 destination, nint index, nint stride, nint count) =>
        Scatter(ToSingleOdd(value), ref destination, index, stride, Clamp(count, 4));

    /// <inheritdoc cref="StoreStreaming(Vector256{float}, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Vector256<float> value, ref Float8E4M3 destination, nint index) => Store(value, ref destination, index);

    /// <inheritdoc cref="StoreStreaming(Vector256{double}, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Vector256<double> value, ref Float8E4M3 destination, nint index) => Store(value, ref destination, index);

    /// <inheritdoc cref="Single(ref readonly float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Single(ref readonly Float8E4M3 source, nint index) => Narrow.FromFloat8E4M3(Unsafe.Add(ref Bits(in source), index));

    /// <inheritdoc cref="Double(ref readonly float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Double(ref readonly Float8E4M3 source, nint index) => Single(in source, index);

    /// <inheritdoc cref="Put(float, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(float value, ref Float8E4M3 destination, nint index) => Unsafe.Add(ref Bits(in destination), index) = Narrow.ToFloat8E4M3(value);

    /// <inheritdoc cref="Put(float, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(double value, ref Float8E4M3 destination, nint index) => Put(Narrow.ToSingleOdd(value), ref destination, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref byte Bits(ref readonly Float8E4M3 source) => ref Unsafe.As<Float8E4M3, byte>(ref Unsafe.AsRef(in source));
}
