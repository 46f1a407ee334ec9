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
    private const string AllGradients = "ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias";

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

    [Theory]
    [InlineData("Variance = Variance.Biased, Epsilon = 1e-5, Affine = true", WeightAndBias, AllGradients,
        "r = 1 / √(Σ(x − mean)²/n + 1E-05), x̂ = (x − mean)·r, g = γ·∂y; ∂x = r·(g − Σg/n − x̂·Σ(g·x̂)/n); ∂γ = Σ ∂y·x̂; ∂β = Σ ∂y; "
        + "padding ∂x = ∂y, nothing is added to ∂γ and ∂β; without a scale ∂x = ∂y, nothing is added to ∂γ and ∂β\n")]
    [InlineData("Padded = OutputPolicy.Affine, Degenerate = OutputPolicy.Zero, Affine = true", WeightAndBias, AllGradients,
        "r = 1 / √(Σ(x − mean)²/(n − 1)), x̂ = (x − mean)·r, g = γ·∂y; ∂x = r·(g − Σg/n − x̂·Σ(g·x̂)/(n − 1)); ∂γ = Σ ∂y·x̂; ∂β = Σ ∂y; "
        + "padding ∂x = γ·∂y, ∂γ gets ∂y·x, ∂β gets ∂y; without a scale ∂x = 0, nothing is added to ∂γ and ∂β\n")]
    [InlineData("Padded = OutputPolicy.Normalize, Kind = NormKind.Rms", Plain, "Span<float> gradInput",
        "r = 1 / √(Σx²/n), x̂ = x·r; ∂x = r·(∂y − x̂·Σ(∂y·x̂)/n); padding is normalized, too: there ∂x = r·∂y, and sums go over it; without a scale ∂x = ∂y\n")]
    [InlineData("Epsilon = 0.001, Affine = true", "ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, " + Weight, "ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight",
        "r = 1 / √(variance + 0.001), x̂ = (x − mean)·r; ∂x = r·γ·∂y; ∂γ = Σ ∂y·x̂; padding ∂x = ∂y, nothing is added to ∂γ\n")]
    public void It_gives_the_formulas_of_the_gradients(string options, string forward, string backward, string expected)
    {
        string source = $"[MaskedNormBackward(nameof(M))] public static partial void Back(ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, {backward});";
        string text = Text(options, forward, source);
        Assert.Contains("/// " + expected, text);
        Assert.Contains("The gradients of normalizing [N=4 L=8] over (L) for each N" + (options.Contains("Rms") ? " by the root mean square" : "") + ", counting elements that are valid in (N, L).", text);
    }

    [Theory]
    [InlineData("Affine = true", "The gradient of the input. The gradients of the parameters are added to what they have, see <see cref=\"ZeroGradients()\"/>.</summary>")]
    [InlineData("Epsilon = 0.001", "The gradient of the input.</summary>")]
    public void A_layer_speaks_of_gradients_of_parameters_that_it_has(string options, string expected)
    {
        string source = $"using MaskedNorm; [MaskedNormLayer(\"N C L\", Axes = \"N L\", Mask = \"N L\", {options})] public partial class Layer;";
        string text = Compiler.Run(Compiler.Compile(source)).GetRunResult().GeneratedTrees.Single().ToString();
        Assert.Contains(expected, text);
        Assert.Contains("<param name=\"mask\">The mask, [N, L]: true is valid.</param>", text);
        Assert.Contains("<param name=\"output\">The output y, [N, C, L]; may be the input's own memory.</param>", text);
    }

    private static string Text(string options, string parameters, string more = "")
    {
        string source = Marked.InClass($"[MaskedNorm(\"N=4 L=8\", Axes = \"L\", Mask = \"N L\", {options})] public static partial void M({parameters}); {more}");
        return Compiler.Run(Compiler.Compile(source)).GetRunResult().GeneratedTrees.Single().ToString();
    }
}
