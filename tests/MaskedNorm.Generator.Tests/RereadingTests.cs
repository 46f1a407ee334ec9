using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using MaskedNorm.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace MaskedNorm.Generator.Tests;

/// <summary>A file is read anew after every edit that may change what its declarations mean, and after no other.</summary>
public class RereadingTests
{
    private const string Kernels = """
        using System;
        using System.Numerics.Tensors;
        using MaskedNorm;

        namespace Users;

        public partial class Kernels
        {
            [MaskedNorm(Shared.Layout, Axes = "L", Variance = (Variance)Divisor.OfData, Epsilon = Shared.Epsilon)]
            public static partial void M(ReadOnlyTensorSpan<float> input, TensorSpan<float> output);

            [MaskedNormBackward(nameof(Forward))]
            public static partial void Backward(ReadOnlyTensorSpan<float> gradOutput, ReadOnlyTensorSpan<float> input, TensorSpan<float> gradInput);

            [Norm("A B", Axes = "B")]
            public static partial void Q(ReadOnlySpan<float> input, Span<float> output, int A, int B);
        }

        [MaskedNormLayer(Shared.Layout, Axes = "L")]
        public partial class Layer : Base;
        """;

    private const string Elsewhere = """
        #define LONG
        global using Norm = MaskedNorm.MaskedNormAttribute;
        using System;
        using MaskedNorm;
        using static System.Math;

        namespace Users
        {
            public static class Shared
            {
                public const string Layout = "N " + Last;
        #if LONG
                public const string Last = "C L";
        #else
                public const string Last = "L";
        #endif
                public const double Epsilon = 1e-5;
                public static readonly int[] Table = { 1, 2, 3 };
                public static int Property { get; set; } = 4;
                public static int Shorter => 5;
                public static int Longer { get { return 6; } }
                static Shared() { Property = 7; }
                public static int Method(int start)
                {
                    int Local() => 8;
                    return Max(start, Local());
                }
            }

            public enum Divisor { OfData = 0 }

            public class Base { public bool Trained => true; }

            public partial class Kernels
            {
                [MaskedNorm("N L", Axes = "L")]
                public static partial void Forward(ReadOnlyTensorSpanOfSingle input, System.Numerics.Tensors.TensorSpan<float> output);
            }
        }
        """;

    // With a name that an edit can give another meaning.
    private static readonly string Other = Elsewhere.Replace("ReadOnlyTensorSpanOfSingle", "System.Numerics.Tensors.ReadOnlyTensorSpan<float>", StringComparison.Ordinal);

    [Theory]
    [InlineData("{ 1, 2, 3 }", "{ 1, 22, 3 }")]
    [InlineData("= 4;", "= 44;")]
    [InlineData("=> 5;", "=> 55;")]
    [InlineData("return 6;", "return 66; /* Twice. */")]
    [InlineData("Property = 7;", "Property = 77;")]
    [InlineData("=> 8;", "=> 88;")]
    [InlineData("return Max(", "[Obsolete] void Another() { }\n            return Max(")]
    [InlineData("public enum", "// A comment.\n\n    /// <summary>Another.</summary>\n    public enum")]
    public void An_edit_of_a_body_or_a_comment_reads_no_other_file_anew(string old, string changed)
    {
        CSharpCompilation compilation = Compiler.Compile(Kernels, Other);
        GeneratorDriver driver = Compiler.Run(compilation).RunGenerators(Edit(compilation, 1, old, changed));

        // The file that is edited declares a method too: it alone is read.
        Assert.Equal([IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Modified], Reasons(driver));
    }

