using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using MaskedNorm.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace MaskedNorm.Tests.Readme;

/// <summary>What the README shows is true, and what the package's shows.</summary>
public partial class ReadmeTests
{
    private const string Main = "README.md";
    private const string Package = "src/MaskedNorm/PackageReadme.md";
    private const string EmittedMark = "// emitted";

    [Theory]
    [InlineData(Main)]
    [InlineData(Package)]
    public void Every_snippet_compiles_without_warning(string page)
    {
        string[] snippets = [.. Snippets("csharp", page).Where(snippet => !snippet.StartsWith(EmittedMark, StringComparison.Ordinal))];
        Assert.NotEmpty(snippets);
        Assert.All(snippets, snippet =>
        {
            var (compilation, diagnostics) = Compile(snippet);
            Assert.Empty(KernelCompiler.Complaints(compilation, diagnostics));
        });
    }

    [Fact]
    public void The_excerpt_of_emitted_code_stands_in_the_first_kernel()
    {
        string excerpt = Assert.Single(Snippets("csharp"), snippet => snippet.StartsWith(EmittedMark, StringComparison.Ordinal));
        var (compilation, _) = Compile(Snippets("csharp").First());
        string emitted = compilation.SyntaxTrees.Last().ToString();
        Assert.Contains(Unindented(excerpt[EmittedMark.Length..]), Unindented(emitted), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_page_and_folder_that_it_links_to_exists() =>
        Assert.All(RelativeLinks(Main), link => Assert.True(Path.Exists(Path.Combine(Folder(), link)), link));

    [Fact]
    public void The_package_says_the_same_of_a_first_kernel_and_links_to_nothing_that_it_lacks()
    {
        foreach (string language in (string[])["csharp", "text", "xml"])
        {
            Assert.Equal(Snippets(language).First(), Snippets(language, Package).First());
        }

        Assert.Empty(RelativeLinks(Package));
    }

    private static (CSharpCompilation Compilation, System.Collections.Immutable.ImmutableArray<Diagnostic> Diagnostics) Compile(string snippet)
    {
        bool isProgram = CSharpSyntaxTree.ParseText(snippet).GetCompilationUnitRoot().Members.Any(member => member is Microsoft.CodeAnalysis.CSharp.Syntax.GlobalStatementSyntax);
        string usings = isProgram || snippet.StartsWith("using ", StringComparison.Ordinal) ? "" : "using System;\nusing System.Numerics.Tensors;\nusing MaskedNorm;\n";
        OutputKind kind = isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
        return KernelCompiler.Generate([usings + snippet], KernelCompiler.Options().WithOutputKind(kind));
    }

    private static IEnumerable<string> RelativeLinks(string page) =>
        Link().Matches(Text(page)).Select(match => match.Groups["target"].Value).Where(target => !target.Contains(':', StringComparison.Ordinal));

    private static IEnumerable<string> Snippets(string language, string page = Main) =>
        Block().Matches(Text(page)).Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["text"].Value);

    private static string Unindented(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    private static string Text(string page) => File.ReadAllText(Path.Combine(Folder(), page)).ReplaceLineEndings("\n");

    private static string Folder([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../.."));

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\]\((?<target>[^)]+)\)")]
    private static partial Regex Link();
}
