using System;
using System.Collections.Generic;
using System.Linq;

namespace MaskedNorm.Benchmarks.Peers;

/// <summary>The rows of the table that oneDNN can do.</summary>
/// <param name="api">The library.</param>
internal sealed unsafe class OneDnn(OneDnnApi api)
{
    private const float Epsilon = 1e-5f;
    private const uint Affine = OneDnnApi.UseScale | OneDnnApi.UseShift;

    /// <summary>What makes the peer of a row; null if the library has nothing of the kind.</summary>
    /// <param name="row">The row's name.</param>
    /// <returns>What makes the peer.</returns>
    public Func<Peer>? Find(string row) => row switch
    {
        "rows-cache" => () => Rows(128, 768),
        "rows-mid" => () => Rows(4096, 768),
        "rows-memory" => () => Rows(32768, 1024),
        "rows-short" => () => Rows(4096, 64, isFixed: true),
        "rows-short-dynamic" => () => Rows(4096, 64),
        "rows-affine" => () => RowsAffine(4096, 768),
        "odd" => () => Rows(4099, 769, offset: 4),
        "odd-short" => () => Rows(1021, 63, offset: 4),
        "rows-bf16" => () => RowsBFloat16(4096, 768),
        "rows-bf16-memory" => () => RowsBFloat16(32768, 1024),
        "rows-backward" => () => RowsBackward(4096, 768),
        "rows-backward-memory" => () => RowsBackward(32768, 1024),
        "batch-small" => () => Batch(8, 64, 128),
        "batch-mid" => () => Batch(32, 256, 512),
        "batch-memory" => () => Batch(64, 512, 1024),
        "batch-last-mid" => () => BatchLast(32, 512, 256),
        "batch-backward" => () => BatchBackward(32, 256, 512),
        "axis0-small" => () => Axis0(256, 768),
        "axis0-mid" => () => Axis0(4096, 768),
        "axis0-memory" => () => Axis0(32768, 1024),
        _ => null,
    };

    private Peer Rows(int n, int f, int offset = 0, bool isFixed = false)
    {
        NativeBuffer<float> x = Table.Filled(n * f, offset), y = new(n * f, offset), theirs = new(n * f, offset);
        nint data = Matrix(OneDnnApi.Float32, n, f);
        nint norm = api.LayerNormalization(OneDnnApi.ForwardInference, data, Vector(n), Epsilon, 0);
        return new(
            isFixed ? () => Kernels.Rows64(x.Span, y.Span, n) : () => Kernels.Rows(x.Span, y.Span, n, f),
            () => x.Span.CopyTo(y.Span),
            Run(norm, (OneDnnApi.Source, data, (nint)x.Pointer), (OneDnnApi.Destination, data, (nint)theirs.Pointer)),
            api.Implementation(norm),
            () => Difference((y, theirs)),
            x,
            y,
            theirs);
    }

    private Peer RowsAffine(int n, int f)
    {
        NativeBuffer<float> x = Table.Filled(n * f), y = new(n * f), theirs = new(n * f), w = Table.Filled(f, seed: 4), b = Table.Filled(f, seed: 5);
        nint data = Matrix(OneDnnApi.Float32, n, f), vector = Vector(f);
        nint norm = api.LayerNormalization(OneDnnApi.ForwardInference, data, Vector(n), Epsilon, Affine);
        return new(
            () => Kernels.RowsAffine(x.Span, w.Span, b.Span, y.Span, n, f),
            () => x.Span.CopyTo(y.Span),
            Run(
                norm,
                (OneDnnApi.Source, data, (nint)x.Pointer),
                (OneDnnApi.Destination, data, (nint)theirs.Pointer),
                (OneDnnApi.Scale, vector, (nint)w.Pointer),
                (OneDnnApi.Shift, vector, (nint)b.Pointer)),
            api.Implementation(norm),
            () => Difference((y, theirs)),
            x,
            y,
            theirs,
            w,
            b);
    }

