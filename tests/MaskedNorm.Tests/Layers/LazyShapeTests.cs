using System;
using System.Linq;
using MaskedNorm.Layers;
using Xunit;

namespace MaskedNorm.Tests.Layers;

/// <summary>Parameters come with the first call, and bind the later ones.</summary>
public class LazyShapeTests
{
    [Fact]
    public void Parameters_are_made_by_the_first_call_for_its_shape()
    {
        MaskedBatchNorm1d layer = new();
        Assert.True(layer.Training);
        Assert.Empty(layer.Parameters);
        Assert.Null(layer.Running);

        Batch b = new(1, c: 5);
        layer.Forward(b.Input, b.Mask, b.Result(), b.N, b.C, b.L);

        Assert.Equal(["weight", "bias"], layer.Parameters.Select(parameter => parameter.Name));
        Assert.All(layer.Parameters, parameter => Assert.Equal([5], parameter.Shape));
        Assert.All(layer.Parameters[0].Value.ToArray(), value => Assert.Equal(1, value));
        Assert.All(layer.Parameters[1].Value.ToArray(), value => Assert.Equal(0, value));
        Assert.Equal(5, layer.Running!.Features);
    }

    [Fact]
    public void The_parameters_of_an_affine_norm_have_the_shape_of_its_mask()
    {
        AffineMaskedNorm layer = new();
        Batch b = new(1);
        layer.Forward(b.Input, LayerStepTests.Mask(b), b.Result(), b.N, b.C, b.L);
        Assert.All(layer.Parameters, parameter => Assert.Equal([3, 4], parameter.Shape));
    }

    [Fact]
    public void Axes_that_no_parameter_spans_may_change_from_call_to_call()
    {
        MaskedBatchNorm1d layer = new();
        foreach (Batch b in new[] { new Batch(1), new Batch(2, n: 7, l: 2), new Batch(3, n: 0), new Batch(4, l: 40) })
        {
            layer.Forward(b.Input, b.Mask, b.Result(), b.N, b.C, b.L);
            layer.Backward(b.GradOutput, b.Input, b.Mask, b.Result(), b.N, b.C, b.L);
        }
    }

    [Fact]
    public void A_later_call_of_another_shape_is_refused_and_says_which_axis()
    {
        MaskedBatchNorm1d layer = LayerStepTests.Trained();
        Batch b = new(1, c: 5);
        float[] output = b.Result();
        double[] mean = layer.Running!.ExactMean.ToArray();

        ArgumentException error = Assert.Throws<ArgumentException>(() => layer.Forward(b.Input, b.Mask, output, b.N, b.C, b.L));
        Assert.StartsWith("Axis C has 5 elements; 4 were expected: the layer's weight was made for them.", error.Message, StringComparison.Ordinal);
        Assert.Equal("C", Assert.IsType<ArgumentException>(error).ParamName);
        Assert.Throws<ArgumentException>(() => layer.Backward(b.GradOutput, b.Input, b.Mask, output, b.N, b.C, b.L));
        Assert.All(output, value => Assert.Equal(float.NaN, value));
        Assert.Equal(mean, layer.Running.ExactMean.ToArray());
    }

    [Fact]
    public void A_first_call_that_fails_makes_nothing()
    {
        MaskedBatchNorm1d layer = new();
        Batch b = new(1), wide = new(2, c: 9);
        Assert.Throws<ArgumentException>("input", () => layer.Forward(b.Input, b.Mask, b.Result(), b.N, 7, b.L));
        Assert.Throws<ArgumentException>("mask", () => layer.Forward(b.Input, b.Mask.AsSpan(1), b.Result(), b.N, b.C, b.L));
        Assert.Throws<ArgumentException>("output", () => layer.Forward(b.Input, b.Mask, b.Result().AsSpan(1), b.N, b.C, b.L));
        Assert.Throws<ArgumentOutOfRangeException>("C", () => layer.Forward(b.Input, b.Mask, b.Result(), b.N, -1, b.L));
        Assert.Throws<ArgumentException>(() => new AffineMaskedNorm().Forward([], [], [], int.MaxValue, int.MaxValue, 0));
        Assert.Empty(layer.Parameters);

        layer.Forward(wide.Input, wide.Mask, wide.Result(), wide.N, wide.C, wide.L);
        Assert.Equal([9], layer.Parameters[0].Shape);
    }

    [Fact]
    public void Fixed_extents_need_no_argument()
    {
        RmsLayer layer = new();
        Assert.Throws<ArgumentException>("input", () => layer.Forward(new float[7], new float[7], 1));
        layer.Forward(new float[12], new float[12], 2);
        Assert.Equal([6], layer.Parameters[0].Shape);
    }
}
