using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO;
using OrchidGenus;
using Spectre.Console;

Option<int> seed = new("--seed") { Description = "Determines the test orchids, the first weights and the order of training.", DefaultValueFactory = _ => 1 };
Option<int> epochs = new("--epochs") { Description = "How often each network sees the training orchids.", DefaultValueFactory = _ => 60, CustomParser = ParseEpochs };
Option<string> plot = new("--plot") { Description = "Where to draw the curves.", DefaultValueFactory = _ => "orchid-genus.svg", HelpName = "PATH" };
Option<bool> maskedPool = new("--masked-pool") { Description = "The ordinary network averages over sequences alone, too: then the norm is the only difference." };
RootCommand command = new("Learns the genus of lady-slipper orchids from padded DNA, with masked and with ordinary batch norm.") { seed, epochs, plot, maskedPool };
command.SetAction(parsed => Run(parsed.GetValue(seed), parsed.GetValue(epochs), parsed.GetValue(plot)!, parsed.GetValue(maskedPool)));
return command.Parse(args).Invoke();

// Texts that are no such number, numbers that are too small and those beyond int get the same line.
static int ParseEpochs(ArgumentResult result)
{
    string text = result.Tokens[0].Value;
    if (!int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int epochs) || epochs < 1)
    {
        result.AddError($"--epochs \"{text}\": a whole number from 1 to 2147483647 was expected.");
    }

    return epochs;
}

static int Run(int seed, int epochs, string plot, bool maskedPool)
{
    // A name that is empty has no full path.
    string path = string.IsNullOrWhiteSpace(plot) ? "" : Path.GetFullPath(plot);
    if (path.Length == 0 || Directory.Exists(path) || !Directory.Exists(Path.GetDirectoryName(path)))
    {
        Console.Error.WriteLine($"--plot \"{plot}\": a file in a folder that exists was expected.");
        return 1;
    }

    Report report = new(NewConsole(), epochs);
    Orchids orchids = Orchids.Read(seed);
    report.Introduce(orchids);
    Outcome[] outcomes = report.Watch(
        ("masked", watch => Experiment.Run(orchids, isMasked: true, maskedPool: true, seed, epochs, watch)),
        ("ordinary", watch => Experiment.Run(orchids, isMasked: false, maskedPool, seed, epochs, watch)));
    bool isInvariant = report.Conclude(outcomes);
    try
    {
        File.WriteAllText(path, Plot.Draw(outcomes));
    }
    catch (Exception error) when (error is IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine($"--plot \"{plot}\": {error.Message}");
        return 1;
    }

    report.Drawn(plot);
    return isInvariant ? 0 : 1;
}

// Redirected output is plain text.
static IAnsiConsole NewConsole()
{
    if (!Console.IsOutputRedirected)
    {
        return AnsiConsole.Console;
    }

    IAnsiConsole plain = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
    plain.Profile.Width = 120;
    return plain;
}
