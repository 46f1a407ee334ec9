using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MaskedNorm.Generator.Declaration;
using MaskedNorm.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace MaskedNorm.Generator.Tests;

/// <summary>Every form of type, namespace and signature gets an implementing part that compiles without a warning.</summary>
public class ContainerTests
{
    private const string Norm = "[MaskedNorm(\"N=4 L=8\", Axes = \"L\")]";
    private const string Parameters = "(ReadOnlySpan<float> input, Span<float> output)";
    private const string Method = $"{Norm} public static partial void M{Parameters};";

    public static TheoryData<string> Containers => new(
        $"public partial class C {{ {Method} }}",
        $"internal static partial class C {{ {Method} }}",
        $"public abstract partial class C {{ {Method} }}",
        $"public sealed partial class C {{ {Method} }}",
        $"public unsafe partial class C {{ {Method} }}",
        $"public partial struct C {{ {Method} }}",
        $"public readonly partial struct C {{ {Method} }}",
        $"public ref partial struct C {{ {Method} }}",
        $"public readonly ref partial struct C {{ {Method} }}",
        $"public partial record C {{ {Method} }}",
        $"public partial record class C(int A) {{ {Method} }}",
        $"public sealed partial record C(int A) {{ {Method} }}",
        $"public partial record struct C(int A) {{ {Method} }}",
        $"public readonly partial record struct C(int A) {{ {Method} }}",
        $"public partial interface C {{ {Method} }}",
        $"public partial interface C<in T, out U> {{ {Method} }}",
        $"public partial class C<T> {{ {Method} }}",
        $"public partial class C<T, U> where T : class, IDisposable, new() where U : struct {{ {Method} }}",
        $"public partial class C(int a) {{ public int A => a; {Method} }}",
        $"public partial class @class {{ {Method} }}",
        $"public partial class @record<@in> {{ {Method} }}",
        $"public partial class C {{ private partial struct D<T> {{ internal partial record E {{ {Method} }} }} }}",
        $"public partial interface I {{ partial interface J {{ {Method} }} }}",
        $"public static partial class Ärger_µ {{ {Method} }}",
        $"public partial class C : Attribute {{ {Method} }}");

    public static TheoryData<string> Methods => new(
        $"public static partial void M{Parameters};",
        $"public partial void M{Parameters};",
        $"internal static partial void M{Parameters};",
        $"private static partial void M{Parameters};",
        $"static partial void M{Parameters};",
        $"partial void M{Parameters};",
        $"protected internal static partial void M{Parameters};",
        $"private protected static partial void M{Parameters};",
        $"protected partial void M{Parameters};",
        $"public virtual partial void M{Parameters};",
        $"public static unsafe partial void M{Parameters};",
        $"public static partial void @void{Parameters};",
        "public static partial void M(ReadOnlySpan<float> @INPUT, Span<float> @Output);",
        "public static partial void M(in ReadOnlySpan<float> input, in Span<float> output);",
        "public static partial void M(ReadOnlySpan<float> input, Span<float> output, Span<float> mean = default, Span<float> variance = default);",
        "public static partial void M([System.Diagnostics.CodeAnalysis.SuppressMessage(\"a\", \"b\")] ReadOnlySpan<float> input, Span<float> output);",
        "public static partial void M(ReadOnlySpan<float> input, Span<float> output, RunningStatistics<float> running);",
        "public static partial void M(ReadOnlySpan<float> input, Span<float> output, RunningStatistics<float>? running);",
        "#nullable disable\npublic static partial void M(ReadOnlySpan<float> input, Span<float> output, RunningStatistics<float> running);\n#nullable restore",
        "public static partial void M(System.ReadOnlySpan<System.Single> input, global::System.Span<Half> output, Span<Moments> moments);",
        "public static partial void M(ReadOnlySpan<BFloat16> input, System.Numerics.Tensors.TensorSpan<double> output);",
        "public static partial void M<T>(ReadOnlySpan<float> input, Span<float> output);",
        "public static partial void M<T, @int>(ReadOnlySpan<float> input, Span<float> output) where T : class, IComparable<T>, new() where @int : unmanaged;",
        "public static partial void M<T>(ReadOnlySpan<float> input, Span<float> output) where T : notnull, IDisposable?;",
        "public static partial void M<T>(ReadOnlySpan<float> input, Span<float> output) where T : struct, allows ref struct;",
        "public static partial void M(scoped ReadOnlySpan<float> input, scoped Span<float> output);",
        "public static partial void M(Span<float> output, params ReadOnlySpan<float> input);");

