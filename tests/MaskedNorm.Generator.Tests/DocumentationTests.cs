using System.Linq;
using MaskedNorm.Generator.Tests.Infrastructure;
using Xunit;

namespace MaskedNorm.Generator.Tests;

/// <summary>The documentation of a generated method says what the method does.</summary>
public class DocumentationTests
{
    private const string Plain = "ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<float> output";
    private const string Weight = "ReadOnlySpan<float> weight, " + Plain;
    private const string WeightAndBias = "ReadOnlySpan<float> bias, " + Weight;

    [Theory]
    [InlineData("Padded = OutputPolicy.Keep", Plain, "padding is kept.")]
    [InlineData("Padded = OutputPolicy.Zero", Plain, "padding gets 0.")]
    [InlineData("Padded = OutputPolicy.Normalize", Plain, "padding is normalized, too.")]
    [InlineData("Padded = OutputPolicy.Affine", Plain, "padding is kept.")]
    [InlineData("Padded = OutputPolicy.Affine, Affine = true", Weight, "padding gets γ alone.")]
    [InlineData("Padded = OutputPolicy.Affine, Affine = true", WeightAndBias, "padding gets γ and β alone.")]
    public void It_says_what_padding_gets(string options, string parameters, string expected) => Assert.Contains(expected, Text(options, parameters));

    [Theory]
    [InlineData("Degenerate = OutputPolicy.Keep", Plain, "without a scale y = x\n")]
    [InlineData("Degenerate = OutputPolicy.Zero", Plain, "without a scale y = 0\n")]
    [InlineData("Degenerate = OutputPolicy.Affine", Plain, "without a scale y = x\n")]
    [InlineData("Degenerate = OutputPolicy.Affine, Affine = true", Weight, "without a scale y = γ·x\n")]
    [InlineData("Degenerate = OutputPolicy.Affine, Affine = true", WeightAndBias, "without a scale y = γ·x + β\n")]
    public void It_says_what_a_selection_without_a_scale_gets(string options, string parameters, string expected) =>
        Assert.Contains(expected, Text(options, parameters));

    private static string Text(string options, string parameters)
    {
        string source = Marked.InClass($"[MaskedNorm(\"N=4 L=8\", Axes = \"L\", Mask = \"N L\", {options})] public static partial void M({parameters});");
        return Compiler.Run(Compiler.Compile(source)).GetRunResult().GeneratedTrees.Single().ToString();
    }
}
