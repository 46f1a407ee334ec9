using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MaskedNorm.Generator.Declaration;

/// <summary>Finds where a character of a constant string stands in the source: in a literal of any form, interpolated or not, or a concatenation of literals.</summary>
/// <remarks>What stands in no literal (a named constant) is found as a whole.</remarks>
internal sealed class ConstantText
{
    // The span of source that each character of the value comes from.
    private readonly List<TextSpan> characters = [];
    private readonly ExpressionSyntax expression;

    private ConstantText(ExpressionSyntax expression) => this.expression = expression;

    public static ConstantText Of(ExpressionSyntax expression, SemanticModel model)
    {
        var text = new ConstantText(expression);
        text.Append(expression, model);
        return text;
    }

    /// <summary>The source of some characters of the value; the whole expression if there are none or they cannot be found.</summary>
    public Location Locate(int start, int length)
    {
        TextSpan span = length > 0 && start + length <= characters.Count
            ? TextSpan.FromBounds(characters[start].Start, characters[start + length - 1].End)
            : expression.Span;

        // A word that only begins or ends in a hole is underlined with all of the hole, and not up to its last brace.
        foreach (InterpolationSyntax hole in expression.DescendantNodesAndSelf().OfType<InterpolationSyntax>())
        {
            if (hole.Span.OverlapsWith(span) && !hole.Span.Contains(span))
            {
                span = TextSpan.FromBounds(Math.Min(span.Start, hole.SpanStart), Math.Max(span.End, hole.Span.End));
            }
        }

        return Location.Create(expression.SyntaxTree, span.Length > 0 ? span : expression.Span);
    }

    private void Append(ExpressionSyntax part, SemanticModel model)
    {
        switch (part)
        {
            case ParenthesizedExpressionSyntax parentheses:
                Append(parentheses.Expression, model);
                return;
            case BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.AddExpression):
                Append(binary.Left, model);
                Append(binary.Right, model);
                return;
            case LiteralExpressionSyntax literal when StringLiteral.Decode(literal.Token) is { } spans:
                characters.AddRange(spans);
                return;
            case InterpolatedStringExpressionSyntax interpolated when StringLiteral.Decode(interpolated) is { } texts:
                foreach (InterpolatedStringContentSyntax content in interpolated.Contents)
                {
                    if (content is InterpolationSyntax hole)
                    {
                        Append(hole.Expression, model);
                    }
                    else
                    {
                        characters.AddRange(texts[content]);
                    }
                }

                return;
        }

        // Of nameof(Name), the name is what a message can be about.
        TextSpan span = part is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } ? arguments[0].Span : part.Span;
        int length = model.GetConstantValue(part).Value switch
        {
            string value => value.Length,
            char => 1,
            _ => 0,
        };
        for (int i = 0; i < length; i++)
        {
            characters.Add(span);
        }
    }
}
