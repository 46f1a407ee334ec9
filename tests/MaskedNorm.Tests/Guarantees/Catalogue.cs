using System;
using System.Collections.Generic;
using System.Linq;
using MaskedNorm.Tests.Harness;

namespace MaskedNorm.Tests.Guarantees;

/// <summary>A declaration with extents to try it at.</summary>
internal sealed record CatalogueEntry(Declaration Declaration, int[] Extents)
{
    /// <summary>A case of this entry under a variant of its declaration, with reproducible data.</summary>
    public NormCase Case(Declaration variant, int seed = 1, double validShare = 0.7) =>
        CaseData.Random("catalogue", variant, Extents, seed, validShare);
}

/// <summary>
/// Declarations as different as the language of layouts allows: every order of kept and reduced axes, masks over
/// subsets in permuted order, affine over subsets in permuted order, ranks 1 to 6, odd extents and extents of 1.
/// </summary>
internal static class Catalogue
{
    public static IReadOnlyList<CatalogueEntry> Entries { get; } =
    [
        // Rows: the reduced axis is innermost.
        Of("B T F", "F", [3, 5, 33]),
        Of("B T F", "F", [4, 7, 65], "B T"),
        Of("B T F", "F", [3, 4, 37], "B T F", d => d with { Padded = OutputPolicy.Zero }),
        Of("B T F", "F", [2, 5, 130], "F", d => Layer(d) with { AffineAxes = "F" }),
        Of("B F", "F", [9, 21], "F B", d => Layer(d) with { Epsilon = 0 }),
        Of("B T F", "F", [3, 4, 19], "B T", d => Layer(d) with { Kind = NormKind.Rms, AffineAxes = "F", HasBias = false }),
        Of("B T F=64", "F", [2, 5, 64], "B T", d => Layer(d) with { AffineAxes = "F" }),
        Of("B T F=7", "F", [5, 3, 7], "B T F", d => d with { Degenerate = OutputPolicy.Zero }),
        Of("B F", "F", [3, 1025], "B F", d => Layer(d) with { AffineAxes = "F B", Padded = OutputPolicy.Affine }),

        // Columns: the reduced axis is outermost.
        Of("N C", "N", [19, 37]),
        Of("N C", "N", [33, 13], "N", Layer),
        Of("N C", "N", [21, 9], "N C", d => d with { Padded = OutputPolicy.Zero, Variance = Variance.Biased }),
        Of("N C", "N", [17, 35], "C N", d => Layer(d) with { Padded = OutputPolicy.Affine, Degenerate = OutputPolicy.Affine }),
        Of("N C", "N", [21, 37], "N C", d => Layer(d) with { AffineAxes = "N C" }),
        Of("N C L", "N", [11, 3, 7], "N", d => Layer(d) with { AffineAxes = "L C" }),
        Of("N C L", "N C", [5, 7, 11], "C N", Layer),
        Of("N L C", "N L", [5, 9, 33], "N L", Layer),
        Of("N L C", "N L", [4, 6, 17], "N L C", d => Layer(d) with { Kind = NormKind.Rms }),
        Of("N L C=8", "L", [3, 19, 8], "N L", d => Layer(d) with { AffineAxes = "C" }),

        // Reduced axes on both sides of kept ones.
        Of("N C L", "N L", [4, 5, 33], "N L", Layer),
        Of("N C L", "N L", [3, 7, 18], "L N", d => Layer(d) with { Padded = OutputPolicy.Normalize }),
        Of("N C L", "N L", [5, 3, 21], "", Layer),
        Of("N C L", "N L", [9, 4, 7], "N", d => d with { Padded = OutputPolicy.Affine }),
        Of("N C L", "N L", [3, 4, 39], "L", d => Layer(d) with { AffineAxes = "N C", Degenerate = OutputPolicy.Zero }),
        Of("N=4 C L=16", "N L", [4, 6, 16], "N L", Layer),
        Of("N C H W", "N H W", [3, 5, 4, 9], "N W", Layer),
        Of("A B C D", "A C", [3, 5, 7, 4], "C A D", d => Layer(d) with { AffineAxes = "D C" }),
        Of("A B C D E F", "A C E", [3, 2, 3, 4, 5, 3], "A C E", d => Layer(d) with { AffineAxes = "B D F" }),
        Of("A B C D E F", "A C E", [2, 3, 4, 2, 3, 9], "E F", d => Layer(d) with { Padded = OutputPolicy.Normalize }),

        // Kept axes on both sides of reduced ones.
        Of("N C L", "C", [3, 11, 17], "N L", d => d with { Variance = Variance.Biased }),
        Of("N C L", "C", [3, 11, 19], "N L", Layer),
        Of("N C L", "C", [2, 23, 5], "C", d => Layer(d) with { AffineAxes = "C" }),
        Of("N C L", "C", [1, 9, 35], "L C", d => Layer(d) with { AffineAxes = "L N" }),
        Of("N H W C", "H W", [3, 5, 6, 11], "W N H", d => Layer(d) with { AffineAxes = "C" }),
        Of("A B C D E", "B D", [2, 5, 3, 7, 9], "A B", d => Layer(d) with { AffineAxes = "E" }),

        // Alternating, reduced innermost.
        Of("A B C D", "B D", [3, 4, 5, 13], "B D", d => Layer(d) with { AffineAxes = "C A" }),
        Of("A B C D E F", "B D F", [2, 3, 2, 4, 3, 5], "F D B", d => Layer(d) with { AffineAxes = "E A" }),
        Of("N C L", "L", [3, 5, 29], "N L", d => Layer(d) with { AffineAxes = "C" }),
        Of("N C L", "L", [4, 3, 70], "L", d => d with { Padded = OutputPolicy.Normalize, MaskMarks = MaskMarks.Padding }),
        Of("N C L", "C L", [3, 4, 15], "N L", d => Layer(d) with { AffineAxes = "L C" }),
        Of("N C L", "C L", [3, 6, 11], "L C", d => d with { Padded = OutputPolicy.Zero, Degenerate = OutputPolicy.Zero }),

        // Split axes.
        Of("N (G=4 c) L", "c L", [3, 4, 5, 9], "N L", d => Layer(d) with { AffineAxes = "G c" }),
        Of("N (G c) L", "c L", [2, 3, 4, 17], "", d => Layer(d) with { AffineAxes = "G c" }),
        Of("N L (G=4 c)", "L c", [3, 7, 4, 5], "N L", d => Layer(d) with { AffineAxes = "c G" }),

        // Channels last: selections of several columns.
        Of("N L (G=4 c)", "L c", [3, 21, 4, 5], "N L", d => Layer(d) with { AffineAxes = "G c" }),
        Of("N H W (G c)", "H W c", [2, 5, 7, 3, 8], "", d => Layer(d) with { AffineAxes = "G c" }),
        Of("N L G c", "L c", [3, 19, 6, 3], "N L", d => d with { Padded = OutputPolicy.Normalize, Degenerate = OutputPolicy.Zero }),
        Of("N L (G c)", "L c", [2, 25, 9, 4], "N L", d => Layer(d) with { AffineAxes = "N G c", Padded = OutputPolicy.Affine }),
        Of("N L G=3 c=7", "N L c", [3, 13, 3, 7], "N", d => Layer(d) with { Kind = NormKind.Rms, AffineAxes = "G c" }),
        Of("N L G c", "N L c", [2, 70, 5, 9], "N L", d => Saved(Layer(d)) with { AffineAxes = "G c" }),

        // Everything reduced, and extents of 1.
        Of("F", "F", [77], "F", Layer),
        Of("A B", "A B", [7, 19], "A", d => Layer(d) with { AffineAxes = "B A" }),
        Of("A B C", "B", [1, 1, 1], "A B", d => d with { Degenerate = OutputPolicy.Zero }),
        Of("A B C", "A B", [1, 41, 1], "B", Layer),
        Of("A B C", "A C", [13, 1, 3], "C A", Layer),

        // Lengths.
        Of("B T F", "T", [4, 9, 19], "B T", d => Lengths(d)),
        Of("B T F", "T F", [5, 7, 6], "B T", d => Lengths(Layer(d)) with { PaddingSide = PaddingSide.Left, AffineAxes = "F" }),
        Of("N C L", "N L", [4, 3, 37], "N L", d => Lengths(Layer(d)) with { MaskElement = Element.Int64 }),
        Of("N C L", "L", [4, 3, 21], "L", d => Lengths(Layer(d)) with { Padded = OutputPolicy.Zero }),
        Of("B T F", "F", [3, 9, 35], "B T", d => Lengths(d)),
        Of("N L (G c)", "L c", [4, 23, 4, 6], "N L", d => Lengths(Layer(d)) with { PaddingSide = PaddingSide.Left, AffineAxes = "G c" }),

        // A backward that reads what the forward stored.
        Of("B F", "F", [9, 65], "B", d => Saved(Layer(d)) with { AffineAxes = "F" }),
        Of("B T F", "F", [3, 4, 37], "B T F", d => Saved(d) with { Padded = OutputPolicy.Normalize }),
        Of("N C", "N", [33, 13], "N C", d => Saved(Layer(d))),
        Of("N C L", "N L", [6, 3, 70], "C", d => Saved(Layer(d))),
        Of("N C L", "N L", [4, 5, 33], "N L", d => Saved(Layer(d)) with { Kind = NormKind.Rms }),
    ];

    /// <summary>Biased, ε = 1e-5, affine: as the layers of the usual frameworks.</summary>
    private static Declaration Layer(Declaration d) => d with { Affine = true, Variance = Variance.Biased, Epsilon = 1e-5 };

    private static Declaration Saved(Declaration d) => d with { Statistics = Statistics.Saved };

    private static Declaration Lengths(Declaration d) => d with { HasLengths = true, MaskElement = Element.Int32 };

    private static CatalogueEntry Of(string layout, string axes, int[] extents, string mask = "", Func<Declaration, Declaration>? more = null)
    {
        var declaration = new Declaration(layout, axes) { Mask = mask, Statistics = Statistics.Stored };
        return new CatalogueEntry((more ?? (d => d))(declaration), extents);
    }
}
