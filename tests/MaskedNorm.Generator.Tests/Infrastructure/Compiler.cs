using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MaskedNorm.Generator.Tests.Infrastructure;

/// <summary>Compiles source as a user's project would, and runs the generator over it.</summary>
internal static class Compiler
{
    private static readonly MetadataReference[] References = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(path => Path.GetFileName(path) is var name
            && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll" or "MaskedNorm.dll"))
        .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
        .ToArray();

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Preview);

    public static CSharpCompilationOptions Options { get; } = new(
        OutputKind.DynamicallyLinkedLibrary,
        allowUnsafe: true,
        nullableContextOptions: NullableContextOptions.Enable);

    // Types of the run-time library that these tests need by name only, wherever the library has them not.
    private static readonly string[] Stubs =
    [
        "namespace MaskedNorm { public struct BFloat16 { } }",
        "namespace MaskedNorm { public struct Float8E4M3 { } }",
        "namespace MaskedNorm { public struct Float8E5M2 { } }",
        "namespace MaskedNorm { public struct Moments { } }",
        "namespace MaskedNorm { public class RunningStatistics<T> { } }",
    ];

    private static readonly Lazy<MetadataReference[]> AllReferences = new(() => [.. References, .. StubReferences()]);

    /// <summary>A compilation of some files.</summary>
    public static CSharpCompilation Compile(params string[] sources) =>
        CSharpCompilation.Create("User", sources.Select((source, index) => Parse(source, $"Kernels{index}.cs")), AllReferences.Value, Options);

    private static IEnumerable<MetadataReference> StubReferences()
    {
        CSharpCompilation library = CSharpCompilation.Create("Library", [], References, Options);
        foreach (string stub in Stubs)
        {
            CSharpCompilation compilation = CSharpCompilation.Create("Stub" + Array.IndexOf(Stubs, stub), [Parse(stub)], References, Options);
            INamedTypeSymbol type = compilation.Assembly.GlobalNamespace.GetNamespaceMembers().Single().GetTypeMembers().Single();
            if (library.GetTypeByMetadataName("MaskedNorm." + type.MetadataName) is null)
            {
                yield return compilation.ToMetadataReference();
            }
        }
    }

    public static SyntaxTree Parse(string source, string path = "") =>
        CSharpSyntaxTree.ParseText(source, ParseOptions, path);

    public static CSharpGeneratorDriver Driver() =>
        CSharpGeneratorDriver.Create(
            [new MaskedNormGenerator().AsSourceGenerator()],
            parseOptions: ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Runs the generator once.</summary>
    public static GeneratorDriver Run(Compilation compilation) => Driver().RunGenerators(compilation);

    /// <summary>The values of a tracked step.</summary>
    public static IEnumerable<T> Values<T>(GeneratorDriver driver, string step) =>
        driver.GetRunResult().Results[0].TrackedSteps.TryGetValue(step, out var runs)
            ? runs.SelectMany(run => run.Outputs).Select(output => (T)output.Value)
            : [];
}
