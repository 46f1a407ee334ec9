using System;
using System.Collections.Generic;

namespace Quickstart;

/// <summary>Sequences of different lengths as one tensor [N, C, L], with a mask [N, L] that is true where a sequence has a base.</summary>
internal sealed class PaddedBatch
{
    private readonly IReadOnlyList<FastaRecord> _records;

    public PaddedBatch(IReadOnlyList<FastaRecord> records, Embedding embedding, int length, float padding)
    {
        _records = records;
        Length = length;
        Values = new float[records.Count * Kernels.Channels * length];
        Mask = new bool[records.Count * length];
        Array.Fill(Values, padding);
        for (int n = 0; n < records.Count; n++)
        {
            string bases = records[n].Bases;
            Mask.AsSpan(n * length, bases.Length).Fill(true);
            for (int l = 0; l < bases.Length; l++)
            {
                ReadOnlySpan<float> vector = embedding[bases[l]];
                for (int c = 0; c < vector.Length; c++)
                {
                    Values[(((n * Kernels.Channels) + c) * length) + l] = vector[c];
                }
            }
        }
    }

    public int Count => _records.Count;

    public int Length { get; }

    public float[] Values { get; }

    public bool[] Mask { get; }

    /// <summary>The valid elements of a tensor of this batch's shape, in order: the same for every padded length.</summary>
    public float[] ValidOf(ReadOnlySpan<float> tensor)
    {
        List<float> valid = [];
        for (int line = 0; line < Count * Kernels.Channels; line++)
        {
            valid.AddRange(tensor.Slice(line * Length, _records[line / Kernels.Channels].Bases.Length));
        }

        return [.. valid];
    }
}
