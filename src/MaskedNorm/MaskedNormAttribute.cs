using System;

namespace MaskedNorm;

/// <summary>Options that every declaration of a layout shares: which axes are reduced, what the mask spans, what is computed.</summary>
public abstract class LayoutAttribute : Attribute
{
    /// <summary>Declares a layout.</summary>
    /// <param name="layout">Axis names by white space, outermost first; <c>F=768</c> fixes an extent, <c>(G=8 c)</c> splits one tensor axis in two.</param>
    protected LayoutAttribute(string layout) => Layout = layout;

    /// <summary>The axes of the dense row-major tensor, outermost first.</summary>
    public string Layout { get; }

    /// <summary>The reduced axes: those that are normalized over. Required.</summary>
    public string Axes { get; set; } = "";

    /// <summary>The axes that the mask spans, in the mask's own memory order; empty: no mask.</summary>
    public string Mask { get; set; } = "";

    /// <summary>What a true (non-zero) mask element means.</summary>
    public MaskMarks MaskMarks { get; set; }

    /// <summary>The side on which padding stands, where <c>lengths</c> are given.</summary>
    public PaddingSide PaddingSide { get; set; }

    /// <summary>Subtract the mean (<see cref="NormKind.Standard"/>) or not (<see cref="NormKind.Rms"/>).</summary>
    public NormKind Kind { get; set; }

    /// <summary>Also split the work over the thread pool, from an input of 128 KB on. The result has the same bits.</summary>
    /// <remarks>
    /// Below, a call is done before other threads have come to help; the runtime option <c>MaskedNorm.ParallelBytes</c> sets another bound.
    /// Where selections share elements of the weight, a backward keeps what each block of them adds to the gradients of weight and bias until
    /// its turn: at most two doubles for each element of the weight and 8 selections.
    /// </remarks>
    public bool Parallel { get; set; }
}

/// <summary>Options of a normalization, on top of its layout.</summary>
public abstract class NormAttribute : LayoutAttribute
{
    /// <summary>Declares a normalization over a layout.</summary>
    /// <param name="layout">The layout, as for <see cref="LayoutAttribute"/>.</param>
    protected NormAttribute(string layout)
        : base(layout)
    {
    }

    /// <summary>Whether weight γ (and bias β, where the method has it) are applied: y = γ·x̂ + β.</summary>
    public bool Affine { get; set; }

    /// <summary>The axes that weight and bias span, in their memory order; empty: the kept axes in layout order.</summary>
    public string AffineAxes { get; set; } = "";

    /// <summary>The divisor of the variance: n − 1 or n.</summary>
    public Variance Variance { get; set; }

    /// <summary>ε in 1 / √(variance + ε). Not negative.</summary>
    public double Epsilon { get; set; }

    /// <summary>What a padded position of the output gets.</summary>
    public OutputPolicy Padded { get; set; }

    /// <summary>What the valid positions of a selection without scale get.</summary>
    public OutputPolicy Degenerate { get; set; }
}

/// <summary>Implements a <c>partial</c> method as a masked normalization, compiled for the declared layout.</summary>
/// <remarks>y = γ·(x − mean)/√(variance + ε) + β over the valid elements of each selection.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MaskedNormAttribute : NormAttribute
{
    /// <summary>Declares a forward normalization over a layout.</summary>
    /// <param name="layout">The layout, as for <see cref="LayoutAttribute"/>.</param>
    public MaskedNormAttribute(string layout)
        : base(layout)
    {
    }
}

/// <summary>Implements a <c>partial</c> method as the gradient of a method that <see cref="MaskedNormAttribute"/> declares.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MaskedNormBackwardAttribute : Attribute
{
    /// <summary>Declares the backward of a forward in the same type.</summary>
    /// <param name="forward">The forward's name; write <c>nameof(Forward)</c>.</param>
    public MaskedNormBackwardAttribute(string forward) => Forward = forward;

    /// <summary>The name of the forward method.</summary>
    public string Forward { get; }

    /// <summary>Whether gradWeight and gradBias are added to instead of overwritten.</summary>
    public bool Accumulate { get; set; }
}

/// <summary>Implements a <c>partial</c> method that writes one <c>Moments</c> per selection.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MaskedMomentsAttribute : LayoutAttribute
{
    /// <summary>Declares moments over a layout.</summary>
    /// <param name="layout">The layout, as for <see cref="LayoutAttribute"/>.</param>
    public MaskedMomentsAttribute(string layout)
        : base(layout)
    {
    }
}

/// <summary>Makes a trainable layer of a <c>partial</c> class: an <see cref="Layers.INormLayer"/> with <c>Forward</c> and <c>Backward</c>.</summary>
/// <remarks>
/// <para><c>Forward(input, mask, output, N, C, L)</c>: spans of float, the mask of bool if one is declared, and one int for each axis without a
/// fixed extent. The first call makes weight (ones), bias (zeros) and running statistics for the extents of the axes that they span.</para>
/// <para><c>Backward(gradOutput, input, mask, gradInput, N, C, L)</c> writes the gradient of the input, and adds to those of the parameters.</para>
/// <para>With running statistics there is <c>Running</c> too. In inference (<c>Training = false</c>) the layer normalizes with them.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MaskedNormLayerAttribute : NormAttribute
{
    /// <summary>Declares a layer over a layout.</summary>
    /// <param name="layout">The layout, as for <see cref="LayoutAttribute"/>.</param>
    public MaskedNormLayerAttribute(string layout)
        : base(layout)
    {
    }

    /// <summary>Whether an affine layer has a bias beside its weight.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>Whether the layer keeps running statistics and normalizes with them at inference (batch norm).</summary>
    public bool RunningStatistics { get; set; }

    /// <summary>The weight α of a new batch in the running statistics; negative: the cumulative average.</summary>
    public double Momentum { get; set; } = 0.1;
}
