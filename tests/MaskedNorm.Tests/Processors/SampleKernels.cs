using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using MaskedNorm.Tests.Guarantees;
using MaskedNorm.Tests.Harness;

namespace MaskedNorm.Tests.Processors;

/// <summary>Kernels of all kinds, and the bits of what they compute.</summary>
internal static class SampleKernels
{
    private static readonly Element[] s_elements =
        [Element.Single, Element.Half, Element.Double, Element.Single, Element.BFloat16, Element.Float8E4M3, Element.Single, Element.Float8E5M2];

    private static readonly (Declaration Declaration, int[] Extents)[] s_long =
    [
        (new("B F", "F"), [3, 5003]),
        (new("B F", "F") { Mask = "B F", Affine = true, AffineAxes = "F", Gradients = Gradients.All }, [2, 4999]),
        (new("F B", "F"), [301, 37]),
        (new("F B", "F") { Mask = "F B", Affine = true, Gradients = Gradients.All }, [299, 21]),
        (new("N C L", "N L") { Mask = "N L", Affine = true, Epsilon = 1e-5, Gradients = Gradients.All }, [11, 3, 601]),
        (new("N C L", "N L") { Affine = true, Epsilon = 1e-5, Gradients = Gradients.All }, [11, 3, 601]),
        (new("N A C L", "N A L") { Gradients = Gradients.Input }, [3, 7, 2, 49]),
        (new("N C L", "N L") { Mask = "C", Affine = true, Epsilon = 1e-5, Statistics = Statistics.Saved, Gradients = Gradients.All }, [11, 3, 601]),
        (new("F B", "F") { Mask = "F B", Affine = true, Statistics = Statistics.Saved, Gradients = Gradients.All }, [299, 21]),
        (new("N (G=2 c) L", "c L") { Affine = true, AffineAxes = "G c", Gradients = Gradients.All }, [5, 2, 3, 211]),
        (new("N C L", "C L") { Mask = "N L", Affine = true, AffineAxes = "C", Gradients = Gradients.All, HasLengths = true, MaskElement = Element.Int32 }, [5, 3, 211]),
        (new("N L (G c)", "L c") { Mask = "N L", Affine = true, AffineAxes = "G c", Gradients = Gradients.All }, [5, 83, 5, 7]),
        (new("N D", "N") { Affine = true, AffineAxes = "N", Epsilon = 1e-5, Gradients = Gradients.All }, [128, 1000]),
        (new("N C L", "C") { Affine = true, AffineAxes = "C", Epsilon = 1e-5, Gradients = Gradients.All }, [2, 64, 1500]),
        (new("N C L", "C") { Affine = true, AffineAxes = "N", Epsilon = 1e-5, Gradients = Gradients.All }, [3, 70, 1300]),
        (new Declaration("N C L", "N L").Of(Element.Double) with { Gradients = Gradients.Input }, [11, 3, 601]),
        (new Declaration("B F", "F").Of(Element.Half) with { Gradients = Gradients.Input }, [4, 203]),
        (new("B F", "F") { Input = Element.Half, Output = Element.Half, Statistics = Statistics.Stored, Statistic = Element.Double }, [9, 1003]),
        (new("B F", "F") { Input = Element.Half, Statistics = Statistics.Stored, Statistic = Element.Double }, [3, 4173]),
        (new("B F", "F") { Input = Element.BFloat16, Output = Element.BFloat16, Statistics = Statistics.Stored, Statistic = Element.Double }, [9, 1003]),
        (new("B F=200", "F") { Input = Element.Half, Output = Element.Half, Mask = "B", Statistics = Statistics.Stored, Statistic = Element.Double }, [9, 200]),
    ];

    /// <summary>One line for each result of each kernel: the declaration, the result's name, a hash of its bytes.</summary>
    /// <param name="file">The file of the compiled kernels, which is made if there is none.</param>
    public static IReadOnlyList<string> Lines(string file)
    {
        var catalogue = Catalogue.Entries.Take(38).Select((entry, i) => (Declare(entry.Declaration, s_elements[i % s_elements.Length]), entry.Extents));
        (Declaration Declaration, int[] Extents)[] all = [.. catalogue, .. s_long];
        KernelSet kernels = KernelCompiler.Compile(all.Select(entry => entry.Declaration).ToList(), file);
        var lines = new List<string>();
        for (int i = 0; i < all.Length; i++)
        {
            foreach (double offset in (double[])[0, 1000])
            {
                NormCase norm = CaseData.Random(string.Create(CultureInfo.InvariantCulture, $"offset {offset}"), all[i].Declaration, all[i].Extents, seed: i, offset: offset);
                if (norm.Declaration.Input == Element.Half)
                {
                    // In a whole vector of the second selection.
                    norm.Input[norm.Input.Length / 3] = double.NegativeInfinity;
                }

                Add(lines, norm, KernelRun.Forward(kernels[i], norm), [KernelRun.OutputSlot(all[i].Declaration), Slot.Mean, Slot.Variance]);
                if (kernels[i].Backward is not null)
                {
                    Add(lines, norm, KernelRun.Backward(kernels[i], norm), [Slot.GradInput, Slot.GradWeight, Slot.GradBias]);
                }
            }
        }

        return lines;
    }

    private static Declaration Declare(Declaration d, Element element) => d.Of(element) with
    {
        Gradients = !d.Affine ? Gradients.Input : d.HasBias ? Gradients.All : Gradients.Input | Gradients.Weight,
    };

    private static void Add(List<string> lines, NormCase norm, CallArguments found, Slot[] slots)
    {
        foreach (Slot slot in slots.Where(found.Has))
        {
            lines.Add($"{norm} {slot} {Convert.ToHexString(SHA256.HashData(found[slot].Bytes))}");
        }
    }
}
