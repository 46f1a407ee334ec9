using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MaskedNorm.CodeFixes;

/// <summary>Inserts a parameter as the others are written: on the same line, or on a line of its own.</summary>
internal static class ParameterLines
{
    public static ParameterListSyntax Insert(ParameterListSyntax list, int place, ParameterSyntax parameter)
    {
        List<ParameterSyntax> parameters = list.Parameters.ToList();
        List<SyntaxToken> separators = list.Parameters.GetSeparators().ToList();

        // A parameter begins a line where a line break stands behind the token before it.
        List<SyntaxToken> before = separators.Prepend(list.OpenParenToken).Take(parameters.Count).ToList();
        bool hasLines = before.Count > 0 && before.Skip(1).Append(before[before.Count - 1]).All(EndsLine);
        SyntaxTriviaList indentation = hasLines ? Indentation(parameters[parameters.Count - 1]) : default;
        SyntaxTriviaList gap = hasLines ? new(before[before.Count - 1].TrailingTrivia.Last(IsLineBreak)) : new(SyntaxFactory.Space);
        if (parameters.Count > 0 && place == parameters.Count)
        {
            // What stands behind the last parameter: the comment of its line stays there, the line break is the next one's too.
            ParameterSyntax last = parameters[place - 1];
            SyntaxTriviaList behind = last.GetTrailingTrivia();
            bool ends = behind.Any(IsLineBreak);
            parameters[place - 1] = last.WithTrailingTrivia();
            separators.Add(Comma(ends ? behind : gap));
            parameters.Add(parameter.WithLeadingTrivia(indentation).WithTrailingTrivia(ends ? new(behind.Last(IsLineBreak)) : behind));
        }
        else if (parameters.Count > 0)
        {
            // The first one may stand behind the parenthesis: then what follows it now begins a line.
            bool isFirst = place == 0;
            parameters.Insert(place, parameter.WithLeadingTrivia(isFirst ? Indentation(parameters[0]) : indentation));
            parameters[place + 1] = isFirst && hasLines && !EndsLine(before[0]) ? parameters[1].WithLeadingTrivia(indentation) : parameters[place + 1];
            separators.Insert(place, Comma(gap));
        }
        else
        {
            parameters.Add(parameter);
        }

        return list.WithParameters(SyntaxFactory.SeparatedList(parameters, separators));
    }

    private static SyntaxToken Comma(SyntaxTriviaList behind) => SyntaxFactory.Token(default, SyntaxKind.CommaToken, behind);

    // The white space before the parameter, without comments on lines above it.
    private static SyntaxTriviaList Indentation(ParameterSyntax parameter) =>
        new(parameter.GetLeadingTrivia().Reverse().TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)));

    private static bool EndsLine(SyntaxToken token) => token.TrailingTrivia.Any(IsLineBreak);

    private static bool IsLineBreak(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.EndOfLineTrivia);
}
