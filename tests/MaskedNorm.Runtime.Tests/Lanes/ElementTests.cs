using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MaskedNorm.Runtime.Tests;

/// <summary>Moves between memory and lanes, for every pair of element and lane type.</summary>
[Trait("Category", "Lanes")]
public abstract class ElementTests<T, TLane>
    where T : unmanaged
    where TLane : unmanaged
{
    private static readonly int Lanes = Vector256<TLane>.Count;

    [Fact]
    public void A_full_load_is_eight_or_four_scalars()
    {
        T[] memory = Elements(64);
        for (int index = 0; index <= 64 - Lanes; index++)
        {
            Vector256<TLane> loaded = Bound<T, TLane>.Load(ref memory[0], index);
            for (int lane = 0; lane < Lanes; lane++)
            {
                AssertSame(Bound<T, TLane>.Scalar(ref memory[0], index + lane), loaded[lane]);
            }
        }
    }

    [Fact]
    public void A_partial_load_reads_nothing_but_its_elements_and_leaves_zero_elsewhere()
    {
        using GuardedMemory memory = new();
        Elements(memory.Bytes.Length / Unsafe.SizeOf<T>()).CopyTo(memory.First<T>(memory.Bytes.Length / Unsafe.SizeOf<T>()));
        for (int count = -9; count <= 12; count++)
        {
            // The last element stands before the upper guard, then the first behind the lower one.
            int exist = Math.Clamp(count, 0, Lanes);
            for (int index = 0; index < 3; index++)
            {
                Span<T> last = memory.Last<T>(exist + index);
                Check(Bound<T, TLane>.LoadPart(ref MemoryMarshal.GetReference(last), index, count), last[index..], exist);
            }

            Span<T> first = memory.First<T>(exist);
            Check(Bound<T, TLane>.LoadPart(ref MemoryMarshal.GetReference(first), 0, count), first, exist);
        }

        static void Check(Vector256<TLane> loaded, Span<T> elements, int exist)
        {
            for (int lane = 0; lane < Lanes; lane++)
            {
                AssertSame(lane < exist ? Bound<T, TLane>.Scalar(ref elements[0], lane) : default, loaded[lane]);
            }
        }
    }

    [Fact]
    public void Counts_beyond_the_range_of_int_are_understood()
    {
        T[] memory = Elements(Lanes);
        nint huge = nint.MaxValue / 16;
        Assert.Equal(Bound<T, TLane>.Load(ref memory[0], 0).AsUInt64(), Bound<T, TLane>.LoadPart(ref memory[0], 0, huge).AsUInt64());
        Assert.Equal(Vector256<ulong>.Zero, Bound<T, TLane>.LoadPart(ref memory[0], 0, -huge).AsUInt64());
        Assert.Equal(Vector256<ulong>.Zero, Bound<T, TLane>.LoadPart(ref memory[0], 0, (nint)1 << 32 << 31).AsUInt64());
    }

    [Fact]
    public void A_gather_takes_every_strideth_element()
    {
        T[] memory = Elements(512);
        foreach (int stride in (int[])[-17, -1, 0, 1, 2, 7, 61])
        {
            int index = stride < 0 ? -8 * stride : 3;
            Vector256<TLane> all = Bound<T, TLane>.Gather(ref memory[0], index, stride);
            for (int count = -9; count <= 12; count++)
            {
                Vector256<TLane> part = Bound<T, TLane>.GatherPart(ref memory[0], index, stride, count);
                for (int lane = 0; lane < Lanes; lane++)
                {
                    TLane expected = Bound<T, TLane>.Scalar(ref memory[0], index + (lane * stride));
                    AssertSame(expected, all[lane]);
                    AssertSame(lane < count ? expected : default, part[lane]);
                }
            }
        }
    }

    [Fact]
    public void A_partial_gather_reads_nothing_but_its_elements()
    {
        using GuardedMemory memory = new();
        for (int count = -1; count <= Lanes; count++)
        {
            Span<T> last = memory.Last<T>(Math.Max(0, ((count - 1) * 5) + 1));
            _ = Bound<T, TLane>.GatherPart(ref MemoryMarshal.GetReference(last), 0, 5, count);
        }
    }

    [Fact]
    public void A_full_store_is_eight_or_four_scalar_stores()
    {
        Vector256<TLane> value = LaneValues();
        T[] expected = Elements(40), vector = Elements(40);
        for (int lane = 0; lane < Lanes; lane++)
        {
            Bound<T, TLane>.Put(value[lane], ref expected[0], 3 + lane);
        }

        Bound<T, TLane>.Store(value, ref vector[0], 3);
        AssertSame(expected, vector);
    }

    [Fact]
    public void A_partial_store_writes_its_elements_and_nothing_else()
    {
        Vector256<TLane> value = LaneValues();
        using GuardedMemory memory = new();
        for (int count = -9; count <= 12; count++)
        {
            int exist = Math.Clamp(count, 0, Lanes);
            Span<T> last = memory.Last<T>(exist + 3);
            Elements(last.Length).CopyTo(last);
            Bound<T, TLane>.StorePart(value, ref MemoryMarshal.GetReference(last), 3, count);
            AssertSame(Expected(exist + 3, 3, 1, count, value), last);

            Span<T> first = memory.First<T>(exist + 20);
            Elements(first.Length).CopyTo(first);
            Bound<T, TLane>.StorePart(value, ref MemoryMarshal.GetReference(first), 0, count);
            AssertSame(Expected(exist + 20, 0, 1, count, value), first);
        }
    }

    [Fact]
    public void A_scatter_writes_every_strideth_element_and_nothing_else()
    {
        Vector256<TLane> value = LaneValues();
        foreach (int stride in (int[])[-17, -1, 1, 2, 7, 61])
        {
            int index = stride < 0 ? -8 * stride : 3;
            for (int count = -9; count <= 12; count++)
            {
                T[] memory = Elements(512);
                Bound<T, TLane>.Scatter(value, ref memory[0], index, stride, count);
                AssertSame(Expected(512, index, stride, count, value), memory);
            }
        }
    }

    [Fact]
    public void A_streaming_store_is_a_store()
    {
        Vector256<TLane> value = LaneValues();
        using GuardedMemory memory = new();
        Span<T> elements = memory.First<T>(64);
        Elements(64).CopyTo(elements);
        Bound<T, TLane>.StoreStreaming(value, ref elements[0], 32);
        MaskedNorm.Runtime.Lanes.Fence();
        AssertSame(Expected(64, 32, 1, Lanes, value), elements);
    }

    private static T[] Expected(int length, int index, int stride, int count, Vector256<TLane> value)
    {
        T[] expected = Elements(length);
        for (int lane = 0; lane < Math.Min(count, Lanes); lane++)
        {
            Bound<T, TLane>.Put(value[lane], ref expected[0], index + (lane * stride));
        }

        return expected;
    }

    /// <summary>Numbers of both signs and all magnitudes, zeros, and (rarely) infinities and NaN: random bits.</summary>
    private static T[] Elements(int count)
    {
        T[] elements = new T[count];
        new Random(7).NextBytes(MemoryMarshal.AsBytes(elements.AsSpan()));
        if (typeof(T) == typeof(double))
        {
            // Most random doubles overflow a float.
            foreach (ref double element in MemoryMarshal.Cast<T, double>(elements.AsSpan()))
            {
                element = (BitPattern.Of(element) % 20001 / 7.0) - 1000;
            }
        }

        return elements;
    }

    private static Vector256<TLane> LaneValues()
    {
        TLane[] values = new TLane[Lanes];
        Random random = new(11);
        for (int lane = 0; lane < Lanes; lane++)
        {
            double value = (random.NextDouble() - 0.5) * 4;
            values[lane] = typeof(TLane) == typeof(float) ? (TLane)(object)(float)value : (TLane)(object)value;
        }

        return Vector256.Create(values);
    }

    private static void AssertSame(TLane expected, TLane actual) => Assert.Equal(BitPattern.Of(expected), BitPattern.Of(actual));

    private static void AssertSame(Span<T> expected, Span<T> actual) =>
        Assert.Equal(MemoryMarshal.AsBytes(expected), MemoryMarshal.AsBytes(actual));
}

public sealed class FloatsInFloatLanes : ElementTests<float, float>;

public sealed class FloatsInDoubleLanes : ElementTests<float, double>;

public sealed class DoublesInFloatLanes : ElementTests<double, float>;

public sealed class DoublesInDoubleLanes : ElementTests<double, double>;

public sealed class HalvesInFloatLanes : ElementTests<Half, float>;

public sealed class HalvesInDoubleLanes : ElementTests<Half, double>;

public sealed class BFloat16InFloatLanes : ElementTests<BFloat16, float>;

public sealed class BFloat16InDoubleLanes : ElementTests<BFloat16, double>;

public sealed class Float8E4M3InFloatLanes : ElementTests<Float8E4M3, float>;

public sealed class Float8E4M3InDoubleLanes : ElementTests<Float8E4M3, double>;

public sealed class Float8E5M2InFloatLanes : ElementTests<Float8E5M2, float>;

public sealed class Float8E5M2InDoubleLanes : ElementTests<Float8E5M2, double>;
