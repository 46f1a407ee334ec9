using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MaskedNorm.Runtime;

/// <summary>The helpers of <see cref="Lanes"/> by type parameter, for the library's own generic code: the branches fold away.</summary>
internal static class Lane
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadDouble<T>(ref T source, nint index) =>
        typeof(T) == typeof(float)
            ? Lanes.LoadDouble(ref Unsafe.As<T, float>(ref source), index)
            : Lanes.LoadDouble(ref Unsafe.As<T, double>(ref source), index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector256<double> value, ref T destination, nint index)
    {
        if (typeof(T) == typeof(float))
        {
            Lanes.Store(value, ref Unsafe.As<T, float>(ref destination), index);
        }
        else
        {
            Lanes.Store(value, ref Unsafe.As<T, double>(ref destination), index);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadSingle<T>(ref T source, nint index, nint count) =>
        typeof(T) == typeof(float) ? Lanes.LoadSingle(ref Unsafe.As<T, float>(ref source), index, count)
        : typeof(T) == typeof(System.Half) ? Lanes.LoadSingle(ref Unsafe.As<T, System.Half>(ref source), index, count)
        : typeof(T) == typeof(BFloat16) ? Lanes.LoadSingle(ref Unsafe.As<T, BFloat16>(ref source), index, count)
        : typeof(T) == typeof(Float8E4M3) ? Lanes.LoadSingle(ref Unsafe.As<T, Float8E4M3>(ref source), index, count)
        : Lanes.LoadSingle(ref Unsafe.As<T, Float8E5M2>(ref source), index, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadDouble<T>(ref T source, nint index, nint count) =>
        typeof(T) == typeof(float) ? Lanes.LoadDouble(ref Unsafe.As<T, float>(ref source), index, count)
        : typeof(T) == typeof(double) ? Lanes.LoadDouble(ref Unsafe.As<T, double>(ref source), index, count)
        : typeof(T) == typeof(System.Half) ? Lanes.LoadDouble(ref Unsafe.As<T, System.Half>(ref source), index, count)
        : typeof(T) == typeof(BFloat16) ? Lanes.LoadDouble(ref Unsafe.As<T, BFloat16>(ref source), index, count)
        : typeof(T) == typeof(Float8E4M3) ? Lanes.LoadDouble(ref Unsafe.As<T, Float8E4M3>(ref source), index, count)
        : Lanes.LoadDouble(ref Unsafe.As<T, Float8E5M2>(ref source), index, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector256<float> value, ref T destination, nint index, nint count)
    {
        if (typeof(T) == typeof(float))
        {
            Lanes.Store(value, ref Unsafe.As<T, float>(ref destination), index, count);
        }
        else if (typeof(T) == typeof(System.Half))
        {
            Lanes.Store(value, ref Unsafe.As<T, System.Half>(ref destination), index, count);
        }
        else if (typeof(T) == typeof(BFloat16))
        {
            Lanes.Store(value, ref Unsafe.As<T, BFloat16>(ref destination), index, count);
        }
        else if (typeof(T) == typeof(Float8E4M3))
        {
            Lanes.Store(value, ref Unsafe.As<T, Float8E4M3>(ref destination), index, count);
        }
        else
        {
            Lanes.Store(value, ref Unsafe.As<T, Float8E5M2>(ref destination), index, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector256<double> value, ref T destination, nint index, nint count)
    {
        if (typeof(T) == typeof(float))
        {
            Lanes.Store(value, ref Unsafe.As<T, float>(ref destination), index, count);
        }
        else if (typeof(T) == typeof(double))
        {
            Lanes.Store(value, ref Unsafe.As<T, double>(ref destination), index, count);
        }
        else if (typeof(T) == typeof(System.Half))
        {
            Lanes.Store(value, ref Unsafe.As<T, System.Half>(ref destination), index, count);
        }
        else if (typeof(T) == typeof(BFloat16))
        {
            Lanes.Store(value, ref Unsafe.As<T, BFloat16>(ref destination), index, count);
        }
        else if (typeof(T) == typeof(Float8E4M3))
        {
            Lanes.Store(value, ref Unsafe.As<T, Float8E4M3>(ref destination), index, count);
        }
        else
        {
            Lanes.Store(value, ref Unsafe.As<T, Float8E5M2>(ref destination), index, count);
        }
    }

    public static double Get<T>(ref T source, nint index)
    {
        if (typeof(T) == typeof(float))
        {
            return Lanes.Double(ref Unsafe.As<T, float>(ref source), index);
        }

        if (typeof(T) == typeof(double))
        {
            return Lanes.Double(ref Unsafe.As<T, double>(ref source), index);
        }

        if (typeof(T) == typeof(System.Half))
        {
            return Lanes.Double(ref Unsafe.As<T, System.Half>(ref source), index);
        }

        if (typeof(T) == typeof(BFloat16))
        {
            return Lanes.Double(ref Unsafe.As<T, BFloat16>(ref source), index);
        }

        return typeof(T) == typeof(Float8E4M3)
            ? Lanes.Double(ref Unsafe.As<T, Float8E4M3>(ref source), index)
            : Lanes.Double(ref Unsafe.As<T, Float8E5M2>(ref source), index);
    }

    public static void Put<T>(double value, ref T destination, nint index)
    {
        if (typeof(T) == typeof(float))
        {
            Lanes.Put(value, ref Unsafe.As<T, float>(ref destination), index);
        }
        else if (typeof(T) == typeof(double))
        {
            Lanes.Put(value, ref Unsafe.As<T, double>(ref destination), index);
        }
        else if (typeof(T) == typeof(System.Half))
        {
            Lanes.Put(value, ref Unsafe.As<T, System.Half>(ref destination), index);
        }
        else if (typeof(T) == typeof(BFloat16))
        {
            Lanes.Put(value, ref Unsafe.As<T, BFloat16>(ref destination), index);
        }
        else if (typeof(T) == typeof(Float8E4M3))
        {
            Lanes.Put(value, ref Unsafe.As<T, Float8E4M3>(ref destination), index);
        }
        else
        {
            Lanes.Put(value, ref Unsafe.As<T, Float8E5M2>(ref destination), index);
        }
    }

    public static bool IsSet<T>(ref T mask, nint index) =>
        typeof(T) == typeof(bool) ? Lanes.IsSet(ref Unsafe.As<T, bool>(ref mask), index)
        : typeof(T) == typeof(byte) ? Lanes.IsSet(ref Unsafe.As<T, byte>(ref mask), index)
        : typeof(T) == typeof(int) ? Lanes.IsSet(ref Unsafe.As<T, int>(ref mask), index)
        : Lanes.IsSet(ref Unsafe.As<T, long>(ref mask), index);

    public static long Count<T>(ref T lengths, nint index) =>
        typeof(T) == typeof(int) ? Unsafe.Add(ref Unsafe.As<T, int>(ref lengths), index) : Unsafe.Add(ref Unsafe.As<T, long>(ref lengths), index);
}
