using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace MaskedNorm.Benchmarks;

/// <summary>Prints the ratio of each row.</summary>
internal static class RatiosCommand
{
    // Together with filling the buffers, all rows take less than three minutes.
    private const double Seconds = 110;

    public static int Run(string[] names)
    {
        if (Select(names) is not { } rows)
        {
            return 1;
        }

        double seconds = Math.Min(4, Seconds / rows.Count);
        foreach (Row row in rows)
        {
            using Workload work = row.Create();
            List<Action> works = [work.Kernel, work.Reference];
            if (work.Streaming is not null)
            {
                works.Add(work.Streaming);
            }

            if (work.Composed is not null)
            {
                works.Add(work.Composed);
            }

            double[] times = Measurement.Medians(works, seconds);
            string over = row.Unit == Row.Copy ? "" : $" of {row.Unit}";
            string composed = work.Composed is null ? "" : $"; TensorPrimitives {Number(times[^1] / times[1])}";
            Console.WriteLine($"ratio {row.Name} {Number(times[0] / times[1])}{over} (goal {Number(row.Goal)}; {row.Work}, {Number(times[0] * 1e6)} us{composed})");
            if (work.Streaming is not null)
            {
                Console.WriteLine($"limit {row.Name} {Number(times[2] / times[1])}");
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
}
