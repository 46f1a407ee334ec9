using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using MaskedNorm.CodeFixes;
using MaskedNorm.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis.CodeFixes;
using Xunit;

namespace MaskedNorm.Generator.Tests;

/// <summary>Each fix is applied, compared and compiled.</summary>
public class CodeFixTests
{
    private const string Spans = "ReadOnlySpan<float> input, Span<float> output";

    [Theory]
    [InlineData("\"featur\"", "\"feature\"")]
    [InlineData("@\"Feature\"", "@\"feature\"")]
    [InlineData("\"\"\"features\"\"\"", "\"\"\"feature\"\"\"")]
    [InlineData("\"\" + \"futures\"", "\"\" + \"feature\"")]
    [InlineData("$\"{\"\"}futures\"", "$\"{\"\"}feature\"")]
    public Task The_nearest_axis_is_written_into_the_string(string axes, string expected) => Fixes(
        new NearestNameFix(),
        $"[MaskedNorm(\"batch=4 feature=8\", Axes = {axes})] public static partial void M({Spans});",
        $"[MaskedNorm(\"batch=4 feature=8\", Axes = {expected})] public static partial void M({Spans});");

    [Theory]
    [InlineData("Name")]
    [InlineData("nameof(featured)")]
    [InlineData("\"\\u0066eatured\"")]
    public async Task An_axis_that_is_not_written_out_is_left_alone(string axes) => Assert.Null(await Fixer.Apply(
        new NearestNameFix(),
        Marked.InClass($"const string Name = \"featured\", featured = \"\"; [MaskedNorm(\"batch=4 feature=8\", Axes = {axes})] public static partial void M({Spans});")));

    [Theory]
    [InlineData("\"Forwrad\"", "\"Forward\"")]
    [InlineData("nameof(Fast)", "nameof(Forward)")]
    public Task The_nearest_forward_is_written(string forward, string expected)
    {
        const string Other = "private const int Fast = 1;\n    [MaskedNorm(\"N=4 L=8\", Axes = \"L\")] public static partial void Forward(ReadOnlySpan<float> input, Span<float> output);\n    ";
        const string Backward = " public static partial void B(ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, Span<float> gradInput);";
        return Fixes(new NearestNameFix(), $"{Other}[MaskedNormBackward({forward})]{Backward}", $"{Other}[MaskedNormBackward({expected})]{Backward}");
    }

    [Fact]
    public async Task A_forward_that_is_not_written_out_is_left_alone() => Assert.Null(await Fixer.Apply(
        new NearestNameFix(),
        Marked.InClass($"const string Name = \"Forwrad\"; [MaskedNorm(\"N=4 L=8\", Axes = \"L\")] public static partial void Forward({Spans}); [MaskedNormBackward(Name)] public static partial void B(ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, Span<float> gradInput);")));

    [Theory]
    [InlineData("ReadOnlySpan<float> inputs, Span<float> output, int N", "ReadOnlySpan<float> input, Span<float> output, int N")]
    [InlineData("ReadOnlySpan<float> x, Span<float> Outptu, int N", "ReadOnlySpan<float> x, Span<float> output, int N")]
    public Task The_nearest_parameter_is_written(string parameters, string expected) => Fixes(
        new NearestNameFix(),
        $"[MaskedNorm(\"N L=8\", Axes = \"L\")] public static partial void M({parameters});",
        $"[MaskedNorm(\"N L=8\", Axes = \"L\")] public static partial void M({expected});");