    private Peer RowsBFloat16(int n, int f)
    {
        using NativeBuffer<float> wide = Table.Filled(n * f);
        NativeBuffer<BFloat16> x = new(n * f), y = new(n * f), theirs = new(n * f);
        for (int i = 0; i < wide.Length; i++)
        {
            x.Span[i] = (BFloat16)wide.Span[i];
        }

        nint data = Matrix(OneDnnApi.BFloat16, n, f);
        nint norm = api.LayerNormalization(OneDnnApi.ForwardInference, data, Vector(n), Epsilon, 0);
        return new(
            () => Kernels.RowsBFloat16(x.Span, y.Span, n, f),
            () => x.Span.CopyTo(y.Span),
            Run(norm, (OneDnnApi.Source, data, (nint)x.Pointer), (OneDnnApi.Destination, data, (nint)theirs.Pointer)),
            api.Implementation(norm),
            () => Enumerable.Range(0, n * f).Max(i => Math.Abs((float)y.Span[i] - (float)theirs.Span[i])) / 100, // One unit in the last place of 4 is 1/64.
            x,
            y,
            theirs);
    }

    private Peer RowsBackward(int n, int f)
    {
        nint data = Matrix(OneDnnApi.Float32, n, f);
        nint forward = api.LayerNormalization(OneDnnApi.ForwardTraining, data, Vector(n), Epsilon, Affine);
        nint backward = api.LayerNormalizationBackward(data, Vector(n), Epsilon, Affine, forward);
        return Gradients(
            forward, backward, data, n * f, n, f, (x, dy, w, dx, dw, db) => Kernels.RowsBackward(dy.Span, x.Span, w.Span, dx.Span, dw.Span, db.Span, n, f));
    }

    private Peer BatchBackward(int n, int c, int l)
    {
        nint data = Image(n, c, l, l, 1);
        nint forward = api.BatchNormalization(OneDnnApi.ForwardTraining, data, Epsilon, Affine);
        nint backward = api.BatchNormalizationBackward(data, Epsilon, Affine, forward);
        return Gradients(
            forward, backward, data, n * c * l, c, c, (x, dy, w, dx, dw, db) => Kernels.BatchBackward(dy.Span, x.Span, w.Span, dx.Span, dw.Span, db.Span, n, c, l));
    }

    // Theirs is given the statistics of the forward; ours computes them anew.
    private Peer Gradients(
        nint forward,
        nint backward,
        nint data,
        int length,
        int selections,
        int affine,
        Action<NativeBuffer<float>, NativeBuffer<float>, NativeBuffer<float>, NativeBuffer<float>, NativeBuffer<float>, NativeBuffer<float>> kernel)
    {
        NativeBuffer<float> x = Table.Filled(length), dy = Table.Filled(length, seed: 6), w = Table.Filled(affine, seed: 4), b = Table.Filled(affine, seed: 5);
        NativeBuffer<float> dx = new(length), dw = new(affine), db = new(affine), theirX = new(length), theirW = new(affine), theirB = new(affine);
        NativeBuffer<float> mean = new(selections), variance = new(selections);
        nint statistics = Vector(selections), vector = Vector(affine);
        Run(
            forward,
            (OneDnnApi.Source, data, (nint)x.Pointer),
            (OneDnnApi.Destination, data, (nint)theirX.Pointer),
            (OneDnnApi.Mean, statistics, (nint)mean.Pointer),
            (OneDnnApi.Variance, statistics, (nint)variance.Pointer),
            (OneDnnApi.Scale, vector, (nint)w.Pointer),
            (OneDnnApi.Shift, vector, (nint)b.Pointer))();
        return new(
            () => kernel(x, dy, w, dx, dw, db),
            () => x.Span.CopyTo(dx.Span),
            Run(
                backward,
                (OneDnnApi.Source, data, (nint)x.Pointer),
                (OneDnnApi.DestinationGradient, data, (nint)dy.Pointer),
                (OneDnnApi.Mean, statistics, (nint)mean.Pointer),
                (OneDnnApi.Variance, statistics, (nint)variance.Pointer),
                (OneDnnApi.Scale, vector, (nint)w.Pointer),
                (OneDnnApi.Shift, vector, (nint)b.Pointer),
                (OneDnnApi.SourceGradient, data, (nint)theirX.Pointer),
                (OneDnnApi.ScaleGradient, vector, (nint)theirW.Pointer),
                (OneDnnApi.ShiftGradient, vector, (nint)theirB.Pointer)),
            api.Implementation(backward),
            () => Difference((dx, theirX), (dw, theirW), (db, theirB)),
            x,
            dy,
            w,
            b,
            dx,
            dw,
            db,
            theirX,
            theirW,
            theirB,
            mean,
            variance);
    }

