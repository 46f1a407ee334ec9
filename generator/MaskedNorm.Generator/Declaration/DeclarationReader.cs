using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using MaskedNorm.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MaskedNorm.Generator.Declaration;

/// <summary>What was read of one attribute: a model without source positions, and mistakes with them.</summary>
/// <param name="Method">The method to implement; null if no implementing part can be written.</param>
/// <param name="Diagnostics">The mistakes. They refer to the source and never enter the cached model.</param>
internal sealed record DeclarationResult(DeclaredMethod? Method, IReadOnlyList<Diagnostic> Diagnostics);

/// <summary>A method together with the type it belongs to, before the methods of a type are gathered.</summary>
/// <param name="HintName">As in <see cref="TypeModel"/>.</param>
/// <param name="Namespace">As in <see cref="TypeModel"/>.</param>
/// <param name="Containers">As in <see cref="TypeModel"/>.</param>
/// <param name="Order">The method's place among the methods of its type.</param>
/// <param name="Method">The method.</param>
internal sealed record DeclaredMethod(string HintName, string Namespace, EquatableArray<string> Containers, int Order, MethodModel Method);

/// <summary>Reads a declaration: attribute and signature become a <see cref="MethodModel"/>.</summary>
internal static class DeclarationReader
{
    /// <summary>The operations in the order in which they are read.</summary>
    public static IReadOnlyList<Operation> Operations { get; } = [Operation.Forward, Operation.Backward, Operation.Moments];

    /// <summary>Reads what an attribute declares on what it stands on.</summary>
    public static DeclarationResult Read(
        SyntaxNode target,
        IMethodSymbol method,
        AttributeData data,
        SemanticModel model,
        Lazy<IReadOnlyList<Diagnostic>> errors,
        Operation operation,
        CancellationToken cancellation)
    {
        var bag = new DiagnosticBag();
        DeclaredMethod? declared = null;
        if (method.MethodKind == MethodKind.Ordinary
            && target is MethodDeclarationSyntax { Parent: TypeDeclarationSyntax } syntax
            && method.ContainingType is { TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Interface })
        {
            bool canImplement = MethodShape.Check(method, syntax, errors, bag);
            bool isFirst = CheckAlone(method, operation, bag, syntax);
            if (isFirst)
            {
                NormSpec? spec = ReadSpec(operation, method, syntax, data, model, bag, cancellation);
                declared = canImplement ? Declare(method, syntax, spec, model) : null;
            }
        }
        else
        {
            // On anything but a method, the compiler itself refuses the attribute.
            var attribute = new AttributeView(data, model, target.GetLocation(), cancellation);
            bag.Report(Descriptors.NotAMethod, attribute.Name, MetadataNames.AsWritten(operation));
        }

        return new(declared, bag.Diagnostics);
    }

    /// <summary>Reads what an attribute asks of a method; null after a mistake.</summary>
    public static NormSpec? ReadSpec(
        Operation operation,
        IMethodSymbol method,
        MethodDeclarationSyntax syntax,
        AttributeData data,
        SemanticModel model,
        DiagnosticBag bag,
        CancellationToken cancellation)
    {
        var attribute = new AttributeView(data, model, syntax.Identifier.GetLocation(), cancellation);
        if (attribute.IsBroken)
        {
            bag.MarkBroken(); // The compiler reports what is wrong with the attribute.
            return null;
        }

        NormSpec? spec = operation == Operation.Backward
            ? ReadBackward(method, syntax, attribute, model, bag, cancellation)
            : ReadForward(operation, method, syntax, attribute, bag);
        return bag.HasErrors ? null : spec;
    }

    private static NormSpec ReadForward(Operation operation, IMethodSymbol method, MethodDeclarationSyntax syntax, AttributeView attribute, DiagnosticBag bag)
    {
        Options options = OptionsReader.Read(attribute, operation, bag);
        BoundParameters parameters = ParameterBinder.Bind(method, syntax, options, bag);
        var missing = new MissingParameters();
        var rules = new ParameterRules(options, parameters, syntax, missing, bag);
        if (operation == Operation.Forward)
        {
            rules.CheckForward();
        }
        else
        {
            rules.CheckMoments();
        }

        return Finish(options, parameters, syntax, missing, bag);
    }