    [Theory]
    [InlineData("", "Span<float> output, int N, int L", "ReadOnlySpan<float> input, Span<float> output, int N, int L")]
    [InlineData("", "ReadOnlySpan<Half> input, int N, int L", "ReadOnlySpan<Half> input, Span<Half> output, int N, int L")]
    [InlineData("", "", "ReadOnlySpan<float> input, Span<float> output, int N, int L")]
    [InlineData("", Spans, Spans + ", int N, int L")]
    [InlineData("", Spans + ", int L", Spans + ", int L, int N")]
    [InlineData("", "ReadOnlyTensorSpan<double> input", "ReadOnlyTensorSpan<double> input, TensorSpan<double> output")]
    [InlineData(", Mask = \"N L\"", Spans + ", int N, int L", "ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<float> output, int N, int L")]
    [InlineData(", Affine = true", Spans + ", int N, int L", "ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int L")]
    [InlineData(", Affine = true", "ReadOnlySpan<float> input, ReadOnlySpan<float> beta, Span<float> output, int N, int L", "ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> beta, Span<float> output, int N, int L")]
    [InlineData(", Affine = true, Mask = \"N L\"", "Span<float> output", "ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> output, int N, int L")]
    [InlineData("", Spans + ", Span<float> mean, int N, int L", Spans + ", Span<float> mean, Span<float> variance, int N, int L")]
    public Task Missing_parameters_are_added_where_they_usually_stand(string options, string parameters, string expected) => Fixes(
        new AddParametersFix(),
        $"[MaskedNorm(\"N L\", Axes = \"L\"{options})] public static partial void M({parameters});",
        $"[MaskedNorm(\"N L\", Axes = \"L\"{options})] public static partial void M({expected});");

    [Fact]
    public Task Missing_parameters_of_a_backward_are_added()
    {
        const string Forward = "[MaskedNorm(\"N L\", Axes = \"L\", Mask = \"N\", Affine = true)] public static partial void F(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight, Span<float> output, int N, int L);\n";
        return Fixes(
            new AddParametersFix(),
            Forward + "[MaskedNormBackward(nameof(F))] public static partial void B(Span<float> gradInput, int N, int L);",
            Forward + "[MaskedNormBackward(nameof(F))] public static partial void B(ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight, Span<float> gradInput, int N, int L);");
    }

    [Fact]
    public Task A_gradient_of_the_input_is_added_with_the_weight_that_it_needs()
    {
        const string Forward = "[MaskedNorm(\"N=4 L=8\", Axes = \"L\", Affine = true)] public static partial void F(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> output);\n";
        return Fixes(
            new AddParametersFix(),
            Forward + "[MaskedNormBackward(nameof(F))] public static partial void B(ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input);",
            Forward + "[MaskedNormBackward(nameof(F))] public static partial void B(ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> gradInput);");
    }

    [Fact]
    public Task The_first_parameter_of_an_extension_method_stays_the_first()
    {
        const string Forward = "[MaskedNorm(\"N=4 L=8\", Axes = \"L\")] public static partial void F(ReadOnlySpan<float> input, Span<float> output);\n";
        return Fixes(
            new AddParametersFix(),
            Forward + "[MaskedNormBackward(nameof(F))] public static partial void B(this ReadOnlySpan<float> input, Span<float> gradInput);",
            Forward + "[MaskedNormBackward(nameof(F))] public static partial void B(this ReadOnlySpan<float> input, ReadOnlySpan<float> gradOutput, Span<float> gradInput);");
    }

