using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MaskedNorm.Runtime;

// Elements of float.
public static unsafe partial class Lanes
{
    /// <summary>Eight elements from <paramref name="index"/> on, as float lanes (of double: rounded to nearest even).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadSingle(ref readonly float source, nint index) => Vector256.LoadUnsafe(in source, (nuint)index);

    /// <summary>The first <paramref name="count"/> of eight elements from <paramref name="index"/> on, the other lanes +0 and their memory untouched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadSingle(ref readonly float source, nint index, nint count)
    {
        if (Avx.IsSupported)
        {
            return Avx.MaskLoad((float*)Unsafe.AsPointer(ref Unsafe.AsRef(in source)) + index, BeforeSingle(count));
        }

        return ReadWide(ref Unsafe.As<float, byte>(ref Unsafe.Add(ref Unsafe.AsRef(in source), index)), 4 * Clamp(count, 8)).AsSingle();
    }

    /// <summary>Four elements from <paramref name="index"/> on, as double lanes, exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadDouble(ref readonly float source, nint index) =>
        ToDouble(Vector128.LoadUnsafe(in source, (nuint)index));

    /// <summary>The first <paramref name="count"/> of four elements from <paramref name="index"/> on, the other lanes +0 and their memory untouched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadDouble(ref readonly float source, nint index, nint count) =>
        ToDouble(LoadSingle(in source, index, Clamp(count, 4)).GetLower());

    /// <summary>Eight elements at offsets <paramref name="index"/> + lane × <paramref name="stride"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> GatherSingle(ref readonly float source, nint index, nint stride)
    {
        ref float first = ref Unsafe.Add(ref Unsafe.AsRef(in source), index);
        return Vector256.Create(
            first,
            Unsafe.Add(ref first, stride),
            Unsafe.Add(ref first, 2 * stride),
            Unsafe.Add(ref first, 3 * stride),
            Unsafe.Add(ref first, 4 * stride),
            Unsafe.Add(ref first, 5 * stride),
            Unsafe.Add(ref first, 6 * stride),
            Unsafe.Add(ref first, 7 * stride));
    }

    /// <summary>The first <paramref name="count"/> of eight elements at offsets <paramref name="index"/> + lane × <paramref name="stride"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> GatherSingle(ref readonly float source, nint index, nint stride, nint count)
    {
        Vector256<float> lanes = default;
        GatherInto(ref Unsafe.AsRef(in source), index, stride, Clamp(count, 8), ref Unsafe.As<Vector256<float>, float>(ref lanes));
        return lanes;
    }

    /// <summary>Four elements at offsets <paramref name="index"/> + lane × <paramref name="stride"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> GatherDouble(ref readonly float source, nint index, nint stride)
    {
        ref float first = ref Unsafe.Add(ref Unsafe.AsRef(in source), index);
        return ToDouble(Vector128.Create(
            first,
            Unsafe.Add(ref first, stride),
            Unsafe.Add(ref first, 2 * stride),
            Unsafe.Add(ref first, 3 * stride)));
    }

    /// <summary>The first <paramref name="count"/> of four elements at offsets <paramref name="index"/> + lane × <paramref name="stride"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> GatherDouble(ref readonly float source, nint index, nint stride, nint count) =>
        ToDouble(GatherSingle(in source, index, stride, Clamp(count, 4)).GetLower());

    /// <summary>Writes eight elements from <paramref name="index"/> on, each rounded once, to nearest even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, ref float destination, nint index) => value.StoreUnsafe(ref destination, (nuint)index);

    /// <summary>Writes the first <paramref name="count"/> of eight elements from <paramref name="index"/> on and touches nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, ref float destination, nint index, nint count)
    {
        // Processors before vectors of 512 bits take several times as long for a masked store.
        if (count >= 8)
        {
            value.StoreUnsafe(ref destination, (nuint)index);
        }
        else if (count > 0)
        {
            ref float first = ref Unsafe.Add(ref destination, index);
            Vector128<float> rest = value.GetLower();
            if ((count & 4) != 0)
            {
                rest.StoreUnsafe(ref first);
                first = ref Unsafe.Add(ref first, 4);
                rest = value.GetUpper();
            }

            if ((count & 2) != 0)
            {
                Unsafe.WriteUnaligned(ref Unsafe.As<float, byte>(ref first), rest.AsDouble().ToScalar());
                first = ref Unsafe.Add(ref first, 2);
                rest = Vector128.Shuffle(rest, Vector128.Create(2, 3, 2, 3));
            }

            if ((count & 1) != 0)
            {
                first = rest.ToScalar();
            }
        }
    }

    /// <summary>Writes four elements from <paramref name="index"/> on, each rounded once, to nearest even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<double> value, ref float destination, nint index) =>
        ToSingle(value).StoreUnsafe(ref destination, (nuint)index);

    /// <summary>Writes the first <paramref name="count"/> of four elements from <paramref name="index"/> on and touches nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<double> value, ref float destination, nint index, nint count) =>
        Store(ToSingle(value).ToVector256Unsafe(), ref destination, index, Clamp(count, 4));

    /// <summary>Writes the first <paramref name="count"/> of eight elements at offsets <paramref name="index"/> + lane × <paramref name="stride"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(Vector256<float> value, ref float destination, nint index, nint stride, nint count) =>
        ScatterFrom(ref Unsafe.As<Vector256<float>, float>(ref value), ref destination, index, stride, Clamp(count, 8));

    /// <summary>Writes the first <paramref name="count"/> of four elements at offsets <paramref name="index"/> + lane × <paramref name="stride"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(Vector256<double> value, ref float destination, nint index, nint stride, nint count) =>
        Scatter(ToSingle(value).ToVector256Unsafe(), ref destination, index, stride, Clamp(count, 4));

    /// <summary>Writes eight elements past the caches, where the element type is as wide as the lane and the hardware can; the memory must be pinned, and aligned to 32 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Vector256<float> value, ref float destination, nint index)
    {
        if (Avx.IsSupported)
        {
            Avx.StoreAlignedNonTemporal((float*)Unsafe.AsPointer(ref destination) + index, value);
        }
        else
        {
            Store(value, ref destination, index);
        }
    }

    /// <summary>Writes four elements past the caches, where the element type is as wide as the lane and the hardware can; the memory must be pinned, and aligned to 32 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Vector256<double> value, ref float destination, nint index) => Store(value, ref destination, index);

    /// <summary>One element as float (of double: rounded to nearest even).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Single(ref readonly float source, nint index) => Unsafe.Add(ref Unsafe.AsRef(in source), index);

    /// <summary>One element as double, exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Double(ref readonly float source, nint index) => Unsafe.Add(ref Unsafe.AsRef(in source), index);

    /// <summary>Writes one element, rounded once, to nearest even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(float value, ref float destination, nint index) => Unsafe.Add(ref destination, index) = value;

    /// <inheritdoc cref="Put(float, ref float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(double value, ref float destination, nint index) => Unsafe.Add(ref destination, index) = (float)value;
}