    private Peer Batch(int n, int c, int l) => BatchForward(
        Image(n, c, l, l, 1), n * c * l, c, Affine, (x, w, b, y) => Kernels.Batch(x.Span, w.Span, b.Span, y.Span, n, c, l));

    private Peer BatchLast(int n, int l, int c) => BatchForward(
        Image(n, c, l, 1, c), n * c * l, c, Affine, (x, w, b, y) => Kernels.BatchLast(x.Span, w.Span, b.Span, y.Span, n, l, c));

    // A batch norm with one element per channel and item.
    private Peer Axis0(int n, int f) => BatchForward(
        Image(n, f, 1, 1, f), n * f, f, 0, (x, _, _, y) => Kernels.Axis0(x.Span, y.Span, n, f));

    private Peer BatchForward(
        nint data, int length, int channels, uint flags, Action<NativeBuffer<float>, NativeBuffer<float>, NativeBuffer<float>, NativeBuffer<float>> kernel)
    {
        NativeBuffer<float> x = Table.Filled(length), y = new(length), theirs = new(length), w = Table.Filled(channels, seed: 4), b = Table.Filled(channels, seed: 5);
        NativeBuffer<float> mean = new(channels), variance = new(channels);
        nint vector = Vector(channels);
        nint norm = api.BatchNormalization(OneDnnApi.ForwardTraining, data, Epsilon, flags);
        List<(int, nint, nint)> arguments =
        [
            (OneDnnApi.Source, data, (nint)x.Pointer),
            (OneDnnApi.Destination, data, (nint)theirs.Pointer),
            (OneDnnApi.Mean, vector, (nint)mean.Pointer),
            (OneDnnApi.Variance, vector, (nint)variance.Pointer),
        ];
        if (flags != 0)
        {
            arguments.Add((OneDnnApi.Scale, vector, (nint)w.Pointer));
            arguments.Add((OneDnnApi.Shift, vector, (nint)b.Pointer));
        }

        return new(
            () => kernel(x, w, b, y),
            () => x.Span.CopyTo(y.Span),
            Run(norm, arguments.ToArray()),
            api.Implementation(norm),
            () => Difference((y, theirs)),
            x,
            y,
            theirs,
            w,
            b,
            mean,
            variance);
    }

    private nint Matrix(int type, int n, int f) => api.Tensor(type, [n, f], [f, 1]);

    // With a height of 1: without one, the library falls back on its reference implementation.
    private nint Image(int n, int c, int l, long channel, long position) =>
        api.Tensor(OneDnnApi.Float32, [n, c, 1, l], [(long)c * l, channel, l * position, position]);

    private nint Vector(int length) => api.Tensor(OneDnnApi.Float32, [length], [1]);

    private Action Run(nint description, params (int Role, nint Tensor, nint Address)[] arguments)
    {
        nint primitive = api.Primitive(description);
        OneDnnApi.Argument[] bound = arguments.Select(a => new OneDnnApi.Argument(a.Role, api.Memory(a.Tensor, (void*)a.Address))).ToArray();
        return () =>
        {
            fixed (OneDnnApi.Argument* pointer = bound)
            {
                OneDnnApi.Check(api.Execute(primitive, api.Stream, bound.Length, pointer));
            }

            OneDnnApi.Check(api.Wait(api.Stream));
        };
    }

    private static double Difference(params (NativeBuffer<float> Ours, NativeBuffer<float> Theirs)[] pairs)
    {
        double worst = 0;
        foreach ((NativeBuffer<float> ours, NativeBuffer<float> theirs) in pairs)
        {
            double largest = 0, difference = 0;
            for (int i = 0; i < ours.Length; i++)
            {
                largest = Math.Max(largest, Math.Abs(ours.Span[i]));
                difference = Math.Max(difference, Math.Abs(ours.Span[i] - theirs.Span[i]));
            }

            worst = Math.Max(worst, difference / largest);
        }

        return worst;
    }
}