    [Theory]
    [InlineData("M(\n        ReadOnlySpan<float> input)", "M(\n        ReadOnlySpan<float> input,\n        Span<float> output,\n        int N,\n        int L)")]
    [InlineData("M(\n        Span<float> output,\n        int N)", "M(\n        ReadOnlySpan<float> input,\n        Span<float> output,\n        int N,\n        int L)")]
    [InlineData("M(Span<float> output,\n      int N)", "M(ReadOnlySpan<float> input,\n      Span<float> output,\n      int N,\n      int L)")]
    [InlineData("M(\n        // What.\n        Span<float> output, // where\n        int N // how many\n    )", "M(\n        ReadOnlySpan<float> input,\n        // What.\n        Span<float> output, // where\n        int N, // how many\n        int L\n    )")]
    [InlineData("M(ReadOnlySpan<float> input, int L,\n      int N)", "M(ReadOnlySpan<float> input, Span<float> output, int L,\n      int N)")]
    [InlineData("M(\n#pragma warning disable CA1000\n        Span<float> output, int N, int L)", "M(\n        ReadOnlySpan<float> input,\n#pragma warning disable CA1000\n        Span<float> output, int N, int L)")]
    [InlineData("M(\n#pragma warning disable CA1000\n        Span<float> output,\n        int N)", "M(\n        ReadOnlySpan<float> input,\n#pragma warning disable CA1000\n        Span<float> output,\n        int N,\n        int L)")]
    [InlineData("M(\n        #region Written\n        Span<float> output, int N, int L\n        #endregion\n    )", "M(\n        ReadOnlySpan<float> input,\n        #region Written\n        Span<float> output, int N, int L\n        #endregion\n    )")]
    [InlineData("M(\n#if NEVER\n        Half y,\n#else\n#endif\n        Span<float> output, int N, int L)", "M(\n#if NEVER\n        Half y,\n#else\n#endif\n        ReadOnlySpan<float> input, Span<float> output, int N, int L)")]
    [InlineData("M(\n#if NEVER\n        Span<Half> output,\n#else\n        Span<float> output,\n#endif\n        int N, int L)", "M(\n        ReadOnlySpan<float> input,\n#if NEVER\n        Span<Half> output,\n#else\n        Span<float> output,\n#endif\n        int N, int L)")]
    [InlineData("M(\n        ReadOnlySpan<float> input,\n#if !NEVER\n        Span<float> output,\n#endif\n        int L)", "M(\n        ReadOnlySpan<float> input,\n#if !NEVER\n        Span<float> output,\n#endif\n        int L,\n        int N)")]
    [InlineData("M(\n        ReadOnlySpan<float> input,\n        int N,\n#if !NEVER\n        int L\n#endif\n        )", "M(\n        ReadOnlySpan<float> input,\n        Span<float> output,\n        int N,\n#if !NEVER\n        int L\n#endif\n        )")]
    [InlineData("M(\n        ReadOnlySpan<float> input,\n        Span<float> output,\n#if !NEVER\n        int N\n#endif\n        )", "M(\n        ReadOnlySpan<float> input,\n        Span<float> output,\n#if !NEVER\n        int N\n#endif\n        , int L\n        )")]
    [InlineData("M(\n    )", "M(ReadOnlySpan<float> input, Span<float> output, int N, int L)")]
    [InlineData("M(\n          ReadOnlySpan<float> input\n        , Span<float> output // where\n    )", "M(\n          ReadOnlySpan<float> input\n        , Span<float> output, int N, int L // where\n    )")]
    [InlineData("M(ReadOnlySpan<float> input, int N /* n */)", "M(ReadOnlySpan<float> input, Span<float> output, int N /* n */, int L)")]
    [InlineData("M(\n\t\tSpan<float> output,\n\t\tint N)", "M(\n\t\tReadOnlySpan<float> input,\n\t\tSpan<float> output,\n\t\tint N,\n\t\tint L)")]
    [InlineData("M(\r\n\t\tSpan<float> output,\r\n\t\tint N)", "M(\r\n\t\tReadOnlySpan<float> input,\r\n\t\tSpan<float> output,\r\n\t\tint N,\r\n\t\tint L)")]
    public Task Missing_parameters_are_written_as_the_others_are(string method, string expected) => Fixes(
        new AddParametersFix(),
        $"[MaskedNorm(\"N L\", Axes = \"L\")] public static partial void {method};",
        $"[MaskedNorm(\"N L\", Axes = \"L\")] public static partial void {expected};");

    [Fact]
    public Task A_parameter_of_the_wrong_name_is_not_added_once_more() => Fixes(
        new NearestNameFix(),
        "[MaskedNorm(\"N=4 L=8\", Axes = \"L\")] public static partial void M(ReadOnlySpan<float> inputs, Span<float> output);",
        "[MaskedNorm(\"N=4 L=8\", Axes = \"L\")] public static partial void M(ReadOnlySpan<float> input, Span<float> output);");

    [Fact]
    public async Task An_axis_that_the_list_has_already_is_not_written_again()
    {
        Assert.Null(await Fixer.Apply(
            new NearestNameFix(),
            Marked.InClass($"[MaskedNorm(\"N=4 L=8\", Axes = \"L\", Mask = \"N L M\")] public static partial void M({Spans}, ReadOnlySpan<bool> mask);")));
    }

