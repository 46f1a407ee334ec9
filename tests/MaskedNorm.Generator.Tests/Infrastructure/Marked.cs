using System.Collections.Generic;
using Microsoft.CodeAnalysis.Text;

namespace MaskedNorm.Generator.Tests.Infrastructure;

/// <summary>Source in which <c>[|</c> and <c>|]</c> mark what a message must underline.</summary>
internal static class Marked
{
    public static (string Source, List<TextSpan> Spans) Parse(string marked)
    {
        var spans = new List<TextSpan>();
        string source = marked;
        while (source.IndexOf("[|", System.StringComparison.Ordinal) is var start and >= 0)
        {
            int end = source.IndexOf("|]", System.StringComparison.Ordinal);
            source = source[..start] + source[(start + 2)..end] + source[(end + 2)..];
            spans.Add(TextSpan.FromBounds(start, end - 2));
        }

        return (source, spans);
    }

    /// <summary>Puts members into a partial class with the usual usings.</summary>
    public static string InClass(string members) => $$"""
        using System;
        using System.Numerics.Tensors;
        using MaskedNorm;

        public static partial class Kernels
        {
            {{members}}
        }
        """;
}
