using System;
using System.Collections.Generic;
using System.Linq;
using MaskedNorm.Tests.Harness;

namespace MaskedNorm.Tests.Guarantees;

/// <summary>The variants in which every entry of the catalogue is compiled; of 16 bits every other one in Half, the rest in BFloat16.</summary>
internal enum Variant
{
    Single,
    Double,
    SixteenBits,
    Tensors,
    InPlace,
    Parallel,
    EpsilonZero,
}

/// <summary>The catalogue, compiled once for all tests of guarantees.</summary>
internal static class CatalogueKernels
{
    private static readonly Variant[] s_variants = Enum.GetValues<Variant>();

    private static readonly Lazy<KernelSet> s_kernels = new(() =>
        KernelCompiler.Compile(Catalogue.Entries.SelectMany((entry, i) => s_variants.Select(variant => Declare(entry.Declaration, i, variant))).ToList()));

    /// <summary>All entries in the given variants.</summary>
    public static IEnumerable<(CatalogueEntry Entry, Kernel Kernel)> All(params Variant[] variants) =>
        Catalogue.Entries.SelectMany((entry, i) => variants.Select(variant => (entry, At(i, variant))));

    /// <summary>All entries, each in two variants.</summary>
    public static IEnumerable<(CatalogueEntry Entry, Kernel First, Kernel Second)> Pairs(Variant first, Variant second) =>
        Catalogue.Entries.Select((entry, i) => (entry, At(i, first), At(i, second)));

    private static Kernel At(int entry, Variant variant) => s_kernels.Value[(entry * s_variants.Length) + (int)variant];

    private static Declaration Declare(Declaration d, int entry, Variant variant)
    {
        Declaration all = d with { Gradients = !d.Affine ? Gradients.Input : d.HasBias ? Gradients.All : Gradients.Input | Gradients.Weight };
        return variant switch
        {
            Variant.Double => all.Of(Element.Double),
            Variant.SixteenBits => all.Of(entry % 2 == 0 ? Element.Half : Element.BFloat16),
            Variant.Tensors => all with { Tensors = CanUseTensors(d) },
            Variant.InPlace => d with { InPlace = true },
            Variant.Parallel => all with { Parallel = true },
            Variant.EpsilonZero => all with { Epsilon = 0 },
            _ => all,
        };
    }

    // How a tensor span holds a split axis of a mask or weight is not declared anywhere; such stay spans.
    private static Tensors CanUseTensors(Declaration d)
    {
        bool maskIsWhole = !d.MaskAxes.Any(d.Text.IsSplit);
        bool weightIsWhole = !d.WeightAxes.Any(d.Text.IsSplit);
        return Tensors.Data | (maskIsWhole ? Tensors.Mask : Tensors.None) | (weightIsWhole ? Tensors.Parameters : Tensors.None);
    }
}
