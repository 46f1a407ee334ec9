using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace MaskedNorm.Generator.Layout;

/// <summary>Writes a layout in one spelling, on one line, however it was written: its axes, fixed extents and splits.</summary>
internal static class LayoutText
{
    public static string Of(IEnumerable<Axis> axes) => string.Join(" ", axes.GroupBy(axis => axis.TensorAxis).Select(parts =>
    {
        string text = string.Join(" ", parts.Select(Text));
        return parts.Count() > 1 ? "(" + text + ")" : text;
    }));

    private static string Text(Axis axis) =>
        axis.Extent is { } extent ? axis.Name + "=" + extent.ToString(CultureInfo.InvariantCulture) : axis.Name;
}
