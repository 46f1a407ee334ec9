using System;
using System.Collections.Generic;
using System.Linq;
using MaskedNorm.Generator.Diagnostics;
using MaskedNorm.Generator.Layout;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MaskedNorm.Generator.Declaration;

/// <summary>Gives each parameter of a method its role: by name, direction by type.</summary>
internal sealed class ParameterBinder
{
    private readonly Options options;
    private readonly Operation operation;
    private readonly IReadOnlyList<Axis> axes;
    private readonly DiagnosticBag bag;
    private readonly List<BoundParameter> bound = [];

    // No role's and no axis's, until all others are bound.
    private readonly List<(IParameterSymbol Parameter, ParameterSyntax Syntax)> unbound = [];

    // What was suggested for parameters of unknown names.
    private readonly HashSet<(Role Role, int Axis)> misnamed = [];

    private ParameterBinder(Options options, DiagnosticBag bag)
    {
        this.options = options;
        operation = options.Spec.Operation;
        axes = options.Spec.Axes;
        this.bag = bag;
    }

    public static BoundParameters Bind(IMethodSymbol method, MethodDeclarationSyntax syntax, Options options, DiagnosticBag bag)
    {
        var binder = new ParameterBinder(options, bag);
        int count = Math.Min(method.Parameters.Length, syntax.ParameterList.Parameters.Count);
        for (int i = 0; i < count; i++)
        {
            binder.Bind(method.Parameters[i], syntax.ParameterList.Parameters[i]);
        }

        binder.BindRest(method);
        if (method.IsVararg)
        {
            // A parameter in the source alone.
            bag.Report(Descriptors.UnknownParameter, syntax.ParameterList.Parameters.Last().GetLocation(), "__arglist", MetadataNames.AsWritten(options.Spec.Operation), "remove it");
        }

        return new(binder.bound, binder.misnamed);
    }

    private void Bind(IParameterSymbol parameter, ParameterSyntax syntax)
    {
        bool isInt = parameter.Type.SpecialType == SpecialType.System_Int32;
        if (isInt && FindAxis(parameter.Name) is { } axis)
        {
            BindExtent(parameter, syntax, axis);
        }
        else if (isInt || Roles.Find(parameter.Name) is not { } role)
        {
            unbound.Add((parameter, syntax)); // An int is no extent: a role's, if no other parameter has that.
        }
        else if (Roles.DirectionOf(operation, role) is not { } direction)
        {
            bag.Report(
                Descriptors.ParameterWithoutMeaning,
                syntax.Identifier.GetLocation(),
                parameter.Name,
                MetadataNames.AsWritten(operation),
                Roles.DirectionOf(Operation.Backward, role) is not null ? "remove it: it belongs to [MaskedNormBackward]" : "remove it");
        }
        else if (ParameterType.Of(parameter.Type) is null && !ParameterType.ContainsError(parameter.Type))
        {
            unbound.Add((parameter, syntax)); // As an int: no role has such a type.
        }
        else
        {
            BindRole(parameter, syntax, role, direction);
        }
    }

    private void BindRest(IMethodSymbol method)
    {
        var names = new HashSet<string>(method.Parameters.Select(parameter => parameter.Name));
        foreach ((IParameterSymbol parameter, ParameterSyntax syntax) in unbound)
        {
            Role? role = Roles.Find(parameter.Name);
            Direction? direction = role is { } known ? Roles.DirectionOf(operation, known) : null;
            if (direction is { } free && !IsBound(role!.Value))
            {
                BindRole(parameter, syntax, role.Value, free);
            }
            else if (FindAxis(parameter.Name) is { } axis && ParameterType.Of(parameter.Type) is not { Holder: Holder.Span or Holder.TensorSpan })
            {
                BindExtent(parameter, syntax, axis);
            }
            else if (direction is { } taken && parameter.Type.SpecialType != SpecialType.System_Int32)
            {
                BindRole(parameter, syntax, role!.Value, taken);
            }
            else
            {
                ReportUnknown(parameter, syntax, names);
            }
        }
    }

    private bool CheckPassing(IParameterSymbol parameter, ParameterSyntax syntax)
    {
        if (parameter.RefKind is not (RefKind.Ref or RefKind.Out))
        {
            return false;
        }

        SyntaxToken keyword = syntax.Modifiers.FirstOrDefault(modifier => modifier.IsKind(SyntaxKind.RefKeyword) || modifier.IsKind(SyntaxKind.OutKeyword));
        bag.Report(
            Descriptors.PassedByReference,
            keyword.GetLocation(),
            parameter.Name,
            keyword.Text,
            parameter.Type.SpecialType == SpecialType.System_Int32 ? "an extent is only read"
                : parameter.Type.IsReferenceType ? "what it refers to is updated"
                : "a span refers to its memory already");
        return true;
    }

