using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using MaskedNorm.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace MaskedNorm.Generator.Tests;

/// <summary>Messages obey the switches that every other message obeys.</summary>
public class SuppressionTests
{
    private const string Mistake = "[MaskedNorm(\"N=4 L=8\", Axes = \"L\", Epsilon = -1)] public static partial void M(ReadOnlySpan<float> input, Span<float> output);";
    private const string Doubtful = "[MaskedNorm(\"N=4 L=8\", Axes = \"L\", MaskMarks = MaskMarks.Padding)] public static partial void M(ReadOnlySpan<float> input, Span<float> output);";

    [Fact]
    public void A_pragma_suppresses_a_message()
    {
        Assert.Single(Run(Compiler.Compile(Marked.InClass(Mistake))));
        Assert.Empty(Run(Compiler.Compile(Marked.InClass("\n#pragma warning disable MN0401\n" + Mistake + "\n#pragma warning restore MN0401"))));
        Assert.Single(Run(Compiler.Compile(Marked.InClass("\n#pragma warning disable MN0401\n#pragma warning restore MN0401\n" + Mistake))));
    }

    [Theory]
    [InlineData(ReportDiagnostic.Warn, DiagnosticSeverity.Warning)]
    [InlineData(ReportDiagnostic.Info, DiagnosticSeverity.Info)]
    [InlineData(ReportDiagnostic.Suppress, null)]
    public void The_severity_of_an_editorconfig_applies(ReportDiagnostic configured, DiagnosticSeverity? expected)
    {
        CSharpCompilation compilation = Compiler.Compile(Marked.InClass(Mistake));
        compilation = compilation.WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(new Severities(configured)));

        Assert.Equal(expected, Run(compilation).SingleOrDefault()?.Severity);
    }

    [Fact]
    public void A_hint_becomes_a_warning_where_the_project_wants_it()
    {
        CSharpCompilation compilation = Compiler.Compile(Marked.InClass(Doubtful));

        Assert.Equal(DiagnosticSeverity.Info, Run(compilation).Single().Severity);
        Assert.Equal(
            DiagnosticSeverity.Warning,
            Run(compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([new("MN0406", ReportDiagnostic.Warn)]))).Single().Severity);
    }

    private static List<Diagnostic> Run(CSharpCompilation compilation)
    {
        Compiler.Driver().RunGeneratorsAndUpdateCompilation(compilation, out _, out ImmutableArray<Diagnostic> diagnostics);
        return diagnostics.Where(diagnostic => !diagnostic.IsSuppressed).ToList();
    }

    // What the compiler makes of "dotnet_diagnostic.MN0401.severity = ..." in an .editorconfig.
    private sealed class Severities(ReportDiagnostic severity) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, System.Threading.CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, System.Threading.CancellationToken cancellationToken, out ReportDiagnostic configured)
        {
            configured = severity;
            return diagnosticId == "MN0401";
        }

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, System.Threading.CancellationToken cancellationToken, out ReportDiagnostic configured)
        {
            configured = ReportDiagnostic.Default;
            return false;
        }
    }
}
