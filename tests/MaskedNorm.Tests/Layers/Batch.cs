using System;
using System.Linq;

namespace MaskedNorm.Tests.Layers;

/// <summary>Random data of the layout N C L with a mask over N L.</summary>
internal sealed class Batch
{
    public Batch(int seed, int n = 3, int c = 4, int l = 11)
    {
        Random random = new(seed);
        (N, C, L) = (n, c, l);
        Input = Values(random, n * c * l);
        GradOutput = Values(random, n * c * l);
        Mask = [.. Enumerable.Range(0, n * l).Select(_ => random.NextDouble() < 0.7)];
    }

    public int N { get; }

    public int C { get; }

    public int L { get; }

    public float[] Input { get; }

    public float[] GradOutput { get; }

    public bool[] Mask { get; }

    /// <summary>Memory for an output or a gradient; what is not written shows as NaN.</summary>
    public float[] Result()
    {
        float[] result = new float[Input.Length];
        Array.Fill(result, float.NaN);
        return result;
    }

    public static float[] Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(4 * random.NextDouble() - 2))];
}
