using System;
using System.Collections.Generic;
using System.Linq;

namespace MaskedNorm.Generator.Declaration;

/// <summary>Gives each layer a file of its own.</summary>
internal static class LayerGrouping
{
    public static IEnumerable<LayerModel> Group(IEnumerable<LayerModel> layers)
    {
        // No type's kernels have such a file name: '-' is in no identifier.
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return layers
            .OrderBy(layer => layer.HintName, StringComparer.Ordinal)
            .Select(layer => layer with { HintName = TypeGrouping.Unique(layer.HintName + "-layer", names) })
            .ToList();
    }
}
