using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Spectre.Console;

namespace Quickstart;

/// <summary>Tells what the experiment found, in as many columns as the terminal has room for.</summary>
internal sealed class Report(IAnsiConsole console)
{
    private const int RoomForSizes = 66;
    private const int RoomForTimes = 52;

    private bool HasSizes => console.Profile.Width >= RoomForSizes;

    private bool HasTimes => console.Profile.Width >= RoomForTimes;

    /// <summary>The data, and what the tables show.</summary>
    public void Introduce(string file, IReadOnlyList<FastaRecord> records, int inFile)
    {
        int[] lengths = [.. records.Select(r => r.Bases.Length)];
        string rest = records.Count == inFile ? "" : Text($" (the first {records.Count:N0} of {inFile:N0}; the sample holds no more)");
        console.MarkupLine(Text($"[bold]{Markup.Escape(file)}[/]: {records.Count:N0} sequences of {lengths.Min():N0} to {lengths.Max():N0} bases{rest}."));
        console.WriteLine(Text($"Each base becomes a vector of {Kernels.Channels} channels; zeros pad the sequences to one length. Padded up to 4 times the longest sequence, what happens to the outputs of the real bases? Their mean should be 0 and their standard deviation (std) 1."));
    }

    /// <summary>A norm at every padded length.</summary>
    public void Compare(Norm norm, IReadOnlyList<Comparison> comparisons)
    {
        Heading(norm);
        Table table = NewTable();
        AddColumns(table, [("padded", Justify.Left), .. HasSizes ? [("valid", Justify.Right)] : Array.Empty<(string, Justify)>(), ("kernel", Justify.Left), ("mean", Justify.Right), ("std", Justify.Right), ("off by", Justify.Right), .. HasTimes ? [("time", Justify.Right)] : Array.Empty<(string, Justify)>()]);
        foreach (Comparison c in comparisons)
        {
            string padded = Text(HasSizes ? (FormattableString)$"{c.Factor,-4} x = {c.Length,5}" : $"{c.Factor} x");
            string valid = Text($"{100 * c.ValidShare:F0} %");
            table.AddRow([padded, .. HasSizes ? [valid] : Array.Empty<string>(), "ordinary", .. Cells(c.Ordinary, "red")]);
            table.AddRow(["", .. HasSizes ? [""] : Array.Empty<string>(), "masked", .. Cells(c.Masked, "green")]);
        }

        console.Write(table);
    }

    /// <summary>Every norm with NaN in the padding.</summary>
    public void ComparePoisoned(IReadOnlyList<(Norm Norm, Comparison Comparison)> poisoned)
    {
        console.WriteLine();
        console.MarkupLine(Text($"[bold]NaN instead of zeros in the padding[/], {poisoned[0].Comparison.Factor} x"));
        Table table = NewTable();
        AddColumns(table, [("norm", Justify.Left), ("kernel", Justify.Left), ("outputs that are NaN", Justify.Right)]);
        foreach ((Norm norm, Comparison c) in poisoned)
        {
            table.AddRow(norm.Name, "ordinary", NotNumbers(c.Ordinary, "red"));
            table.AddRow("", "masked", NotNumbers(c.Masked, "green"));
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
        console.MarkupLine("[grey]off by: the greatest distance of an output from the masked kernel's at 1 x. mean, std: of the selection that is worst off. time: median of 9 calls on one thread.[/]");
    }

    private void Heading(Norm norm)
    {
        console.WriteLine();
        console.MarkupLine($"[bold]{norm.Name}[/], {norm.Meaning}");
    }

    private static Table NewTable() => new Table { UseSafeBorder = true }.Border(TableBorder.Simple);

    private static void AddColumns(Table table, (string Name, Justify Alignment)[] columns)
    {
        foreach ((string name, Justify alignment) in columns)
        {
            table.AddColumn(new TableColumn($"[grey]{name}[/]") { NoWrap = true, Alignment = alignment, Padding = new(0, 0, 1, 0) });
        }
    }

    private string[] Cells(Outcome o, string colour)
    {
        string off = o.Changed == 0 ? "[green]same bits[/]" : Coloured(Text($"{o.Off:F2}"), colour);
        string time = Text($"{o.Time.TotalMilliseconds:F2} ms");
        return [Coloured(Decimals(o.Mean), colour), Coloured(Decimals(o.Deviation), colour), off, .. HasTimes ? [time] : Array.Empty<string>()];
    }

    private static string NotNumbers(Outcome o, string colour) => o switch
    {
        { Changed: 0 } => "[green]none; same bits[/]",
        { NotNumbers: 0 } => "none",
        _ => Coloured(Text($"{o.NotNumbers:N0} of {o.Outputs:N0}"), colour),
    };

    // Two decimals; what rounds to zero has no sign.
    private static string Decimals(double value) => Text($"{Math.Round(value, 2) + 0.0:F2}");

    private static string Coloured(string text, string colour) => $"[{colour}]{text}[/]";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
