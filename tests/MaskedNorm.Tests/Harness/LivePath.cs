using System;
using System.Linq;
using System.Runtime.Intrinsics;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MaskedNorm.Tests.Harness;

/// <summary>
/// Takes out of generated code what this processor never runs: of <c>if (Vector512.IsHardwareAccelerated)</c> and its <c>else</c> one is dead, as the
/// JIT sees it, too. Most of the time that thousands of kernels take is the compiler's, and about a third of their text is that.
/// </summary>
internal static partial class LivePath
{
    /// <summary>The compilation, its generated files without dead branches.</summary>
    /// <param name="compilation">Sources, and what the generator added.</param>
    /// <returns>A compilation of the same kernels, as this processor runs them.</returns>
    public static CSharpCompilation Of(CSharpCompilation compilation)
    {
        SyntaxTree[] generated = [.. compilation.SyntaxTrees.Where(tree => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal))];

        // An array: the compilation enumerates the trees that it is given several times.
        SyntaxTree[] live = [.. generated.AsParallel().AsOrdered().Select(tree =>
            CSharpSyntaxTree.ParseText(Of(tree.ToString()), (CSharpParseOptions)tree.Options, tree.FilePath, tree.Encoding))];
        return compilation.RemoveSyntaxTrees(generated).AddSyntaxTrees(live);
    }

    // Text, not syntax: to visit all nodes of a tree takes a third of the time of its compilation.
    private static string Of(string text) => Branches().Replace(text, match => Of(match.Groups[Vector512.IsHardwareAccelerated ? "wide" : "narrow"].Value));

    // A block ends at the first brace that stands as far in as its own.
    [GeneratedRegex(
        @"^(?<indent>\ *)if\ \(Vector512\.IsHardwareAccelerated\)\n(?<wide>\k<indent>\{\n.*?^\k<indent>\}\n)(\k<indent>else\n(?<narrow>\k<indent>\{\n.*?^\k<indent>\}\n))?",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Branches();
}
