using System;
using System.Collections.Generic;
using System.Linq;
using MaskedNorm.Tests.Harness;

namespace MaskedNorm.Tests.Narrow;

/// <summary>Declarations of which every parameter has an element type of its own.</summary>
internal static class NarrowKernels
{
    /// <summary>Element types of input, output, weight and statistics.</summary>
    private static readonly (Element Input, Element Output, Element Weight, Element Statistic)[] s_types =
    [
        (Element.Half, Element.Half, Element.Half, Element.Single),
        (Element.BFloat16, Element.BFloat16, Element.BFloat16, Element.BFloat16),
        (Element.Float8E4M3, Element.Float8E4M3, Element.Float8E4M3, Element.Single),
        (Element.Float8E5M2, Element.Float8E5M2, Element.Float8E5M2, Element.Half),
        (Element.Half, Element.Single, Element.BFloat16, Element.Single),
        (Element.BFloat16, Element.Half, Element.Single, Element.Double),
        (Element.Float8E4M3, Element.Float8E5M2, Element.Half, Element.Single),
        (Element.Float8E5M2, Element.BFloat16, Element.Float8E4M3, Element.Single),
        (Element.Single, Element.Float8E4M3, Element.Float8E5M2, Element.Half),
        (Element.Half, Element.Double, Element.Float8E5M2, Element.Double),
        (Element.Double, Element.Half, Element.BFloat16, Element.Single),
    ];

    private static readonly (Declaration Declaration, int[] Extents)[] s_layouts =
    [
        Of("B T F", "F", [3, 4, 37], d => d with { Mask = "B T F" }),
        Of("B T F", "F", [3, 5, 64], d => d with { Mask = "B T", AffineAxes = "F" }),
        Of("B F=19", "F", [5, 19], d => d with { AffineAxes = "F", HasBias = false, Kind = NormKind.Rms }),
        Of("N C", "N", [29, 21], d => d with { Mask = "N C" }),
        Of("N C", "N", [37, 19], d => d with { Mask = "N", Padded = OutputPolicy.Affine }),
        Of("N C L", "N L", [3, 5, 21], d => d with { Mask = "N L", Padded = OutputPolicy.Zero }),
        Of("N C L", "N L", [3, 4, 17], d => d with { Mask = "L N", Padded = OutputPolicy.Normalize }),
        Of("N C L", "N L", [4, 3, 35], d => d with { Mask = "N L", HasLengths = true, MaskElement = Element.Int32 }),
        Of("N L C", "N L", [4, 5, 11], d => d with { Mask = "N L", AffineAxes = "C" }),
        Of("N (G=2 c) L", "c L", [2, 2, 3, 13], d => d with { AffineAxes = "G c" }),
        Of("A B C D", "B D", [2, 3, 4, 9], d => d with { Mask = "D A", AffineAxes = "C B" }),
    ];

    private static readonly Lazy<KernelSet> s_kernels = new(() => KernelCompiler.Compile(
        s_layouts.SelectMany(layout => s_types.Select(types => With(layout.Declaration, types))).ToList()));

    /// <summary>Every layout with every mix of types.</summary>
    public static IEnumerable<(int[] Extents, Kernel Kernel)> All() =>
        Enumerable.Range(0, s_kernels.Value.Declarations.Count).Select(i => (s_layouts[i / s_types.Length].Extents, s_kernels.Value[i]));

    private static Declaration With(Declaration d, (Element Input, Element Output, Element Weight, Element Statistic) types) =>
        d with { Input = types.Input, Output = types.Output, Weight = types.Weight, Statistic = types.Statistic };

    private static (Declaration Declaration, int[] Extents) Of(string layout, string axes, int[] extents, Func<Declaration, Declaration> more)
    {
        Declaration d = more(new Declaration(layout, axes) { Affine = true, Variance = Variance.Biased, Epsilon = 1e-5, Statistics = Statistics.Stored });
        return (d with { Gradients = d.HasBias ? Gradients.All : Gradients.Input | Gradients.Weight }, extents);
    }
}
