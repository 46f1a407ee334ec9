using System;
using System.Collections.Generic;
using System.Linq;
using Spectre.Console;

namespace OrchidGenus;

/// <summary>Says what happens, on a terminal with bars that move, elsewhere in plain lines.</summary>
internal sealed class Report(IAnsiConsole console, int epochs)
{
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
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
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
        table.AddColumn("batch norm");
        table.AddColumn("time");
        foreach (int stretch in Experiment.Stretches)
        {
            table.AddColumn(new TableColumn($"padded to {stretch}x").RightAligned());
        }

        table.AddColumn(new TableColumn("scores that change").RightAligned());
        foreach (Outcome outcome in outcomes)
        {
            int scores = (outcome.Predictions.Count - 1) * outcome.Predictions[0].Scores.Length;
            table.AddRow([
                outcome.Name,
                $"{outcome.Time.TotalSeconds:F1} s",
                .. outcome.Predictions.Select(prediction => Percent(prediction.Accuracy)),
                $"{outcome.Predictions.Sum(outcome.Changed)} of {scores}",
            ]);
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

    private static string Describe(Epoch epoch) =>
        $"loss {epoch.Loss:F3}  training {Percent(epoch.TrainingAccuracy),5}  test {Percent(epoch.TestAccuracy),5}";

    private static string Padded(string name) => name.PadRight(10);

    private static string Percent(double share) => $"{100 * share:F0} %";

    private static int Count(IReadOnlyList<Orchid> orchids, int genus) => orchids.Count(orchid => orchid.Genus == genus);
}
