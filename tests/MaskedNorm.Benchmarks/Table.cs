using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.Intrinsics;

namespace MaskedNorm.Benchmarks;

/// <summary>The rows of the table.</summary>
internal static unsafe class Table
{
    public static IReadOnlyList<Row> Rows { get; } =
    [
        Normal("rows-cache", "layer norm 128x768", 1.25, 128, 768),
        Normal("rows-mid", "layer norm 4096x768", 0.80, 4096, 768),
        Normal("rows-memory", "layer norm 32768x1024", 0.75, 32768, 1024),
        new("rows-short", "layer norm 4096x64, extent fixed", 1.6, Row.Copy, () => Float(4096 * 64, (x, y) => () => Kernels.Rows64(x.Span, y.Span, 4096), (x, y) => Composed.Rows(x, y, 4096, 64))),
        Normal("rows-short-dynamic", "layer norm 4096x64", 2.0, 4096, 64),
        new("rows-affine", "layer norm 4096x768, affine over features", 0.85, Row.Copy, () => Affine(4096 * 768, 768, (x, w, b, y) => () => Kernels.RowsAffine(x.Span, w.Span, b.Span, y.Span, 4096, 768), (x, w, b, y) => Composed.RowsAffine(x, w, b, y, 4096, 768))),
        Batch("batch-small", 1.6, 8, 64, 128),
        Batch("batch-mid", 1.0, 32, 256, 512),
        Batch("batch-memory", 1.0, 64, 512, 1024),
        Batch("batch-short", 2.5, 64, 512, 49),
        new("batch-inference", "batch norm N C L 32x256x512, statistics given", 0.9, Row.Copy, BatchInference),
        new("batch-last-mid", "batch norm N L C 32x512x256", 1.3, Row.Copy, () => Affine(32 * 512 * 256, 256, (x, w, b, y) => () => Kernels.BatchLast(x.Span, w.Span, b.Span, y.Span, 32, 512, 256), (x, w, b, y) => Composed.BatchLast(x, w, b, y, 32 * 512, 256))),
        Axis0("axis0-small", 1.7, 256, 768),
        Axis0("axis0-mid", 1.3, 4096, 768),
        Axis0("axis0-memory", 1.2, 32768, 1024),
        new("group-mid", "group norm N (G=16 c) L 32x256x512", 0.9, Row.Copy, () => Affine(32 * 256 * 512, 256, (x, w, b, y) => () => Kernels.Group(x.Span, w.Span, b.Span, y.Span, 32, 16, 512), (x, w, b, y) => Composed.Group(x, w, b, y, 32, 16, 16, 512))),
        new("group-last-mid", "group norm N L (G=32 c) 32x512x256", 1.3, Row.Copy, () => Affine(32 * 512 * 256, 256, (x, w, b, y) => () => Kernels.GroupLast(x.Span, w.Span, b.Span, y.Span, 32, 512, 8))),
        new("mask-select", "rows-mid in place, 60 % of rows valid", 0.65, "unmasked in place", MaskSelect),
        new("mask-element", "batch-mid with mask N L, 60 % valid", 1.25, "batch-mid", MaskElement),
        new("channel-mask", "norm over C of N C L 32x256x512 with mask N L, 60 % valid", 1.25, Row.Copy, ChannelMask),
        new("lengths", "batch-mid with lengths, 60 % valid", 1.0, "batch-mid", Lengths),
        new("rows-signal", "rows-mid, each row a wave", 1.05, "rows-mid", () => Signal(Kernels.Rows, inColumns: false)),
        new("axis0-signal", "axis-0 norm 4096x768, each column a wave", 1.05, "axis0-mid", () => Signal(Kernels.Axis0, inColumns: true)),
        new("odd", "layer norm 4099x769, unaligned by 4 bytes", 1.25, "4096x768", () => Odd(4099, 769, 4096, 768)),
        new("odd-short", "layer norm 1021x63, unaligned by 4 bytes", 1.25, "1024x64", () => Odd(1021, 63, 1024, 64)),
        RowsBackward("rows-backward", 1.3, 4096, 768),
        RowsBackward("rows-backward-memory", 1.2, 32768, 1024),
        BatchBackward("batch-backward", 1.6, 32, 256, 512),
        BatchBackward("batch-short-backward", 4.0, 64, 512, 49),
        Backward("batch-last-backward", "batch norm N L C 32x512x256", 2.2, 32 * 512 * 256, 256, (dy, x, w, dx, dw, db) => Kernels.BatchLastBackward(dy, x, w, dx, dw, db, 32, 512, 256)),
        Backward("group-backward", "group norm N (G=16 c) L 32x256x512", 1.6, 32 * 256 * 512, 256, (dy, x, w, dx, dw, db) => Kernels.GroupBackward(dy, x, w, dx, dw, db, 32, 16, 512)),
        Backward("group-last-backward", "group norm N L (G=32 c) 32x512x256", 2.2, 32 * 512 * 256, 256, (dy, x, w, dx, dw, db) => Kernels.GroupLastBackward(dy, x, w, dx, dw, db, 32, 512, 8)),
        new("affine-arrays", "rows-affine where arrays made one after the other would stand", 1.25, "rows-affine", () => Arrays(4096 * 768, 768, (x, w, b, y) => Kernels.RowsAffine(x.Span, w.Span, b.Span, y.Span, 4096, 768))),
        new("axis0-arrays", "axis0-mid where arrays made one after the other would stand", 1.1, "axis0-mid", () => Arrays(4096 * 768, 1, (x, _, _, y) => Kernels.Axis0(x.Span, y.Span, 4096, 768))),
        new("backward-arrays", "rows-backward where arrays made one after the other would stand", 1.25, "rows-backward", () => OverRowsBackward(RowsBackward(4096, 768), 16, 40, 64)),
        new("backward-parallel", "rows-backward on all threads", 0.6, "rows-backward", () => OverRowsBackward((dy, x, w, dx, dw, db) => Kernels.RowsBackwardParallel(dy, x, w, dx, dw, db, 4096, 768), 0, 0, 0)),
        new("rows-half", "layer norm 4096x768 in Half", 1.0, "rows-mid", () => Narrow<Half>(4096, 768, v => (Half)v, (x, y, n, f) => Kernels.RowsHalf(x.Span, y.Span, n, f))),
        new("rows-bf16", "layer norm 4096x768 in BFloat16", 1.0, "rows-mid", () => Narrow<BFloat16>(4096, 768, v => (BFloat16)v, (x, y, n, f) => Kernels.RowsBFloat16(x.Span, y.Span, n, f))),
        new("rows-bf16-memory", "layer norm 32768x1024 in BFloat16", 0.6, "rows-memory", () => Narrow<BFloat16>(32768, 1024, v => (BFloat16)v, (x, y, n, f) => Kernels.RowsBFloat16(x.Span, y.Span, n, f))),
    ];

