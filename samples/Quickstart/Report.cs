using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Spectre.Console;

namespace Quickstart;

/// <summary>Tells what the experiment found, in as many columns as the terminal has room for.</summary>
internal sealed class Report(IAnsiConsole console)
{
    // The widths from which on a table has these columns.
    private const int RoomForSizes = 68;
    private const int RoomForTimes = 52;
    private const int RoomForMeans = 46;

    // The columns of a norm's table: each comparison has a row for the ordinary kernel and one for the masked kernel.
    private static readonly Column[] s_columns =
    [
        new("padded", Justify.Left, 0, c => Text($"{c.Factor} x"), _ => ""),
        new("to", Justify.Right, RoomForSizes, c => Text($"{c.Length}"), _ => ""),
        new("valid", Justify.Right, RoomForSizes, c => Text($"{100 * c.ValidShare:F0} %"), _ => ""),
        new("kernel", Justify.Left, 0, _ => "ordinary", _ => "masked"),
        new("mean", Justify.Right, RoomForMeans, c => Red(Decimals(c.Ordinary.Mean)), c => Green(Decimals(c.Masked.Mean))),
        new("std", Justify.Right, 0, c => Red(Decimals(c.Ordinary.Deviation)), c => Green(Decimals(c.Masked.Deviation))),
        new("off by", Justify.Right, 0, c => Off(c.Ordinary), c => Off(c.Masked)),
        new("time", Justify.Right, RoomForTimes, c => Time(c.Ordinary), c => Time(c.Masked)),
    ];

    /// <summary>The data, and what the tables show.</summary>
    public void Introduce(string file, IReadOnlyList<FastaRecord> records, int inFile)
    {
        int[] lengths = [.. records.Select(r => r.Bases.Length)];
        string range = lengths.Min() == lengths.Max() ? Text($"{lengths.Max():N0}") : Text($"{lengths.Min():N0} to {lengths.Max():N0}");
        string rest = records.Count == inFile ? "" : Text($" (the first {records.Count:N0} of {inFile:N0}; the sample holds no more)");
        console.MarkupLine(Text($"[bold]{Markup.Escape(file)}[/]: {records.Count:N0} {(records.Count == 1 ? "sequence" : "sequences")} of {range} bases{rest}."));
        console.WriteLine(Text($"Each base becomes a vector of {Kernels.Channels} channels; zeros pad the sequences to one length. Padded up to 4 times the longest sequence, what happens to the outputs of the real bases? Their mean should be 0 and their standard deviation (std) 1."));
    }

    /// <summary>A norm at every padded length.</summary>
    public void Compare(Norm norm, IReadOnlyList<Comparison> comparisons)
    {
        console.WriteLine();
        console.MarkupLine($"[bold]{norm.Name}[/], {norm.Meaning}");
        Table table = NewTable();
        Column[] columns = [.. s_columns.Where(HasRoom)];
        AddColumns(table, columns.Select(column => (column.Name, column.Alignment)));
        foreach (Comparison c in comparisons)
        {
            table.AddRow([.. columns.Select(column => column.Ordinary(c))]);
            table.AddRow([.. columns.Select(column => column.Masked(c))]);
        }

        console.Write(table);
    }

    /// <summary>Every norm with NaN in the padding.</summary>
    public void ComparePoisoned(IReadOnlyList<(Norm Norm, Comparison Comparison)> poisoned)
    {
        console.WriteLine();
        console.MarkupLine(Text($"[bold]NaN instead of zeros in the padding[/], {poisoned[0].Comparison.Factor} x"));
        Table table = NewTable();
        AddColumns(table, [("norm", Justify.Left), ("kernel", Justify.Left), ("NaN outputs", Justify.Right)]);
        foreach ((Norm norm, Comparison c) in poisoned)
        {
            table.AddRow(norm.Name, "ordinary", NotNumbers(c.Ordinary));
            table.AddRow("", "masked", NotNumbers(c.Masked));
        }

        console.Write(table);
    }

    /// <summary>The verdict.</summary>
    public void Conclude(IReadOnlyList<Comparison> all)
    {
        console.WriteLine();
        int changed = all.Sum(c => c.Masked.Changed);
        long compared = all.Sum(c => (long)c.Masked.Outputs);
        console.MarkupLine(changed == 0
            ? Text($"[green]Masked kernels: {compared:N0} outputs compared, every one the same bits whatever the padding.[/]")
            : Text($"[red]Masked kernels: {changed:N0} of {compared:N0} outputs changed with the padding. That is a defect.[/]"));
        string worst = string.Join(", ", s_columns.Where(column => column.Name is "mean" or "std" && HasRoom(column)).Select(column => column.Name));
        string time = s_columns.Any(column => column.Name == "time" && HasRoom(column)) ? " time: median of 9 calls on one thread." : "";
        console.MarkupLine($"[grey]off by: the greatest distance of an output from the masked kernel's at 1 x. {worst}: of the selection that is worst off.{time}[/]");
    }

    private bool HasRoom(Column column) => console.Profile.Width >= column.Room;

    private static Table NewTable() => new Table { UseSafeBorder = true }.Border(TableBorder.Simple);

    private static void AddColumns(Table table, IEnumerable<(string Name, Justify Alignment)> columns)
    {
        foreach ((string name, Justify alignment) in columns)
        {
            table.AddColumn(new TableColumn($"[grey]{name}[/]") { NoWrap = true, Alignment = alignment, Padding = new(0, 0, 1, 0) });
        }
    }

    private static string Off(Outcome o) => o.Changed == 0 ? Green("same bits") : Red(Text($"{o.Off:F2}"));

    private static string Time(Outcome o) => Text($"{o.Time.TotalMicroseconds:F0} µs");

    private static string NotNumbers(Outcome o) => o switch
    {
        { Changed: 0 } => Green("none, same bits"),
        { NotNumbers: 0 } => "none",
        _ => Red(o.NotNumbers == o.Outputs ? Text($"all {o.Outputs:N0}") : Text($"{o.NotNumbers:N0} of {o.Outputs:N0}")),
    };

    // Two decimals; what rounds to zero has no sign.
    private static string Decimals(double value) => Text($"{Math.Round(value, 2) + 0.0:F2}");

    private static string Red(string text) => $"[red]{text}[/]";

    private static string Green(string text) => $"[green]{text}[/]";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Column(string Name, Justify Alignment, int Room, Func<Comparison, string> Ordinary, Func<Comparison, string> Masked);
}
