using System;
using System.Linq;
using System.Runtime.CompilerServices;
using MaskedNorm.Tests.Reference;

namespace MaskedNorm.Tests.Harness;

/// <summary>Lays out a case in memory, calls its kernel, reads the results back.</summary>
internal static class KernelRun
{
    /// <summary>Runs the forward.</summary>
    public static CallArguments Forward(Kernel kernel, NormCase norm)
    {
        CallArguments arguments = Arguments(norm);
        kernel.Forward(arguments);
        AssertCanaries(norm, arguments);
        return arguments;
    }

    /// <summary>Runs the backward.</summary>
    public static CallArguments Backward(Kernel kernel, NormCase norm)
    {
        CallArguments arguments = BackwardArguments(kernel, norm);
        kernel.Backward!(arguments);
        AssertCanaries(norm, arguments);
        return arguments;
    }

    /// <summary>All arguments of a backward; saved statistics are those that the forward stores.</summary>
    public static CallArguments BackwardArguments(Kernel kernel, NormCase norm)
    {
        CallArguments arguments = Arguments(norm, backward: true);
        if (norm.Declaration.Statistics == Statistics.Saved)
        {
            CallArguments forward = Forward(kernel, norm);
            arguments[Slot.Mean] = forward[Slot.Mean];
            arguments[Slot.Variance] = forward[Slot.Variance];
        }

        return arguments;
    }

    /// <summary>All arguments of a call; results hold garbage that a kernel must overwrite.</summary>
    public static CallArguments Arguments(NormCase norm, bool backward = false, Func<int, Block>? allocate = null)
    {
        Declaration d = norm.Declaration;
        var geometry = new Geometry(norm.Extents);
        var arguments = new CallArguments { Extents = norm.Extents };
        allocate ??= length => new CanaryBlock(length);

        void Add(Slot slot, Element element, double[] values, int[] shape)
        {
            Block block = allocate(values.Length * element.Size());
            Fill(block, element, values);
            arguments[slot] = block;
            arguments.Shape(slot, shape);
        }

        void AddResult(Slot slot, Element element, int[] shape, double before = -77) =>
            Add(slot, element, Enumerable.Repeat(before, Geometry.Product(shape)).ToArray(), shape);

        int[] data = DataShape(d, norm.Extents);
        Add(Slot.Input, d.Input, norm.Input, data);
        AddMask(norm, Add);
        int[] weight = d.Affine && d.WeightAxes.Length > 0 ? Pick(norm.Extents, d.WeightAxes) : [1];
        if (d.Affine)
        {
            Add(Slot.Weight, d.Weight, norm.Weight, weight);
        }

        if (d.UsesBias)
        {
            Add(Slot.Bias, d.Weight, norm.Bias, weight);
        }

        int[] selections = [geometry.CountOf(d.KeptAxes)];
        if (backward ? d.BackwardReadsStatistics : d.Statistics == Statistics.Given)
        {
            Add(Slot.Mean, d.Statistic, norm.GivenMean, selections);
            Add(Slot.Variance, d.Statistic, norm.GivenVariance, selections);
        }

        if (backward)
        {
            Add(Slot.GradOutput, d.Output, norm.GradOutput, data);
            AddResult(Slot.GradInput, d.GradInputElement, data);
            AddResult(Slot.GradWeight, d.Weight, weight, d.Accumulate ? norm.AccumulatedBefore : -77);
            AddResult(Slot.GradBias, d.Weight, weight, d.Accumulate ? norm.AccumulatedBefore : -77);
            return arguments;
        }

        if (d.StoresStatistics)
        {
            AddResult(Slot.Mean, d.Statistic, selections);
            AddResult(Slot.Variance, d.Statistic, selections);
        }

        if (d.StoresMoments || d.MomentsOnly)
        {
            arguments[Slot.Moments] = allocate(selections[0] * Unsafe.SizeOf<Moments>());
        }

        if (!d.InPlace && !d.MomentsOnly)
        {
            AddResult(Slot.Output, d.Output, data);
        }

        return arguments;
    }

    /// <summary>The slot that holds the forward's output.</summary>
    public static Slot OutputSlot(Declaration d) => d.InPlace ? Slot.Input : Slot.Output;

    public static Element OutputElement(Declaration d) => d.InPlace ? d.Input : d.Output;

    public static double[] Read(CallArguments arguments, Slot slot, Element element)
    {
        Span<byte> bytes = arguments[slot].Bytes;
        double[] values = new double[bytes.Length / element.Size()];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = element.Read(bytes.Slice(i * element.Size(), element.Size()));
        }

        return values;
    }

    public static double[] Output(NormCase norm, CallArguments arguments) => Read(arguments, OutputSlot(norm.Declaration), OutputElement(norm.Declaration));

    public static void Fill(Block block, Element element, double[] values)
    {
        Span<byte> bytes = block.Bytes;
        for (int i = 0; i < values.Length; i++)
        {
            element.Write(bytes.Slice(i * element.Size(), element.Size()), values[i]);
        }
    }

    /// <summary>A tensor span's shape: the parts of a split axis are one axis of it.</summary>
    public static int[] DataShape(Declaration d, int[] extents) =>
        d.Text.Axes.Zip(extents).GroupBy(pair => pair.First.TensorAxis).Select(group => group.Aggregate(1, (product, pair) => product * pair.Second)).ToArray();

    public static int[] Pick(int[] extents, int[] axes) => Array.ConvertAll(axes, axis => extents[axis]);

    public static void AssertCanaries(NormCase norm, CallArguments arguments)
    {
        string[] dead = arguments.DeadCanaries();
        Xunit.Assert.True(dead.Length == 0, $"{norm}\nwritten beyond the end of: {string.Join(", ", dead)}");
    }

    private static void AddMask(NormCase norm, Action<Slot, Element, double[], int[]> add)
    {
        Declaration d = norm.Declaration;
        if (d.HasLengths)
        {
            add(Slot.Lengths, d.MaskElement, Array.ConvertAll(norm.Lengths, l => (double)l), Pick(norm.Extents, d.MaskAxes[..^1]));
        }
        else if (d.HasMask)
        {
            double[] values = norm.Marks.Select((mark, i) => mark ? TrueValue(d.MaskElement, i) : 0).ToArray();
            add(Slot.Mask, d.MaskElement, values, Pick(norm.Extents, d.MaskAxes));
        }
    }

    /// <summary>Any non-zero value is true: also those whose low bytes are zero, or whose sign bit alone is set.</summary>
    private static double TrueValue(Element element, int index)
    {
        double[] values = element switch
        {
            Element.Byte => [1, 255, 128, 2],
            Element.Int32 => [1, -1, 256, int.MinValue, 1 << 16],
            Element.Int64 => [1, -1, 1L << 32, long.MinValue, 1L << 40],
            _ => [1],
        };
        return values[index % values.Length];
    }
}
