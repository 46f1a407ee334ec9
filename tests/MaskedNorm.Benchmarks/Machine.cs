using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MaskedNorm.Benchmarks;

/// <summary>The machine that measures.</summary>
internal static class Machine
{
    private const string CacheFolder = "/sys/devices/system/cpu/cpu0/cache";

    /// <summary>Processor, caches, widest vectors, and the run-time, in one line.</summary>
    public static string Description { get; } =
        $"{Processor()}, {Environment.ProcessorCount} cores; {Caches()}; {Vectors()}; {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}";

    private static string Processor()
    {
        const string file = "/proc/cpuinfo";
        string? line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string Caches()
    {
        if (!Directory.Exists(CacheFolder))
        {
            return "caches unknown";
        }

        IEnumerable<string> caches = Directory.GetDirectories(CacheFolder, "index*")
            .Order(StringComparer.Ordinal)
            .Where(folder => Read(folder, "type") != "Instruction")
            .Select(folder => $"L{Read(folder, "level")} {Read(folder, "size")}");
        return string.Join(", ", caches);
    }

    private static string Read(string folder, string name) => File.ReadAllText(Path.Combine(folder, name)).Trim();

    private static string Vectors() =>
        Vector512.IsHardwareAccelerated ? "512-bit vectors" : Vector256.IsHardwareAccelerated ? "256-bit vectors" : "no 256-bit vectors";
}
