using System;
using System.Collections.Generic;
using System.Linq;
using MaskedNorm.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Xunit;

namespace MaskedNorm.Generator.Tests;

/// <summary>What the compiler refuses itself: the generated files add no error to its own.</summary>
public class CompilerErrorTests
{
    private const string Norm = "[MaskedNorm(\"N=4 L=8\", Axes = \"L\")]";
    private const string Parameters = "(ReadOnlySpan<float> input, Span<float> output)";
    private const string Layer = "using MaskedNorm; [MaskedNormLayer(\"N L\", Axes = \"L\")] public partial class Norm { }";

    [Theory]
    [InlineData(Layer, Layer)]
    [InlineData(Layer + " [MaskedNormLayer(\"N C\", Axes = \"C\")] public partial class Norm { }")]
    public void A_layer_that_two_parts_declare_is_generated_once(params string[] files) => AddsNothing(files, "CS0579");

    [Theory]
    [InlineData(Norm + " public static partial void M(ReadOnlySpan<float> input, Span<float> output, __arglist);", "CS8795")]
    [InlineData(Norm + " public static partial void M(ReadOnlySpan<float> input, Span<", "CS1001")]
    [InlineData(Norm + " public static partial void M(ReadOnlySpan<float> input, Span<float> output", "CS1026")]
    [InlineData(Norm + " public static partial void M(ReadOnlySpan<float> input, Span<float> output, int output);", "CS0100")]
    [InlineData(Norm + " public static partial void M" + Parameters + ";\n" + Norm + " public static partial void M" + Parameters + ";", "CS0756")]
    [InlineData(Norm + " public static partial void M<T>(ReadOnlySpan<T> input);\n" + Norm + " public static partial void M<U>(ReadOnlySpan<U> input);", "CS0756")]
    [InlineData(Norm + " public static partial void M" + Parameters + "; public static void M" + Parameters + " { }", "CS0111")]
    [InlineData(Norm + " public static partial void M(ReadOnlySpan<float> input, Sapn<float> output);", "CS0246")]
    [InlineData(Norm + " public static partial void M(ReadOnlySpan<float> input, Span<Sapn[]> output);", "CS0246")]
    [InlineData(Norm + " public static partial Sapn M" + Parameters + ";", "CS0246")]
    [InlineData(Norm + " public static partial void M<T>" + Parameters + " where T : Sapn;", "CS0246")]
    [InlineData(Norm + " public static partial void M<T>" + Parameters + " where T : IComparable<Sapn>;", "CS0246")]
    [InlineData("class B { private struct P { } } " + Norm + " static partial void M(ReadOnlySpan<float> input, Span<B.P> output);", "CS0122")]
    [InlineData("struct P { } " + Norm + " public static partial void M(ReadOnlySpan<float> input, Span<P> output);", "CS0051")]
    [InlineData("class P { } " + Norm + " public static partial void M<T>" + Parameters + " where T : P;", "CS0703")]
    [InlineData(Norm + " public partial void M" + Parameters + ";", "CS0708")]
    [InlineData("public partial struct C { " + Norm + " public virtual partial void M" + Parameters + "; }", "CS0106")]
    [InlineData("public sealed partial class C { " + Norm + " public virtual partial void M" + Parameters + "; }", "CS0549")]
    [InlineData("public partial class C { " + Norm + " public readonly partial void M" + Parameters + "; }", "CS0106")]
    [InlineData("public partial class C { " + Norm + " public required partial void M" + Parameters + "; }", "CS0106")]
    [InlineData("public partial struct C { " + Norm + " protected partial void M" + Parameters + "; }", "CS0666")]
    [InlineData(Norm + " public private static partial void M" + Parameters + ";", "CS0107")]
    [InlineData(Norm + " public public static partial void M" + Parameters + ";", "CS1004")]
    [InlineData(Norm + " public static partial void M(ReadOnlySpan<float> input, this Span<float> output);", "CS1100")]
    [InlineData("public static partial class C { " + Norm + " public static partial void M(this ReadOnlySpan<float> input, Span<float> output); }", "CS1109")]
    [InlineData(Norm + " public static partial void M<>" + Parameters + ";", "CS1001")]
    [InlineData("[MaskedNorm(\"N L=8\", Axes = \"L\")] public static partial void M<N>(ReadOnlySpan<float> input, Span<float> output, int N);", "CS0412")]
    [InlineData("public abstract partial class C { " + Norm + " public abstract partial void M" + Parameters + "; }", "CS0750")]
    [InlineData("public abstract partial class C { " + Norm + " public abstract void M" + Parameters + "; }", null)]
    public void A_method_that_cannot_be_implemented_is_not(string members, string? error) => AddsNothing([Marked.InClass(members)], error);

    // What is not written again, or what another generator may add, is no reason to leave a method out.
    [Theory]
    [InlineData("[Unknown] " + Norm + " public static partial void M" + Parameters + ";")]
    [InlineData(Norm + " public static partial void M([Unknown] ReadOnlySpan<float> input, Span<float> output);")]
    [InlineData("[MaskedNorm(\"N L=8\", Axes = \"L\")] public static partial void M(ReadOnlySpan<float> input, Span<float> output, int N = Unknown);")]
    [InlineData("public partial class C { " + Norm + " public override partial void M" + Parameters + "; }")]
    public void A_method_is_implemented_beside_an_error_elsewhere(string members)
    {
        Compilation compilation = Compiler.Compile(Marked.InClass(members));

        Assert.NotEmpty(Errors(compilation));
        Assert.Single(Compiler.Run(compilation).GetRunResult().GeneratedTrees);
    }

    [Fact]
    public void A_method_is_implemented_whatever_warnings_are_errors()
    {
        Compilation compilation = Compiler.Compile(Marked.InClass($"public partial class C<T> {{ {Norm} public static partial void M<T>{Parameters}; }}"));
        compilation = compilation.WithOptions(Compiler.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Error));

        Assert.Contains(Errors(compilation), error => error.StartsWith("CS0693", StringComparison.Ordinal));
        Assert.Single(Compiler.Run(compilation).GetRunResult().GeneratedTrees);
    }

    [Fact]
    public void Overloads_are_all_implemented()
    {
        Compilation compilation = Compiler.Compile(Marked.InClass(
            $"{Norm} public static partial void M{Parameters}; {Norm} public static partial void M<T>{Parameters}; {Norm} public static partial void M(in ReadOnlySpan<float> input, Span<float> output);"));

        Assert.Empty(Errors(compilation.AddSyntaxTrees(Compiler.Run(compilation).GetRunResult().GeneratedTrees)));
    }

    private static void AddsNothing(string[] files, string? expected)
    {
        Compilation compilation = Compiler.Compile(files);
        List<string> own = Errors(compilation);
        Assert.True(expected is null || own.Exists(error => error.StartsWith(expected, StringComparison.Ordinal)), string.Join("\n", own));

        Assert.Empty(Errors(compilation.AddSyntaxTrees(Compiler.Run(compilation).GetRunResult().GeneratedTrees)).Except(own));
    }

    // By their files: the same error in a generated one is another.
    private static List<string> Errors(Compilation compilation) =>
        compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => $"{diagnostic.Id} {diagnostic.Location.SourceTree?.FilePath}").ToList();
}
