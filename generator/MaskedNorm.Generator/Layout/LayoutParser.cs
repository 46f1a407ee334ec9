using System.Collections.Generic;
using System.Globalization;

namespace MaskedNorm.Generator.Layout;

/// <summary>Parses the layout language by recursive descent; goes on after a mistake, so that all are found at once.</summary>
/// <remarks>
/// <code>
/// layout := ( axis | '(' axis axis+ ')' )*
/// axis   := name ( '=' number )?
/// </code>
/// </remarks>
internal sealed class LayoutParser
{
    /// <summary>The greatest number of axes.</summary>
    public const int MaxAxes = 16;

    private readonly string text;
    private readonly List<LayoutToken> tokens;
    private readonly List<AxisSyntax> axes = [];
    private readonly List<LayoutError> errors = [];
    private readonly HashSet<string> names = [];
    private int position;
    private int tensorAxis;

    private LayoutParser(string text)
    {
        this.text = text;
        tokens = LayoutTokenizer.Tokenize(text);
    }

    private bool AtEnd => position == tokens.Count;

    private LayoutToken Current => tokens[position];

    public static LayoutSyntax Parse(string text)
    {
        var parser = new LayoutParser(text);
        parser.ParseLayout();
        return new(parser.axes, parser.errors);
    }

    private void ParseLayout()
    {
        if (AtEnd)
        {
            errors.Add(new(LayoutErrorKind.Empty, 0, 0, text));
        }

        while (!AtEnd)
        {
            switch (Current.Kind)
            {
                case LayoutTokenKind.Open:
                    ParseSplit();
                    tensorAxis++;
                    break;
                case LayoutTokenKind.Close:
                    Report(LayoutErrorKind.ParenthesisNotOpened, Current);
                    position++;
                    break;
                default:
                    ParseAxis();
                    tensorAxis++;
                    break;
            }
        }

        CheckSize();
    }

    private void ParseSplit()
    {
        LayoutToken open = Current;
        int parts = 0;
        position++;
        while (!AtEnd && Current.Kind != LayoutTokenKind.Close)
        {
            if (Current.Kind == LayoutTokenKind.Open)
            {
                Report(LayoutErrorKind.SplitInSplit, Current);
                SkipInnerSplit();
                parts += 2;
            }
            else
            {
                parts += ParseAxis() ? 1 : 0;
            }
        }

        if (AtEnd)
        {
            Report(LayoutErrorKind.ParenthesisNotClosed, open);
            return;
        }

        int end = Current.End;
        position++;
        if (parts < 2)
        {
            errors.Add(new(LayoutErrorKind.SplitTooSmall, open.Start, end - open.Start, text.Substring(open.Start, end - open.Start)));
        }
    }

    // The axes inside still count, so that "Axes" may name them without a second message.
    private void SkipInnerSplit()
    {
        position++;
        while (!AtEnd && Current.Kind != LayoutTokenKind.Close)
        {
            if (Current.Kind == LayoutTokenKind.Open)
            {
                position++;
            }
            else
            {
                ParseAxis();
            }
        }

        position += AtEnd ? 0 : 1;
    }

    private bool ParseAxis()
    {
        LayoutToken name = Current;
        position++;
        if (name.Kind != LayoutTokenKind.Name)
        {
            Report(name.Kind == LayoutTokenKind.Unknown ? LayoutErrorKind.UnexpectedCharacter : LayoutErrorKind.ExtentWithoutAxis, name);
            SkipNumberAfter(name);
            return false;
        }

        long? extent = null;
        if (!AtEnd && Current.Kind == LayoutTokenKind.Equals)
        {
            LayoutToken equals = Current;
            position++;
            extent = ParseExtent(name, equals);
        }

        if (names.Add(name.Text))
        {
            axes.Add(new(new Axis(name.Text, extent, tensorAxis), name.Start, name.Length));
        }
        else
        {
            Report(LayoutErrorKind.RepeatedAxis, name);
        }

        return true;
    }

    // "=768" without a name is one mistake.
    private void SkipNumberAfter(LayoutToken token)
    {
        if (token.Kind == LayoutTokenKind.Equals && !AtEnd && Current.Kind == LayoutTokenKind.Number)
        {
            position++;
        }
    }

    private long? ParseExtent(LayoutToken name, LayoutToken equals)
    {
        // The next axis's name on the far side of white space is not a number that went wrong: "F= G".
        if (AtEnd || (Current.Kind != LayoutTokenKind.Number && (Current.Kind != LayoutTokenKind.Name || Current.Start > equals.End)))
        {
            errors.Add(new(LayoutErrorKind.ExtentMissing, equals.Start, equals.Length, equals.Text, name.Text));
            return null;
        }

        LayoutToken number = Current;
        position++;
        if (!IsInteger(number.Text))
        {
            errors.Add(new(LayoutErrorKind.ExtentNotANumber, number.Start, number.Length, number.Text, name.Text));
            return null;
        }

        if (!int.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int extent) || extent < 1)
        {
            errors.Add(new(LayoutErrorKind.ExtentOutOfRange, number.Start, number.Length, number.Text, name.Text));
            return null;
        }

        return extent;
    }

    private void CheckSize()
    {
        if (axes.Count > MaxAxes)
        {
            AxisSyntax extra = axes[MaxAxes];
            errors.Add(new(LayoutErrorKind.TooManyAxes, extra.Start, extra.Length, axes.Count.ToString(CultureInfo.InvariantCulture), extra.Axis.Name));
        }

        long elements = 1;
        foreach (AxisSyntax axis in axes)
        {
            long extent = axis.Axis.Extent ?? 1;
            if (elements > long.MaxValue / extent)
            {
                errors.Add(new(LayoutErrorKind.TooManyElements, axis.Start, axis.Length, axis.Axis.Name, axis.Axis.Name));
                return;
            }

            elements *= extent;
        }
    }

    private static bool IsInteger(string number)
    {
        for (int i = number[0] is '-' or '+' ? 1 : 0; i < number.Length; i++)
        {
            if (number[i] is < '0' or > '9')
            {
                return false;
            }
        }

        return true;
    }

    private void Report(LayoutErrorKind kind, LayoutToken token) =>
        errors.Add(new(kind, token.Start, token.Length, token.Text, token.Kind == LayoutTokenKind.Name ? token.Text : ""));
}
