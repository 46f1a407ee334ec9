using System.Linq;

namespace MaskedNorm.Generator.Planning;

/// <summary>
/// For which calls columns are lanes: where a selection has few of them, so that its lines are short, and no fewer rows, which share what a
/// column costs.
/// </summary>
/// <param name="Columns">The number of columns of a selection.</param>
/// <param name="Rows">The number of rows; null where rows may be padding, which decides nothing.</param>
internal sealed record Bound(Product Columns, Product? Rows)
{
    /// <summary>The most columns of a selection that are lanes.</summary>
    public const int MostColumns = 64;

    /// <summary>Gets a value indicating whether all calls are within it.</summary>
    public bool IsAlways => Columns.IsConstant && !IsNever && (Rows is null || Rows.IsConstant);

    /// <summary>Gets a value indicating whether no call is.</summary>
    public bool IsNever => Columns.IsConstant && (Columns.Constant > MostColumns || (Rows is { IsConstant: true } && Rows.Constant < Columns.Constant));

    public static Bound Of(KernelPlan plan)
    {
        Run[] rows = plan.Nest.Where(r => r.Reduced).ToArray();
        return new(plan.ColumnsOfSelection.Extent, rows.Any(r => r.Mask is not null || r.Counted) ? null : Product.Of(rows.Select(r => r.Extent)));
    }
}
