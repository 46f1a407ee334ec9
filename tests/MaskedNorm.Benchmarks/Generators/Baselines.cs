using MaskedNorm.Generator.Declaration;
using Microsoft.CodeAnalysis;

namespace MaskedNorm.Benchmarks.Generators;

/// <summary>Finds and reads the declarations, and writes nothing.</summary>
internal sealed class ReadingGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
        context.CompilationProvider.SelectMany(static (compilation, cancellation) => ProjectReader.Read(compilation, cancellation)),
        static (_, _) => { });
}
