using MaskedNorm.Generator.Tests.Infrastructure;
using Xunit;

namespace MaskedNorm.Generator.Tests.Diagnostics;

/// <summary>Where a mistake in a string is underlined, for every way to write a string.</summary>
public class UnderlinedText
{
    private const string UnknownX = "The layout has no axis 'X'; did you mean 'N'? Its axes are N, L.";

    [Theory]
    [InlineData("\"L [|X|]\"")]
    [InlineData("@\"L [|X|]\"")]
    [InlineData("\"\"\"L [|X|]\"\"\"")]
    [InlineData("\"\"\"\"L [|X|]\"\"\"\"")]
    [InlineData("\"\"\"\n                L\n                  [|X|]\n                \"\"\"")]
    [InlineData("\"\"\"\r\n    L\r\n\r\n    [|X|]\r\n    \"\"\"")]
    [InlineData("\"\"\"\n    L [|X|]\n    \"\"\"")]
    [InlineData("@\"L\n[|X|]\"")]
    [InlineData("\"L\\t[|X|]\"")]
    [InlineData("\"\\u004C [|X|]\"")]
    [InlineData("\"\\x4C [|X|]\"")]
    [InlineData("\"\\U0000004C [|X|]\"")]
    [InlineData("\"L [|\\u0058|]\"")]
    [InlineData("\"L \" + \"[|X|]\"")]
    [InlineData("(\"L\") + (\" \" + @\"[|X|]\")")]
    [InlineData("\"L [|X|]\" + \"\"")]
    [InlineData("Reduced + \" [|X|]\"")]
    [InlineData("\"L \" + [|Unknown|]")]
    [InlineData("\"L \" + [|nameof(X)|]", true)]
    [InlineData("[|Both|]")]
    [InlineData("$\"{Reduced} [|X|]\"")]
    [InlineData("$\"L {[|Unknown|]}\"")]
    [InlineData("$\"L {\"[|X|]\"}\"")]
    [InlineData("$\"\\u004C{\" \"}[|X|]\"")]
    [InlineData("@$\"L\n[|X|]\"")]
    [InlineData("$\"\"\"{Reduced} [|X|]\"\"\"")]
    [InlineData("$$\"\"\"{{Reduced}} [|X|]\"\"\"")]
    [InlineData("[|$\"\"\"\n    {Reduced} X\n    \"\"\"|]")]
    public void The_word_is_underlined(string axes, bool innermost = false)
    {
        axes = innermost ? axes.Replace("[|nameof(X)|]", "nameof([|X|])", System.StringComparison.Ordinal) : axes;
        Expect.InClass(
            "MN0114",
            $$"""
            private const string Reduced = "L", Unknown = "X", Both = "L X", X = "";
            [MaskedNorm("N L", Axes = {{axes}})] public static partial void M(ReadOnlySpan<float> input, Span<float> output, int N, int L);
            """,
            UnknownX);
    }

    [Fact]
    public void A_layout_may_be_a_named_argument_behind_the_options() =>
        Expect.InClass(
            "MN0102",
            "[MaskedNorm(layout: \"N [|,|] L\", Axes = \"L\")] public static partial void M(ReadOnlySpan<float> input, Span<float> output);",
            "',' does not belong in a layout; write axis names separated by white space");

    [Theory]
    [InlineData("$\"N {{ [|{{|]L\"", "{")]
    [InlineData("@$\"N {{ [|}}|]L\"", "}")]
    [InlineData("$$\"\"\"N { [|{|]L\"\"\"", "{")]
    public void A_brace_of_an_interpolated_string_is_one_character(string layout, string brace)
    {
        string marked = Marked.InClass($"[MaskedNorm({layout}, Axes = \"L\")] public static partial void M(ReadOnlySpan<float> input, Span<float> output, int N, int L);");
        (string source, _) = Marked.Parse(marked);
        string first = source[source.IndexOf('{', source.IndexOf("N {", System.StringComparison.Ordinal))..];
        Expect.All(source, $"MN0102 '{(first[1] == '{' ? "{{" : "{")}'", $"MN0102 '{(first[1] == '{' ? brace + brace : brace)}'");
    }

    [Fact]
    public void A_word_across_two_literals_is_underlined_from_its_beginning_to_its_end() =>
        Expect.InClass(
            "MN0114",
            "[MaskedNorm(\"N feature\", Axes = \"[|feat\" + \"ures|]\")] public static partial void M(ReadOnlySpan<float> input, Span<float> output, int N, int feature);",
            "The layout has no axis 'features'; did you mean 'feature'? Its axes are N, feature.");

    [Theory]
    [InlineData("@$\"N [|feat{ures}|]\"")]
    [InlineData("$\"[|{feat}ures|] N\"")]
    [InlineData("$\"N [|feat{\"ures\"}|]\"")]
    public void A_word_across_a_hole_is_underlined_with_the_hole(string axes) =>
        Expect.InClass(
            "MN0114",
            $"const string feat = \"feat\", ures = \"ures\"; [MaskedNorm(\"N feature\", Axes = {axes})] public static partial void M(ReadOnlySpan<float> input, Span<float> output, int N, int feature);",
            "The layout has no axis 'features'; did you mean 'feature'? Its axes are N, feature.");

    [Fact]
    public void A_null_layout_is_an_empty_one() =>
        Expect.InClass(
            "MN0101",
            "[MaskedNorm([|null!|], Axes = \"L\")] public static partial void M(ReadOnlySpan<float> input, Span<float> output);",
            "The layout names no axis; write the tensor's axes by white space, outermost first, for example \"N C L\"");
}
