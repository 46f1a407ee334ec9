using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace MaskedNorm.Generator.Declaration;

/// <summary>The names by which the run-time library's types are found.</summary>
internal static class MetadataNames
{
    public const string Library = "MaskedNorm";
    public const string Forward = "MaskedNorm.MaskedNormAttribute";
    public const string Backward = "MaskedNorm.MaskedNormBackwardAttribute";
    public const string Moments = "MaskedNorm.MaskedMomentsAttribute";
    public const string Layer = "MaskedNorm.MaskedNormLayerAttribute";

    /// <summary>What each attribute's name begins with.</summary>
    public const string Word = "Masked";

    /// <summary>All attributes that are looked for.</summary>
    public static IReadOnlyList<string> Attributes { get; } = [Forward, Backward, Moments, Layer];

    /// <summary>Whether a type is the attribute with a metadata name.</summary>
    public static bool Is(INamedTypeSymbol? type, string attribute) =>
        type is { ContainingType: null, Arity: 0, ContainingNamespace: { Name: Library, ContainingNamespace.IsGlobalNamespace: true } }
        && attribute.Length == Library.Length + 1 + type.Name.Length
        && attribute.EndsWith(type.Name, StringComparison.Ordinal);

    /// <summary>The attribute of an operation, by its metadata name.</summary>
    public static string Of(Operation operation) => operation switch
    {
        Operation.Forward => Forward,
        Operation.Backward => Backward,
        _ => Moments,
    };

    /// <summary>The attribute of an operation, as users write it.</summary>
    public static string AsWritten(Operation operation) => operation switch
    {
        Operation.Forward => "MaskedNorm",
        Operation.Backward => "MaskedNormBackward",
        _ => "MaskedMoments",
    };
}
