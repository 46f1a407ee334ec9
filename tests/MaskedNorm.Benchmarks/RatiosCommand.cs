using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace MaskedNorm.Benchmarks;

/// <summary>Prints the ratio of each row.</summary>
internal static class RatiosCommand
{
    /// <summary>How long to measure if nothing else is asked for: together with filling the buffers, all rows take less than three minutes.</summary>
    public const double DefaultSeconds = 110;

    // What a row is measured for in one stretch at most.
    private const double Stretch = 4;

    /// <summary>
    /// Measures rows in rounds: one after the other, then all of them again, as long as there is time. Neighbours of a
    /// virtual machine come and go within minutes, so more time is no longer stretch, but one more.
    /// </summary>
    /// <param name="names">The rows' names; none: all.</param>
    /// <param name="seconds">How long to measure; null: one round, of <see cref="DefaultSeconds"/> at most.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] names, double? seconds)
    {
        if (Select(names) is not { } rows)
        {
            return 1;
        }

        double stretch = Math.Min(Stretch, (seconds ?? DefaultSeconds) / rows.Count);
        int rounds = seconds is { } all ? Math.Max(1, (int)Math.Round(all / (stretch * rows.Count))) : 1;
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
        Queue<double> times = new(Measurement.Medians(works.OfType<Action>().ToList(), seconds));
        double kernel = times.Dequeue(), reference = times.Dequeue();
        return new Result(
            kernel,
            kernel / reference,
            work.Streaming is null ? null : times.Dequeue() / reference,
            work.Composed is null ? null : times.Dequeue() / reference);
    }

    // Medians over the rounds; beside the ratio what the rounds were.
    private static void Print(Row row, List<Result> results)
    {
        double? Median(Func<Result, double?> figure) =>
            results.Select(figure).OfType<double>().ToList() is { Count: > 0 } figures ? Measurement.Median(figures) : null;

        string over = row.Unit == Row.Copy ? "" : $" of {row.Unit}";
        string rounds = results.Count == 1
            ? ""
            : $"; {Number(results.Min(result => result.Ratio))} to {Number(results.Max(result => result.Ratio))}, met in {results.Count(result => result.Ratio <= row.Goal)} of {results.Count} rounds";
        string composed = Median(result => result.Composed) is { } ratio ? $"; TensorPrimitives {Number(ratio)}" : "";
        Console.WriteLine($"ratio {row.Name} {Number(Median(result => result.Ratio)!.Value)}{over} (goal {Number(row.Goal)}{rounds}; {row.Work}, {Number(Median(result => result.Kernel)!.Value * 1e6)} us{composed})");
        if (Median(result => result.Limit) is { } limit)
        {
            Console.WriteLine($"limit {row.Name} {Number(limit)}");
        }
    }

    // The kernel's time in seconds; the rest in times of the reference.
    private sealed record Result(double Kernel, double Ratio, double? Limit, double? Composed);
}