    private static Row Normal(string name, string work, double goal, int n, int f) => new(
        name, work, goal, Row.Copy, () => Float(n * f, (x, y) => () => Kernels.Rows(x.Span, y.Span, n, f), (x, y) => Composed.Rows(x, y, n, f)));

    private static Row Batch(string name, double goal, int n, int c, int l) => new(
        name, $"batch norm N C L {n}x{c}x{l}", goal, Row.Copy, () => Affine(n * c * l, c, (x, w, b, y) => () => Kernels.Batch(x.Span, w.Span, b.Span, y.Span, n, c, l), (x, w, b, y) => Composed.Batch(x, w, b, y, n, c, l)));

    private static Row Axis0(string name, double goal, int n, int f) => new(
        name, $"axis-0 norm {n}x{f}", goal, Row.Copy, () => Float(n * f, (x, y) => () => Kernels.Axis0(x.Span, y.Span, n, f), (x, y) => Composed.Axis0(x, y, n, f)));

    private delegate void Gradients(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias);

    private static Row Backward(string name, string work, double goal, int length, int affine, Gradients kernel) => new(name, $"{work}, all three gradients", goal, Row.Copy, () =>
    {
        NativeBuffer<float> x = Filled(length), dy = Filled(length), dx = new(length), w = Filled(affine), dw = new(affine), db = new(affine);
        return new(
            () => kernel(dy.Span, x.Span, w.Span, dx.Span, dw.Span, db.Span), () => x.Span.CopyTo(dx.Span), () => StreamingCopy(x, dx), null, x, dy, dx, w, dw, db);
    });

    private static Gradients RowsBackward(int n, int f) => (dy, x, w, dx, dw, db) => Kernels.RowsBackward(dy, x, w, dx, dw, db, n, f);

