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
        bool canImplement = CheckContainers(method.ContainingType, syntax.Parent, bag) && CanRepeat(method, syntax);
        if (syntax.Modifiers.FirstOrDefault(modifier => modifier.IsKind(SyntaxKind.AbstractKeyword)) is { RawKind: not 0 } isAbstract)
        {
            bag.Report(Descriptors.MethodIsAbstract, isAbstract.GetLocation(), method.Name);
            canImplement = false;
        }
        else if (HasBody(method, syntax))
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

    // What the compiler refuses in a signature it would refuse again in the implementing part.
    private static bool CanRepeat(IMethodSymbol method, MethodDeclarationSyntax syntax) =>
        !syntax.ParameterList.ContainsDiagnostics
        && !method.IsVararg
        && method.Parameters.Select(parameter => parameter.Name).Distinct().Count() == method.Parameters.Length
        && !method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Any(other => HasSameSignature(method, other));

    private static bool HasSameSignature(IMethodSymbol method, IMethodSymbol other)
    {
        if (SymbolEqualityComparer.Default.Equals(method, other) || method.Arity != other.Arity || method.Parameters.Length != other.Parameters.Length)
        {
            return false;
        }

        // M<T>(T) is M<U>(U).
        IMethodSymbol alike = method.Arity == 0 ? other : other.Construct(method.TypeParameters.ToArray<ITypeSymbol>());
        return method.Parameters.Zip(alike.Parameters, (left, right) =>
            SymbolEqualityComparer.Default.Equals(left.Type, right.Type) && (left.RefKind == RefKind.None) == (right.RefKind == RefKind.None)).All(same => same);
    }

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
