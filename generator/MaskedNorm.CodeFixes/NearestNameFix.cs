using System.Collections.Immutable;
using System.Composition;
using System.Threading.Tasks;
using MaskedNorm.Generator;
using MaskedNorm.Generator.Diagnostics;
using MaskedNorm.Generator.Layout;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MaskedNorm.CodeFixes;

/// <summary>Writes the nearest name that exists: of an axis, inside the string, of a parameter, or of a forward.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NearestNameFix))]
public sealed class NearestNameFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(Descriptors.UnknownAxis.Id, Descriptors.UnknownParameter.Id, Descriptors.ForwardNotFound.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SourceText text = await context.Document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            // What is underlined is no name where it stands behind a constant, or is written with escape sequences.
            TextSpan span = diagnostic.Location.SourceSpan;
            diagnostic.Properties.TryGetValue(Descriptors.NearestProperty, out string? nearest);
            if (string.IsNullOrEmpty(nearest) || !LayoutTokenizer.IsName(text.ToString(span)))
            {
                continue;
            }

            SyntaxToken word = root!.FindToken(span.Start);
            bool isIdentifier = word.Span == span;
            if (isIdentifier && IsConstant(word, diagnostic))
            {
                continue;
            }

            string name = isIdentifier ? Identifier.Escape(nearest!) : nearest!;
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Write '{nearest}'",
                    _ => Task.FromResult(context.Document.WithText(text.Replace(span, name))),
                    equivalenceKey: nameof(NearestNameFix)),
                diagnostic);
        }
    }

    // The name of a constant is not the name that is wrong. In nameof it is, of a method: one with the nearest name exists.
    private static bool IsConstant(SyntaxToken word, Diagnostic diagnostic) =>
        word.Parent is IdentifierNameSyntax && !(word.Parent.Parent is ArgumentSyntax && diagnostic.Id == Descriptors.ForwardNotFound.Id);
}
