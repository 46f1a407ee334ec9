using System;
using System.Linq;
using MaskedNorm.Tests.Harness;
using Xunit;

namespace MaskedNorm.Tests.Guarantees;

/// <summary>Selections of lines that do not follow each other: four are summed at a time, and what is left one by one.</summary>
public partial class LinesTests
{
    // With the extents that lead and follow the number of lines and their length; 0 stands for each of these in turn.
    private static readonly (Declaration Declaration, int[] Extents)[] s_layouts =
    [
        (new("N C L", "N L") { Affine = true, Epsilon = 1e-5, Gradients = Gradients.All }, [-1, 2, 0]),
        (new("N C L", "N L") { Mask = "C", Affine = true, Gradients = Gradients.All }, [-1, 3, 0]),
        (new Declaration("N C L", "N L").Of(Element.Half) with { Epsilon = 1e-5, Gradients = Gradients.Input }, [-1, 2, 0]),
        (new Declaration("N C L", "N L").Of(Element.Double) with { Gradients = Gradients.Input }, [-1, 2, 0]),
        (new("N C L", "N L") { Kind = NormKind.Rms, Gradients = Gradients.Input }, [-1, 2, 0]),
        (new("N C L=49", "N L") { Affine = true, Gradients = Gradients.All }, [-1, 2, 49]),
        (new("N=6 C L", "N L") { Gradients = Gradients.Input }, [6, 2, 0]),
        (new("A N C L", "A N L") { Gradients = Gradients.Input }, [2, -1, 2, 0]),
    ];

    private static readonly Lazy<KernelSet> s_kernels = new(() => KernelCompiler.CompileForLargeData(s_layouts.Select(layout => layout.Declaration).ToList()));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Any_number_of_lines_of_any_length_is_summed(int layout)
    {
        (Declaration declaration, int[] extents) = s_layouts[layout];
        foreach (int lines in (int[])[1, 3, 4, 5, 8, 11])
        {
            foreach (int length in (int[])[1, 8, 15, 17, 31, 64, 513, 1100])
            {
                int[] actual = extents.Select(e => e == -1 ? lines : e == 0 ? length : e).ToArray();
                NormCase norm = CaseData.Random("lines", declaration, actual, seed: lines + length, offset: 3);
                ReferenceCheck.Forward(s_kernels.Value[layout], norm);
                ReferenceCheck.Backward(s_kernels.Value[layout], norm);
            }
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void A_padded_channel_has_no_gradients_with_saved_statistics(int lines)
    {
        const int channels = 3;
        const int length = 70;
        bool[] mask = [true, false, true];
        float[] x = new float[lines * channels * length];
        float[] dy = new float[x.Length];
        Random random = new(5);
        for (int i = 0; i < x.Length; i++)
        {
            bool valid = mask[i / length % channels];
            x[i] = valid ? random.NextSingle() : float.NaN;
            dy[i] = valid ? random.NextSingle() : float.NaN;
        }

        float[] weight = [1, 2, 3];
        float[] mean = new float[channels];
        float[] variance = new float[channels];
        Forward(x, mask, weight, weight, new float[x.Length], mean, variance, lines, channels, length);
        float[] gradWeight = new float[channels];
        float[] gradBias = new float[channels];
        float[] expectedWeight = new float[channels];
        float[] expectedBias = new float[channels];
        Backward(dy, x, mask, weight, mean, variance, new float[x.Length], gradWeight, gradBias, lines, channels, length);
        Backward(dy, x, mask, weight, new float[x.Length], expectedWeight, expectedBias, lines, channels, length);
        for (int c = 0; c < channels; c++)
        {
            Assert.Equal(mask[c] ? expectedWeight[c] : 0, gradWeight[c], 1e-3f);
            Assert.Equal(mask[c] ? expectedBias[c] : 0, gradBias[c], 1e-3f);
            Assert.Equal(mask[c], expectedBias[c] != 0);
        }
    }

    [MaskedNorm("N C L", Axes = "N L", Mask = "C", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void Forward(
        ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output,
        Span<float> mean, Span<float> variance, int N, int C, int L);

    [MaskedNormBackward(nameof(Forward))]
    private static partial void Backward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight,
        Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int C, int L);

    [MaskedNormBackward(nameof(Forward))]
    private static partial void Backward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight, ReadOnlySpan<float> mean,
        ReadOnlySpan<float> variance, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int C, int L);
}
