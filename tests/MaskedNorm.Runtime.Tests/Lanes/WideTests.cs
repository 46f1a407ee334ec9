using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MaskedNorm.Runtime.Tests;

internal delegate TResult Read<T, TResult>(ref readonly T source, nint index);

internal delegate TResult ReadPart<T, TResult>(ref readonly T source, nint index, nint count);

internal delegate void StorePair<T>(Vector512<float> first, Vector512<float> second, ref T destination, nint index);

internal delegate void StoreInTurn<T>(Vector512<float> even, Vector512<float> odd, ref T destination, nint index, in Turns turns, bool bounded);

/// <summary>Helpers for vectors of 512 bits against the ones for 256: each half has the same bits. Nothing to test where the processor has none.</summary>
public class WideTests
{
    internal static readonly float[] Values =
    [
        .. new[] { 0f, -0f, 1, -1, float.Epsilon, -float.Epsilon, float.MaxValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 65504, 65519.99f, 65520, 6e-8f, 2.98e-8f, 2.9802322e-8f },
        .. new[] { 0x7F800001u, 0xFF802000u, 0x7FC01234u, 0x7FFFFFFFu, 0x3F801000u, 0x3F803000u, 0x33000000u, 0x33000001u }.Select(BitConverter.UInt32BitsToSingle),
        .. Enumerable.Range(0, 4000).Select(i => BitConverter.UInt32BitsToSingle((uint)i * 2654435761u)),
    ];

    // All patterns that stand next to a tie.
    internal static readonly float[] Ties = [.. Enumerable.Range(0, 1 << 21).Select(i => BitConverter.UInt32BitsToSingle(((uint)(i >> 2) << 13) + (uint)(((i & 3) - 1) & 0x1FFF) + (uint)((i & 1) << 12)))];

    [Fact]
    public void Half_loads_the_same_for_every_pattern() => Loads<Half>(Lanes.LoadWide, Lanes.LoadSingle);

    [Fact]
    public void BFloat16_loads_the_same_for_every_pattern() => Loads<BFloat16>(Lanes.LoadWide, Lanes.LoadSingle);

    [Fact]
    public void Half_stores_the_same() => Stores<Half>(Lanes.Store, Lanes.StoreStreaming, Lanes.Store);

    [Fact]
    public void BFloat16_stores_the_same() => Stores<BFloat16>(Lanes.Store, Lanes.StoreStreaming, Lanes.Store);

    [Fact]
    public void Half_stores_two_vectors_the_same() => StoresPairs<Half>(Lanes.Store, Lanes.StoreStreaming, Lanes.Store);

    [Fact]
    public void BFloat16_stores_two_vectors_the_same() => StoresPairs<BFloat16>(Lanes.Store, Lanes.StoreStreaming, Lanes.Store);

    [Fact]
    public void Half_loads_the_same_in_turn() => LoadsInTurn<Half>((ref readonly Half source, nint index) => Lanes.LoadWideEven(in source, index, new(0)), (ref readonly Half source, nint index) => Lanes.LoadWideOdd(in source, index, new(0)), Lanes.Single);

    [Fact]
    public void BFloat16_loads_the_same_in_turn() => LoadsInTurn<BFloat16>(Lanes.LoadWideEven, Lanes.LoadWideOdd, Lanes.Single);

    [Fact]
    public void Half_stores_the_same_in_turn() => StoresInTurn<Half>(Lanes.StoreEvenOdd, Lanes.StoreStreamingEvenOdd, Lanes.Store, 65504);

    [Fact]
    public void BFloat16_stores_the_same_in_turn() => StoresInTurn<BFloat16>(Lanes.StoreEvenOdd, Lanes.StoreStreamingEvenOdd, Lanes.Store, float.MaxValue);

