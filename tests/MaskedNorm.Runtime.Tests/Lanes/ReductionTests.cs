using System;
using System.Runtime.Intrinsics;

namespace MaskedNorm.Runtime.Tests;

[Trait("Category", "Lanes")]
public class ReductionTests
{
    [Fact]
    public void Eight_lanes_are_summed_in_the_documented_order()
    {
        Random random = new(4);
        for (int turn = 0; turn < 10_000; turn++)
        {
            float[] v = new float[8];
            for (int i = 0; i < 8; i++)
            {
                v[i] = (random.NextSingle() - 0.5f) * MathF.Pow(10, random.Next(8));
            }

            float expected = ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]));
            Assert.Equal(BitPattern.Of(expected), BitPattern.Of(Lanes.Sum(Vector256.Create(v))));
        }
    }

    [Fact]
    public void Four_lanes_are_summed_in_the_documented_order()
    {
        Random random = new(4);
        for (int turn = 0; turn < 10_000; turn++)
        {
            double[] v = new double[4];
            for (int i = 0; i < 4; i++)
            {
                v[i] = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(16));
            }

            double expected = (v[0] + v[2]) + (v[1] + v[3]);
            Assert.Equal(BitPattern.Of(expected), BitPattern.Of(Lanes.Sum(Vector256.Create(v))));
        }
    }

    [Fact]
    public void Widening_keeps_every_lane_in_its_place()
    {
        Lanes.Widen(Vector256.Create(1f, 2, 3, 4, 5, 6, 7, float.PositiveInfinity), out Vector256<double> lower, out Vector256<double> upper);
        Assert.Equal(Vector256.Create(1.0, 2, 3, 4), lower);
        Assert.Equal(Vector256.Create(5.0, 6, 7, double.PositiveInfinity), upper);
    }

    [Fact]
    public void Lanes_before_a_count_are_all_ones()
    {
        nint[] counts = [nint.MinValue, -5, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, (nint)1 << 32, nint.MaxValue];
        foreach (nint count in counts)
        {
            for (int lane = 0; lane < 8; lane++)
            {
                Assert.Equal(lane < count ? uint.MaxValue : 0, BitPattern.Of(Lanes.BeforeSingle(count)[lane]));
            }

            for (int lane = 0; lane < 4; lane++)
            {
                Assert.Equal(lane < count ? ulong.MaxValue : 0, BitPattern.Of(Lanes.BeforeDouble(count)[lane]));
            }
        }
    }

    [Fact]
    public void Prefetching_any_address_is_harmless()
    {
        int[] memory = new int[4];
        Lanes.Prefetch(in memory[0], 1);
        Lanes.Prefetch(in memory[0], nint.MaxValue / 8);
    }
}
