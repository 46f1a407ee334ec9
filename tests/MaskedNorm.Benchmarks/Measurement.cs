using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;

namespace MaskedNorm.Benchmarks;

/// <summary>Times works in turn, so that what disturbs the machine disturbs all of them, and takes medians.</summary>
internal static class Measurement
{
    /// <summary>The median time of each work in seconds.</summary>
    /// <param name="works">The works.</param>
    /// <param name="seconds">How long to measure.</param>
    /// <returns>A time for each work.</returns>
    public static double[] Medians(IReadOnlyList<Action> works, double seconds)
    {
        int[] repeats = works.Select(Repeats).ToArray();
        List<double>[] times = works.Select(_ => new List<double>()).ToArray();
        Stopwatch total = Stopwatch.StartNew();
        do
        {
            for (int i = 0; i < works.Count; i++)
            {
                works[i]();
                long start = Stopwatch.GetTimestamp();
                for (int r = 0; r < repeats[i]; r++)
                {
                    works[i]();
                }

                times[i].Add(Stopwatch.GetElapsedTime(start).TotalSeconds / repeats[i]);
            }
        }
        while (total.Elapsed.TotalSeconds < seconds || times[0].Count < 7);
        return times.Select(Median).ToArray();
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
}
