using System;
using System.Linq;
using System.Numerics.Tensors;
using MaskedNorm.Tests.Harness;
using Xunit;

namespace MaskedNorm.Tests.Properties;

/// <summary>Defects that random declarations found, in kernels or in their checks, each as a small case.</summary>
public sealed partial class FoundDefectTests
{
    // Whole padded selections go through weight and bias: they were left out of the gradients.
    [Theory]
    [InlineData(1)]
    [InlineData(70)]
    public void Padded_selections_have_a_part_in_the_gradients_of_weight_and_bias(int columns)
    {
        const int Rows = 13;
        bool[] mask = [.. Enumerable.Range(0, Rows).Select(row => row % 3 != 1)];
        double[] x = [.. Enumerable.Range(0, Rows * columns).Select(i => Math.Sin(i))];
        double[] dy = [.. Enumerable.Range(0, Rows * columns).Select(i => Math.Cos(2.5 * i))];
        double[] weight = [.. Enumerable.Range(0, Rows).Select(i => 1 + (0.1 * i))];
        double[] gradInput = new double[x.Length];
        double[] gradWeight = new double[Rows];
        double[] gradBias = new double[Rows];
        Backward(dy, x, mask, weight, gradInput, gradWeight, gradBias, Rows, columns);
        for (int row = 0; row < Rows; row++)
        {
            int[] own = [.. Enumerable.Range(row * columns, columns)];
            Assert.Equal(own.Sum(i => dy[i]), gradBias[row], 12);
            if (!mask[row])
            {
                Assert.Equal(own.Sum(i => dy[i] * x[i]), gradWeight[row], 12);
                Assert.All(own, i => Assert.Equal(weight[row] * dy[i], gradInput[i]));
            }
        }
    }

    // Neither compiled: a channel norm whose padding goes through folded weights that stand apart, and doubles with a fixed extent of two narrow
    // rounds, whose line is summed for the weight's gradient before it is written.
    [Fact]
    public void Marked_lanes_and_fixed_lines_compile_and_agree()
    {
        (Declaration Declaration, int[] Extents)[] cases =
        [
            (new("A B C", "A") { Mask = "B C", Affine = true, AffineAxes = "C B", Padded = OutputPolicy.Affine, Gradients = Gradients.Input }, [12, 5, 37]),
            (new Declaration("A C B=32", "C B").Of(Element.Double) with { Affine = true, AffineAxes = "C", Gradients = Gradients.All }, [3, 4, 32]),
            (new Declaration("A C B=48", "C B").Of(Element.Double) with { Mask = "A B", Affine = true, AffineAxes = "C", Gradients = Gradients.All }, [3, 4, 48]),
        ];
        KernelSet kernels = KernelCompiler.CompileForLargeData([.. cases.Select(c => c.Declaration)]);
        for (int k = 0; k < cases.Length; k++)
        {
            NormCase norm = CaseData.Random("found", cases[k].Declaration, cases[k].Extents, seed: 4);
            ReferenceCheck.Forward(kernels[k], norm);
            ReferenceCheck.Backward(kernels[k], norm);
        }
    }

    // Equal terms in their millions: the totals in double lost the same part of each, up to 655 units in the last place.
    [Fact]
    public void Long_sums_in_double_lose_nothing_to_speak_of()
    {
        const int Length = 1_000_000;
        const int Columns = 8;
        double[] y = new double[Length * Columns];
        Columned(Alternating(Columns), y, Length, Columns);
        AssertOnes(y);
        Array.Clear(y);
        Lined(Alternating(1), y, Length / 8, 8, 8);
        AssertOnes(y);

        // Neighbours along the reduced axes differ in sign alone.
        double[] Alternating(int stride) => [.. Enumerable.Range(0, Length * Columns).Select(i => i / stride % 2 == 0 ? 4000.1 : -4000.1)];

        static void AssertOnes(double[] y) => Assert.All(y.Where((_, i) => i % 4999 == 0), v => Assert.InRange(Math.Abs(Math.Abs(v) - 1), 0, 16 * Math.ScaleB(1, -52)));
    }

