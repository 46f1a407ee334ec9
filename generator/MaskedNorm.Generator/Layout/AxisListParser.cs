using System.Collections.Generic;

namespace MaskedNorm.Generator.Layout;

/// <summary>An axis name in a list such as <c>Axes = "N L"</c>.</summary>
/// <param name="Name">The name, without a leading <c>@</c>.</param>
/// <param name="Start">The index of its first character.</param>
/// <param name="Length">The number of its characters.</param>
internal readonly record struct AxisName(string Name, int Start, int Length);

/// <summary>What a list of axis names says, and what is wrong with it.</summary>
/// <param name="Names">The names in the order of the text, each once.</param>
/// <param name="Errors">The mistakes in the order of the text.</param>
internal sealed record AxisListSyntax(IReadOnlyList<AxisName> Names, IReadOnlyList<LayoutError> Errors);

/// <summary>Parses a list of axis names: names by white space, nothing else.</summary>
internal static class AxisListParser
{
    public static AxisListSyntax Parse(string text)
    {
        var names = new List<AxisName>();
        var errors = new List<LayoutError>();
        var seen = new HashSet<string>();
        foreach (LayoutToken token in LayoutTokenizer.Tokenize(text))
        {
            if (token.Kind != LayoutTokenKind.Name)
            {
                errors.Add(new(LayoutErrorKind.NotAnAxisName, token.Start, token.Length, token.Text));
            }
            else if (seen.Add(token.Text))
            {
                names.Add(new(token.Text, token.Start, token.Length));
            }
            else
            {
                errors.Add(new(LayoutErrorKind.RepeatedAxis, token.Start, token.Length, token.Text, token.Text));
            }
        }

        return new(names, errors);
    }
}
