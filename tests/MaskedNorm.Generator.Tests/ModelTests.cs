using System.Linq;
using MaskedNorm.Generator.Declaration;
using MaskedNorm.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Xunit;

namespace MaskedNorm.Generator.Tests;

public class ModelTests
{
    private const string Api = """
        using System;
        using System.Numerics.Tensors;
        using MaskedNorm;

        namespace Users.Code;

        public static partial class Kernels
        {
            [MaskedNorm("batch token feature", Axes = "feature", Mask = "batch token")]
            public static partial void Tokens(ReadOnlyTensorSpan<float> input, ReadOnlyTensorSpan<bool> mask, TensorSpan<float> output);

            [MaskedNorm("N C L", Axes = "N L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
            public static partial void Batch(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight,
                                             ReadOnlySpan<float> bias, Span<float> output, int N, int C, int L);

            [MaskedNorm("N (G=8 c) L", Axes = "c L", AffineAxes = "G c", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5)]
            public static partial void Group(ReadOnlyTensorSpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, TensorSpan<float> output);

            [MaskedNormBackward(nameof(Batch))]
            public static partial void BatchBackward(ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<float> weight,
                                                     Span<float> gradInput, Span<float> gradWeight, Span<float> gradBias, int N, int C, int L);
        }
        """;

    [Fact]
    public void The_declarations_of_the_documentation_become_models()
    {
        GeneratorDriver driver = Compiler.Run(Compiler.Compile(Api));

        Assert.Empty(driver.GetRunResult().Diagnostics);
        TypeModel type = Assert.Single(Compiler.Values<TypeModel>(driver, MaskedNormGenerator.TypesStep));
        Assert.Equal("Users.Code.Kernels", type.HintName);
        Assert.Equal("Users.Code", type.Namespace);
        Assert.Equal(["partial class Kernels"], type.Containers);
        Assert.Equal(["Tokens", "Batch", "Group", "BatchBackward"], type.Methods.Select(method => method.Name));
        Assert.All(type.Methods, method => Assert.Equal("public static partial void", method.Modifiers));
        Assert.Equal(
            "(global::System.Numerics.Tensors.ReadOnlyTensorSpan<float> input, global::System.Numerics.Tensors.ReadOnlyTensorSpan<bool> mask, global::System.Numerics.Tensors.TensorSpan<float> output)",
            type.Methods[0].Signature);

        NormSpec batch = type.Methods[1].Spec!;
        Assert.Equal(Operation.Forward, batch.Operation);
        Assert.Equal(["N", "C", "L"], batch.Axes.Select(axis => axis.Name));
        Assert.Equal([0, 2], batch.Reduced);
        Assert.Equal([0, 2], batch.Mask);
        Assert.Equal([1], batch.AffineAxes);
        Assert.True(batch.Affine && batch.Biased);
        Assert.Equal(1e-5, batch.Epsilon);

        NormSpec group = type.Methods[2].Spec!;
        Assert.Equal([0, 1, 1, 2], group.Axes.Select(axis => axis.TensorAxis));
        Assert.Equal(8, group.Axes[1].Extent);
        Assert.Equal([2, 3], group.Reduced);
        Assert.Equal([1, 2], group.AffineAxes);

        NormSpec backward = type.Methods[3].Spec!;
        Assert.Equal(Operation.Backward, backward.Operation);
        Assert.Equal([1], backward.AffineAxes);
        Assert.Equal(
            [Role.GradOutput, Role.Input, Role.Mask, Role.Weight, Role.GradInput, Role.GradWeight, Role.GradBias, Role.Extent, Role.Extent, Role.Extent],
            backward.Parameters.Select(parameter => parameter.Role));
    }
}
