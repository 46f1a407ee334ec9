using System;
using System.Linq;
using MaskedNorm.Tests.Harness;
using Xunit;

namespace MaskedNorm.Tests.Guarantees;

/// <summary>Selections whose first elements lie far from the rest: the estimate of the mean is bad, and they are summed again.</summary>
public class RecenterTests
{
    private static readonly (Declaration Declaration, int[] Extents)[] s_layouts =
    [
        (new("B F", "F") { Variance = Variance.Biased, Epsilon = 1e-5, Gradients = Gradients.Input }, [5, 300]),
        (new("B F", "F") { Affine = true, AffineAxes = "F", Gradients = Gradients.Input | Gradients.Weight | Gradients.Bias }, [5, 300]),
        (new("N C L", "N L") { Affine = true, Gradients = Gradients.Input | Gradients.Weight | Gradients.Bias }, [4, 3, 75]),
    ];

    private static readonly Lazy<KernelSet> s_kernels = new(() => KernelCompiler.Compile(s_layouts.Select(layout => layout.Declaration).ToList()));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Gradients_survive_a_bad_estimate_of_the_mean(int layout)
    {
        (Declaration declaration, int[] extents) = s_layouts[layout];
        NormCase norm = CaseData.Random("outliers first", declaration, extents, seed: 21);
        int line = extents[^1];
        for (int selection = 0; selection < extents[^2]; selection++)
        {
            for (int i = 0; i < 16; i++)
            {
                norm.Input[(selection * line) + i] += 64;
            }
        }

        ReferenceCheck.Backward(s_kernels.Value[layout], norm);
    }
}
