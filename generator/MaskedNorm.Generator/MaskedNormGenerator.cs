using System;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using System.Threading;
using MaskedNorm.Generator.Declaration;
using MaskedNorm.Generator.Diagnostics;
using MaskedNorm.Generator.Emission;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace MaskedNorm.Generator;

/// <summary>Implements partial methods that <c>[MaskedNorm]</c>, <c>[MaskedNormBackward]</c> and <c>[MaskedMoments]</c> declare, and makes layers of classes with <c>[MaskedNormLayer]</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class MaskedNormGenerator : IIncrementalGenerator
{
    /// <summary>The step that yields one model for each declared method.</summary>
    internal const string MethodsStep = "Methods";

    /// <summary>The step that yields one model for each type with declared methods.</summary>
    internal const string TypesStep = "Types";

    /// <summary>The step that yields one model for each layer.</summary>
    internal const string LayersStep = "Layers";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<DeclarationResult> forwards = Declarations(
            context, MetadataNames.Forward, static (declaration, cancellation) => DeclarationReader.Read(declaration, Operation.Forward, cancellation));
        IncrementalValuesProvider<DeclarationResult> backwards = Declarations(
            context, MetadataNames.Backward, static (declaration, cancellation) => DeclarationReader.Read(declaration, Operation.Backward, cancellation));
        IncrementalValuesProvider<DeclarationResult> moments = Declarations(
            context, MetadataNames.Moments, static (declaration, cancellation) => DeclarationReader.Read(declaration, Operation.Moments, cancellation));

        IncrementalValuesProvider<LayerResult> layers = context.SyntaxProvider.ForAttributeWithMetadataName(
            MetadataNames.Layer, static (_, _) => true, static (declaration, cancellation) => LayerReader.Read(declaration, cancellation));

        // Models are compared by value, so that an edit elsewhere ends here.
        IncrementalValuesProvider<TypeModel> types = Methods(forwards)
            .Combine(Methods(backwards))
            .Combine(Methods(moments))
            .SelectMany(static (all, _) => TypeGrouping.Group(all.Left.Left.Concat(all.Left.Right).Concat(all.Right)))
            .WithTrackingName(TypesStep);
        context.RegisterSourceOutput(types, static (output, type) => Emit(output, type));

        IncrementalValuesProvider<LayerModel> layerModels = layers
            .Select(static (layer, _) => layer.Layer)
            .Where(static layer => layer is not null)
            .Select(static (layer, _) => layer!)
            .Collect()
            .SelectMany(static (all, _) => LayerGrouping.Group(all))
            .WithTrackingName(LayersStep);
        context.RegisterSourceOutput(layerModels, static (output, layer) => Emit(output, layer));

        // Mistakes travel on a branch of their own with real locations, so that #pragma and .editorconfig apply to them.
        IncrementalValueProvider<ImmutableArray<Diagnostic>> mistakes = Mistakes(forwards)
            .Combine(Mistakes(backwards))
            .Combine(Mistakes(moments))
            .Combine(layers.SelectMany(static (layer, _) => layer.Diagnostics).Collect())
            .Select(static (all, _) => all.Left.Left.Left.Concat(all.Left.Left.Right).Concat(all.Left.Right).Concat(all.Right).Distinct().ToImmutableArray());
        context.RegisterSourceOutput(mistakes, static (output, all) =>
        {
            foreach (Diagnostic mistake in all)
            {
                output.ReportDiagnostic(mistake);
            }
        });
    }

    private static IncrementalValuesProvider<DeclarationResult> Declarations(
        IncrementalGeneratorInitializationContext context,
        string attribute,
        Func<GeneratorAttributeSyntaxContext, CancellationToken, DeclarationResult> read) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(attribute, static (_, _) => true, read);

    private static void Emit(SourceProductionContext output, TypeModel type)
    {
        string text;
        try
        {
            text = FileEmitter.Emit(type);
        }
#pragma warning disable CA1031 // An exception here would take the kernels of every type with it.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            output.ReportDiagnostic(Diagnostic.Create(Descriptors.InternalError, Location.None, type.HintName, exception.Message));
            text = FileEmitter.Emit(type with { Methods = type.Methods.Select(method => method with { Spec = null }).ToEquatableArray() });
        }

        output.AddSource(type.HintName + ".g.cs", SourceText.From(text, Encoding.UTF8));
    }

    private static void Emit(SourceProductionContext output, LayerModel layer)
    {
        try
        {
            output.AddSource(layer.HintName + ".g.cs", SourceText.From(LayerEmitter.Emit(layer), Encoding.UTF8));
        }
#pragma warning disable CA1031 // An exception here would take the kernels of every type with it.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            output.ReportDiagnostic(Diagnostic.Create(Descriptors.InternalError, Location.None, layer.HintName, exception.Message));
        }
    }

    private static IncrementalValueProvider<ImmutableArray<DeclaredMethod>> Methods(IncrementalValuesProvider<DeclarationResult> declarations) =>
        declarations
            .Select(static (declaration, _) => declaration.Method)
            .Where(static method => method is not null)
            .Select(static (method, _) => method!)
            .WithTrackingName(MethodsStep)
            .Collect();

    private static IncrementalValueProvider<ImmutableArray<Diagnostic>> Mistakes(IncrementalValuesProvider<DeclarationResult> declarations) =>
        declarations.SelectMany(static (declaration, _) => declaration.Diagnostics).Collect();
}
