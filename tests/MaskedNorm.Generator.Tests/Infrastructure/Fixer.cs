using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Xunit;

namespace MaskedNorm.Generator.Tests.Infrastructure;

/// <summary>Applies code fixes to the generator's messages as an editor would.</summary>
internal static class Fixer
{
    /// <summary>Applies a fix to the first message that it offers itself for; null if it offers itself for none.</summary>
    public static async Task<string?> Apply(CodeFixProvider fix, string source)
    {
        using var workspace = new AdhocWorkspace();
        Document document = Open(workspace, source);
        foreach (Diagnostic diagnostic in await Diagnostics(document, fix))
        {
            if (await Offered(fix, document, diagnostic) is { } action)
            {
                return await Changed(action, document, CancellationToken.None);
            }
        }

        return null;
    }

    /// <summary>The titles under which a fix offers itself.</summary>
    public static async Task<List<string>> Titles(CodeFixProvider fix, string source)
    {
        using var workspace = new AdhocWorkspace();
        Document document = Open(workspace, source);
        var titles = new List<string>();
        foreach (Diagnostic diagnostic in await Diagnostics(document, fix))
        {
            if (await Offered(fix, document, diagnostic) is { } action)
            {
                titles.Add(action.Title);
            }
        }

        return titles;
    }

    /// <summary>Applies a fix to all messages of a file at once.</summary>
    public static async Task<string> ApplyToAll(CodeFixProvider fix, string source)
    {
        using var workspace = new AdhocWorkspace();
        Document document = Open(workspace, source);
        ImmutableArray<Diagnostic> diagnostics = await Diagnostics(document, fix);
        CodeAction first = (await Offered(fix, document, diagnostics[0]))!;
        var context = new FixAllContext(
            document,
            fix,
            FixAllScope.Document,
            first.EquivalenceKey,
            diagnostics.Select(diagnostic => diagnostic.Id).Distinct(),
            new Known(diagnostics),
            CancellationToken.None);
        CodeAction? all = await fix.GetFixAllProvider()!.GetFixAsync(context);
        return await Changed(all!, document, CancellationToken.None);
    }

    /// <summary>The source has no mistake, and compiles together with what is generated.</summary>
    public static void AssertCompiles(string source)
    {
        Compilation compilation = Compiler.Compile(source);
        GeneratorDriver driver = Compiler.Run(compilation);
        Assert.Empty(driver.GetRunResult().Diagnostics);
        Assert.Empty(compilation.AddSyntaxTrees(driver.GetRunResult().GeneratedTrees).GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning));
    }

    private static Document Open(AdhocWorkspace workspace, string source)
    {
        Compilation compilation = Compiler.Compile(source);
        Project project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            "User",
            "User",
            LanguageNames.CSharp,
            compilationOptions: Compiler.Options,
            parseOptions: Compiler.ParseOptions,
            metadataReferences: compilation.References));
        return workspace.AddDocument(project.Id, "Kernels.cs", Microsoft.CodeAnalysis.Text.SourceText.From(source));
    }

    private static async Task<ImmutableArray<Diagnostic>> Diagnostics(Document document, CodeFixProvider fix)
    {
        Compilation compilation = (await document.Project.GetCompilationAsync())!;
        return [.. Compiler.Run(compilation).GetRunResult().Diagnostics.Where(d => fix.FixableDiagnosticIds.Contains(d.Id))];
    }

    private static async Task<CodeAction?> Offered(CodeFixProvider fix, Document document, Diagnostic diagnostic)
    {
        CodeAction? offered = null;
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => offered ??= action, CancellationToken.None));
        return offered;
    }

    private static async Task<string> Changed(CodeAction action, Document document, CancellationToken cancellation)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(cancellation);
        Solution solution = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        return (await solution.GetDocument(document.Id)!.GetTextAsync(cancellation)).ToString();
    }

    private sealed class Known(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
