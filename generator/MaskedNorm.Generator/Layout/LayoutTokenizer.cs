using System;
using System.Collections.Generic;
using System.Globalization;

namespace MaskedNorm.Generator.Layout;

/// <summary>Splits a layout, or a list of axes, into tokens. White space separates and is otherwise ignored.</summary>
internal static class LayoutTokenizer
{
    public static List<LayoutToken> Tokenize(string text)
    {
        var tokens = new List<LayoutToken>();
        int position = 0;
        while (position < text.Length)
        {
            char first = text[position];
            if (char.IsWhiteSpace(first))
            {
                position++;
                continue;
            }

            LayoutToken token = first switch
            {
                '(' => new(LayoutTokenKind.Open, "(", position, 1),
                ')' => new(LayoutTokenKind.Close, ")", position, 1),
                '=' => new(LayoutTokenKind.Equals, "=", position, 1),
                _ when StartsName(text, position) => Name(text, position),
                _ when StartsNumber(text, position) => Run(LayoutTokenKind.Number, text, position, index => IsNumberPart(text[index])),
                _ => Run(LayoutTokenKind.Unknown, text, position, index => IsUnknown(text, index)),
            };
            tokens.Add(token);
            position = token.End;
        }

        return tokens;
    }

    /// <summary>Whether a whole text is one axis name.</summary>
    public static bool IsName(string text) =>
        text.Length > 0 && StartsName(text, 0) && Name(text, 0).Length == text.Length;

    private static LayoutToken Name(string text, int start)
    {
        int nameStart = text[start] == '@' ? start + 1 : start;
        int end = nameStart;
        while (end < text.Length && IsNamePart(text[end]))
        {
            end++;
        }

        return new(LayoutTokenKind.Name, text.Substring(nameStart, end - nameStart), start, end - start);
    }

    // "7x8" is one bad number and "," one stranger: one mistake, one message.
    private static LayoutToken Run(LayoutTokenKind kind, string text, int start, Func<int, bool> belongs)
    {
        int end = start + 1;
        while (end < text.Length && belongs(end))
        {
            end++;
        }

        return new(kind, text.Substring(start, end - start), start, end - start);
    }

    private static bool StartsName(string text, int position) =>
        IsNameStart(text[position])
        || (text[position] == '@' && position + 1 < text.Length && IsNameStart(text[position + 1]));

    private static bool StartsNumber(string text, int position) =>
        IsDigit(text[position])
        || (text[position] is '-' or '+' && position + 1 < text.Length && IsDigit(text[position + 1]));

    private static bool IsUnknown(string text, int position) =>
        !char.IsWhiteSpace(text[position])
        && text[position] is not ('(' or ')' or '=')
        && !StartsName(text, position)
        && !StartsNumber(text, position);

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private static bool IsNumberPart(char c) => IsNamePart(c) || c is '.';

    private static bool IsNameStart(char c) => c == '_' || char.IsLetter(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.LetterNumber;

    private static bool IsNamePart(char c) =>
        IsNameStart(c)
        || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
