using System.Collections.Generic;
using System.Linq;

namespace MaskedNorm.Generator;

/// <summary>Puts lists into words.</summary>
internal static class Words
{
    /// <summary><c>a, b or c</c>.</summary>
    public static string Or(IReadOnlyList<string> words) =>
        words.Count < 2
            ? string.Concat(words)
            : string.Join(", ", words.Take(words.Count - 1)) + " or " + words[words.Count - 1];
}
