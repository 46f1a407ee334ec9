using System;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace MaskedNorm.Runtime.Tests;

public class RunningStatisticsTests
{
    [Fact]
    public void The_golden_vectors_are_met()
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "running.json")));
        foreach (JsonElement test in golden.RootElement.EnumerateArray())
        {
            JsonElement extents = test.GetProperty("extents");
            int n = extents.GetProperty("N").GetInt32(), c = extents.GetProperty("C").GetInt32(), l = extents.GetProperty("L").GetInt32();
            JsonElement momentum = test.GetProperty("momentum");
            RunningStatistics<double> running = new(c, momentum.ValueKind == JsonValueKind.Null ? null : momentum.GetDouble());
            foreach (JsonElement step in test.GetProperty("steps").EnumerateArray())
            {
                double[] input = Numbers(step, "input"), mask = Numbers(step, "maskValues");
                Span<Moments> batch = running.BeginBatch();
                for (int channel = 0; channel < c; channel++)
                {
                    double[] valid = [.. from i in Enumerable.Range(0, n)
                                         from j in Enumerable.Range(0, l)
                                         where mask[(i * l) + j] != 0
                                         select input[(((i * c) + channel) * l) + j]];
                    double mean = valid.Length == 0 ? 0 : valid.Average();
                    batch[channel] = new Moments(valid.Length, mean, valid.Sum(x => (x - mean) * (x - mean)));
                }

                running.EndBatch();
                Near(Numbers(step, "runningMean"), running.Mean);
                Near(Numbers(step, "runningVariance"), running.Variance);
                Assert.Equal(step.GetProperty("batchesTracked").GetInt64(), running.BatchesTracked);
            }

            double[] evaluated = Numbers(test, "evalInput");
            double epsilon = test.GetProperty("epsilon").GetDouble();
            for (int i = 0; i < evaluated.Length; i++)
            {
                int channel = i / l % c;
                evaluated[i] = (evaluated[i] - running.Mean[channel]) / Math.Sqrt(running.Variance[channel] + epsilon);
            }

            Near(Numbers(test, "evalOutput"), evaluated);
        }

        static double[] Numbers(JsonElement parent, string name) => [.. parent.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];

        static void Near(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
        {
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], actual[i], 1e-9);
            }
        }
    }

    [Fact]
    public void A_new_instance_has_mean_0_variance_1_and_no_batches()
    {
        RunningStatistics<Half> running = new(2);
        Assert.Equal([Half.Zero, Half.Zero], running.Mean.ToArray());
        Assert.Equal([Half.One, Half.One], running.Variance.ToArray());
        Assert.Equal(0, running.BatchesTracked);
        Assert.Equal(0.1, running.Momentum);
        Assert.Equal(2, running.Features);
    }

    [Fact]
    public void An_empty_selection_is_not_counted_and_a_single_element_moves_only_the_mean()
    {
        RunningStatistics<float> running = new(3, 0.5);
        running.Update([new(0, 0, 0), new(1, 4, 0), new(3, 4, 4)]);
        Assert.Equal([0f, 2, 2], running.Mean.ToArray());
        Assert.Equal([1f, 1, 1.5f], running.Variance.ToArray());
        Assert.Equal([0, 1, 1], running.Batches.ToArray());
        Assert.Equal(1, running.BatchesTracked);
    }

    [Fact]
    public void Statistics_are_kept_in_double_and_handed_out_rounded_once()
    {
        RunningStatistics<BFloat16> running = new(1, 1e-3);
        for (int batch = 0; batch < 5000; batch++)
        {
            running.Update([new(2, 1, 2)]);
        }

        Assert.Equal(1 - Math.Pow(0.999, 5000), running.ExactMean[0], 1e-12);
        Assert.Equal((BFloat16)running.ExactMean[0], running.Mean[0]);
        Assert.Equal((BFloat16)running.ExactVariance[0], running.Variance[0]);
    }

    [Fact]
    public void Saved_statistics_continue_where_they_were()
    {
        RunningStatistics<float> first = new(2, null), second = new(2, null), rounded = new(2, null);
        first.Update([new(5, 0.1, 3.3), new(0, 0, 0)]);
        first.Update([new(4, 0.7, 1.1), new(2, 9, 5)]);
        second.Restore(first.ExactMean, first.ExactVariance, first.Batches);
        rounded.Restore(first.Mean, first.Variance, first.BatchesTracked);
        Assert.Equal(first.Mean.ToArray(), rounded.Mean.ToArray());
        Assert.Equal(2, rounded.BatchesTracked);
        first.Update([new(3, 1, 1), new(3, 1, 1)]);
        second.Update([new(3, 1, 1), new(3, 1, 1)]);
        Assert.Equal(first.ExactMean.ToArray(), second.ExactMean.ToArray());
        Assert.Equal(first.ExactVariance.ToArray(), second.ExactVariance.ToArray());
        first.Reset();
        Assert.Equal([0f, 0], first.Mean.ToArray());
        Assert.Equal(0, first.BatchesTracked);
    }

    [Fact]
    public void Statistics_may_be_restored_from_views_of_themselves_and_from_a_training_that_diverged()
    {
        RunningStatistics<double> running = new(1);
        running.Restore(running.ExactVariance, running.ExactMean, running.Batches);
        Assert.Equal(1, running.ExactMean[0]);
        Assert.Equal(0, running.ExactVariance[0]);
        running.Restore(running.Variance, running.Mean, 3);
        Assert.Equal(0, running.ExactMean[0]);
        Assert.Equal(1, running.ExactVariance[0]);
        running.Restore([double.NaN], [double.NaN], 1);
        Assert.True(double.IsNaN(running.Variance[0]));
    }

    [Fact]
    public void Merged_cumulative_averages_are_those_of_all_batches()
    {
        Random random = new(1);
        RunningStatistics<double> all = new(1, null), left = new(1, null), right = new(1, null), none = new(1, null);
        for (int batch = 0; batch < 20; batch++)
        {
            Moments moments = new(5, random.NextDouble(), random.NextDouble());
            all.Update([moments]);
            (batch % 3 == 0 ? left : right).Update([moments]);
        }

        left.Merge(right);
        left.Merge(none);
        none.Merge(left);
        Assert.Equal(20, left.BatchesTracked);
        Assert.Equal(all.Mean[0], left.Mean[0], 1e-14);
        Assert.Equal(all.Variance[0], none.Variance[0], 1e-14);
    }

    // 1 + (1e-17 - 1) is 0: inference took such a feature for a constant.
    [Theory]
    [InlineData(null)]
    [InlineData(1.0)]
    public void The_first_batch_of_an_average_is_taken_as_it_is(double? momentum)
    {
        RunningStatistics<double> running = new(1, momentum), merged = new(1, momentum);
        running.Update([new Moments(100, 1e-7, 99 * 1e-17)]);
        merged.Merge(running);
        Assert.Equal([1e-7, 1e-17], new[] { running.ExactMean[0], running.ExactVariance[0] });
        Assert.Equal([1e-7, 1e-17], new[] { merged.ExactMean[0], merged.ExactVariance[0] });
        if (momentum is not null)
        {
            running.Update([new Moments(2, 1e10, 1e20)]);
            running.Update([new Moments(2, 1e-7, 1e-17)]);
            Assert.Equal(1e-7, running.ExactMean[0]);
        }
    }

    [Fact]
    public void Counts_stay_at_the_greatest_there_is()
    {
        RunningStatistics<double> full = new(1, null), other = new(1, null);
        full.Restore([3], [1], long.MaxValue);
        other.Restore([5], [1], long.MaxValue);
        full.Merge(other);
        Assert.Equal(4, full.Mean[0]);
        full.Update([new Moments(2, 4, 2)]);
        Assert.Equal(long.MaxValue, full.BatchesTracked);
        Assert.Equal(4, full.Mean[0]);
    }

    [Fact]
    public void A_batch_that_is_begun_again_forgets_what_was_written()
    {
        RunningStatistics<double> running = new(1, 0.5);
        running.BeginBatch()[0] = new Moments(5, 100, 100);
        running.BeginBatch();
        running.EndBatch();
        Assert.Equal(0, running.BatchesTracked);
        Assert.Throws<InvalidOperationException>(running.EndBatch);
    }

    [Fact]
    public void Wrong_arguments_are_named_and_change_nothing()
    {
        RunningStatistics<double> running = new(2);
        ArgumentException wrong = Assert.Throws<ArgumentException>("running", () => running.CheckFeatures(3));
        Assert.Contains("running has 2 features; 3 were expected", wrong.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("batch", () => running.Update(new Moments[3]));
        Assert.Throws<ArgumentException>("mean", () => running.Restore(new double[1], new double[2], 0));
        Assert.Throws<ArgumentException>("variance", () => running.Restore(new double[2], new double[3], 0));
        Assert.Throws<ArgumentOutOfRangeException>("batchesTracked", () => running.Restore(new double[2], new double[2], -1));
        Assert.Throws<ArgumentException>("batches", () => running.Restore(new double[2], new double[2], new long[1]));
        Assert.Throws<ArgumentException>("batches", () => running.Restore(new double[2], new double[2], [0, -1]));
        Assert.Throws<ArgumentException>("variance", () => running.Restore([0, 0], [1, -1], 0));
        wrong = Assert.Throws<ArgumentException>("variance", () => running.Restore([0, 0], [1, -0.5], [0, 0]));
        Assert.Contains("The variance of feature 1 is -0.5; 0 or more was expected.", wrong.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("batch", () => running.Update([new(2, 1, 1), new(-5, 0, 0)]));
        wrong = Assert.Throws<ArgumentException>("batch", () => running.Update([new(2, 1, 1), new(5, 0, -10)]));
        Assert.Contains("batch[1]", wrong.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("other", () => running.Merge(new RunningStatistics<double>(3)));
        Assert.Equal([1.0, 1], running.Variance.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>("features", () => new RunningStatistics<double>(-1));
        Assert.Throws<ArgumentOutOfRangeException>("momentum", () => new RunningStatistics<double>(1, 1.5));
        Assert.Throws<ArgumentOutOfRangeException>("momentum", () => new RunningStatistics<double>(1, double.NaN));
        Assert.Throws<NotSupportedException>(() => new RunningStatistics<int>(1));
        Assert.Equal(0, new RunningStatistics<float>(0).BatchesTracked);
    }
}
