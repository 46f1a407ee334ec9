using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace MaskedNorm.Benchmarks;

internal static class Program
{
    public static int Main(string[] args)
    {
        if (args.Length > 0 && args[0] == "ratios")
        {
            return Ratios(args[1..]);
        }

        Console.Error.WriteLine("usage: ratios [NAME...]");
        return 1;
    }

    private static int Ratios(string[] names)
    {
        List<Row> rows = Table.Rows.Where(r => names.Length == 0 || names.Contains(r.Name)).ToList();
        if (rows.Count == 0)
        {
            Console.Error.WriteLine("No such row. Rows: " + string.Join(" ", Table.Rows.Select(r => r.Name)));
            return 1;
        }

        double seconds = Math.Min(4, 120.0 / rows.Count);
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

    private static string Number(double value) => value.ToString(value < 100 ? "0.00" : "0", CultureInfo.InvariantCulture);
}
