using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace MaskedNorm.Benchmarks;

/// <summary>Prints the ratio of each row.</summary>
internal static class RatiosCommand
{
    /// <summary>
    /// Measures rows in rounds: one after the other, then all of them again, as long as there is time. Neighbours of a
    /// virtual machine come and go within minutes, so more time is no longer stretch, but one more.
    /// </summary>
    /// <param name="names">The rows' names; none: all.</param>
    /// <param name="seconds">How long to measure; null: one round.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] names, double? seconds)
    {
        if (Select(names) is not { } rows)
        {
            return 1;
        }

        double each = seconds / rows.Count ?? Measurement.Each(rows.Count);
        double stretch = Math.Min(Measurement.Stretch, each);
        int rounds = (int)Math.Round(each / stretch);
        List<Result>[] results = rows.Select(_ => new List<Result>()).ToArray();
        for (int round = 1; round <= rounds; round++)
        {
            for (int i = 0; i < rows.Count; i++)
            {
                results[i].Add(Measure(rows[i], stretch));
                if (round == rounds)
                {
                    Print(rows[i], results[i]);
                }
            }

            if (round < rounds)
            {
                Console.Error.WriteLine($"round {round} of {rounds}: {string.Join(" ", rows.Select((row, i) => $"{row.Name} {Number(results[i][^1].Ratio)}"))}");
            }
        }

        return 0;
    }

    /// <summary>The rows that have one of some names, or all; null after a message if a name is wrong.</summary>
    /// <param name="names">The names.</param>
    /// <returns>The rows in the order of the table.</returns>
    public static List<Row>? Select(string[] names)
    {
        List<string> unknown = names.Except(Table.Rows.Select(row => row.Name)).ToList();
        if (unknown.Count > 0)
        {
            Console.Error.WriteLine($"No such row: {string.Join(" ", unknown)}. Rows: {string.Join(" ", Table.Rows.Select(row => row.Name))}");
            return null;
        }

        return Table.Rows.Where(row => names.Length == 0 || names.Contains(row.Name)).ToList();
    }

    /// <summary>A figure as all commands print it.</summary>
    /// <param name="value">The figure.</param>
    /// <returns>Its text.</returns>
    public static string Number(double value) => value.ToString(value < 100 ? "0.00" : "0", CultureInfo.InvariantCulture);

    private static Result Measure(Row row, double seconds)
    {
        using Workload work = row.Create();
        Action?[] works = [work.Kernel, work.Reference, work.Streaming, work.Composed];
        Queue<List<Measurement.Timing>> times = new(Measurement.Times(works.OfType<Action>().ToList(), seconds, probes: true));
        return new Result(
            times.Dequeue(),
            times.Dequeue(),
            work.Streaming is null ? [] : times.Dequeue(),
            work.Composed is null ? [] : times.Dequeue());
    }

    // Medians over the rounds; beside the ratio what the rounds were, and what it is of those times when the core was ours alone.
    private static void Print(Row row, List<Result> results)
    {
        double Median(Func<Result, double> figure) => Measurement.Median(results.Select(figure).ToList());

        string over = row.Unit == Row.Copy ? "" : $" of {row.Unit}";
        string rounds = results.Count == 1
            ? ""
            : $"; {Number(results.Min(result => result.Ratio))} to {Number(results.Max(result => result.Ratio))}, met in {results.Count(result => result.Ratio <= row.Goal)} of {results.Count} rounds";
        string composed = results[0].Composed.Count == 0 ? "" : $"; TensorPrimitives {Number(Median(result => result.Over(result.Composed)))}";
        Console.WriteLine($"ratio {row.Name} {Number(Median(result => result.Ratio))}{over} (goal {Number(row.Goal)}{rounds}{Alone(results)}; {row.Work}, {Number(Median(result => Result.Median(result.Kernel)) * 1e6)} us{composed})");
        if (results[0].Limit.Count > 0)
        {
            Console.WriteLine($"limit {row.Name} {Number(Median(result => result.Over(result.Limit)))}");
        }
    }

    // The ratio of the times between probes that found nobody else at work on the core, if there are enough of them to tell.
    private static string Alone(List<Result> results)
    {
        static List<double> Undisturbed(IEnumerable<Measurement.Timing> times) =>
            times.Where(time => Probe.IsAlone(time.Probe)).Select(time => time.Seconds).ToList();

        List<double> kernel = Undisturbed(results.SelectMany(result => result.Kernel));
        List<double> reference = Undisturbed(results.SelectMany(result => result.Reference));
        double share = (double)kernel.Count / results.Sum(result => result.Kernel.Count);
        return Math.Min(kernel.Count, reference.Count) < 7
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"; {Number(Measurement.Median(kernel) / Measurement.Median(reference))} alone on the core, {share:P0} of the time");
    }

    // The times of a row in one round.
    private sealed record Result(
        List<Measurement.Timing> Kernel, List<Measurement.Timing> Reference, List<Measurement.Timing> Limit, List<Measurement.Timing> Composed)
    {
        public double Ratio { get; } = Median(Kernel) / Median(Reference);

        public double Over(List<Measurement.Timing> times) => Median(times) / Median(Reference);

        public static double Median(List<Measurement.Timing> times) => Measurement.Median(times.Select(time => time.Seconds).ToList());
    }
}
