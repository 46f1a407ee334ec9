using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.ConsoleArguments;
using BenchmarkDotNet.ConsoleArguments.ListBenchmarks;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace MaskedNorm.Benchmarks.Classic;

/// <summary>Runs the classes of this folder with BenchmarkDotNet.</summary>
internal static class BenchCommand
{
    // With these, BenchmarkDotNet makes its own choice of how to run.
    private static readonly string[] OwnJob = ["--job", "-j", "--runtimes", "-r", "--inProcess", "-i"];

    // These are told, and nothing is run.
    private static readonly string[] Help = ["--help", "--version"];

    public static int Run(string[] args)
    {
        IConfig config = DefaultConfig.Instance;
        if (!args.Any(OwnJob.Contains))
        {
            config = config.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).WithId("ShortInProcess"));
        }

        // Without a choice, all are run; nobody is asked.
        string[] all = args.Length == 0 ? ["--filter", "*"] : args;
        (bool isParsed, _, CommandLineOptions? options) = ConfigParser.Parse(all, NullLogger.Instance);
        List<Summary> summaries = BenchmarkSwitcher.FromAssembly(typeof(BenchCommand).Assembly).Run(all, config).ToList();
        if (summaries.Count == 0)
        {
            // BenchmarkDotNet has said why: it was asked for something else, an option is wrong, or no benchmark has such a name.
            bool isTold = isParsed ? options!.PrintInformation || options.ListBenchmarkCaseMode != ListBenchmarkCaseMode.Disabled : all.Any(Help.Contains);
            return isTold ? 0 : 1;
        }

        return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
    }
}