    [Fact]
    public async Task An_extent_whose_name_another_parameter_has_is_not_added()
    {
        Assert.Null(await Fixer.Apply(
            new AddParametersFix(),
            Marked.InClass("[MaskedNorm(\"N mask\", Axes = \"mask\", Mask = \"mask\")] public static partial void M(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<float> output, int N);")));
        Assert.Equal(
            ["Add 'ReadOnlySpan<bool> mask'", "Add 'ReadOnlySpan<bool> mask'"],
            await Fixer.Titles(
                new AddParametersFix(),
                Marked.InClass("[MaskedNorm(\"N mask\", Axes = \"mask\", Mask = \"mask\")] public static partial void M(ReadOnlySpan<float> input, Span<float> output, int N);")));
    }

    [Fact]
    public async Task An_abstract_method_is_not_made_partial() => Assert.Null(await Fixer.Apply(
        new MakePartialFix(),
        Marked.InClass($"public abstract partial class C {{ [MaskedNorm(\"N=4 L=8\", Axes = \"L\")] public abstract void M({Spans}); }}")));

    [Fact]
    public Task Missing_moments_are_added() => Fixes(
        new AddParametersFix(),
        "[MaskedMoments(\"N in\", Axes = \"in\")] public static partial void M(ReadOnlySpan<float> input);",
        "[MaskedMoments(\"N in\", Axes = \"in\")] public static partial void M(ReadOnlySpan<float> input, Span<Moments> moments, int N, int @in);");

    [Fact]
    public async Task A_type_is_written_in_full_where_its_namespace_is_not_used()
    {
        const string Source = """
            [MaskedNorm.MaskedNorm("N=4 L=8", Axes = "L")] public partial class C { }
            public static partial class Kernels
            {
                [MaskedNorm.MaskedNorm("N=4 L=8", Axes = "L")] public static partial void M(System.ReadOnlySpan<float> input);
            }
            """;
        string source = Source[Source.IndexOf("public static", StringComparison.Ordinal)..];
        string? fixedSource = await Fixer.Apply(new AddParametersFix(), source);

        Assert.Equal(source.Replace("> input", "> input, System.Span<float> output", StringComparison.Ordinal), fixedSource);
        Fixer.AssertCompiles(fixedSource!);
    }

    [Fact]
    public async Task The_title_names_the_parameters() => Assert.Equal(
        ["Add 'Span<float> output', 'int N', 'int L'", "Add 'Span<float> output', 'int N', 'int L'", "Add 'Span<float> output', 'int N', 'int L'"],
        await Fixer.Titles(new AddParametersFix(), Marked.InClass("[MaskedNorm(\"N L\", Axes = \"L\")] public static partial void M(ReadOnlySpan<float> input);")));

    [Theory]
    [InlineData("public static void M", "public static partial void M")]
    [InlineData("/* why */ void M", "/* why */ partial void M")]
    [InlineData("internal static unsafe void M", "internal static unsafe partial void M")]
    [InlineData("public static\n        void M", "public static\n        partial void M")]
    public Task A_method_is_made_partial(string method, string expected) => Fixes(
        new MakePartialFix(),
        $"[MaskedNorm(\"N=4 L=8\", Axes = \"L\")] {method}({Spans});",
        $"[MaskedNorm(\"N=4 L=8\", Axes = \"L\")] {expected}({Spans});",
        type: "public partial class Kernels");

    [Theory]
    [InlineData("public static class Kernels", "public static partial class Kernels")]
    [InlineData("// Why.\nclass Kernels", "// Why.\npartial class Kernels")]
    [InlineData("[Serializable] struct Kernels", "[Serializable] partial struct Kernels")]
    [InlineData("public ref struct Kernels", "public ref partial struct Kernels")]
    [InlineData("public sealed record Kernels(int A)", "public sealed partial record Kernels(int A)")]
    [InlineData("internal readonly record struct Kernels", "internal readonly partial record struct Kernels")]
    [InlineData("public interface Kernels", "public partial interface Kernels")]
    public async Task A_type_is_made_partial(string type, string expected)
    {
        string member = $"[MaskedNorm(\"N=4 L=8\", Axes = \"L\")] public static partial void M({Spans});";
        string? actual = await Fixer.Apply(new MakePartialFix(), InType(type, member));

        Assert.Equal(InType(expected, member), actual);
        Fixer.AssertCompiles(actual!);
    }

