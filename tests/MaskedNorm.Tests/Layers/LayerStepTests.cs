using System;
using System.Linq;
using MaskedNorm.Layers;
using Xunit;

namespace MaskedNorm.Tests.Layers;

/// <summary>A layer is its kernels, and nothing else.</summary>
public class LayerStepTests
{
    [Fact]
    public void Training_steps_equal_the_kernels_bit_for_bit()
    {
        MaskedBatchNorm1d layer = new();
        RunningStatistics<float> running = new(4);
        float[] weight = [1, 1, 1, 1], bias = [0, 0, 0, 0];
        for (int step = 0; step < 4; step++)
        {
            Batch b = new(step, n: 2 + step);
            float[] output = b.Result(), gradInput = b.Result(), gradWeight = new float[4], gradBias = new float[4];
            float[] expectedOutput = b.Result(), expectedGradInput = b.Result();
            BatchKernels.Training(b.Input, b.Mask, weight, bias, expectedOutput, running, b.N, b.C, b.L);
            BatchKernels.TrainingBackward(b.GradOutput, b.Input, b.Mask, weight, expectedGradInput, gradWeight, gradBias, b.N, b.C, b.L);

            layer.Forward(b.Input, b.Mask, output, b.N, b.C, b.L);
            layer.ZeroGradients();
            layer.Backward(b.GradOutput, b.Input, b.Mask, gradInput, b.N, b.C, b.L);

            Assert.Equal(expectedOutput, output);
            Assert.Equal(expectedGradInput, gradInput);
            Assert.Equal(gradWeight, layer.Parameters[0].Gradient.ToArray());
            Assert.Equal(gradBias, layer.Parameters[1].Gradient.ToArray());
            Assert.Equal(running.ExactMean, layer.Running!.ExactMean);
            Assert.Equal(running.ExactVariance, layer.Running.ExactVariance);
            Descend(weight, gradWeight);
            Descend(bias, gradBias);
            foreach (LayerParameter parameter in layer.Parameters)
            {
                Descend(parameter.Value.Span, parameter.Gradient.Span);
            }
        }
    }

    [Fact]
    public void Inference_equals_the_kernels_with_running_statistics_and_changes_nothing()
    {
        MaskedBatchNorm1d layer = Trained();
        double[] mean = layer.Running!.ExactMean.ToArray();
        Batch b = new(7);
        float[] output = b.Result(), gradInput = b.Result(), expected = b.Result(), expectedGradInput = b.Result();
        float[] weight = layer.Parameters[0].Value.ToArray(), bias = layer.Parameters[1].Value.ToArray(), gradWeight = new float[4], gradBias = new float[4];
        BatchKernels.Inference(b.Input, b.Mask, weight, bias, expected, layer.Running.Mean, layer.Running.Variance, b.N, b.C, b.L);
        BatchKernels.InferenceBackward(
            b.GradOutput, b.Input, b.Mask, weight, expectedGradInput, gradWeight, gradBias, layer.Running.Mean, layer.Running.Variance, b.N, b.C, b.L);

        layer.Training = false;
        layer.ZeroGradients();
        layer.Forward(b.Input, b.Mask, output, b.N, b.C, b.L);
        layer.Backward(b.GradOutput, b.Input, b.Mask, gradInput, b.N, b.C, b.L);

        Assert.Equal(expected, output);
        Assert.Equal(expectedGradInput, gradInput);
        Assert.Equal(gradWeight, layer.Parameters[0].Gradient.ToArray());
        Assert.Equal(gradBias, layer.Parameters[1].Gradient.ToArray());
        Assert.Equal(mean, layer.Running.ExactMean.ToArray());
    }

    [Fact]
    public void Gradients_add_up_until_they_are_set_to_zero()
    {
        AffineMaskedNorm layer = new();
        Batch b = new(1);
        layer.Forward(b.Input, Mask(b), b.Result(), b.N, b.C, b.L);
        layer.Backward(b.GradOutput, b.Input, Mask(b), b.Result(), b.N, b.C, b.L);
        float[] once = layer.Parameters[0].Gradient.ToArray();
        layer.Backward(b.GradOutput, b.Input, Mask(b), b.Result(), b.N, b.C, b.L);
        Assert.Equal(once.Select(gradient => 2 * gradient), layer.Parameters[0].Gradient.ToArray());

        layer.ZeroGradients();
        Assert.All(layer.Parameters, parameter => Assert.All(parameter.Gradient.ToArray(), gradient => Assert.Equal(0, gradient)));
    }

    [Fact]
    public void A_layer_normalizes_in_place()
    {
        MaskedBatchNorm1d layer = Trained(), twin = Trained();
        Batch b = new(3);
        float[] output = b.Result(), own = [.. b.Input];
        layer.Forward(b.Input, b.Mask, output, b.N, b.C, b.L);
        twin.Forward(own, b.Mask, own, b.N, b.C, b.L);
        Assert.Equal(output, own);
    }

    [Fact]
    public void A_mask_of_padding_and_its_policy_hold_in_both_modes()
    {
        RunningAloneLayer layer = new();
        Batch b = new(5);
        foreach (bool training in new[] { true, false })
        {
            layer.Training = training;
            float[] output = b.Result();
            layer.Forward(b.Input, b.Mask, output, b.N, b.C, b.L);
            for (int i = 0; i < output.Length; i++)
            {
                bool isPadding = b.Mask[(i / (b.C * b.L) * b.L) + (i % b.L)];
                Assert.Equal(isPadding, output[i] == 0);
            }
        }

        Assert.Empty(layer.Parameters);
        Assert.Equal(1, layer.Running!.BatchesTracked);
    }

    internal static MaskedBatchNorm1d Trained(int steps = 3)
    {
        MaskedBatchNorm1d layer = new();
        for (int step = 0; step < steps; step++)
        {
            Batch b = new(100 + step);
            layer.Forward(b.Input, b.Mask, b.Result(), b.N, b.C, b.L);
            layer.ZeroGradients();
            layer.Backward(b.GradOutput, b.Input, b.Mask, b.Result(), b.N, b.C, b.L);
            foreach (LayerParameter parameter in layer.Parameters)
            {
                Descend(parameter.Value.Span, parameter.Gradient.Span);
            }
        }

        return layer;
    }

    /// <summary>A mask over the first two axes instead of the first and the last.</summary>
    internal static bool[] Mask(Batch b) => [.. Enumerable.Range(0, b.N * b.C).Select(i => i % 5 != 2)];

    private static void Descend(Span<float> value, ReadOnlySpan<float> gradient)
    {
        for (int i = 0; i < value.Length; i++)
        {
            value[i] -= 0.1f * gradient[i];
        }
    }
}
