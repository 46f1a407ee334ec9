using MaskedNorm.Generator.Tests.Infrastructure;
using Xunit;

namespace MaskedNorm.Generator.Tests.Diagnostics;

public class BackwardMistakes
{
    private const string Needed = "ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input";
    private const string GradInput = "Span<float> gradInput";

    [Theory]
    [InlineData("\"[|Batsh|]\"", "Type 'Kernels' has no method 'Batsh' with [MaskedNorm]; did you mean nameof(F)?")]
    [InlineData("[|\"\"|]", "Type 'Kernels' has no method '' with [MaskedNorm]; did you mean nameof(F)?")]
    [InlineData("nameof([|Kernels|])", "Type 'Kernels' has no method 'Kernels' with [MaskedNorm]; did you mean nameof(F)?")]
    public void A_backward_names_its_forward(string forward, string message) =>
        Expect.InClass(
            "MN0501",
            "[MaskedNorm(\"N=4 L=8\", Axes = \"L\")] public static partial void F(ReadOnlySpan<float> input, Span<float> output);"
            + $"[MaskedNormBackward({forward})] public static partial void B({Needed}, {GradInput});",
            message);

    [Fact]
    public void Without_any_forward_one_must_be_declared() =>
        Expect.InClass(
            "MN0501",
            $"[MaskedNormBackward(\"[|F|]\")] public static partial void B({Needed}, {GradInput});",
            "Type 'Kernels' has no method 'F' with [MaskedNorm]; declare one");

    [Fact]
    public void A_forward_must_be_declared() =>
        Expect.InClass(
            "MN0502",
            $"public static void F(ReadOnlySpan<float> input, Span<float> output) {{ }} [MaskedNormBackward(nameof([|F|]))] public static partial void B({Needed}, {GradInput});",
            "Method 'F' has no [MaskedNorm] to take the gradient of; declare it with [MaskedNorm], or name a method that has it");

    [Fact]
    public void Of_several_forwards_the_one_with_the_same_input_is_meant()
    {
        const string Forwards = """
            [MaskedNorm("N=4 L=8", Axes = "L")] public static partial void F(ReadOnlySpan<float> input, Span<float> output);
            [MaskedNorm("N=4 L=8", Axes = "L")] public static partial void F(ReadOnlySpan<double> input, Span<double> output);
            """;
        Expect.All(Marked.InClass(Forwards + $"[MaskedNormBackward(nameof(F))] public static partial void B({Needed}, {GradInput});"));
        Expect.InClass(
            "MN0503",
            Forwards + "[MaskedNormBackward(nameof([|F|]))] public static partial void B(ReadOnlySpan<float> gradOutput, ReadOnlySpan<Half> input, Span<float> gradInput);",
            "Several methods 'F' with [MaskedNorm] could be meant; give each its own name, or this method's input the type of one of theirs");
    }

    [Theory]
    [InlineData("Mask = \"N L\"", "ReadOnlySpan<bool> mask", "", "Forward 'F' has mask, but 'B' does not; add 'ReadOnlySpan<bool> mask'")]
    [InlineData("Mask = \"N L\"", "ReadOnlySpan<int> lengths", "", "Forward 'F' has lengths, but 'B' does not; add 'ReadOnlySpan<int> lengths'")]
    [InlineData("Affine = true", "ReadOnlySpan<float> weight", "", "Forward 'F' has weight, but 'B' does not; add 'ReadOnlySpan<float> weight'")]
    [InlineData("Kind = NormKind.Standard", "ReadOnlySpan<float> mean, ReadOnlySpan<float> variance", ", ReadOnlySpan<float> mean", "Forward 'F' has variance, but 'B' does not; add 'ReadOnlySpan<float> variance'")]
    public void A_backward_takes_what_its_forward_takes(string options, string forwardTakes, string backwardTakes, string message) =>
        Pair("MN0504", options, ", " + forwardTakes, "[|B|]", $"{Needed}, {GradInput}{backwardTakes}", message);

    [Theory]
    [InlineData("Kind = NormKind.Standard", "", "ReadOnlySpan<bool> [|mask|]", "Forward 'F' has no mask; remove 'mask', or add it to the forward")]
    [InlineData("Kind = NormKind.Standard", "", "ReadOnlySpan<int> [|lengths|]", "Forward 'F' has no lengths; remove 'lengths', or add it to the forward")]
    [InlineData("Kind = NormKind.Standard", "", "ReadOnlySpan<float> [|weight|]", "Forward 'F' has no weight; remove 'weight', or add it to the forward")]
    [InlineData("Kind = NormKind.Standard", "", "Span<float> [|gradWeight|]", "Forward 'F' has no weight; remove 'gradWeight', or add weight to the forward")]
    [InlineData("Affine = true", ", ReadOnlySpan<float> weight", "ReadOnlySpan<float> weight, Span<float> [|gradBias|]", "Forward 'F' has no bias; remove 'gradBias', or add bias to the forward")]
    [InlineData("Kind = NormKind.Rms", ", ReadOnlySpan<float> variance", "ReadOnlySpan<float> [|mean|], ReadOnlySpan<float> variance", "Forward 'F' has no mean; remove 'mean', or add it to the forward")]
    public void A_backward_takes_no_more_than_its_forward(string options, string forwardTakes, string backwardTakes, string message) =>
        Pair("MN0505", options, forwardTakes, "B", $"{Needed}, {GradInput}, {backwardTakes}", message);

