using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MaskedNorm.Runtime.Tests;

internal delegate TResult Load<T, TResult>(ref T source, nint index);

internal delegate TResult LoadPart<T, TResult>(ref T source, nint index, nint count);

internal delegate TResult GatherPart<T, TResult>(ref T source, nint index, nint stride, nint count);

internal delegate void StoreAll<T, TValue>(TValue value, ref T destination, nint index);

internal delegate void StorePart<T, TValue>(TValue value, ref T destination, nint index, nint count);

internal delegate void ScatterPart<T, TValue>(TValue value, ref T destination, nint index, nint stride, nint count);

/// <summary>The overloads of <see cref="Lanes"/> for elements of type T in lanes of type TLane.</summary>
internal static class Bound<T, TLane>
    where T : unmanaged
    where TLane : unmanaged
{
    private static readonly string Lane = typeof(TLane).Name;

    public static Load<T, Vector256<TLane>> Load { get; } = Find<Load<T, Vector256<TLane>>>("Load" + Lane);

    public static LoadPart<T, Vector256<TLane>> LoadPart { get; } = Find<LoadPart<T, Vector256<TLane>>>("Load" + Lane);

    public static LoadPart<T, Vector256<TLane>> Gather { get; } = Find<LoadPart<T, Vector256<TLane>>>("Gather" + Lane);

    public static GatherPart<T, Vector256<TLane>> GatherPart { get; } = Find<GatherPart<T, Vector256<TLane>>>("Gather" + Lane);

    public static StoreAll<T, Vector256<TLane>> Store { get; } = Find<StoreAll<T, Vector256<TLane>>>("Store");

    public static StorePart<T, Vector256<TLane>> StorePart { get; } = Find<StorePart<T, Vector256<TLane>>>("Store");

    public static StoreAll<T, Vector256<TLane>> StoreStreaming { get; } = Find<StoreAll<T, Vector256<TLane>>>("StoreStreaming");

    public static ScatterPart<T, Vector256<TLane>> Scatter { get; } = Find<ScatterPart<T, Vector256<TLane>>>("Scatter");

    public static Load<T, TLane> Scalar { get; } = Find<Load<T, TLane>>(Lane);

    public static StoreAll<T, TLane> Put { get; } = Find<StoreAll<T, TLane>>("Put");

    public static TDelegate Find<TDelegate>(string name)
        where TDelegate : Delegate
    {
        Type[] parameters = Array.ConvertAll(typeof(TDelegate).GetMethod("Invoke")!.GetParameters(), p => p.ParameterType);
        return typeof(Lanes).GetMethod(name, parameters)?.CreateDelegate<TDelegate>()
            ?? throw new MissingMethodException($"Lanes.{name}({string.Join<Type>(", ", parameters)})");
    }
}

internal static class BitPattern
{
    /// <summary>The bits of any element or lane, so that NaN and −0 compare as what they are.</summary>
    public static ulong Of<T>(T value)
        where T : unmanaged
    {
        ulong bits = 0;
        Unsafe.As<ulong, T>(ref bits) = value;
        return bits;
    }

    public static T To<T>(ulong bits)
        where T : unmanaged => Unsafe.As<ulong, T>(ref bits);
}
