using System;
using System.Collections.Generic;

namespace MaskedNorm.Generator;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    /// <summary>The candidate with the least edit distance to a name, the first of equals; null if there is none.</summary>
    /// <remarks>A difference in case counts less than any other: <c>n</c> means <c>N</c>.</remarks>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        string? nearest = null;
        int least = int.MaxValue;
        foreach (string candidate in candidates)
        {
            int distance = Distance(name, candidate);
            if (distance < least)
            {
                least = distance;
                nearest = candidate;
            }
        }

        return nearest;
    }

    /// <summary>As <see cref="Find"/>, but only a name that shares more with the candidate than it differs in.</summary>
    public static string? FindSimilar(string name, IEnumerable<string> candidates) =>
        Find(name, candidates) is { } nearest && Distance(name, nearest) <= Whole * Math.Max(1, Math.Max(name.Length, nearest.Length) / 2)
            ? nearest
            : null;

    private const int Whole = 4;
    private const int CaseOnly = 1;

    // Names beyond this length are compared by their beginnings: a distance takes the product of both lengths.
    private const int Compared = 64;

    // Levenshtein over two rows, in quarters of an edit.
    private static int Distance(string a, string b)
    {
        a = a.Substring(0, Math.Min(a.Length, Compared));
        b = b.Substring(0, Math.Min(b.Length, Compared));
        int[] previous = new int[b.Length + 1];
        int[] current = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            previous[j] = j * Whole;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i * Whole;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = previous[j - 1] + Difference(a[i - 1], b[j - 1]);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + Whole);
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }

    private static int Difference(char a, char b) =>
        a == b ? 0
        : char.ToUpperInvariant(a) == char.ToUpperInvariant(b) ? CaseOnly
        : Whole;
}
