using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MaskedNorm.Benchmarks.Generators;

/// <summary>A project with many declarations, as a user would write them.</summary>
internal static class Declarations
{
    public const int PerType = 10;

    // One type of ten: layouts, masks, affine, element types, gradients and moments, in the proportions of a library of layers.
    private const string Type = """
        /// <summary>Kernels of a layer.</summary>
        public static partial class Layer$
        {
            [MaskedNorm("N F", Axes = "F", Affine = true, AffineAxes = "F", Variance = Variance.Biased, Epsilon = 1e-5)]
            public static partial void Rows(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int F);

            [MaskedNorm("N F", Axes = "F", Mask = "N", Variance = Variance.Biased, Epsilon = 1e-5)]
            public static partial void RowsSelected(Span<float> input, ReadOnlySpan<bool> mask, int N, int F);

            [MaskedNorm("N C L", Axes = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
            public static partial void Batch(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int C, int L);

            [MaskedNorm("N C L", Axes = "N L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
            public static partial void BatchMasked(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int C, int L);

            [MaskedNorm("N L C", Axes = "N L", Mask = "N L", Epsilon = 1e-5)]
            public static partial void BatchLast(ReadOnlySpan<double> input, ReadOnlySpan<int> lengths, Span<double> output, int N, int L, int C);

            [MaskedNorm("N (G=16 c) L", Axes = "c L", Affine = true, AffineAxes = "G c", Variance = Variance.Biased, Epsilon = 1e-5)]
            public static partial void Group(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int c, int L);

            [MaskedNorm("N F", Axes = "F", Kind = NormKind.Rms, Epsilon = 1e-6)]
            public static partial void RmsHalf(ReadOnlySpan<Half> input, Span<Half> output, int N, int F);

            [MaskedNormBackward(nameof(Rows))]
            public static partial void RowsBackward(ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int F);

            [MaskedNormBackward(nameof(BatchMasked))]
            public static partial void BatchBackward(ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int C, int L);

            [MaskedMoments("N L", Axes = "L")]
            public static partial void Moments(ReadOnlySpan<float> input, Span<Moments> moments, int N, int L);
        }
        """;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    private static readonly Lazy<MetadataReference[]> References = new(() => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "MaskedNorm.dll"))
        .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
        .ToArray());

    /// <summary>A compilation with a file for each type of <see cref="PerType"/> declarations, and a last file without any.</summary>
    /// <param name="types">How many types.</param>
    /// <param name="round">A number that enters every file, so that nothing of an earlier compilation is found again.</param>
    /// <returns>The compilation.</returns>
    public static CSharpCompilation Create(int types, int round)
    {
        List<SyntaxTree> trees = Enumerable.Range(0, types)
            .Select(i => Parse(
                $"using System;\nusing MaskedNorm;\n\nnamespace Round{round};\n\n{Type.Replace("$", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)}",
                $"Layer{i}.cs"))
            .ToList();
        trees.Add(Elsewhere(0));
        CSharpCompilationOptions options = new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
        return CSharpCompilation.Create("User", trees, References.Value, options);
    }

    /// <summary>The compilation after a keystroke in the file without declarations.</summary>
    /// <param name="compilation">The compilation before.</param>
    /// <param name="keystroke">A number that the keystroke writes.</param>
    /// <returns>The compilation after.</returns>
    public static Compilation Edit(Compilation compilation, int keystroke) =>
        compilation.ReplaceSyntaxTree(compilation.SyntaxTrees.First(tree => tree.FilePath == "Elsewhere.cs"), Elsewhere(keystroke));

    public static CSharpGeneratorDriver Driver(params IIncrementalGenerator[] generators) => CSharpGeneratorDriver.Create(
        generators.Select(generator => generator.AsSourceGenerator()), parseOptions: ParseOptions);

    private static SyntaxTree Elsewhere(int keystroke) =>
        Parse($"public static class Elsewhere {{ public static int Value => {keystroke}; }}", "Elsewhere.cs");

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path, Encoding.UTF8);
}
