using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MaskedNorm.Runtime;

// Elements of BFloat16.
public static unsafe partial class Lanes
{
    /// <inheritdoc cref="LoadSingle(ref readonly float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadSingle(ref readonly BFloat16 source, nint index) => FromBFloat16(Load8(ref Bits(in source), index));

    /// <inheritdoc cref="LoadSingle(ref readonly float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadSingle(ref readonly BFloat16 source, nint index, nint count) =>
        FromBFloat16(Load8(ref Bits(in source), index, count));

    /// <inheritdoc cref="LoadDouble(ref readonly float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadDouble(ref readonly BFloat16 source, nint index) => LoadDouble(in source, index, 4);

    /// <inheritdoc cref="LoadDouble(ref readonly float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadDouble(ref readonly BFloat16 source, nint index, nint count) =>
        ToDouble(LoadSingle(in source, index, Clamp(count, 4)).GetLower());

    /// <inheritdoc cref="GatherSingle(ref readonly float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> GatherSingle(ref readonly BFloat16 source, nint index, nint stride) =>
        FromBFloat16(Gather8(ref Bits(in source), index, stride));

    /// <inheritdoc cref="GatherSingle(ref readonly float, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> GatherSingle(ref readonly BFloat16 source, nint index, nint stride, nint count) =>
        FromBFloat16(Gather8(ref Bits(in source), index, stride, count));

    /// <inheritdoc cref="GatherDouble(ref readonly float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> GatherDouble(ref readonly BFloat16 source, nint index, nint stride) => GatherDouble(in source, index, stride, 4);

    /// <inheritdoc cref="GatherDouble(ref readonly float, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> GatherDouble(ref readonly BFloat16 source, nint index, nint stride, nint count) =>
        ToDouble(GatherSingle(in source, index, stride, Clamp(count, 4)).GetLower());

    /// <inheritdoc cref="Store(Vector256{float}, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, ref BFloat16 destination, nint index) => Store8(ToBFloat16(value), ref Bits(in destination), index);

    /// <inheritdoc cref="Store(Vector256{float}, ref float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, ref BFloat16 destination, nint index, nint count) =>
        Store8(ToBFloat16(value), ref Bits(in destination), index, count);

    /// <inheritdoc cref="Store(Vector256{double}, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<double> value, ref BFloat16 destination, nint index) => Store(value, ref destination, index, 4);

    /// <inheritdoc cref="Store(Vector256{double}, ref float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<double> value, ref BFloat16 destination, nint index, nint count) =>
        Store(ToSingleOdd(value), ref destination, index, Clamp(count, 4));

    /// <inheritdoc cref="Scatter(Vector256{float}, ref float, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(Vector256<float> value, ref BFloat16 destination, nint index, nint stride, nint count)
    {
        Vector128<ushort> bits = ToBFloat16(value);
        ScatterFrom(ref Unsafe.As<Vector128<ushort>, ushort>(ref bits), ref Bits(in destination), index, stride, Clamp(count, 8));
    }

    /// <inheritdoc cref="Scatter(Vector256{double}, ref float, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(Vector256<double> value, ref BFloat16 destination, nint index, nint stride, nint count) =>
        Scatter(ToSingleOdd(value), ref destination, index, stride, Clamp(count, 4));

    /// <inheritdoc cref="StoreStreaming(Vector256{float}, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Vector256<float> value, ref BFloat16 destination, nint index) =>
        Store8Streaming(ToBFloat16(value), ref Bits(in destination), index);

    /// <inheritdoc cref="StoreStreaming(Vector256{double}, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Vector256<double> value, ref BFloat16 destination, nint index) => Store(value, ref destination, index);

    /// <inheritdoc cref="Single(ref readonly float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Single(ref readonly BFloat16 source, nint index) => Narrow.FromBFloat16(Unsafe.Add(ref Bits(in source), index));

    /// <inheritdoc cref="Double(ref readonly float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Double(ref readonly BFloat16 source, nint index) => Single(in source, index);

    /// <inheritdoc cref="Put(float, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(float value, ref BFloat16 destination, nint index) => Unsafe.Add(ref Bits(in destination), index) = Narrow.ToBFloat16(value);

    /// <inheritdoc cref="Put(float, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(double value, ref BFloat16 destination, nint index) => Put(Narrow.ToSingleOdd(value), ref destination, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref ushort Bits(ref readonly BFloat16 source) => ref Unsafe.As<BFloat16, ushort>(ref Unsafe.AsRef(in source));
}