    [Fact]
    public void Half_deviates_as_its_float_does_and_infinities_and_NaN_are_noted()
    {
        Half[] patterns = [.. Enumerable.Range(0, 65536).Select(i => BitConverter.UInt16BitsToHalf((ushort)((i * 16) + (i >> 12))))];
        foreach (float center in new[] { 0f, -0f, 1.0001f, -65504f, 3e-8f, 1e5f })
        {
            Vector512<float> centers = Vector512.Create(center);
            for (int i = 0; Vector512.IsHardwareAccelerated && i < patterns.Length; i += 16)
            {
                Vector512<float> largest = Vector512<float>.Zero;
                Vector512<float> found = Lanes.Deviation(in patterns[0], i, centers, ref largest);
                Assert.Equal(found.AsInt32(), Lanes.Deviation(in patterns[0], i, centers).AsInt32());
                (Vector512<float> first, Vector512<float> last) = Lanes.InOrder(
                    Lanes.DeviationEven(in patterns[0], i & ~31, centers, new(0)), Lanes.DeviationOdd(in patterns[0], i & ~31, centers, new(0)));
                Assert.Equal(found.AsInt32(), ((i & 16) == 0 ? first : last).AsInt32());
                Vector512<float> sum = Lanes.WithoutSpecial(found, largest);
                for (int lane = 0; lane < 16; lane++)
                {
                    float expected = Half.IsFinite(patterns[i + lane]) ? (float)patterns[i + lane] - center : float.NaN;
                    Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(sum[lane]));
                }
            }
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(40)]
    public void Parts_of_a_vector_are_read_and_written_alone(int count)
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            return;
        }

        Part(count, 16, Lanes.LoadWide, Lanes.Store, Lanes.BeforeWideSingle(count).AsByte(), i => i + 1f);
        Part(count, 8, Lanes.LoadWide, Lanes.Store, Lanes.BeforeWideDouble(count).AsByte(), i => i + 1d);
        Part(count, 16, Lanes.LoadWide, Lanes.Store, Lanes.BeforeWideSingle(count).AsByte(), i => (Half)(i + 1));
        Part(count, 16, Lanes.LoadWide, Lanes.Store, Lanes.BeforeWideSingle(count).AsByte(), i => (BFloat16)(i + 1f));
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(15)]
    [InlineData(16)]
    public void Last_lanes_are_read_and_written_alone(int first)
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            return;
        }

        Last(first, 16, Lanes.FromWideSingle(first), Lanes.LoadWide, Lanes.Store, x => x);
        Last(first, 8, Lanes.FromWideDouble(first), Lanes.LoadWide, Lanes.Store, x => (double)x);
        Last(first, 16, Lanes.FromWideSingle(first), Lanes.LoadWide, Lanes.Store, x => (Half)x);
        Last(first, 16, Lanes.FromWideSingle(first), Lanes.LoadWide, Lanes.Store, x => (BFloat16)x);
        Half[] source = [.. Enumerable.Range(1, 16).Select(i => i > first ? (Half)i : Half.NaN)];
        Assert.Equal(
            Vector512.Create([.. Enumerable.Range(0, 16).Select(i => i >= first ? i - 1f : 0)]),
            Lanes.Deviation(in source[0], 0, Lanes.FromWideSingle(first), Vector512.Create(2f)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(100_000)]
    public void Parts_in_turn_are_read_and_written_alone(int count)
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            return;
        }

        // An infinity behind the part, which must not be seen.
        Half[] halves = [.. Enumerable.Range(0, 32).Select(i => i < count ? (Half)(i + 1) : Half.PositiveInfinity)];
        BFloat16[] others = [.. Enumerable.Range(0, 32).Select(i => i < count ? (BFloat16)(i + 1f) : (BFloat16)float.NaN)];
        Vector512<float> rest = Vector512.Create(-7f);
        Vector512<float> Expected(int first, float outside, float less = 0) =>
            Vector512.Create([.. Enumerable.Range(0, 16).Select(i => (2 * i) + first < count ? (2 * i) + first + 1 - less : outside)]);
        Assert.Equal(Expected(0, 0), Lanes.LoadWideEven(in halves[0], 0, count, new(0)));
        Assert.Equal(Expected(1, 0), Lanes.LoadWideOdd(in halves[0], 0, count, new(0)));
        Assert.Equal(Expected(0, 0), Lanes.LoadWideEven(in others[0], 0, count));
        Assert.Equal(Expected(1, 0), Lanes.LoadWideOdd(in others[0], 0, count));
        Assert.Equal(Expected(0, -7), Lanes.LoadWideEven(in others[0], 0, count, rest));
        Assert.Equal(Expected(1, -7), Lanes.LoadWideOdd(in others[0], 0, count, rest));
        Assert.Equal(Expected(0, 0, less: 3), Lanes.DeviationEven(in halves[0], 0, count, Vector512.Create(3f), new(0)));
        Assert.Equal(
            Vector512.Create([.. Enumerable.Range(0, 16).Select(i => i < count ? i - 2f : 0)]), Lanes.Deviation(in halves[0], 0, count, Vector512.Create(3f)));
        Assert.Equal(Expected(1, 0, less: 3), Lanes.DeviationOdd(in halves[0], 0, count, Vector512.Create(3f), new(0)));

        // Nor is what is behind the part.
        int all = Math.Clamp(count, 0, 32);
        using GuardedMemory memory = new();
        Span<Half> before = memory.Last<Half>(all);
        halves.AsSpan(0, all).CopyTo(before);
        ref Half start = ref MemoryMarshal.GetReference(before);
        Assert.Equal(Expected(0, 0), Lanes.LoadWideEven(in start, 0, count, new(0)));
        Assert.Equal(Expected(1, 0), Lanes.LoadWideOdd(in start, 0, count, new(0)));
        before.Clear();
        Lanes.StoreEvenOdd(Expected(0, 0), Expected(1, 0), ref start, 0, count, new(0), bounded: true);
        Assert.Equal(halves[..all], before.ToArray());

        Vector512<float> even = Expected(0, float.NaN);
        Vector512<float> odd = Expected(1, float.NaN);
        foreach (bool bounded in new[] { false, true })
        {
            Half[] written = Enumerable.Repeat((Half)(-5), 32).ToArray();
            Lanes.StoreEvenOdd(even, odd, ref written[0], 0, count, new(0), bounded);
            Assert.Equal(Enumerable.Range(0, 32).Select(i => i < count ? (Half)(i + 1) : (Half)(-5)), written);
            BFloat16[] writtenToo = Enumerable.Repeat((BFloat16)(-5f), 32).ToArray();
            Lanes.StoreEvenOdd(even, odd, ref writtenToo[0], 0, count, new(0), bounded);
            Assert.Equal(Enumerable.Range(0, 32).Select(i => i < count ? (BFloat16)(i + 1f) : (BFloat16)(-5f)), writtenToo);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(40)]
    public void What_is_outside_a_line_comes_from_elsewhere(int count)
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            return;
        }

        float[] source = [.. Enumerable.Range(1, 16).Select(i => (float)i)];
        float[] expected = [.. source.Select((x, i) => i < count ? x : -7)];
        Vector512<float> rest = Vector512.Create(-7f);
        Assert.Equal(Vector512.Create(expected), Lanes.LoadWide(in source[0], 0, count, rest));
        Assert.Equal(Vector512.Create(expected), Lanes.LoadWide(in source.Select(x => (Half)x).ToArray()[0], 0, count, rest));
        Assert.Equal(Vector512.Create(expected), Lanes.LoadWide(in source.Select(x => (BFloat16)x).ToArray()[0], 0, count, rest));
        double[] wide = [.. source.Take(8).Select(x => (double)x)];
        Assert.Equal(Vector512.Create([.. wide.Select((x, i) => i < count ? x : -7)]), Lanes.LoadWide(in wide[0], 0, count, Vector512.Create(-7d)));
    }

    [Fact]
    public void Halves_are_added()
    {
        Vector512<float> value = Vector512.Create(Vector256.Create(1f, 2, 3, 4, 5, 6, 7, 8), Vector256.Create(10f, 20, 30, 40, 50, 60, 70, 80));
        Assert.Equal(Vector256.Create(11f, 22, 33, 44, 55, 66, 77, 88), Lanes.Halves(value));
    }

    private delegate Vector512<TLane> ReadInside<T, TLane>(ref readonly T source, nint index, Vector512<TLane> inside);

    private delegate void WriteInside<T, TLane>(Vector512<TLane> value, ref T destination, nint index, Vector512<TLane> inside);

    private static void Last<T, TLane>(
        int first, int lanes, Vector512<TLane> inside, ReadInside<T, TLane> read, WriteInside<T, TLane> write, Func<float, T> from)
        where T : unmanaged
        where TLane : unmanaged
    {
        T[] source = [.. Enumerable.Range(1, lanes).Select(i => from(i))];
        T[] written = [.. Enumerable.Repeat(from(-5), lanes)];
        Vector512<TLane> found = read(in source[0], 0, inside);
        for (int lane = 0; lane < lanes; lane++)
        {
            Assert.Equal(lane >= first ? lane + 1 : 0, Convert.ToDouble(found[lane], null));
        }

        write(found, ref written[0], 0, inside);
        Assert.Equal(source.Select((x, i) => i >= first ? x : from(-5)), written);

        // What is before the first lane is not touched, though the vector begins there.
        using GuardedMemory memory = new();
        int skipped = Math.Clamp(first, 0, lanes);
        Span<T> behind = memory.First<T>(lanes - skipped);
        source.AsSpan(skipped).CopyTo(behind);
        ref T start = ref MemoryMarshal.GetReference(behind);
        Assert.Equal(found, read(in start, -skipped, inside));
        behind.Clear();
        write(found, ref start, -skipped, inside);
        Assert.Equal(source[skipped..], behind.ToArray());
    }

    private static void Loads<T>(Read<T, Vector512<float>> wide, Read<T, Vector256<float>> narrow)
        where T : unmanaged
    {
        ushort[] patterns = [.. Enumerable.Range(0, 65536).Select(i => (ushort)i)];
        ref T first = ref Unsafe.As<ushort, T>(ref patterns[0]);
        for (int i = 0; Vector512.IsHardwareAccelerated && i < patterns.Length; i += 16)
        {
            Vector512<float> found = wide(in first, i);
            Assert.Equal(narrow(in first, i).AsInt32(), found.GetLower().AsInt32());
            Assert.Equal(narrow(in first, i + 8).AsInt32(), found.GetUpper().AsInt32());
        }
    }

    private static void LoadsInTurn<T>(Read<T, Vector512<float>> even, Read<T, Vector512<float>> odd, Read<T, float> single)
        where T : unmanaged
    {
        ushort[] patterns = [.. Enumerable.Range(0, 65536).Select(i => (ushort)((i * 40503) + 1))];
        ref T first = ref Unsafe.As<ushort, T>(ref patterns[0]);
        for (int i = 0; Vector512.IsHardwareAccelerated && i < patterns.Length; i += 32)
        {
            Vector512<float> evens = even(in first, i);
            Vector512<float> odds = odd(in first, i);
            for (int lane = 0; lane < 16; lane++)
            {
                Assert.Equal(BitConverter.SingleToInt32Bits(single(in first, i + (2 * lane))), BitConverter.SingleToInt32Bits(evens[lane]));
                Assert.Equal(BitConverter.SingleToInt32Bits(single(in first, i + (2 * lane) + 1)), BitConverter.SingleToInt32Bits(odds[lane]));
            }
        }
    }

    // All that is bounded once more as such.
    private static unsafe void StoresInTurn<T>(StoreInTurn<T> wide, StoreInTurn<T> streaming, StoreAll<T, Vector256<float>> narrow, float bound)
        where T : unmanaged
    {
        T* memory = (T*)NativeMemory.AlignedAlloc(3 * 64, 64);
        Span<float> evens = stackalloc float[16];
        Span<float> odds = stackalloc float[16];
        float[] all = [.. Values, .. Ties];
        foreach (bool bounded in new[] { false, true })
        {
            float[] values = bounded ? [.. all.Where(v => Math.Abs(v) <= bound)] : all;
            for (int i = 0; Vector512.IsHardwareAccelerated && i + 32 <= values.Length; i += 32)
            {
                for (int lane = 0; lane < 32; lane++)
                {
                    (lane % 2 == 0 ? evens : odds)[lane / 2] = values[i + lane];
                }

                wide(Vector512.Create<float>(evens), Vector512.Create<float>(odds), ref *memory, 0, new(0), bounded);
                streaming(Vector512.Create<float>(evens), Vector512.Create<float>(odds), ref *memory, 32, new(0), bounded);
                for (int at = 0; at < 32; at += 8)
                {
                    narrow(Vector256.LoadUnsafe(ref values[i + at]), ref *memory, 64 + at);
                }

                Span<byte> expected = new(memory + 64, 32 * sizeof(T));
                Assert.True(expected.SequenceEqual(new Span<byte>(memory, 32 * sizeof(T))));
                Assert.True(expected.SequenceEqual(new Span<byte>(memory + 32, 32 * sizeof(T))));
            }
        }

        NativeMemory.AlignedFree(memory);
    }

    private static unsafe void Stores<T>(StoreAll<T, Vector512<float>> wide, StoreAll<T, Vector512<float>> streaming, StoreAll<T, Vector256<float>> narrow)
        where T : unmanaged
    {
        T* memory = (T*)NativeMemory.AlignedAlloc(3 * 64, 64);
        for (int i = 0; Vector512.IsHardwareAccelerated && i + 16 <= Values.Length; i += 16)
        {
            Vector512<float> value = Vector512.LoadUnsafe(ref Values[i]);
            wide(value, ref *memory, 0);
            streaming(value, ref *memory, 32);
            narrow(value.GetLower(), ref *memory, 64);
            narrow(value.GetUpper(), ref *memory, 72);
            Span<byte> expected = new(memory + 64, 16 * sizeof(T));
            Assert.True(expected.SequenceEqual(new Span<byte>(memory, 16 * sizeof(T))));
            Assert.True(expected.SequenceEqual(new Span<byte>(memory + 32, 16 * sizeof(T))));
        }

        NativeMemory.AlignedFree(memory);
    }

    private static unsafe void StoresPairs<T>(StorePair<T> wide, StorePair<T> streaming, StoreAll<T, Vector256<float>> narrow)
        where T : unmanaged
    {
        T* memory = (T*)NativeMemory.AlignedAlloc(3 * 64, 64);
        foreach (float[] values in new[] { Values, Ties })
        {
            for (int i = 0; Vector512.IsHardwareAccelerated && i + 32 <= values.Length; i += 32)
            {
                Vector512<float> first = Vector512.LoadUnsafe(ref values[i]);
                Vector512<float> second = Vector512.LoadUnsafe(ref values[i + 16]);
                wide(first, second, ref *memory, 0);
                streaming(first, second, ref *memory, 32);
                for (int at = 0; at < 32; at += 8)
                {
                    Vector512<float> half = at < 16 ? first : second;
                    narrow(at % 16 == 0 ? half.GetLower() : half.GetUpper(), ref *memory, 64 + at);
                }

                Span<byte> expected = new(memory + 64, 32 * sizeof(T));
                Assert.True(expected.SequenceEqual(new Span<byte>(memory, 32 * sizeof(T))));
                Assert.True(expected.SequenceEqual(new Span<byte>(memory + 32, 32 * sizeof(T))));
            }
        }

        NativeMemory.AlignedFree(memory);
    }

    private static void Part<T, TLane>(
        int count, int lanes, ReadPart<T, Vector512<TLane>> load, StorePart<T, Vector512<TLane>> store, Vector512<byte> before, Func<int, T> value)
        where T : unmanaged
    {
        T[] source = [.. Enumerable.Range(0, lanes).Select(value)];
        T[] target = new T[lanes];
        Vector512<TLane> loaded = load(in source[0], 0, count);
        store(loaded, ref target[0], 0, count);
        int whole = Math.Clamp(count, 0, lanes);
        Assert.Equal(source[..whole], target[..whole]);
        Assert.All(target[whole..], rest => Assert.Equal(default, rest));
        Assert.Equal(loaded.AsByte(), loaded.AsByte() & before);
    }
}
