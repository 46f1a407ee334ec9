using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MaskedNorm.Runtime.Tests;

internal delegate void StoreNarrowInTurn<T>(Vector256<float> even, Vector256<float> odd, ref T destination, nint index, bool bounded);

/// <summary>Elements of 16 bits in vectors of even and odd ones have the bits that each has alone.</summary>
[Trait("Category", "Lanes")]
public class TurnsTests
{
    [Fact]
    public void Half_loads_the_same_for_every_pattern() => Loads<Half>(Lanes.LoadSingleEven, Lanes.LoadSingleOdd, Lanes.Single);

    [Fact]
    public void BFloat16_loads_the_same_for_every_pattern() => Loads<BFloat16>(Lanes.LoadSingleEven, Lanes.LoadSingleOdd, Lanes.Single);

    [Fact]
    public void Half_stores_the_same() => Stores<Half>(Lanes.StoreEvenOdd, Lanes.StoreStreamingEvenOdd, Lanes.Put, 65504);

    [Fact]
    public void BFloat16_stores_the_same() => Stores<BFloat16>(Lanes.StoreEvenOdd, Lanes.StoreStreamingEvenOdd, Lanes.Put, float.MaxValue);

    [Fact]
    public void Half_deviates_as_its_float_does()
    {
        Half[] patterns = [.. Enumerable.Range(0, 65536).Select(i => BitConverter.UInt16BitsToHalf((ushort)((i * 40503) + 1)))];
        foreach (float center in new[] { 0f, -0f, 1.0001f, -65504f, 3e-8f, 1e5f })
        {
            Vector256<float> centers = Vector256.Create(center);
            for (int i = 0; i < patterns.Length; i += 16)
            {
                Vector256<float> even = Lanes.DeviationEven(in patterns[0], i, centers);
                Vector256<float> odd = Lanes.DeviationOdd(in patterns[0], i, centers);
                (Vector256<float> first, Vector256<float> last) = InOrder(even, odd);
                Assert.Equal(Lanes.Deviation(in patterns[0], i, centers).AsInt32(), first.AsInt32());
                Assert.Equal(Lanes.Deviation(in patterns[0], i + 8, centers).AsInt32(), last.AsInt32());
                for (int lane = 0; lane < 16; lane++)
                {
                    if (Half.IsFinite(patterns[i + lane]))
                    {
                        float found = (lane % 2 == 0 ? even : odd)[lane / 2];
                        Assert.Equal(BitPattern.Of((float)patterns[i + lane] - center), BitPattern.Of(found));
                    }
                }
            }
        }
    }

    [Fact]
    public void Sums_go_where_their_elements_stand()
    {
        // Not one of these sums is exact.
        Vector256<float> even = Vector256.Create([.. Enumerable.Range(0, 8).Select(i => MathF.Exp(i))]);
        Vector256<float> odd = Vector256.Create([.. Enumerable.Range(0, 8).Select(i => -MathF.Exp(0.3f * i))]);
        (Vector256<float> first, Vector256<float> last) = InOrder(even, odd);
        Assert.Equal(first + last, Lanes.SumInOrder(even, odd));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(100_000)]
    public void Parts_are_read_and_written_alone(int count)
    {
        // What is behind the part must be neither read nor written.
        int all = Math.Clamp(count, 0, 16);
        using GuardedMemory memory = new();
        Span<Half> halves = memory.Last<Half>(all);
        ref Half half = ref MemoryMarshal.GetReference(halves);
        using GuardedMemory memoryToo = new();
        Span<BFloat16> others = memoryToo.Last<BFloat16>(all);
        ref BFloat16 other = ref MemoryMarshal.GetReference(others);
        for (int i = 0; i < all; i++)
        {
            halves[i] = (Half)(i + 1);
            others[i] = (BFloat16)(i + 1f);
        }

        Vector256<float> rest = Vector256.Create(-7f);
        Vector256<float> Expected(int first, float outside, float less = 0) =>
            Vector256.Create([.. Enumerable.Range(0, 8).Select(i => (2 * i) + first < count ? (2 * i) + first + 1 - less : outside)]);
        Assert.Equal(Expected(0, 0), Lanes.LoadSingleEven(in half, 0, count));
        Assert.Equal(Expected(1, 0), Lanes.LoadSingleOdd(in half, 0, count));
        Assert.Equal(Expected(0, 0), Lanes.LoadSingleEven(in other, 0, count));
        Assert.Equal(Expected(1, 0), Lanes.LoadSingleOdd(in other, 0, count));
        Assert.Equal(Expected(0, -7), Lanes.LoadSingleEven(in other, 0, count, rest));
        Assert.Equal(Expected(1, -7), Lanes.LoadSingleOdd(in other, 0, count, rest));
        Assert.Equal(Expected(0, 0, less: 3), Lanes.DeviationEven(in half, 0, count, Vector256.Create(3f)));
        Assert.Equal(Expected(1, 0, less: 3), Lanes.DeviationOdd(in half, 0, count, Vector256.Create(3f)));
        foreach (bool bounded in new[] { false, true })
        {
            Half[] expected = halves.ToArray();
            BFloat16[] expectedToo = others.ToArray();
            halves.Clear();
            others.Clear();
            Lanes.StoreEvenOdd(Expected(0, float.NaN), Expected(1, float.NaN), ref half, 0, count, bounded);
            Lanes.StoreEvenOdd(Expected(0, float.NaN), Expected(1, float.NaN), ref other, 0, count, bounded);
            Assert.Equal(expected, halves.ToArray());
            Assert.Equal(expectedToo, others.ToArray());
        }
    }

