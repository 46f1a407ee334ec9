using System;
using System.Linq;
using MaskedNorm.Tests.Harness;
using Xunit;

namespace MaskedNorm.Tests.Golden;

/// <summary>Running statistics over batches, then inference with them.</summary>
public class GoldenRunningTests
{
    private static readonly Declaration s_training = new("N C L", "N L")
    {
        Mask = "N L",
        Variance = Variance.Biased,
        Epsilon = 1e-5,
        Running = true,
    };

    private static readonly Declaration s_inference = new("N C L", "N L")
    {
        Variance = Variance.Biased,
        Epsilon = 1e-5,
        Statistics = Statistics.Given,
    };

    private static readonly Lazy<KernelSet> s_kernels = new(() => KernelCompiler.Compile(
        [s_training, s_training.Of(Element.Double), s_inference, s_inference.Of(Element.Double), s_training with { Variance = Variance.Unbiased, Parallel = true }]));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void Batches_update_running_statistics_to_the_golden_values(int kernel)
    {
        foreach (GoldenRunning golden in GoldenFiles.Running)
        {
            Kernel training = s_kernels.Value[kernel];
            bool isDouble = training.Declaration.Statistic == Element.Double;
            object running = isDouble ? Running<double>(golden) : Running<float>(golden);
            foreach (GoldenStep step in golden.Steps)
            {
                NormCase norm = new(golden.Name, training.Declaration, [.. "NCL".Select(axis => golden.Extents[axis.ToString()])])
                {
                    Input = step.Input,
                    Marks = Array.ConvertAll(step.MaskValues, m => m != 0),
                };
                CallArguments arguments = KernelRun.Arguments(norm);
                arguments.Running = running;
                training.Forward(arguments);
                (double[] mean, double[] variance, long batches) = isDouble ? State((RunningStatistics<double>)running) : State((RunningStatistics<float>)running);
                double tolerance = isDouble ? 1e-10 : 2e-6;
                Check.Close(norm, "running mean", step.RunningMean, mean, tolerance);
                Check.Close(norm, "running variance", step.RunningVariance, variance, tolerance);
                Assert.Equal(step.BatchesTracked, batches);
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Inference_with_running_statistics_gives_the_golden_output(int kernel)
    {
        foreach (GoldenRunning golden in GoldenFiles.Running)
        {
            Kernel inference = s_kernels.Value[kernel];
            NormCase norm = new(golden.Name, inference.Declaration, [.. "NCL".Select(axis => golden.Extents[axis.ToString()])])
            {
                Input = golden.EvalInput,
                GivenMean = golden.Steps[^1].RunningMean,
                GivenVariance = golden.Steps[^1].RunningVariance,
            };
            double[] found = KernelRun.Output(norm, KernelRun.Forward(inference, norm));
            Check.Close(norm, "output", golden.EvalOutput, found, inference.Declaration.Input == Element.Double ? 1e-10 : 2e-6);
        }
    }

    private static RunningStatistics<T> Running<T>(GoldenRunning golden)
        where T : unmanaged => new(golden.Extents["C"], golden.Momentum);

    private static (double[] Mean, double[] Variance, long Batches) State<T>(RunningStatistics<T> running)
        where T : unmanaged, System.Numerics.INumberBase<T> =>
        (Array.ConvertAll(running.Mean.ToArray(), double.CreateChecked), Array.ConvertAll(running.Variance.ToArray(), double.CreateChecked), running.BatchesTracked);
}
