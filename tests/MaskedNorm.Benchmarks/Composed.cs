using System;
using System.Numerics.Tensors;

namespace MaskedNorm.Benchmarks;

/// <summary>The same work composed from TensorPrimitives, as a user without this package would write it.</summary>
internal static class Composed
{
    public static Action Rows(NativeBuffer<float> x, NativeBuffer<float> y, int n, int f) => () =>
    {
        for (int row = 0; row < n; row++)
        {
            ReadOnlySpan<float> source = x.Span.Slice(row * f, f);
            Span<float> target = y.Span.Slice(row * f, f);
            TensorPrimitives.Subtract(source, TensorPrimitives.Sum(source) / f, target);
            float variance = TensorPrimitives.SumOfSquares<float>(target) / f;
            TensorPrimitives.Multiply(target, 1 / MathF.Sqrt(variance + 1e-5f), target);
        }
    };

    public static Action Axis0(NativeBuffer<float> x, NativeBuffer<float> y, int n, int f)
    {
        float[] mean = new float[f], scale = new float[f], deviation = new float[f];
        return () =>
        {
            Columns(x, mean, scale, deviation, n, f);
            for (int row = 0; row < n; row++)
            {
                Span<float> target = y.Span.Slice(row * f, f);
                TensorPrimitives.Subtract(x.Span.Slice(row * f, f), mean, target);
                TensorPrimitives.Multiply(target, scale, target);
            }
        };
    }

    public static Action RowsAffine(NativeBuffer<float> x, NativeBuffer<float> w, NativeBuffer<float> b, NativeBuffer<float> y, int n, int f) => () =>
    {
        for (int row = 0; row < n; row++)
        {
            ReadOnlySpan<float> source = x.Span.Slice(row * f, f);
            Span<float> target = y.Span.Slice(row * f, f);
            TensorPrimitives.Subtract(source, TensorPrimitives.Sum(source) / f, target);
            float variance = TensorPrimitives.SumOfSquares<float>(target) / f;
            TensorPrimitives.Multiply(target, 1 / MathF.Sqrt(variance + 1e-5f), target);
            TensorPrimitives.MultiplyAdd(target, w.Span, b.Span, target);
        }
    };

    public static Action Batch(NativeBuffer<float> x, NativeBuffer<float> w, NativeBuffer<float> b, NativeBuffer<float> y, int n, int c, int l) => () =>
    {
        for (int channel = 0; channel < c; channel++)
        {
            float sum = 0;
            for (int item = 0; item < n; item++)
            {
                sum += TensorPrimitives.Sum<float>(x.Span.Slice(((item * c) + channel) * l, l));
            }

            float mean = sum / (n * l), squares = 0;
            for (int item = 0; item < n; item++)
            {
                Span<float> target = y.Span.Slice(((item * c) + channel) * l, l);
                TensorPrimitives.Subtract(x.Span.Slice(((item * c) + channel) * l, l), mean, target);
                squares += TensorPrimitives.SumOfSquares<float>(target);
            }

            float scale = w.Span[channel] / MathF.Sqrt((squares / (n * l)) + 1e-5f);
            for (int item = 0; item < n; item++)
            {
                Span<float> target = y.Span.Slice(((item * c) + channel) * l, l);
                TensorPrimitives.Multiply(target, scale, target);
                TensorPrimitives.Add(target, b.Span[channel], target);
            }
        }
    };

    public static Action BatchLast(NativeBuffer<float> x, NativeBuffer<float> w, NativeBuffer<float> b, NativeBuffer<float> y, int rows, int c)
    {
        float[] mean = new float[c], scale = new float[c], shift = new float[c], deviation = new float[c];
        return () =>
        {
            Columns(x, mean, scale, deviation, rows, c);
            TensorPrimitives.Multiply(scale, w.Span, scale);
            TensorPrimitives.Multiply(mean, scale, shift);
            TensorPrimitives.Subtract(b.Span, shift, shift);
            for (int row = 0; row < rows; row++)
            {
                TensorPrimitives.MultiplyAdd(x.Span.Slice(row * c, c), scale, shift, y.Span.Slice(row * c, c));
            }
        };
    }

    public static Action Group(NativeBuffer<float> x, NativeBuffer<float> w, NativeBuffer<float> b, NativeBuffer<float> y, int n, int g, int c, int l) => () =>
    {
        for (int group = 0; group < n * g; group++)
        {
            int size = c * l;
            ReadOnlySpan<float> source = x.Span.Slice(group * size, size);
            Span<float> target = y.Span.Slice(group * size, size);
            TensorPrimitives.Subtract(source, TensorPrimitives.Sum(source) / size, target);
            float scale = 1 / MathF.Sqrt((TensorPrimitives.SumOfSquares<float>(target) / size) + 1e-5f);
            for (int channel = 0; channel < c; channel++)
            {
                int affine = (group % g * c) + channel;
                Span<float> line = target.Slice(channel * l, l);
                TensorPrimitives.Multiply(line, scale * w.Span[affine], line);
                TensorPrimitives.Add(line, b.Span[affine], line);
            }
        }
    };

    // The mean of each column, and the reciprocal of its deviation.
    private static void Columns(NativeBuffer<float> x, float[] mean, float[] scale, float[] deviation, int n, int f)
    {
        Array.Clear(mean);
        Array.Clear(scale);
        for (int row = 0; row < n; row++)
        {
            TensorPrimitives.Add(mean, x.Span.Slice(row * f, f), mean);
        }

        TensorPrimitives.Divide(mean, n, mean);
        for (int row = 0; row < n; row++)
        {
            TensorPrimitives.Subtract(x.Span.Slice(row * f, f), mean, deviation);
            TensorPrimitives.MultiplyAdd(deviation, deviation, scale, scale);
        }

        TensorPrimitives.Divide(scale, n, scale);
        TensorPrimitives.Add(scale, 1e-5f, scale);
        TensorPrimitives.ReciprocalSqrt(scale, scale);
    }
}
