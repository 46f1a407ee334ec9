using MaskedNorm.Generator.Tests.Infrastructure;
using Xunit;

namespace MaskedNorm.Generator.Tests.Diagnostics;

public class LayoutMistakes
{
    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void A_layout_must_name_an_axis(string layout) =>
        Expect.InClass(
            "MN0101",
            $"[MaskedNorm([|\"{layout}\"|], Axes = \"L\")] public static partial void M(ReadOnlySpan<float> input, Span<float> output);",
            "The layout names no axis; write the tensor's axes by white space, outermost first, for example \"N C L\"");

    [Theory]
    [InlineData("MN0102", "N[|,|] C[|,|] L", "',' does not belong in a layout; write axis names separated by white space")]
    [InlineData("MN0102", "N C [|!%|] L", "'!%' does not belong in a layout; write axis names separated by white space")]
    [InlineData("MN0102", "N C L [|@|]", "'@' does not belong in a layout; write axis names separated by white space")]
    [InlineData("MN0103", "N [|(|]C L", "This '(' is not closed; write ')' after the last part of the split axis, for example \"(G c)\"")]
    [InlineData("MN0104", "N C[|)|] L", "This ')' closes nothing; write '(' before the first part of the split axis, for example \"(G c)\"")]
    [InlineData("MN0105", "(N [|(|]C L))", "A split axis cannot be split again; write all its parts in one pair of parentheses, for example \"(A B c)\"")]
    [InlineData("MN0106", "N [|(C)|] L", "'(C)' splits nothing; write two or more parts, for example \"(G c)\", or no parentheses")]
    [InlineData("MN0106", "N C [|( )|] L", "'( )' splits nothing; write two or more parts, for example \"(G c)\", or no parentheses")]
    [InlineData("MN0107", "N C L F[|=|]", "'=' after axis 'F' has no extent; write a whole number after it, for example F=768")]
    [InlineData("MN0107", "N F[|=|] C L", "'=' after axis 'F' has no extent; write a whole number after it, for example F=768")]
    [InlineData("MN0108", "N C L F=[|7x8|]", "'7x8' is not a whole number; write the extent of axis 'F' in decimal digits, for example F=768")]
    [InlineData("MN0108", "N C L F=[|1.5|]", "'1.5' is not a whole number; write the extent of axis 'F' in decimal digits, for example F=768")]
    [InlineData("MN0108", "N C L F=[|G|]", "'G' is not a whole number; write the extent of axis 'F' in decimal digits, for example F=768")]
    [InlineData("MN0109", "N C L F=[|0|]", "Axis 'F' cannot have the extent 0; write a number from 1 to 2147483647")]
    [InlineData("MN0109", "N C L F=[|-1|]", "Axis 'F' cannot have the extent -1; write a number from 1 to 2147483647")]
    [InlineData("MN0109", "N C L F=[|2147483648|]", "Axis 'F' cannot have the extent 2147483648; write a number from 1 to 2147483647")]
    [InlineData("MN0109", "N C L F=[|99999999999999999999|]", "Axis 'F' cannot have the extent 99999999999999999999; write a number from 1 to 2147483647")]
    [InlineData("MN0110", "N C L [|768|]", "'768' belongs to no axis; write the axis's name before it, for example F=768")]
    [InlineData("MN0110", "[|=|]768 N C L", "'=' belongs to no axis; write the axis's name before it, for example F=768")]
    [InlineData("MN0111", "a b c d e f g h i j k l N C L p [|q|]", "The layout has 17 axes, at most 16 are supported; write neighbouring axes of the same role as one")]
    [InlineData("MN0112", "N=2147483647 C=2147483647 [|L|]=4", "The fixed extents up to axis 'L' multiply to more than 2^63 - 1 elements; write smaller extents")]
    [InlineData("MN0113", "N C L [|N|]", "Axis 'N' stands twice in the layout; name each axis once")]
    [InlineData("MN0113", "N (C [|@C|]) L", "Axis 'C' stands twice in the layout; name each axis once")]
    public void Each_mistake_in_a_layout_is_underlined_where_it_stands(string id, string layout, string message) =>
        Expect.InClass(
            id,
            $"[MaskedNorm(\"{layout}\", Axes = \"L\")] public static partial void M(ReadOnlySpan<float> input, Span<float> output);",
            message);

