using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using MaskedNorm.Layers;
using MaskedNorm.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace MaskedNorm.Tests.Readme;

/// <summary>The README's rows for <c>torch.nn</c>, as layers, against the formulas of PyTorch's documentation in double.</summary>
public sealed partial class TorchTableTests
{
    private const string Common = "Affine = true, Variance = Variance.Biased, Epsilon = 1e-5";
    private const double Momentum = 0.1;

    private static readonly Row[] s_rows =
    [
        new("`BatchNorm1d(64)` on N C", [5, 64], [0], [1], [64]),
        new("`BatchNorm1d(64)` on N C L", [3, 64, 5], [0, 2], [1], [64]),
        new("`BatchNorm2d(64)`", [3, 64, 2, 5], [0, 2, 3], [1], [64]),
        new("`BatchNorm1d(64, momentum=None)`", [3, 64, 5], [0, 2], [1], [64]),
        new("`LayerNorm(768)`", [2, 3, 768], [2], [2], [768]),
        new("`LayerNorm(768, bias=False)`", [2, 3, 768], [2], [2], [768]),
        new("`LayerNorm([16, 16])` on N C H W", [2, 3, 16, 16], [2, 3], [2, 3], [16, 16]),
        new("`RMSNorm(768)`", [2, 3, 768], [2], [2], [768]),
        new("`GroupNorm(8, 64)` on N C L", [3, 8, 8, 5], [2, 3], [1, 2], [64], Open: [3, 5]),
        new("`GroupNorm(8, 64)`, channels last", [3, 5, 8, 8], [1, 3], [2, 3], [64], Open: [3, 5]),
        new("`InstanceNorm1d(64, affine=True)`", [3, 64, 5], [2], [1], [64]),
        new("`InstanceNorm2d(64)`", [3, 64, 2, 5], [2, 3], [], []),
    ];

    private static readonly Lazy<Dictionary<string, (INormLayer Layer, Action<float[], float[]> Forward)>> s_layers = new(Compile);

    public static TheoryData<string> Names => new(s_rows.Select(row => row.Name));

    [Fact]
    public void Every_row_that_declares_something_is_tested() => Assert.Equal(s_rows.Select(row => row.Name), Declared().Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_computes_what_PyTorch_does(string name)
    {
        Row row = Array.Find(s_rows, row => row.Name == name)!;
        (INormLayer layer, Action<float[], float[]> forward) = s_layers.Value[name];
        Random random = new(1);
        float[] y = new float[row.Shape.Aggregate(1, (a, b) => a * b)];
        forward(Values(random, y.Length), y);
        Assert.Equal(row.Weight.Length == 0 ? [] : row.HasBias ? ["weight", "bias"] : ["weight"], layer.Parameters.Select(parameter => parameter.Name));
        foreach (LayerParameter parameter in layer.Parameters)
        {
            Values(random, parameter.Value.Length).CopyTo(parameter.Value);
        }

        Assert.Equal(row.TorchShape, Saved(layer, "weight")?.Shape ?? []);

        // As if the first batch had not been: its statistics are where the second one starts.
        double[] mean = [.. Saved(layer, "running_mean")?.Values<float>().ToArray().Select(value => (double)value) ?? []];
        double[] variance = [.. Saved(layer, "running_var")?.Values<float>().ToArray().Select(value => (double)value) ?? []];
        Assert.Equal(row.IsBatch ? 64 : 0, mean.Length);
        float[] x = Values(random, y.Length);
        forward(x, y);
        ILookup<int, int> selections = Enumerable.Range(0, x.Length).ToLookup(i => row.Index(i, row.Kept));
        double[] expected = new double[x.Length];
        double alpha = row.IsCumulative ? 0.5 : Momentum;
        foreach (IGrouping<int, int> selection in selections)
        {
            double center = row.IsRms ? 0 : selection.Average(i => (double)x[i]);
            double squares = selection.Sum(i => Math.Pow(x[i] - center, 2));
            Normalize(selection, center, squares / selection.Count());
            if (row.IsBatch)
            {
                mean[selection.Key] += alpha * (center - mean[selection.Key]);
                variance[selection.Key] += alpha * ((squares / (selection.Count() - 1)) - variance[selection.Key]);
            }
        }

        Close(expected, y);
        if (row.IsBatch)
        {
            Close(mean, Saved(layer, "running_mean")!.Values<float>());
            Close(variance, Saved(layer, "running_var")!.Values<float>());
            layer.Training = false;
            forward(x, y);
            foreach (IGrouping<int, int> selection in selections)
            {
                Normalize(selection, mean[selection.Key], variance[selection.Key]);
            }

            Close(expected, y);
        }

        void Normalize(IEnumerable<int> selection, double center, double variance)
        {
            foreach (int i in selection)
            {
                double normalized = (x[i] - center) / Math.Sqrt(variance + row.Epsilon);
                int k = row.Index(i, row.Weight);
                expected[i] = (normalized * (row.Weight.Length > 0 ? layer.Parameters[0].Value.Span[k] : 1)) + (row.HasBias ? layer.Parameters[1].Value.Span[k] : 0);
            }
        }
    }

    // One class for each row, and a method that calls its Forward with the extents that the layout leaves open.
    private static Dictionary<string, (INormLayer Layer, Action<float[], float[]> Forward)> Compile()
    {
        Dictionary<string, string> declared = Declared();
        IEnumerable<string> classes = s_rows.Select((row, i) => $$"""
            [MaskedNormLayer({{Whole(declared[row.Name])}})]
            public partial class Row{{i}}
            {
                public void Call(float[] x, float[] y) => Forward({{string.Join(", ", ["x", "y", .. row.Open ?? Open(declared[row.Name], row.Shape)])}});
            }
            """);
        var (compilation, diagnostics) = KernelCompiler.Generate([$"using MaskedNorm;\n{string.Join('\n', classes)}"], KernelCompiler.Options());
        Assert.Empty(KernelCompiler.Complaints(compilation, diagnostics));
        using MemoryStream image = new();
        Assert.True(LivePath.Of(compilation, small: true, optimized: true).Emit(image).Success);
        image.Position = 0;
        Assembly assembly = new AssemblyLoadContext("README", isCollectible: true).LoadFromStream(image);
        return s_rows.Select((row, i) =>
        {
            INormLayer layer = (INormLayer)Activator.CreateInstance(assembly.GetType($"Row{i}")!)!;
            return (row.Name, layer, layer.GetType().GetMethod("Call")!.CreateDelegate<Action<float[], float[]>>(layer));
        }).ToDictionary(made => made.Name, made => (made.layer, made.Item3));
    }

    // What the row does not say is as all rows have it.
    private static string Whole(string arguments) =>
        string.Join(", ", [arguments, .. Common.Split(", ").Where(common => !arguments.Contains(common.Split('=')[0] + "=", StringComparison.Ordinal))]);

    private static IEnumerable<object> Open(string arguments, int[] shape) =>
        arguments.Split('"')[1].Split(' ').Zip(shape).Where(axis => !axis.First.Contains('=', StringComparison.Ordinal)).Select(axis => (object)axis.Second);

    /// <summary>The rows of the table whose second cell is a declaration's arguments.</summary>
    private static Dictionary<string, string> Declared()
    {
        string readme = File.ReadAllText(Path.Combine(Folder(), "README.md")).ReplaceLineEndings("\n");
        string section = readme[readme.IndexOf("## Porting from PyTorch", StringComparison.Ordinal)..];
        Assert.Contains(Common, section, StringComparison.Ordinal);
        return DeclaredRow().Matches(section[..section.IndexOf("\n## ", 1, StringComparison.Ordinal)]).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["arguments"].Value);
    }

