using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using MaskedNorm.Benchmarks.Generators;
using MaskedNorm.Benchmarks.Peers;
using MaskedNorm.Benchmarks.Plots;

namespace MaskedNorm.Benchmarks;

internal static class Program
{
    public static int Main(string[] args)
    {
        RootCommand root = new("""
            Measures the kernels of MaskedNorm.Gen. Ratios are to a copy of the same data in the same run,
            so that they mean the same on every machine. Without a command, BenchmarkDotNet measures the
            classic kernels, and its own options apply (--filter, --job, --list flat).
            """);
        Command bench = Bench();
        root.Subcommands.Add(Ratios());
        root.Subcommands.Add(BoundsCommand());
        root.Subcommands.Add(PeersCommand());
        root.Subcommands.Add(Plot());
        root.Subcommands.Add(Generator());
        root.Subcommands.Add(bench);

        // Options of BenchmarkDotNet follow no command.
        bool isBench = args.Length == 0 || (args[0].StartsWith('-') && args[0] is not ("--help" or "-h" or "-?" or "--version"));
        return root.Parse(isBench ? [bench.Name, .. args] : args).Invoke();
    }

    private static Command Ratios()
    {
        Argument<string[]> names = Names();
        Option<double?> seconds = new("--seconds")
        {
            Description = "About how long to measure, in all. Beyond four seconds a row, rows are measured again in more rounds.",
            CustomParser = result => ParseSeconds(result),
        };
        Command command = new("ratios", """
            Prints a line "ratio NAME VALUE" for each row of the table: the kernel's time over that of a copy
            of the same data, or of another row where the line says so; beside it the goal and, where one is
            natural, the same work composed from TensorPrimitives. A line "limit NAME VALUE" follows with what
            a copy with non-temporal stores takes. One process, one thread, at most three minutes unless
            --seconds asks for more. Where other work disturbs the machine for minutes on end, ask for ten:
            figures are then medians over rounds, and the line says what the rounds were.
            """)
        { names, seconds };
        command.SetAction(result => RatiosCommand.Run(result.GetValue(names)!, result.GetValue(seconds)));
        return command;
    }

    private static Command BoundsCommand()
    {
        Command command = new("bounds", """
            Prints a line "bound NAME VALUE" for the rows that stay in the caches: what bare loops of the two
            sweeps take, which finish no statistics, in the unit of the row, and ours in the same run.
            """);
        command.SetAction(_ => Bounds.Run());
        return command;
    }

    private static Command PeersCommand()
    {
        Argument<string[]> names = Names();
        Command command = new("peers", """
            Measures the same rows with libraries found on the machine, on one thread, in turn with ours, and
            prints a line "peer LIBRARY NAME VALUE": the library's time over that of a copy. Results are
            compared with ours first. Looks for oneDNN (libdnnl.so.2), ONNX Runtime and libtorch, and says
            which of them are not there.
            """)
        { names };
        command.SetAction(result => PeerCommand.Run(result.GetValue(names)!));
        return command;
    }

    private static Command Plot()
    {
        Option<FileInfo> output = new("--output", "-o")
        {
            Description = "The file to write.",
            DefaultValueFactory = _ => new FileInfo(Path.Combine(SourceFolder(), "ratios.svg")),
            CustomParser = ParseFile,
        };
        Option<double> seconds = new("--seconds")
        {
            Description = "About how long to measure, in all.",
            DefaultValueFactory = _ => 120,
            CustomParser = ParseSeconds,
        };
        Command command = new("plot", """
            Measures the ratio of each family of kernels at sizes from 64 KB to 256 MB, and draws it as an
            SVG image.
            """)
        { output, seconds };
        command.SetAction(result => PlotCommand.Run(result.GetValue(output)!, result.GetValue(seconds)));
        return command;
    }

    private static Command Generator()
    {
        Option<int> types = new("--types")
        {
            Description = $"How many types of {Declarations.PerType} declarations each.",
            DefaultValueFactory = _ => 100,
            CustomParser = ParseCount,
        };
        Option<int> keystrokes = new("--keystrokes")
        {
            Description = "How many keystrokes.",
            DefaultValueFactory = _ => 40,
            CustomParser = ParseCount,
        };
        Command command = new("generator", """
            Measures the generator inside the compiler: a cold run over 1000 declarations, keystrokes
            elsewhere, in a method's body and in a constant, the size of what it writes, and its share of a build.
            """)
        { types, keystrokes };
        command.SetAction(result => GeneratorSpeed.Run(result.GetValue(types), result.GetValue(keystrokes)));
        return command;
    }

    private static Command Bench()
    {
        Command command = new("bench", """
            Measures the classic kernels with BenchmarkDotNet: short runs in this process, unless a --job is
            given. All options are BenchmarkDotNet's; "bench -- --help" lists them.
            """)
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction(result => Classic.BenchCommand.Run([.. result.UnmatchedTokens]));
        return command;
    }

    private static Argument<string[]> Names() => new("NAME")
    {
        Description = "Names of rows; none: all. Rows: " + string.Join(" ", Table.Rows.Select(row => row.Name)),
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static int ParseCount(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (!int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int count) || count < 1)
        {
            result.AddError($"{NameOf(result)} \"{text}\": a whole number from 1 to 2147483647 was expected.");
        }

        return count;
    }

    private static double ParseSeconds(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) || !double.IsFinite(seconds) || seconds <= 0)
        {
            result.AddError($"{NameOf(result)} \"{text}\": a number of seconds above 0 was expected.");
        }

        return seconds;
    }

    // Before anything is measured. A name that is empty has no full path.
    private static FileInfo? ParseFile(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        string path = string.IsNullOrWhiteSpace(text) ? "" : Path.GetFullPath(text);
        if (path.Length > 0 && !Directory.Exists(path) && Directory.Exists(Path.GetDirectoryName(path)))
        {
            return new FileInfo(path);
        }

        result.AddError($"{NameOf(result)} \"{text}\": a file in a folder that exists was expected.");
        return null;
    }

    private static string NameOf(ArgumentResult result) => ((OptionResult)result.Parent!).Option.Name;

    private static string SourceFolder([CallerFilePath] string path = "") =>
        Path.GetDirectoryName(path) is { } folder && Directory.Exists(folder) ? folder : Directory.GetCurrentDirectory();
}
