using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MaskedNorm.Runtime.Tests;

public class MomentsTests
{
    [Fact]
    public void The_layout_is_count_mean_sum_of_squares()
    {
        Moments[] moments = [new(3, 1.5, 2.5)];
        Assert.Equal(24, Unsafe.SizeOf<Moments>());
        Assert.Equal(3, MemoryMarshal.Cast<Moments, long>(moments)[0]);
        Assert.Equal([1.5, 2.5], MemoryMarshal.Cast<Moments, double>(moments)[1..].ToArray());
    }

    [Fact]
    public void The_variance_divides_by_n_or_by_n_less_one_and_is_NaN_without_a_divisor()
    {
        Moments moments = new(4, 7, 12);
        Assert.Equal(3, moments.Variance(Variance.Biased));
        Assert.Equal(4, moments.Variance(Variance.Unbiased));
        Assert.Equal(0, new Moments(1, 7, 0).Variance(Variance.Biased));
        Assert.True(double.IsNaN(new Moments(1, 7, 0).Variance(Variance.Unbiased)));
        Assert.True(double.IsNaN(default(Moments).Variance(Variance.Biased)));
    }

    [Fact]
    public void A_negative_count_is_no_set()
    {
        Moments set = new(4, 7, 12);
        Assert.Throws<ArgumentOutOfRangeException>("first.Count", () => Moments.Combine(set with { Count = -1 }, set));
        Assert.Throws<ArgumentOutOfRangeException>("second.Count", () => Moments.Combine(default, set with { Count = -3 }));
    }

    [Fact]
    public void Parts_combine_to_the_moments_of_the_whole_however_they_are_cut()
    {
        Random random = new(1);
        for (int turn = 0; turn < 200; turn++)
        {
            double[] values = [.. Enumerable.Range(0, random.Next(1, 100)).Select(_ => 1e4 + random.NextDouble())];
            Moments[] parts = new Moments[random.Next(1, 9)];
            int start = 0;
            for (int part = 0; part < parts.Length; part++)
            {
                int end = part == parts.Length - 1 ? values.Length : random.Next(start, values.Length + 1);
                parts[part] = Of(values[start..end]);
                start = end;
            }

            Moments whole = Of(values), combined = Moments.Combine(parts);
            Assert.Equal(whole.Count, combined.Count);
            Assert.Equal(whole.Mean, combined.Mean, 1e-11);
            Assert.Equal(whole.SumOfSquares, combined.SumOfSquares, 1e-9);
        }
    }

    [Fact]
    public void The_empty_set_changes_no_bit_and_constants_stay_exact()
    {
        Moments some = new(3, 0.1, 0.7);
        Assert.Equal(some, Moments.Combine(some, default));
        Assert.Equal(some, Moments.Combine(default, some));
        Assert.Equal(default, Moments.Combine([]));
        Assert.Equal(some, Moments.Combine([some]));
        Assert.Equal(new Moments(12, 0.1, 0), Moments.Combine([new(3, 0.1, 0), new(2, 0.1, 0), new(7, 0.1, 0)]));
    }

    [Fact]
    public void Means_far_apart_have_the_moments_that_double_can_hold()
    {
        Assert.Equal(1.62e308, Moments.Combine(new(1, 0.9e154, 0), new(1, -0.9e154, 0)).SumOfSquares, 1e295);
        Moments ends = Moments.Combine(new(1, 1.7e308, 0), new(1, -1.7e308, 0));
        Assert.Equal(0, ends.Mean);
        Assert.Equal(double.PositiveInfinity, ends.SumOfSquares);
        Assert.Equal(double.NaN, Moments.Combine(new(1, double.PositiveInfinity, 0), new(1, double.NegativeInfinity, 0)).Mean);
    }

    [Fact]
    public void The_tree_is_the_documented_one()
    {
        Moments a = new(3, 0.1, 1), b = new(5, 0.7, 2), c = new(2, -3.3, 0.3), d = new(9, 4, 4), e = new(1, 7, 0);
        Moments expected = Moments.Combine(Moments.Combine(a, b), Moments.Combine(c, Moments.Combine(d, e)));
        Assert.Equal(expected, Moments.Combine([a, b, c, d, e]));
    }

    private static Moments Of(double[] values)
    {
        double mean = values.Length == 0 ? 0 : values.Average();
        return new Moments(values.Length, mean, values.Sum(x => (x - mean) * (x - mean)));
    }
}
