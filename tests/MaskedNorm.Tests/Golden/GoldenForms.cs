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

    /// <summary>Every case in double and float, with run-time and with fixed extents, as spans and as tensor spans, in place, in parallel.</summary>
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
        (string, Declaration)[] forms =
        [
            ("double spans", WithStatistics(plain).Of(Element.Double)),
            ("float spans", WithStatistics(plain)),
            ("double, fixed extents", unrolled.Of(Element.Double)),
            ("float, fixed extents", unrolled),
            ("float, innermost extent fixed", WithStatistics(innermost)),
            ("double tensor spans", (asWritten with { Tensors = Tensors.Data | Tensors.Mask }).Of(Element.Double)),
            ("float tensor spans", WithStatistics(plain) with { Tensors = Tensors.Data | Tensors.Mask }),
            ("double in place", inPlace.Of(Element.Double)),
            ("float in place", inPlace),
            ("float, parallel", plain with { Parallel = true }),
        ];
        return forms.Select((form, i) => new GoldenForm(golden, form.Item1, form.Item2 with { MaskElement = s_maskElements[(index + i) % s_maskElements.Length] }));
    }

    // Every other form stores statistics, so that kernels without them are tested too.
    private static Declaration WithStatistics(Declaration d) => d with { Statistics = Statistics.Stored, StoresMoments = true };
}
