using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using MaskedNorm.Generator.Declaration;
using MaskedNorm.Generator.Layout;
using MaskedNorm.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace MaskedNorm.Generator.Tests;

/// <summary>Thousands of mutated declarations: never an exception, never output that does not compile without a message that says why.</summary>
public class RobustnessTests
{
    private const int FilesPerCompilation = 50;

    private static readonly string[] Seeds =
    [
        "[MaskedNorm(\"batch token feature\", Axes = \"feature\", Mask = \"batch token\")] public static partial void @(ReadOnlyTensorSpan<float> input, ReadOnlyTensorSpan<bool> mask, TensorSpan<float> output);",
        "[MaskedNorm(\"N C L\", Axes = \"N L\", Mask = \"N L\", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)] public static partial void @(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int C, int L);",
        "[MaskedNorm(\"N (G=8 c) L\", Axes = \"c L\", AffineAxes = \"G c\", Affine = true, Epsilon = 1e-5)] public static partial void @(ReadOnlyTensorSpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, TensorSpan<float> output);",
        "[MaskedNorm(\"N L=16\", Axes = \"L\", Mask = \"N L\", PaddingSide = PaddingSide.Left, Padded = OutputPolicy.Zero)] public static partial void @(Span<double> x, ReadOnlySpan<int> lengths, Span<double> mean, Span<double> variance, RunningStatistics<double> running, int N);",
        "[MaskedMoments(\"N C L\", Axes = \"N L\", Mask = \"L N\", MaskMarks = MaskMarks.Padding)] public static partial void @(ReadOnlySpan<Half> input, ReadOnlySpan<long> mask, Span<Moments> moments, int N, int C, int L);",
        "[MaskedNormBackward(nameof(Forward), Accumulate = true)] public static partial void @(ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight, Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int C, int L);",
    ];

    // How many members had no mistake at all: enough of them, or the test of output tests nothing.
    private int untouched;

    private static readonly string[] Pieces =
    [
        " ", "(", ")", "[", "]", "<", ">", "\"", "\\", "=", ",", ";", ".", "-", "0", "1", "2147483648", "é", "\uD83D", "{", "}", "@", "$", "/*", "//", "\n", "#if",
        "N", "C", "L", "x", "input", "mask", "output", "mean", "moments", "int", "int n", "float", "Half", "T", "string", "ref ", "out ", "in ", "params ", "this ", "scoped ", "partial ", "static ", "async ",
        "abstract ", "extern ", "unsafe ", "void", "Span<float>", "ReadOnlySpan<float>", "Span<>", "Span<Span<float>>", "TensorSpan<bool>", "null", "true", "1e400", "nameof(Forward)", "nameof()", "Mask = ", "Axes = \"\"",
        "Affine = true, ", "\"N\" + ", "@\"", "\"\"\"", "$\"", "(Variance)9", "double.NaN", " = default", "<T>", "where T : struct", "=> throw null!", "{ }",
    ];

    private static readonly string[] LayoutPieces = [" ", "(", ")", "=", "N", "C", "L", "G", "c", "8", "0", "-1", "F=4", "(G c)", ",", "@", "é", "\t", "99999999999", "x1", "_", "+", "\uD83D"];

    [Theory]
    [InlineData(1, 10, false)]
    [InlineData(2, 10, false)]
    [InlineData(3, 10, false)]
    [InlineData(4, 10, false)]
    [InlineData(9, 2, true)]
    public void A_mutated_declaration_compiles_or_is_told_why_not(int seed, int rounds, bool asGenerated)
    {
        var random = new Random(seed);
        for (int i = 0; i < rounds; i++)
        {
            Check(asGenerated, Enumerable.Range(0, FilesPerCompilation).Select(index => Mutate(Seeds[random.Next(Seeds.Length)], random).Replace("@", "M" + index, StringComparison.Ordinal)).ToList());
        }

        Assert.InRange(untouched, 2 * rounds, rounds * FilesPerCompilation);
    }

    [Theory]
    [InlineData(5, 10, false)]
    [InlineData(6, 10, false)]
    [InlineData(10, 2, true)]
    public void A_random_attribute_compiles_or_is_told_why_not(int seed, int rounds, bool asGenerated)
    {
        var random = new Random(seed);
        for (int i = 0; i < rounds; i++)
        {
            Check(asGenerated, Enumerable.Range(0, FilesPerCompilation).Select(index =>
                $"[MaskedNorm({Text(random)}, Axes = {Text(random)}, Mask = {Text(random)}, Affine = {(random.Next(2) == 0 ? "true" : "false")}, AffineAxes = {Text(random)}, Degenerate = (OutputPolicy){random.Next(5)})]"
                + $" public static partial void M{index}({(random.Next(2) == 0 ? "ReadOnlySpan" : "ReadOnlyTensorSpan")}<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight, Span<float> output, int N, int C, int L);").ToList());
        }
    }

