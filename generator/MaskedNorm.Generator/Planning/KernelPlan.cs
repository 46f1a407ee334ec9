using System.Collections.Generic;
using System.Linq;
using MaskedNorm.Generator.Declaration;

namespace MaskedNorm.Generator.Planning;

/// <summary>What the lanes of a vector are.</summary>
internal enum Orientation
{
    /// <summary>The innermost run is reduced: lanes are elements of one selection, summed across at the end.</summary>
    Elements,

    /// <summary>The innermost run is kept: lanes are selections of their own.</summary>
    Selections,
}

/// <summary>How an operand that broadcasts meets the vector axis.</summary>
internal enum Along
{
    /// <summary>There is no such operand.</summary>
    None,

    /// <summary>One value for a whole selection: it is folded into the selection's scale and shift.</summary>
    Selection,

    /// <summary>One value for a whole line or row along the vector axis.</summary>
    Line,

    /// <summary>One value for each lane, next to each other in memory.</summary>
    Lanes,

    /// <summary>One value for each lane, a stride apart.</summary>
    Strided,

    /// <summary>Lengths that count along the vector axis.</summary>
    Counted,
}

/// <summary>Neighbouring axes that every operand treats alike, as one loop.</summary>
/// <param name="Number">Its number, outermost first.</param>
/// <param name="Label">What it is called: the axis's name, or several names joined.</param>
/// <param name="Reduced">Whether it is normalized over.</param>
/// <param name="Extent">Its extent in terms of axis names.</param>
/// <param name="Data">Its stride in input and output.</param>
/// <param name="Mask">Its stride in mask or lengths; null where they do not span it.</param>
/// <param name="Affine">Its stride in weight and bias; null where they do not span it.</param>
/// <param name="Statistic">Its stride among the selections; null where it is reduced.</param>
/// <param name="Counted">Whether lengths count along it.</param>
internal sealed record Run(
    int Number, string Label, bool Reduced, Product Extent, Product Data, Product? Mask, Product? Affine, Product? Statistic, bool Counted)
{
    /// <summary>Gets what stands for its extent in the kernel, until <see cref="RunNames"/> gives it a name.</summary>
    public string Name => RunNames.Extent(Number);

    /// <summary>Gets what stands for its loop variable.</summary>
    public string Index => RunNames.Index(Number);

    /// <summary>Gets the extent in terms of the kernel's own names.</summary>
    public Product Size => Extent.IsConstant ? Extent : new(1, EquatableArray.Of(Name));
}

/// <summary>The loop nest of one declaration.</summary>
/// <param name="Spec">What is computed.</param>
/// <param name="Runs">The runs, outermost first; the last one is the vector axis, unless there is a run of columns.</param>
/// <param name="Columns">
/// The last two runs as one, where it is the vector axis: lanes are columns of selections, several side by side for each. Null: there is none.
/// </param>
/// <param name="Orientation">What the lanes are.</param>
/// <param name="Double">Whether lanes are double, not float.</param>
/// <param name="Mask">How the mask meets the vector axis.</param>
/// <param name="Affine">How weight and bias meet the vector axis.</param>
internal sealed record KernelPlan(
    NormSpec Spec, EquatableArray<Run> Runs, Run? Columns, Orientation Orientation, bool Double, Along Mask, Along Affine)
{
    /// <summary>Gets the run whose elements are lanes.</summary>
    public Run Vector => Columns ?? Runs[Runs.Count - 1];

    /// <summary>Gets the runs that the sweeps loop over, outermost first; the last one is the vector axis.</summary>
    public IReadOnlyList<Run> Nest => Columns is null ? Runs.ToList() : Runs.Take(Runs.Count - 2).Append(Columns).ToList();

    /// <summary>Gets the run of the lanes that a selection has, where it has several.</summary>
    public Run ColumnsOfSelection => Runs[Runs.Count - 1];
}
