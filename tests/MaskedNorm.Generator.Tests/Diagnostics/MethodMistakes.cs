using MaskedNorm.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace MaskedNorm.Generator.Tests.Diagnostics;

public class MethodMistakes
{
    private const string Norm = "[MaskedNorm(\"N L\", Axes = \"L\")]";
    private const string Parameters = "(ReadOnlySpan<float> input, Span<float> output, int N, int L)";

    [Fact]
    public void A_method_must_be_partial() =>
        Expect.InClass(
            "MN0201",
            $"{Norm} public static void [|M|]{Parameters};",
            "Method 'M' is not partial; write 'partial' before 'void', and no body, so that the kernel can be generated");

    [Theory]
    [InlineData("class")]
    [InlineData("struct")]
    [InlineData("record")]
    [InlineData("record struct")]
    [InlineData("interface")]
    public void A_type_must_be_partial(string keyword) =>
        Expect.Only(
            "MN0202",
            $"using System; using MaskedNorm; public {keyword} [|Kernels|] {{ {Norm} public static partial void M{Parameters}; }}",
            $"Type 'Kernels' is not partial; write 'partial' before '{keyword}', so that kernels can be added to it");

    [Fact]
    public void Every_enclosing_type_must_be_partial() =>
        Expect.Only(
            "MN0202",
            $"using System; using MaskedNorm; class [|Outer|] {{ struct [|Inner|] {{ partial interface Innermost {{ {Norm} static partial void M{Parameters}; }} }} }}",
            "Type 'Outer' is not partial; write 'partial' before 'class', so that kernels can be added to it");

    [Fact]
    public void A_type_with_several_methods_is_reported_once() =>
        Expect.Only(
            "MN0202",
            $"using System; using MaskedNorm; static class [|Kernels|] {{ {Norm} public static partial void M{Parameters}; {Norm} public static partial void Q{Parameters}; }}",
            "Type 'Kernels' is not partial; write 'partial' before 'class', so that kernels can be added to it");

    [Theory]
    [InlineData("int")]
    [InlineData("float[]")]
    [InlineData("System.Threading.Tasks.Task", "Task")]
    [InlineData("System.Collections.Generic.IEnumerable<float>", "IEnumerable<float>")]
    public void A_method_must_return_nothing(string type, string? shown = null) =>
        Expect.InClass(
            "MN0203",
            $"{Norm} public static partial [|{type}|] M{Parameters};",
            $"Method 'M' returns '{shown ?? type}'; write 'void': results go to the writable parameters");

    [Theory]
    [InlineData("public static partial void [|M|]{0} {{ }}")]
    [InlineData("public static partial void [|M|]{0} => output.Clear();")]
    [InlineData("public static void [|M|]{0} {{ }}")]
    [InlineData("public static extern partial void [|M|]{0};")]
    [InlineData("public static partial void [|M|]{0}; public static partial void M{0} {{ }}")]
    [InlineData("public static partial void [|M|]{0} {{ }} public static partial void M{0};")]
    public void A_method_must_have_no_body(string method) =>
        Expect.InClass(
            "MN0204",
            $"{Norm} {string.Format(System.Globalization.CultureInfo.InvariantCulture, method, Parameters)}",
            "Method 'M' already has a body; write the declaration alone, ending in ';', or remove the attribute");

    [Fact]
    public void A_type_must_not_be_local_to_its_file() =>
        Expect.Only(
            "MN0205",
            $"using System; using MaskedNorm; [|file|] static partial class Kernels {{ {Norm} public static partial void M{Parameters}; }}",
            "Type 'Kernels' is local to its file, where generated code cannot reach it; remove 'file'");

    [Fact]
    public void A_method_must_not_be_async() =>
        Expect.InClass(
            "MN0206",
            $"{Norm} public static [|async|] partial void M{Parameters};",
            "Method 'M' is async, but a kernel never waits; remove 'async'");

    [Theory]
    [InlineData("abstract partial")]
    [InlineData("abstract")]
    public void A_method_must_not_be_abstract(string modifiers) =>
        Expect.InClass(
            "MN0209",
            $"public abstract partial class C {{ {Norm} public [|abstract|]{modifiers["abstract".Length..]} void M{Parameters}; }}",
            "Method 'M' is abstract, but its kernel is a body; remove 'abstract'");

    [Fact]
    public void A_method_has_one_declaration() =>
        Expect.InClass(
            "MN0207",
            $"{Norm} [MaskedNormBackward(nameof(F))] public static partial void [|M|]{Parameters}; {Norm} public static partial void F{Parameters};",
            "Method 'M' has both [MaskedNorm] and [MaskedNormBackward]; keep one of them");

    [Theory]
    [InlineData("public static void F() {{ [[|MaskedNorm|](\"N L\", Axes = \"L\")] static void M{0} {{ }} }}")]
    [InlineData("public static int P {{ [[|MaskedNorm|](\"N L\", Axes = \"L\")] get; }}")]
    [InlineData("public static Action P = [[|MaskedNorm|](\"N L\", Axes = \"L\")] () => {{ }};")]
    public void Only_a_partial_method_can_be_declared(string member) =>
        Expect.InClass(
            "MN0208",
            string.Format(System.Globalization.CultureInfo.InvariantCulture, member, Parameters),
            "[MaskedNorm] stands on something that cannot be a partial method; write it on a partial method of a class, struct, record or interface");

    [Theory]
    [InlineData("namespace A; ", "partial ")]
    [InlineData("namespace A; ", "")]
    [InlineData("", "partial ")]
    public void A_method_of_no_type_cannot_be_declared(string space, string modifiers)
    {
        string source = $"using System; using MaskedNorm; {space}[MaskedNorm(\"N L\", Axes = \"L\")] public static {modifiers}void M{Parameters};";
        Expect.All(source, "MN0208 'MaskedNorm'");
        Assert.Empty(Compiler.Run(Compiler.Compile(source)).GetRunResult().GeneratedTrees);
    }

    [Theory]
    [InlineData("", "using Norm = MaskedNorm.MaskedNormAttribute;")]
    [InlineData("global using Norm = MaskedNorm.MaskedNormAttribute;", "")]
    public void Only_a_partial_method_can_be_declared_under_any_name(string elsewhere, string alias)
    {
        CSharpCompilation compilation = Compiler.Compile(
            elsewhere, $"{alias} public class C {{ void F() {{ M(); [Norm(\"N L\", Axes = \"L\")] static void M() {{ }} }} }}");
        Diagnostic mistake = Assert.Single(Compiler.Run(compilation).GetRunResult().Diagnostics);

        Assert.Equal("MN0208", mistake.Id);
        Assert.Equal("Norm", mistake.Location.SourceTree!.ToString().Substring(mistake.Location.SourceSpan.Start, mistake.Location.SourceSpan.Length));
    }

    [Fact]
    public void Several_mistakes_are_reported_at_once() =>
        Expect.All(
            """
            using System;
            using MaskedNorm;

            static class Kernels
            {
                [MaskedNorm("N C, L=0", Axes = "X", Mask = "N N", Epsilon = -1)]
                static int M(ReadOnlySpan<float> inputs, ref Span<float> output);
            }
            """,
            "MN0202 'Kernels'",
            "MN0102 ','",
            "MN0109 '0'",
            "MN0114 'X'",
            "MN0308 '\"N N\"'",
            "MN0113 'N'",
            "MN0401 '-1'",
            "MN0203 'int'",
            "MN0201 'M'",
            "MN0302 'inputs'",
            "MN0305 'ref'");
}