    [Fact]
    public void Every_prefix_of_a_file_is_survived()
    {
        string source = Marked.InClass(string.Join("\n", Seeds.Select((seed, index) => seed.Replace("@", "M" + index, StringComparison.Ordinal))));
        for (int length = 0; length < source.Length; length += 7)
        {
            CheckNoException(Compiler.Compile(source[..length]));
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public void The_position_of_every_mistake_in_a_layout_lies_in_it(int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++)
        {
            string text = RandomLayout(random);
            LayoutSyntax layout = LayoutParser.Parse(text);
            AxisListSyntax list = AxisListParser.Parse(text);

            Assert.All(layout.Errors.Concat(list.Errors), error => Assert.InRange(error.Start + error.Length, error.Start, text.Length));
            Assert.All(layout.Axes, axis => Assert.Equal(axis.Axis.Name, text.Substring(axis.Start, axis.Length).TrimStart('@')));
            Assert.All(layout.Axes, axis => Assert.InRange(axis.Axis.Extent ?? 1, 1, int.MaxValue));
            Assert.Equal(layout.Axes.Count, layout.Axes.Select(axis => axis.Axis.Name).Distinct().Count());
            Assert.True(layout.Axes.Count > 0 || layout.Errors.Count > 0);
        }
    }

    [Fact]
    public void A_declaration_takes_less_than_a_tenth_of_a_second()
    {
        string many = string.Join(" ", Enumerable.Range(0, 5000).Select(index => "axis" + index));
        string[] declarations =
        [
            Seeds[1].Replace("@", "M", StringComparison.Ordinal),
            $"[MaskedNorm(\"{many}\", Axes = \"{many}x\", Mask = \"{many}\")] public static partial void M(ReadOnlySpan<float> input, Span<float> output);",
            $"[MaskedNorm(\"{new string('a', 100_000)}\", Axes = \"{new string('b', 100_000)}\")] public static partial void M(ReadOnlySpan<float> input, Span<float> output);",
            $"[MaskedNorm(\"{new string('(', 50_000)}\", Axes = \"{new string(')', 50_000)}\")] public static partial void M(ReadOnlySpan<float> input, Span<float> output);",
            $"[MaskedNorm(\"N L\", Axes = \"L\")] public static partial void M({string.Join(", ", Enumerable.Range(0, 500).Select(index => "Span<float> output" + index))});",
        ];
        Compiler.Run(Compiler.Compile(Marked.InClass(declarations[0])));
        foreach (string declaration in declarations)
        {
            // The best of several tries: other tests, and other programs, take their share of the processor.
            long best = long.MaxValue;
            for (int attempt = 0; attempt < 10 && best >= 100; attempt++)
            {
                CSharpCompilation compilation = Compiler.Compile(Marked.InClass(declaration));
                compilation.GetDiagnostics();
                var watch = Stopwatch.StartNew();
                CheckNoException(compilation);
                best = Math.Min(best, watch.ElapsedMilliseconds);
            }

            Assert.True(best < 100, $"{best} ms for {declaration[..60]}");
        }
    }

    // With bodies that throw, the compiler checks thousands in seconds; real kernels take longer.
    private void Check(bool asGenerated, List<string> members)
    {
        // One class in one file for each member, so that mistakes are told apart.
        string forward = Seeds[1].Replace("@", "Forward", StringComparison.Ordinal);
        CSharpCompilation compilation = Compiler.Compile(
            members.Select((member, index) => Marked.InClass(forward + "\n" + member).Replace("Kernels", "Kernels" + index, StringComparison.Ordinal)).ToArray());
        GeneratorDriver driver = CheckNoException(compilation);

        string[] told = driver.GetRunResult().Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(NameOf).ToArray();
        string[] refused = Errors(compilation).Where(d => d.Id != "CS8795").Select(NameOf).ToArray();
        Compilation implemented = compilation.AddSyntaxTrees(asGenerated
            ? driver.GetRunResult().GeneratedTrees
            : Compiler.Values<TypeModel>(driver, MaskedNormGenerator.TypesStep).Select(type => Compiler.Parse(Implementation.Of(type), type.HintName + ".cs")));

        untouched += Enumerable.Range(0, members.Count).Count(index => !told.Contains($"Kernels{index}.cs") && !refused.Contains($"Kernels{index}.cs"));

        // What the compiler refuses anyway is its to report; a mistake that is told may leave a method without a body, but adds no other error.
        Assert.DoesNotContain(Errors(implemented), d => !refused.Contains(NameOf(d)) && !(d.Id == "CS8795" && told.Contains(NameOf(d))));
    }

    private static IEnumerable<Diagnostic> Errors(Compilation compilation) =>
        compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error);

    // A generated file is named like the user's: Kernels7.g.cs, Kernels7.cs.
    private static string NameOf(Diagnostic diagnostic) =>
        Path.GetFileName(diagnostic.Location.SourceTree?.FilePath ?? "").Replace(".g.cs", ".cs", StringComparison.Ordinal);

    private static GeneratorDriver CheckNoException(CSharpCompilation compilation)
    {
        GeneratorDriver driver = Compiler.Run(compilation);
        GeneratorRunResult result = driver.GetRunResult().Results[0];
        Assert.Null(result.Exception);
        Assert.All(result.Diagnostics, mistake => Assert.True(new TextSpan(0, mistake.Location.SourceTree!.Length).Contains(mistake.Location.SourceSpan)));
        Assert.All(result.Diagnostics, mistake => Assert.DoesNotContain("{0}", mistake.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
        return driver;
    }

    private static string Mutate(string text, Random random)
    {
        var mutated = new StringBuilder(text);
        for (int count = random.Next(1, 3); count > 0; count--)
        {
            int position = random.Next(mutated.Length);
            int length = Math.Min(random.Next(6), mutated.Length - position);
            if (random.Next(3) > 0)
            {
                mutated.Remove(position, length);
            }

            if (random.Next(3) > 0)
            {
                mutated.Insert(Math.Min(position, mutated.Length), Pieces[random.Next(Pieces.Length)]);
            }
        }

        return mutated.ToString();
    }

    private static string Text(Random random) =>
        SymbolDisplay.FormatLiteral(random.Next(3) == 0 ? RandomLayout(random) : string.Join(" ", ((string[])["N", "C", "L"]).Where(_ => random.Next(2) == 0)), quote: true);

    private static string RandomLayout(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => LayoutPieces[random.Next(LayoutPieces.Length)]));
}
