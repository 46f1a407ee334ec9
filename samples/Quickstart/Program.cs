using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using Quickstart;
using Spectre.Console;

Argument<string?> file = new("file")
{
    Description = "A FASTA file of nucleotide sequences. Default: the orchids.fasta that comes with the sample.",
    Arity = ArgumentArity.ZeroOrOne,
};
file.Validators.Add(result =>
{
    string name = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
    if (name.StartsWith('-') && !File.Exists(name))
    {
        result.AddError($"\"{name}\": there is no such option; a FASTA file of nucleotides was expected.");
    }
});
RootCommand command = new("Shows what padding does to batch and layer norm, and what masked kernels make of it.") { file };
command.SetAction(parsed => Run(parsed.GetValue(file) ?? Path.Combine(AppContext.BaseDirectory, "orchids.fasta")));
return command.Parse(args).Invoke();

static int Run(string path)
{
    try
    {
        IReadOnlyList<FastaRecord> all = Fasta.Read(path);
        IReadOnlyList<FastaRecord> records = Experiment.Fitting(all);
        if (records.Count == 0)
        {
            throw new InvalidDataException($"{path}: the sequence {all[0].Name} has {all[0].Bases.Length} bases; expected at most {Experiment.Capacity}.");
        }

        return Show(path, records, all.Count);
    }
    catch (InvalidDataException e)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
}

static int Show(string path, IReadOnlyList<FastaRecord> records, int inFile)
{
    Report report = new(NewConsole());
    report.Introduce(Path.GetFileName(path), records, inFile);
    Experiment experiment = new(records);
    List<Comparison> all = [];
    List<(Norm, Comparison)> poisoned = [];
    foreach (Norm norm in Experiment.Norms)
    {
        (IReadOnlyList<Comparison> zeros, Comparison notNumbers) = experiment.Run(norm);
        report.Compare(norm, zeros);
        poisoned.Add((norm, notNumbers));
        all.AddRange([.. zeros, notNumbers]);
    }

    report.ComparePoisoned(poisoned);
    report.Conclude(all);
    return all.Any(c => c.Masked.Changed > 0) ? 1 : 0;
}

// Redirected output is plain text.
static IAnsiConsole NewConsole() => Console.IsOutputRedirected
    ? AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors })
    : AnsiConsole.Console;
