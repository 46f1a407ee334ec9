using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using MaskedNorm.Tests.Harness;

namespace MaskedNorm.Tests.Golden;

/// <summary>One case of seed.json, torch.json or general.json.</summary>
internal sealed record GoldenCase(
    string Name,
    string Layout,
    string Axes,
    string Mask,
    bool Affine,
    string AffineAxes,
    Variance Variance,
    double Epsilon,
    OutputPolicy Padded,
    OutputPolicy Degenerate,
    NormKind Kind,
    Dictionary<string, int> Extents,
    double[] Input,
    int[]? MaskValues,
    double[]? Weight,
    double[]? Bias,
    double[] GradOutput,
    GoldenExpected Expected)
{
    /// <summary>The case as a declaration in its plainest form: run-time extents as far as the layout leaves them, float32, spans.</summary>
    public Declaration Declaration => new(Layout, Axes)
    {
        Mask = Mask,
        Affine = Affine,
        AffineAxes = AffineAxes,
        HasBias = Bias is not null,
        Variance = Variance,
        Epsilon = Epsilon,
        Padded = Padded,
        Degenerate = Degenerate,
        Kind = Kind,
    };

    /// <summary>The data under a declaration made from <see cref="Declaration"/>.</summary>
    public NormCase With(Declaration declaration) => new(Name, declaration, declaration.Text.Axes.Select(axis => Extents[axis.Name]).ToArray())
    {
        Input = Input,
        Marks = MaskValues is null ? [] : Array.ConvertAll(MaskValues, value => value != 0),
        Weight = Weight ?? [],
        Bias = Bias ?? [],
        GradOutput = GradOutput,
    };
}

/// <summary>What a case must give; count, mean and variance only in general.json.</summary>
internal sealed record GoldenExpected(
    double[] Output,
    double[] GradInput,
    double[]? GradWeight,
    double[]? GradBias,
    long[]? Count,
    double[]? Mean,
    double[]? Variance);

/// <summary>One case of running.json: batches, then inference.</summary>
internal sealed record GoldenRunning(
    string Name,
    string Layout,
    string Axes,
    string Mask,
    Dictionary<string, int> Extents,
    double? Momentum,
    GoldenStep[] Steps,
    double[] EvalInput,
    double Epsilon,
    double[] EvalOutput);

/// <summary>One batch, and the running statistics after it.</summary>
internal sealed record GoldenStep(double[] Input, int[] MaskValues, double[] RunningMean, double[] RunningVariance, long BatchesTracked);

/// <summary>Reads the files beside the test assembly.</summary>
internal static class GoldenFiles
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    public static IReadOnlyList<GoldenCase> Cases { get; } = [.. Read<GoldenCase>("seed"), .. Read<GoldenCase>("torch"), .. Read<GoldenCase>("general")];

    public static IReadOnlyList<GoldenRunning> Running { get; } = Read<GoldenRunning>("running");

    private static T[] Read<T>(string file)
    {
        using FileStream stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Golden", file + ".json"));
        return JsonSerializer.Deserialize<T[]>(stream, s_options)!;
    }
}
