using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using MaskedNorm.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Xunit;

namespace MaskedNorm.Generator.Tests.Diagnostics;

public class DescriptorTests
{
    private static readonly string Folder = Path.Combine(Root(), "generator", "MaskedNorm.Generator");

    private static IReadOnlyList<DiagnosticDescriptor> All { get; } = typeof(Descriptors)
        .GetFields(BindingFlags.Static | BindingFlags.Public)
        .Select(field => field.GetValue(null))
        .OfType<DiagnosticDescriptor>()
        .ToList();

    [Fact]
    public void Ids_are_unique_and_ascend() =>
        Assert.Equal(All.Select(descriptor => descriptor.Id).Distinct().Order(StringComparer.Ordinal), All.Select(descriptor => descriptor.Id));

    [Fact]
    public void Every_message_has_a_help_page_with_its_title() => Assert.All(All, descriptor =>
    {
        string page = Path.GetFileName(new Uri(descriptor.HelpLinkUri).AbsolutePath);
        Assert.Equal(descriptor.Id + ".md", page);
        Assert.StartsWith(
            $"# {descriptor.Id}: {descriptor.Title}\n",
            File.ReadAllText(Path.Combine(Folder, "docs", page)).ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
    });

    [Fact]
    public void Every_help_page_has_its_message() => Assert.Equal(
        All.Select(descriptor => descriptor.Id),
        Directory.GetFiles(Path.Combine(Folder, "docs"), "MN*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_message_stands_in_the_list_of_releases()
    {
        IEnumerable<string> rows = new[] { "AnalyzerReleases.Shipped.md", "AnalyzerReleases.Unshipped.md" }
            .SelectMany(file => File.ReadAllLines(Path.Combine(Folder, file)))
            .Where(line => line.StartsWith("MN", StringComparison.Ordinal));
        Assert.Equal(
            All.Select(descriptor => $"{descriptor.Id} | {descriptor.Category} | {descriptor.DefaultSeverity} | {descriptor.Title}"),
            rows.Order(StringComparer.Ordinal));
    }

    // Of a defect of the generator there is no example.
    [Fact]
    public void Every_message_is_provoked_by_a_test()
    {
        string tests = string.Concat(Directory.GetFiles(Path.Combine(Root(), "tests", "MaskedNorm.Generator.Tests", "Diagnostics"), "*Mistakes.cs").Select(File.ReadAllText));
        Assert.All(
            All.Where(descriptor => descriptor.Id != Descriptors.InternalError.Id),
            descriptor => Assert.Contains($"\"{descriptor.Id}\"", tests, StringComparison.Ordinal));
    }

    // An error has an advice after a semicolon, or asks "did you mean".
    [Fact]
    public void Every_message_says_what_to_write_instead() =>
        Assert.All(All, descriptor => Assert.Contains(";", descriptor.MessageFormat.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "MaskedNorm.Gen.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
