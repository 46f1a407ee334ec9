using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MaskedNorm.Generator.Declaration;

/// <summary>Writes what encloses a method: the namespace, the headers of the types, and the generated file's name.</summary>
internal static class ContainerText
{
    /// <summary>The type and those it is nested in, outermost first.</summary>
    public static IReadOnlyList<INamedTypeSymbol> Chain(INamedTypeSymbol type)
    {
        var chain = new List<INamedTypeSymbol>();
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            chain.Insert(0, current);
        }

        return chain;
    }

    /// <summary>The namespace as C# writes it, empty for the global one.</summary>
    public static string Namespace(INamedTypeSymbol type) =>
        string.Join(".", Namespaces(type).Select(Identifier.Escape));

    /// <summary>A type's header, for example <c>partial record struct Kernels&lt;T&gt;</c>.</summary>
    public static string Header(INamedTypeSymbol type)
    {
        string parameters = type.TypeParameters.Length > 0
            ? "<" + string.Join(", ", type.TypeParameters.Select(TypeParameter)) + ">"
            : "";

        // Constraints and wrong parameters may have pointers, which the generated part repeats.
        string unsafety = type.DeclaringSyntaxReferences.Any(reference =>
            reference.GetSyntax() is TypeDeclarationSyntax syntax && syntax.Modifiers.Any(SyntaxKind.UnsafeKeyword)) ? "unsafe " : "";
        return $"{unsafety}{(type.IsRefLikeType ? "ref " : "")}partial {Keyword(type)} {Identifier.Escape(type.Name)}{parameters}";
    }

    /// <summary>The keywords that declare a kind of type.</summary>
    public static string Keyword(INamedTypeSymbol type) => (type.IsRecord, type.TypeKind) switch
    {
        (true, TypeKind.Struct) => "record struct",
        (true, _) => "record",
        (_, TypeKind.Struct) => "struct",
        (_, TypeKind.Interface) => "interface",
        _ => "class",
    };

    /// <summary>The file's name without its ending, from the full metadata name.</summary>
    public static string HintName(INamedTypeSymbol type)
    {
        var name = new StringBuilder(string.Concat(Namespaces(type).Select(space => space + ".")));
        name.Append(string.Join("+", Chain(type).Select(container => container.MetadataName)));
        for (int i = 0; i < name.Length; i++)
        {
            // File names of generated sources allow few characters besides letters and digits; identifiers have more.
            if (!char.IsLetterOrDigit(name[i]) && name[i] is not ('.' or '_' or '+' or '`'))
            {
                name[i] = '_';
            }
        }

        return name.ToString();
    }

    private static List<string> Namespaces(INamedTypeSymbol type)
    {
        var names = new List<string>();
        for (INamespaceSymbol? space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            names.Insert(0, space.Name);
        }

        return names;
    }

    private static string TypeParameter(ITypeParameterSymbol parameter) => parameter.Variance switch
    {
        VarianceKind.In => "in ",
        VarianceKind.Out => "out ",
        _ => "",
    } + Identifier.Escape(parameter.Name);
}
