using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MaskedNorm.Runtime;

// Elements of double.
public static unsafe partial class Lanes
{
    /// <inheritdoc cref="LoadSingle(ref readonly float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadSingle(ref readonly double source, nint index) =>
        Vector256.Create(ToSingle(LoadDouble(in source, index)), ToSingle(LoadDouble(in source, index + 4)));

    /// <inheritdoc cref="LoadSingle(ref readonly float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadSingle(ref readonly double source, nint index, nint count) =>
        Vector256.Create(ToSingle(LoadDouble(in source, index, count)), ToSingle(LoadDouble(in source, index + 4, Clamp(count, 8) - 4)));

    /// <inheritdoc cref="LoadDouble(ref readonly float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadDouble(ref readonly double source, nint index) => Vector256.LoadUnsafe(in source, (nuint)index);

    /// <inheritdoc cref="LoadDouble(ref readonly float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadDouble(ref readonly double source, nint index, nint count)
    {
        if (Avx.IsSupported)
        {
            return Avx.MaskLoad((double*)Unsafe.AsPointer(ref Unsafe.AsRef(in source)) + index, BeforeDouble(count));
        }

        return ReadWide(ref Unsafe.As<double, byte>(ref Unsafe.Add(ref Unsafe.AsRef(in source), index)), 8 * Clamp(count, 4)).AsDouble();
    }

    /// <inheritdoc cref="GatherSingle(ref readonly float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> GatherSingle(ref readonly double source, nint index, nint stride) => Vector256.Create(
        ToSingle(GatherDouble(in source, index, stride)),
        ToSingle(GatherDouble(in source, index + (4 * stride), stride)));

    /// <inheritdoc cref="GatherSingle(ref readonly float, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> GatherSingle(ref readonly double source, nint index, nint stride, nint count) => Vector256.Create(
        ToSingle(GatherDouble(in source, index, stride, count)),
        ToSingle(GatherDouble(in source, index + (4 * stride), stride, Clamp(count, 8) - 4)));

    /// <inheritdoc cref="GatherDouble(ref readonly float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> GatherDouble(ref readonly double source, nint index, nint stride)
    {
        ref double first = ref Unsafe.Add(ref Unsafe.AsRef(in source), index);
        return Vector256.Create(
            first,
            Unsafe.Add(ref first, stride),
            Unsafe.Add(ref first, 2 * stride),
            Unsafe.Add(ref first, 3 * stride));
    }

    /// <inheritdoc cref="GatherDouble(ref readonly float, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> GatherDouble(ref readonly double source, nint index, nint stride, nint count)
    {
        Vector256<double> lanes = default;
        GatherInto(ref Unsafe.AsRef(in source), index, stride, Clamp(count, 4), ref Unsafe.As<Vector256<double>, double>(ref lanes));
        return lanes;
    }

    /// <inheritdoc cref="Store(Vector256{float}, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, ref double destination, nint index)
    {
        Store(ToDouble(value.GetLower()), ref destination, index);
        Store(ToDouble(value.GetUpper()), ref destination, index + 4);
    }

    /// <inheritdoc cref="Store(Vector256{float}, ref float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, ref double destination, nint index, nint count)
    {
        Store(ToDouble(value.GetLower()), ref destination, index, count);
        Store(ToDouble(value.GetUpper()), ref destination, index + 4, Clamp(count, 8) - 4);
    }

    /// <inheritdoc cref="Store(Vector256{double}, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<double> value, ref double destination, nint index) => value.StoreUnsafe(ref destination, (nuint)index);

    /// <inheritdoc cref="Store(Vector256{double}, ref float, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<double> value, ref double destination, nint index, nint count) =>
        Store(value.AsSingle(), ref Unsafe.As<double, float>(ref Unsafe.Add(ref destination, index)), 0, 2 * count);

    /// <inheritdoc cref="Scatter(Vector256{float}, ref float, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(Vector256<float> value, ref double destination, nint index, nint stride, nint count)
    {
        Scatter(ToDouble(value.GetLower()), ref destination, index, stride, count);
        Scatter(ToDouble(value.GetUpper()), ref destination, index + (4 * stride), stride, Clamp(count, 8) - 4);
    }

    /// <inheritdoc cref="Scatter(Vector256{double}, ref float, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(Vector256<double> value, ref double destination, nint index, nint stride, nint count) =>
        ScatterFrom(ref Unsafe.As<Vector256<double>, double>(ref value), ref destination, index, stride, Clamp(count, 4));

    /// <inheritdoc cref="StoreStreaming(Vector256{float}, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Vector256<float> value, ref double destination, nint index)
    {
        StoreStreaming(ToDouble(value.GetLower()), ref destination, index);
        StoreStreaming(ToDouble(value.GetUpper()), ref destination, index + 4);
    }

    /// <inheritdoc cref="StoreStreaming(Vector256{double}, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Vector256<double> value, ref double destination, nint index)
    {
        if (Avx.IsSupported)
        {
            Avx.StoreAlignedNonTemporal((double*)Unsafe.AsPointer(ref destination) + index, value);
        }
        else
        {
            Store(value, ref destination, index);
        }
    }

    /// <inheritdoc cref="Single(ref readonly float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Single(ref readonly double source, nint index) => (float)Unsafe.Add(ref Unsafe.AsRef(in source), index);

    /// <inheritdoc cref="Double(ref readonly float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Double(ref readonly double source, nint index) => Unsafe.Add(ref Unsafe.AsRef(in source), index);

    /// <inheritdoc cref="Put(float, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(float value, ref double destination, nint index) => Unsafe.Add(ref destination, index) = value;

    /// <inheritdoc cref="Put(float, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(double value, ref double destination, nint index) => Unsafe.Add(ref destination, index) = value;
}