    // Two valid elements 0.0085 apart, and padding at up to 376 of their deviations: of 1884 in absolute terms of B, -1.7 is left. The kernel was
    // right to 2e-8 of those terms, which is what sums in float come to. The check was wrong: it measured by the largest term of g alone.
    [Fact]
    public void Sums_that_normalized_padding_takes_part_in_are_as_exact_as_float_allows()
    {
        Declaration declaration = new("A B C", "A")
        {
            Mask = "A B",
            MaskMarks = MaskMarks.Padding,
            Affine = true,
            AffineAxes = "B",
            Epsilon = 1e-5,
            Padded = OutputPolicy.Normalize,
            Degenerate = OutputPolicy.Affine,
            Gradients = Gradients.Input,
        };
        const int Seed = 1809053116;
        NormCase norm = CaseData.Random("two valid elements", declaration, [24, 31, 32], Seed, 0.1 + (0.8 * new Random(Seed).NextDouble()));
        ReferenceCheck.Backward(KernelCompiler.CompileForLargeData([declaration])[0], norm);
    }

    // Where a mask leaves out whole rows, sums of one term for each accumulator were declared inside of the check that a row is valid, and used
    // outside of it: the emitted code did not compile.
    [Theory]
    [InlineData(3)]
    [InlineData(32)]
    public void Short_rows_of_fixed_extent_have_gradients_with_saved_statistics(int columns)
    {
        Declaration declaration = new($"A B={columns}", "B") { Mask = "A", Epsilon = 1e-5, Statistics = Statistics.Saved, Gradients = Gradients.Input };
        NormCase norm = CaseData.Random("short rows", declaration, [13, columns], seed: 1);
        ReferenceCheck.Backward(KernelCompiler.CompileForLargeData([declaration])[0], norm);
    }

    // Deviations of Half were those in float where gradients of double make the lanes double: the emitted code did not compile.
    [Theory]
    [InlineData("N F", "F", "", NormKind.Standard)]
    [InlineData("N C H W", "N H W", "N", NormKind.Rms)]
    [InlineData("N L (G=2 c)", "L c", "N L", NormKind.Standard)]
    public void Half_data_have_gradients_in_double(string layout, string axes, string mask, NormKind kind)
    {
        Declaration declaration = new(layout, axes)
        {
            Mask = mask, Kind = kind, Epsilon = 1e-5, Input = Element.Half, Output = Element.Double, GradInput = Element.Double, Gradients = Gradients.Input,
        };
        int[] extents = [.. declaration.Text.Axes.Select(axis => axis.Fixed ?? 19)];
        ReferenceCheck.Backward(KernelCompiler.CompileForLargeData([declaration])[0], CaseData.Random("gradients in double", declaration, extents, seed: 1));
    }

    // Of whole vectors of Half it is noted whether they have infinities or NaN. Padding on the left was noted, too: its NaN sent the row to the
    // scalar path, whose results are a rounding apart.
    [Fact]
    public void Padding_on_the_left_of_half_changes_no_bit()
    {
        Declaration declaration = new("A B", "B")
        {
            Mask = "A B", HasLengths = true, MaskElement = Element.Int32, PaddingSide = PaddingSide.Left, Epsilon = 1e-3, Input = Element.Half,
        };
        Kernel kernel = KernelCompiler.CompileForLargeData([declaration])[0];
        NormCase norm = CaseData.Random("left padding", declaration, [3, 64], seed: 1);
        bool[] valid = norm.Valid();
        NormCase dirty = norm with { Input = [.. norm.Input.Select((x, i) => valid[i] ? x : double.NaN)] };
        byte[] expected = KernelRun.Forward(kernel, norm)[Slot.Output].Bytes.ToArray();
        Check.SameBits(dirty, "output", declaration.Output, expected, KernelRun.Forward(kernel, dirty)[Slot.Output].Bytes, i => valid[i]);
    }

