using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using MaskedNorm.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace MaskedNorm.Generator.Tests;

/// <summary>An axis may be called like anything in the kernel that it is an axis of: the kernel is the same but for its names.</summary>
public class AxisNameTests
{
    private static readonly string[] Plain = ["Qa", "Qb", "Qc"];

    private const string Forward = "public static partial void Norm(";

    // {0}, {1} and {2} are the axes.
    public static TheoryData<string> Declarations => new(
        $"[MaskedNorm(\"{{0}} {{1}}\", Axes = \"{{1}}\", Variance = Variance.Biased)] {Forward}ReadOnlySpan<Half> input, Span<Half> output, int {{0}}, int {{1}});",
        $"[MaskedNorm(\"{{0}} {{1}}\", Axes = \"{{0}}\", Mask = \"{{1}} {{0}}\", Affine = true, AffineAxes = \"{{0}} {{1}}\", Parallel = true)] {Forward}ReadOnlySpan<double> input, ReadOnlySpan<bool> mask, ReadOnlySpan<double> weight, ReadOnlySpan<double> bias, Span<double> output, int {{0}}, int {{1}});",
        $"[MaskedNorm(\"{{0}} {{1}} {{2}}\", Axes = \"{{1}} {{2}}\", Mask = \"{{0}} {{2}}\", Affine = true, AffineAxes = \"{{1}}\")] {Forward}ReadOnlySpan<float> input, ReadOnlySpan<int> lengths, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int {{0}}, int {{1}}, int {{2}});",
        Both("\"{0} {1}\", Axes = \"{1}\", Affine = true", "", "int {0}, int {1}"),
        Both("\"{0} {1} {2}\", Axes = \"{0} {2}\", Mask = \"{0} {2}\", Affine = true", "ReadOnlySpan<bool> mask, ", "int {0}, int {1}, int {2}"),
        Both("\"{0} {1} {2}\", Axes = \"{0} {1}\", Affine = true", "", "int {0}, int {1}, int {2}"));

    [Theory]
    [MemberData(nameof(Declarations))]
    public void A_kernel_with_axes_of_its_own_names_is_the_same_kernel(string declaration)
    {
        string[][] expected = Kernels(declaration, [Plain])[0];
        string[] names = [.. expected.SelectMany(tokens => tokens).Where(token => char.IsLetter(token[0]) && SyntaxFacts.GetKeywordKind(token) == SyntaxKind.None).Distinct()];
        Assert.True(names.Length > 80, $"{names.Length} names");
        string[][] axes = [.. names.Chunk(declaration.Contains("{2}", StringComparison.Ordinal) ? 3 : 2).Select(chunk => (string[])[.. chunk, .. Plain])];
        foreach ((string[][] found, string[] used) in Kernels(declaration, axes).Zip(axes))
        {
            AssertAlike(expected, found, string.Join(", ", used[..^3]));
        }
    }

    [Theory]
    [InlineData("record")]
    [InlineData("iN")]
    [InlineData("x0")]
    [InlineData("NormKernel")]
    [InlineData("ToString")]
    [InlineData("Équipe")]
    public void Other_names_are_served_too(string name)
    {
        string declaration = ((IEnumerable<object[]>)Declarations).Select(row => (string)row[0]).First(text => text.Contains("{2}", StringComparison.Ordinal));
        string[][][] kernels = Kernels(declaration, [Plain, [name, "N", "iNNext"]]);
        AssertAlike(kernels[0], kernels[1], name);
    }

    private static string Both(string options, string mask, string extents) =>
        $"[MaskedNorm({options})] {Forward}ReadOnlySpan<float> input, {mask}ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, {extents});\n"
        + $"[MaskedNormBackward(nameof(Norm))] public static partial void Back(ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, {mask}ReadOnlySpan<float> weight, "
        + $"Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, {extents});";

    // For each choice of axes the tokens of each kernel.
    private static string[][][] Kernels(string declaration, string[][] axes)
    {
        IEnumerable<string> classes = axes.Select((names, i) =>
        {
            string members = Regex.Replace(declaration, @"\{(\d)\}", match => names[match.Groups[1].Value[0] - '0']);

            // Beside 'input', the extent of an axis 'input' is 'INPUT'.
            string extents = Regex.Replace(members, @"\bint (\w+)", match => "int @" + (members.Contains("> " + match.Groups[1].Value, StringComparison.Ordinal) ? match.Groups[1].Value.ToUpperInvariant() : match.Groups[1].Value));
            return $"public static partial class C{i:D4}\n{{\n{extents}\n}}";
        });
        GeneratorRunResult result = Compiler.Run(Compiler.Compile($"using System;\nusing MaskedNorm;\n{string.Join("\n", classes)}")).GetRunResult().Results[0];
        Assert.True(result.Exception is null && result.Diagnostics.IsEmpty, $"{result.Exception} {string.Join("\n", result.Diagnostics)}");
        Assert.Equal(axes.Length, result.GeneratedSources.Length);
        return [.. result.GeneratedSources.OrderBy(source => source.HintName, StringComparer.Ordinal)
            .Select(source => source.SourceText.ToString().Split("file struct").Skip(1).Select(Tokens).ToArray())];
    }

    // Numbers, names (with the point before those of members), and whatever stands between them; no comments.
    private static string[] Tokens(string text) =>
        [.. Regex.Matches(Regex.Replace(text, "//[^\n]*", ""), @"\d\w*(\.\d\w*)?|\.?@?[\p{L}_]\w*|([^\s\p{L}_\d.]|\.(?![\p{L}_]))+").Select(match => match.Value)];

    // One name for each name, and each for one alone.
    private static void AssertAlike(string[][] expected, string[][] found, string axes)
    {
        Assert.Equal(expected.Length, found.Length);
        foreach ((string[] first, string[] second) in expected.Zip(found))
        {
            Assert.True(first.Length == second.Length, $"{axes}: {first.Length} and {second.Length} tokens");
            Dictionary<string, string> forth = [];
            Dictionary<string, string> back = [];
            for (int i = 0; i < first.Length; i++)
            {
                (string a, string b) = (first[i], second[i]);
                if ((!forth.TryAdd(a, b) && forth[a] != b) || (!back.TryAdd(b, a) && back[b] != a))
                {
                    Assert.Fail($"{axes}: {a} and {b} at {string.Join(" ", second[Math.Max(0, i - 12)..Math.Min(second.Length, i + 6)])}");
                }
            }
        }
    }
}
