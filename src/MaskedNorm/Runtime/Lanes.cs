using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MaskedNorm.Runtime;

/// <summary>
/// What emitted kernels call to move elements and masks between memory and vector lanes: eight lanes of <see cref="float"/> or four of
/// <see cref="double"/>. Not meant to be called by hand: nothing here checks a bound.
/// </summary>
/// <remarks>
/// Every offset counts elements from the given reference. A <c>count</c> says how many lanes, from the first on, exist: the others read as
/// +0 (masks: as false), are not written, and their memory is never touched; it may be negative or exceed the number of lanes. What has one
/// needs memory that is pinned.
/// Results have the same bits on every processor, with or without vector hardware. Little-endian only, as every .NET target with AVX or Neon.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe partial class Lanes
{
    /// <summary>Lanes before <paramref name="count"/> are all ones, the others all zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> BeforeSingle(nint count) =>
        Vector256.LessThan(Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7), Vector256.Create((float)count));

    /// <inheritdoc cref="BeforeSingle"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> BeforeDouble(nint count) =>
        Vector256.LessThan(Vector256.Create(0L, 1, 2, 3), Vector256.Create((long)count)).AsDouble();

    /// <summary>The sum of eight lanes, always as ((v0+v4) + (v2+v6)) + ((v1+v5) + (v3+v7)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> value)
    {
        Vector128<float> four = value.GetLower() + value.GetUpper();
        Vector128<float> two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return two.ToScalar() + two.GetElement(1);
    }

    /// <summary>The sum of four lanes, always as (v0+v2) + (v1+v3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector256<double> value)
    {
        Vector128<double> two = value.GetLower() + value.GetUpper();
        return two.ToScalar() + two.GetElement(1);
    }

    /// <summary>The number of elements that a mean is estimated from.</summary>
    public const int EstimateElements = 8;

    /// <summary>How far apart elements along an axis stand that a mean is estimated from.</summary>
    /// <param name="extent">The axis's extent.</param>
    /// <param name="outer">How far apart they stand along the axes outside of it, in units of this axis.</param>
    /// <param name="elements">The number of elements.</param>
    /// <returns>A step that makes the distance in the selection odd, so that of elements that alternate both kinds are taken; 0 of fewer elements.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Step(nint extent, nint outer, int elements)
    {
        nint step = extent / elements;
        return step > 0 ? step - (((outer * extent) + step + 1) & 1) : 0;
    }

    /// <summary>The mean of <see cref="EstimateElements"/> elements, <paramref name="step"/> apart, added two by two: that of equal ones is exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Estimate(ref readonly float line, nint step)
    {
        ref float first = ref Unsafe.AsRef(in line);
        float near = (first + Unsafe.Add(ref first, step)) + (Unsafe.Add(ref first, 2 * step) + Unsafe.Add(ref first, 3 * step));
        first = ref Unsafe.Add(ref first, 4 * step);
        float far = (first + Unsafe.Add(ref first, step)) + (Unsafe.Add(ref first, 2 * step) + Unsafe.Add(ref first, 3 * step));
        return (near + far) * (1f / EstimateElements);
    }

    /// <inheritdoc cref="Estimate(ref readonly float, nint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Estimate(ref readonly double line, nint step)
    {
        ref double first = ref Unsafe.AsRef(in line);
        double near = (first + Unsafe.Add(ref first, step)) + (Unsafe.Add(ref first, 2 * step) + Unsafe.Add(ref first, 3 * step));
        first = ref Unsafe.Add(ref first, 4 * step);
        double far = (first + Unsafe.Add(ref first, step)) + (Unsafe.Add(ref first, 2 * step) + Unsafe.Add(ref first, 3 * step));
        return (near + far) * (1d / EstimateElements);
    }

    /// <summary>The mean of those lanes that are all ones in <paramref name="valid"/>; there must be one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Mean(Vector256<float> values, Vector256<float> valid) =>
        Sum(values & valid) / BitOperations.PopCount(valid.ExtractMostSignificantBits());

    /// <inheritdoc cref="Mean(Vector256{float}, Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Mean(Vector256<double> values, Vector256<double> valid) =>
        Sum(values & valid) / BitOperations.PopCount(valid.ExtractMostSignificantBits());

    /// <summary>The sums of four vectors, each with the bits of <see cref="Sum(Vector256{double})"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sum(Vector256<double> a, Vector256<double> b, Vector256<double> c, Vector256<double> d)
    {
        if (!Avx.IsSupported)
        {
            return Vector256.Create(Sum(a), Sum(b), Sum(c), Sum(d));
        }

        Vector256<double> even = Avx.UnpackLow(a, b);
        Vector256<double> odd = Avx.UnpackHigh(a, b);
        Vector256<double> evenAfter = Avx.UnpackLow(c, d);
        Vector256<double> oddAfter = Avx.UnpackHigh(c, d);
        Vector256<double> first = Avx.Permute2x128(even, evenAfter, 0x20) + Avx.Permute2x128(even, evenAfter, 0x31);
        Vector256<double> second = Avx.Permute2x128(odd, oddAfter, 0x20) + Avx.Permute2x128(odd, oddAfter, 0x31);
        return first + second;
    }

    /// <summary>Eight float lanes as four lower and four upper double lanes, exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Widen(Vector256<float> value, out Vector256<double> lower, out Vector256<double> upper)
    {
        lower = ToDouble(value.GetLower());
        upper = ToDouble(value.GetUpper());
    }

    /// <summary>Makes non-temporal stores visible before any later store.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fence()
    {
        if (Sse.IsSupported)
        {
            Sse.StoreFence();
        }
    }

    /// <summary>Asks for the cache line that holds an element, or for up to four from it on; any address is harmless.</summary>
    /// <remarks>
    /// Into the second level: requests of the first one are few at a time, and those that wait for the memory would hold up what is read
    /// from the second. The processor brings lines from there into the first by itself.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch<T>(ref readonly T source, nint index, int lines = 1)
    {
        if (Sse.IsSupported)
        {
            byte* first = (byte*)Unsafe.AsPointer(ref Unsafe.Add(ref Unsafe.AsRef(in source), index));
            Sse.Prefetch1(first);
            if (lines > 1)
            {
                Sse.Prefetch1(first + 64);
            }

            if (lines > 2)
            {
                Sse.Prefetch1(first + 128);
            }

            if (lines > 3)
            {
                Sse.Prefetch1(first + 192);
            }
        }
    }

    /// <summary>Asks for the cache lines that hold four elements, into the second level; any address is harmless.</summary>
    /// <param name="source">The tensor.</param>
    /// <param name="index">The first element.</param>
    /// <param name="apart">How far from one another they are, in elements.</param>
    /// <typeparam name="T">The element type.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrefetchFour<T>(ref readonly T source, nint index, nint apart)
    {
        Prefetch(in source, index);
        Prefetch(in source, index + apart);
        Prefetch(in source, index + (2 * apart));
        Prefetch(in source, index + (3 * apart));
    }

    /// <summary>Asks for the cache line that holds an element, into the first level; any address is harmless.</summary>
    /// <remarks>For the start of a line that is read soon, and that was asked for before: what follows it the processor brings by itself.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrefetchNear<T>(ref readonly T source, nint index)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref Unsafe.AsRef(in source), index)));
        }
    }
}
