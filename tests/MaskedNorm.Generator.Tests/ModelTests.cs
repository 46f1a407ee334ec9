using System.Linq;
using MaskedNorm.Generator.Declaration;
using MaskedNorm.Generator.Layout;
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

    [Fact]
    public void Names_of_parameters_ignore_case_and_have_synonyms()
    {
        NormSpec spec = Spec("[MaskedNorm(\"N L\", Axes = \"L\", Affine = true)] public static partial void M(Span<BFloat16> Destination, ReadOnlySpan<Half> X, ReadOnlySpan<float> GAMMA, ReadOnlySpan<double> Beta, int l, int n);");

        Assert.Equal([Role.Output, Role.Input, Role.Weight, Role.Bias, Role.Extent, Role.Extent], spec.Parameters.Select(parameter => parameter.Role));
        Assert.Equal([Element.BFloat16, Element.Half, Element.Single, Element.Double, Element.Int32, Element.Int32], spec.Parameters.Select(parameter => parameter.Element));
        Assert.Equal([-1, -1, -1, -1, 1, 0], spec.Parameters.Select(parameter => parameter.Axis));
    }

    [Fact]
    public void A_writable_input_without_an_output_is_normalized_in_place()
    {
        NormSpec spec = Spec("[MaskedNorm(\"N=4 L=8\", Axes = \"L\")] public static partial void M(TensorSpan<Float8E4M3> input);");

        Assert.Equal(new ParameterSpec("input", Role.Input, Holder.TensorSpan, true, Element.Float8E4M3, -1, "global::System.Numerics.Tensors.TensorSpan<global::MaskedNorm.Float8E4M3> input"), Assert.Single(spec.Parameters));
    }

    [Fact]
    public void Writable_statistics_are_stored_and_read_only_ones_are_used()
    {
        NormSpec stored = Spec("[MaskedNorm(\"N=4 L=8\", Axes = \"L\")] public static partial void M(ReadOnlySpan<float> input, Span<float> output, Span<double> mean, Span<double> variance, Span<Moments> moments, RunningStatistics<Half> running);");
        Assert.Equal([true, true, true, true], stored.Parameters.Skip(2).Select(parameter => parameter.Writable));
        Assert.Equal([Element.Double, Element.Double, Element.Moments, Element.Half], stored.Parameters.Skip(2).Select(parameter => parameter.Element));
        Assert.Equal(Holder.Reference, stored.Parameters[5].Holder);

        NormSpec used = Spec("[MaskedNorm(\"N=4 L=8\", Axes = \"L\", Kind = NormKind.Rms)] public static partial void M(ReadOnlySpan<float> input, Span<float> output, ReadOnlySpan<float> variance);");
        Assert.True(used.Rms);
        Assert.False(used.Parameters[2].Writable);
    }

    [Theory]
    [InlineData("ReadOnlySpan<float> mean, ReadOnlySpan<float> variance", true)]
    [InlineData("Span<float> mean, Span<float> variance", false)]
    public void A_backward_knows_whether_its_forward_uses_given_statistics(string statistics, bool expected)
    {
        NormSpec spec = Spec(
            $"[MaskedNorm(\"N=4 L=8\", Axes = \"L\", Epsilon = 0.5, Affine = true)] public static partial void F(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> output, {statistics});"
            + "[MaskedNormBackward(nameof(F), Accumulate = true)] public static partial void M(ReadOnlySpan<float> gradOutput, ReadOnlySpan<float> input, Span<float> gradWeight, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance);");

        Assert.Equal(expected, spec.ForwardUsesStatistics);
        Assert.True(spec.Accumulate);
        Assert.Equal(0.5, spec.Epsilon);
    }

    [Fact]
    public void Options_of_the_mask_are_read()
    {
        NormSpec lengths = Spec("[MaskedNorm(\"N C L\", Axes = \"N L\", Mask = \"N L\", PaddingSide = PaddingSide.Left, Padded = OutputPolicy.Normalize, Degenerate = OutputPolicy.Zero, Parallel = true)] public static partial void M(ReadOnlyTensorSpan<float> input, ReadOnlySpan<long> lengths, Span<float> output);");
        Assert.True(lengths is { LeftPadding: true, MaskMarksPadding: false, Padded: Policy.Normalize, Degenerate: Policy.Zero, Parallel: true });

        NormSpec mask = Spec("[MaskedNorm(\"N C L\", Axes = \"N L\", Mask = \"L N\", MaskMarks = MaskMarks.Padding)] public static partial void M(ReadOnlyTensorSpan<float> input, ReadOnlySpan<byte> mask, Span<float> output);");
        Assert.True(mask is { LeftPadding: false, MaskMarksPadding: true });
        Assert.Equal([2, 0], mask.Mask);
    }

    [Fact]
    public void Weight_spans_the_kept_axes_in_the_order_of_the_layout_unless_told_otherwise()
    {
        const string Parameters = "(ReadOnlyTensorSpan<float> input, ReadOnlySpan<float> weight, Span<float> output);";
        Assert.Equal([0, 1], Spec("[MaskedNorm(\"N C L\", Axes = \"L\", Affine = true)] public static partial void M" + Parameters).AffineAxes);
        Assert.Equal([2, 1], Spec("[MaskedNorm(\"N C L\", Axes = \"L\", Affine = true, AffineAxes = \"L C\")] public static partial void M" + Parameters).AffineAxes);
        Assert.Empty(Spec("[MaskedNorm(\"N C L\", Axes = \"L C N\", Affine = true)] public static partial void M" + Parameters).AffineAxes);
    }

    [Theory]
    [InlineData("N C L", "N:0 C:1 L:2")]
    [InlineData("  N\t(G = 8\nc)  L ", "N:0 G=8:1 c:1 L:2")]
    [InlineData("(A B c=3)(d e)", "A:0 B:0 c=3:0 d:1 e:1")]
    [InlineData("@in _x1 Ärger N=2147483647", "in:0 _x1:1 Ärger:2 N=2147483647:3")]
    public void A_layout_is_a_list_of_axes_of_the_tensor(string layout, string expected)
    {
        LayoutSyntax syntax = LayoutParser.Parse(layout);

        Assert.Empty(syntax.Errors);
        Assert.Equal(expected, string.Join(" ", syntax.Axes.Select(axis => $"{axis.Axis.Name}{(axis.Axis.Extent is { } extent ? "=" + extent : "")}:{axis.Axis.TensorAxis}")));
    }

    // The model of the method M.
    private static NormSpec Spec(string members)
    {
        GeneratorDriver driver = Compiler.Run(Compiler.Compile(Marked.InClass(members)));
        Assert.Empty(driver.GetRunResult().Diagnostics);
        return Compiler.Values<TypeModel>(driver, MaskedNormGenerator.TypesStep).Single().Methods.Single(method => method.Name == "M").Spec!;
    }
}
