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
        trees.Add(Elsewhere(0, 0));
        CSharpCompilationOptions options = new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
        return CSharpCompilation.Create("User", trees, References.Value, options);
    }

    /// <summary>The compilation after a keystroke in a method's body, in the file without declarations.</summary>
    /// <param name="compilation">The compilation before.</param>
    /// <param name="keystroke">A number that the keystroke writes.</param>
    /// <returns>The compilation after.</returns>
    public static Compilation EditBody(Compilation compilation, int keystroke) => Edit(compilation, Elsewhere(0, keystroke));

    /// <summary>The compilation after a keystroke in a constant, on which any declaration might depend, in the same file.</summary>
    /// <param name="compilation">The compilation before.</param>
    /// <param name="keystroke">A number that the keystroke writes.</param>
    /// <returns>The compilation after.</returns>
    public static Compilation EditConstant(Compilation compilation, int keystroke) => Edit(compilation, Elsewhere(keystroke, 0));

    public static CSharpGeneratorDriver Driver(params IIncrementalGenerator[] generators) => CSharpGeneratorDriver.Create(
        generators.Select(generator => generator.AsSourceGenerator()), parseOptions: ParseOptions);

    private static Compilation Edit(Compilation compilation, SyntaxTree edited) =>
        compilation.ReplaceSyntaxTree(compilation.SyntaxTrees.First(tree => tree.FilePath == edited.FilePath), edited);

    // A file of a usual size: all of it is looked through once it has changed.
    private static SyntaxTree Elsewhere(int constant, int body)
    {
        IEnumerable<string> methods = Enumerable.Range(0, 100).Select(i => $$"""
                /// <summary>Sums what is positive.</summary>
                [System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1707")]
                public static double Sum_{{i}}(double[] values, int start)
                {
                    double sum = {{(i == 50 ? body : 0)}};
                    for (int j = start; j < values.Length; j++)
                    {
                        sum += values[j] > 0 ? values[j] : 0;
                    }

                    return sum;
                }
            """);
        return Parse($"public static class Elsewhere\n{{\n    public const int Constant = {constant};\n\n{string.Join("\n\n", methods)}\n}}\n", "Elsewhere.cs");
    }

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path, Encoding.UTF8);
}
