using System.Linq;
using MaskedNorm.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MaskedNorm.Generator.Declaration;

/// <summary>Checks that a method can be implemented by a generated part.</summary>
internal static class MethodShape
{
    /// <summary>Reports what stands in the way; whether an implementing part can be written at all.</summary>
    public static bool Check(IMethodSymbol method, MethodDeclarationSyntax syntax, DiagnosticBag bag)
    {
        Location name = syntax.Identifier.GetLocation();
        bool canImplement = CheckContainers(method.ContainingType, syntax.Parent, bag);
        if (HasBody(method, syntax))
        {
            bag.Report(Descriptors.MethodHasBody, name, method.Name);
            canImplement = false;
        }
        else if (!syntax.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            bag.Report(Descriptors.MethodNotPartial, name, method.Name);
            canImplement = false;
        }

        if (syntax.Modifiers.FirstOrDefault(modifier => modifier.IsKind(SyntaxKind.AsyncKeyword)) is { RawKind: not 0 } keyword)
        {
            bag.Report(Descriptors.MethodIsAsync, keyword.GetLocation(), method.Name);
        }

        if (!method.ReturnsVoid)
        {
            bag.Report(
                Descriptors.MethodNotVoid,
                syntax.ReturnType.GetLocation(),
                method.Name,
                method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
        }

        return canImplement;
    }

    private static bool HasBody(IMethodSymbol method, MethodDeclarationSyntax syntax) =>
        syntax.Body is not null
        || syntax.ExpressionBody is not null
        || syntax.Modifiers.Any(SyntaxKind.ExternKeyword)
        || method.PartialImplementationPart is not null;

    /// <summary>Reports each of some nested types, innermost first, that no generated part can be added to; whether there is none.</summary>
    public static bool CheckContainers(INamedTypeSymbol type, SyntaxNode? declarations, DiagnosticBag bag)
    {
        bool canImplement = true;
        for (SyntaxNode? node = declarations; node is not null; node = node.Parent)
        {
            if (node is not TypeDeclarationSyntax declaration)
            {
                continue;
            }

            if (type.IsFileLocal)
            {
                bag.Report(
                    Descriptors.FileLocalType,
                    declaration.Modifiers.First(modifier => modifier.IsKind(SyntaxKind.FileKeyword)).GetLocation(),
                    type.Name);
                canImplement = false;
            }

            if (!declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            {
                bag.Report(Descriptors.TypeNotPartial, declaration.Identifier.GetLocation(), type.Name, ContainerText.Keyword(type));
                canImplement = false;
            }

            type = type.ContainingType ?? type;
        }

        return canImplement;
    }
}
