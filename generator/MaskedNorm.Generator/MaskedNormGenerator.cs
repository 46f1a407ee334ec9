using System;
using System.Linq;
using System.Text;
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
    /// <summary>The step that reads the files, and yields what was read of each.</summary>
    internal const string FilesStep = "Files";

    /// <summary>The step that yields one model for each declared method.</summary>
    internal const string MethodsStep = "Methods";

    /// <summary>The step that yields one model for each type with declared methods.</summary>
    internal const string TypesStep = "Types";

    /// <summary>The step that yields one model for each layer.</summary>
    internal const string LayersStep = "Layers";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Not ForAttributeWithMetadataName, which reads every declaration anew after every keystroke.
        IncrementalValuesProvider<FileResult> files = context.CompilationProvider
            .SelectMany(static (compilation, cancellation) => ProjectReader.Read(compilation, cancellation))
            .WithTrackingName(FilesStep);

        // Models are compared by value, so that an edit elsewhere ends here.
        IncrementalValuesProvider<TypeModel> types = files
            .SelectMany(static (file, _) => file.Methods)
            .WithTrackingName(MethodsStep)
            .Collect()
            .SelectMany(static (all, _) => TypeGrouping.Group(all))
            .WithTrackingName(TypesStep);
        context.RegisterSourceOutput(types, static (output, type) => Emit(output, type));

        IncrementalValuesProvider<LayerModel> layers = files
            .SelectMany(static (file, _) => file.Layers)
            .Collect()
            .SelectMany(static (all, _) => LayerGrouping.Group(all))
            .WithTrackingName(LayersStep);
        context.RegisterSourceOutput(layers, static (output, layer) => Emit(output, layer));

        // Mistakes travel on a branch of their own with real locations, so that #pragma and .editorconfig apply to them.
        context.RegisterSourceOutput(files, static (output, file) =>
        {
            foreach (Diagnostic mistake in file.Diagnostics)
            {
                output.ReportDiagnostic(mistake);
            }
        });
    }

    private static void Emit(SourceProductionContext output, TypeModel type)
    {
        string text;
        try
        {
            text = FileEmitter.Emit(type, members: null, output.CancellationToken);
        }
#pragma warning disable CA1031 // An exception here would take the kernels of every type with it.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            output.ReportDiagnostic(Diagnostic.Create(Descriptors.InternalError, Location.None, type.HintName, exception.Message));
            TypeModel bare = type with { Methods = type.Methods.Select(method => method with { Spec = null }).ToEquatableArray() };
            text = FileEmitter.Emit(bare, members: null, output.CancellationToken);
        }

        output.AddSource(type.HintName + ".g.cs", SourceText.From(text, Encoding.UTF8));
    }

    private static void Emit(SourceProductionContext output, LayerModel layer)
    {
        try
        {
            output.AddSource(layer.HintName + ".g.cs", SourceText.From(LayerEmitter.Emit(layer, output.CancellationToken), Encoding.UTF8));
        }
#pragma warning disable CA1031 // An exception here would take the kernels of every type with it.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            output.ReportDiagnostic(Diagnostic.Create(Descriptors.InternalError, Location.None, layer.HintName, exception.Message));
        }
    }
}
