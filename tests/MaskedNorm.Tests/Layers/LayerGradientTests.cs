using System;
using MaskedNorm.Layers;
using Xunit;

namespace MaskedNorm.Tests.Layers;

/// <summary>Gradients through layers against central differences of the loss Σ gradOutput·output.</summary>
public class LayerGradientTests
{
    private const float Step = 1 / 64f;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Batch_norm_has_the_gradients_of_finite_differences(bool training)
    {
        MaskedBatchNorm1d layer = LayerStepTests.Trained();
        layer.Training = training;
        Batch b = new(1);
        Verify(layer, b, (x, y) => layer.Forward(x, b.Mask, y, b.N, b.C, b.L), dx => layer.Backward(b.GradOutput, b.Input, b.Mask, dx, b.N, b.C, b.L));
    }

    [Fact]
    public void Affine_norm_has_the_gradients_of_finite_differences()
    {
        AffineMaskedNorm layer = new();
        Batch b = new(2);
        bool[] mask = LayerStepTests.Mask(b);
        Verify(layer, b, (x, y) => layer.Forward(x, mask, y, b.N, b.C, b.L), dx => layer.Backward(b.GradOutput, b.Input, mask, dx, b.N, b.C, b.L));
    }

    [Fact]
    public void Batched_affine_norm_has_the_gradients_of_finite_differences()
    {
        BatchedAffineMaskedNorm layer = new();
        Batch b = new(3, n: 9, c: 2, l: 5);
        bool[] mask = [true, false, true, true, true, true, true, false, true, true];
        Verify(layer, b, (x, y) => layer.Forward(x, mask, y, b.N, b.C, b.L), dx => layer.Backward(b.GradOutput, b.Input, mask, dx, b.N, b.C, b.L));
    }

    [Fact]
    public void Group_norm_has_the_gradients_of_finite_differences()
    {
        GroupLayer layer = new();
        Batch b = new(4, n: 3, c: 6);
        Verify(layer, b, (x, y) => layer.Forward(x, y, b.N, b.C / 2, b.L), dx => layer.Backward(b.GradOutput, b.Input, dx, b.N, b.C / 2, b.L));
        Assert.Equal([2, 3], layer.Parameters[0].Shape);
    }

    [Fact]
    public void Rms_norm_without_bias_has_the_gradients_of_finite_differences()
    {
        RmsLayer layer = new();
        Batch b = new(5, n: 7, c: 6, l: 1);
        Verify(layer, b, (x, y) => layer.Forward(x, y, b.N), dx => layer.Backward(b.GradOutput, b.Input, dx, b.N));
        Assert.Equal("weight", Assert.Single(layer.Parameters).Name);
    }

    private static void Verify(INormLayer layer, Batch b, Action<float[], float[]> forward, Action<float[]> backward)
    {
        float[] input = [.. b.Input];
        double Loss()
        {
            float[] output = b.Result();
            forward(input, output);
            double loss = 0;
            for (int i = 0; i < output.Length; i++)
            {
                loss += (double)b.GradOutput[i] * output[i];
            }

            return loss;
        }

        // Of a running statistic the inference above depends on, no training step may follow.
        _ = Loss();
        layer.ZeroGradients();
        float[] gradInput = b.Result();
        backward(gradInput);
        Compare("input", input, gradInput, Loss);
        foreach (LayerParameter parameter in layer.Parameters)
        {
            Compare(parameter.Name, parameter.Value.Span, parameter.Gradient.Span, Loss);
        }
    }

    private static void Compare(string name, Span<float> values, ReadOnlySpan<float> gradient, Func<double> loss)
    {
        Assert.Equal(values.Length, gradient.Length);
        for (int i = 0; i < values.Length; i++)
        {
            float value = values[i];
            values[i] = value + Step;
            double above = loss();
            values[i] = value - Step;
            double below = loss();
            values[i] = value;
            double expected = (above - below) / (2 * Step);
            Assert.True(Math.Abs(expected - gradient[i]) <= 2e-3 * Math.Max(1, Math.Abs(expected)), $"{name}[{i}]: {expected} expected, {gradient[i]} found");
        }
    }
}
