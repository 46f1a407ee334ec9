using System.Composition;
using MaskedNorm.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MaskedNorm.CodeFixes;

/// <summary>Lets a method return nothing.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeVoidFix))]
public sealed class MakeVoidFix : SyntaxFix<MethodDeclarationSyntax>
{
    /// <summary>Creates the fix.</summary>
    public MakeVoidFix()
        : base(Descriptors.MethodNotVoid.Id)
    {
    }

    private protected override string? Title(MethodDeclarationSyntax node, Diagnostic diagnostic) =>
        $"Let '{node.Identifier.ValueText}' return void";

    private protected override MethodDeclarationSyntax Fix(MethodDeclarationSyntax node, Diagnostic diagnostic) =>
        node.WithReturnType(SyntaxFactory.PredefinedType(SyntaxFactory.Token(SyntaxKind.VoidKeyword)).WithTriviaFrom(node.ReturnType));
}