    // Axes called like locals and members of the kernel: with steps a local hid the extent, and the mask was read somewhere else; the others did
    // not compile.
    [Fact]
    public void Axes_may_have_the_names_of_what_stands_in_the_kernel()
    {
        (Declaration Declaration, int[] Extents)[] cases =
        [
            (new("steps C", "steps") { Mask = "C steps", Padded = OutputPolicy.Zero, Epsilon = 1e-5 }, [8, 1000]),
            (new("steps last", "steps") { Mask = "last steps", Affine = true, AffineAxes = "steps last", Epsilon = 1e-5, Gradients = Gradients.All }, [40, 96]),
            (new("users Items", "Items") { Epsilon = 1e-5, Gradients = Gradients.Input }, [5, 130]),
            (new("back C L", "back L") { Mask = "back L", Affine = true, Epsilon = 1e-5, Gradients = Gradients.All }, [5, 3, 70]),
            (new("store product", "product") { Affine = true, Epsilon = 1e-5, Gradients = Gradients.All }, [7, 90]),
            (new("kept most strips", "most") { Mask = "kept most", Epsilon = 1e-5, Gradients = Gradients.Input }, [3, 11, 37]),
            (new("Options AccumulateRow", "Options") { Epsilon = 1e-5 }, [9, 300]),
        ];
        KernelSet kernels = KernelCompiler.CompileForLargeData([.. cases.Select(c => c.Declaration)]);
        for (int k = 0; k < cases.Length; k++)
        {
            NormCase norm = CaseData.Random("names", cases[k].Declaration, cases[k].Extents, seed: 6, validShare: 0.6);
            ReferenceCheck.Forward(kernels[k], norm);
            if (kernels[k].Backward is not null)
            {
                ReferenceCheck.Backward(kernels[k], norm);
            }
        }
    }

    // The gradients of weight and bias alone need no weight: a generator that asked for it all the same gave no code, or code that did not compile.
    [Fact]
    public void Gradients_of_weight_and_bias_need_no_weight()
    {
        (Declaration Declaration, int[] Extents)[] cases =
        [
            (new("N F", "F") { AffineAxes = "F" }, [9, 70]),
            (new("N F=64", "F") { AffineAxes = "F", Kind = NormKind.Rms, HasBias = false }, [9, 64]),
            (new("N C L", "C") { AffineAxes = "C" }, [3, 5, 40]),
            (new("N G c L", "c L") { AffineAxes = "G c", Mask = "N L" }, [3, 2, 4, 21]),
            (new("N C L", "N L") { AffineAxes = "C", Mask = "N L", Padded = OutputPolicy.Affine, Degenerate = OutputPolicy.Affine }, [3, 5, 40]),
            (new("N F", "N") { AffineAxes = "N F", Mask = "N" }, [11, 37]),
        ];
        Declaration[] declarations =
        [
            .. from c in cases
               from gradients in new[] { Gradients.Weight, Gradients.Bias, Gradients.Weight | Gradients.Bias }
               where c.Declaration.HasBias || gradients == Gradients.Weight
               select c.Declaration with { Affine = true, Epsilon = 1e-5, Gradients = gradients },
        ];
        KernelSet kernels = KernelCompiler.CompileForLargeData(declarations);
        for (int k = 0; k < declarations.Length; k++)
        {
            int[] extents = cases.First(c => c.Declaration.Layout == declarations[k].Layout && c.Declaration.Axes == declarations[k].Axes).Extents;
            ReferenceCheck.Backward(kernels[k], CaseData.Random("no weight", declarations[k], extents, seed: 8, validShare: 0.7));
        }
    }

    // What the type of saved statistics makes of a variance, infinity or 0, is not a degenerate selection: its gradient was 0, or that of the output.
    [Theory]
    [InlineData(1e25f)]
    [InlineData(1f)]
    [InlineData(1e-25f)]
    public void Saved_statistics_beyond_their_type_are_not_degenerate(float scale)
    {
        float[] x = [.. new float[] { 1, 2, 4, 8 }.Select(value => value * scale)];
        float[] dy = [0.5f, -0.25f, 1, 0.1f];
        float[] y = new float[4], mean = new float[1], variance = new float[1], saved = new float[4], anew = new float[4];
        Saving(x, y, mean, variance, 1, 4);
        SavedBackward(dy, x, mean, variance, saved, 1, 4);
        RecomputedBackward(dy, x, anew, 1, 4);
        Assert.All(saved.Zip(anew), pair => Assert.InRange(pair.First, pair.Second - (1e-5f / scale), pair.Second + (1e-5f / scale)));
        Assert.Contains(anew, value => Math.Abs(value) > 0.01f / scale);
    }

    [Fact]
    public void Saved_statistics_of_nothing_have_no_part_in_the_gradients()
    {
        float[] gradInput = new float[6], gradWeight = new float[2], gradBias = new float[2];
        MaskedSavedBackward(
            [1, 2, 3, 4, 5, 6], [1, 3, 2, 1, 1, 1], [true, true, true, false, false, false], [1, 1], [2, float.NaN], [1, float.NaN], gradInput, gradWeight, gradBias, 2, 3);
        Assert.Equal([0f, 0f], new[] { gradWeight[1], gradBias[1] });
        Assert.Equal([4f, 5f, 6f], gradInput[3..]);
    }