    public static TheoryData<string> Namespaces => new(
        "{0}",
        "namespace A;\n{0}",
        "namespace A.B {{ {0} }}",
        "namespace A {{ namespace B.@namespace {{ {0} }} }}",
        "namespace System.MaskedNorm {{ using global::MaskedNorm; {0} }}",
        "namespace @event.@partial;\n{0}");

    [Theory]
    [MemberData(nameof(Containers))]
    public void Every_form_of_type_compiles(string type) => Compiles(type);

    [Theory]
    [MemberData(nameof(Methods))]
    public void Every_form_of_method_compiles(string method) => Compiles($"public partial class C {{\n{Norm}\n{method}\n}}");

    [Fact]
    public void An_extension_method_compiles() => Compiles($"public static partial class C {{ {Norm} public static partial void M(this ReadOnlySpan<float> input, Span<float> output); }}");

    [Fact]
    public void A_method_that_overrides_or_hides_another_compiles() => Compiles(
        $"public abstract class Base {{ public abstract void M{Parameters}; public virtual void Q{Parameters} {{ }} public static void H{Parameters} {{ }} }}"
        + $"public partial class C : Base {{ {Norm} public override partial void M{Parameters}; {Norm} public sealed override partial void Q{Parameters}; {Norm} public new static partial void H{Parameters}; }}");

    [Fact]
    public void A_readonly_method_of_a_struct_compiles() => Compiles($"public partial struct C {{ {Norm} public readonly partial void M{Parameters}; }}");

    [Theory]
    [MemberData(nameof(Namespaces))]
    public void Every_form_of_namespace_compiles(string format) =>
        Compiles(string.Format(CultureInfo.InvariantCulture, format, $"public partial class C {{ {Method} }}"));

    [Theory]
    [InlineData("", "global::MaskedNorm.MaskedNormAttribute")]
    [InlineData("using Alias = MaskedNorm.MaskedNormAttribute;", "Alias")]
    [InlineData("using AliasAttribute = global::MaskedNorm.MaskedNormAttribute;", "Alias")]
    [InlineData("using Library = MaskedNorm;", "Library::MaskedNorm")]
    [InlineData("global using Alias = MaskedNorm.MaskedNormAttribute;", "global::System.Obsolete, @Alias")]
    public void Every_name_of_the_attribute_is_understood(string alias, string name)
    {
        string type = $"public partial class C {{ [{name}(\"N=4 L=8\", Axes = \"L\")] public static partial void M{Parameters}; }}";
        Compiles([$"{(alias.StartsWith("global", System.StringComparison.Ordinal) ? alias : "")} using System;", $"using System; {(alias.StartsWith("global", System.StringComparison.Ordinal) ? "" : alias)} {type}"]);
    }

    [Fact]
    public void An_alias_of_an_alias_is_understood() => Compiles(
        [
            "global using First = MaskedNorm.MaskedNormAttribute;",
            $"using System; namespace A {{ using Second = First; namespace B {{ using Third = Second; public partial class C {{ [Third(\"N=4 L=8\", Axes = \"L\")] public static partial void M{Parameters}; }} }} }}",
        ]);

    [Fact]
    public void Types_in_several_files_and_types_that_differ_in_case_get_their_own_file()
    {
        string usings = "using System; using MaskedNorm;";
        GeneratorDriver driver = Compiles(
            [
                $"{usings} public partial class C {{ {Method} }}",
                $"{usings} public partial class C {{ {Norm} public static partial void M2{Parameters}; public partial class D {{ {Method} }} }}",
                $"{usings} public partial class c {{ {Method} }} public partial class C<T> {{ {Method} }}",
            ]);
        Assert.Equal(
            ["C", "C+D", "C`1", "c_2"],
            Compiler.Values<TypeModel>(driver, MaskedNormGenerator.TypesStep).Select(type => type.HintName));
    }

    [Theory]
    [InlineData("\"\"\"\n    N=4\n    (G=2 c=8)\n    \"\"\"")]
    [InlineData("@\"N=4\r\n( G = 2 c=8)\"")]
    [InlineData("\"N=4\\n(G=2 c=8)\"")]
    [InlineData("\"\\tN=4\\u0085(G=02\\u2028c=8) \"")]
    [InlineData("\"N=4\\f(G=2\\vc=8)\"")]
    public void White_space_in_a_layout_leaves_no_trace(string layout) =>
        Assert.Equal(Generated("\"N=4 (G=2 c=8)\""), Generated(layout));

