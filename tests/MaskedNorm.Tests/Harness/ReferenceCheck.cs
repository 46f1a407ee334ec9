using System;
using MaskedNorm.Tests.Reference;

namespace MaskedNorm.Tests.Harness;

/// <summary>Compares a kernel's results with the float64 reference, as closely as its element types allow.</summary>
internal static class ReferenceCheck
{
    public static void Forward(Kernel kernel, NormCase norm)
    {
        Declaration d = norm.Declaration;
        CallArguments found = KernelRun.Forward(kernel, norm);
        NormResult expected = ReferenceNorm.Forward(norm);
        Element output = KernelRun.OutputElement(d);
        Check.Close(norm, "output", expected.Output, KernelRun.Output(norm, found), Tolerance(d.Input, output, 1e-10, 2e-6), i => expected.OutputScale[i]);
        if (d.StoresStatistics)
        {
            double tolerance = Tolerance(d.Input, d.Statistic, 1e-10, 2e-6);
            Check.Close(norm, "mean", expected.Mean, KernelRun.Read(found, Slot.Mean, d.Statistic), tolerance, i => Math.Abs(expected.Mean[i]), i => !expected.Degenerate[i]);
            Check.Close(norm, "variance", expected.Variance, KernelRun.Read(found, Slot.Variance, d.Statistic), tolerance, i => expected.Variance[i], i => !expected.Degenerate[i]);
        }
    }

    public static void Backward(Kernel kernel, NormCase norm)
    {
        Declaration d = norm.Declaration;
        CallArguments found = KernelRun.Backward(kernel, norm);
        NormResult expected = ReferenceNorm.Backward(!d.BackwardReadsStatistics ? norm : norm with
        {
            GivenMean = KernelRun.Read(found, Slot.Mean, d.Statistic),
            GivenVariance = KernelRun.Read(found, Slot.Variance, d.Statistic),
        });
        double tolerance = Tolerance(d.Input, d.Weight, 1e-9, 1e-5);
        void CheckGradient(Gradients gradient, Slot slot, Element element, double[] values, double[] scale, double allowed)
        {
            if (d.Gradients.HasFlag(gradient))
            {
                Check.Close(norm, slot.ToString(), InRange(values, element), KernelRun.Read(found, slot, element), allowed, i => scale[i]);
            }
        }

        CheckGradient(Gradients.Input, Slot.GradInput, d.GradInputElement, expected.GradInput, expected.GradInputScale, Tolerance(d.Output, d.GradInputElement, 1e-9, 1e-5));
        CheckGradient(Gradients.Weight, Slot.GradWeight, d.Weight, expected.GradWeight, expected.GradWeightScale, tolerance);
        CheckGradient(Gradients.Bias, Slot.GradBias, d.Weight, expected.GradBias, expected.GradBiasScale, tolerance);
    }

    // Half has no value beyond 65504: what rounds past it is infinite.
    private static double[] InRange(double[] values, Element element) =>
        element == Element.Half ? Array.ConvertAll(values, v => Math.Abs(v) < 65520 ? v : Math.CopySign(double.PositiveInfinity, v)) : values;

    /// <summary>Double data is computed in double, all other in float32; then the result is rounded to its own type.</summary>
    private static double Tolerance(Element read, Element written, double ofDouble, double ofFloat)
    {
        double computed = read == Element.Double && written == Element.Double ? ofDouble : ofFloat;
        return written is not (Element.Single or Element.Double) ? computed + (0.75 * written.Ulp()) : computed;
    }
}
