using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Spectre.Console;

namespace MaskedNorm.Accuracy;

/// <summary>What became of a goal.</summary>
/// <param name="Text">The goal, how many cells miss it, which and by how much.</param>
/// <param name="IsMet">Whether no cell misses it.</param>
internal sealed record Goal(string Text, bool IsMet);

/// <summary>The tables, and whether the goals are met.</summary>
internal static class Report
{
    private const double MostUlps = 4;
    private const int Welford = 2;

    /// <summary>The table of one element type.</summary>
    public static Table Table(string type, IEnumerable<Cell> cells, bool eachLength)
    {
        Table table = new Table().Title(type).Border(TableBorder.Simple);
        table.AddColumns("pattern", "data");
        foreach (string column in (string[])["kernel, worst", "at length", "mean", .. Plain.Names])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (IGrouping<(Pattern, string, int), Cell> group in cells.GroupBy(cell => (cell.Pattern, cell.Data, eachLength ? cell.Length : 0)))
        {
            Cell worst = group.MaxBy(cell => cell.Kernel.Worst)!;
            double mean = group.Where(cell => !cell.Kernel.IsEmpty).Max(cell => (double?)cell.Kernel.Mean) ?? 0;
            IEnumerable<string> plain = Plain.Names.Select((_, i) => Number(group.Max(cell => cell.Plain[i].Worst)));
            string[] row = [worst.Pattern.Describe(), worst.Data, Number(worst.Kernel.Worst), worst.Length.ToString(CultureInfo.InvariantCulture), Number(mean), .. plain];
            table.AddRow(row);
        }

        return table;
    }

    /// <summary>What became of each goal.</summary>
    /// <param name="cells">What was measured.</param>
    /// <param name="named">How many cells that miss a goal are named.</param>
    public static IEnumerable<Goal> Goals(IReadOnlyList<Cell> cells, int named)
    {
        yield return Measure(
            "never worse than Welford in the same type",
            cells,
            cell => cell.Kernel.Worst - cell.Plain[Welford].Worst,
            cell => $"{Number(cell.Kernel.Worst)} against {Number(cell.Plain[Welford].Worst)}",
            0,
            named);
        yield return Measure(
            $"float within {MostUlps} ulp, outlier first aside",
            cells.Where(cell => cell.Type == SingleFormat.Name && cell.Kind != Data.OutlierFirst).ToList(),
            cell => cell.Kernel.Worst,
            cell => Number(cell.Kernel.Worst),
            MostUlps,
            named);
    }

    private static Goal Measure(string name, IReadOnlyList<Cell> cells, Func<Cell, double> error, Func<Cell, string> say, double most, int named)
    {
        List<Cell> missed = cells.Where(cell => error(cell) > most).OrderByDescending(error).ToList();
        if (missed.Count == 0)
        {
            return new($"goal: {name}: met in all {cells.Count} cells, worst {say(cells.MaxBy(error)!)}", true);
        }

        IEnumerable<string> where = missed.Take(named).Select(cell => FormattableString.Invariant($"{cell.Type} {cell.Pattern.Describe()}, {cell.Data}, {cell.Length}: {say(cell)}"));
        int far = missed.Count(cell => error(cell) > most + 1);
        return new(
            $"goal: {name}: MISSED in {missed.Count} of {cells.Count} cells, in {far} by more than 1 ulp: {string.Join("; ", where)}{(missed.Count > named ? "; ..." : "")}",
            false);
    }

    private static string Number(double value) => double.IsInfinity(value) ? "fails" : value.ToString(value < 1e4 ? "0.00" : "0.0e+0", CultureInfo.InvariantCulture);
}