    [Theory]
    [InlineData("\"batch featur=8\", Axes = \"feature\"", "\"batch featur=8\", Axes = \"featur\"")]
    [InlineData("\"N C L\", Axes = \"L n\", Mask = \"N L\"", "\"N C L\", Axes = \"L N\", Mask = \"N L\"")]
    [InlineData("\"N C L\", Axes = \"L\", Mask = @\"N l\"", "\"N C L\", Axes = \"L\", Mask = @\"N L\"")]
    [InlineData("\"N C L\", Axes = \"L\", Affine = true, AffineAxes = \"c\"", "\"N C L\", Axes = \"L\", Affine = true, AffineAxes = \"C\"")]
    public Task The_nearest_axis_is_written_into_the_strings_of_a_layer(string declaration, string expected) =>
        FixesLayer(new NearestNameFix(), $"[MaskedNormLayer({declaration})]\npublic partial class Norm;", $"[MaskedNormLayer({expected})]\npublic partial class Norm;");

    [Theory]
    [InlineData("public class Norm;", "public partial class Norm;")]
    [InlineData("// Why.\nclass Norm { }", "// Why.\npartial class Norm { }")]
    [InlineData("public sealed record Norm(int A);", "public sealed partial record Norm(int A);")]
    [InlineData("public abstract class Norm<T> where T : class { }", "public abstract partial class Norm<T> where T : class { }")]
    public Task A_layer_is_made_partial(string type, string expected) =>
        FixesLayer(new MakePartialFix(), $"[MaskedNormLayer(\"N L\", Axes = \"L\")]\n{type}", $"[MaskedNormLayer(\"N L\", Axes = \"L\")]\n{expected}");

    [Theory]
    [InlineData("float[] M", "void M")]
    [InlineData("ref int /* kept */ M", "void /* kept */ M")]
    [InlineData("System.Collections.Generic.List<int>? M", "void M")]
    public Task A_method_is_made_to_return_nothing(string method, string expected) => Fixes(
        new MakeVoidFix(),
        $"[MaskedNorm(\"N=4 L=8\", Axes = \"L\")] public static partial {method}({Spans});",
        $"[MaskedNorm(\"N=4 L=8\", Axes = \"L\")] public static partial {expected}({Spans});");

