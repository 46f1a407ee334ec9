using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace MaskedNorm.Benchmarks.Peers;

/// <summary>Measures rows of the table with libraries that are found on the machine.</summary>
internal static class PeerCommand
{
    private const double Tolerance = 1e-3;

    public static int Run(string[] names)
    {
        if (RatiosCommand.Select(names) is not { } rows)
        {
            return 1;
        }

        Console.WriteLine(Machine.Description);
        Absent("ONNX Runtime", "libonnxruntime.so", "libonnxruntime.so.1");
        Absent("libtorch", "libtorch_cpu.so", "libtorch.so");
        OneDnnApi? api = OneDnnApi.Load();
        if (api is not { IsUsable: true })
        {
            Console.WriteLine(api is null
                ? "oneDNN: not found (looked for libdnnl.so.2; Debian has it in the package libdnnl2)"
                : $"oneDNN {api.Name}: found, not measured: this program speaks the interface of version 2 (Debian's package libdnnl2)");
            return 0;
        }

        Console.WriteLine($"oneDNN {api.Name}: one thread; ratios are to a copy of the same data");
        OneDnn library = new(api);
        bool isRight = true;
        foreach (Row row in rows)
        {
            if (library.Find(row.Name) is not { } create)
            {
                Console.WriteLine($"oneDNN has nothing for {row.Name} ({row.Work})");
                continue;
            }

            using Peer peer = create();
            peer.Kernel();
            peer.Library();
            double difference = peer.Difference();
            if (!(difference < Tolerance))
            {
                Console.Error.WriteLine($"{row.Name}: the results differ by {difference:0.0e+0}");
                isRight = false;
                continue;
            }

            double[] times = Measurement.Medians([peer.Kernel, peer.Copy, peer.Library], Measurement.Each(rows.Count));
            Console.WriteLine(
                $"peer oneDNN {row.Name} {RatiosCommand.Number(times[2] / times[1])} " +
                $"(ours {RatiosCommand.Number(times[0] / times[1])}; {row.Work}; {peer.Implementation}; results agree to {difference:0e+0})");
        }

        return isRight ? 0 : 1;
    }

    // Found or not, these are not measured: their interfaces are C++, or a graph in a file.
    private static void Absent(string library, params string[] files)
    {
        List<string> found = [];
        foreach (string file in files)
        {
            if (NativeLibrary.TryLoad(file, out nint handle))
            {
                NativeLibrary.Free(handle);
                found.Add(file);
            }
        }

        Console.WriteLine(found.Count == 0 ? $"{library}: not found" : $"{library}: found ({string.Join(", ", found)}), not measured");
    }
}
