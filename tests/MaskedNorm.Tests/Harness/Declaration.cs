using System;
using System.Collections.Generic;
using System.Linq;

namespace MaskedNorm.Tests.Harness;

/// <summary>Whether mean and variance are parameters, and in which direction.</summary>
internal enum Statistics
{
    None,
    Stored,

    /// <summary>Stored by the forward, read by the backward.</summary>
    Saved,
    Given,
}

/// <summary>Which parameters are tensor spans.</summary>
[Flags]
internal enum Tensors
{
    None = 0,

    /// <summary>Input, output and their gradients.</summary>
    Data = 1,
    Mask = 2,

    /// <summary>Weight, bias and their gradients.</summary>
    Parameters = 4,
}

/// <summary>Which gradients the backward computes; none: no backward is declared.</summary>
[Flags]
internal enum Gradients
{
    None = 0,
    Input = 1,
    Weight = 2,
    Bias = 4,
    All = 7,
}

/// <summary>A declaration of a kernel (and of its backward), ready to be written as source.</summary>
internal sealed record Declaration(string Layout, string Axes)
{
    public string Mask { get; init; } = "";

    public string AffineAxes { get; init; } = "";

    public bool Affine { get; init; }

    public bool HasBias { get; init; } = true;

    public Variance Variance { get; init; }

    public double Epsilon { get; init; }

    public OutputPolicy Padded { get; init; }

    public OutputPolicy Degenerate { get; init; }

    public NormKind Kind { get; init; }

    public MaskMarks MaskMarks { get; init; }

    public PaddingSide PaddingSide { get; init; }

    public bool Parallel { get; init; }

    public bool Accumulate { get; init; }

    /// <summary>Only count, mean and sum of squared deviations are computed (<c>[MaskedMoments]</c>).</summary>
    public bool MomentsOnly { get; init; }

    /// <summary>The forward also writes moments.</summary>
    public bool StoresMoments { get; init; }

    public bool Running { get; init; }

    public Statistics Statistics { get; init; }

    public bool StoresStatistics => Statistics is Statistics.Stored or Statistics.Saved;

    public bool BackwardReadsStatistics => Statistics is Statistics.Saved or Statistics.Given;

    public bool InPlace { get; init; }

    public Tensors Tensors { get; init; }

    public Gradients Gradients { get; init; }

    /// <summary>Lengths stand instead of a mask.</summary>
    public bool HasLengths { get; init; }

    /// <summary>The element type of the input.</summary>
    public Element Input { get; init; } = Element.Single;

    /// <summary>The element type of gradInput, if not the input's.</summary>
    public Element? GradInput { get; init; }

    public Element GradInputElement => GradInput ?? Input;

    /// <summary>The element type of output and gradOutput.</summary>
    public Element Output { get; init; } = Element.Single;

    /// <summary>The element type of weight, bias and their gradients.</summary>
    public Element Weight { get; init; } = Element.Single;

    /// <summary>The element type of mean and variance.</summary>
    public Element Statistic { get; init; } = Element.Single;

    /// <summary>The element type of the mask or of the lengths.</summary>
    public Element MaskElement { get; init; } = Element.Boolean;

    public LayoutText Text => new(Layout);

    public bool HasMask => Mask.Length > 0;

    public bool UsesBias => Affine && HasBias;

    /// <summary>Indices of the kept axes, in layout order.</summary>
    public int[] KeptAxes => Enumerable.Range(0, Text.Axes.Count).Except(ReducedAxes).ToArray();

    public int[] ReducedAxes => Text.Indices(Axes).Order().ToArray();

    public int[] MaskAxes => Text.Indices(Mask);

    public int[] WeightAxes => AffineAxes.Length == 0 ? KeptAxes : Text.Indices(AffineAxes);

    /// <summary>The gradients that padding takes no part in: under Normalize it does in all, under Affine in those of weight and bias.</summary>
    public Gradients GradientsWithoutPadding => Padded switch
    {
        OutputPolicy.Normalize => Gradients.None,
        OutputPolicy.Affine => Gradients.Input,
        _ => Gradients.All,
    };

    /// <summary>The gradients that the backward computes, and where.</summary>
    public IEnumerable<(Gradients Gradient, Slot Slot, Element Element)> GradientSlots()
    {
        (Gradients Gradient, Slot, Element)[] all = [(Gradients.Input, Slot.GradInput, GradInputElement), (Gradients.Weight, Slot.GradWeight, Weight), (Gradients.Bias, Slot.GradBias, Weight)];
        return all.Where(slot => Gradients.HasFlag(slot.Gradient));
    }

    /// <summary>All floating element types at once.</summary>
    public Declaration Of(Element element) => this with { Input = element, GradInput = null, Output = element, Weight = element, Statistic = element };

    /// <summary>The axes whose extents must be parameters: those that no tensor span and no fixed extent determines.</summary>
    public IReadOnlyList<int> ExtentParameters()
    {
        LayoutText text = Text;
        bool Known(int axis) => text.Axes[axis].Fixed is not null
            || (!text.IsSplit(axis)
                && (Tensors.HasFlag(Tensors.Data)
                    || (Tensors.HasFlag(Tensors.Mask) && !HasLengths && MaskAxes.Contains(axis))
                    || (Tensors.HasFlag(Tensors.Parameters) && Affine && WeightAxes.Contains(axis))));
        var missing = Enumerable.Range(0, text.Axes.Count).Where(axis => !Known(axis)).ToList();
        if (Tensors.HasFlag(Tensors.Data))
        {
            // Of a split axis one part is enough: the tensor's extent gives the other.
            missing.RemoveAll(axis => text.IsSplit(axis) && text.Axes.Select((a, i) => (a, i)).Any(other =>
                other.i != axis && other.a.TensorAxis == text.Axes[axis].TensorAxis && (other.a.Fixed is not null || other.i < axis)));
        }

        return missing;
    }
}
