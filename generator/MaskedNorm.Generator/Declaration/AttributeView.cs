using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MaskedNorm.Generator.Declaration;

/// <summary>An attribute's values together with where they stand in the source.</summary>
internal sealed class AttributeView
{
    private readonly AttributeData data;
    private readonly AttributeSyntax? syntax;
    private readonly SemanticModel model;
    private readonly Location fallback;
    private readonly Dictionary<AttributeArgumentSyntax, ConstantText> texts = [];

    /// <param name="data">The attribute.</param>
    /// <param name="model">A model of any tree of the compilation.</param>
    /// <param name="fallback">Where mistakes are shown if the attribute has no source.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public AttributeView(AttributeData data, SemanticModel model, Location fallback, CancellationToken cancellation)
    {
        this.data = data;
        this.model = model;
        this.fallback = fallback;
        syntax = data.ApplicationSyntaxReference?.GetSyntax(cancellation) as AttributeSyntax;
    }

    /// <summary>The attribute's name in the source.</summary>
    public Location Name => syntax?.Name.GetLocation() ?? fallback;

    /// <summary>Whether the source gives the option a value that the compiler understands.</summary>
    public bool Has(string option) => Find(option) is not null;

    /// <summary>Whether an argument has an error of its own, which the compiler reports.</summary>
    public bool IsBroken =>
        data.AttributeConstructor is null
        || data.ConstructorArguments.Any(argument => argument.Kind == TypedConstantKind.Error)
        || data.NamedArguments.Any(argument => argument.Value.Kind == TypedConstantKind.Error);

    /// <summary>The constructor's only argument.</summary>
    public string FirstText => data.ConstructorArguments.Length > 0 ? data.ConstructorArguments[0].Value as string ?? "" : "";

    public string Text(string option) => Find(option) as string ?? "";

    public bool Flag(string option) => Find(option) is true;

    public double Number(string option) => Find(option) is double value ? value : 0;

    public int Value(string option) => Find(option) is int value ? value : 0;

    /// <summary>Where an option's value stands; the attribute's name if it stands nowhere.</summary>
    public Location Locate(string option) => Argument(option)?.Expression.GetLocation() ?? Name;

    /// <summary>Where an option stands, its name included.</summary>
    public Location LocateWhole(string option) => Argument(option)?.GetLocation() ?? Name;

    /// <summary>Where a part of an option's text stands; null: of the constructor's argument.</summary>
    public Location Locate(string? option, int start, int length)
    {
        if (Argument(option) is not { } argument)
        {
            return Name;
        }

        if (!texts.TryGetValue(argument, out ConstantText? text))
        {
            // The attribute may stand in another file than the model's (another part of the type).
            SemanticModel own = argument.SyntaxTree == model.SyntaxTree ? model : model.Compilation.GetSemanticModel(argument.SyntaxTree);
            text = ConstantText.Of(argument.Expression, own);
            texts.Add(argument, text);
        }

        return text.Locate(start, length);
    }

    private object? Find(string option)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in data.NamedArguments)
        {
            if (argument.Key == option && argument.Value.Kind is TypedConstantKind.Primitive or TypedConstantKind.Enum)
            {
                return argument.Value.Value;
            }
        }

        return null;
    }

    private AttributeArgumentSyntax? Argument(string? option)
    {
        if (syntax?.ArgumentList is not { } list)
        {
            return null;
        }

        return option is null
            ? list.Arguments.FirstOrDefault(argument => argument.NameEquals is null)
            : list.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == option);
    }
}
