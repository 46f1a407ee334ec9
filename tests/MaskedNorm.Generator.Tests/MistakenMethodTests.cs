using System;
using MaskedNorm.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Xunit;

namespace MaskedNorm.Generator.Tests;

/// <summary>A method with a mistake still gets a body: the compiler has nothing to add to the message.</summary>
public class MistakenMethodTests
{
    private const string Forward = "[MaskedNorm(\"N=4 L=8\", Axes = \"L\")] public static partial void F(ReadOnlySpan<float> input, Span<float> output);";

    [Theory]
    [InlineData("[MaskedNorm(\"N, L\", Axes = \"L\")] public static partial void M(ReadOnlySpan<float> input, Span<float> output, int N, int L);")]
    [InlineData("[MaskedNorm(\"N L\", Axes = \"M\")] public static partial void M(ReadOnlySpan<float> input, Span<float> output, int N, int L);")]
    [InlineData("[MaskedNorm(\"N L\")] public static partial void M(ReadOnlySpan<float> input, Span<float> output, int N, int L);")]
    [InlineData("[MaskedNorm(\"N L\", Axes = \"L\")] public static partial void M();")]
    [InlineData("[MaskedNorm(\"N L\", Axes = \"L\")] public static partial void M(string input, ref Span<float> output, out int N);")]
    [InlineData("[MaskedNorm(\"N=4 L=8\", Axes = \"L\")] public static partial int[] M(ReadOnlySpan<float> input, Span<float> output);")]
    [InlineData("[MaskedNorm(\"N=4 L=8\", Axes = \"L\")] public static partial ref int M(ReadOnlySpan<float> input, Span<float> output);")]
    [InlineData("[MaskedNorm(\"N=4 L=8\", Axes = \"L\", Epsilon = -1)] public static partial void M(ReadOnlySpan<float> input, Span<float> output);")]
    [InlineData("[MaskedNorm(\"N=4 L=8\", Axes = \"L\", Affine = true)] public static partial void M<T>(ReadOnlySpan<T> input, Span<T> output) where T : unmanaged;")]
    [InlineData("[MaskedNorm(\"N=4 L=8\", Axes = \"L\"), MaskedMoments(\"N=4 L=8\", Axes = \"L\")] public static partial void M(ReadOnlySpan<float> input);")]
    [InlineData("[MaskedMoments(\"N L\", Axes = \"L\")] public static partial void M(ReadOnlySpan<float> input, Span<float> output);")]
    [InlineData("[MaskedNormBackward(\"G\")] public static partial void M(ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, Span<float> gradInput);")]
    [InlineData("[MaskedNormBackward(nameof(F))] public static partial void M(ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input);")]
    public void A_method_with_a_mistake_gets_a_body_that_throws(string method)
    {
        Compilation compilation = Compiler.Compile(Marked.InClass($"{Forward}\n{method}"));
        GeneratorDriverRunResult result = Compiler.Run(compilation).GetRunResult();
        Assert.NotEmpty(result.Diagnostics);

        Compilation implemented = compilation.AddSyntaxTrees(result.GeneratedTrees);
        Assert.DoesNotContain(implemented.GetDiagnostics(), diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
        Assert.Contains("throw new global::System.NotSupportedException(\"The declaration of M has a mistake", Assert.Single(result.GeneratedTrees).ToString(), StringComparison.Ordinal);
    }
}
