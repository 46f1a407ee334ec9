using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace MaskedNorm.Benchmarks.Classic;

/// <summary>Runs the classes of this folder with BenchmarkDotNet.</summary>
internal static class BenchCommand
{
    // With these, BenchmarkDotNet makes its own choice of how to run.
    private static readonly string[] OwnJob = ["--job", "-j", "--runtimes", "-r", "--inProcess", "-i"];

    public static int Run(string[] args)
    {
        IConfig config = DefaultConfig.Instance;
        if (!args.Any(OwnJob.Contains))
        {
            config = config.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).WithId("ShortInProcess"));
        }

        // Without a choice, all are run; nobody is asked.
        string[] all = args.Length == 0 ? ["--filter", "*"] : args;
        IEnumerable<Summary> summaries = BenchmarkSwitcher.FromAssembly(typeof(BenchCommand).Assembly).Run(all, config);
        return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
    }
}
