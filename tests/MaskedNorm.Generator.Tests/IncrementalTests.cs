using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using MaskedNorm.Generator.Declaration;
using MaskedNorm.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace MaskedNorm.Generator.Tests;

public class IncrementalTests
{
    private const string First = """
        using System;
        using MaskedNorm;

        public static partial class First
        {
            [MaskedNorm("N L", Axes = "L", Mask = "N L")]
            public static partial void A(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<float> output, int N, int L);

            [MaskedNorm("N C L", Axes = "N L", Affine = true)]
            public static partial void B(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> output, int N, int C, int L);

            [MaskedNormBackward(nameof(B))]
            public static partial void BBackward(ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, Span<float> gradWeight, int N, int C, int L);
        }
        """;

    private const string Second = """
        using System;
        using MaskedNorm;

        public static partial class Second
        {
            [MaskedMoments("N L", Axes = "L")]
            public static partial void A(ReadOnlySpan<float> input, Span<Moments> moments, int N, int L);
        }
        """;

    private const string Third = "public class Third { }";

    private const string Layer = """
        using MaskedNorm;

        [MaskedNormLayer("N C L", Axes = "N L", Affine = true, Epsilon = 1e-5, RunningStatistics = true, Momentum = 0.2)]
        public partial class Norm;
        """;

