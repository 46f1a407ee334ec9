using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MaskedNorm.Benchmarks;

/// <summary>What two sweeps take that read, add up and square, and read again, multiply and write, but finish no statistics.</summary>
internal static unsafe class Bounds
{
    // Rows that stay in the caches: beyond them a copy with non-temporal stores is the bound.
    private static readonly (string Name, Func<Bare> Sweeps, Func<Bare>? Over)[] s_rows =
    [
        ("rows-cache", () => new Bare(Lines(128, 768), 768, 8), null),
        ("rows-short", () => new Bare(Lines(4096, 64), 64, 64), null),
        ("batch-small", () => new Bare([.. from c in Enumerable.Range(0, 64) from n in Enumerable.Range(0, 8) select ((n * 64) + c) * 128], 128, 48), null),
        ("axis0-small", () => new Bare([.. from half in Enumerable.Range(0, 2) from n in Enumerable.Range(0, 256) select (n * 768) + (half * 384)], 384, 256), null),
        ("mask-select", () => new Bare(Selected(4096, 768), 768, 8, inPlace: true), () => new Bare(Lines(4096, 768), 768, 8, inPlace: true)),
        ("odd-short", () => new Bare(Lines(1021, 63), 63, 64, offset: 4), () => new Bare(Lines(1024, 64), 64, 64)),
    ];

    public static int Run()
    {
        foreach ((string name, Func<Bare> sweeps, Func<Bare>? over) in s_rows)
        {
            Row row = Table.Rows.Single(r => r.Name == name);
            using Bare bare = sweeps();
            using Bare? other = over?.Invoke();
            double[] bound = Measurement.Medians([bare.Sweep, other is null ? bare.Copy : other.Sweep], 2);

            // Apart, so that no more than the buffers of one share the caches.
            using Workload work = row.Create();
            double[] ours = Measurement.Medians([work.Kernel, work.Reference], 2);
            string unit = row.Unit == Row.Copy ? "" : $" of {row.Unit}";
            Console.WriteLine($"bound {name} {RatiosCommand.Number(bound[0] / bound[1])}{unit} (ours {RatiosCommand.Number(ours[0] / ours[1])}; goal {RatiosCommand.Number(row.Goal)})");
        }

        return 0;
    }

    private static int[] Lines(int count, int length) => [.. Enumerable.Range(0, count).Select(line => line * length)];

    private static int[] Selected(int count, int length)
    {
        bool[] mask = Table.Mask(count);
        return [.. Lines(count, length).Where((_, line) => mask[line])];
    }

    /// <summary>Lines of one length, in groups: each group is summed, then written.</summary>
    private sealed class Bare(int[] lines, int length, int group, bool inPlace = false, int offset = 0) : IDisposable
    {
        private readonly NativeBuffer<float> x = Table.Filled(lines.Max() + length, offset);
        private readonly NativeBuffer<float> y = new(inPlace ? 1 : lines.Max() + length, offset);

        /// <summary>Gets the last sums, so that they are not taken for nothing.</summary>
        public Vector512<float> Sums { get; private set; }

        public void Copy() => x.Span.CopyTo(y.Span);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Sweep()
        {
            float* target = inPlace ? x.Pointer : y.Pointer;
            Vector512<float> sums = Vector512<float>.Zero;
            for (int first = 0; first < lines.Length; first += group)
            {
                int end = Math.Min(lines.Length, first + group);
                for (int line = first; line < end; line++)
                {
                    sums += Sum(x.Pointer + lines[line], length);
                }

                for (int line = first; line < end; line++)
                {
                    // In place the lines are so many that the next group's are asked for, as the kernel does.
                    int ahead = inPlace && line + group < lines.Length ? lines[line + group] - lines[line] : 0;
                    Map(x.Pointer + lines[line], target + lines[line], length, ahead);
                }
            }

            Sums = sums;
        }

        public void Dispose()
        {
            x.Dispose();
            y.Dispose();
        }

        // The last vector of a line overlaps the one before it.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static Vector512<float> Sum(float* from, int length)
        {
            Vector512<float> sum = Vector512<float>.Zero, other = sum, square = sum, otherSquare = sum;
            int i = 0;
            for (; i <= length - 32; i += 32)
            {
                Vector512<float> a = Vector512.Load(from + i), b = Vector512.Load(from + i + 16);
                sum += a;
                square = Vector512.FusedMultiplyAdd(a, a, square);
                other += b;
                otherSquare = Vector512.FusedMultiplyAdd(b, b, otherSquare);
            }

            for (; i < length; i += 16)
            {
                Vector512<float> a = Vector512.Load(from + Math.Min(i, length - 16));
                sum += a;
                square = Vector512.FusedMultiplyAdd(a, a, square);
            }

            return (sum + other) + (square + otherSquare);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Map(float* from, float* to, int length, int ahead)
        {
            Vector512<float> half = Vector512.Create(0.5f);
            int i = 0;
            for (; i <= length - 32; i += 32)
            {
                if (ahead > 0)
                {
                    Runtime.Lanes.Prefetch(ref *from, ahead + i);
                    Runtime.Lanes.Prefetch(ref *from, ahead + i + 16);
                }

                Vector512.Store(Vector512.FusedMultiplyAdd(Vector512.Load(from + i), half, half), to + i);
                Vector512.Store(Vector512.FusedMultiplyAdd(Vector512.Load(from + i + 16), half, half), to + i + 16);
            }

            for (; i < length; i += 16)
            {
                int at = Math.Min(i, length - 16);
                Vector512.Store(Vector512.FusedMultiplyAdd(Vector512.Load(from + at), half, half), to + at);
            }
        }
    }
}
