using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MaskedNorm.Generator.Declaration;

/// <summary>Writes the parts of a method's declaration that its implementing part must repeat.</summary>
internal static class MethodText
{
    private static readonly SymbolDisplayFormat Qualified = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Modifiers and return type, for example <c>public static partial void</c>.</summary>
    public static string Modifiers(IMethodSymbol method, MethodDeclarationSyntax syntax)
    {
        // async and extern do not belong to a declaration without a body; partial must come last.
        IEnumerable<string> modifiers = syntax.Modifiers
            .Where(modifier => !modifier.IsKind(SyntaxKind.AsyncKeyword) && !modifier.IsKind(SyntaxKind.ExternKeyword) && !modifier.IsKind(SyntaxKind.PartialKeyword))
            .Select(modifier => modifier.Text)
            .Append("partial");
        string reference = method.RefKind switch
        {
            RefKind.Ref => "ref ",
            RefKind.RefReadOnly => "ref readonly ",
            _ => "",
        };
        return string.Join(" ", modifiers) + " " + reference + Type(method.ReturnType);
    }

    /// <summary>Type parameters, the parameter list in parentheses, and constraints.</summary>
    public static string Signature(IMethodSymbol method, MethodDeclarationSyntax syntax, SemanticModel model)
    {
        string typeParameters = method.TypeParameters.Length > 0
            ? "<" + string.Join(", ", method.TypeParameters.Select(parameter => Identifier.Escape(parameter.Name))) + ">"
            : "";
        IEnumerable<string> parameters = method.Parameters.Zip(syntax.ParameterList.Parameters, Parameter);
        IEnumerable<string> constraints = syntax.ConstraintClauses.Select(clause => " " + Constraint(clause, model));
        return $"{typeParameters}({string.Join(", ", parameters)}){string.Concat(constraints)}";
    }

    /// <summary>A parameter without its default value, which an implementing part must not repeat.</summary>
    public static string Parameter(IParameterSymbol parameter, ParameterSyntax syntax)
    {
        string modifiers = string.Concat(syntax.Modifiers.Select(modifier => modifier.Text + " "));
        return modifiers + Type(parameter.Type) + " " + syntax.Identifier.Text;
    }

    private static string Type(ITypeSymbol type) => type.ToDisplayString(Qualified);

    private static string Constraint(TypeParameterConstraintClauseSyntax clause, SemanticModel model) =>
        $"where {clause.Name.Identifier.Text} : {string.Join(", ", clause.Constraints.Select(constraint => Constraint(constraint, model)))}";

    private static string Constraint(TypeParameterConstraintSyntax constraint, SemanticModel model)
    {
        // "class", "new()", "unmanaged", "notnull", "allows ref struct" name no type.
        TypeSyntax? syntax = (constraint as TypeConstraintSyntax)?.Type;
        bool isNullable = syntax is NullableTypeSyntax;
        ITypeSymbol? type = syntax is null ? null : model.GetTypeInfo(syntax is NullableTypeSyntax nullable ? nullable.ElementType : syntax).Type;
        return type is null or IErrorTypeSymbol ? constraint.WithoutTrivia().ToString() : Type(type) + (isNullable ? "?" : "");
    }
}