    // With saved statistics, valid elements of lanes were counted in float, which stops at 2^24: A/n was too large.
    [Fact]
    public void Valid_elements_are_counted_beyond_the_integers_of_float()
    {
        const int Length = (1 << 24) + (1 << 20);
        Half[] x = [.. Enumerable.Range(0, Length).Select(i => (Half)(i % 2 == 0 ? 1 : -1))];
        Half[] dy = [.. Enumerable.Repeat((Half)1, Length)];
        bool[] mask = [.. Enumerable.Repeat(true, Length)];
        Half[] gradInput = new Half[Length];
        LaneSavedBackward(dy, x, mask, [0], [1], gradInput, Length, 1);
        Assert.Equal(-1, gradInput.AsSpan().IndexOfAnyExcept((Half)0));
    }

    [MaskedNorm("N C", Axes = "N", Mask = "N C", Variance = Variance.Biased, Epsilon = 0)]
    private static partial void LaneSaving(
        ReadOnlySpan<Half> input, ReadOnlySpan<bool> mask, Span<Half> output, Span<float> mean, Span<float> variance, int N, int C);

    [MaskedNormBackward(nameof(LaneSaving))]
    private static partial void LaneSavedBackward(
        ReadOnlySpan<Half> gradOutput, ReadOnlySpan<Half> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, Span<Half> gradInput, int N, int C);

    // Six deviations in the first three of 64 elements: the estimate of the mean is far off, and rows of lanes with masks of their own were added
    // up 64 at a time. |error of y| was up to 1.8e-6 below |y| = 4.
    [Theory]
    [InlineData(1000, 209)]
    [InlineData(0, 21)]
    public void Lanes_with_masks_of_their_own_are_as_exact_as_others(double offset, int seed)
    {
        var random = new Random(seed);
        double[] x = [.. Enumerable.Range(0, 64).Select(i => (double)(float)(offset + (i < 3 ? 6 : 0) + (0.9 * CaseData.Normal(random))))];
        double mean = x.Average();
        double scale = 1 / Math.Sqrt(x.Sum(value => (value - mean) * (value - mean)) / 63);
        float[] y = new float[64];
        Lane([.. x.Select(value => (float)value)], [.. Enumerable.Repeat(true, 64)], y, 64, 1);
        Assert.All(x.Zip(y), pair => Assert.InRange(Math.Abs(pair.Second - ((pair.First - mean) * scale)), 0, 1e-6));
    }

    [MaskedNorm("N C", Axes = "N", Mask = "N C", Epsilon = 0)]
    private static partial void Lane(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<float> output, int N, int C);

