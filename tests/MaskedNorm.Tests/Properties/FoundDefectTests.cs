using System;
using System.Linq;
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
        KernelSet kernels = KernelCompiler.Compile([.. cases.Select(c => c.Declaration)]);
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
        ReferenceCheck.Backward(KernelCompiler.Compile([declaration])[0], norm);
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
        ReferenceCheck.Backward(KernelCompiler.Compile([declaration])[0], norm);
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
        Kernel kernel = KernelCompiler.Compile([declaration])[0];
        NormCase norm = CaseData.Random("left padding", declaration, [3, 64], seed: 1);
        bool[] valid = norm.Valid();
        NormCase dirty = norm with { Input = [.. norm.Input.Select((x, i) => valid[i] ? x : double.NaN)] };
        byte[] expected = KernelRun.Forward(kernel, norm)[Slot.Output].Bytes.ToArray();
        Check.SameBits(dirty, "output", declaration.Output, expected, KernelRun.Forward(kernel, dirty)[Slot.Output].Bytes, i => valid[i]);
    }

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
