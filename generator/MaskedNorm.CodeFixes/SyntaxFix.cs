using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace MaskedNorm.CodeFixes;

/// <summary>A fix that replaces one node of the tree. Fix-all applies it to every message of its kind.</summary>
/// <typeparam name="TNode">The kind of node that is replaced: the innermost one around the message.</typeparam>
public abstract class SyntaxFix<TNode> : CodeFixProvider
    where TNode : SyntaxNode
{
    private readonly string[] ids;

    private protected SyntaxFix(params string[] ids) => this.ids = ids;

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds => ids.ToImmutableArray();

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            TNode? node = root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<TNode>();
            if (root is null || node is null || Title(node, diagnostic) is not { } title)
            {
                continue;
            }

            context.RegisterCodeFix(
                CodeAction.Create(
                    title,
                    cancellation => Simplify(context.Document.WithSyntaxRoot(root.ReplaceNode(node, Fix(node, diagnostic))), cancellation),
                    equivalenceKey: GetType().Name),
                diagnostic);
        }
    }

    // Here, and not after the fix: then the editor would format what was simplified too, whatever the file's own layout is.
    private static async Task<Document> Simplify(Document document, CancellationToken cancellation)
    {
        Document simple = await Simplifier.ReduceAsync(document, Simplifier.Annotation, cancellationToken: cancellation).ConfigureAwait(false);
        SyntaxNode root = (await simple.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        foreach (SyntaxAnnotation kind in (SyntaxAnnotation[])[Simplifier.Annotation, Formatter.Annotation])
        {
            root = root.ReplaceNodes(root.GetAnnotatedNodes(kind), (_, node) => node.WithoutAnnotations(kind));
        }

        return simple.WithSyntaxRoot(root);
    }

    /// <summary>What the fix does, in words; null if it cannot be done here.</summary>
    private protected abstract string? Title(TNode node, Diagnostic diagnostic);

    /// <summary>The node as it should be.</summary>
    private protected abstract TNode Fix(TNode node, Diagnostic diagnostic);
}
