using System.Composition;
using MaskedNorm.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MaskedNorm.CodeFixes;

/// <summary>Makes a method, or a type around it, partial.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialFix))]
public sealed class MakePartialFix : SyntaxFix<MemberDeclarationSyntax>
{
    /// <summary>Creates the fix.</summary>
    public MakePartialFix()
        : base(Descriptors.MethodNotPartial.Id, Descriptors.TypeNotPartial.Id)
    {
    }

    private protected override string? Title(MemberDeclarationSyntax node, Diagnostic diagnostic) => node switch
    {
        MethodDeclarationSyntax method => $"Make '{method.Identifier.ValueText}' partial",
        TypeDeclarationSyntax type => $"Make '{type.Identifier.ValueText}' partial",
        _ => null,
    };

    private protected override MemberDeclarationSyntax Fix(MemberDeclarationSyntax node, Diagnostic diagnostic)
    {
        SyntaxToken partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);

        // What stands before the word behind it moves to it: an indentation, and without modifiers the comments of the declaration.
        SyntaxToken first = node is MethodDeclarationSyntax method ? method.ReturnType.GetFirstToken() : ((TypeDeclarationSyntax)node).Keyword;
        partial = partial.WithLeadingTrivia(first.LeadingTrivia);
        return node.ReplaceToken(first, first.WithLeadingTrivia()).WithModifiers(node.Modifiers.Add(partial));
    }
}
