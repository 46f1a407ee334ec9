using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MaskedNorm.Runtime.Tests;

/// <summary>Masks as lanes and as counts, for every mask type.</summary>
[Trait("Category", "Lanes")]
public abstract class MaskTests<TMask>
    where TMask : unmanaged
{
    [Fact]
    public void Elements_that_are_not_zero_are_all_ones_in_float_lanes() => Lanes<float>("Single");

    [Fact]
    public void Elements_that_are_not_zero_are_all_ones_in_double_lanes() => Lanes<double>("Double");

    [Fact]
    public void Counting_and_searching_see_exactly_the_elements_named()
    {
        LoadPart<TMask, nint> count = Bound<TMask, float>.Find<LoadPart<TMask, nint>>("CountSet");
        LoadPart<TMask, nint> firstSet = Bound<TMask, float>.Find<LoadPart<TMask, nint>>("FirstSet");
        LoadPart<TMask, nint> firstClear = Bound<TMask, float>.Find<LoadPart<TMask, nint>>("FirstClear");
        Random random = new(2);
        using GuardedMemory memory = new();
        for (int length = 0; length < 150; length++)
        {
            foreach (int chance in (int[])[0, 1, 50, 99, 100])
            {
                Span<TMask> mask = memory.Last<TMask>(length);
                Fill(mask, random, chance);
                ref TMask start = ref Unsafe.Subtract(ref MemoryMarshal.GetReference(mask), 5);
                bool[] set = Array.ConvertAll(mask.ToArray(), element => BitPattern.Of(element) != 0);
                Assert.Equal(Array.FindAll(set, valid => valid).Length, count(ref start, 5, length));
                Assert.Equal(Array.IndexOf(set, true), firstSet(ref start, 5, length));
                Assert.Equal(Array.IndexOf(set, false), firstClear(ref start, 5, length));
            }
        }
    }

    [Fact]
    public void Strided_counting_and_searching_take_every_strideth_element()
    {
        GatherPart<TMask, nint> count = Bound<TMask, float>.Find<GatherPart<TMask, nint>>("CountSet");
        GatherPart<TMask, nint> firstSet = Bound<TMask, float>.Find<GatherPart<TMask, nint>>("FirstSet");
        GatherPart<TMask, nint> firstClear = Bound<TMask, float>.Find<GatherPart<TMask, nint>>("FirstClear");
        Load<TMask, bool> isSet = Bound<TMask, float>.Find<Load<TMask, bool>>("IsSet");
        TMask[] mask = new TMask[400];
        Random random = new(2);
        for (int length = 0; length < 30; length++)
        {
            foreach (int chance in (int[])[0, 50, 100])
            {
                Fill(mask, random, chance);
                bool[] set = new bool[length];
                for (int i = 0; i < length; i++)
                {
                    set[i] = BitPattern.Of(mask[4 + (i * 13)]) != 0;
                    Assert.Equal(set[i], isSet(ref mask[0], 4 + (i * 13)));
                }

                Assert.Equal(Array.FindAll(set, valid => valid).Length, count(ref mask[0], 4, 13, length));
                Assert.Equal(Array.IndexOf(set, true), firstSet(ref mask[0], 4, 13, length));
                Assert.Equal(Array.IndexOf(set, false), firstClear(ref mask[0], 4, 13, length));
            }
        }
    }

    private static void Lanes<TLane>(string lane)
        where TLane : unmanaged
    {
        Load<TMask, Vector256<TLane>> load = Bound<TMask, TLane>.Find<Load<TMask, Vector256<TLane>>>("Valid" + lane);
        LoadPart<TMask, Vector256<TLane>> part = Bound<TMask, TLane>.Find<LoadPart<TMask, Vector256<TLane>>>("Valid" + lane);
        GatherPart<TMask, Vector256<TLane>> gather = Bound<TMask, TLane>.Find<GatherPart<TMask, Vector256<TLane>>>($"Valid{lane}Strided");
        int lanes = Vector256<TLane>.Count;
        Random random = new(1);
        using GuardedMemory memory = new();
        for (int turn = 0; turn < 50; turn++)
        {
            Span<TMask> mask = memory.Last<TMask>(lanes);
            Fill(mask, random, 50);
            Check(load(ref mask[0], 0), mask, lanes);
            Span<TMask> strided = memory.First<TMask>(300);
            Fill(strided, random, 50);
            for (int count = -9; count <= 12; count++)
            {
                int exist = Math.Clamp(count, 0, lanes);
                Span<TMask> last = memory.Last<TMask>(exist);
                Check(part(ref MemoryMarshal.GetReference(last), 0, count), last, exist);

                TMask[] taken = new TMask[exist];
                for (int i = 0; i < exist; i++)
                {
                    taken[i] = strided[2 + (i * 37)];
                }

                Check(gather(ref strided[0], 2, 37, count), taken, exist);
            }
        }

        static void Check(Vector256<TLane> valid, Span<TMask> mask, int exist)
        {
            ulong allOnes = BitPattern.Of(Vector256<TLane>.AllBitsSet[0]);
            for (int i = 0; i < Vector256<TLane>.Count; i++)
            {
                Assert.Equal(i < exist && BitPattern.Of(mask[i]) != 0 ? allOnes : 0, BitPattern.Of(valid[i]));
            }
        }
    }

    /// <summary>Zeros, and non-zero elements with every bit in turn set alone (a bool may hold any byte).</summary>
    private static void Fill(Span<TMask> mask, Random random, int chance)
    {
        foreach (ref TMask element in mask)
        {
            bool set = random.Next(100) < chance;
            ulong bits = random.Next(2) == 0 ? 1 : 1UL << random.Next(8 * Unsafe.SizeOf<TMask>());
            element = BitPattern.To<TMask>(set ? bits : 0);
        }
    }
}

public sealed class BoolMasks : MaskTests<bool>;

public sealed class ByteMasks : MaskTests<byte>;

public sealed class IntMasks : MaskTests<int>;

public sealed class LongMasks : MaskTests<long>;
