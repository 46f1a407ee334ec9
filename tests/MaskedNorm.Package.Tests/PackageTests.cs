using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Threading.Tasks;
using System.Xml.Linq;
using Xunit;

namespace MaskedNorm.Package.Tests;

/// <summary>The package as users get it.</summary>
public class PackageTests(PackedFixture packed) : IClassFixture<PackedFixture>
{
    [Fact]
    public void The_package_has_the_library_the_analyzers_and_nothing_else()
    {
        using ZipArchive package = ZipFile.OpenRead(packed.Package);
        string[] expected =
        [
            "MaskedNorm.Gen.nuspec",
            "README.md",
            "analyzers/dotnet/cs/MaskedNorm.CodeFixes.dll",
            "analyzers/dotnet/cs/MaskedNorm.Generator.dll",
            "icon.png",
            "lib/net10.0/MaskedNorm.dll",
            "lib/net10.0/MaskedNorm.xml",
        ];
        IEnumerable<string> found = package.Entries.Select(entry => entry.FullName)
            .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal) && name != "[Content_Types].xml");
        Assert.Equal(expected, found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_package_says_what_it_is()
    {
        using ZipArchive package = ZipFile.OpenRead(packed.Package);
        using Stream stream = package.GetEntry("MaskedNorm.Gen.nuspec")!.Open();
        XElement metadata = XDocument.Load(stream).Root!.Elements().Single();
        string Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
        Assert.Equal("MaskedNorm.Gen", Value("id"));
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("README.md", Value("readme"));
        Assert.Equal("icon.png", Value("icon"));
        Assert.NotEmpty(Value("description"));
        Assert.Equal(["System.Numerics.Tensors"], metadata.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value));
    }

    [Fact]
    public void The_symbols_have_the_sources_of_generated_code()
    {
        using ZipArchive symbols = ZipFile.OpenRead(Path.ChangeExtension(packed.Package, ".snupkg"));
        using MemoryStream pdb = new();
        using (Stream stream = symbols.GetEntry("lib/net10.0/MaskedNorm.pdb")!.Open())
        {
            stream.CopyTo(pdb);
        }

        pdb.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(pdb);
        MetadataReader reader = provider.GetMetadataReader();
        IEnumerable<string> documents = reader.Documents.Select(handle => reader.GetString(reader.GetDocument(handle).Name));
        Assert.Contains(documents, name => name.EndsWith("MaskedNorm.Norms.g.cs", StringComparison.Ordinal));
        Assert.NotEmpty(reader.CustomDebugInformation);
    }

    [Fact]
    public void The_analyzers_are_built_for_every_compiler()
    {
        using ZipArchive package = ZipFile.OpenRead(packed.Package);
        Assert.All(package.Entries.Where(entry => entry.FullName.StartsWith("analyzers/", StringComparison.Ordinal)), entry =>
        {
            using MemoryStream image = new();
            using (Stream stream = entry.Open())
            {
                stream.CopyTo(image);
            }

            image.Position = 0;
            using PEReader pe = new(image);
            MetadataReader reader = pe.GetMetadataReader();
            string[] references = [.. reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name))];
            Assert.Contains("netstandard", references);
            Assert.DoesNotContain("System.Runtime", references);
        });
    }

    [Fact]
    public async Task A_fresh_console_app_prints_what_the_README_says()
    {
        Assert.NotEmpty(Projects.Readme.Output);
        Assert.Equal(Projects.Readme.Output, await packed.RunAsync("Console"));
    }

    [Fact]
    public async Task A_library_passes_the_runtime_and_the_generator_on_to_an_app() =>
        Assert.Equal("-1 1 0 5 5 0\n-1 1 0 5 5 0\n", await packed.RunAsync("App"));

    [Fact]
    public async Task An_app_that_may_be_trimmed_builds_without_warning() =>
        Assert.Equal(Projects.Readme.Output, await packed.RunAsync("Trimmed"));

    [Fact]
    public void The_written_sources_build_without_warning_of_trimming() => Assert.True(packed.IsBuilt, packed.BuildOutput);
}
