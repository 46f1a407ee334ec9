using System;
using System.Linq;

namespace MaskedNorm.Tests.Harness;

/// <summary>Fills cases with reproducible random data.</summary>
internal static class CaseData
{
    /// <summary>A case with normally distributed input, a random mask and everything else that its declaration needs.</summary>
    /// <param name="seed">The same seed gives the same data.</param>
    /// <param name="validShare">The probability that a mask element is valid.</param>
    /// <param name="offset">Added to the input.</param>
    /// <param name="constant">Whether the input is <paramref name="offset"/> everywhere.</param>
    public static NormCase Random(string name, Declaration d, int[] extents, int seed, double validShare = 0.7, double offset = 0, bool constant = false)
    {
        var random = new Random(seed);
        var geometry = new Geometry(extents);
        double[] Normals(int count, double mean = 0) => Enumerable.Range(0, count).Select(_ => mean + Normal(random)).ToArray();
        int weights = d.Affine ? geometry.CountOf(d.WeightAxes) : 0;
        int selections = d.BackwardReadsStatistics ? geometry.CountOf(d.KeptAxes) : 0;
        NormCase norm = new(name, d, extents)
        {
            Input = constant ? Enumerable.Repeat(offset, geometry.Count).ToArray() : Normals(geometry.Count, offset),
            Weight = Normals(weights),
            Bias = d.UsesBias ? Normals(weights) : [],
            GivenMean = Normals(selections, offset),
            GivenVariance = Enumerable.Range(0, selections).Select(_ => 0.25 + random.NextDouble()).ToArray(),
            GradOutput = Normals(geometry.Count),
            AccumulatedBefore = 0.5,
        };
        return WithMask(norm, random, validShare).Rounded();
    }

    /// <summary>A standard normal number.</summary>
    public static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static NormCase WithMask(NormCase norm, Random random, double validShare)
    {
        Declaration d = norm.Declaration;
        if (!d.HasMask)
        {
            return norm;
        }

        var geometry = new Geometry(norm.Extents);
        if (d.HasLengths)
        {
            int longest = norm.Extents[d.MaskAxes[^1]];
            int Length() => random.NextDouble() < 0.2 ? longest : random.Next(longest + 1);
            return norm with { Lengths = Enumerable.Range(0, geometry.CountOf(d.MaskAxes[..^1])).Select(_ => Length()).ToArray() };
        }

        bool valid = d.MaskMarks == MaskMarks.Valid;
        return norm with { Marks = Enumerable.Range(0, geometry.CountOf(d.MaskAxes)).Select(_ => random.NextDouble() < validShare == valid).ToArray() };
    }
}
