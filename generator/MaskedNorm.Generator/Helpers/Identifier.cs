using Microsoft.CodeAnalysis.CSharp;

namespace MaskedNorm.Generator;

/// <summary>Writes names as identifiers.</summary>
internal static class Identifier
{
    /// <summary>The name with <c>@</c> if it is a keyword, a contextual one too: that is always allowed.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            ? "@" + name
            : name;
}
