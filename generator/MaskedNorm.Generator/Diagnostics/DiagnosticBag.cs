using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace MaskedNorm.Generator.Diagnostics;

/// <summary>Gathers the mistakes of one declaration, so that several are reported at once.</summary>
internal sealed class DiagnosticBag
{
    private readonly List<Diagnostic> diagnostics = [];

    /// <summary>Whether no kernel can be made. Compiler errors count, see <see cref="MarkBroken"/>.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>The mistakes in the order of the source.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => diagnostics.OrderBy(d => d.Location.SourceSpan.Start).ToList();

    public void Report(DiagnosticDescriptor descriptor, Location location, params object[] arguments) =>
        Add(Diagnostic.Create(descriptor, location, arguments));

    /// <summary>Reports a mistake with a property for the code fix.</summary>
    public void ReportFixable(DiagnosticDescriptor descriptor, Location location, string property, string value, params object[] arguments) =>
        Add(Diagnostic.Create(descriptor, location, ImmutableDictionary<string, string?>.Empty.Add(property, value), arguments));

    /// <summary>No kernel can be made, but the compiler itself reports why.</summary>
    public void MarkBroken() => HasErrors = true;

    private void Add(Diagnostic diagnostic)
    {
        diagnostics.Add(diagnostic);
        HasErrors |= diagnostic.Severity == DiagnosticSeverity.Error;
    }
}
