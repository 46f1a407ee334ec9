using System;
using System.Linq;
using MaskedNorm.Layers;
using MaskedNorm.Tests.Golden;
using Xunit;

namespace MaskedNorm.Tests.Layers;

/// <summary>The golden vectors through layers.</summary>
public class LayerGoldenTests
{
    private delegate void Forward(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<float> output, int n, int c, int l);

    private delegate void Backward(ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<float> gradInput, int n, int c, int l);

    [Fact]
    public void Batch_norm_follows_the_golden_running_statistics_and_inference()
    {
        Assert.Contains(GoldenFiles.Running, golden => golden.Momentum is null);
        foreach (GoldenRunning golden in GoldenFiles.Running)
        {
            MaskedBatchNorm1d momentum = new();
            CumulativeBatchNorm cumulative = new();
            if (golden.Momentum is null)
            {
                Verify(golden, cumulative, () => cumulative.Running!, cumulative.Forward);
            }
            else
            {
                Assert.Equal(0.1, golden.Momentum);
                Verify(golden, momentum, () => momentum.Running!, momentum.Forward);
            }
        }
    }

    [Fact]
    public void Plain_norms_give_the_golden_values_of_the_Python_package()
    {
        PlainMaskedNorm plain = new();
        BatchedPlainMaskedNorm batched = new();
        Assert.True(VerifySeed(plain, "B T F", "F", "B T", plain.Forward, plain.Backward) > 0);
        Assert.True(VerifySeed(batched, "N T F", "N", "T F", batched.Forward, batched.Backward) > 0);
    }

    [Fact]
    public void Affine_norms_give_the_golden_values_of_the_Python_package()
    {
        Assert.True(VerifySeed(() => new AffineMaskedNorm(), layer => layer.Forward, layer => layer.Backward, "B T F", "F", "B T") > 0);
        Assert.True(VerifySeed(() => new BatchedAffineMaskedNorm(), layer => layer.Forward, layer => layer.Backward, "N D", "N", "D") > 0);
    }

    private static void Verify(GoldenRunning golden, INormLayer layer, Func<RunningStatistics<float>> running, Forward forward)
    {
        (int n, int c, int l) = (golden.Extents["N"], golden.Extents["C"], golden.Extents["L"]);
        float[] output = new float[n * c * l];
        foreach (GoldenStep step in golden.Steps)
        {
            forward(Floats(step.Input), [.. step.MaskValues.Select(value => value != 0)], output, n, c, l);
            Close(step.RunningMean, running().Mean);
            Close(step.RunningVariance, running().Variance);
            Assert.Equal(step.BatchesTracked, running().BatchesTracked);
        }

        layer.Training = false;
        forward(Floats(golden.EvalInput), [.. Enumerable.Repeat(true, n * l)], output, n, c, l);
        Close(golden.EvalOutput, output);
    }

    private static int VerifySeed(INormLayer layer, string layout, string axes, string mask, Forward forward, Backward backward) =>
        VerifySeed(() => layer, _ => forward, _ => backward, layout, axes, mask);

    private static int VerifySeed<T>(Func<T> make, Func<T, Forward> forward, Func<T, Backward> backward, string layout, string axes, string mask)
        where T : INormLayer
    {
        int cases = 0;
        foreach (GoldenCase golden in GoldenFiles.Cases)
        {
            T layer = make();
            bool affine = layer is AffineMaskedNorm or BatchedAffineMaskedNorm;
            if ((golden.Layout, golden.Axes, golden.Mask, golden.Affine) != (layout, axes, mask, affine) || golden.Variance == Variance.Biased || golden.Epsilon != 0
                || golden.Padded != (affine ? OutputPolicy.Affine : OutputPolicy.Keep) || golden.Kind != NormKind.Standard)
            {
                continue;
            }

            // "N D" is a layout of one token for each sequence.
            int[] extents = layout.Length == 3 ? [golden.Extents["N"], 1, golden.Extents["D"]] : [.. layout.Split(' ').Select(axis => golden.Extents[axis])];
            (int n, int c, int l) = (extents[0], extents[1], extents[2]);
            float[] input = Floats(golden.Input), output = new float[input.Length], gradInput = new float[input.Length];
            bool[] marks = Array.ConvertAll(golden.MaskValues!, value => value != 0);
            forward(layer)(input, marks, output, n, c, l);
            if (affine)
            {
                Floats(golden.Weight!).CopyTo(layer.Parameters[0].Value.Span);
                Floats(golden.Bias!).CopyTo(layer.Parameters[1].Value.Span);
                forward(layer)(input, marks, output, n, c, l);
            }

            Close(golden.Expected.Output, output);
            backward(layer)(Floats(golden.GradOutput), input, marks, gradInput, n, c, l);
            Close(golden.Expected.GradInput, gradInput, 1e-5);
            if (affine)
            {
                Close(golden.Expected.GradWeight!, layer.Parameters[0].Gradient.Span, 1e-5);
                Close(golden.Expected.GradBias!, layer.Parameters[1].Gradient.Span, 1e-5);
            }

            cases++;
        }

        return cases;
    }

    private static float[] Floats(double[] values) => Array.ConvertAll(values, value => (float)value);

    private static void Close(double[] expected, ReadOnlySpan<float> found, double tolerance = 2e-6)
    {
        Assert.Equal(expected.Length, found.Length);
        double scale = Math.Max(1, expected.Max(Math.Abs));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - found[i]) <= tolerance * scale, $"[{i}]: {expected[i]} expected, {found[i]} found");
        }
    }
}