    [Fact]
    public void A_method_with_a_mistake_still_gets_a_body()
    {
        GeneratorDriver driver = Compiler.Run(Compiler.Compile(
            $"using System; using MaskedNorm; public partial class C {{ [MaskedNorm(\"N L\", Axes = \"X\")] public static partial int M(in string inputs, out int N, ref Span<float> output); }}"));

        MethodModel method = Compiler.Values<TypeModel>(driver, MaskedNormGenerator.TypesStep).Single().Methods.Single();
        Assert.Null(method.Spec);
        Assert.Equal("public static partial int", method.Modifiers);
        Assert.Equal("(in string inputs, out int N, ref global::System.Span<float> output)", method.Signature);
    }

    [Theory]
    [InlineData("CS8981", "public partial class kernels { " + Method + " }")]
    [InlineData("CS8981", "public partial interface C<in t> { " + Method + " }")]
    [InlineData("CS8981", "public partial class C<T, t> { " + Method + " }")]
    [InlineData("CS8981", "public partial class C { " + Norm + " public static partial void M<T, t>" + Parameters + "; }")]
    [InlineData("CS0693", "public partial class C<T> { " + Norm + " public static partial void M<T>" + Parameters + "; }")]
    [InlineData("CS0693", "public partial class C<T> { public partial class D<T> { " + Method + " } }")]
    [InlineData("CS0628", "public sealed partial class C { " + Norm + " protected partial void M" + Parameters + "; }")]
    [InlineData("CS0628", "public sealed partial class C { " + Norm + " protected internal partial void M" + Parameters + "; }")]
    [InlineData("CS3001", "[assembly: CLSCompliant(true)] public partial class C { " + Norm + " public static partial void M(ReadOnlySpan<float> input, Span<float> output, RunningStatistics<float> running); }")]
    public void A_warning_that_the_user_silences_is_not_repeated(string id, string source)
    {
        source = "using System; using MaskedNorm; " + source;
        Assert.Contains(CompileWithAllWarnings(source).GetDiagnostics(), warning => warning.Id == id);
        AssertCompilesAsGenerated($"#pragma warning disable {id}\n{source}");
    }

    [Fact]
    public void A_layer_compiles_in_an_assembly_for_all_languages() => AssertCompilesAsGenerated(
        "using System; using MaskedNorm; [assembly: CLSCompliant(true)] [MaskedNormLayer(\"N C\", Axes = \"N\", Mask = \"N\", Affine = true, RunningStatistics = true)] public partial class Layer;");

    private static void AssertCompilesAsGenerated(string source)
    {
        CSharpCompilation compilation = CompileWithAllWarnings(source);
        AssertCompiles(compilation.AddSyntaxTrees(Compiler.Run(compilation).GetRunResult().GeneratedTrees));
    }

    private static CSharpCompilation CompileWithAllWarnings(string source) =>
        Compiler.Compile(source).WithOptions(Compiler.Options.WithWarningLevel(9999));

    private static List<string> Generated(string layout) => Compiles(
        [
            $"using System; using MaskedNorm; [MaskedNormLayer({layout}, Axes = \"c\")] public partial class Layer;"
            + $"public static partial class C {{ [MaskedNorm({layout}, Axes = \"c\")] public static partial void M{Parameters};"
            + $"/// <summary>Its own.</summary>\n[MaskedNorm({layout}, Axes = \"G\")] public static partial void Documented{Parameters};"
            + "[MaskedNormBackward(nameof(M))] public static partial void Back(ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, Span<float> gradInput); }",
        ]).GetRunResult().GeneratedTrees.Select(tree => tree.ToString()).ToList();

    private static void Compiles(string source, string usings = "") => Compiles([$"using System; using MaskedNorm; {usings}\n{source}"]);

    private static GeneratorDriver Compiles(string[] sources)
    {
        CSharpCompilation compilation = Compiler.Compile(sources);
        GeneratorDriver driver = Compiler.Run(compilation);
        Assert.Empty(driver.GetRunResult().Diagnostics);
        List<TypeModel> types = Compiler.Values<TypeModel>(driver, MaskedNormGenerator.TypesStep).ToList();
        Assert.NotEmpty(types);
        Assert.All(types.SelectMany(type => type.Methods), method => Assert.NotNull(method.Spec));

        // Once with bodies that throw, so that types and signatures are tested alone, and once as generated.
        AssertCompiles(compilation.AddSyntaxTrees(types.Select(type => Compiler.Parse(Implementation.Of(type)))));
        AssertCompiles(compilation.AddSyntaxTrees(driver.GetRunResult().GeneratedTrees));
        return driver;
    }

    private static void AssertCompiles(Compilation compilation) => Assert.Empty(
        compilation.WithOptions(compilation.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Error)).GetDiagnostics().Where(d => d.Severity != DiagnosticSeverity.Hidden));
}