    private static float[] Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((4 * random.NextDouble()) - 1))];

    private static SafetensorsTensor? Saved(INormLayer layer, string name)
    {
        string path = Path.GetTempFileName();
        try
        {
            layer.Save(path);
            return SafetensorsFile.Load(path).FirstOrDefault(tensor => tensor.Name == name);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Close(double[] expected, ReadOnlySpan<float> found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - found[i]) <= 2e-6 * Math.Max(1, Math.Abs(expected[i])), $"[{i}]: {expected[i]} expected, {found[i]} found");
        }
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../.."));

    [GeneratedRegex(@"^\| (?<name>[^|]+?) \| `(?<arguments>""[^`]*)` \|$", RegexOptions.Multiline)]
    private static partial Regex DeclaredRow();

    /// <summary>What PyTorch's documentation says of a row.</summary>
    /// <param name="Name">The first cell.</param>
    /// <param name="Shape">The input's shape; group norm's with the channels split.</param>
    /// <param name="Reduced">The dimensions that mean and variance are taken over.</param>
    /// <param name="Weight">Those of weight and bias.</param>
    /// <param name="TorchShape">The shape of weight and bias in PyTorch.</param>
    /// <param name="Open">The extents that the layout leaves open, if its axes are not the shape's.</param>
    private sealed record Row(string Name, int[] Shape, int[] Reduced, int[] Weight, long[] TorchShape, object[]? Open = null)
    {
        public int[] Kept => [.. Enumerable.Range(0, Shape.Length).Except(Reduced)];

        public bool IsRms => Name.Contains("RMS", StringComparison.Ordinal);

        public bool IsBatch => Name.Contains("Batch", StringComparison.Ordinal);

        public bool IsCumulative => Name.Contains("momentum=None", StringComparison.Ordinal);

        public bool HasBias => Weight.Length > 0 && !IsRms && !Name.Contains("bias=False", StringComparison.Ordinal);

        public double Epsilon => IsRms ? Math.Pow(2, -23) : 1e-5;

        /// <summary>Where an element's coordinates in some dimensions stand among all of them.</summary>
        public int Index(int element, int[] dimensions)
        {
            int index = 0;
            foreach (int dimension in dimensions)
            {
                int stride = Shape[(dimension + 1)..].Aggregate(1, (a, b) => a * b);
                index = (index * Shape[dimension]) + (element / stride % Shape[dimension]);
            }

            return index;
        }
    }
}
