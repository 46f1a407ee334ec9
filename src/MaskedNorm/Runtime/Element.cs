using System;
using System.Runtime.CompilerServices;

namespace MaskedNorm.Runtime;

/// <summary>Element types whose type is only known as T.</summary>
internal static class Element
{
    /// <summary>Whether T is a type that kernels compute on.</summary>
    public static bool IsSupported<T>() =>
        typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16);

    /// <summary>A double rounded once to T.</summary>
    public static T From<T>(double value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double))
        {
            return Unsafe.BitCast<double, T>(value);
        }

        return typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)value)
            : typeof(T) == typeof(Half) ? Unsafe.BitCast<ushort, T>(Narrow.ToHalf(Narrow.ToSingleOdd(value)))
            : Unsafe.BitCast<ushort, T>(Narrow.ToBFloat16(Narrow.ToSingleOdd(value)));
    }

    /// <summary>The exact value of a T.</summary>
    public static double ToDouble<T>(T value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double))
        {
            return Unsafe.BitCast<T, double>(value);
        }

        return typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(value)
            : typeof(T) == typeof(Half) ? Narrow.FromHalf(Unsafe.BitCast<T, ushort>(value))
            : Narrow.FromBFloat16(Unsafe.BitCast<T, ushort>(value));
    }
}
