using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MaskedNorm.Runtime;

namespace MaskedNorm.Layers;

/// <summary>The axes of a layer's layout, by name, and those that its tensors span.</summary>
internal sealed class LayerAxes
{
    private readonly string[] _names;
    private readonly string _allNames;
    private readonly long?[] _fixed;
    private readonly int[] _affine;
    private readonly int[] _kept;

    // The parts of each split axis.
    private readonly List<int[]> _splits = [];

    /// <param name="layout">Every axis by white space, a fixed extent behind <c>=</c>; the parts of a split one in parentheses.</param>
    /// <param name="affine">The axes that weight and bias span, in their memory order.</param>
    /// <param name="kept">The axes that the running statistics span.</param>
    public LayerAxes(string layout, string affine, string kept)
    {
        string[] texts = Split(layout);
        string[][] axes = [.. texts.Select(axis => axis.Trim('(', ')').Split('='))];
        _names = [.. axes.Select(axis => axis[0])];
        _allNames = string.Join(' ', _names);
        _fixed = [.. axes.Select(axis => axis.Length > 1 ? long.Parse(axis[1], CultureInfo.InvariantCulture) : (long?)null)];
        _affine = IndicesOf(affine);
        _kept = IndicesOf(kept);
        for (int first = Array.FindIndex(texts, IsFirst); first >= 0; first = Array.FindIndex(texts, first + 1, IsFirst))
        {
            int last = Array.FindIndex(texts, first, text => text.EndsWith(')'));
            _splits.Add([.. Enumerable.Range(first, last - first + 1)]);
        }

        static bool IsFirst(string text) => text.StartsWith('(');
    }

    /// <summary>The axes of one of the layer's tensors, by its name in the file.</summary>
    public int[] Of(string tensor) => tensor switch
    {
        "weight" or "bias" => _affine,
        "num_batches_tracked" => [],
        _ => _kept,
    };

    /// <summary>The axes of each dimension that a tensor has in a file.</summary>
    /// <remarks>
    /// A split axis is one dimension, as PyTorch has it, where the tensor spans its parts one after the other and the layout fixes all extents of
    /// the parts but one: what was joined can be taken apart.
    /// </remarks>
    public List<int[]> Dimensions(string tensor)
    {
        int[] axes = Of(tensor);
        List<int[]> dimensions = [];
        for (int at = 0; at < axes.Length; at += dimensions[^1].Length)
        {
            int[]? split = _splits.Find(parts => axes.AsSpan(at).StartsWith(parts) && parts.Count(part => _fixed[part] is null) <= 1);
            dimensions.Add(split ?? [axes[at]]);
        }

        return dimensions;
    }

    /// <summary>The names of some axes, for messages.</summary>
    public string Names(IEnumerable<int> axes) => string.Join(' ', axes.Select(axis => _names[axis]));

    /// <summary>The extents that are known without any data: those that the layout fixes.</summary>
    public long?[] KnownExtents() => [.. _fixed];

    /// <summary>Checks the extents of a call, and the input's length against them.</summary>
    public void CheckCall(int inputLength, ReadOnlySpan<int> extents)
    {
        Span<nint> native = stackalloc nint[extents.Length];
        for (int axis = 0; axis < extents.Length; axis++)
        {
            native[axis] = Shape.Extent(extents[axis], _names[axis]);
        }

        Shape.Length(inputLength, "input", _allNames, native);
    }

    /// <summary>The shape of a tensor for the extents of a call.</summary>
    public int[] ShapeOf(string tensor, ReadOnlySpan<int> extents)
    {
        int[] axes = Of(tensor);
        int[] shape = new int[axes.Length];
        for (int i = 0; i < axes.Length; i++)
        {
            shape[i] = extents[axes[i]];
        }

        return shape;
    }

    private static string[] Split(string axes) => axes.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private int[] IndicesOf(string axes) => [.. Split(axes).Select(axis => Array.IndexOf(_names, axis))];
}
