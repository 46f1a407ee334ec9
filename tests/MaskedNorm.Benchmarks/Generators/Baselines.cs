using MaskedNorm.Generator.Declaration;
using Microsoft.CodeAnalysis;

namespace MaskedNorm.Benchmarks.Generators;

/// <summary>Finds the attributes and reads nothing: what the compiler takes for any generator of this kind.</summary>
internal sealed class FindingGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        foreach (string attribute in new[] { MetadataNames.Forward, MetadataNames.Backward, MetadataNames.Moments })
        {
            context.RegisterSourceOutput(context.SyntaxProvider.ForAttributeWithMetadataName(attribute, static (_, _) => true, static (_, _) => 0), static (_, _) => { });
        }
    }
}

/// <summary>Finds and reads the declarations, and writes nothing.</summary>
internal sealed class ReadingGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        Register(context, MetadataNames.Forward, Operation.Forward);
        Register(context, MetadataNames.Backward, Operation.Backward);
        Register(context, MetadataNames.Moments, Operation.Moments);
    }

    private static void Register(IncrementalGeneratorInitializationContext context, string attribute, Operation operation) =>
        context.RegisterSourceOutput(
            context.SyntaxProvider
                .ForAttributeWithMetadataName(attribute, static (_, _) => true, (declaration, cancellation) => DeclarationReader.Read(declaration, operation, cancellation))
                .Select(static (declaration, _) => declaration.Method),
            static (_, _) => { });
}
