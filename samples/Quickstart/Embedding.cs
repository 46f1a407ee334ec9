using System;
using System.Linq;

namespace Quickstart;

/// <summary>A vector of channels for each base, as a model's first layer would learn it: here fixed random values between −1 and 1.</summary>
internal sealed class Embedding
{
    // The bases that each of Fasta.Codes may stand for.
    private static readonly string[] s_meanings = ["A", "C", "G", "T", "AG", "CT", "CG", "AT", "GT", "AC", "CGT", "AGT", "ACT", "ACG", "ACGT"];

    private readonly float[][] _vectors;

    public Embedding(int channels, int seed)
    {
        Random random = new(seed);
        float[][] bases = Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, channels).Select(_ => (2 * random.NextSingle()) - 1).ToArray()).ToArray();
        _vectors = s_meanings.Select(meaning => Average(meaning, bases, channels)).ToArray();
    }

    /// <summary>The channels of a base; of a code for several bases, their average.</summary>
    public ReadOnlySpan<float> this[char code] => _vectors[Fasta.Codes.IndexOf(code, StringComparison.Ordinal)];

    private static float[] Average(string meaning, float[][] bases, int channels) =>
        [.. Enumerable.Range(0, channels).Select(c => meaning.Average(b => bases["ACGT".IndexOf(b, StringComparison.Ordinal)][c]))];
}
