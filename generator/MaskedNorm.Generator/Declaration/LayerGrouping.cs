using System;
using System.Collections.Generic;
using System.Linq;

namespace MaskedNorm.Generator.Declaration;

/// <summary>Gives each layer a file of its own: one, though two parts of the class have the attribute.</summary>
internal static class LayerGrouping
{
    public static IEnumerable<LayerModel> Group(IEnumerable<LayerModel> layers)
    {
        // No type's kernels have such a file name: '-' is in no identifier.
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return layers
            .GroupBy(layer => (layer.HintName, layer.Namespace, layer.Containers))
            .Select(parts => parts.First())
            .OrderBy(layer => layer.HintName, StringComparer.Ordinal)
            .Select(layer => layer with { HintName = TypeGrouping.Unique(layer.HintName + "-layer", names) })
            .ToList();
    }
}
