using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Threading.Tasks;

namespace MaskedNorm.Runtime.Tests;

/// <summary>Runs the tests of the category "Lanes" again, in processes that pretend to run on lesser hardware.</summary>
public class ProcessorTests
{
    private const string Marker = "MASKEDNORM_PRETENDED";

    [Theory]
    [InlineData("EnableAVX2")]
    [InlineData("EnableAVX")]
    [InlineData("EnableHWIntrinsic")]
    [InlineData("EnableAVX512")]
    public async Task The_same_bits_come_without(string feature)
    {
        // A processor that has no vectors of 512 bits pretends nothing without them.
        if (Environment.GetEnvironmentVariable(Marker) is not null || (feature == "EnableAVX512" && !Avx512F.IsSupported))
        {
            return;
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
        Assert.True(child.ExitCode == 0, string.Concat(output));
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
