using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace MaskedNorm.Generator.Planning;

/// <summary>
/// Gives the runs of a kernel identifiers that meet no other one in its text. A kernel is written with a character of its own for each extent and
/// each loop variable, which no identifier can have; only the finished text tells which names are free.
/// </summary>
internal static class RunNames
{
    // Of Unicode's private use.
    private const char FirstExtent = '\uE000';
    private const char FirstIndex = '\uE800';
    private const char End = '\uF000';

    // What every struct has; a field of this name would hide it.
    private static readonly string[] Inherited = { "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString" };

    /// <summary>What stands for a run's extent.</summary>
    public static string Extent(int run) => ((char)(FirstExtent + run)).ToString();

    /// <summary>What stands for a run's loop variable.</summary>
    public static string Index(int run) => ((char)(FirstIndex + run)).ToString();

    /// <summary>The kernel's text with names for its runs.</summary>
    /// <param name="text">The text, with <see cref="Extent"/> and <see cref="Index"/>, which identifiers may begin with, hold, or end in.</param>
    /// <param name="wanted">The name of each run's extent, if it is free; underscores make it so.</param>
    /// <returns>The text.</returns>
    public static string Resolve(string text, IReadOnlyList<string> wanted)
    {
        // The identifiers that have a run's name in them, or are it.
        HashSet<string> composed = new(IdentifiersWithTokens(text));
        HashSet<string> given = new(Identifiers.Keywords.Concat(Inherited));
        string[] names = new string[wanted.Count];
        for (int run = 0; run < names.Length; run++)
        {
            string name = wanted[run];
            List<string> own = composed.Where(identifier => identifier.Any(c => IsToken(c) && Run(c) == run)).ToList();
            while (own.Select(identifier => Replace(identifier, run, name)).Any(identifier => given.Contains(identifier) || Stands(text, identifier)))
            {
                name += "_";
            }

            names[run] = name;
            given.UnionWith(own.Select(identifier => Replace(identifier, run, name)));
        }

        StringBuilder result = new(text.Length * 2);
        foreach (char c in text)
        {
            if (!IsToken(c))
            {
                result.Append(c);
                continue;
            }

            result.Append(c < FirstIndex ? names[Run(c)] : IndexOf(names[Run(c)]));
        }

        return result.ToString();
    }

    private static bool IsToken(char c) => c is >= FirstExtent and < End;

    private static int Run(char token) => token - (token < FirstIndex ? FirstExtent : FirstIndex);

    private static string IndexOf(string extent) => "i" + char.ToUpperInvariant(extent[0]) + extent.Substring(1);

    private static string Replace(string identifier, int run, string name) => identifier.Replace(Extent(run), name).Replace(Index(run), IndexOf(name));

    private static IEnumerable<string> IdentifiersWithTokens(string text)
    {
        for (int at = 0; at < text.Length; at++)
        {
            if (IsToken(text[at]))
            {
                int start = at;
                while (IsPart(text[start - 1]))
                {
                    start--;
                }

                while (IsPart(text[at + 1]))
                {
                    at++;
                }

                yield return text.Substring(start, at - start + 1);
            }
        }
    }

    // Whether an identifier stands in the text: not in a comment, and not behind a point, where it belongs to something else.
    private static bool Stands(string text, string identifier)
    {
        for (int at = text.IndexOf(identifier, StringComparison.Ordinal); at >= 0; at = text.IndexOf(identifier, at + 1, StringComparison.Ordinal))
        {
            char before = text[at - 1];
            if (before != '.' && !IsPart(before) && !IsPart(text[at + identifier.Length]))
            {
                int line = text.LastIndexOf('\n', at) + 1;
                if (text.IndexOf("//", line, at - line, StringComparison.Ordinal) < 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    // The text begins and ends with something else.
    private static bool IsPart(char c) => c == '_' || char.IsLetterOrDigit(c) || IsToken(c);
}
