using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MaskedNorm.Runtime;

// Masks as lanes: all ones where the element is not zero. A bool may hold any byte.
public static unsafe partial class Lanes
{
    /// <summary>Eight mask elements from <paramref name="index"/> on: all ones where the element is not zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ValidSingle(ref readonly byte mask, nint index) =>
        NonZero(Load8(ref Unsafe.AsRef(in mask), index)).AsSingle();

    /// <summary>The first <paramref name="count"/> of eight mask elements from <paramref name="index"/> on; the other lanes are all zeros and their memory untouched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ValidSingle(ref readonly byte mask, nint index, nint count) =>
        NonZero(Load8(ref Unsafe.AsRef(in mask), index, count)).AsSingle();

    /// <summary>Four mask elements from <paramref name="index"/> on: all ones where the element is not zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ValidDouble(ref readonly byte mask, nint index) => NonZeroWide(
        Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref Unsafe.AsRef(in mask), index))).AsByte()).AsDouble();

    /// <summary>The first <paramref name="count"/> of four mask elements from <paramref name="index"/> on; the other lanes are all zeros and their memory untouched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ValidDouble(ref readonly byte mask, nint index, nint count) =>
        NonZeroWide(Load8(ref Unsafe.AsRef(in mask), index, Clamp(count, 4))).AsDouble();

    /// <summary>The first <paramref name="count"/> of eight mask elements at offsets <paramref name="index"/> + lane × <paramref name="stride"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ValidSingleStrided(ref readonly byte mask, nint index, nint stride, nint count) =>
        NonZero(Gather8(ref Unsafe.AsRef(in mask), index, stride, count)).AsSingle();

    /// <summary>The first <paramref name="count"/> of four mask elements at offsets <paramref name="index"/> + lane × <paramref name="stride"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ValidDoubleStrided(ref readonly byte mask, nint index, nint stride, nint count) =>
        NonZeroWide(Gather8(ref Unsafe.AsRef(in mask), index, stride, Clamp(count, 4))).AsDouble();

    /// <inheritdoc cref="ValidSingle(ref readonly byte, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ValidSingle(ref readonly bool mask, nint index) => ValidSingle(in Bytes(in mask), index);

    /// <inheritdoc cref="ValidSingle(ref readonly byte, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ValidSingle(ref readonly bool mask, nint index, nint count) => ValidSingle(in Bytes(in mask), index, count);

    /// <inheritdoc cref="ValidDouble(ref readonly byte, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ValidDouble(ref readonly bool mask, nint index) => ValidDouble(in Bytes(in mask), index);

    /// <inheritdoc cref="ValidDouble(ref readonly byte, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ValidDouble(ref readonly bool mask, nint index, nint count) => ValidDouble(in Bytes(in mask), index, count);

    /// <inheritdoc cref="ValidSingleStrided(ref readonly byte, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ValidSingleStrided(ref readonly bool mask, nint index, nint stride, nint count) =>
        ValidSingleStrided(in Bytes(in mask), index, stride, count);

    /// <inheritdoc cref="ValidDoubleStrided(ref readonly byte, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ValidDoubleStrided(ref readonly bool mask, nint index, nint stride, nint count) =>
        ValidDoubleStrided(in Bytes(in mask), index, stride, count);

    /// <inheritdoc cref="ValidSingle(ref readonly byte, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ValidSingle(ref readonly int mask, nint index) =>
        NonZero(Vector256.LoadUnsafe(in mask, (nuint)index)).AsSingle();

    /// <inheritdoc cref="ValidSingle(ref readonly byte, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ValidSingle(ref readonly int mask, nint index, nint count) =>
        NonZero(LoadSingle(in Floats(in mask), index, count).AsInt32()).AsSingle();

    /// <inheritdoc cref="ValidDouble(ref readonly byte, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ValidDouble(ref readonly int mask, nint index) =>
        NonZero(Vector256.WidenLower(Vector128.LoadUnsafe(in mask, (nuint)index).ToVector256Unsafe())).AsDouble();

    /// <inheritdoc cref="ValidDouble(ref readonly byte, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ValidDouble(ref readonly int mask, nint index, nint count) =>
        NonZero(Vector256.WidenLower(LoadSingle(in Floats(in mask), index, Clamp(count, 4)).AsInt32())).AsDouble();

    /// <inheritdoc cref="ValidSingleStrided(ref readonly byte, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ValidSingleStrided(ref readonly int mask, nint index, nint stride, nint count) =>
        NonZero(GatherSingle(in Floats(in mask), index, stride, count).AsInt32()).AsSingle();

    /// <inheritdoc cref="ValidDoubleStrided(ref readonly byte, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ValidDoubleStrided(ref readonly int mask, nint index, nint stride, nint count) =>
        NonZero(Vector256.WidenLower(GatherSingle(in Floats(in mask), index, stride, Clamp(count, 4)).AsInt32())).AsDouble();

    /// <inheritdoc cref="ValidSingle(ref readonly byte, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ValidSingle(ref readonly long mask, nint index) =>
        Pack(ValidDouble(in mask, index), ValidDouble(in mask, index + 4));

    /// <inheritdoc cref="ValidSingle(ref readonly byte, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ValidSingle(ref readonly long mask, nint index, nint count) =>
        Pack(ValidDouble(in mask, index, count), ValidDouble(in mask, index + 4, Clamp(count, 8) - 4));

    /// <inheritdoc cref="ValidDouble(ref readonly byte, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ValidDouble(ref readonly long mask, nint index) =>
        NonZero(Vector256.LoadUnsafe(in mask, (nuint)index)).AsDouble();

    /// <inheritdoc cref="ValidDouble(ref readonly byte, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ValidDouble(ref readonly long mask, nint index, nint count) =>
        NonZero(LoadDouble(in Doubles(in mask), index, count).AsInt64()).AsDouble();

    /// <inheritdoc cref="ValidSingleStrided(ref readonly byte, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ValidSingleStrided(ref readonly long mask, nint index, nint stride, nint count) => Pack(
        ValidDoubleStrided(in mask, index, stride, count),
        ValidDoubleStrided(in mask, index + (4 * stride), stride, Clamp(count, 8) - 4));

    /// <inheritdoc cref="ValidDoubleStrided(ref readonly byte, nint, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ValidDoubleStrided(ref readonly long mask, nint index, nint stride, nint count) =>
        NonZero(GatherDouble(in Doubles(in mask), index, stride, count).AsInt64()).AsDouble();

    /// <summary>Sixteen mask elements from <paramref name="index"/> on: all ones where the element is not zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ValidWideSingle(ref readonly byte mask, nint index) =>
        NonZero(Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(in mask, (nuint)index))).AsSingle();

    /// <summary>The first <paramref name="count"/> of sixteen mask elements from <paramref name="index"/> on; the other lanes are all zeros and their memory untouched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ValidWideSingle(ref readonly byte mask, nint index, nint count) => ValidWideSingle(in mask, index, BeforeWideSingle(count));

    /// <summary>Those of sixteen mask elements from <paramref name="index"/> on whose lanes are all ones; the other lanes are all zeros and their memory untouched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ValidWideSingle(ref readonly byte mask, nint index, Vector512<float> inside) =>
        NonZero(Avx512F.ConvertToVector512Int32(LoadBytes(in mask, index, Avx512F.ConvertToVector128Byte(inside.AsUInt32())))).AsSingle();

    /// <summary>Eight mask elements from <paramref name="index"/> on: all ones where the element is not zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ValidWideDouble(ref readonly byte mask, nint index) =>
        NonZero(Avx512F.ConvertToVector512Int64(Load8(ref Unsafe.AsRef(in mask), index))).AsDouble();

    /// <summary>The first <paramref name="count"/> of eight mask elements from <paramref name="index"/> on; the other lanes are all zeros and their memory untouched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ValidWideDouble(ref readonly byte mask, nint index, nint count) => ValidWideDouble(in mask, index, BeforeWideDouble(count));

    /// <summary>Those of eight mask elements from <paramref name="index"/> on whose lanes are all ones; the other lanes are all zeros and their memory untouched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ValidWideDouble(ref readonly byte mask, nint index, Vector512<double> inside) =>
        NonZero(Avx512F.ConvertToVector512Int64(LoadBytes(in mask, index, Avx512F.ConvertToVector128Byte(inside.AsUInt64())))).AsDouble();

    /// <inheritdoc cref="ValidWideSingle(ref readonly byte, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ValidWideSingle(ref readonly bool mask, nint index) => ValidWideSingle(in Bytes(in mask), index);

    /// <inheritdoc cref="ValidWideSingle(ref readonly byte, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ValidWideSingle(ref readonly bool mask, nint index, nint count) => ValidWideSingle(in Bytes(in mask), index, count);

    /// <inheritdoc cref="ValidWideSingle(ref readonly byte, nint, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ValidWideSingle(ref readonly bool mask, nint index, Vector512<float> inside) =>
        ValidWideSingle(in Bytes(in mask), index, inside);

    /// <inheritdoc cref="ValidWideDouble(ref readonly byte, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ValidWideDouble(ref readonly bool mask, nint index) => ValidWideDouble(in Bytes(in mask), index);

    /// <inheritdoc cref="ValidWideDouble(ref readonly byte, nint, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ValidWideDouble(ref readonly bool mask, nint index, nint count) => ValidWideDouble(in Bytes(in mask), index, count);

    /// <inheritdoc cref="ValidWideDouble(ref readonly byte, nint, Vector512{double})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ValidWideDouble(ref readonly bool mask, nint index, Vector512<double> inside) =>
        ValidWideDouble(in Bytes(in mask), index, inside);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> LoadBytes(ref readonly byte mask, nint index, Vector128<byte> inside) =>
        Avx512BW.VL.MaskLoad((byte*)Unsafe.AsPointer(ref Unsafe.AsRef(in mask)) + index, inside, Vector128<byte>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> NonZero(Vector512<int> mask) => ~Vector512.Equals(mask, Vector512<int>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> NonZero(Vector512<long> mask) => ~Vector512.Equals(mask, Vector512<long>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref byte Bytes(ref readonly bool mask) => ref Unsafe.As<bool, byte>(ref Unsafe.AsRef(in mask));

    // Moves do not change bits, so integers may travel as floats.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float Floats(ref readonly int mask) => ref Unsafe.As<int, float>(ref Unsafe.AsRef(in mask));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref double Doubles(ref readonly long mask) => ref Unsafe.As<long, double>(ref Unsafe.AsRef(in mask));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> NonZero(Vector128<byte> mask) => Vector256.GreaterThan(Widen8(mask), Vector256<int>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> NonZero(Vector256<int> mask) => ~Vector256.Equals(mask, Vector256<int>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> NonZero(Vector256<long> mask) => ~Vector256.Equals(mask, Vector256<long>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> NonZeroWide(Vector128<byte> mask)
    {
        Vector256<long> wide = Avx2.IsSupported ? Avx2.ConvertToVector256Int64(mask) : Vector256.WidenLower(Widen8(mask));
        return Vector256.GreaterThan(wide, Vector256<long>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pack(Vector256<double> lower, Vector256<double> upper) =>
        Vector256.Narrow(lower.AsInt64(), upper.AsInt64()).AsSingle();
}