    [Theory]
    [InlineData("\"N \" + Last", "\"N M \" + Last")]
    [InlineData("\"C L\"", "\"D L\"")]
    [InlineData("\"N \" + Last", "$\"K {Last}\"")]
    [InlineData("#define LONG", "#define SHORT")]
    [InlineData("Epsilon = 1e-5", "Epsilon = 1e-6")]
    [InlineData("Epsilon = 1e-5", "Epsilon = -1")]
    [InlineData("const double", "static readonly double")]
    [InlineData("public const double", "private const double")]
    [InlineData("OfData = 0", "OfData = 1")]
    [InlineData("OfData = 0", "OfNone = 1, OfData")]
    [InlineData("Norm = MaskedNorm.MaskedNormAttribute", "Norm = MaskedNorm.MaskedMomentsAttribute")]
    [InlineData("global using", "using")]
    [InlineData("Axes = \"L\")]", "Axes = \"N\")]")]
    [InlineData("[MaskedNorm(\"N L\", Axes = \"L\")]", "")]
    [InlineData("Forward(", "Onward(")]
    [InlineData("Forward(", "M(")]
    [InlineData("[MaskedNorm(", "public static partial void M(System.Numerics.Tensors.ReadOnlyTensorSpan<float> input, System.Numerics.Tensors.TensorSpan<float> output) { } [MaskedNorm(")]
    [InlineData("public partial class Kernels", "public partial class Kernels<T>")]
    [InlineData("Trained", "Training")]
    [InlineData("class Base {", "class Base { public bool Training { get; set; }")]
    [InlineData("public enum", "public class MaskedNormAttribute : Attribute { public MaskedNormAttribute(string a) { } } public enum")]
    [InlineData("public enum", "public ref struct Span<T> { } public enum")]
    [InlineData("namespace Users", "namespace Usurs")]
    public void An_edit_of_what_a_declaration_means_reaches_it(string old, string changed)
    {
        CSharpCompilation compilation = Compiler.Compile(Kernels, Other);
        GeneratorDriver driver = Compiler.Run(compilation);
        List<string> before = Summary(driver);

        Compilation edited = Edit(compilation, 1, old, changed);
        List<string> after = Summary(driver.RunGenerators(edited));

        Assert.NotEqual(before, after);
        Assert.Equal(Summary(Compiler.Run(Reparsed(edited))), after);
        Assert.Equal(before, Summary(driver.RunGenerators(compilation)));
    }

    [Fact]
    public void A_file_that_comes_goes_or_moves_reaches_the_declarations_of_others()
    {
        CSharpCompilation both = Compiler.Compile(Kernels, Other);
        SyntaxTree[] trees = [.. both.SyntaxTrees];
        GeneratorDriver driver = Compiler.Driver();
        var seen = new List<string>();
        foreach (SyntaxTree[] files in (SyntaxTree[][])[trees, [trees[0]], [trees[1], trees[0]]])
        {
            CSharpCompilation compilation = both.RemoveAllSyntaxTrees().AddSyntaxTrees(files);
            driver = driver.RunGenerators(compilation);
            Assert.Equal(Summary(Compiler.Run(Reparsed(compilation))), Summary(driver));
            seen.Add(string.Concat(Summary(driver)));
        }

        Assert.Equal(3, seen.Distinct().Count());
    }

    [Fact]
    public void Projects_that_share_files_are_read_each_with_its_own_references()
    {
        const string Declaration = "[MaskedNorm.MaskedNorm(Library.Layout, Axes = \"L\")] public static partial void M(System.Numerics.Tensors.TensorSpan<float> input);";
        CSharpCompilation first = Compiler.Compile($"public static partial class Kernels {{ {Declaration} }}").AddReferences(Library("N L"));
        Compilation[] projects = [first, first.WithAssemblyName("Another"), first.ReplaceReference(first.References.Last(), Library("N C L")), first.RemoveReferences(first.References.Last())];
        string[] expected = [.. projects.Select(project => string.Concat(Summary(Compiler.Run(Reparsed(project)))))];

        // Where the constant is internal to another project, it is as if it were not there.
        Assert.Equal(3, expected.Distinct().Count());

        // In turn: the second differs from the first in its name alone, the fourth from the third in its references alone.
        for (int i = 0; i < 3 * projects.Length; i++)
        {
            Assert.Equal(expected[i % projects.Length], string.Concat(Summary(Compiler.Run(projects[i % projects.Length]))));
        }

        Parallel.For(0, 100, i => Assert.Equal(expected[i % projects.Length], string.Concat(Summary(Compiler.Run(projects[i % projects.Length])))));
    }

