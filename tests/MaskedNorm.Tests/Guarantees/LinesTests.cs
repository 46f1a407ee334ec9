using System;
using System.Linq;
using MaskedNorm.Tests.Harness;
using Xunit;

namespace MaskedNorm.Tests.Guarantees;

/// <summary>Selections of lines that do not follow each other: four are summed at a time, and what is left one by one.</summary>
public class LinesTests
{
    // With the extents that lead and follow the number of lines and their length; 0 stands for each of these in turn.
    private static readonly (Declaration Declaration, int[] Extents)[] s_layouts =
    [
        (new("N C L", "N L") { Affine = true, Epsilon = 1e-5, Gradients = Gradients.All }, [-1, 2, 0]),
        (new("N C L", "N L") { Mask = "C", Affine = true, Gradients = Gradients.All }, [-1, 3, 0]),
        (new Declaration("N C L", "N L").Of(Element.Half) with { Epsilon = 1e-5, Gradients = Gradients.Input }, [-1, 2, 0]),
        (new Declaration("N C L", "N L").Of(Element.Double) with { Gradients = Gradients.Input }, [-1, 2, 0]),
        (new("N C L", "N L") { Kind = NormKind.Rms, Gradients = Gradients.Input }, [-1, 2, 0]),
        (new("N C L=49", "N L") { Affine = true, Gradients = Gradients.All }, [-1, 2, 49]),
        (new("N=6 C L", "N L") { Gradients = Gradients.Input }, [6, 2, 0]),
        (new("A N C L", "A N L") { Gradients = Gradients.Input }, [2, -1, 2, 0]),
    ];

    private static readonly Lazy<KernelSet> s_kernels = new(() => KernelCompiler.Compile(s_layouts.Select(layout => layout.Declaration).ToList()));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Any_number_of_lines_of_any_length_is_summed(int layout)
    {
        (Declaration declaration, int[] extents) = s_layouts[layout];
        foreach (int lines in (int[])[1, 3, 4, 5, 8, 11])
        {
            foreach (int length in (int[])[1, 8, 15, 17, 31, 64, 513, 1100])
            {
                int[] actual = extents.Select(e => e == -1 ? lines : e == 0 ? length : e).ToArray();
                NormCase norm = CaseData.Random("lines", declaration, actual, seed: lines + length, offset: 3);
                ReferenceCheck.Forward(s_kernels.Value[layout], norm);
                ReferenceCheck.Backward(s_kernels.Value[layout], norm);
            }
        }
    }
}
