using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;

namespace OrchidGenus;

/// <summary>Two blocks, the mean over the sequence, and a linear layer: from bases to one score for each genus.</summary>
internal sealed class Network
{
    private const int Width = 9;
    private const int Hidden = 16;
    private const int Features = 32;

    private readonly bool _isPoolMasked;
    private readonly Block[] _blocks;
    private readonly Linear _linear;
    private float[] _pooled = [];

    /// <param name="genera">The number of genera.</param>
    /// <param name="norms">Makes a norm.</param>
    /// <param name="isPoolMasked">Whether the mean is over the sequence alone, not over its padding.</param>
    /// <param name="seed">Determines the first weights.</param>
    public Network(int genera, Func<ISequenceNorm> norms, bool isPoolMasked, int seed)
    {
        Random random = new(seed);
        _isPoolMasked = isPoolMasked;
        _blocks = [new(Batch.Channels, Hidden, Width, norms(), random), new(Hidden, Features, Width, norms(), random)];
        _linear = new(Features, genera, random);
    }

    /// <summary>All parameters; those of the norms are made by the first <see cref="Forward"/>.</summary>
    public IEnumerable<Parameter> Parameters => _blocks.SelectMany(block => block.Parameters).Concat(_linear.Parameters);

    public bool Training
    {
        set
        {
            foreach (Block block in _blocks)
            {
                block.Norm.Training = value;
            }
        }
    }

    /// <summary>The scores: batch × genera.</summary>
    public float[] Forward(Batch batch)
    {
        float[] values = batch.Values;
        foreach (Block block in _blocks)
        {
            values = block.Forward(values, batch);
        }

        _pooled = new float[batch.Count * Features];
        for (int row = 0; row < _pooled.Length; row++)
        {
            int length = PooledLength(batch, row / Features);
            _pooled[row] = TensorPrimitives.Sum<float>(values.AsSpan(row * batch.Length, length)) / length;
        }

        return _linear.Forward(_pooled, batch.Count);
    }

    /// <summary>Adds to the gradients of all parameters.</summary>
    public void Backward(ReadOnlySpan<float> gradScores, Batch batch)
    {
        float[] gradPooled = _linear.Backward(gradScores, _pooled, batch.Count);
        float[] gradient = new float[gradPooled.Length * batch.Length];
        for (int row = 0; row < gradPooled.Length; row++)
        {
            int length = PooledLength(batch, row / Features);
            gradient.AsSpan(row * batch.Length, length).Fill(gradPooled[row] / length);
        }

        for (int block = _blocks.Length - 1; block >= 0; block--)
        {
            gradient = _blocks[block].Backward(gradient, batch, needsInput: block > 0);
        }
    }

    private int PooledLength(Batch batch, int n) => _isPoolMasked ? batch.Lengths[n] : batch.Length;
}
