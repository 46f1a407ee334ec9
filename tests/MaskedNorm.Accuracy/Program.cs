using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Spectre.Console;

namespace MaskedNorm.Accuracy;

internal static class Program
{
    private static readonly int[] s_lengths = [2, 3, 7, 8, 9, 31, 64, 769, 4095, 65_537, 1_000_003];

    private const string Usage = """
        Errors of the kernels in ulp, beside the three textbook evaluations in the same type.

        usage: [--quick] [--lengths]
          --quick    lengths up to 4095 only
          --lengths  one row for each length, not the worst of all; goals name every cell that misses them

        A cell is an element type, an order in memory, a kind of data and a length. Goals: no cell worse
        than Welford; no float cell beyond 4 ulp, outlier first aside. Every cell that misses a goal counts
        on the goal's line.
        The exit code is 1 if an option is wrong or a cell misses a goal; else 0.
        """;

    public static int Main(string[] args)
    {
        string[] help = ["--help", "-h", "-?"];
        if (args.Intersect(help).Any())
        {
            Console.WriteLine(Usage);
            return 0;
        }

        string[] known = ["--quick", "--lengths"];
        if (args.Except(known).FirstOrDefault() is { } unknown)
        {
            Console.Error.WriteLine($"\"{unknown}\": there is no such option.");
            Console.WriteLine(Usage);
            return 1;
        }

        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = 160;
            AnsiConsole.Profile.Capabilities.Ansi = false;
        }

        bool eachLength = args.Contains("--lengths");
        int[] lengths = args.Contains("--quick") ? s_lengths[..^2] : s_lengths;
        List<Cell> cells = Measure(lengths);
        foreach (Subject subject in Subject.All)
        {
            AnsiConsole.Write(Report.Table(subject.Name, cells.Where(cell => cell.Type == subject.Name), eachLength));
        }

        AnsiConsole.MarkupLine("Errors of y in units of the last place of max(1, |y|), in the output's type; the mean is the kernel's.");
        AnsiConsole.MarkupLine($"Lengths {string.Join(", ", lengths.Select(n => n.ToString(CultureInfo.InvariantCulture)))}; the multi-line ones rounded up to multiples of 8.");
        bool met = true;
        foreach (Goal goal in Report.Goals(cells, eachLength ? cells.Count : 6))
        {
            Console.WriteLine(goal.Text);
            met &= goal.IsMet;
        }

        return met ? 0 : 1;
    }

    // Jobs are independent and seeded each for itself, so their order does not matter.
    private static List<Cell> Measure(int[] lengths)
    {
        var jobs = (from length in lengths.Reverse() from subject in Subject.All from kind in subject.Kinds select (subject, kind, length)).ToList();
        List<Cell>[] results = new List<Cell>[jobs.Count];
        ParallelOptions options = new() { MaxDegreeOfParallelism = Math.Min(4, Environment.ProcessorCount) };
        Parallel.ForEach(
            Partitioner.Create(Enumerable.Range(0, jobs.Count), EnumerablePartitionerOptions.NoBuffering),
            options,
            i => results[i] = jobs[i].subject.Measure(jobs[i].kind, jobs[i].length));
        return results.SelectMany(cells => cells).OrderBy(cell => cell.Pattern).ThenBy(cell => cell.Kind).ThenBy(cell => cell.Length).ToList();
    }
}