    // The exact name first: "N (C c)" has both C and c.
    private int? FindAxis(string name)
    {
        List<int> matches = Enumerable.Range(0, axes.Count)
            .Where(axis => string.Equals(axes[axis].Name, name, StringComparison.OrdinalIgnoreCase))
            .ToList();
        int exact = matches.FindIndex(axis => axes[axis].Name == name);
        return matches.Count == 0 ? null : matches[Math.Max(exact, 0)];
    }

    // An extent by its name, if not by its type.
    private void BindExtent(IParameterSymbol parameter, ParameterSyntax syntax, int axis)
    {
        if (ReportTwice(parameter, syntax, Role.Extent, axis))
        {
            return;
        }

        bool hasError = CheckPassing(parameter, syntax);
        if (ParameterType.ContainsError(parameter.Type))
        {
            bag.MarkBroken(); // The compiler reports the type.
            hasError = true;
        }
        else if (parameter.Type.SpecialType != SpecialType.System_Int32)
        {
            bag.Report(
                Descriptors.WrongType,
                TypeOf(syntax),
                parameter.Name,
                parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
                $"write '{Proposals.Extent(parameter.Name)}': it is the extent of axis '{axes[axis].Name}'");
            hasError = true;
        }

        bound.Add(new(Spec(parameter, syntax, Role.Extent, new(Holder.Value, false, parameter.Type), Element.Int32, axis), syntax, hasError));
    }

    private void BindRole(IParameterSymbol parameter, ParameterSyntax syntax, Role role, Direction direction)
    {
        if (ReportTwice(parameter, syntax, role))
        {
            return;
        }

        bool hasError = CheckPassing(parameter, syntax);
        if (ParameterType.ContainsError(parameter.Type))
        {
            bag.MarkBroken();
            bound.Add(new(Spec(parameter, syntax, role, new(Holder.Span, direction == Direction.Write, parameter.Type), Roles.ElementsOf(role)[0]), syntax, true));
            return;
        }

        ParameterType? type = ParameterType.Of(parameter.Type);
        Element? element = type is { } known ? ParameterType.ElementOf(known.ElementType) : null;
        if (type is { Holder: not Holder.Value, ElementType: ITypeParameterSymbol generic })
        {
            bag.Report(
                Descriptors.GenericElement,
                TypeOf(syntax),
                parameter.Name,
                generic.Name,
                "its elements can be " + Elements(role));
            hasError = true;
        }
        else if (Mistake(role, direction, type, element) is { } mistake)
        {
            string advice = $"write '{Proposal(role, direction, type, element, parameter.Name)}'{mistake}";
            bool isHomonym = ParameterType.IsHomonym(parameter.Type);
            bag.Report(
                Descriptors.WrongType,
                TypeOf(syntax),
                parameter.Name,
                parameter.Type.ToDisplayString(isHomonym ? SymbolDisplayFormat.CSharpErrorMessageFormat : SymbolDisplayFormat.MinimallyQualifiedFormat),
                isHomonym ? ParameterType.Qualify(advice, "") : advice);
            hasError = true;
        }

        ParameterType shape = type is { Holder: not Holder.Value } span ? span : new(Holder.Span, direction == Direction.Write, parameter.Type);
        bound.Add(new(Spec(parameter, syntax, role, shape, hasError ? Roles.ElementsOf(role)[0] : element!.Value), syntax, hasError));
    }

    /// <summary>Why a type is wrong, as the end of a sentence that says what to write; null if it is right.</summary>
    private static string? Mistake(Role role, Direction direction, ParameterType? type, Element? element)
    {
        bool isReference = role == Role.Running;
        if (type is not { Holder: not Holder.Value } shape || (shape.Holder == Holder.Reference) != isReference)
        {
            return isReference ? "" : $" or a tensor span; its elements can be {Elements(role)}";
        }

        if (element is null || !Roles.ElementsOf(role).Contains(element.Value))
        {
            return $"; its elements can be {Elements(role)}";
        }

        return (direction, shape.Writable) switch
        {
            (Direction.Read, true) => ": it is only read",
            (Direction.Write, false) => ": it is written",
            _ => null,
        };
    }

    private static string Proposal(Role role, Direction direction, ParameterType? type, Element? element, string name)
    {
        IReadOnlyList<Element> elements = Roles.ElementsOf(role);
        Element proposed = element is { } given && elements.Contains(given) ? given : elements[0];
        bool isTensor = type is { Holder: Holder.TensorSpan };
        bool isWritable = direction == Direction.Write || (direction == Direction.Either && type is { Writable: true });
        return Proposals.Write(role, proposed, isTensor, isWritable, name);
    }

    private static string Elements(Role role) =>
        Words.Or(Roles.ElementsOf(role).Select(ParameterType.AsWritten).ToList());

    private static Location TypeOf(ParameterSyntax syntax) => syntax.Type?.GetLocation() ?? syntax.Identifier.GetLocation();

    private static ParameterSpec Spec(IParameterSymbol parameter, ParameterSyntax syntax, Role role, ParameterType type, Element element, int axis = -1) =>
        new(syntax.Identifier.Text, role, type.Holder, type.Writable, element, axis, MethodText.Parameter(parameter, syntax));

