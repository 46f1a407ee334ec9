using System;
using System.Collections.Generic;
using System.Linq;

namespace OrchidGenus;

/// <summary>How an epoch went.</summary>
/// <param name="Number">The epoch, from 1.</param>
/// <param name="Loss">The mean cross-entropy of its batches, each before the step it gave.</param>
/// <param name="TrainingAccuracy">The share of orchids told right in those batches.</param>
/// <param name="TestAccuracy">The share of test orchids told right after the epoch.</param>
internal sealed record Epoch(int Number, double Loss, double TrainingAccuracy, double TestAccuracy);

/// <summary>The scores of the test orchids at one padding.</summary>
/// <param name="Stretch">The padded length, in lengths of the longest sequence.</param>
/// <param name="Scores">Orchids × genera.</param>
/// <param name="Accuracy">The share told right.</param>
internal sealed record Prediction(int Stretch, float[] Scores, double Accuracy);

/// <summary>Trains one network, always in the same order: the same seed gives the same bits.</summary>
internal sealed class Trainer
{
    private const int BatchSize = 8;
    private const double Rate = 2e-3;

    private readonly Orchids _orchids;
    private readonly Network _network;
    private readonly Random _random;
    private readonly Batch _test;
    private Adam? _adam;
    private int _epochs;

    public Trainer(Orchids orchids, Network network, int seed)
    {
        _orchids = orchids;
        _network = network;
        _random = new(seed);
        _test = new(orchids.Test);
    }

    /// <summary>One pass over the training orchids in a new order.</summary>
    public Epoch Run()
    {
        Orchid[] order = [.. _orchids.Training];
        _random.Shuffle(order);
        _network.Training = true;
        double loss = 0;
        int right = 0;
        foreach (Orchid[] members in order.Chunk(BatchSize))
        {
            Batch batch = new(members);
            float[] scores = _network.Forward(batch);
            right += Right(scores, batch.Genera);
            float[] gradient = new float[scores.Length];
            loss += CrossEntropy(scores, batch.Genera, gradient) * members.Length;
            _network.Backward(gradient, batch);
            _adam ??= new(_network.Parameters, Rate);
            _adam.Step();
        }

        return new(++_epochs, loss / order.Length, (double)right / order.Length, Predict(_test, 1).Accuracy);
    }

    /// <summary>What the network says of the test orchids, padded to a multiple of the longest one.</summary>
    public Prediction Predict(int stretch) => Predict(stretch == 1 ? _test : new(_orchids.Test, stretch), stretch);

    private Prediction Predict(Batch batch, int stretch)
    {
        _network.Training = false;
        float[] scores = _network.Forward(batch);
        return new(stretch, scores, (double)Right(scores, batch.Genera) / batch.Count);
    }

    private int Right(ReadOnlySpan<float> scores, ReadOnlySpan<int> genera)
    {
        int classes = _orchids.Genera.Count;
        int right = 0;
        for (int n = 0; n < genera.Length; n++)
        {
            ReadOnlySpan<float> own = scores.Slice(n * classes, classes);
            int best = 0;
            for (int c = 1; c < classes; c++)
            {
                best = own[c] > own[best] ? c : best;
            }

            right += best == genera[n] ? 1 : 0;
        }

        return right;
    }

    // The mean of −ln softmax(scores)[genus], and its gradient.
    private double CrossEntropy(ReadOnlySpan<float> scores, ReadOnlySpan<int> genera, Span<float> gradient)
    {
        int classes = _orchids.Genera.Count;
        double loss = 0;
        for (int n = 0; n < genera.Length; n++)
        {
            ReadOnlySpan<float> own = scores.Slice(n * classes, classes);
            double greatest = double.NegativeInfinity, sum = 0;
            foreach (float score in own)
            {
                greatest = Math.Max(greatest, score);
            }

            foreach (float score in own)
            {
                sum += Math.Exp(score - greatest);
            }

            loss += Math.Log(sum) + greatest - own[genera[n]];
            for (int c = 0; c < classes; c++)
            {
                gradient[(n * classes) + c] = (float)(((Math.Exp(own[c] - greatest) / sum) - (c == genera[n] ? 1 : 0)) / genera.Length);
            }
        }

        return loss / genera.Length;
    }
}
