using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;

namespace OrchidGenus;

/// <summary>What became of one network.</summary>
/// <param name="Name">Which norm it has.</param>
/// <param name="Epochs">How its training went.</param>
/// <param name="Predictions">What it says of the test orchids at each padding.</param>
/// <param name="Time">The time of it all.</param>
internal sealed record Outcome(string Name, IReadOnlyList<Epoch> Epochs, IReadOnlyList<Prediction> Predictions, TimeSpan Time)
{
    /// <summary>The number of scores at a padding that are not, bit for bit, those without more padding than needed.</summary>
    public int Changed(Prediction prediction) =>
        prediction.Scores.Zip(Predictions[0].Scores).Count(pair => BitConverter.SingleToInt32Bits(pair.First) != BitConverter.SingleToInt32Bits(pair.Second));
}

/// <summary>Trains a network and tests it at several paddings.</summary>
internal static class Experiment
{
    /// <summary>Padded lengths, in lengths of the longest test sequence.</summary>
    public static IReadOnlyList<int> Stretches { get; } = [1, 2, 4];

    /// <param name="orchids">The data.</param>
    /// <param name="isMasked">Whether batch norm is masked.</param>
    /// <param name="maskedPool">Whether the mean over the sequence is.</param>
    /// <param name="seed">The first weights and the order of training: the same for both networks.</param>
    /// <param name="epochs">The number of epochs.</param>
    /// <param name="watch">Hears of each epoch.</param>
    public static Outcome Run(Orchids orchids, bool isMasked, bool maskedPool, int seed, int epochs, Action<Epoch>? watch = null)
    {
        Stopwatch time = Stopwatch.StartNew();
        Network network = new(orchids.Genera.Count, isMasked ? () => new MaskedBatchNorm() : () => new OrdinaryBatchNorm(), maskedPool, seed);
        Trainer trainer = new(orchids, network, seed);
        List<Epoch> history = [];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            history.Add(trainer.Run());
            watch?.Invoke(history[^1]);
        }

        Prediction[] predictions = [.. Stretches.Select(trainer.Predict)];
        return new(isMasked ? "masked" : "ordinary", history, predictions, time.Elapsed);
    }
}
