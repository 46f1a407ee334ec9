using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Threading.Tasks;
using Xunit;

namespace MaskedNorm.Tests.Processors;

/// <summary>Kernels give the same bits on lesser hardware: in child processes where the runtime, or the library, is told to do without.</summary>
public class ProcessorPathTests(ProcessorPathTests.Compiled compiled) : IClassFixture<ProcessorPathTests.Compiled>
{
    // Without a cache every result goes past it.
    private const string Cache = "MaskedNorm_CacheBytes";

    [Theory]
    [InlineData("EnableAVX512")]
    [InlineData("EnableAVX2")]
    [InlineData("EnableAVX")]
    [InlineData("EnableHWIntrinsic")]
    [InlineData(Cache)]
    public async Task Kernels_compute_the_same_bits_without(string feature)
    {
        // A processor that has no vectors of 512 bits pretends nothing without them.
        if (feature == "EnableAVX512" && !Vector512.IsHardwareAccelerated)
        {
            return;
        }

        IReadOnlyList<string> expected = compiled.Lines;
        string results = Path.GetTempFileName();
        try
        {
            ProcessStartInfo start = new(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"))
            {
                ArgumentList = { typeof(ProcessorPathTests).Assembly.Location, feature, compiled.File, results },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { [feature == Cache ? Cache : "DOTNET_" + feature] = "0" },
            };
            using Process child = Process.Start(start)!;
            string[] output = await Task.WhenAll(child.StandardOutput.ReadToEndAsync(), child.StandardError.ReadToEndAsync());
            await child.WaitForExitAsync();
            Assert.True(child.ExitCode == 0, string.Concat(output));
            string[] found = await File.ReadAllLinesAsync(results);
            Assert.Equal(expected.Count, found.Length);
            string[] different = expected.Zip(found).Where(pair => pair.First != pair.Second).Select(pair => pair.Second).ToArray();
            Assert.True(different.Length == 0, $"{different.Length} of {found.Length} results differ:\n{string.Join('\n', different.Take(12))}");
        }
        finally
        {
            File.Delete(results);
        }
    }

    [ModuleInitializer]
    internal static void TellOfTheCache() => AppContext.SetData("MaskedNorm.CacheBytes", Environment.GetEnvironmentVariable(Cache));

    // The child process: what it goes without, where the compiled kernels are, and where their results go.
    private static void Main(string[] args)
    {
        string feature = args[0];
        Assert.False(feature == "EnableAVX512" && Vector512.IsHardwareAccelerated);
        Assert.False(feature == "EnableAVX2" && Avx2.IsSupported);
        Assert.False(feature == "EnableAVX" && Avx.IsSupported);
        Assert.False(feature == "EnableHWIntrinsic" && (Sse41.IsSupported || Vector256.IsHardwareAccelerated));
        File.WriteAllLines(args[2], SampleKernels.Lines(args[1]));
    }

    /// <summary>The kernels, compiled once for all processes, and what they compute here.</summary>
    public sealed class Compiled : IDisposable
    {
        private readonly Lazy<IReadOnlyList<string>> lines;

        public Compiled() => lines = new(() => SampleKernels.Lines(File));

        public string File { get; } = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        public IReadOnlyList<string> Lines => lines.Value;

        public void Dispose() => System.IO.File.Delete(File);
    }
}