    public static TheoryData<CodeFixProvider, string, string> Many => new()
    {
        {
            new NearestNameFix(),
            """
            [MaskedNorm("batch=4 feature=8", Axes = "featur", Mask = "batsh batchh")] public static partial void M(ReadOnlySpan<float> inputs, ReadOnlySpan<bool> mask, Span<float> output);
            [MaskedNorm("batch=4 feature=8", Axes = "futures")] public static partial void Q(ReadOnlySpan<float> input, Span<float> output);
            """,
            """
            [MaskedNorm("batch=4 feature=8", Axes = "feature", Mask = "batch feature")] public static partial void M(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<float> output);
            [MaskedNorm("batch=4 feature=8", Axes = "feature")] public static partial void Q(ReadOnlySpan<float> input, Span<float> output);
            """
        },
        {
            new AddParametersFix(),
            """
            [MaskedNorm("N L", Axes = "L", Mask = "N")] public static partial void M(ReadOnlySpan<float> input);
            [MaskedNorm("N L", Axes = "L")] public static partial void Q(ReadOnlySpan<float> input, Span<float> output, int N);
            """,
            """
            [MaskedNorm("N L", Axes = "L", Mask = "N")] public static partial void M(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<float> output, int N, int L);
            [MaskedNorm("N L", Axes = "L")] public static partial void Q(ReadOnlySpan<float> input, Span<float> output, int N, int L);
            """
        },
        {
            new MakePartialFix(),
            """
            [MaskedNorm("N=4 L=8", Axes = "L")] public static void M(ReadOnlySpan<float> input, Span<float> output);
            [MaskedNorm("N=4 L=8", Axes = "L")] public static void Q(ReadOnlySpan<float> input, Span<float> output);
            """,
            """
            [MaskedNorm("N=4 L=8", Axes = "L")] public static partial void M(ReadOnlySpan<float> input, Span<float> output);
            [MaskedNorm("N=4 L=8", Axes = "L")] public static partial void Q(ReadOnlySpan<float> input, Span<float> output);
            """
        },
        {
            new MakeVoidFix(),
            """
            [MaskedNorm("N=4 L=8", Axes = "L")] public static partial int M(ReadOnlySpan<float> input, Span<float> output);
            [MaskedNorm("N=4 L=8", Axes = "L")] public static partial int[] Q(ReadOnlySpan<float> input, Span<float> output);
            """,
            """
            [MaskedNorm("N=4 L=8", Axes = "L")] public static partial void M(ReadOnlySpan<float> input, Span<float> output);
            [MaskedNorm("N=4 L=8", Axes = "L")] public static partial void Q(ReadOnlySpan<float> input, Span<float> output);
            """
        },
    };

    public static TheoryData<CodeFixProvider, string, string> ManyLayers => new()
    {
        {
            new NearestNameFix(),
            """
            [MaskedNormLayer("batch feature", Axes = "featur", Mask = "batsh feature")] public partial class First;
            [MaskedNormLayer("batch feature", Axes = "futures")] public partial class Second;
            """,
            """
            [MaskedNormLayer("batch feature", Axes = "feature", Mask = "batch feature")] public partial class First;
            [MaskedNormLayer("batch feature", Axes = "feature")] public partial class Second;
            """
        },
        {
            new MakePartialFix(),
            """
            public static class Layers { [MaskedNormLayer("N L", Axes = "L")] public class First; }
            [MaskedNormLayer("N L", Axes = "L")] internal class Second;
            """,
            """
            public static partial class Layers { [MaskedNormLayer("N L", Axes = "L")] public partial class First; }
            [MaskedNormLayer("N L", Axes = "L")] internal partial class Second;
            """
        },
    };

    [Theory]
    [MemberData(nameof(ManyLayers), DisableDiscoveryEnumeration = true)]
    public async Task All_mistakes_of_a_file_of_layers_are_fixed_at_once(CodeFixProvider fix, string layers, string expected)
    {
        string actual = await Fixer.ApplyToAll(fix, InFile(layers));

        Assert.Equal(InFile(expected), actual);
        Fixer.AssertCompiles(actual);
    }

    [Theory]
    [MemberData(nameof(Many), DisableDiscoveryEnumeration = true)]
    public async Task All_mistakes_of_a_file_are_fixed_at_once(CodeFixProvider fix, string members, string expected)
    {
        string actual = await Fixer.ApplyToAll(fix, Marked.InClass(members));

        Assert.Equal(Marked.InClass(expected), actual);
        Fixer.AssertCompiles(actual);
    }

    private static async Task Fixes(CodeFixProvider fix, string members, string expected, string type = "public static partial class Kernels")
    {
        string? actual = await Fixer.Apply(fix, InType(type, members));

        Assert.Equal(InType(type, expected), actual);
        Fixer.AssertCompiles(actual!);
    }

    private static async Task FixesLayer(CodeFixProvider fix, string layer, string expected)
    {
        string? actual = await Fixer.Apply(fix, InFile(layer));

        Assert.Equal(InFile(expected), actual);
        Fixer.AssertCompiles(actual!);
    }

    private static string InFile(string types) => $"using MaskedNorm;\n\n{types}\n";

    private static string InType(string type, string members) =>
        $"using System;\nusing System.Numerics.Tensors;\nusing MaskedNorm;\n\n{type}\n{{\n    {members}\n}}\n";
}
