using System.Collections.Generic;
using MaskedNorm.Generator.Layout;
using Microsoft.CodeAnalysis;

namespace MaskedNorm.Generator.Declaration;

/// <summary>What an attribute asks for, before the method's parameters are known.</summary>
/// <param name="Spec">The declaration without parameters.</param>
/// <param name="AxisNames">Where each axis of <see cref="NormSpec.Axes"/> stands; for a backward, where its forward is named.</param>
/// <param name="LayoutIsSound">Whether the layout has no mistake, so that conclusions about extents hold.</param>
/// <param name="HasMask">Whether a mask is declared, rightly or wrongly.</param>
/// <param name="Attribute">The attribute itself, for its positions.</param>
internal sealed record Options(
    NormSpec Spec,
    IReadOnlyList<Location> AxisNames,
    bool LayoutIsSound,
    bool HasMask,
    AttributeView Attribute)
{
    /// <summary>The names of some axes, as a list in an attribute.</summary>
    public string Names(IEnumerable<int> axes)
    {
        var names = new List<string>();
        foreach (int axis in axes)
        {
            names.Add(Spec.Axes[axis].Name);
        }

        return string.Join(" ", names);
    }
}
