using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MaskedNorm.Generator.Declaration;

/// <summary>Maps the characters of a string literal's value to the source: regular, verbatim and raw literals, interpolated ones too, escape sequences included.</summary>
internal static class StringLiteral
{
    /// <summary>The span of each character of the value; null if the token is no string literal that this understands.</summary>
    public static IReadOnlyList<TextSpan>? Decode(SyntaxToken token)
    {
        var decoder = new Decoder(token.Text, token.SpanStart);
        switch (token.Kind())
        {
            case SyntaxKind.StringLiteralToken when token.Text.StartsWith("@", StringComparison.Ordinal):
                decoder.Verbatim(2, token.Text.Length - 1);
                break;
            case SyntaxKind.StringLiteralToken:
                decoder.Regular(1, token.Text.Length - 1);
                break;
            case SyntaxKind.SingleLineRawStringLiteralToken:
                decoder.SingleLineRaw(decoder.Quotes());
                break;
            case SyntaxKind.MultiLineRawStringLiteralToken:
                decoder.MultiLineRaw();
                break;
            default:
                return null;
        }

        // The compiler's own reading decides: a literal that is read differently here is not mapped at all.
        return decoder.Value == token.ValueText ? decoder.Spans : null;
    }

    /// <summary>The spans of the characters between the holes of an interpolated string, text by text; null if there is one that this does not understand.</summary>
    public static IReadOnlyDictionary<InterpolatedStringContentSyntax, List<TextSpan>>? Decode(InterpolatedStringExpressionSyntax literal)
    {
        var spans = new Dictionary<InterpolatedStringContentSyntax, List<TextSpan>>();
        foreach (InterpolatedStringTextSyntax part in literal.Contents.OfType<InterpolatedStringTextSyntax>())
        {
            SyntaxToken token = part.TextToken;
            var decoder = new Decoder(token.Text, token.SpanStart, areBracesDoubled: true);
            string value = token.ValueText.Replace("{{", "{").Replace("}}", "}");
            switch (literal.StringStartToken.Kind())
            {
                case SyntaxKind.InterpolatedStringStartToken:
                    decoder.Regular(0, token.Text.Length);
                    break;
                case SyntaxKind.InterpolatedVerbatimStringStartToken:
                    decoder.Verbatim(0, token.Text.Length);
                    break;
                case SyntaxKind.InterpolatedSingleLineRawStringStartToken:
                    decoder.SingleLineRaw(0);
                    value = token.ValueText;
                    break;
                default:
                    return null;
            }

            if (decoder.Value != value)
            {
                return null;
            }

            spans.Add(part, decoder.Spans);
        }

        return spans;
    }

    private sealed class Decoder(string text, int offset, bool areBracesDoubled = false)
    {
        private readonly StringBuilder value = new();

        public List<TextSpan> Spans { get; } = [];

        public string Value => value.ToString();

        public void Regular(int start, int end)
        {
            for (int i = start; i < end;)
            {
                int length = text[i] == '\\' ? EscapeLength(i, end) : BraceLength(i, end);
                Add(text[i] == '\\' && length > 1 ? Unescape(i, length) : text[i].ToString(), i, length);
                i += length;
            }
        }

        public void Verbatim(int start, int end)
        {
            for (int i = start; i < end;)
            {
                int length = text[i] == '"' ? 2 : BraceLength(i, end);
                Add(text[i].ToString(), i, length);
                i += length;
            }
        }

        public void SingleLineRaw(int quotes)
        {
            for (int i = quotes; i < text.Length - quotes; i++)
            {
                Add(text[i].ToString(), i, 1);
            }
        }

        public void MultiLineRaw()
        {
            // Content lies between the first and the last line; the last line's white space is cut from every line.
            int quotes = Quotes();
            int first = LineEnd(quotes);
            int contentStart = first + NewLineLength(first);
            int lastLine = text.LastIndexOf('\n', text.Length - 1) is var feed and >= 0 ? feed + 1 : text.LastIndexOf('\r') + 1;
            int contentEnd = lastLine - (lastLine >= 2 && text[lastLine - 2] == '\r' && text[lastLine - 1] == '\n' ? 2 : 1);
            int indentation = text.Length - quotes - lastLine;
            for (int i = contentStart; i < contentEnd;)
            {
                int lineEnd = Math.Min(LineEnd(i), contentEnd);
                for (int j = Math.Min(i + indentation, lineEnd); j < lineEnd; j++)
                {
                    Add(text[j].ToString(), j, 1);
                }

                int next = lineEnd + NewLineLength(lineEnd);
                for (int j = lineEnd; j < next && lineEnd < contentEnd; j++)
                {
                    Add(text[j].ToString(), j, 1);
                }

                i = next;
            }
        }

        private void Add(string characters, int start, int length)
        {
            foreach (char character in characters)
            {
                value.Append(character);
                Spans.Add(new TextSpan(offset + start, length));
            }
        }

        public int Quotes()
        {
            int quotes = 0;
            while (quotes < text.Length && text[quotes] == '"')
            {
                quotes++;
            }

            return quotes;
        }

        private int LineEnd(int start)
        {
            int end = text.IndexOfAny(['\r', '\n'], start);
            return end < 0 ? text.Length : end;
        }

        private int NewLineLength(int position) =>
            position >= text.Length ? 1
            : text[position] == '\r' && position + 1 < text.Length && text[position + 1] == '\n' ? 2
            : 1;

        private int BraceLength(int start, int end) =>
            areBracesDoubled && start + 1 < end && text[start] is '{' or '}' && text[start + 1] == text[start] ? 2 : 1;

        private int EscapeLength(int start, int end)
        {
            if (start + 1 >= end)
            {
                return 1;
            }

            int digits = text[start + 1] switch
            {
                'u' => 4,
                'U' => 8,
                'x' => HexDigits(start + 2, end),
                _ => 0,
            };
            return Math.Min(2 + digits, end - start);
        }

        private int HexDigits(int start, int end)
        {
            int count = 0;
            while (count < 4 && start + count < end && Uri.IsHexDigit(text[start + count]))
            {
                count++;
            }

            return count;
        }

        private string Unescape(int start, int length)
        {
            char kind = text[start + 1];
            if (kind is 'u' or 'U' or 'x')
            {
                return int.TryParse(text.Substring(start + 2, length - 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code)
                    && code is >= 0 and <= 0x10FFFF
                    ? code is >= 0xD800 and <= 0xDFFF or < 0x10000 ? ((char)code).ToString() : char.ConvertFromUtf32(code)
                    : "";
            }

            return kind switch
            {
                '0' => "\0",
                'a' => "\a",
                'b' => "\b",
                'e' => "\u001B",
                'f' => "\f",
                'n' => "\n",
                'r' => "\r",
                't' => "\t",
                'v' => "\v",
                _ => kind.ToString(),
            };
        }
    }
}
