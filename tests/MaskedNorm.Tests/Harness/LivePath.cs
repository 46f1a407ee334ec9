using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MaskedNorm.Tests.Harness;

/// <summary>
/// Takes out of generated code what is never run: of <c>if (Vector512.IsHardwareAccelerated)</c> and its <c>else</c> one is dead on this processor, as
/// the JIT sees it, too; what large data take (<c>if (address.Streaming)</c>, <c>if (address.Distant)</c>) is dead where all data are small. Most of
/// the time that thousands of kernels take is the compiler's, and about a third of their text is that.
/// </summary>
internal static partial class LivePath
{
    private const string If = @"^(?<indent>\ *)if\ \(";
    private const string Then = @"\)\n(?<then>\k<indent>\{\n.*?^\k<indent>\}\n)(\k<indent>else\n(?<else>\k<indent>\{\n.*?^\k<indent>\}\n))?";
    private const RegexOptions Lines = RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace;

    /// <summary>The compilation, its generated files without dead branches.</summary>
    /// <param name="compilation">Sources, and what the generator added.</param>
    /// <param name="small">Whether all data are small, and stay in the cache.</param>
    /// <param name="optimized">Whether the JIT optimizes the sweeps, as it does for users.</param>
    /// <returns>A compilation of the same kernels, as this processor runs them.</returns>
    public static CSharpCompilation Of(CSharpCompilation compilation, bool small, bool optimized)
    {
        SyntaxTree[] generated = [.. compilation.SyntaxTrees.Where(tree => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal))];

        // An array: the compilation enumerates the trees that it is given several times.
        SyntaxTree[] live = [.. generated.AsParallel().AsOrdered().Select(tree =>
            CSharpSyntaxTree.ParseText(Of(tree.ToString(), small, optimized), (CSharpParseOptions)tree.Options, tree.FilePath, tree.Encoding))];
        return compilation.RemoveSyntaxTrees(generated).AddSyntaxTrees(live);
    }

    // Text, not syntax: to visit all nodes of a tree takes a third of the time of its compilation.
    private static string Of(string text, bool small, bool optimized)
    {
        string live = small ? OfSmall(OfProcessor(text)) : OfProcessor(text);
        return optimized ? live : live.Replace(nameof(MethodImplOptions.AggressiveOptimization), nameof(MethodImplOptions.NoOptimization), StringComparison.Ordinal);
    }

    private static string OfProcessor(string text) =>
        Wide().Replace(text, match => OfProcessor(match.Groups[Vector512.IsHardwareAccelerated ? "then" : "else"].Value));

    private static string OfSmall(string text) => Large().Replace(text, match => OfSmall(match.Groups["else"].Value));

    // A block ends at the first brace that stands as far in as its own.
    [GeneratedRegex(If + @"Vector512\.IsHardwareAccelerated" + Then, Lines)]
    private static partial Regex Wide();

    [GeneratedRegex(If + @"address\.(Streaming|Distant)" + Then, Lines)]
    private static partial Regex Large();
}
