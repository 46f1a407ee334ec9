using System.ComponentModel;
using System.Runtime.CompilerServices;

#pragma warning disable CA1815 // Never compared.
#pragma warning disable CA1051 // Plain data between emitted code and the scalar path.

namespace MaskedNorm.Runtime;

/// <summary>Where the elements of one selection stand: the runs of reduced axes with their strides, in elements. For emitted code only.</summary>
/// <remarks>Where lengths are given, the mask operand is the lengths and its stride along the counted axis is 0.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct SelectionView
{
    /// <summary>The number of runs.</summary>
    public int Rank;

    /// <summary>The offset of the selection's first element in input, output and their gradients.</summary>
    public nint Data;

    /// <summary>The offset of the selection's first element in the mask, or in the lengths.</summary>
    public nint Mask;

    /// <summary>The offset of the selection's first element in weight and bias.</summary>
    public nint Affine;

    /// <summary>Lengths: the run that is counted, −1 where the counted axis is kept.</summary>
    public int CountedRun;

    /// <summary>Lengths: the coordinate on the counted axis where it is kept.</summary>
    public nint CountedCoordinate;

    /// <summary>Lengths: the extent of the counted axis.</summary>
    public nint CountedExtent;

    internal RunArray Extents;
    internal RunArray DataStrides;
    internal RunArray MaskStrides;
    internal RunArray AffineStrides;

    /// <summary>Starts a view at the offsets of a selection's first element.</summary>
    /// <param name="data">The offset in input and output.</param>
    /// <param name="mask">The offset in the mask or the lengths.</param>
    /// <param name="affine">The offset in weight and bias.</param>
    public SelectionView(nint data, nint mask, nint affine)
    {
        Data = data;
        Mask = mask;
        Affine = affine;
        CountedRun = -1;
    }

    /// <summary>Adds a run inside the runs added before.</summary>
    /// <param name="extent">Its extent.</param>
    /// <param name="data">Its stride in input and output.</param>
    /// <param name="mask">Its stride in the mask or the lengths.</param>
    /// <param name="affine">Its stride in weight and bias.</param>
    public void Add(nint extent, nint data, nint mask, nint affine)
    {
        Extents[Rank] = extent;
        DataStrides[Rank] = data;
        MaskStrides[Rank] = mask;
        AffineStrides[Rank] = affine;
        Rank++;
    }

    [InlineArray(16)]
    internal struct RunArray
    {
        private nint first;
    }
}

/// <summary>What a kernel computes, as the scalar path needs it. For emitted code only.</summary>
/// <param name="Biased">Whether the variance is divided by n, not n − 1.</param>
/// <param name="Epsilon">ε.</param>
/// <param name="Rms">Whether the mean is taken as 0.</param>
/// <param name="Padded">What padded positions get.</param>
/// <param name="Degenerate">What valid positions of a selection without scale get.</param>
/// <param name="Masked">0: no mask; 1: a mask that marks valid elements; 2: a mask that marks padding; 3: lengths, padding right; 4: lengths, padding left.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct NormOptions(bool Biased, double Epsilon, bool Rms, OutputPolicy Padded, OutputPolicy Degenerate, int Masked);
