using System;
using System.Linq;
using MaskedNorm.Tests.Harness;
using MaskedNorm.Tests.Reference;
using Xunit;

namespace MaskedNorm.Tests.Golden;

/// <summary>The reference that other tests trust, against values that others computed.</summary>
public class ReferenceAgainstGoldenTests
{
    private const double Tolerance = 1e-10;

    [Fact]
    public void The_reference_reproduces_every_golden_output()
    {
        foreach (GoldenCase golden in GoldenFiles.Cases)
        {
            NormCase norm = golden.With(golden.Declaration);
            Check.Close(norm, "output", golden.Expected.Output, ReferenceNorm.Forward(norm).Output, Tolerance);
        }
    }

    [Fact]
    public void The_reference_reproduces_every_golden_gradient()
    {
        foreach (GoldenCase golden in GoldenFiles.Cases)
        {
            NormCase norm = golden.With(golden.Declaration);
            NormResult result = ReferenceNorm.Backward(norm);
            Check.Close(norm, "gradInput", golden.Expected.GradInput, result.GradInput, Tolerance, i => result.GradInputScale[i]);
            Check.Close(norm, "gradWeight", golden.Expected.GradWeight ?? [], result.GradWeight, Tolerance, i => result.GradWeightScale[i]);
            Check.Close(norm, "gradBias", golden.Expected.GradBias ?? [], norm.Declaration.UsesBias ? result.GradBias : [], Tolerance, i => result.GradBiasScale[i]);
        }
    }

    [Fact]
    public void The_reference_reproduces_every_golden_statistic()
    {
        foreach (GoldenCase golden in GoldenFiles.Cases.Where(c => c.Expected.Count is not null))
        {
            NormCase norm = golden.With(golden.Declaration);
            NormResult result = ReferenceNorm.Forward(norm);
            Check.Close(norm, "count", Array.ConvertAll(golden.Expected.Count!, c => (double)c), Array.ConvertAll(result.Count, c => (double)c), 0);
            Check.Close(norm, "mean", golden.Expected.Mean!, result.Mean, Tolerance, i => Math.Abs(result.Mean[i]), i => !result.Degenerate[i]);
            Check.Close(norm, "variance", golden.Expected.Variance!, result.Variance, Tolerance, i => Math.Abs(result.Variance[i]), i => !result.Degenerate[i]);
        }
    }

    [Fact]
    public void The_reference_reproduces_the_golden_running_statistics()
    {
        foreach (GoldenRunning golden in GoldenFiles.Running)
        {
            var declaration = new Declaration(golden.Layout, golden.Axes) { Mask = golden.Mask, Variance = Variance.Biased, Epsilon = golden.Epsilon };
            int[] extents = declaration.Text.Axes.Select(axis => golden.Extents[axis.Name]).ToArray();
            var running = new ReferenceRunning(new Geometry(extents).CountOf(declaration.KeptAxes), golden.Momentum);
            foreach (GoldenStep step in golden.Steps)
            {
                NormCase norm = new(golden.Name, declaration, extents) { Input = step.Input, Marks = Array.ConvertAll(step.MaskValues, m => m != 0) };
                running.Update(ReferenceNorm.Forward(norm));
                Check.Close(norm, "running mean", step.RunningMean, running.Mean, Tolerance);
                Check.Close(norm, "running variance", step.RunningVariance, running.Variance, Tolerance);
                Assert.Equal(step.BatchesTracked, running.BatchesTracked);
            }

            NormCase inference = new(golden.Name, declaration with { Mask = "", Statistics = Statistics.Given }, extents)
            {
                Input = golden.EvalInput,
                GivenMean = running.Mean,
                GivenVariance = running.Variance,
            };
            Check.Close(inference, "output", golden.EvalOutput, ReferenceNorm.Forward(inference).Output, Tolerance);
        }
    }
}
