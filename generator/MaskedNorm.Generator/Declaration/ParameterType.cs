using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace MaskedNorm.Generator.Declaration;

/// <summary>A parameter's type, taken apart.</summary>
/// <param name="Holder">How it holds its elements.</param>
/// <param name="Writable">Whether the method can write them.</param>
/// <param name="ElementType">The type argument; the type itself for a value.</param>
internal readonly record struct ParameterType(Holder Holder, bool Writable, ITypeSymbol ElementType)
{
    private static readonly (string Space, string Name)[] Types =
    [
        ("System", "ReadOnlySpan"),
        ("System", "Span"),
        ("System.Numerics.Tensors", "ReadOnlyTensorSpan"),
        ("System.Numerics.Tensors", "TensorSpan"),
        (MetadataNames.Library, "RunningStatistics"),
        ("System", "Half"),
        (MetadataNames.Library, "BFloat16"),
        (MetadataNames.Library, "Float8E4M3"),
        (MetadataNames.Library, "Float8E5M2"),
        (MetadataNames.Library, "Moments"),
    ];

    /// <summary>Whether a type, or one inside it, is another than the one that parameters have under its name.</summary>
    public static bool IsHomonym(ITypeSymbol type) =>
        type is INamedTypeSymbol named
        && (Types.Any(known => known.Name == named.Name && (named.ContainingType is not null || named.ContainingNamespace.ToDisplayString() != known.Space))
            || named.TypeArguments.Any(IsHomonym));

    /// <summary>A text with the full names of types; what stands before a quotation mark names a parameter.</summary>
    public static string Qualify(string text, string prefix) =>
        Types.Aggregate(text, (all, type) => Regex.Replace(all, $@"(?<![\w.]){type.Name}(?![\w'])", $"{prefix}{type.Space}.{type.Name}"));

    /// <summary>Whether the compiler does not know a type, or one inside it.</summary>
    public static bool ContainsError(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol named => named.TypeKind == TypeKind.Error || named.TypeArguments.Any(ContainsError),
        IArrayTypeSymbol array => ContainsError(array.ElementType),
        IPointerTypeSymbol pointer => ContainsError(pointer.PointedAtType),
        _ => type.TypeKind == TypeKind.Error,
    };

    /// <summary>Takes a type apart; null for a type that no parameter of a kernel has.</summary>
    public static ParameterType? Of(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_Int32)
        {
            return new(Holder.Value, false, type);
        }

        if (type is not INamedTypeSymbol { TypeArguments.Length: 1, ContainingType: null } named)
        {
            return null;
        }

        ITypeSymbol element = named.TypeArguments[0];
        return (named.ContainingNamespace.ToDisplayString(), named.Name) switch
        {
            ("System", "ReadOnlySpan") => new(Holder.Span, false, element),
            ("System", "Span") => new(Holder.Span, true, element),
            ("System.Numerics.Tensors", "ReadOnlyTensorSpan") => new(Holder.TensorSpan, false, element),
            ("System.Numerics.Tensors", "TensorSpan") => new(Holder.TensorSpan, true, element),
            (MetadataNames.Library, "RunningStatistics") => new(Holder.Reference, true, element),
            _ => null,
        };
    }

    /// <summary>An element type of a kernel; null for any other.</summary>
    public static Element? ElementOf(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Single => Element.Single,
        SpecialType.System_Double => Element.Double,
        SpecialType.System_Boolean => Element.Boolean,
        SpecialType.System_Byte => Element.Byte,
        SpecialType.System_Int32 => Element.Int32,
        SpecialType.System_Int64 => Element.Int64,
        _ => type is INamedTypeSymbol { ContainingType: null, Arity: 0 } named
            ? (named.ContainingNamespace?.ToDisplayString(), named.Name) switch
            {
                ("System", "Half") => Element.Half,
                (MetadataNames.Library, "BFloat16") => Element.BFloat16,
                (MetadataNames.Library, "Float8E4M3") => Element.Float8E4M3,
                (MetadataNames.Library, "Float8E5M2") => Element.Float8E5M2,
                (MetadataNames.Library, "Moments") => Element.Moments,
                _ => null,
            }
            : null,
    };

    /// <summary>The element type as users write it.</summary>
    public static string AsWritten(Element element) => element switch
    {
        Element.Single => "float",
        Element.Double => "double",
        Element.Boolean => "bool",
        Element.Byte => "byte",
        Element.Int32 => "int",
        Element.Int64 => "long",
        _ => element.ToString(),
    };
}
