using System;

namespace MaskedNorm.Generator.Layout;

/// <summary>One axis of a layout.</summary>
/// <param name="Name">The axis's name as written, without the <c>@</c> of a keyword.</param>
/// <param name="Extent">The extent that the layout fixes, or null.</param>
/// <param name="TensorAxis">The axis of a tensor span that this axis is, or is a part of: the two parts of <c>(G c)</c> share one.</param>
internal sealed record Axis(string Name, long? Extent, int TensorAxis);
