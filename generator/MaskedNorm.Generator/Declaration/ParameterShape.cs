using System.Collections.Generic;
using System.Linq;

namespace MaskedNorm.Generator.Declaration;

/// <summary>The axes that parameters span.</summary>
internal static class ParameterShape
{
    /// <summary>The axes that a role's memory spans, in its memory order.</summary>
    public static IEnumerable<int> AxesOf(NormSpec spec, Role role) => role switch
    {
        Role.Mask => spec.Mask,
        Role.Lengths => spec.Mask.Take(spec.Mask.Count - 1),
        Role.Weight or Role.Bias or Role.GradWeight or Role.GradBias => spec.AffineAxes,
        Role.Mean or Role.Variance or Role.Moments => Enumerable.Range(0, spec.Axes.Count).Where(axis => !spec.Reduced.Contains(axis)),
        _ => Enumerable.Range(0, spec.Axes.Count),
    };

    /// <summary>The axes of a tensor span over some axes: the parts of a split axis are one, where they all stand in order.</summary>
    public static List<List<int>> TensorAxes(NormSpec spec, IEnumerable<int> spanned)
    {
        List<int> axes = spanned.ToList();
        var groups = new List<List<int>>();
        for (int i = 0; i < axes.Count;)
        {
            List<int> parts = Enumerable.Range(0, spec.Axes.Count).Where(axis => spec.Axes[axis].TensorAxis == spec.Axes[axes[i]].TensorAxis).ToList();
            List<int> group = parts.SequenceEqual(axes.Skip(i).Take(parts.Count)) ? parts : [axes[i]];
            groups.Add(group);
            i += group.Count;
        }

        return groups;
    }
}
