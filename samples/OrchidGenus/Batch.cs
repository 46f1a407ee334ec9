using System;
using System.Collections.Generic;
using System.Linq;

namespace OrchidGenus;

/// <summary>Orchids side by side, padded to one length: one channel for each base, one-hot, and a mask of what is sequence.</summary>
internal sealed class Batch
{
    public const int Channels = 4;

    /// <param name="orchids">The orchids.</param>
    /// <param name="stretch">How many times the longest sequence the padded length is.</param>
    public Batch(IReadOnlyList<Orchid> orchids, int stretch = 1)
    {
        Count = orchids.Count;
        Lengths = [.. orchids.Select(orchid => orchid.Bases.Length)];
        Length = stretch * Lengths.Max();
        Genera = [.. orchids.Select(orchid => orchid.Genus)];
        Mask = new bool[Count * Length];
        Values = new float[Count * Channels * Length];
        for (int n = 0; n < Count; n++)
        {
            Mask.AsSpan(n * Length, Lengths[n]).Fill(true);
            for (int l = 0; l < Lengths[n]; l++)
            {
                // A base that nobody could read ("N") is none of the four.
                int channel = "ACGT".IndexOf(orchids[n].Bases[l], StringComparison.Ordinal);
                if (channel >= 0)
                {
                    Values[(((n * Channels) + channel) * Length) + l] = 1;
                }
            }
        }
    }

    public int Count { get; }

    /// <summary>The padded length.</summary>
    public int Length { get; }

    /// <summary>The lengths without padding.</summary>
    public int[] Lengths { get; }

    public int[] Genera { get; }

    /// <summary>True for sequence, false for padding; N L.</summary>
    public bool[] Mask { get; }

    /// <summary>N C L.</summary>
    public float[] Values { get; }
}