    private static Row RowsBackward(string name, double goal, int n, int f) => Backward(name, $"layer norm {n}x{f}", goal, n * f, f, RowsBackward(n, f));

    private static Row BatchBackward(string name, double goal, int n, int c, int l) => Backward(
        name, $"batch norm {n}x{c}x{l}", goal, n * c * l, c, (dy, x, w, dx, dw, db) => Kernels.BatchBackward(dy, x, w, dx, dw, db, n, c, l));

    private static Workload Float(int length, Func<NativeBuffer<float>, NativeBuffer<float>, Action> kernel, Func<NativeBuffer<float>, NativeBuffer<float>, Action> composed)
    {
        NativeBuffer<float> x = Filled(length), y = new(length);
        return new(kernel(x, y), () => x.Span.CopyTo(y.Span), () => StreamingCopy(x, y), composed(x, y), x, y);
    }

    private static Workload Affine(
        int length,
        int affine,
        Func<NativeBuffer<float>, NativeBuffer<float>, NativeBuffer<float>, NativeBuffer<float>, Action> kernel,
        Func<NativeBuffer<float>, NativeBuffer<float>, NativeBuffer<float>, NativeBuffer<float>, Action>? composed = null)
    {
        NativeBuffer<float> x = Filled(length), y = new(length), w = Filled(affine), b = Filled(affine);
        return new(kernel(x, w, b, y), () => x.Span.CopyTo(y.Span), () => StreamingCopy(x, y), composed?.Invoke(x, w, b, y), x, y, w, b);
    }

    private static Workload MaskSelect()
    {
        NativeBuffer<float> x = Filled(4096 * 768);
        bool[] mask = Mask(4096);
        return new(() => Kernels.RowsSelected(x.Span, mask, 4096, 768), () => Kernels.RowsInPlace(x.Span, 4096, 768), null, null, x);
    }

    private static Workload MaskElement()
    {
        const int n = 32, c = 256, l = 512;
        NativeBuffer<float> x = Filled(n * c * l), y = new(n * c * l), w = Filled(c), b = Filled(c);
        bool[] mask = Mask(n * l);
        return new(
            () => Kernels.BatchMasked(x.Span, mask, w.Span, b.Span, y.Span, n, c, l), () => Kernels.Batch(x.Span, w.Span, b.Span, y.Span, n, c, l), null, null, x, y, w, b);
    }

    private static Workload Lengths()
    {
        const int n = 32, c = 256, l = 512;
        NativeBuffer<float> x = Filled(n * c * l), y = new(n * c * l), w = Filled(c), b = Filled(c);
        Random random = new(7);
        int[] lengths = Enumerable.Range(0, n).Select(_ => (int)(l * (0.2 + (0.8 * random.NextDouble())))).ToArray();
        return new(
            () => Kernels.BatchLengths(x.Span, lengths, w.Span, b.Span, y.Span, n, c, l), () => Kernels.Batch(x.Span, w.Span, b.Span, y.Span, n, c, l), null, null, x, y, w, b);
    }

    // Per element, against the aligned neighbour: the neighbour's time is scaled by repeating neither.
    private static Workload Odd(int n, int f, int evenN, int evenF)
    {
        NativeBuffer<float> x = Filled(n * f, 4), y = new(n * f, 4), evenX = Filled(evenN * evenF), evenY = new(evenN * evenF);
        return new(() => Kernels.Rows(x.Span, y.Span, n, f), () => Kernels.Rows(evenX.Span, evenY.Span, evenN, evenF), null, null, x, y, evenX, evenY);
    }

    private static Workload BatchInference()
    {
        const int n = 32, c = 256, l = 512;
        float[] mean = new float[c];
        float[] variance = Enumerable.Repeat(2f, c).ToArray();
        return Affine(n * c * l, c, (x, w, b, y) => () => Kernels.BatchInference(x.Span, w.Span, b.Span, y.Span, mean, variance, n, c, l));
    }

    private static Workload ChannelMask()
    {
        const int n = 32, c = 256, l = 512;
        bool[] mask = Mask(n * l);
        return Affine(n * c * l, c, (x, w, b, y) => () => Kernels.Channels(x.Span, mask, w.Span, b.Span, y.Span, n, c, l));
    }

    private delegate void Plain(ReadOnlySpan<float> input, Span<float> output, int n, int f);

