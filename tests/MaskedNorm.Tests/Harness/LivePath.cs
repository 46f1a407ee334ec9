using System;
using System.Linq;
using System.Runtime.Intrinsics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MaskedNorm.Tests.Harness;

/// <summary>
/// Takes out of generated code what this processor never runs: of <c>if (Vector512.IsHardwareAccelerated)</c> and its <c>else</c> one is dead, as the
/// JIT sees it, too. Most of the time that thousands of kernels take is the compiler's, and about a third of their text is that.
/// </summary>
internal sealed class LivePath : CSharpSyntaxRewriter
{
    private static readonly ExpressionSyntax s_condition = SyntaxFactory.ParseExpression($"{nameof(Vector512)}.{nameof(Vector512.IsHardwareAccelerated)}");

    /// <summary>The compilation, its generated files without dead branches.</summary>
    /// <param name="compilation">Sources, and what the generator added.</param>
    /// <returns>A compilation of the same kernels, as this processor runs them.</returns>
    public static CSharpCompilation Of(CSharpCompilation compilation)
    {
        LivePath path = new();
        foreach (SyntaxTree tree in compilation.SyntaxTrees.Where(tree => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)))
        {
            compilation = compilation.ReplaceSyntaxTree(tree, tree.WithRootAndOptions(path.Visit(tree.GetRoot()), tree.Options));
        }

        return compilation;
    }

    public override SyntaxNode? VisitIfStatement(IfStatementSyntax node)
    {
        if (!SyntaxFactory.AreEquivalent(node.Condition, s_condition))
        {
            return base.VisitIfStatement(node);
        }

        return Visit(Vector512.IsHardwareAccelerated ? node.Statement : node.Else?.Statement ?? SyntaxFactory.Block());
    }
}
