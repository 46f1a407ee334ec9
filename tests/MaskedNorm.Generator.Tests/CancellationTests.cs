using System;
using System.Linq;
using System.Threading;
using MaskedNorm.Generator.Declaration;
using MaskedNorm.Generator.Emission;
using MaskedNorm.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Xunit;

namespace MaskedNorm.Generator.Tests;

/// <summary>Emission ends when the editor no longer waits for it.</summary>
public class CancellationTests
{
    [Fact]
    public void Methods_are_not_written_after_a_cancellation()
    {
        GeneratorDriver driver = Compiler.Run(Compiler.Compile(Marked.InClass(
            "[MaskedNorm(\"N=4 L=8\", Axes = \"L\")] public static partial void M(ReadOnlySpan<float> input, Span<float> output);")));
        TypeModel type = Compiler.Values<TypeModel>(driver, MaskedNormGenerator.TypesStep).Single();

        Assert.Throws<OperationCanceledException>(() => FileEmitter.Emit(type, members: null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Layers_are_not_written_after_a_cancellation()
    {
        GeneratorDriver driver = Compiler.Run(Compiler.Compile("using MaskedNorm; [MaskedNormLayer(\"N L\", Axes = \"L\")] public partial class Norm;"));
        LayerModel layer = Compiler.Values<LayerModel>(driver, MaskedNormGenerator.LayersStep).Single();

        Assert.Throws<OperationCanceledException>(() => LayerEmitter.Emit(layer, new CancellationToken(canceled: true)));
    }
}