    // Waves in rows or columns, of any phase: what is near another element is like it, and often far from the mean.
    private static Workload Signal(Plain kernel, bool inColumns)
    {
        const int n = 4096, f = 768;
        NativeBuffer<float> x = Filled(n * f), y = new(n * f), wave = Filled(n * f);
        Random random = new(5);
        float[] phases = Enumerable.Range(0, inColumns ? f : n).Select(_ => 6.28f * random.NextSingle()).ToArray();
        for (int i = 0; i < n * f; i++)
        {
            (int signal, int at) = inColumns ? (i % f, i / f) : (i / f, i % f);
            wave.Span[i] = MathF.Sin(phases[signal] + (0.03f * at)) + (0.1f * wave.Span[i]);
        }

        return new(() => kernel(wave.Span, y.Span, n, f), () => kernel(x.Span, y.Span, n, f), null, null, x, y, wave);
    }

    // The elements of an array start 16 bytes after the array, which starts 24 bytes after the elements of the one before: each array stands
    // elsewhere in its cache line, but a little further on in its page.
    private static Workload Arrays(int length, int affine, Action<NativeBuffer<float>, NativeBuffer<float>, NativeBuffer<float>, NativeBuffer<float>> kernel)
    {
        NativeBuffer<float> x = Filled(length), y = new(length), w = Filled(affine), b = Filled(affine), ownX = Filled(length, 16), ownY = new(length, 40);
        return new(() => kernel(ownX, w, b, ownY), () => kernel(x, w, b, y), null, null, x, y, w, b, ownX, ownY);
    }

    // A kernel over buffers that start some bytes after a page, against the row rows-backward.
    private static Workload OverRowsBackward(Gradients kernel, int inputAt, int gradOutputAt, int gradInputAt)
    {
        const int n = 4096, f = 768;
        NativeBuffer<float> w = Filled(f), dw = new(f), db = new(f);
        NativeBuffer<float> x = Filled(n * f), dy = Filled(n * f), dx = new(n * f);
        Gradients reference = RowsBackward(n, f);
        NativeBuffer<float> ownX = Filled(n * f, inputAt), ownDy = Filled(n * f, gradOutputAt), ownDx = new(n * f, gradInputAt);
        return new(
            () => kernel(ownDy.Span, ownX.Span, w.Span, ownDx.Span, dw.Span, db.Span),
            () => reference(dy.Span, x.Span, w.Span, dx.Span, dw.Span, db.Span),
            null,
            null,
            w,
            dw,
            db,
            x,
            dy,
            dx,
            ownX,
            ownDy,
            ownDx);
    }

    private static Workload Narrow<T>(int n, int f, Func<float, T> convert, Action<NativeBuffer<T>, NativeBuffer<T>, int, int> kernel)
        where T : unmanaged
    {
        NativeBuffer<float> wide = Filled(n * f), wideY = new(n * f);
        NativeBuffer<T> x = new(n * f), y = new(n * f);
        for (int i = 0; i < wide.Length; i++)
        {
            x.Span[i] = convert(wide.Span[i]);
        }

        return new(() => kernel(x, y, n, f), () => Kernels.Rows(wide.Span, wideY.Span, n, f), null, null, wide, wideY, x, y);
    }

    public static bool[] Mask(int length)
    {
        Random random = new(11);
        return Enumerable.Range(0, length).Select(_ => random.NextDouble() < 0.6).ToArray();
    }

    public static NativeBuffer<float> Filled(int length, int offset = 0, int seed = 3)
    {
        NativeBuffer<float> buffer = new(length, offset);
        Random random = new(seed);
        Span<float> span = buffer.Span;
        for (int i = 0; i < span.Length; i++)
        {
            span[i] = (float)((random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2);
        }

        return buffer;
    }

    private static void StreamingCopy(NativeBuffer<float> source, NativeBuffer<float> target) => StreamingCopy(source.Pointer, target.Pointer, source.Length);

    /// <summary>A copy with non-temporal stores, between aligned buffers.</summary>
    public static void StreamingCopy(float* from, float* to, int length)
    {
        int i = 0;
        for (; i <= length - 16; i += 16)
        {
            Vector256.LoadAligned(from + i).StoreAlignedNonTemporal(to + i);
            Vector256.LoadAligned(from + i + 8).StoreAlignedNonTemporal(to + i + 8);
        }

        for (; i < length; i++)
        {
            to[i] = from[i];
        }

        Runtime.Lanes.Fence();
    }
}
