using MaskedNorm.Generator.Tests.Infrastructure;
using Xunit;

namespace MaskedNorm.Generator.Tests.Diagnostics;

public class OptionMistakes
{
    [Theory]
    [InlineData("Epsilon = [|-1|]", "Epsilon cannot be -1; write a finite number that is not negative, for example 1e-5")]
    [InlineData("Epsilon = [|-0.5e-3|]", "Epsilon cannot be -0.0005; write a finite number that is not negative, for example 1e-5")]
    [InlineData("Epsilon = [|double.NaN|]", "Epsilon cannot be NaN; write a finite number that is not negative, for example 1e-5")]
    [InlineData("Epsilon = [|1 / 0.0|]", "Epsilon cannot be Infinity; write a finite number that is not negative, for example 1e-5")]
    public void Epsilon_is_finite_and_not_negative(string option, string message) => Plain("MN0401", option, message);

    [Fact]
    public void A_degenerate_selection_cannot_be_normalized() => Plain(
        "MN0402",
        "Degenerate = [|OutputPolicy.Normalize|]",
        "A selection without scale cannot be normalized; write OutputPolicy.Keep, OutputPolicy.Affine or OutputPolicy.Zero for Degenerate");

    [Theory]
    [InlineData("Variance = [|(Variance)7|]", "7 is no value of Variance; write Variance.Unbiased or Variance.Biased")]
    [InlineData("Kind = [|(NormKind)(-1)|]", "-1 is no value of Kind; write NormKind.Standard or NormKind.Rms")]
    [InlineData("Degenerate = [|(OutputPolicy)4|]", "4 is no value of Degenerate; write OutputPolicy.Keep, OutputPolicy.Affine or OutputPolicy.Zero")]
    public void An_option_has_a_value_that_is_defined(string option, string message) => Plain("MN0403", option, message);

    [Theory]
    [InlineData("MaskMarks = [|(MaskMarks)2|]", "2 is no value of MaskMarks; write MaskMarks.Valid or MaskMarks.Padding", "ReadOnlySpan<bool> mask")]
    [InlineData("PaddingSide = [|(PaddingSide)2|]", "2 is no value of PaddingSide; write PaddingSide.Right or PaddingSide.Left", "ReadOnlySpan<int> lengths")]
    [InlineData("Padded = [|(OutputPolicy)4|]", "4 is no value of Padded; write OutputPolicy.Keep, OutputPolicy.Affine, OutputPolicy.Zero or OutputPolicy.Normalize", "ReadOnlySpan<bool> mask")]
    public void An_option_of_the_mask_has_a_value_that_is_defined(string option, string message, string mask) =>
        Masked("MN0403", option, message, mask);

    [Fact]
    public void Affine_axes_need_affine() => Plain(
        "MN0404",
        "[|AffineAxes = \"N\"|]",
        "AffineAxes has no effect without Affine; write Affine = true, or remove AffineAxes");

    [Theory]
    [InlineData("[|MaskMarks = MaskMarks.Padding|]", "MaskMarks has no effect without Mask; remove it, or add Mask")]
    [InlineData("[|PaddingSide = PaddingSide.Left|]", "PaddingSide has no effect without 'lengths'; remove it, or add 'lengths'")]
    [InlineData("[|Padded = OutputPolicy.Zero|]", "Padded has no effect without Mask; remove it, or add Mask")]
    public void An_option_of_the_mask_needs_a_mask(string option, string message) => Plain("MN0406", option, message);

    [Fact]
    public void Lengths_have_no_marks_and_a_mask_has_no_side()
    {
        Masked("MN0406", "[|MaskMarks = MaskMarks.Padding|]", "MaskMarks has no effect without 'mask'; remove it, or add 'mask'", "ReadOnlySpan<int> lengths");
        Masked("MN0406", "[|PaddingSide = PaddingSide.Left|]", "PaddingSide has no effect without 'lengths'; remove it, or add 'lengths'", "ReadOnlySpan<bool> mask");
    }

    [Fact]
    public void A_policy_of_weights_needs_weights()
    {
        Plain("MN0406", "[|Degenerate = OutputPolicy.Affine|]", "Degenerate = OutputPolicy.Affine has no effect without Affine = true; remove it, or add Affine = true");
        Plain("MN0406", "[|Padded = OutputPolicy.Affine|]", "Padded has no effect without Mask; remove it, or add Mask");
        Masked("MN0406", "[|Padded = OutputPolicy.Affine|]", "Padded = OutputPolicy.Affine has no effect without Affine = true; remove it, or add Affine = true", "ReadOnlySpan<bool> mask");
    }

    [Fact]
    public void A_root_mean_square_divides_by_n() => Plain(
        "MN0406",
        "Kind = NormKind.Rms, [|Variance = Variance.Unbiased|]",
        "Variance = Variance.Unbiased has no effect with Kind = NormKind.Rms, which divides by n; remove it");

    private static void Plain(string id, string option, string message) => Expect.InClass(
        id, $"[MaskedNorm(\"N=4 L=8\", Axes = \"L\", {option})] public static partial void M(ReadOnlySpan<float> input, Span<float> output);", message);

    private static void Masked(string id, string option, string message, string mask) => Expect.InClass(
        id, $"[MaskedNorm(\"N=4 L=8\", Axes = \"L\", Mask = \"N L\", {option})] public static partial void M(ReadOnlySpan<float> input, {mask}, Span<float> output);", message);
}
