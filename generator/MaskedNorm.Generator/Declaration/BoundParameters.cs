using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MaskedNorm.Generator.Declaration;

/// <summary>A parameter together with its source.</summary>
/// <param name="Spec">What it is.</param>
/// <param name="Syntax">Its declaration.</param>
/// <param name="HasError">Whether its type is wrong, which is reported already.</param>
internal sealed record BoundParameter(ParameterSpec Spec, ParameterSyntax Syntax, bool HasError)
{
    public string Name => Syntax.Identifier.ValueText;

    public Location NameLocation => Syntax.Identifier.GetLocation();

    public Location TypeLocation => Syntax.Type?.GetLocation() ?? NameLocation;
}

/// <summary>The parameters of a method that have a role, at most one for each role and axis.</summary>
/// <param name="all">The parameters.</param>
/// <param name="misnamed">Roles and axes that were suggested for parameters of unknown names.</param>
internal sealed class BoundParameters(IReadOnlyList<BoundParameter> all, IReadOnlyCollection<(Role Role, int Axis)> misnamed)
{
    public IReadOnlyList<BoundParameter> All => all;

    /// <summary>The parameter with a role, right or wrong in its type; null if there is none.</summary>
    public BoundParameter? this[Role role] => all.FirstOrDefault(parameter => parameter.Spec.Role == role);

    public bool Has(Role role) => this[role] is not null;

    /// <summary>Whether a role must be added: no parameter has it, and none has a name that was told to mean it.</summary>
    public bool Lacks(Role role) => !Has(role) && !IsMisnamed(role);

    /// <summary>Whether a parameter of an unknown name was told to mean a role, or an axis's extent.</summary>
    public bool IsMisnamed(Role role, int axis = -1) => misnamed.Contains((role, axis));

    /// <summary>The parameter that gives an axis's extent.</summary>
    public BoundParameter? ExtentOf(int axis) =>
        all.FirstOrDefault(parameter => parameter.Spec.Role == Role.Extent && parameter.Spec.Axis == axis);

    /// <summary>The element type in which missing parameters are proposed: that of the data already there.</summary>
    public Element DataElement =>
        (this[Role.Input] ?? this[Role.Output] ?? this[Role.GradOutput] ?? this[Role.GradInput]) is { HasError: false } data
            ? data.Spec.Element
            : Element.Single;

    /// <summary>Whether missing tensors are proposed as tensor spans: where the tensors already there are.</summary>
    public bool PrefersTensorSpans =>
        all.Any(parameter => Roles.SpansLayout(parameter.Spec.Role) && parameter.Spec.Holder == Holder.TensorSpan);
}
