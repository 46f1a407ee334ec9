using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace MaskedNorm.Benchmarks.Plots;

/// <summary>Measures how the ratio of each family of kernels depends on the size, and draws it.</summary>
internal static unsafe class PlotCommand
{
    private const int Smallest = 16, Largest = 28; // 64 KB to 256 MB of input.
    private const int Features = 768, Groups = 16;

    /// <summary>Kernels that differ in their extents alone.</summary>
    /// <param name="Name">The name in the legend.</param>
    /// <param name="Create">Makes the work, and says how many elements of the input it covers.</param>
    private sealed record Family(string Name, Func<Buffers, int, (Action Work, int Elements)> Create);

    private static readonly Family[] Families =
    [
        new("layer norm", (b, step) => Rows(b, step, (b, n) => Kernels.Rows(b.X(n * Features), b.Y(n * Features), n, Features))),
        new("layer norm, affine", (b, step) => Rows(b, step, (b, n) => Kernels.RowsAffine(b.X(n * Features), b.Weight(Features), b.Bias(Features), b.Y(n * Features), n, Features))),
        new("batch norm N C L", (b, step) => Cube(step, 8, 16, 128, (n, c, l) => Kernels.Batch(b.X(n * c * l), b.Weight(c), b.Bias(c), b.Y(n * c * l), n, c, l))),
        new("batch norm N L C", (b, step) => Cube(step, 8, 128, 16, (n, l, c) => Kernels.BatchLast(b.X(n * c * l), b.Weight(c), b.Bias(c), b.Y(n * c * l), n, l, c))),
        new("axis 0", (b, step) => Rows(b, step, (b, n) => Kernels.Axis0(b.X(n * Features), b.Y(n * Features), n, Features))),
        new("group norm", (b, step) => Cube(step, Groups, 8, 128, (m, c, l) => Kernels.Group(b.X(m * c * l), b.Weight(Groups * c), b.Bias(Groups * c), b.Y(m * c * l), m / Groups, c, l))),
        new("layer norm, gradients", (b, step) => Rows(b, step, (b, n) => Kernels.RowsBackward(b.Gradient(n * Features), b.X(n * Features), b.Weight(Features), b.Y(n * Features), b.GradWeight(Features), b.GradBias(Features), n, Features))),
    ];

    public static int Run(FileInfo output, double seconds)
    {
        Console.WriteLine(Machine.Description);
        List<long> sizes = Enumerable.Range(Smallest, Largest - Smallest + 1).Select(power => 1L << power).ToList();
        List<double>[] ratios = Families.Select(_ => new List<double>()).ToArray();
        List<double> limit = [];
        using Buffers buffers = new(1 << (Largest - 2));
        Console.WriteLine("size     " + string.Join("  ", Families.Select(family => family.Name)) + "  copy with non-temporal stores");
        foreach (long size in sizes)
        {
            int length = (int)(size / sizeof(float));
            List<(Action Work, int Elements)> works = Families.Select(family => family.Create(buffers, (int)long.Log2(size) - Smallest)).ToList();
            works.Add((() => buffers.X(length).CopyTo(buffers.Y(length)), length));
            works.Add((() => buffers.StreamingCopy(length), length));
            double[] times = Measurement.Medians(works.Select(work => work.Work).ToList(), seconds / sizes.Count);

            // A number of elements that is no multiple of the features leaves some of the input out.
            double copy = times[Families.Length] / length;
            for (int i = 0; i < Families.Length; i++)
            {
                ratios[i].Add(times[i] / works[i].Elements / copy);
            }

            limit.Add(times[^1] / length / copy);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Chart.Size(size),-8} ") + string.Join("  ", ratios.Append(limit).Select(values => RatiosCommand.Number(values[^1]))));
        }

        List<Curve> curves = Families.Select((family, i) => new Curve(family.Name, false, ratios[i])).ToList();
        curves.Add(new("limit: streaming copy", true, limit));
        File.WriteAllText(output.FullName, Chart.Draw("Time of the emitted kernels, in copies of the same data (float32, one thread)", Machine.Description, sizes, curves));
        Console.WriteLine($"written: {output.Name}");
        return 0;
    }

    private static (Action Work, int Elements) Rows(Buffers buffers, int step, Action<Buffers, int> kernel)
    {
        int n = (1 << (Smallest - 2 + step)) / Features;
        return (() => kernel(buffers, n), n * Features);
    }

    // The extents are doubled in turn, the last first.
    private static (Action Work, int Elements) Cube(int step, int first, int second, int third, Action<int, int, int> kernel)
    {
        int a = first << (step / 3), b = second << ((step + 1) / 3), c = third << ((step + 2) / 3);
        return (() => kernel(a, b, c), a * b * c);
    }

    /// <summary>What all families share.</summary>
    private sealed class Buffers : IDisposable
    {
        private const int Affine = 1 << 16;
        private readonly NativeBuffer<float> x, gradient, y, weight, bias, gradWeight, gradBias;

        public Buffers(int length)
        {
            const int filled = 1 << 20;
            using NativeBuffer<float> pattern = Table.Filled(filled), other = Table.Filled(filled, seed: 6);
            x = new(length);
            gradient = new(length);
            y = new(length);
            for (int i = 0; i < length; i += filled)
            {
                pattern.Span.CopyTo(x.Span[i..]);
                other.Span.CopyTo(gradient.Span[i..]);
            }

            weight = Table.Filled(Affine, seed: 4);
            bias = Table.Filled(Affine, seed: 5);
            gradWeight = new(Affine);
            gradBias = new(Affine);
        }

        public Span<float> X(int length) => x.Span[..length];

        public Span<float> Gradient(int length) => gradient.Span[..length];

        public Span<float> Y(int length) => y.Span[..length];

        public Span<float> Weight(int length) => weight.Span[..length];

        public Span<float> Bias(int length) => bias.Span[..length];

        public Span<float> GradWeight(int length) => gradWeight.Span[..length];

        public Span<float> GradBias(int length) => gradBias.Span[..length];

        public void StreamingCopy(int length) => Table.StreamingCopy(x.Pointer, y.Pointer, length);

        public void Dispose()
        {
            x.Dispose();
            gradient.Dispose();
            y.Dispose();
            weight.Dispose();
            bias.Dispose();
            gradWeight.Dispose();
            gradBias.Dispose();
        }
    }
}
