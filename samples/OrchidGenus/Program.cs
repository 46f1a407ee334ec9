using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using OrchidGenus;
using Spectre.Console;

Option<int> seed = new("--seed") { Description = "Determines the test orchids, the first weights and the order of training.", DefaultValueFactory = _ => 1 };
Option<int> epochs = new("--epochs") { Description = "How often each network sees the training orchids.", DefaultValueFactory = _ => 60 };
Option<string> plot = new("--plot") { Description = "Where to draw the curves.", DefaultValueFactory = _ => "orchid-genus.svg", HelpName = "PATH" };
Option<bool> maskedPool = new("--masked-pool") { Description = "The ordinary network averages over sequences alone, too: then the norm is the only difference." };
epochs.Validators.Add(result =>
{
    // What is no number at all, the option itself reports.
    if (result.Errors.Any() || result.GetValueOrDefault<int>() < 1)
    {
        result.AddError("--epochs: a whole number from 1 on was expected.");
    }
});
RootCommand command = new("Learns the genus of lady-slipper orchids from padded DNA, with masked and with ordinary batch norm.") { seed, epochs, plot, maskedPool };
command.SetAction(parsed => Run(parsed.GetValue(seed), parsed.GetValue(epochs), parsed.GetValue(plot)!, parsed.GetValue(maskedPool)));
return command.Parse(args).Invoke();

static int Run(int seed, int epochs, string plot, bool maskedPool)
{
    string path = Path.GetFullPath(plot);
    if (Directory.Exists(path) || !Directory.Exists(Path.GetDirectoryName(path)))
    {
        Console.Error.WriteLine($"--plot {plot}: a file in a folder that exists was expected.");
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
        Console.Error.WriteLine($"--plot {plot}: {error.Message}");
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
