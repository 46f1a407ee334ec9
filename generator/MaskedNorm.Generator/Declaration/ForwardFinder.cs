using System.Collections.Generic;
using System.Linq;
using System.Threading;
using MaskedNorm.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MaskedNorm.Generator.Declaration;

/// <summary>Finds the forward that a backward belongs to.</summary>
internal static class ForwardFinder
{
    /// <summary>The forward and its declaration; null if there is none, or none without mistakes.</summary>
    public static NormSpec? Find(IMethodSymbol backward, AttributeView attribute, SemanticModel model, DiagnosticBag bag, CancellationToken cancellation)
    {
        string name = attribute.FirstText;
        Location location = attribute.Locate(null, 0, name.Length);
        INamedTypeSymbol type = backward.ContainingType;
        List<IMethodSymbol> methods = type.GetMembers(name).OfType<IMethodSymbol>().ToList();
        List<IMethodSymbol> forwards = methods.Where(IsForward).ToList();
        if (methods.Count == 0)
        {
            ReportNotFound(type, name, location, bag);
            return null;
        }

        if (forwards.Count == 0)
        {
            bag.Report(Descriptors.ForwardNotDeclared, location, name);
            return null;
        }

        IMethodSymbol? forward = forwards.Count == 1 ? forwards[0] : Choose(forwards, backward);
        if (forward is null)
        {
            bag.Report(Descriptors.ForwardAmbiguous, location, name);
            return null;
        }

        NormSpec? spec = Read(forward, model, cancellation);
        if (spec is null)
        {
            bag.MarkBroken(); // The forward's own mistakes are reported where they stand.
        }

        return spec;
    }

    private static bool IsForward(IMethodSymbol method) =>
        method.GetAttributes().Any(attribute => MetadataNames.Is(attribute.AttributeClass, MetadataNames.Forward));

    // Overloads differ in their element types: the backward belongs to the one whose input is of its input's type.
    private static IMethodSymbol? Choose(List<IMethodSymbol> forwards, IMethodSymbol backward)
    {
        ITypeSymbol? input = InputOf(backward);
        List<IMethodSymbol> same = forwards.Where(forward => SymbolEqualityComparer.Default.Equals(InputOf(forward), input)).ToList();
        return same.Count == 1 ? same[0] : null;
    }

    private static ITypeSymbol? InputOf(IMethodSymbol method) =>
        method.Parameters.FirstOrDefault(parameter => Roles.Find(parameter.Name) == Role.Input)?.Type;

    private static NormSpec? Read(IMethodSymbol forward, SemanticModel model, CancellationToken cancellation)
    {
        if (forward.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not MethodDeclarationSyntax syntax)
        {
            return null;
        }

        AttributeData data = forward.GetAttributes().First(attribute => MetadataNames.Is(attribute.AttributeClass, MetadataNames.Forward));
        return DeclarationReader.ReadSpec(Operation.Forward, forward, syntax, data, model, new DiagnosticBag(), cancellation);
    }

    private static void ReportNotFound(INamedTypeSymbol type, string name, Location location, DiagnosticBag bag)
    {
        List<string> candidates = type.GetMembers().OfType<IMethodSymbol>().Where(IsForward).Select(method => method.Name).Distinct().ToList();
        string? nearest = NearestName.Find(name, candidates);
        bag.ReportFixable(
            Descriptors.ForwardNotFound,
            location,
            Descriptors.NearestProperty,
            nearest ?? "",
            type.Name,
            name,
            nearest is null ? "declare one" : $"did you mean nameof({nearest})?");
    }
}