    [Theory]
    [InlineData("ReadOnlySpan<float> [|bias|]", "'bias' has no meaning in [MaskedNormBackward]; remove it")]
    [InlineData("Span<float> [|output|]", "'output' has no meaning in [MaskedNormBackward]; remove it")]
    [InlineData("RunningStatistics<float> [|running|]", "'running' has no meaning in [MaskedNormBackward]; remove it")]
    public void A_backward_takes_nothing_that_no_gradient_depends_on(string parameter, string message) =>
        Pair("MN0315", "Kind = NormKind.Standard", "", "B", $"{Needed}, {GradInput}, {parameter}", message);

    [Theory]
    [InlineData("ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> [|dWeight|]", "'dWeight' is no parameter of [MaskedNormBackward]; did you mean 'gradWeight'?")]
    [InlineData("Span<float> gradBias, Span<float> [|dWeight|]", "'dWeight' is no parameter of [MaskedNormBackward]; did you mean 'gradWeight'?")]
    [InlineData("Span<float> gradBias, Span<float> [|dx|]", "'dx' is no parameter of [MaskedNormBackward]; write one of gradInput, gradWeight, or remove it")]
    [InlineData("Span<float> gradBias, int [|y|]", "'y' is no parameter of [MaskedNormBackward]; remove it: the layout has no axis 'y'")]
    public void An_unknown_parameter_is_told_what_is_neither_given_nor_of_the_other_direction(string parameters, string message) =>
        Pair("MN0302", "Affine = true", ", ReadOnlySpan<float> weight, ReadOnlySpan<float> bias", "B", "ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> x, " + parameters, message);

    [Fact]
    public void A_backward_needs_the_gradient_of_the_output_and_the_input() =>
        Pair(
            "MN0301",
            "Kind = NormKind.Standard",
            "",
            "[|B|]",
            "ReadOnlySpan<float> input, Span<float> gradInput",
            "Method 'B' has no gradOutput; add 'ReadOnlySpan<float> gradOutput'");

    [Fact]
    public void A_backward_computes_a_gradient() =>
        Pair(
            "MN0506",
            "Kind = NormKind.Standard",
            "",
            "[|B|]",
            Needed,
            "Method 'B' computes no gradient; add 'Span<float> gradInput', 'Span<float> gradWeight' or 'Span<float> gradBias'");

    [Fact]
    public void A_backward_needs_the_extents_that_nothing_tells() =>
        Expect.InClass(
            "MN0316",
            "[MaskedNorm(\"N L\", Axes = \"L\")] public static partial void F(ReadOnlySpan<float> input, Span<float> output, int N, int L);"
            + $"[MaskedNormBackward(nameof(F))] public static partial void [|B|]({Needed}, {GradInput}, int N);",
            "Nothing tells the extent of axis 'L'; add 'int L' to method 'B', or fix the extent in the layout, for example L=8");

    [Fact]
    public void A_mistake_in_the_forward_is_reported_there_alone() =>
        Expect.InClass(
            "MN0401",
            "[MaskedNorm(\"N=4 L=8\", Axes = \"L\", Epsilon = [|-1|])] public static partial void F(ReadOnlySpan<float> input, Span<float> output);"
            + $"[MaskedNormBackward(nameof(F))] public static partial void B({Needed}, {GradInput});",
            "Epsilon cannot be -1; write a finite number that is not negative, for example 1e-5");

    [Theory]
    [InlineData("Span<float> gradWeight")]
    [InlineData("Span<float> gradBias")]
    [InlineData("Span<float> gradInput, ReadOnlySpan<float> gamma")]
    [InlineData("Span<float> gradBias, Span<float> gradInput, ReadOnlySpan<float> weight, Span<float> gradWeight")]
    [InlineData("Span<float> gradBias, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance")]
    public void Any_of_the_gradients_will_do(string gradients) => Gradients(gradients);

    [Fact]
    public void Gradients_of_the_input_are_not_added_up()
    {
        Gradients("Span<float> gradWeight", ", Accumulate = true");
        Expect.InClass(
            "MN0406",
            Affine + $"[MaskedNormBackward(nameof(F), [|Accumulate = true|])] public static partial void B({Needed}, {GradInput}, ReadOnlySpan<float> weight);",
            "Accumulate has no effect without 'gradWeight' or 'gradBias'; remove it, or add 'gradWeight' or 'gradBias'");
    }

    private const string Affine =
        "[MaskedNorm(\"N=4 L=8\", Axes = \"L\", Affine = true)] public static partial void F(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output);";

    private static void Gradients(string gradients, string option = "") =>
        Expect.All(Marked.InClass(
            Affine + $"[MaskedNormBackward(nameof(F){option})] public static partial void B({Needed}, {gradients});"));

    private static void Pair(string id, string options, string forwardTakes, string backward, string backwardTakes, string message) =>
        Expect.InClass(
            id,
            $"[MaskedNorm(\"N=4 L=8\", Axes = \"L\", {options})] public static partial void F(ReadOnlySpan<float> input, Span<float> output{forwardTakes});"
            + $"[MaskedNormBackward(nameof(F))] public static partial void {backward}({backwardTakes});",
            message);
}
