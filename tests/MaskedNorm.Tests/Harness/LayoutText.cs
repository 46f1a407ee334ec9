using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace MaskedNorm.Tests.Harness;

/// <summary>One axis of a layout string.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Fixed">The extent that the layout fixes, or null.</param>
/// <param name="TensorAxis">The axis of a tensor span that it is, or is a part of.</param>
internal sealed record LayoutAxis(string Name, int? Fixed, int TensorAxis);

/// <summary>The tests' own reading of a layout string, independent of the generator's.</summary>
internal sealed class LayoutText
{
    public LayoutText(string text)
    {
        Text = text;
        var axes = new List<LayoutAxis>();
        int tensorAxis = 0;
        bool inGroup = false;
        string spaced = text.Replace("(", " ( ", StringComparison.Ordinal).Replace(")", " ) ", StringComparison.Ordinal);
        foreach (string token in Words(spaced))
        {
            if (token is "(" or ")")
            {
                inGroup = token == "(";
                tensorAxis += inGroup ? 0 : 1;
                continue;
            }

            string[] parts = token.Split('=');
            int? extent = parts.Length == 2 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : null;
            axes.Add(new LayoutAxis(parts[0], extent, tensorAxis));
            tensorAxis += inGroup ? 0 : 1;
        }

        Axes = axes;
    }

    public string Text { get; }

    public IReadOnlyList<LayoutAxis> Axes { get; }

    public static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The indices of the named axes, in the order of the names.</summary>
    public int[] Indices(string names) => Words(names).Select(name => Axes.Select(a => a.Name).ToList().IndexOf(name)).ToArray();

    /// <summary>Whether the axis is one part of a split tensor axis.</summary>
    public bool IsSplit(int axis) => Axes.Count(a => a.TensorAxis == Axes[axis].TensorAxis) > 1;

    /// <summary>The same layout with some extents fixed, or none.</summary>
    public string WithFixed(Func<string, int?> extent)
    {
        IEnumerable<string> tensorAxes = Axes.GroupBy(a => a.TensorAxis).Select(group =>
        {
            string inner = string.Join(' ', group.Select(a => extent(a.Name) is int e ? $"{a.Name}={e}" : a.Name));
            return group.Count() > 1 ? $"({inner})" : inner;
        });
        return string.Join(' ', tensorAxes);
    }
}
