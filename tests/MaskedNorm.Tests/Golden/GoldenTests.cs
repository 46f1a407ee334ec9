using System;
using System.Linq;
using MaskedNorm.Tests.Harness;
using MaskedNorm.Tests.Reference;
using Xunit;

namespace MaskedNorm.Tests.Golden;

/// <summary>Every golden case in every form against the stored values.</summary>
public class GoldenTests(GoldenKernels kernels) : IClassFixture<GoldenKernels>
{
    [Fact]
    public void Every_form_of_every_case_gives_the_golden_output()
    {
        foreach ((GoldenForm form, Kernel kernel) in kernels.All)
        {
            NormCase norm = form.Case;
            double[] found = KernelRun.Output(norm, KernelRun.Forward(kernel, norm));
            Check.Close(norm, "output", form.Golden.Expected.Output, found, IsDouble(norm) ? 1e-10 : 2e-6);
        }
    }

    [Fact]
    public void Every_form_of_every_case_gives_the_golden_gradients()
    {
        foreach ((GoldenForm form, Kernel kernel) in kernels.All.Where(pair => pair.Kernel.Backward is not null))
        {
            NormCase norm = form.Case;
            Declaration d = norm.Declaration;
            GoldenExpected expected = form.Golden.Expected;
            NormResult scales = ReferenceNorm.Backward(norm);
            CallArguments found = KernelRun.Backward(kernel, norm);
            double tolerance = IsDouble(norm) ? 1e-9 : 1e-5;
            void CheckGradient(Gradients gradient, Slot slot, Element element, double[]? values, double[] floatScale)
            {
                if (d.Gradients.HasFlag(gradient))
                {
                    Check.Close(norm, slot.ToString(), values!, KernelRun.Read(found, slot, element), tolerance, i => IsDouble(norm) ? Math.Abs(values![i]) : floatScale[i]);
                }
            }

            CheckGradient(Gradients.Input, Slot.GradInput, d.Input, expected.GradInput, scales.GradInputScale);
            CheckGradient(Gradients.Weight, Slot.GradWeight, d.Weight, expected.GradWeight, scales.GradWeightScale);
            CheckGradient(Gradients.Bias, Slot.GradBias, d.Weight, expected.GradBias, scales.GradBiasScale);
        }
    }

    [Fact]
    public void Every_case_gives_the_golden_count_mean_and_variance()
    {
        foreach ((GoldenForm form, Kernel kernel) in kernels.All.Where(pair => pair.Form.Golden.Expected.Count is not null && pair.Form.Declaration.Statistics == Statistics.Stored))
        {
            NormCase norm = form.Case;
            GoldenExpected expected = form.Golden.Expected;
            CallArguments found = KernelRun.Forward(kernel, norm);
            bool[] degenerate = ReferenceNorm.Forward(norm).Degenerate;
            double tolerance = IsDouble(norm) ? 1e-10 : 2e-6;
            void CheckStatistic(string what, double[] values, double[] actual) =>
                Check.Close(norm, what, values, actual, tolerance, i => Math.Abs(values[i]), i => !degenerate[i]);

            CheckStatistic("mean", expected.Mean!, KernelRun.Read(found, Slot.Mean, norm.Declaration.Statistic));
            CheckStatistic("variance", expected.Variance!, KernelRun.Read(found, Slot.Variance, norm.Declaration.Statistic));
            CheckMoments(norm, expected, found, degenerate, tolerance);
        }
    }

    private static void CheckMoments(NormCase norm, GoldenExpected expected, CallArguments found, bool[] degenerate, double tolerance)
    {
        Moments[] moments = found.Span<Moments>(Slot.Moments).ToArray();
        for (int s = 0; s < moments.Length; s++)
        {
            long n = expected.Count![s];
            if (moments[s].Count != n)
            {
                Check.Fail(norm, "moments.Count", s, n, moments[s].Count);
            }
        }

        NormResult reference = ReferenceNorm.Forward(norm);
        Check.Close(norm, "moments.Mean", expected.Mean!, Array.ConvertAll(moments, m => m.Mean), tolerance, i => Math.Abs(expected.Mean![i]), i => !degenerate[i]);
        Check.Close(norm, "moments.SumOfSquares", reference.SquaredDeviations, Array.ConvertAll(moments, m => m.SumOfSquares), tolerance, i => reference.SquaredDeviations[i], i => !degenerate[i]);
    }

    private static bool IsDouble(NormCase norm) => norm.Declaration.Input == Element.Double;
}
