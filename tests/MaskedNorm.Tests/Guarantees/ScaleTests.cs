using System;
using System.Linq;
using MaskedNorm.Tests.Harness;
using MaskedNorm.Tests.Reference;
using Xunit;

namespace MaskedNorm.Tests.Guarantees;

/// <summary>Without ε the scale of the input does not matter, over the whole range of its type.</summary>
public class ScaleTests
{
    private static readonly Declaration[] s_doubles = [.. Catalogue.Entries.Select(entry => entry.Declaration.Of(Element.Double) with { Epsilon = 0 })];

    private static readonly Lazy<KernelSet> s_doubleKernels = new(() => KernelCompiler.Compile(s_doubles));

    [Theory]
    [InlineData(1e30f)]
    [InlineData(1e-30f)]
    [InlineData(1e18f)]
    [InlineData(1e-18f)]
    public void Float_inputs_of_any_scale_give_the_same_output(double factor)
    {
        Check.Each(CatalogueKernels.All(Variant.EpsilonZero), (entry, kernel) =>
        {
            NormCase norm = Scaled(entry.Case(kernel.Declaration, seed: 7), _ => factor);
            AssertOutput(kernel, norm, norm, 2e-6);
        });
    }

    [Theory]
    [InlineData(664)]
    [InlineData(-664)]
    [InlineData(500)]
    [InlineData(-500)]
    public void Double_inputs_of_any_scale_give_the_same_output(int power)
    {
        for (int k = 0; k < s_doubles.Length; k++)
        {
            // A power of two scales exactly; squares of these numbers are beyond the range of double.
            NormCase one = Catalogue.Entries[k].Case(s_doubles[k], seed: 8);
            NormCase norm = Scaled(one, _ => Math.ScaleB(1, power));
            AssertOutput(s_doubleKernels.Value[k], norm, one, 1e-10);
        }
    }

    [Fact]
    public void Selections_of_very_different_scale_stand_side_by_side()
    {
        double[] factors = [1, 1e30f, 1e-30f, 1e10f];
        Check.Each(CatalogueKernels.All(Variant.EpsilonZero), (entry, kernel) =>
        {
            int[] selection = new Geometry(entry.Extents).Map(kernel.Declaration.KeptAxes);
            NormCase norm = Scaled(entry.Case(kernel.Declaration, seed: 9), i => factors[selection[i] % factors.Length]);
            AssertOutput(kernel, norm, norm, 2e-6);
        });
    }

    private static NormCase Scaled(NormCase norm, Func<int, double> factor) =>
        (norm with { Input = norm.Input.Select((x, i) => x * factor(i)).ToArray() }).Rounded();

    /// <summary>Valid positions of selections that have a scale; elsewhere the input itself comes through.</summary>
    private static void AssertOutput(Kernel kernel, NormCase norm, NormCase reference, double tolerance)
    {
        NormResult expected = ReferenceNorm.Forward(reference);
        bool[] valid = norm.Valid();
        int[] selection = new Geometry(norm.Extents).Map(norm.Declaration.KeptAxes);
        double[] found = KernelRun.Output(norm, KernelRun.Forward(kernel, norm));
        Check.Close(norm, "output", expected.Output, found, tolerance, i => expected.OutputScale[i], i => valid[i] && !expected.Degenerate[selection[i]]);
    }
}
