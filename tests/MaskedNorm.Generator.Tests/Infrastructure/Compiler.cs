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

    /// <summary>A compilation of some files, with the usual usings before the first.</summary>
    public static CSharpCompilation Compile(params string[] sources) =>
        CSharpCompilation.Create("User", sources.Select(Parse), References, Options);

    public static SyntaxTree Parse(string source, int index = 0) =>
        CSharpSyntaxTree.ParseText(source, ParseOptions, path: $"File{index}.cs");

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
