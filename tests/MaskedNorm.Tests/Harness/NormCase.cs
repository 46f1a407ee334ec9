using System;
using System.Globalization;
using System.Linq;

namespace MaskedNorm.Tests.Harness;

/// <summary>A declaration with extents and data, all values in float64.</summary>
internal sealed record NormCase(string Name, Declaration Declaration, int[] Extents)
{
    public double[] Input { get; init; } = [];

    /// <summary>The mask's elements in the mask's own order; whether true is valid says the declaration.</summary>
    public bool[] Marks { get; init; } = [];

    /// <summary>Valid positions along the last mask axis, over the other mask axes.</summary>
    public int[] Lengths { get; init; } = [];

    public double[] Weight { get; init; } = [];

    public double[] Bias { get; init; } = [];

    /// <summary>The means that a call reads: given ones, or in a backward those that its forward saved.</summary>
    public double[] GivenMean { get; init; } = [];

    public double[] GivenVariance { get; init; } = [];

    public double[] GradOutput { get; init; } = [];

    /// <summary>What gradWeight and gradBias hold before an accumulating call.</summary>
    public double AccumulatedBefore { get; init; }

    /// <summary>For every position whether it is valid.</summary>
    public bool[] Valid()
    {
        Declaration d = Declaration;
        var geometry = new Geometry(Extents);
        if (!d.HasMask)
        {
            return Enumerable.Repeat(true, geometry.Count).ToArray();
        }

        if (!d.HasLengths)
        {
            bool validMark = d.MaskMarks == MaskMarks.Valid;
            return Array.ConvertAll(geometry.Map(d.MaskAxes), index => Marks[index] == validMark);
        }

        int counted = d.MaskAxes[^1];
        int[] lengths = Array.ConvertAll(geometry.Map(d.MaskAxes[..^1]), index => Lengths[index]);
        return [.. geometry.Map([counted]).Zip(lengths, (at, length) => d.PaddingSide == PaddingSide.Right ? at < length : at >= Extents[counted] - length)];
    }

    /// <summary>The same case with every value as the declared element types hold it.</summary>
    public NormCase Rounded()
    {
        Declaration d = Declaration;
        return this with
        {
            Input = d.Input.Round(Input),
            Weight = d.Weight.Round(Weight),
            Bias = d.Weight.Round(Bias),
            GivenMean = d.Statistic.Round(GivenMean),
            GivenVariance = d.Statistic.Round(GivenVariance),
            GradOutput = d.Output.Round(GradOutput),
        };
    }

    public override string ToString()
    {
        string extents = string.Join(", ", Declaration.Text.Axes.Zip(Extents, (axis, e) => $"{axis.Name} = {e.ToString(CultureInfo.InvariantCulture)}"));
        return $"{Name}: {DeclarationSource.ForwardAttribute(Declaration)} ({extents}) {Types()}";
    }

    private string Types()
    {
        Declaration d = Declaration;
        return $"{d.Input} -> {d.Output}{(d.GradInput is { } g ? $", gradInput {g}" : "")}, weight {d.Weight}, mask {d.MaskElement}{(d.HasLengths ? " lengths" : "")}, tensors {d.Tensors}, "
            + $"statistics {d.Statistics} {d.Statistic}{(d.InPlace ? ", in place" : "")}{(d.HasBias ? "" : ", no bias")}, gradients {d.Gradients}{(d.Accumulate ? ", accumulate" : "")}";
    }
}
