using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using MaskedNorm.Tests.Harness;

namespace MaskedNorm.Tests.Properties;

/// <summary>Random declarations and those that properties compare them with, all compiled at once.</summary>
internal sealed class RandomKernels
{
    private readonly KernelSet _kernels;
    private readonly KernelSet _partners;

    private RandomKernels(ulong seed, RandomKernel[] samples, KernelSet kernels, KernelSet partners)
    {
        Seed = seed;
        Samples = samples;
        _kernels = kernels;
        _partners = partners;
    }

    /// <summary>What <c>MASKEDNORM_SEED</c> must be to get the same declarations again.</summary>
    public ulong Seed { get; }

    public IReadOnlyList<RandomKernel> Samples { get; }

    /// <summary>The seed that the environment asks for, or a fresh one.</summary>
    public static ulong SeedFromEnvironment() =>
        ulong.TryParse(Environment.GetEnvironmentVariable("MASKEDNORM_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            ? seed
            : (ulong)Random.Shared.NextInt64(1, long.MaxValue);

    public static RandomKernels Compile(ulong seed, int count, bool soak = false)
    {
        RandomDeclaration[] declarations = RandomDeclarations.Any.Sample(count, new Rnd(seed), 50);
        var all = new List<Declaration>();
        var partners = new List<Declaration>();
        RandomKernel[] samples = declarations.Select((random, i) =>
        {
            Declaration d = random.Declaration;
            var related = new Dictionary<Relation, int>();
            void Add(Relation relation, Declaration declaration)
            {
                List<Declaration> to = IsPartner(relation) ? partners : all;
                related[relation] = to.Count;
                to.Add(declaration);
            }

            Add(Relation.Itself, d);
            if (d.Input == d.Output)
            {
                Add(Relation.InPlace, d with { InPlace = true, Gradients = Gradients.None });
            }

            // In turn, as most of the time of a run is the compiler's: where both can be had, every other sample has one of them.
            bool canPermute = !d.Layout.Contains('(', StringComparison.Ordinal);
            if (d.HasMask && (soak || !canPermute || i % 2 == 0))
            {
                Add(Relation.AnotherMask, AnotherMask(d));
            }

            if (d.Parallel)
            {
                Add(Relation.Serial, d with { Parallel = false });
            }

            if (canPermute && (soak || !d.HasMask || i % 2 == 1))
            {
                NormCase permuted = Transform.Permute(CaseData.Random("", d, random.Extents, 0), PermutationOf(seed, i, random.Extents.Length)).Permuted;
                Add(Relation.Permuted, permuted.Declaration);
            }

            if (i % 5 < 2)
            {
                Add(Relation.FiniteDifferences, d.Of(Element.Double) with { Epsilon = d.Epsilon == 0 ? 0 : 0.01, Accumulate = false, Gradients = AllGradients(d) });
            }

            return new RandomKernel(i, random.Extents, related);
        }).ToArray();
        try
        {
            // Partners run as they are written, not as the JIT rearranges them: two ways to the same bits, and to the same slopes, and the JIT has the
            // least to do with the most kernels.
            return soak
                ? new RandomKernels(seed, samples, KernelCompiler.CompileForSoak(all), KernelCompiler.CompileForSoak(partners))
                : new RandomKernels(seed, samples, KernelCompiler.Compile(all), KernelCompiler.CompileUnoptimized(partners));
        }
        catch (InvalidOperationException complaints)
        {
            throw new InvalidOperationException($"MASKEDNORM_SEED={seed}: {complaints.Message}", complaints);
        }
    }

    public static int[] PermutationOf(ulong seed, int index, int rank)
    {
        int[] order = Enumerable.Range(0, rank).ToArray();
        new Random(unchecked((int)seed + index)).Shuffle(order);
        return order;
    }

    public Kernel? Find(RandomKernel sample, Relation relation) =>
        !sample.Related.TryGetValue(relation, out int index) ? null : (IsPartner(relation) ? _partners : _kernels)[index];

    /// <summary>Checks one property of every sample, on some data and masks each; a failure is shrunk and tells the seed.</summary>
    public void ForAll(Relation relation, Action<RandomKernel, Kernel, NormCase> property, int cases = 1)
    {
        IEnumerable<(RandomKernel, Kernel)> found = Samples
            .Select(sample => (Sample: sample, Kernel: Find(sample, relation)))
            .Where(pair => pair.Kernel is not null)
            .Select(pair => (pair.Sample, pair.Kernel!));
        Check.Each(found, (sample, kernel) =>
        {
            for (int of = 0; of < cases; of++)
            {
                Verify(sample, kernel, unchecked((int)Seed + sample.Index + (of * Samples.Count)));
            }
        });

        void Verify(RandomKernel sample, Kernel kernel, int seed)
        {
            Exception? Try(int[] extents)
            {
                NormCase norm = CaseData.Random($"MASKEDNORM_SEED={Seed}, sample {sample.Index}", kernel.Declaration, extents, seed, 0.1 + (0.8 * new Random(seed).NextDouble()));
                return Xunit.Record.Exception(() => property(sample, kernel, norm));
            }

            if (Try(sample.Extents) is not null)
            {
                int[] smallest = Shrink(kernel.Declaration, sample.Extents, extents => Try(extents) is not null);
                Exception failure = Try(smallest)!;
                Xunit.Assert.Fail(failure is Xunit.Sdk.XunitException ? failure.Message : $"MASKEDNORM_SEED={Seed}, sample {sample.Index}: {CaseData.Random("", kernel.Declaration, smallest, 0)}\n{failure}");
            }
        }
    }

    private static int[] Shrink(Declaration d, int[] extents, Func<int[], bool> fails)
    {
        for (int axis = 0; axis < extents.Length; axis++)
        {
            if (d.Text.Axes[axis].Fixed is not null)
            {
                continue;
            }

            foreach (int smaller in new[] { 1, 2, extents[axis] / 2, extents[axis] - 1 })
            {
                int[] tried = (int[])extents.Clone();
                tried[axis] = smaller;
                if (smaller > 0 && smaller < extents[axis] && fails(tried))
                {
                    return Shrink(d, tried, fails);
                }
            }
        }

        return extents;
    }

    /// <summary>Whether kernels of this relation are compiled apart from the sampled ones.</summary>
    private static bool IsPartner(Relation relation) => relation is Relation.AnotherMask or Relation.Permuted or Relation.FiniteDifferences;

    private static Gradients AllGradients(Declaration d) => !d.Affine ? Gradients.Input : d.UsesBias ? Gradients.All : Gradients.Input | Gradients.Weight;

    /// <summary>The same valid positions said by a mask of the next element type.</summary>
    private static Declaration AnotherMask(Declaration d)
    {
        Element other = d.MaskElement switch
        {
            Element.Boolean => Element.Byte,
            Element.Byte => Element.Int32,
            Element.Int32 => Element.Int64,
            _ => Element.Boolean,
        };
        return d with { HasLengths = false, PaddingSide = PaddingSide.Right, MaskElement = other };
    }
}

/// <summary>How a compiled declaration is related to a sampled one.</summary>
internal enum Relation
{
    Itself,
    InPlace,
    AnotherMask,
    Serial,
    Permuted,
    FiniteDifferences,
}

/// <summary>One sampled declaration.</summary>
/// <param name="Index">Its number in the sample.</param>
/// <param name="Extents">Its extents.</param>
/// <param name="Related">The indices of the compiled declarations, among the others or their partners.</param>
internal sealed record RandomKernel(int Index, int[] Extents, IReadOnlyDictionary<Relation, int> Related);