    private static (Vector256<float> First, Vector256<float> Last) InOrder(Vector256<float> even, Vector256<float> odd)
    {
        Vector256<float> From(int start) => Vector256.Create([.. Enumerable.Range(start, 8).Select(i => (i % 2 == 0 ? even : odd)[i / 2])]);
        return (From(0), From(8));
    }

    private static void Loads<T>(Read<T, Vector256<float>> even, Read<T, Vector256<float>> odd, Read<T, float> single)
        where T : unmanaged
    {
        ushort[] patterns = [.. Enumerable.Range(0, 65536).Select(i => (ushort)((i * 40503) + 1))];
        ref T first = ref Unsafe.As<ushort, T>(ref patterns[0]);
        for (int i = 0; i < patterns.Length; i += 16)
        {
            (Vector256<float> evens, Vector256<float> odds) = (even(in first, i), odd(in first, i));
            for (int lane = 0; lane < 8; lane++)
            {
                Assert.Equal(BitPattern.Of(single(in first, i + (2 * lane))), BitPattern.Of(evens[lane]));
                Assert.Equal(BitPattern.Of(single(in first, i + (2 * lane) + 1)), BitPattern.Of(odds[lane]));
            }
        }
    }

    // All that is bounded once more as such.
    private static unsafe void Stores<T>(StoreNarrowInTurn<T> store, StoreNarrowInTurn<T> streaming, Put<T> single, float bound)
        where T : unmanaged
    {
        T* memory = (T*)NativeMemory.AlignedAlloc(4 * 32, 32);
        Span<float> evens = stackalloc float[8];
        Span<float> odds = stackalloc float[8];
        float[] all = [.. WideTests.Values, .. WideTests.Ties];
        foreach (bool bounded in new[] { false, true })
        {
            float[] values = bounded ? [.. all.Where(v => Math.Abs(v) <= bound)] : all;
            for (int i = 0; i + 16 <= values.Length; i += 16)
            {
                for (int lane = 0; lane < 16; lane++)
                {
                    (lane % 2 == 0 ? evens : odds)[lane / 2] = values[i + lane];
                    single(values[i + lane], ref *memory, 32 + lane);
                }

                store(Vector256.Create<float>(evens), Vector256.Create<float>(odds), ref *memory, 0, bounded);
                streaming(Vector256.Create<float>(evens), Vector256.Create<float>(odds), ref *memory, 16, bounded);
                Span<byte> expected = new(memory + 32, 16 * sizeof(T));
                Assert.True(expected.SequenceEqual(new Span<byte>(memory, 16 * sizeof(T))));
                Assert.True(expected.SequenceEqual(new Span<byte>(memory + 16, 16 * sizeof(T))));
            }
        }

        NativeMemory.AlignedFree(memory);
    }

    private delegate void Put<T>(float value, ref T destination, nint index);
}
