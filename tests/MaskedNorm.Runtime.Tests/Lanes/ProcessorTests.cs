using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Threading.Tasks;

namespace MaskedNorm.Runtime.Tests;

/// <summary>Runs the tests of the category "Lanes" again, in processes that pretend to run on lesser hardware.</summary>
public class ProcessorTests
{
    private const string Marker = "MASKEDNORM_PRETENDED";

    // All at once: each of them runs on one core.
    private static readonly Lazy<Dictionary<string, Task<string>>> s_complaints = new(() => Features.ToDictionary(row => (string)row[0], row => ComplaintsWithout((string)row[0])));

    public static IEnumerable<object[]> Features => [["EnableAVX2"], ["EnableAVX"], ["EnableHWIntrinsic"], ["EnableAVX512"]];

    [Theory]
    [MemberData(nameof(Features))]
    public async Task The_same_bits_come_without(string feature) => Assert.Equal("", await s_complaints.Value[feature]);

    private static async Task<string> ComplaintsWithout(string feature)
    {
        // A processor that has no vectors of 512 bits pretends nothing without them.
        if (Environment.GetEnvironmentVariable(Marker) is not null || (feature == "EnableAVX512" && !Avx512F.IsSupported))
        {
            return "";
        }

        ProcessStartInfo start = new(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"))
        {
            ArgumentList = { "vstest", typeof(ProcessorTests).Assembly.Location, "--TestCaseFilter:Category=Lanes" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_" + feature] = "0", [Marker] = feature },
        };
        using Process child = Process.Start(start)!;
        string[] output = await Task.WhenAll(child.StandardOutput.ReadToEndAsync(), child.StandardError.ReadToEndAsync());
        await child.WaitForExitAsync();
        return child.ExitCode == 0 ? "" : string.Concat(output);
    }

    [Fact]
    [Trait("Category", "Lanes")]
    public void The_feature_is_really_off_in_the_child()
    {
        string? feature = Environment.GetEnvironmentVariable(Marker);
        Assert.False(feature == "EnableAVX2" && Avx2.IsSupported);
        Assert.False(feature == "EnableAVX" && Avx.IsSupported);
        Assert.False(feature == "EnableAVX512" && Avx512F.IsSupported);
        Assert.False(feature == "EnableHWIntrinsic" && (Sse41.IsSupported || Vector256.IsHardwareAccelerated));
    }
}