    [Fact]
    public void Other_options_of_the_compiler_read_all_anew()
    {
        CSharpCompilation compilation = Compiler.Compile(Kernels, Other);
        GeneratorDriver driver = Compiler.Run(compilation);

        Assert.All(Reasons(driver.RunGenerators(compilation.WithOptions(compilation.Options.WithOverflowChecks(true)))), reason => Assert.Equal(IncrementalStepRunReason.Modified, reason));
    }

    [Fact]
    public void What_is_remembered_of_a_file_goes_with_it()
    {
        WeakReference<object>[] objects = ReadAndForget();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.All(objects, reference => Assert.False(reference.TryGetTarget(out object? alive), alive?.GetType().Name));
    }

    [Theory]
    [InlineData(1, Kernels)]
    [InlineData(2, Kernels)]
    [InlineData(3, null)]
    public void After_random_edits_everything_is_as_if_read_for_the_first_time(int seed, string? first)
    {
        var random = new Random(seed);
        Compilation compilation = Compiler.Compile(first ?? Other, first is null ? Kernels : Other);
        GeneratorDriver driver = Compiler.Run(compilation);
        string[] original = [.. compilation.SyntaxTrees.Select(tree => tree.ToString())];
        for (int i = 0; i < 150; i++)
        {
            int file = random.Next(4) == 0 ? 0 : 1;
            string text = compilation.SyntaxTrees.ElementAt(file).ToString();
            int position = random.Next(text.Length);
            int length = Math.Min(random.Next(8), text.Length - position);
            string edited = random.Next(5) switch
            {
                0 => original[file],
                1 => text.Insert(position, text.Substring(random.Next(text.Length - 8), 8)),
                2 => text.Insert(position, ((string[])["{", "}", "\"", "//", "\n", ";", "#if", " "])[random.Next(8)]),
                _ => text.Remove(position, length),
            };
            compilation = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees.ElementAt(file), Compiler.Parse(edited, $"Kernels{file}.cs"));
            driver = driver.RunGenerators(compilation);

            Assert.Equal(Summary(Compiler.Run(Reparsed(compilation))), Summary(driver));
        }
    }

    // A method of its own, so that no local variable keeps anything alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference<object>[] ReadAndForget()
    {
        CSharpCompilation compilation = Compiler.Compile(Kernels, Other).AddReferences(Library("N L"));
        Assert.NotEmpty(Summary(Compiler.Run(compilation)));
        return [.. ((object[])[compilation, .. compilation.SyntaxTrees, compilation.References.Last()]).Select(item => new WeakReference<object>(item))];
    }

    private static PortableExecutableReference Library(string layout)
    {
        using var stream = new MemoryStream();
        Assert.True(Compiler.Compile(
            $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"User\")] internal static class Library {{ internal const string Layout = \"{layout}\"; }}")
            .WithAssemblyName("Library").Emit(stream).Success);
        return MetadataReference.CreateFromImage(stream.ToArray());
    }

    private static Compilation Edit(Compilation compilation, int file, string old, string changed)
    {
        SyntaxTree tree = compilation.SyntaxTrees.ElementAt(file);
        string text = tree.ToString();
        Assert.Contains(old, text, StringComparison.Ordinal);
        return compilation.ReplaceSyntaxTree(tree, Compiler.Parse(text.Replace(old, changed, StringComparison.Ordinal), tree.FilePath));
    }

    // The same files, of which nothing can be known yet.
    private static Compilation Reparsed(Compilation compilation) =>
        compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees.Select(tree => Compiler.Parse(tree.ToString(), tree.FilePath)));

    private static List<IncrementalStepRunReason> Reasons(GeneratorDriver driver) =>
        [.. driver.GetRunResult().Results[0].TrackedSteps[MaskedNormGenerator.FilesStep].SelectMany(run => run.Outputs).Select(output => output.Reason)];

    private static List<string> Summary(GeneratorDriver driver)
    {
        GeneratorDriverRunResult result = driver.GetRunResult();
        Assert.Null(result.Results[0].Exception);
        return
        [
            .. result.Diagnostics.Select(mistake => mistake.ToString()).Order(StringComparer.Ordinal),
            .. result.GeneratedTrees.Select(tree => string.Create(CultureInfo.InvariantCulture, $"{tree.FilePath}\n{tree}")),
        ];
    }
}