    [Theory]
    [InlineData(2, "public class Third { }", "public class Third { public int Added => 1; }")]
    [InlineData(2, "public class Third { }", "public class Third { } public class Fourth { }")]
    [InlineData(1, "public static partial class Second", "// A comment.\n/* And another. */ public static partial class Second")]
    [InlineData(0, "using MaskedNorm;", "using MaskedNorm;\nusing System.Linq;\n\n")]
    [InlineData(0, "public static partial void B(", "/// <summary>B.</summary>\n    public static partial void B(\n        ")]
    [InlineData(0, "    [MaskedNormBackward", "    public static int Helper() => 1;\n\n    [MaskedNormBackward")]
    [InlineData(0, "Axes = \"L\", Mask", "Axes = \"L\" + \"\", Mask")]
    public void An_edit_that_changes_no_declaration_generates_nothing_anew(int file, string old, string changed)
    {
        GeneratorRunResult result = RunTwice(file, old, changed);

        Assert.All(Reasons(result, MaskedNormGenerator.MethodsStep), reason => Assert.True(IsUnchanged(reason), reason.ToString()));
        Assert.All(Reasons(result, MaskedNormGenerator.TypesStep), reason => Assert.True(IsUnchanged(reason), reason.ToString()));
        Assert.All(OutputReasons(result), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Theory]
    [InlineData("Mask = \"N L\"", "Mask = \"L N\"")]
    [InlineData("void A(", "void Renamed(")]
    [InlineData("ReadOnlySpan<bool> mask", "ReadOnlySpan<byte> mask")]
    public void An_edit_of_a_declaration_generates_its_type_alone(string old, string changed)
    {
        GeneratorRunResult result = RunTwice(0, old, changed);

        Assert.Single(Reasons(result, MaskedNormGenerator.MethodsStep), reason => !IsUnchanged(reason));
        Assert.Single(Reasons(result, MaskedNormGenerator.TypesStep), reason => !IsUnchanged(reason));
        Assert.Single(OutputReasons(result), reason => reason == IncrementalStepRunReason.Modified);
    }

    [Fact]
    public void An_edit_of_a_forward_reaches_its_backward()
    {
        GeneratorRunResult result = RunTwice(0, "Axes = \"N L\", Affine", "Axes = \"N\", Affine");

        Assert.Equal(2, Reasons(result, MaskedNormGenerator.MethodsStep).Count(reason => !IsUnchanged(reason)));
        Assert.Single(OutputReasons(result), reason => reason == IncrementalStepRunReason.Modified);
    }

    [Theory]
    [InlineData("public partial class Norm;", "public partial class Norm { public int Added => 1; }", true)]
    [InlineData("public partial class Norm;", "// A comment.\npublic partial class Norm; public class Another;", true)]
    [InlineData("Epsilon = 1e-5", "Epsilon = 1e-6", false)]
    [InlineData("Momentum = 0.2", "Momentum = -1", false)]
    public void A_layer_is_generated_anew_only_when_its_declaration_changes(string old, string changed, bool isUnchanged)
    {
        GeneratorRunResult result = RunTwice(2, old, changed, Layer);

        Assert.Equal([isUnchanged], Reasons(result, MaskedNormGenerator.LayersStep).Select(IsUnchanged));
        Assert.All(Reasons(result, MaskedNormGenerator.TypesStep), reason => Assert.True(IsUnchanged(reason), reason.ToString()));
    }

    [Fact]
    public void The_cached_models_refer_to_nothing_of_the_compilation()
    {
        GeneratorDriver driver = Compiler.Run(Compiler.Compile(First, Second, Layer));
        string[] steps = [MaskedNormGenerator.MethodsStep, MaskedNormGenerator.TypesStep, MaskedNormGenerator.LayersStep];
        List<object> models = [.. steps.SelectMany(step => Compiler.Values<object>(driver, step))];

        Assert.Equal(7, models.Count);
        Assert.All(models, model => AssertIndependent(model, model.GetType().Name, new HashSet<object>(ReferenceEqualityComparer.Instance)));
    }

    [Fact]
    public void Models_of_equal_source_are_equal()
    {
        IEnumerable<TypeModel> Models() => Compiler.Values<TypeModel>(Compiler.Run(Compiler.Compile(First, Second, Third)), MaskedNormGenerator.TypesStep);

        Assert.Equal(Models(), Models());
        Assert.Equal(Models().Select(model => model.GetHashCode()), Models().Select(model => model.GetHashCode()));
    }

    private static GeneratorRunResult RunTwice(int file, string old, string changed, string third = Third)
    {
        CSharpCompilation compilation = Compiler.Compile(First, Second, third);
        SyntaxTree tree = compilation.SyntaxTrees[file];
        string text = tree.ToString();
        Assert.Contains(old, text, StringComparison.Ordinal);

        GeneratorDriver driver = Compiler.Run(compilation);
        Compilation edited = compilation.ReplaceSyntaxTree(tree, Compiler.Parse(text.Replace(old, changed, StringComparison.Ordinal)));
        return driver.RunGenerators(edited).GetRunResult().Results[0];
    }

    private static bool IsUnchanged(IncrementalStepRunReason reason) =>
        reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged;

    private static List<IncrementalStepRunReason> Reasons(GeneratorRunResult result, string step) =>
        result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason).ToList();

    // Not those of mistakes, whose positions move with every edit of their file.
    private static List<IncrementalStepRunReason> OutputReasons(GeneratorRunResult result) =>
        result.TrackedOutputSteps.SelectMany(step => step.Value)
            .Where(run => run.Inputs.Any(input => input.Source.Name == MaskedNormGenerator.TypesStep))
            .SelectMany(run => run.Outputs)
            .Select(output => output.Reason)
            .ToList();

    private static void AssertIndependent(object? value, string path, HashSet<object> visited)
    {
        if (value is null || value.GetType().IsPrimitive || value.GetType().IsEnum || value is string || !visited.Add(value))
        {
            return;
        }

        Assert.False(
            value is ISymbol or SyntaxNode or SyntaxToken or SyntaxTree or Compilation or SemanticModel or Location or Diagnostic or AttributeData,
            $"{path} is a {value.GetType()}");
        if (value is IEnumerable items)
        {
            foreach (object? item in items)
            {
                AssertIndependent(item, path + "[]", visited);
            }
        }

        foreach (FieldInfo field in value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            AssertIndependent(field.GetValue(value), path + "." + field.Name, visited);
        }
    }
}
