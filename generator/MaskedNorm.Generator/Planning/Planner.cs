using System.Collections.Generic;
using System.Linq;
using MaskedNorm.Generator.Declaration;
using MaskedNorm.Generator.Layout;

namespace MaskedNorm.Generator.Planning;

/// <summary>Turns what is asked into a loop nest. A flat list of passes; no layout is a case of its own.</summary>
internal static class Planner
{
    /// <summary>The plan of a declaration: where selections have columns, the one for few of them.</summary>
    /// <param name="spec">What is computed.</param>
    /// <returns>The plan.</returns>
    public static KernelPlan Plan(NormSpec spec)
    {
        KernelPlan lines = PlanOfLines(spec);
        if (!HasColumns(lines))
        {
            return lines;
        }

        KernelPlan columns = WithColumns(lines);
        return Bound.Of(columns).IsNever ? lines : columns;
    }

    /// <summary>The plan for calls whose selections have more columns, or fewer rows, than the plan of the declaration is for.</summary>
    /// <param name="plan">The plan of the declaration.</param>
    /// <returns>The other plan; null where the declaration has only one.</returns>
    public static KernelPlan? Alternative(KernelPlan plan) =>
        plan.Columns is null || Bound.Of(plan).IsAlways ? null : PlanOfLines(plan.Spec);

    private static KernelPlan PlanOfLines(NormSpec spec)
    {
        List<int> axes = DropUnitAxes(spec);
        List<List<int>> groups = MergeNeighbours(spec, axes);
        EquatableArray<Run> runs = NameAndStride(spec, groups);
        Run vector = runs[runs.Count - 1];
        return new(
            spec,
            runs,
            Columns: null,
            vector.Reduced ? Orientation.Elements : Orientation.Selections,
            IsDouble(Role.Input) || (IsDouble(Role.GradOutput) && IsDouble(Role.GradInput)),
            MaskAlong(spec, vector),
            AffineAlong(spec, runs));

        bool IsDouble(Role role) => spec.Parameters.Any(p => p.Role == role && p.Element == Element.Double);
    }

    // Whether the lines of selections stand side by side, as those of groups do where channels come last: then each column can be summed by
    // itself, and the sums of a selection's columns are added up. No mask tells one column from another, and weights are those of columns or
    // of selections.
    private static bool HasColumns(KernelPlan lines)
    {
        if (lines.Runs.Count < 3)
        {
            return false;
        }

        Run column = lines.Runs[lines.Runs.Count - 1];
        Run selection = lines.Runs[lines.Runs.Count - 2];
        bool padded = lines.Spec.Mask.Count > 0 && lines.Spec.Padded == Policy.Affine;
        bool backward = lines.Spec.Operation == Operation.Backward;
        bool eachItsOwn = column.Affine is { } affine && affine.Is(1) && selection.Affine == column.Size
            && lines.Runs.All(r => !r.Reduced || r == column || r.Affine is null);
        return column.Reduced && !selection.Reduced
            && lines.Runs.Any(r => r.Reduced && r != column)
            && column.Mask is null && selection.Mask is null && !column.Counted && !selection.Counted
            && (!lines.Spec.Affine || (eachItsOwn ? !(padded && backward) : lines.Affine == Along.Selection && !padded));
    }

    private static KernelPlan WithColumns(KernelPlan lines)
    {
        Run column = lines.Runs[lines.Runs.Count - 1];
        Run selection = lines.Runs[lines.Runs.Count - 2];
        Run columns = new(
            lines.Runs.Count, LabelOf(new() { selection.Label, column.Label }), Reduced: false, Product.Of(new[] { selection.Extent, column.Extent }),
            Product.One, Mask: null, column.Affine, Statistic: null, Counted: false);
        return lines with
        {
            Columns = columns,
            Orientation = Orientation.Selections,
            Mask = lines.Spec.Mask.Count == 0 ? Along.None : Along.Line,
            Affine = lines.Spec.Affine ? Along.Selection : Along.None,
        };
    }

    // An axis of extent 1 has no loop, and no operand has a stride along it. The one that lengths would count along stays: then a mask
    // and lengths have the same nest, and the same bits.
    private static List<int> DropUnitAxes(NormSpec spec)
    {
        int counted = spec.Mask.Count == 0 ? -1 : spec.Mask[spec.Mask.Count - 1];
        List<int> axes = Enumerable.Range(0, spec.Axes.Count).Where(a => spec.Axes[a].Extent != 1 || a == counted).ToList();

        // A kernel has at least one run of each role, if only of extent 1: first kept, then reduced.
        if (!axes.Any(a => spec.Reduced.Contains(a)))
        {
            axes.Add(spec.Reduced[spec.Reduced.Count - 1]);
            axes.Sort();
        }

        return axes;
    }