    [Theory]
    [InlineData("MN0114", "Axes = \"[|M|]\"", "The layout has no axis 'M'; did you mean 'N'? Its axes are N, C, L.")]
    [InlineData("MN0114", "Axes = \"N [|l|]\"", "The layout has no axis 'l'; did you mean 'L'? Its axes are N, C, L.")]
    [InlineData("MN0114", "Axes = \"L N [|M|]\"", "The layout has no axis 'M'; did you mean 'C'? Its axes are N, C, L.")]
    [InlineData("MN0114", "Axes = \"L\", Mask = \"[|n|] L\"", "The layout has no axis 'n'; did you mean 'N'? Its axes are N, C, L.")]
    [InlineData("MN0114", "Axes = \"L\", Affine = true, AffineAxes = \"[|c|]\"", "The layout has no axis 'c'; did you mean 'C'? Its axes are N, C, L.")]
    [InlineData("MN0114", "Axes = \"L\", Mask = \"N L [|M|] [|K|]\"", "The layout has no axis 'M'; did you mean 'C'? Its axes are N, C, L.")]
    [InlineData("MN0114", "Axes = \"L\", Mask = \"N C L [|M|]\"", "The layout has no axis 'M'; remove it: all of its axes N, C, L stand here.")]
    [InlineData("MN0113", "Axes = \"L [|L|]\"", "Axis 'L' stands twice in Axes; name each axis once")]
    [InlineData("MN0113", "Axes = \"L\", Mask = \"N L [|N|]\"", "Axis 'N' stands twice in Mask; name each axis once")]
    [InlineData("MN0113", "Axes = \"L\", Affine = true, AffineAxes = \"C [|C|]\"", "Axis 'C' stands twice in AffineAxes; name each axis once")]
    [InlineData("MN0116", "Axes = \"N[|,|] L\"", "',' does not belong in Axes; write axis names only, separated by white space: extents and parentheses belong in the layout")]
    [InlineData("MN0116", "Axes = \"[|(|]N L[|)|]\"", "'(' does not belong in Axes; write axis names only, separated by white space: extents and parentheses belong in the layout")]
    [InlineData("MN0115", "Axes = [|\"\"|]", "No axis is reduced; name the axes to normalize over, for example Axes = \"L\"")]
    public void Each_mistake_in_a_list_of_axes_is_underlined_where_it_stands(string id, string options, string message)
    {
        string mask = options.Contains("Mask", System.StringComparison.Ordinal) ? "ReadOnlySpan<bool> mask, " : "";
        string weight = options.Contains("Affine", System.StringComparison.Ordinal) ? "ReadOnlySpan<float> weight, " : "";
        Expect.InClass(
            id,
            $"[MaskedNorm(\"N C L\", {options})] public static partial void M(ReadOnlySpan<float> input, {mask}{weight}Span<float> output, int N, int C, int L);",
            message);
    }

    [Fact]
    public void Without_axes_the_attribute_is_underlined() =>
        Expect.InClass(
            "MN0115",
            "[[|MaskedNorm|](\"N L\")] public static partial void M(ReadOnlySpan<float> input, Span<float> output, int N, int L);",
            "No axis is reduced; name the axes to normalize over, for example Axes = \"L\"");

    [Fact]
    public void The_nearest_axis_travels_with_the_message()
    {
        string source = Marked.InClass("[MaskedNorm(\"batch token feature\", Axes = \"features\")] public static partial void M(ReadOnlyTensorSpan<float> input, TensorSpan<float> output);");
        Microsoft.CodeAnalysis.Diagnostic mistake = Assert.Single(Compiler.Run(Compiler.Compile(source)).GetRunResult().Diagnostics);

        Assert.Equal("feature", mistake.Properties[Generator.Diagnostics.Descriptors.NearestProperty]);
    }
}