    // The number of features was a checked product: an overflow without a name.
    [Fact]
    public void Running_statistics_of_too_few_features_are_named_whatever_was_expected()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>("running", () => Features([], new RunningStatistics<float>(4), [], 0, 65536, 65536));
        Assert.Contains("running has 4 features; 4294967296 were expected, one for each element of axes C D.", refusal.Message, StringComparison.Ordinal);
    }

    [MaskedNorm("N C D", Axes = "N", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void Features(ReadOnlySpan<float> input, RunningStatistics<float> running, Span<float> output, int N, int C, int D);

    // The parts of a split axis: their product wrapped, the check passed, and the kernel read somewhere else.
    [Fact]
    public void A_product_of_parts_beyond_a_length_is_refused()
    {
        float[] memory = new float[65536];
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => Parts(
            new ReadOnlyTensorSpan<float>(memory, [65536, 1]), new TensorSpan<float>(new float[65536], [65536, 1])));
        Assert.Equal("input", refusal.ParamName);
        refusal = Assert.Throws<ArgumentException>(() => OpenParts(
            new ReadOnlyTensorSpan<float>(memory, [4, 2]), new TensorSpan<float>(new float[8], [4, 2]), 429509837, 2147418113, 20));
        Assert.Equal("input", refusal.ParamName);
    }

    [MaskedNorm("(A=65536 B=65537) L", Axes = "A")]
    private static partial void Parts(ReadOnlyTensorSpan<float> input, TensorSpan<float> output);

    [MaskedNorm("(A B C D) F", Axes = "A C")]
    private static partial void OpenParts(ReadOnlyTensorSpan<float> input, TensorSpan<float> output, int A, int B, int C);

    // Products of fixed extents beyond int were constants of no type that the code had a place for.
    [Fact]
    public void Fixed_extents_whose_product_exceeds_int_compile()
    {
        Declaration[] declarations =
        [
            new("A=100000 B=100000 L", "A B") { Epsilon = 1e-5, Gradients = Gradients.Input },
            new("N (A=100000 B=100000) L", "A B L") { Epsilon = 1e-5 },
            new("N A=70000 L B=70000", "L") { Affine = true, AffineAxes = "A B", Epsilon = 1e-5 },
        ];
        Assert.Equal(3, KernelCompiler.CompileForLargeData(declarations).Declarations.Count);
    }

    // Padding is kept as it is, in double too, whatever the type of the input.
    [Fact]
    public void Gradients_in_double_keep_padding_as_it_is()
    {
        double[] gradInput = new double[4];
        MixedBackward([0.3, 0.2, 1e300, 0.1], [1, 2, 5, 7], [true, true, false, false], gradInput, 1, 4);
        Assert.Equal([1e300, 0.1], gradInput[2..]);
        Assert.Equal(0, gradInput[0] + gradInput[1], 12);
    }

    [MaskedNorm("N L", Axes = "L", Mask = "N L", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void Mixed(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<double> output, int N, int L);

    [MaskedNormBackward(nameof(Mixed))]
    private static partial void MixedBackward(ReadOnlySpan<double> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<double> gradInput, int N, int L);

    // What the second tensor span tells the first one lacks.
    [Fact]
    public void Extents_are_found_in_any_order_of_tensor_spans()
    {
        float[] y = new float[24];
        Ordered(new ReadOnlyTensorSpan<float>([.. Enumerable.Range(0, 24).Select(i => (float)i)], [6, 4]), new ReadOnlyTensorSpan<bool>([true, false], [2]), y, 2);
        Assert.Equal(0, y[..12].Sum(), 4);
        Assert.Equal(Enumerable.Range(12, 12).Select(i => (float)i), y[12..]);
    }

    [MaskedNorm("(A B) (C D)", Axes = "B D", Mask = "A")]
    private static partial void Ordered(ReadOnlyTensorSpan<float> input, ReadOnlyTensorSpan<bool> mask, Span<float> output, int C);

    [MaskedNorm("N L", Axes = "L", Variance = Variance.Biased, Epsilon = 0)]
    private static partial void Saving(ReadOnlySpan<float> input, Span<float> output, Span<float> mean, Span<float> variance, int N, int L);

    [MaskedNorm("N L", Axes = "L", Variance = Variance.Biased, Epsilon = 0)]
    private static partial void Plain(ReadOnlySpan<float> input, Span<float> output, int N, int L);

    [MaskedNormBackward(nameof(Saving))]
    private static partial void SavedBackward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, Span<float> gradInput, int N, int L);

    [MaskedNormBackward(nameof(Plain))]
    private static partial void RecomputedBackward(ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, Span<float> gradInput, int N, int L);

    [MaskedNorm("N L", Axes = "L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void MaskedSaving(
        ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, Span<float> mean, Span<float> variance, int N, int L);

    [MaskedNormBackward(nameof(MaskedSaving))]
    private static partial void MaskedSavedBackward(
        ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance,
        Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int L);

    [MaskedNorm("N F", Axes = "N", Variance = Variance.Biased, Epsilon = 0)]
    private static partial void Columned(ReadOnlySpan<double> input, Span<double> output, int N, int F);

    [MaskedNorm("N C L", Axes = "N L", Variance = Variance.Biased, Epsilon = 0)]
    private static partial void Lined(ReadOnlySpan<double> input, Span<double> output, int N, int C, int L);

    [MaskedNorm("A B", Axes = "B", Mask = "A", Affine = true, Epsilon = 1e-5, Padded = OutputPolicy.Affine, Degenerate = OutputPolicy.Affine)]
    private static partial void Forward(
        ReadOnlySpan<double> input, ReadOnlySpan<bool> mask, ReadOnlySpan<double> weight, ReadOnlySpan<double> bias, Span<double> output, int A, int B);

    [MaskedNormBackward(nameof(Forward))]
    private static partial void Backward(
        ReadOnlySpan<double> gradOutput, ReadOnlySpan<double> input, ReadOnlySpan<bool> mask, ReadOnlySpan<double> weight, Span<double> gradInput, Span<double> gradWeight, Span<double> gradBias, int A, int B);
}
