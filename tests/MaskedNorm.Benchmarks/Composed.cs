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
            for (int row = 0; row < n; row++)
            {
                Span<float> target = y.Span.Slice(row * f, f);
                TensorPrimitives.Subtract(x.Span.Slice(row * f, f), mean, target);
                TensorPrimitives.Multiply(target, scale, target);
            }
        };
    }
}
