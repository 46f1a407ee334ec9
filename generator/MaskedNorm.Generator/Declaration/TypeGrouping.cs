using System;
using System.Collections.Generic;
using System.Linq;

namespace MaskedNorm.Generator.Declaration;

/// <summary>Gathers the methods of each type: one type, one generated file.</summary>
internal static class TypeGrouping
{
    public static IEnumerable<TypeModel> Group(IEnumerable<DeclaredMethod> methods)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (IGrouping<(string, string, EquatableArray<string>), DeclaredMethod> type in methods
            .GroupBy(method => (method.HintName, method.Namespace, method.Containers))
            .OrderBy(type => type.Key.HintName, StringComparer.Ordinal))
        {
            DeclaredMethod first = type.First();
            yield return new(
                Unique(first.HintName, names),
                first.Namespace,
                first.Containers,
                type.OrderBy(method => method.Order).Select(method => method.Method).ToEquatableArray());
        }
    }

    // File names ignore case, type names do not.
    internal static string Unique(string name, HashSet<string> names)
    {
        string unique = name;
        for (int i = 2; !names.Add(unique); i++)
        {
            unique = $"{name}_{i}";
        }

        return unique;
    }
}