    // What is wrong with one that is too many does not matter.
    private bool ReportTwice(IParameterSymbol parameter, ParameterSyntax syntax, Role role, int axis = -1)
    {
        BoundParameter? first = Find(role, axis);
        if (first is not null)
        {
            bag.Report(
                Descriptors.RoleTwice,
                syntax.Identifier.GetLocation(),
                first.Name,
                parameter.Name,
                role == Role.Extent ? $"extent of axis '{axes[axis].Name}'" : Roles.NameOf(role));
        }

        return first is not null;
    }

    private BoundParameter? Find(Role role, int axis) => bound.FirstOrDefault(other => other.Spec.Role == role && other.Spec.Axis == axis);

    private bool IsBound(Role role, int axis = -1) => Find(role, axis) is not null;

    /// <summary>Reports a parameter that has no role.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="syntax">Its declaration.</param>
    /// <param name="taken">The names that are not to be suggested: those of all parameters, and what was suggested before.</param>
    private void ReportUnknown(IParameterSymbol parameter, ParameterSyntax syntax, HashSet<string> taken)
    {
        if (parameter.Name.Length == 0)
        {
            bag.MarkBroken(); // The compiler reports the missing name.
            return;
        }

        bool isExtent = parameter.Type.SpecialType == SpecialType.System_Int32;
        if (isExtent && axes.Count == 0)
        {
            bag.MarkBroken(); // The layout has no axes, which is reported.
            return;
        }

        List<string> open = Free(isExtent ? OpenAxes() : OpenRoles(parameter));
        List<string> names = open.Where(name => isExtent || IsDeclared(Roles.Find(name)!.Value)).ToList();
        List<string> wanted = Free(isExtent ? [] : WantedRoles(parameter));
        string? nearest = NearestName.FindSimilar(parameter.Name, wanted)
            ?? wanted.FirstOrDefault()
            ?? NearestName.FindSimilar(parameter.Name, names)
            ?? NearestName.FindSimilar(parameter.Name, open);
        string others = names.Count > 0 ? $"write {(names.Count > 1 ? "one of " : "")}{string.Join(", ", names)}, or " : "";
        string reason = isExtent ? $": the layout has no axis '{parameter.Name}'" : "";
        string advice = nearest is null ? $"{others}remove it{reason}" : $"did you mean '{nearest}'?";
        if (nearest is not null)
        {
            taken.Add(nearest);
            misnamed.Add(isExtent ? (Role.Extent, FindAxis(nearest)!.Value) : (Roles.Find(nearest)!.Value, -1));
        }

        bag.ReportFixable(
            Descriptors.UnknownParameter,
            syntax.Identifier.GetLocation(),
            Descriptors.NearestProperty,
            nearest ?? "",
            parameter.Name,
            MetadataNames.AsWritten(operation),
            advice);

        List<string> Free(IEnumerable<string> names) => names.Where(name => !taken.Contains(name)).ToList();
    }

    private IEnumerable<string> OpenAxes() => axes
        .Take(LayoutParser.MaxAxes)
        .Where((axis, index) => axis.Extent is null && !IsBound(Role.Extent, index))
        .Select(axis => axis.Name);

    // What is written is no role that is only read, and the reverse.
    private IEnumerable<string> OpenRoles(IParameterSymbol parameter)
    {
        ParameterType? type = ParameterType.Of(parameter.Type);
        Direction? wrong = type is { Holder: Holder.Span or Holder.TensorSpan, Writable: var writable } ? (writable ? Direction.Read : Direction.Write) : null;
        return Roles.NamesOf(operation).Where(name => Roles.Find(name) is { } role && !IsBound(role) && Roles.DirectionOf(operation, role) != wrong);
    }

    // A declaration without a mask, or without weights, has no use for these.
    private bool IsDeclared(Role role) => role switch
    {
        Role.Mask or Role.Lengths => options.HasMask,
        Role.Weight or Role.Bias or Role.GradWeight or Role.GradBias => options.Spec.Affine,
        _ => true,
    };

    // Roles that the declaration cannot do without, and that a parameter of this type can have.
    private IEnumerable<string> WantedRoles(IParameterSymbol parameter)
    {
        if (ParameterType.Of(parameter.Type) is not { Holder: Holder.Span or Holder.TensorSpan } type || ParameterType.ElementOf(type.ElementType) is not { } element)
        {
            return [];
        }

        // Integers may be a mask or lengths.
        bool isMask = element is Element.Boolean or Element.Byte && !IsBound(Role.Lengths);
        Role[] read = [Role.GradOutput, Role.Input, Role.Mask, Role.Weight, Role.Bias];
        Role[] written = Find(Role.Input, -1) is { Spec.Writable: true } ? [] : [Role.Output];
        return (type.Writable ? written : read)
            .Where(role => !IsBound(role) && IsDeclared(role) && (isMask || role != Role.Mask))
            .Where(role => Roles.DirectionOf(operation, role) is not null && Roles.ElementsOf(role).Contains(element))
            .Select(Roles.NameOf);
    }
}
