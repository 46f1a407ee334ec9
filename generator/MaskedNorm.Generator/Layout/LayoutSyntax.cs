using System.Collections.Generic;

namespace MaskedNorm.Generator.Layout;

/// <summary>An axis as written.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Start">The index of its name's first character.</param>
/// <param name="Length">The number of its name's characters.</param>
internal readonly record struct AxisSyntax(Axis Axis, int Start, int Length);

/// <summary>What a layout string says, as far as it could be understood, and what is wrong with it.</summary>
/// <param name="Axes">The axes, outermost first; without those that repeat a name.</param>
/// <param name="Errors">The mistakes in the order of the text.</param>
internal sealed record LayoutSyntax(IReadOnlyList<AxisSyntax> Axes, IReadOnlyList<LayoutError> Errors);
