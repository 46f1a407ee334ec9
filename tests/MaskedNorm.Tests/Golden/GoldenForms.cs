using System.Collections.Generic;
using System.Linq;
using MaskedNorm.Tests.Harness;

namespace MaskedNorm.Tests.Golden;

/// <summary>A golden case in one of the forms in which it can be declared.</summary>
/// <param name="Golden">The case.</param>
/// <param name="Form">The form's name.</param>
/// <param name="Declaration">The declaration in this form.</param>
internal sealed record GoldenForm(GoldenCase Golden, string Form, Declaration Declaration)
{
    private static readonly Element[] s_maskElements = [Element.Boolean, Element.Byte, Element.Int32, Element.Int64];

    /// <summary>The case's data under this form.</summary>
    public NormCase Case => Golden.With(Declaration) with { Name = $"{Golden.Name}, {Form}" };

    /// <summary>
    /// Every case in double and in float; and in two in turn of the other forms: with fixed extents, as tensor spans, in place, in parallel.
    /// </summary>
    public static IReadOnlyList<GoldenForm> All { get; } = GoldenFiles.Cases.SelectMany(Of).ToList();

    private static IEnumerable<GoldenForm> Of(GoldenCase golden, int index)
    {
        Declaration asWritten = golden.Declaration with
        {
            Gradients = golden.Affine ? (golden.Bias is null ? Gradients.Input | Gradients.Weight : Gradients.All) : Gradients.Input,
        };
        LayoutText text = asWritten.Text;
        Declaration plain = asWritten with { Layout = text.WithFixed(_ => null) };
        Declaration unrolled = asWritten with { Layout = text.WithFixed(name => golden.Extents[name]) };
        Declaration innermost = asWritten with { Layout = text.WithFixed(name => name == text.Axes[^1].Name ? golden.Extents[name] : null) };
        Declaration inPlace = asWritten with { InPlace = true, Gradients = Gradients.None };

        // Forms that differ only in how they are called have the same masks, so that they share a kernel.
        (string Name, int Masks, Declaration Declaration)[] always =
        [
            ("double spans", 0, WithStatistics(plain).Of(Element.Double)),
            ("float spans", 1, WithStatistics(plain)),
        ];
        (string Name, int Masks, Declaration Declaration)[] inTurn =
        [
            ("double tensor spans", 0, (asWritten with { Tensors = Tensors.Data | Tensors.Mask }).Of(Element.Double)),
            ("double in place", 0, inPlace.Of(Element.Double)),
            ("float tensor spans", 1, WithStatistics(plain) with { Tensors = Tensors.Data | Tensors.Mask }),
            ("float in place", 1, inPlace),
            ("float, parallel", 1, plain with { Parallel = true }),
            ("double, fixed extents", 2, unrolled.Of(Element.Double)),
            ("float, fixed extents", 3, unrolled),
            ("float, innermost extent fixed", 0, WithStatistics(innermost)),
        ];

        // Of eight, in steps of three: each comes with masks of more than one type.
        return always.Concat(Enumerable.Range(3 * index, 2).Select(turn => inTurn[turn % inTurn.Length])).Select(form => new GoldenForm(
            golden, form.Name, form.Declaration with { MaskElement = s_maskElements[(index + form.Masks) % s_maskElements.Length] }));
    }

    // Not every form stores statistics, so that kernels without them are tested too.
    private static Declaration WithStatistics(Declaration d) => d with { Statistics = Statistics.Stored, StoresMoments = true };
}
