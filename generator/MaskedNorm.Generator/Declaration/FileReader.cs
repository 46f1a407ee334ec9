using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MaskedNorm.Generator.Declaration;

/// <summary>What was read of one file. Two of them are equal if they are one: then nothing was read anew.</summary>
internal sealed class FileResult
{
    public FileResult(IReadOnlyList<DeclarationResult> declarations, IReadOnlyList<LayerResult> layers)
    {
        Methods = declarations.Select(declaration => declaration.Method).OfType<DeclaredMethod>().ToImmutableArray();
        Layers = layers.Select(layer => layer.Layer).OfType<LayerModel>().ToImmutableArray();

        // A mistake of a type is one, however many of its methods find it.
        Diagnostics = declarations.SelectMany(declaration => declaration.Diagnostics).Concat(layers.SelectMany(layer => layer.Diagnostics)).Distinct().ToImmutableArray();
    }

    /// <summary>The methods to implement.</summary>
    public ImmutableArray<DeclaredMethod> Methods { get; }

    /// <summary>The classes to make layers of.</summary>
    public ImmutableArray<LayerModel> Layers { get; }

    /// <summary>The mistakes. They refer to the source and enter no model.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }
}

/// <summary>Reads what the attributes of one file declare.</summary>
internal static class FileReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="targets">What stands under an attribute that, by its name, may be one of ours.</param>
    /// <param name="model">The file's meaning.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static FileResult Read(IReadOnlyList<SyntaxNode> targets, SemanticModel model, CancellationToken cancellation)
    {
        var declarations = new List<DeclarationResult>();
        var layers = new List<LayerResult>();

        // All at once: to ask for each method's own takes the compiler a walk over all members of its type.
        var errors = new Lazy<IReadOnlyList<Diagnostic>>(() => MethodShape.Errors(model, cancellation));
        foreach (SyntaxNode target in targets)
        {
            ISymbol? symbol = target is AnonymousFunctionExpressionSyntax
                ? model.GetSymbolInfo(target, cancellation).Symbol
                : model.GetDeclaredSymbol(target, cancellation);
            if (symbol is IMethodSymbol method)
            {
                foreach (Operation operation in DeclarationReader.Operations)
                {
                    if (Find(method.GetAttributes().Concat(method.GetReturnTypeAttributes()), MetadataNames.Of(operation), target) is { } attribute)
                    {
                        declarations.Add(DeclarationReader.Read(target, method, attribute, model, errors, operation, cancellation));
                    }
                }
            }
            else if (symbol is INamedTypeSymbol type && target is TypeDeclarationSyntax syntax && Find(type.GetAttributes(), MetadataNames.Layer, target) is { } attribute)
            {
                layers.Add(LayerReader.Read(syntax, type, attribute, model, cancellation));
            }
        }

        return new(declarations, layers);
    }

    // Of a type in several files, each file reads its own attributes.
    private static AttributeData? Find(IEnumerable<AttributeData> attributes, string name, SyntaxNode target) => attributes.FirstOrDefault(
        attribute => attribute.ApplicationSyntaxReference?.SyntaxTree == target.SyntaxTree && MetadataNames.Is(attribute.AttributeClass, name));
}
