using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace MaskedNorm.Generator.Tests.Infrastructure;

internal static class Expect
{
    /// <summary>The members, in a class, give one message for each marked span, all with an id; the first has a text.</summary>
    public static void InClass(string id, string members, string message) => Only(id, Marked.InClass(members), message);

    /// <summary>The source gives one message for each marked span, all with an id; the first has a text.</summary>
    public static void Only(string id, string marked, string message)
    {
        (string source, List<TextSpan> spans) = Marked.Parse(marked);
        List<Diagnostic> diagnostics = Diagnostics(source);

        Assert.Equal(
            spans.Select(span => $"{id} '{source.Substring(span.Start, span.Length)}' at {span.Start}"),
            diagnostics.Select(d => $"{d.Id} '{source.Substring(d.Location.SourceSpan.Start, d.Location.SourceSpan.Length)}' at {d.Location.SourceSpan.Start}"));
        Assert.Equal(message, diagnostics[0].GetMessage(CultureInfo.InvariantCulture));
    }

    /// <summary>The source gives these messages, each as <c>id 'underlined text'</c>, in the order of the source.</summary>
    public static void All(string source, params string[] expected)
    {
        Assert.Equal(
            expected,
            Diagnostics(source).Select(d => $"{d.Id} '{source.Substring(d.Location.SourceSpan.Start, d.Location.SourceSpan.Length)}'"));
    }

    private static List<Diagnostic> Diagnostics(string source)
    {
        GeneratorDriver driver = Compiler.Run(Compiler.Compile(source));
        Assert.Null(driver.GetRunResult().Results[0].Exception);
        return driver.GetRunResult().Diagnostics.OrderBy(d => d.Location.SourceSpan.Start).ToList();
    }
}
