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
        if (parameters.Count == 0)
        {
            return Fill(list, parameter);
        }

        // A parameter begins a line where a line break stands behind the token before it.
        List<SyntaxToken> before = separators.Prepend(list.OpenParenToken).Take(parameters.Count).ToList();
        bool hasLines = before.Skip(1).Append(before[before.Count - 1]).All(EndsLine);
        SyntaxTriviaList indentation = hasLines ? Indentation(parameters[parameters.Count - 1].GetLeadingTrivia()) : default;
        SyntaxTriviaList gap = hasLines ? LineBreak(before[before.Count - 1]) : new(SyntaxFactory.Space);
        if (place == parameters.Count)
        {
            // What stands behind the last parameter: the comment of its line stays there, the line break is the next one's too.
            ParameterSyntax last = parameters[place - 1];
            SyntaxTriviaList behind = last.GetTrailingTrivia();
            (SyntaxTriviaList branches, SyntaxTriviaList end) = SplitBehind(list.CloseParenToken.LeadingTrivia, SyntaxKind.EndIfDirectiveTrivia);
            if (branches.Count > 0)
            {
                // The last parameter stands in some branch, the new one in none, and so does the comma.
                separators.Add(Comma(new(SyntaxFactory.Space)).WithLeadingTrivia(branches.AddRange(Indentation(end))));
                parameters.Add(parameter.WithTrailingTrivia(LineBreak(last.GetLastToken())));
                list = list.WithCloseParenToken(list.CloseParenToken.WithLeadingTrivia(end));
            }
            else if (hasLines && behind.Any(IsLineBreak))
            {
                parameters[place - 1] = last.WithTrailingTrivia();
                separators.Add(Comma(behind));
                parameters.Add(parameter.WithLeadingTrivia(indentation).WithTrailingTrivia(behind.Last(IsLineBreak)));
            }
            else
            {
                (SyntaxTriviaList own, SyntaxTriviaList rest) = SplitBehind(behind, SyntaxKind.MultiLineCommentTrivia);
                parameters[place - 1] = last.WithTrailingTrivia(own);
                separators.Add(Comma(gap));
                parameters.Add(parameter.WithLeadingTrivia(indentation).WithTrailingTrivia(rest));
            }
        }
        else
        {
            // Behind branches, which may each end in a parameter; before any other directive or comment, which is about what follows it.
            ParameterSyntax next = parameters[place];
            (SyntaxTriviaList branches, SyntaxTriviaList lead) = SplitBehind(next.GetLeadingTrivia(), SyntaxKind.EndIfDirectiveTrivia);
            bool hasOwnLines = lead.Any(trivia => trivia.IsDirective || IsLineBreak(trivia));
            bool begins = EndsLine(before[place]);
            bool staysOnLine = !hasLines && !hasOwnLines;

            // The first one may stand behind the parenthesis: then what follows it now begins a line.
            parameters[place] = next.WithLeadingTrivia(begins ? (staysOnLine ? default : lead) : hasLines ? indentation : lead);
            parameters.Insert(place, parameter.WithLeadingTrivia(branches.AddRange(begins ? Indentation(lead) : default)));
            separators.Insert(place, Comma(staysOnLine || hasLines ? gap : LineBreak(before[place])));
        }

        return list.WithParameters(SyntaxFactory.SeparatedList(parameters, separators));
    }

    // The first parameter: on the method's line, whatever white space stands where it will be.
    private static ParameterListSyntax Fill(ParameterListSyntax list, ParameterSyntax parameter)
    {
        if (list.OpenParenToken.TrailingTrivia.Concat(list.CloseParenToken.LeadingTrivia).All(IsWhiteSpace))
        {
            list = list.WithOpenParenToken(list.OpenParenToken.WithTrailingTrivia()).WithCloseParenToken(list.CloseParenToken.WithLeadingTrivia());
        }

        return list.AddParameters(parameter);
    }

    private static SyntaxToken Comma(SyntaxTriviaList behind) => SyntaxFactory.Token(default, SyntaxKind.CommaToken, behind);

    // Trivia up to the last of a kind, and the rest.
    private static (SyntaxTriviaList Head, SyntaxTriviaList Tail) SplitBehind(SyntaxTriviaList trivia, SyntaxKind kind)
    {
        int length = trivia.ToList().FindLastIndex(item => item.IsKind(kind)) + 1;
        return (new(trivia.Take(length)), new(trivia.Skip(length)));
    }

    // The white space before a parameter, without comments on lines above it.
    private static SyntaxTriviaList Indentation(SyntaxTriviaList lead) =>
        new(lead.Reverse().TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)));

    private static SyntaxTriviaList LineBreak(SyntaxToken token) => new(token.TrailingTrivia.Last(IsLineBreak));

    private static bool EndsLine(SyntaxToken token) => token.TrailingTrivia.Any(IsLineBreak);

    private static bool IsLineBreak(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.EndOfLineTrivia);

    private static bool IsWhiteSpace(SyntaxTrivia trivia) => IsLineBreak(trivia) || trivia.IsKind(SyntaxKind.WhitespaceTrivia);
}