    private static NormSpec? ReadBackward(
        IMethodSymbol method,
        MethodDeclarationSyntax syntax,
        AttributeView attribute,
        SemanticModel model,
        DiagnosticBag bag,
        CancellationToken cancellation)
    {
        if (ForwardFinder.Find(method, attribute, model, bag, cancellation) is not { } forward)
        {
            return null;
        }

        NormSpec spec = forward with
        {
            Operation = Operation.Backward,
            Accumulate = attribute.Flag("Accumulate"),
            ForwardUsesStatistics = BackwardRules.UsesStatistics(forward),
            Parameters = EquatableArray<ParameterSpec>.Empty,
        };
        Location name = syntax.Identifier.GetLocation();
        var options = new Options(spec, spec.Axes.Select(_ => name).ToList(), LayoutIsSound: true, spec.Mask.Count > 0, attribute);
        BoundParameters parameters = ParameterBinder.Bind(method, syntax, options, bag);
        var missing = new MissingParameters();
        if (!bag.HasErrors)
        {
            OptionsReader.WarnWithout(attribute, "Accumulate", parameters.Has(Role.GradWeight) || parameters.Has(Role.GradBias), "'gradWeight' or 'gradBias'", bag);
        }

        new BackwardRules(forward, attribute.FirstText, parameters, syntax, missing, bag).Check();
        if (!spec.ForwardUsesStatistics)
        {
            // Statistics that the forward stored may be handed on.
            new ParameterRules(options, parameters, syntax, missing, bag).CheckStatistics();
        }

        return Finish(options, parameters, syntax, missing, bag);
    }

    private static NormSpec Finish(Options options, BoundParameters parameters, MethodDeclarationSyntax syntax, MissingParameters missing, DiagnosticBag bag)
    {
        if (options.LayoutIsSound)
        {
            ExtentChecker.Check(options, parameters, syntax, missing, bag);
        }

        missing.Report(bag);
        return options.Spec with { Parameters = parameters.All.Select(parameter => parameter.Spec).ToEquatableArray() };
    }

    // Two declarations would implement one method twice: the first in the order of operations does.
    private static bool CheckAlone(IMethodSymbol method, Operation operation, DiagnosticBag bag, MethodDeclarationSyntax syntax)
    {
        List<Operation> declared = Operations
            .Where(candidate => method.GetAttributes().Any(attribute => MetadataNames.Is(attribute.AttributeClass, MetadataNames.Of(candidate))))
            .ToList();
        bool isFirst = declared.Count == 0 || declared[0] == operation;
        if (!isFirst)
        {
            bag.Report(
                Descriptors.TwoDeclarations,
                syntax.Identifier.GetLocation(),
                method.Name,
                MetadataNames.AsWritten(declared[0]),
                MetadataNames.AsWritten(operation));
        }

        return isFirst;
    }

    private static DeclaredMethod Declare(IMethodSymbol method, MethodDeclarationSyntax syntax, NormSpec? spec, SemanticModel model)
    {
        INamedTypeSymbol type = method.ContainingType;
        var methodModel = new MethodModel(
            syntax.Identifier.Text,
            MethodText.Modifiers(method, syntax),
            MethodText.Signature(method, syntax, model),
            spec,
            IsDocumented(syntax),
            method.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == "System.CodeDom.Compiler.GeneratedCodeAttribute"));
        return new(
            ContainerText.HintName(type),
            ContainerText.Namespace(type),
            ContainerText.Chain(type).Select(ContainerText.Header).ToEquatableArray(),
            Order(method),
            methodModel);
    }

    // By its text: where no documentation file is made, the parser takes a documentation comment for any comment.
    private static bool IsDocumented(MethodDeclarationSyntax syntax) => syntax.GetLeadingTrivia()
        .Any(trivia => trivia.ToFullString().TrimStart() is var text
            && (text.StartsWith("///", StringComparison.Ordinal) || text.StartsWith("/**", StringComparison.Ordinal)));

    // Partial methods alone are counted: other members come and go without a trace.
    private static int Order(IMethodSymbol method) =>
        method.ContainingType.GetMembers()
            .OfType<IMethodSymbol>()
            .Where(other => other.IsPartialDefinition)
            .TakeWhile(other => !SymbolEqualityComparer.Default.Equals(other, method))
            .Count();
}
