using System.Collections.Immutable;
using System.Composition;
using System.Threading.Tasks;
using MaskedNorm.Generator;
using MaskedNorm.Generator.Diagnostics;
using MaskedNorm.Generator.Layout;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace MaskedNorm.CodeFixes;

/// <summary>Writes the nearest name that exists: of an axis, inside the string, or of a parameter.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NearestNameFix))]
public sealed class NearestNameFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(Descriptors.UnknownAxis.Id, Descriptors.UnknownParameter.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SourceText text = await context.Document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            // What is underlined is no name where it stands behind a constant, or is written with escape sequences.
            TextSpan span = diagnostic.Location.SourceSpan;
            diagnostic.Properties.TryGetValue(Descriptors.NearestProperty, out string? nearest);
            if (string.IsNullOrEmpty(nearest) || !LayoutTokenizer.IsName(text.ToString(span)) || IsConstant(diagnostic, span))
            {
                continue;
            }

            string name = diagnostic.Id == Descriptors.UnknownParameter.Id ? Identifier.Escape(nearest!) : nearest!;
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Write '{nearest}'",
                    _ => Task.FromResult(context.Document.WithText(text.Replace(span, name))),
                    equivalenceKey: nameof(NearestNameFix)),
                diagnostic);
        }
    }

    // A name outside of a string is that of a constant, which is not the axis's name.
    private static bool IsConstant(Diagnostic diagnostic, TextSpan span) =>
        diagnostic.Id == Descriptors.UnknownAxis.Id
        && diagnostic.Location.SourceTree?.GetRoot().FindToken(span.Start).Span == span;
}
