using System;
using System.Linq;

namespace MaskedNorm.Tests.Harness;

/// <summary>Makes related cases of a case: parts of it, more padding, permuted axes.</summary>
internal static class Transform
{
    /// <summary>Keeps along every axis the given coordinates (−1: a new, padded one), and tells where each new position was (−1: nowhere).</summary>
    /// <param name="norm">The case. An axis with a new coordinate must be one that the mask or the lengths span.</param>
    /// <param name="taken">For every axis the old coordinates.</param>
    /// <param name="filler">The input at new positions.</param>
    public static (NormCase Part, int[] Positions) Take(NormCase norm, int[][] taken, double filler = 0)
    {
        Declaration d = norm.Declaration;
        int[] extents = Array.ConvertAll(taken, indices => indices.Length);
        int[] all = Enumerable.Range(0, extents.Length).ToArray();
        T[] Pick<T>(T[] values, int[] axes, T missing) =>
            values.Length == 0 ? values : Array.ConvertAll(Places(axes, norm.Extents, taken), at => at < 0 ? missing : values[at]);

        int[] kept = d.KeptAxes;
        int[] weightAxes = d.Affine ? d.WeightAxes : [];
        NormCase part = norm with
        {
            Extents = extents,
            Input = Pick(norm.Input, all, filler),
            GradOutput = Pick(norm.GradOutput, all, filler),
            Marks = d.HasLengths ? [] : Pick(norm.Marks, d.MaskAxes, d.MaskMarks == MaskMarks.Padding),
            Lengths = d.HasLengths ? TakeLengths(norm, taken, Pick) : [],
            Weight = Pick(norm.Weight, weightAxes, 1),
            Bias = Pick(norm.Bias, weightAxes, 0),
            GivenMean = Pick(norm.GivenMean, kept, 0),
            GivenVariance = Pick(norm.GivenVariance, kept, 1),
        };
        return (part, Places(all, norm.Extents, taken));
    }

    /// <summary>The selection with these coordinates (one per axis; those of reduced axes do not count), alone.</summary>
    public static (NormCase Part, int[] Positions) Alone(NormCase norm, int[] coordinates)
    {
        int[] reduced = norm.Declaration.ReducedAxes;
        int[][] taken = Array.ConvertAll(Whole(norm), axis => axis);
        foreach (int axis in norm.Declaration.KeptAxes.Except(reduced).Where(axis => norm.Declaration.Text.Axes[axis].Fixed is null))
        {
            taken[axis] = [coordinates[axis]];
        }

        return Take(norm, taken);
    }

    /// <summary>More padding at the end of an axis that the mask spans (or at its beginning, if padding stands left).</summary>
    public static (NormCase Padded, int[] Positions) Pad(NormCase norm, int axis, int count, double filler)
    {
        int[][] taken = Whole(norm);
        int[] added = Enumerable.Repeat(-1, count).ToArray();
        bool left = norm.Declaration.HasLengths && norm.Declaration.PaddingSide == PaddingSide.Left;
        taken[axis] = left ? [.. added, .. taken[axis]] : [.. taken[axis], .. added];
        return Take(norm, taken, filler);
    }

    /// <summary>The same case with its axes in another order: new axis i is old axis order[i].</summary>
    public static (NormCase Permuted, int[] Positions) Permute(NormCase norm, int[] order)
    {
        Declaration d = norm.Declaration;
        LayoutText text = d.Text;
        string[] names = Array.ConvertAll(order, axis => text.Axes[axis].Fixed is int e ? $"{text.Axes[axis].Name}={e}" : text.Axes[axis].Name);
        Declaration permuted = d with
        {
            Layout = string.Join(' ', names),
            AffineAxes = d.Affine ? string.Join(' ', d.WeightAxes.Select(axis => text.Axes[axis].Name)) : "",
        };
        int[] positions = PlacesInOrder(order, norm.Extents);
        int[] keptInOrder = order.Intersect(d.KeptAxes).ToArray();
        int[] keptExtents = KernelRun.Pick(norm.Extents, d.KeptAxes);
        int[] selections = PlacesInOrder(Array.ConvertAll(keptInOrder, axis => Array.IndexOf(d.KeptAxes, axis)), keptExtents);
        NormCase result = norm with
        {
            Declaration = permuted,
            Extents = KernelRun.Pick(norm.Extents, order),
            Input = Gather(norm.Input, positions),
            GradOutput = Gather(norm.GradOutput, positions),
            GivenMean = Gather(norm.GivenMean, selections),
            GivenVariance = Gather(norm.GivenVariance, selections),
        };
        return (result, positions);
    }

    /// <summary>The same valid positions as a mask instead of lengths, or with another element type.</summary>
    public static NormCase AsMask(NormCase norm, Element element)
    {
        Declaration d = norm.Declaration;
        bool[] marks = norm.Marks;
        if (d.HasLengths)
        {
            bool[] valid = norm.Valid();
            int[] map = new Geometry(norm.Extents).Map(d.MaskAxes);
            marks = new bool[new Geometry(norm.Extents).CountOf(d.MaskAxes)];
            for (int i = 0; i < map.Length; i++)
            {
                marks[map[i]] = valid[i] == (d.MaskMarks == MaskMarks.Valid);
            }
        }

        return norm with { Declaration = d with { HasLengths = false, MaskElement = element }, Marks = marks, Lengths = [] };
    }

    public static double[] Gather(double[] values, int[] places) => values.Length == 0 ? values : Array.ConvertAll(places, at => values[at]);

    private static int[][] Whole(NormCase norm) => Array.ConvertAll(norm.Extents, extent => Enumerable.Range(0, extent).ToArray());

    /// <summary>Where the elements of a new array over the axes stand in the old one.</summary>
    private static int[] Places(int[] axes, int[] oldExtents, int[][] taken)
    {
        int[] extents = Array.ConvertAll(axes, axis => taken[axis].Length);
        var geometry = new Geometry(extents);
        return Enumerable.Range(0, geometry.Count).Select(position =>
        {
            int[] coordinates = geometry.Coordinates(position);
            int place = 0;
            for (int i = 0; i < axes.Length && place >= 0; i++)
            {
                int old = taken[axes[i]][coordinates[i]];
                place = old < 0 ? -1 : (place * oldExtents[axes[i]]) + old;
            }

            return place;
        }).ToArray();
    }

    /// <summary>Of the counted axis those coordinates count that were valid.</summary>
    private static int[] TakeLengths(NormCase norm, int[][] taken, Func<int[], int[], int, int[]> pick)
    {
        Declaration d = norm.Declaration;
        int counted = d.MaskAxes[^1];
        bool IsValid(int at, int length) => at >= 0 && (d.PaddingSide == PaddingSide.Right ? at < length : at >= norm.Extents[counted] - length);
        return Array.ConvertAll(pick(norm.Lengths, d.MaskAxes[..^1], 0), length => taken[counted].Count(at => IsValid(at, length)));
    }

    private static int[] PlacesInOrder(int[] order, int[] oldExtents)
    {
        var geometry = new Geometry(KernelRun.Pick(oldExtents, order));
        return Enumerable.Range(0, geometry.Count).Select(position =>
        {
            int[] coordinates = geometry.Coordinates(position);
            int place = 0;
            for (int axis = 0; axis < oldExtents.Length; axis++)
            {
                place = (place * oldExtents[axis]) + coordinates[Array.IndexOf(order, axis)];
            }

            return place;
        }).ToArray();
    }
}
