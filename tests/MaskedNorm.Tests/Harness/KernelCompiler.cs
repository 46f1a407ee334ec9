using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MaskedNorm.Tests.Harness;

/// <summary>Runs the generator over source text, compiles the result and loads it.</summary>
internal static class KernelCompiler
{
    /// <summary>Declarations per class, that is per generated file, whose declarations share kernels of the same text.</summary>
    private const int DeclarationsPerClass = 40;

    private static readonly Lazy<ImmutableArray<MetadataReference>> s_references = new(References);

    /// <summary>Which branches of the generated code are compiled.</summary>
    private enum Paths
    {
        All,
        OfProcessor,
        OfSmallData,
        OfSmallDataUnoptimized,
    }

    /// <summary>Compiles all declarations at once, for small data, which stay in the cache; a single warning fails.</summary>
    /// <param name="declarations">The declarations.</param>
    /// <returns>The kernels.</returns>
    public static KernelSet Compile(IReadOnlyList<Declaration> declarations) => Compile(declarations, DeclarationSource.Members);

    /// <summary>The same, with other text for the members <c>Forward{id}</c> and <c>Backward{id}</c> of a declaration.</summary>
    public static KernelSet Compile(IReadOnlyList<Declaration> declarations, Func<Declaration, int, string> write) => Compile(declarations, write, Paths.OfSmallData);

    /// <summary>The same for data of any size.</summary>
    public static KernelSet CompileForLargeData(IReadOnlyList<Declaration> declarations) => Compile(declarations, DeclarationSource.Members, Paths.OfProcessor);

    /// <summary>The same as for small data, of code that the JIT does not optimize.</summary>
    public static KernelSet CompileUnoptimized(IReadOnlyList<Declaration> declarations) => Compile(declarations, DeclarationSource.Members, Paths.OfSmallDataUnoptimized);

    /// <summary>The same for those who compile without end: also what is never run, and what is no longer used goes out of memory.</summary>
    public static KernelSet CompileForSoak(IReadOnlyList<Declaration> declarations) => Compile(declarations, DeclarationSource.Members, Paths.All, isCollectible: true);

    /// <summary>Compiles all declarations into a file, unless there is one, and loads it: the compiler takes a process long that runs without hardware's vectors.</summary>
    public static KernelSet Compile(IReadOnlyList<Declaration> declarations, string file)
    {
        if (!File.Exists(file))
        {
            using FileStream created = File.Create(file);
            Emit(declarations, DeclarationSource.Members, created, Paths.All);
        }

        using FileStream image = File.OpenRead(file);
        return Load(declarations, image);
    }

    /// <summary>The strictest options that a user's project may have.</summary>
    public static CSharpCompilationOptions Options(NullableContextOptions nullable = NullableContextOptions.Enable) =>
        new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, checkOverflow: true,
            allowUnsafe: false, nullableContextOptions: nullable, warningLevel: 9999, deterministic: true);

    /// <summary>The compilation with the generated files, and what the generator reported.</summary>
    public static (CSharpCompilation Compilation, ImmutableArray<Diagnostic> Diagnostics) Generate(IEnumerable<string> files, CSharpCompilationOptions options)
    {
        CSharpParseOptions parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest).WithDocumentationMode(DocumentationMode.None);
        IEnumerable<SyntaxTree> trees = files.Select((file, i) => CSharpSyntaxTree.ParseText(file, parse, $"Source{i}.cs"));
        var compilation = CSharpCompilation.Create("Compiled", trees, s_references.Value, options);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new Generator.MaskedNormGenerator().AsSourceGenerator()], parseOptions: parse);
        driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out ImmutableArray<Diagnostic> diagnostics);
        return ((CSharpCompilation)updated, diagnostics);
    }

    /// <summary>Every warning and error of the generator and of the compiler.</summary>
    public static string[] Complaints(CSharpCompilation compilation, ImmutableArray<Diagnostic> diagnostics) =>
        diagnostics.Concat(compilation.GetDiagnostics()).Where(IsComplaint).Select(Describe).ToArray();

    private static KernelSet Compile(IReadOnlyList<Declaration> declarations, Func<Declaration, int, string> write, Paths paths, bool isCollectible = false)
    {
        using MemoryStream image = new();
        Emit(declarations, write, image, paths);
        return Load(declarations, image, isCollectible);
    }

    private static void Emit(IReadOnlyList<Declaration> declarations, Func<Declaration, int, string> write, Stream image, Paths paths)
    {
        string[] members = declarations.Select(write).ToArray();
        IEnumerable<string> files = members.Chunk(DeclarationsPerClass).Select((chunk, i) => DeclarationSource.File($"Kernels{i}", chunk));
        (CSharpCompilation compilation, ImmutableArray<Diagnostic> diagnostics) = Generate(files, Options());
        Diagnostic[] complaints = diagnostics.Concat((paths == Paths.All ? compilation : LivePath.Of(compilation, paths != Paths.OfProcessor, paths != Paths.OfSmallDataUnoptimized)).Emit(image).Diagnostics).Where(IsComplaint).ToArray();
        if (complaints.Length > 0)
        {
            throw new InvalidOperationException($"{complaints.Length} complaints:\n{Summary(complaints)}");
        }
    }

    // What the context does not load itself (the library, the tensors, this project) it shares with the process. Of collectible code all is optimized
    // when it is first called; of other code, as in an app, the sweeps, which ask for it, while wrappers and what is seldom called go through the tiers.
    private static KernelSet Load(IReadOnlyList<Declaration> declarations, Stream image, bool isCollectible = false)
    {
        image.Position = 0;
        return new KernelSet(declarations, new AssemblyLoadContext("compiled kernels", isCollectible).LoadFromStream(image), DeclarationsPerClass);
    }

    /// <summary>How often each diagnostic occurs, and three places of each.</summary>
    private static string Summary(Diagnostic[] complaints) =>
        string.Join("\n", complaints.GroupBy(complaint => complaint.Id).Select(group => $"{group.Count()} times {group.Key}\n{string.Join("\n", group.Take(3).Select(Describe))}"));

    private static bool IsComplaint(Diagnostic diagnostic) => !diagnostic.IsSuppressed && diagnostic.Severity >= DiagnosticSeverity.Warning;

    /// <summary>The diagnostic, and the line of source that it stands on.</summary>
    private static string Describe(Diagnostic diagnostic)
    {
        Location location = diagnostic.Location;
        string? line = location.SourceTree?.GetText().Lines[location.GetLineSpan().StartLinePosition.Line].ToString().Trim();
        return $"{diagnostic}\n    {line}";
    }

    private static ImmutableArray<MetadataReference> References()
    {
        string[] platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        IEnumerable<string> system = platform.Where(path => Path.GetFileName(path) is var name
            && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"));
        string[] shared = [typeof(MaskedNormAttribute).Assembly.Location, typeof(System.Numerics.Tensors.Tensor).Assembly.Location, typeof(CallArguments).Assembly.Location];
        return [.. system.Concat(shared).DistinctBy(Path.GetFileName).Select(path => MetadataReference.CreateFromFile(path))];
    }
}
