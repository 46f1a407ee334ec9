using System;
using System.Linq;
using MaskedNorm.Tests.Harness;
using MaskedNorm.Tests.Reference;
using Xunit;

namespace MaskedNorm.Tests.Narrow;

/// <summary>Kernels whose parameters differ in their element types.</summary>
public class MixedTypeTests
{
    private const double SingleError = 2e-6;

    [Fact]
    public void Any_mix_of_element_types_computes_what_the_reference_computes() =>
        Check.Each(NarrowKernels.All(), (extents, kernel) => ReferenceCheck.Forward(kernel, CaseData.Random("mixed", kernel.Declaration, extents, seed: 3)));

    [Fact]
    public void Any_mix_of_element_types_has_the_gradients_of_the_reference() =>
        Check.Each(NarrowKernels.All(), (extents, kernel) => ReferenceCheck.Backward(kernel, CaseData.Random("mixed", kernel.Declaration, extents, seed: 4)));

    [Fact]
    public void Outputs_are_rounded_once_from_single_precision()
    {
        Check.Each(NarrowKernels.All().Where(pair => pair.Kernel.Declaration.Output != Element.Double), (extents, kernel) =>
        {
            NormCase norm = CaseData.Random("rounding", kernel.Declaration, extents, seed: 5);
            NormResult expected = ReferenceNorm.Forward(norm);
            double[] found = KernelRun.Output(norm, KernelRun.Forward(kernel, norm));
            for (int i = 0; i < found.Length; i++)
            {
                CheckRounded(norm, "output", kernel.Declaration.Output, i, expected.Output[i], SingleError * Math.Max(1, expected.OutputScale[i]), found[i]);
            }
        });
    }

    [Fact]
    public void Statistics_of_narrow_data_are_as_good_as_single_precision()
    {
        Check.Each(NarrowKernels.All().Where(pair => pair.Kernel.Declaration.Statistic is Element.Single or Element.Double), (extents, kernel) =>
        {
            NormCase norm = CaseData.Random("statistics", kernel.Declaration, extents, seed: 6, offset: 3);
            CallArguments found = KernelRun.Forward(kernel, norm);
            NormResult expected = ReferenceNorm.Forward(norm);
            double[] mean = KernelRun.Read(found, Slot.Mean, kernel.Declaration.Statistic);
            double[] variance = KernelRun.Read(found, Slot.Variance, kernel.Declaration.Statistic);
            for (int s = 0; s < mean.Length; s++)
            {
                if (!expected.Degenerate[s])
                {
                    double deviation = Math.Sqrt(expected.Variance[s]);
                    CheckRounded(norm, "mean", kernel.Declaration.Statistic, s, expected.Mean[s], 2e-7 * Math.Max(deviation, Math.Abs(expected.Mean[s])), mean[s]);
                    CheckRounded(norm, "variance", kernel.Declaration.Statistic, s, expected.Variance[s], SingleError * expected.Variance[s], variance[s]);
                }
            }
        });
    }

    /// <summary>A value that is what some number within an error of the expected one rounds to.</summary>
    internal static void CheckRounded(NormCase norm, string what, Element element, int index, double expected, double error, double found)
    {
        if (!(found >= element.Round(expected - error) && found <= element.Round(expected + error)))
        {
            Check.Fail(norm, what, index, element.Round(expected), found);
        }
    }
}
