using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;

namespace MaskedNorm.Benchmarks;

/// <summary>Times works in turn, so that what disturbs the machine disturbs all of them, and takes medians.</summary>
internal static class Measurement
{
    /// <summary>How many seconds a row is measured for in one stretch at most.</summary>
    public const double Stretch = 4;

    // Together with filling the buffers, all rows take less than three minutes.
    private const double AllRows = 110;

    /// <summary>How many seconds each row is measured for if nothing else is asked for.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <returns>The seconds for one row.</returns>
    public static double Each(int rows) => Math.Min(Stretch, AllRows / rows);

    /// <summary>The median time of each work in seconds.</summary>
    /// <param name="works">The works.</param>
    /// <param name="seconds">How long to measure.</param>
    /// <returns>A time for each work.</returns>
    public static double[] Medians(IReadOnlyList<Action> works, double seconds) =>
        Times(works, seconds, probes: false).Select(times => Median(times.Select(time => time.Seconds).ToList())).ToArray();

    /// <summary>All times of each work.</summary>
    /// <param name="works">The works.</param>
    /// <param name="seconds">How long to measure.</param>
    /// <param name="probes">Whether to take a probe before and after each time.</param>
    /// <returns>The times of each work, as many of each.</returns>
    public static List<Timing>[] Times(IReadOnlyList<Action> works, double seconds, bool probes)
    {
        int[] repeats = works.Select(Repeats).ToArray();
        List<Timing>[] times = works.Select(_ => new List<Timing>()).ToArray();
        Stopwatch total = Stopwatch.StartNew();
        do
        {
            for (int i = 0; i < works.Count; i++)
            {
                works[i]();
                long before = probes ? Probe.Take() : 0;
                long start = Stopwatch.GetTimestamp();
                for (int r = 0; r < repeats[i]; r++)
                {
                    works[i]();
                }

                double time = Stopwatch.GetElapsedTime(start).TotalSeconds / repeats[i];
                times[i].Add(new Timing(time, probes ? Math.Max(before, Probe.Take()) : 0));
            }
        }
        while (total.Elapsed.TotalSeconds < seconds || times[0].Count < 7);
        return times;
    }

    private static int Repeats(Action work)
    {
        work();
        work();
        long start = Stopwatch.GetTimestamp();
        work();
        double once = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return Math.Clamp((int)(0.001 / once), 1, 10_000);
    }

    public static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    /// <summary>One time of a work.</summary>
    /// <param name="Seconds">The time in seconds.</param>
    /// <param name="Probe">The longer one of the probes before and after it, in ticks; 0 without probes.</param>
    internal readonly record struct Timing(double Seconds, long Probe);
}
