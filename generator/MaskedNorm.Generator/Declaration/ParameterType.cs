using Microsoft.CodeAnalysis;

namespace MaskedNorm.Generator.Declaration;

/// <summary>A parameter's type, taken apart.</summary>
/// <param name="Holder">How it holds its elements.</param>
/// <param name="Writable">Whether the method can write them.</param>
/// <param name="ElementType">The type argument; the type itself for a value.</param>
internal readonly record struct ParameterType(Holder Holder, bool Writable, ITypeSymbol ElementType)
{
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
