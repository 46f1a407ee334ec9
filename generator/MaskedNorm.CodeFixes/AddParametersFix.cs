using System;
using System.Composition;
using System.Linq;
using MaskedNorm.Generator.Declaration;
using MaskedNorm.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace MaskedNorm.CodeFixes;

/// <summary>Adds all parameters that a method lacks, each where it usually stands.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddParametersFix))]
public sealed class AddParametersFix : SyntaxFix<MethodDeclarationSyntax>
{
    // What is read first, what is written behind it, extents last.
    private static readonly Role[] Order =
    [
        Role.GradOutput, Role.Input, Role.Mask, Role.Lengths, Role.Weight, Role.Bias,
        Role.Output, Role.GradInput, Role.GradWeight, Role.GradBias, Role.Mean, Role.Variance, Role.Moments, Role.Running,
    ];

    /// <summary>Creates the fix.</summary>
    public AddParametersFix()
        : base(
            Descriptors.ParameterMissing.Id,
            Descriptors.MaskNotGiven.Id,
            Descriptors.WeightNotGiven.Id,
            Descriptors.ExtentMissing.Id,
            Descriptors.BackwardLacks.Id,
            Descriptors.NoGradient.Id)
    {
    }

    private protected override string? Title(MethodDeclarationSyntax node, Diagnostic diagnostic) =>
        Missing(diagnostic) is { Length: > 0 } missing ? "Add " + string.Join(", ", missing.Select(parameter => $"'{parameter}'")) : null;

    private protected override MethodDeclarationSyntax Fix(MethodDeclarationSyntax node, Diagnostic diagnostic)
    {
        ParameterListSyntax list = node.ParameterList;
        foreach (string missing in Missing(diagnostic))
        {
            ParameterSyntax parameter = Parse(missing);
            list = ParameterLines.Insert(list, Place(parameter, list.Parameters), parameter);
        }

        return node.WithParameterList(list);
    }

    private static string[] Missing(Diagnostic diagnostic) =>
        diagnostic.Properties.TryGetValue(Descriptors.MissingProperty, out string? missing) && !string.IsNullOrEmpty(missing)
            ? missing!.Split(Descriptors.MissingSeparator)
            : [];

    // Full names, which the simplifier shortens as far as the file's usings allow.
    private static ParameterSyntax Parse(string text)
    {
        int name = text.LastIndexOf(' ');
        string qualified = ParameterType.Qualify(text.Substring(0, name), "global::") + text.Substring(name);
        ParameterSyntax parameter = SyntaxFactory.ParseParameterList($"({qualified})").Parameters[0];
        return parameter.WithType(parameter.Type!.WithAdditionalAnnotations(Simplifier.Annotation));
    }

    // Before the first parameter that usually stands behind it; never behind one that must be last, or before one that must be first.
    private static int Place(ParameterSyntax parameter, SeparatedSyntaxList<ParameterSyntax> parameters)
    {
        int rank = Rank(parameter);
        int place = parameters.IndexOf(other => Rank(other) > rank);
        int last = parameters.IndexOf(other => other.Default is not null || other.Modifiers.Any(SyntaxKind.ParamsKeyword));
        place = place < 0 ? parameters.Count : place;
        int first = parameters.Count > 0 && parameters[0].Modifiers.Any(SyntaxKind.ThisKeyword) ? 1 : 0;
        return Math.Max(first, last < 0 ? place : Math.Min(place, last));
    }

    private static int Rank(ParameterSyntax parameter) =>
        parameter.Type is not PredefinedTypeSyntax && Roles.Find(parameter.Identifier.ValueText) is { } role && Array.IndexOf(Order, role) is var rank and >= 0
            ? rank
            : Order.Length;
}
