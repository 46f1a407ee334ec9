using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using MaskedNorm;

namespace Quickstart;

/// <summary>A kernel's call on a batch.</summary>
internal delegate void Kernel(PaddedBatch batch, Span<float> output);

/// <summary>A norm in its ordinary and its masked form, and the moments of what it normalizes.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Meaning">What one set of statistics belongs to.</param>
/// <param name="Ordinary">The norm over all positions.</param>
/// <param name="Masked">The norm over valid positions.</param>
/// <param name="Moments">Count, mean and variance of the valid elements of each selection.</param>
internal sealed record Norm(string Name, string Meaning, Kernel Ordinary, Kernel Masked, Func<PaddedBatch, float[], Moments[]> Moments);

/// <summary>What a kernel made of the valid positions.</summary>
/// <param name="Mean">Their mean, in the selection where it is farthest from 0.</param>
/// <param name="Deviation">Their standard deviation, in the selection where it is farthest from 1.</param>
/// <param name="Off">The greatest distance of an output from that without padding.</param>
/// <param name="Changed">How many outputs have other bits than those without padding.</param>
/// <param name="NotNumbers">How many outputs are NaN.</param>
/// <param name="Outputs">How many outputs there are.</param>
/// <param name="Time">The median time of a call.</param>
internal sealed record Outcome(double Mean, double Deviation, double Off, int Changed, int NotNumbers, int Outputs, TimeSpan Time);

/// <summary>One norm on one batch, both ways.</summary>
internal sealed record Comparison(double Factor, int Length, double ValidShare, Outcome Ordinary, Outcome Masked);

/// <summary>Pads the same sequences more and more, and looks at what ordinary and masked norms make of the valid positions.</summary>
internal sealed class Experiment
{
    /// <summary>The most bases of a batch, padding included. At the greatest length it then has 256 MB of values.</summary>
    public const int Capacity = 1 << 20;

    private const int Runs = 9;
    private const int Seed = 1;

    private static readonly double[] s_factors = [1, 1.25, 2, 4];

    private readonly IReadOnlyList<FastaRecord> _records;
    private readonly Embedding _embedding = new(Kernels.Channels, Seed);
    private readonly int _longest;

    public Experiment(IReadOnlyList<FastaRecord> records)
    {
        _records = records;
        _longest = records.Max(r => r.Bases.Length);
    }

    /// <summary>The first records, as many as fit; none if the very first is too long.</summary>
    public static IReadOnlyList<FastaRecord> Fitting(IReadOnlyList<FastaRecord> records)
    {
        int count = 0;
        int longest = 0;
        foreach (FastaRecord record in records)
        {
            longest = Math.Max(longest, record.Bases.Length);
            if ((long)longest * (count + 1) > Capacity)
            {
                break;
            }

            count++;
        }

        return [.. records.Take(count)];
    }

    public static IReadOnlyList<Norm> Norms { get; } =
    [
        new(
            "Batch norm",
            "each channel over all sequences and positions",
            (batch, output) => Kernels.BatchNorm(batch.Values, output, batch.Count, batch.Length),
            (batch, output) => Kernels.MaskedBatchNorm(batch.Values, batch.Mask, output, batch.Count, batch.Length),
            (batch, values) =>
            {
                Moments[] moments = new Moments[Kernels.Channels];
                Kernels.ChannelMoments(values, batch.Mask, moments, batch.Count, batch.Length);
                return moments;
            }),
        new(
            "Layer norm",
            "each sequence over its channels and positions",
            (batch, output) => Kernels.LayerNorm(batch.Values, output, batch.Count, batch.Length),
            (batch, output) => Kernels.MaskedLayerNorm(batch.Values, batch.Mask, output, batch.Count, batch.Length),
            (batch, values) =>
            {
                Moments[] moments = new Moments[batch.Count];
                Kernels.SequenceMoments(values, batch.Mask, moments, batch.Count, batch.Length);
                return moments;
            }),
    ];

    /// <summary>The norm at every padded length, the shortest first, with zeros in the padding; then, at the greatest length, with NaN there.</summary>
    public (IReadOnlyList<Comparison> Zeros, Comparison NotNumbers) Run(Norm norm)
    {
        // The masked norm of the batch that is padded no more than it must be: the valid elements' own statistics.
        PaddedBatch least = new(_records, _embedding, _longest, padding: 0);
        float[] output = new float[least.Values.Length];
        norm.Masked(least, output);
        float[] expected = least.ValidOf(output);
        return ([.. s_factors.Select(factor => Compare(factor, padding: 0))], Compare(s_factors[^1], padding: float.NaN));

        Comparison Compare(double factor, float padding)
        {
            PaddedBatch batch = new(_records, _embedding, (int)Math.Ceiling(factor * _longest), padding);
            double share = batch.Mask.Count(valid => valid) / (double)batch.Mask.Length;
            return new(factor, batch.Length, share, Measure(norm, norm.Ordinary, batch, expected), Measure(norm, norm.Masked, batch, expected));
        }
    }

    private static Outcome Measure(Norm norm, Kernel kernel, PaddedBatch batch, float[] expected)
    {
        float[] output = new float[batch.Values.Length];
        kernel(batch, output);
        TimeSpan[] times = new TimeSpan[Runs];
        for (int run = 0; run < Runs; run++)
        {
            long start = Stopwatch.GetTimestamp();
            kernel(batch, output);
            times[run] = Stopwatch.GetElapsedTime(start);
        }

        Moments[] moments = norm.Moments(batch, output);
        float[] valid = batch.ValidOf(output);
        return new(
            moments.Select(m => m.Mean).MaxBy(Math.Abs),
            moments.Select(m => Math.Sqrt(m.Variance(Variance.Biased))).MaxBy(deviation => Math.Abs(deviation - 1)),
            valid.Zip(expected, (found, wanted) => (double)Math.Abs(found - wanted)).Max(),
            valid.Zip(expected).Count(pair => BitConverter.SingleToInt32Bits(pair.First) != BitConverter.SingleToInt32Bits(pair.Second)),
            valid.Count(float.IsNaN),
            valid.Length,
            times.Order().ElementAt(Runs / 2));
    }
}
