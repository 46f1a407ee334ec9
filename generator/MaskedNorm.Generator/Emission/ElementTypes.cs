using MaskedNorm.Generator.Declaration;

namespace MaskedNorm.Generator.Emission;

/// <summary>Element types as C# writes them in emitted kernels.</summary>
internal static class ElementTypes
{
    public static string CSharp(this Element element) => element switch
    {
        Element.Single => "float",
        Element.Double => "double",
        Element.Half => "Half",
        Element.Boolean => "bool",
        Element.Byte => "byte",
        Element.Int32 => "int",
        Element.Int64 => "long",
        _ => element.ToString(),
    };

    /// <summary>The size in bytes.</summary>
    public static int Size(this Element element) => element switch
    {
        Element.Single or Element.Int32 => 4,
        Element.Double or Element.Int64 => 8,
        Element.Half or Element.BFloat16 => 2,
        Element.Moments => 24,
        _ => 1,
    };
}
