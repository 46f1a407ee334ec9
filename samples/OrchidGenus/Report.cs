using System;
using System.Collections.Generic;
using System.Linq;
using Spectre.Console;

namespace OrchidGenus;

/// <summary>Says what happens, on a terminal with bars that move, elsewhere in plain lines.</summary>
internal sealed class Report(IAnsiConsole console, int epochs)
{
    // The widths from which on bars and tables have these columns.
    private const int RoomForBars = 75;
    private const int RoomForElapsed = 62;
    private const int RoomForPercents = 53;
    private const int RoomForTraining = 48;
    private const int RoomForTimes = 89;
    private const int RoomForHeadings = 80;
    private const int RoomForChanges = 59;

    public void Introduce(Orchids orchids)
    {
        IEnumerable<string> genera = orchids.Genera.Select((genus, i) => $"{genus} {Count(orchids.Training, i)} + {Count(orchids.Test, i)}");
        console.WriteLine($"{orchids.Training.Count} orchids to learn from, {orchids.Test.Count} to be tested on:");
        console.WriteLine($"  {string.Join(", ", genera)}");
        console.WriteLine();
    }

    /// <summary>Runs experiments one after the other, and shows each epoch.</summary>
    public Outcome[] Watch(params (string Name, Func<Action<Epoch>, Outcome> Run)[] experiments)
    {
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Capabilities.Ansi)
        {
            return [.. experiments.Select(experiment => experiment.Run(epoch => WriteSome(experiment.Name, epoch)))];
        }

        return console.Progress()
            .Columns([.. ProgressColumns()])
            .Start(context =>
            {
                ProgressTask[] bars = [.. experiments.Select(experiment => context.AddTask(Padded(experiment.Name), autoStart: false, maxValue: epochs))];
                return experiments.Select((experiment, i) =>
                {
                    bars[i].StartTask();
                    return experiment.Run(epoch =>
                    {
                        bars[i].Description = Padded(experiment.Name) + Describe(epoch);
                        bars[i].Value = epoch.Number;
                    });
                }).ToArray();
            });
    }

    /// <summary>Shows accuracy against padding; whether the masked network's scores are the same for each.</summary>
    public bool Conclude(IReadOnlyList<Outcome> outcomes)
    {
        Table table = new Table().Border(console.Profile.Capabilities.Unicode ? TableBorder.Rounded : TableBorder.Ascii);
        Column[] columns =
        [
            new("batch norm", Justify.Left, 0, outcome => outcome.Name),
            new("time", Justify.Left, RoomForTimes, outcome => $"{outcome.Time.TotalSeconds:F1} s"),
            .. Experiment.Stretches.Select((stretch, i) => new Column(HasRoom(RoomForHeadings) ? $"padded to {stretch}x" : $"{stretch}x", Justify.Right, 0, outcome => Percent(outcome.Predictions[i].Accuracy))),
            new("scores that change", Justify.Right, RoomForChanges, outcome => $"{outcome.Predictions.Sum(outcome.Changed)} of {(outcome.Predictions.Count - 1) * outcome.Predictions[0].Scores.Length}"),
        ];
        columns = [.. columns.Where(column => HasRoom(column.Room))];
        foreach (Column column in columns)
        {
            table.AddColumn(new TableColumn(column.Name) { Alignment = column.Alignment });
        }

        foreach (Outcome outcome in outcomes)
        {
            table.AddRow([.. columns.Select(column => column.Value(outcome))]);
        }

        console.WriteLine();
        console.WriteLine("Test accuracy after training, the test batch padded to 1, 2 and 4 times its longest sequence:");
        console.Write(table);
        Outcome masked = outcomes[0];
        bool isInvariant = masked.Predictions.Sum(masked.Changed) == 0;
        console.WriteLine(isInvariant
            ? "The masked network's predictions are identical at every padding, to the last bit."
            : "The masked network's predictions depend on padding: this is a defect.");
        return isInvariant;
    }

    public void Drawn(string plot) => console.WriteLine($"The curves are in {plot}.");

    // Without a bar to move, every fifth epoch is enough.
    private void WriteSome(string name, Epoch epoch)
    {
        if (epoch.Number == 1 || epoch.Number % 5 == 0 || epoch.Number == epochs)
        {
            console.WriteLine($"{Padded(name)}epoch {epoch.Number,3} of {epochs}  {Describe(epoch)}");
        }
    }

    // Beside what an epoch is described by, what a terminal has room for; the bar takes what is left.
    private IEnumerable<ProgressColumn> ProgressColumns()
    {
        yield return new TaskDescriptionColumn { Alignment = Justify.Left };
        if (HasRoom(RoomForBars))
        {
            yield return new ProgressBarColumn { Width = Math.Min(40, console.Profile.Width - RoomForElapsed - 1) };
        }

        if (HasRoom(RoomForPercents))
        {
            yield return new PercentageColumn();
        }

        if (HasRoom(RoomForElapsed))
        {
            yield return new ElapsedTimeColumn();
        }
    }

    private string Describe(Epoch epoch)
    {
        string training = HasRoom(RoomForTraining) ? $"training {Percent(epoch.TrainingAccuracy),5}  " : "";
        return $"loss {epoch.Loss:F3}  {training}test {Percent(epoch.TestAccuracy),5}";
    }

    private bool HasRoom(int width) => console.Profile.Width >= width;

    private static string Padded(string name) => name.PadRight(10);

    private static string Percent(double share) => $"{100 * share:F0} %";

    private static int Count(IReadOnlyList<Orchid> orchids, int genus) => orchids.Count(orchid => orchid.Genus == genus);

    private sealed record Column(string Name, Justify Alignment, int Room, Func<Outcome, string> Value);
}
