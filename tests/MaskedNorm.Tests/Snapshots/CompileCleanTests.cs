using System.Collections.Generic;
using System.Linq;
using MaskedNorm.Tests.Guarantees;
using MaskedNorm.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace MaskedNorm.Tests.Snapshots;

/// <summary>Generated code compiles without a warning, whatever options the user's project has.</summary>
public class CompileCleanTests
{
    [Theory]
    [InlineData(NullableContextOptions.Enable, true, false)]
    [InlineData(NullableContextOptions.Disable, true, false)]
    [InlineData(NullableContextOptions.Enable, false, true)]
    [InlineData(NullableContextOptions.Warnings, false, false)]
    public void The_classics_compile_without_warning(NullableContextOptions nullable, bool checkOverflow, bool allowUnsafe) =>
        AssertClean([Classics.File(Classics.All)], nullable, checkOverflow, allowUnsafe);

    // Of each declaration one variant under each of two sets of options, of its neighbours the others.
    [Theory]
    [InlineData(NullableContextOptions.Disable, true, false, 0)]
    [InlineData(NullableContextOptions.Enable, false, true, 1)]
    public void A_matrix_of_declarations_compiles_without_warning(NullableContextOptions nullable, bool checkOverflow, bool allowUnsafe, int set)
    {
        Declaration[] matrix = Catalogue.Entries.SelectMany((entry, i) => Variants(entry.Declaration).Where((_, variant) => (i + variant) % 4 == set)).ToArray();
        string[] members = matrix.Select(DeclarationSource.Members).ToArray();
        string prefix = nullable == NullableContextOptions.Disable ? "#nullable enable\n" : "";
        AssertClean([prefix + DeclarationSource.File("Matrix", members)], nullable, checkOverflow, allowUnsafe);
    }

    // Type parameters with the names of generated locals, an attribute that no method has twice, pointers that only an unsafe class may name.
    [Theory]
    [InlineData("[MaskedNorm(\"N L\", Axes = \"L\")] public static partial void F<extentN, kernel, operands>(ReadOnlySpan<float> input, Span<float> output, int N, int L);")]
    [InlineData("[MaskedNorm(\"N L\", Axes = \"N\")] public static partial void F<batch, @in>(ReadOnlySpan<float> input, RunningStatistics<float> running, Span<float> output, int N, int L);")]
    [InlineData("[System.CodeDom.Compiler.GeneratedCode(\"tool\", \"1\")][MaskedNorm(\"N L\", Axes = \"L\")] public static partial void F(ReadOnlySpan<float> input, Span<float> output, int N, int L);")]
    [InlineData("[MaskedNorm(\"N L\", Axes = \"L\")] public static partial void F<T>(ReadOnlySpan<float> input, Span<float> output, int N, int L) where T : System.Collections.Generic.IEnumerable<int*[]>;")]
    public void Unusual_forms_compile_without_warning(string member) =>
        AssertClean(
            ["#pragma warning disable CS8981\nusing System; using MaskedNorm; public static unsafe partial class Unusual { " + member + " }"],
            NullableContextOptions.Enable, checkOverflow: true, allowUnsafe: true);

    [Fact]
    public void The_same_declarations_give_the_same_text()
    {
        string[] Emit()
        {
            var (compilation, _) = KernelCompiler.Generate([Classics.File(Classics.All)], KernelCompiler.Options());
            return compilation.SyntaxTrees.Select(tree => tree.ToString()).ToArray();
        }

        Assert.Equal(Emit(), Emit());
    }

    [Fact]
    public void Generated_lines_end_with_a_line_feed_alone()
    {
        var (compilation, _) = KernelCompiler.Generate([Classics.File(Classics.All)], KernelCompiler.Options());
        Assert.All(compilation.SyntaxTrees.Skip(1), tree => Assert.DoesNotContain('\r', tree.ToString()));
    }

    /// <summary>A declaration under every policy, kind and direction of statistics.</summary>
    private static IEnumerable<Declaration> Variants(Declaration d) =>
    [
        d with { Padded = OutputPolicy.Normalize, Degenerate = OutputPolicy.Affine, Statistics = Statistics.None },
        d with { Padded = OutputPolicy.Affine, Statistics = Statistics.Given, Gradients = Gradients.Input },
        d with { Kind = NormKind.Rms, Parallel = true, Output = Element.Half },
        d with { Gradients = d.Affine ? Gradients.Weight : Gradients.Input, Accumulate = d.Affine, Input = Element.BFloat16 },
    ];

    private static void AssertClean(string[] files, NullableContextOptions nullable, bool checkOverflow, bool allowUnsafe)
    {
        CSharpCompilationOptions options = KernelCompiler.Options(nullable).WithOverflowChecks(checkOverflow).WithAllowUnsafe(allowUnsafe);
        var (compilation, diagnostics) = KernelCompiler.Generate(files, options);
        string[] complaints = KernelCompiler.Complaints(compilation, diagnostics);
        Assert.True(complaints.Length == 0, string.Join("\n", complaints.Take(20)));
    }
}
