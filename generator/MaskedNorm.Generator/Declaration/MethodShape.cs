using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using MaskedNorm.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MaskedNorm.Generator.Declaration;

/// <summary>Checks that a method can be implemented by a generated part.</summary>
internal static class MethodShape
{
    /// <summary>What the compiler refuses in the declarations of a file.</summary>
    /// <remarks>Except for what generated code mends, a method without a body, or another generator's may: a base type without the method.</remarks>
    public static IReadOnlyList<Diagnostic> Errors(SemanticModel model, CancellationToken cancellation) =>
        model.GetDeclarationDiagnostics(cancellationToken: cancellation)
            .Where(diagnostic => diagnostic is { DefaultSeverity: DiagnosticSeverity.Error, Id: not ("CS8795" or "CS0115") })
            .ToList();

    /// <summary>Reports what stands in the way; whether an implementing part can be written at all.</summary>
    /// <param name="method">The method.</param>
    /// <param name="syntax">Its declaration.</param>
    /// <param name="errors">The <see cref="Errors"/> of its file.</param>
    /// <param name="bag">Takes what is reported.</param>
    public static bool Check(IMethodSymbol method, MethodDeclarationSyntax syntax, Lazy<IReadOnlyList<Diagnostic>> errors, DiagnosticBag bag)
    {
        Location name = syntax.Identifier.GetLocation();
        bool canImplement = CheckContainers(method.ContainingType, syntax.Parent, bag) && CanRepeat(method, syntax, errors);
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
    private static bool CanRepeat(IMethodSymbol method, MethodDeclarationSyntax syntax, Lazy<IReadOnlyList<Diagnostic>> errors) =>
        !syntax.ParameterList.ContainsDiagnostics
        && syntax.TypeParameterList is not { ContainsDiagnostics: true }
        && !method.IsVararg
        && !errors.Value.Any(error => IsRepeated(error.Location.SourceSpan, syntax))
        && !method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Any(other => HasSameSignature(method, other));

    // Attributes and default values are not.
    private static bool IsRepeated(TextSpan error, MethodDeclarationSyntax syntax) =>
        syntax.FullSpan.Contains(error)
        && !syntax.FindNode(error, getInnermostNodeForTie: true)
            .AncestorsAndSelf()
            .TakeWhile(node => node != syntax)
            .Any(node => node is AttributeListSyntax or EqualsValueClauseSyntax);

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