    // Neighbours become one run when every operand walks them as one. Reduced axes under a mask stay apart: then lanes and
    // accumulators follow from an element's own coordinates, and more padding on an axis changes no bit of a sum.
    private static List<List<int>> MergeNeighbours(NormSpec spec, List<int> axes)
    {
        List<List<int>> groups = new();
        foreach (int axis in axes)
        {
            List<int>? last = groups.LastOrDefault();
            if (last is not null && CanMerge(last[last.Count - 1], axis))
            {
                last.Add(axis);
            }
            else
            {
                groups.Add(new() { axis });
            }
        }

        return groups;

        bool CanMerge(int outer, int inner)
        {
            bool reduced = spec.Reduced.Contains(inner);
            return reduced == spec.Reduced.Contains(outer)
                && AreAdjacent(spec.Mask, outer, inner, axes)
                && AreAdjacent(spec.AffineAxes, outer, inner, axes)
                && !(reduced && spec.Mask.Contains(inner))
                && !IsCounted(spec, outer) && !IsCounted(spec, inner);
        }
    }

    // Either the operand spans neither axis, or it has the inner one right after the outer one in its own memory order.
    private static bool AreAdjacent(EquatableArray<int> order, int outer, int inner, List<int> axes)
    {
        List<int> spanned = order.Where(axes.Contains).ToList();
        int at = spanned.IndexOf(outer);
        int next = spanned.IndexOf(inner);
        return at < 0 ? next < 0 : next == at + 1;
    }

    private static bool IsCounted(NormSpec spec, int axis) =>
        spec.Parameters.Any(p => p.Role == Role.Lengths) && spec.Mask[spec.Mask.Count - 1] == axis;

    private static EquatableArray<Run> NameAndStride(NormSpec spec, List<List<int>> groups)
    {
        List<Run> runs = new();
        foreach (List<int> group in groups)
        {
            Product extent = Product.Of(group.Select(a => Extent(spec.Axes[a])));
            bool reduced = spec.Reduced.Contains(group[0]);
            runs.Add(new(runs.Count, LabelOf(group.Select(a => spec.Axes[a].Name).ToList()), reduced, extent, Product.One, null, null, null, IsCounted(spec, group[0])));
        }

        List<int> all = Enumerable.Range(0, groups.Count).ToList();
        List<int> mask = Order(spec.Mask).Where(r => !runs[r].Counted).ToList();
        List<int> affine = Order(spec.AffineAxes);
        List<int> kept = all.Where(r => !runs[r].Reduced).ToList();
        return all.Select(r => runs[r] with
        {
            Data = Stride(all, r)!,
            Mask = Stride(mask, r),
            Affine = Stride(affine, r),
            Statistic = Stride(kept, r),
        }).ToEquatableArray();

        // The runs in an operand's memory order.
        List<int> Order(EquatableArray<int> axes) =>
            axes.Select(a => groups.FindIndex(g => g.Contains(a))).Where(r => r >= 0).Distinct().ToList();

        Product? Stride(List<int> order, int run) =>
            order.Contains(run) ? Product.Of(order.Skip(order.IndexOf(run) + 1).Select(r => runs[r].Size)) : null;
    }

    private static Product Extent(Axis axis) =>
        axis.Extent is { } extent ? new(extent, EquatableArray<string>.Empty) : new(1, EquatableArray.Of(axis.Name));

    private static Along MaskAlong(NormSpec spec, Run vector) =>
        spec.Mask.Count == 0 ? Along.None
        : vector.Counted ? Along.Counted
        : vector.Mask is null ? Along.Line
        : vector.Mask.Is(1) ? Along.Lanes
        : Along.Strided;

    private static Along AffineAlong(NormSpec spec, EquatableArray<Run> runs)
    {
        if (!spec.Affine)
        {
            return Along.None;
        }

        // In the backward, padding that went through weight and bias has a part in their gradients; a fold has no place for it.
        bool padded = spec.Operation == Operation.Backward && spec.Mask.Count > 0 && spec.Padded == Policy.Affine;
        if (!padded && runs.All(r => !r.Reduced || r.Affine is null))
        {
            return Along.Selection;
        }

        Run vector = runs[runs.Count - 1];
        return vector.Affine is null ? Along.Line : vector.Affine.Is(1) ? Along.Lanes : Along.Strided;
    }

    private static string LabelOf(List<string> axes) => string.Join(axes.All(axis => axis.Length == 1) ? "" : "_", axes);
}
