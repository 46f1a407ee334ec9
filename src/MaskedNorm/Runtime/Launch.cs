using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;

namespace MaskedNorm.Runtime;

/// <summary>Pins the operands of a call and runs its kernel. For emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Launch
{
    /// <summary>Runs a kernel on this thread.</summary>
    /// <typeparam name="TKernel">The emitted kernel.</typeparam>
    /// <param name="kernel">The kernel; it receives the addresses.</param>
    /// <param name="operands">The operands; pinned for the duration of the call.</param>
    /// <param name="items">The number of work items.</param>
    /// <param name="parallel">Whether to split the items over the thread pool.</param>
    /// <exception cref="ArgumentException">Operands overlap.</exception>
    public static unsafe void Run<TKernel>(ref TKernel kernel, Operands operands, nint items, bool parallel)
        where TKernel : struct, IKernel
    {
        operands.CheckApart();
        bool inPlace = IsInPlace(operands);
        bool streaming = !inPlace && Streams(Result(operands));
        fixed (byte* input = operands.Input)
        fixed (byte* output = operands.Output)
        fixed (byte* mask = operands.Mask)
        fixed (byte* weight = operands.Weight)
        fixed (byte* bias = operands.Bias)
        fixed (byte* mean = operands.Mean)
        fixed (byte* variance = operands.Variance)
        fixed (byte* moments = operands.Moments)
        fixed (byte* gradOutput = operands.GradOutput)
        fixed (byte* gradInput = operands.GradInput)
        fixed (byte* gradSums = operands.GradSums)
        {
            Addresses addresses = new()
            {
                Input = (nint)input,
                Output = (nint)output,
                Mask = (nint)mask,
                Weight = (nint)weight,
                Bias = (nint)bias,
                Mean = (nint)mean,
                Variance = (nint)variance,
                Moments = (nint)moments,
                GradOutput = (nint)gradOutput,
                GradInput = (nint)gradInput,
                GradSums = (nint)gradSums,
                Streaming = streaming,
                Apart = !inPlace,
                Allocates = !inPlace && !streaming,
                Distant = operands.Input.Bytes > Cache.DistantBytes,
            };
            kernel.Bind(addresses);
            if (parallel && items > 1 && Environment.ProcessorCount > 1)
            {
                RunParallel(kernel, items);
            }
            else
            {
                RunItems(ref kernel, 0, items);
            }

            if (addresses.Streaming)
            {
                // Non-temporal stores become visible to whoever learns that the call is done.
                Lanes.Fence();
            }
        }
    }

    /// <summary>The number of lanes in a strip of selections.</summary>
    /// <param name="extent">The extent of the vector axis.</param>
    /// <param name="laneBytes">The bytes of one selection.</param>
    /// <param name="parallel">Whether strips are to be shared by threads.</param>
    /// <returns>A multiple of 8 from 8 to 1024.</returns>
    public static nint StripWidth(nint extent, nint laneBytes, bool parallel)
    {
        // A strip that stays in the cache between its sweeps is brought there once. Too narrow ones would waste more than they save.
        nint resident = Cache.ResidentBytes / Math.Max(laneBytes, 1);
        nint most = Math.Max(1, Math.Min(extent, resident >= 128 ? Math.Min(resident, 1024) : 1024));
        nint strips = (extent + most - 1) / most;
        strips = parallel ? Math.Max(strips, Math.Min(Environment.ProcessorCount, extent / 64)) : strips;
        return (Math.Max(1, (extent + strips - 1) / Math.Max(strips, 1)) + 15) & ~15;
    }

    private static Operand Result(in Operands operands) => operands.GradInput.Bytes > 0 ? operands.GradInput : operands.Output;

    // In place the result's lines are in the cache anyhow.
    private static bool IsInPlace(in Operands operands)
    {
        ref byte target = ref Result(operands).Start;
        return Unsafe.AreSame(ref target, ref operands.Input.Start) || Unsafe.AreSame(ref target, ref operands.GradOutput.Start);
    }

    // An address between two elements is no element's cache line.
    private static unsafe bool Streams(Operand result) =>
        result.Bytes >= Cache.StreamingBytes && (nint)Unsafe.AsPointer(ref result.Start) % result.ElementBytes == 0;

    // The scratch memory comes from the stack and is not cleared: a kernel clears the lanes that it uses. It starts a cache line, so that
    // no vector in it lies across two.
    [SkipLocalsInit]
    private static unsafe void RunItems<TKernel>(ref TKernel kernel, nint first, nint end)
        where TKernel : struct, IKernel
    {
        int bytes = kernel.ScratchBytes;
        byte* scratch = stackalloc byte[bytes + 64];
        kernel.Run(first, end, new Span<byte>(scratch + (-(nint)scratch & 63), bytes));
    }

    // A copy of the kernel, not the ref, is what the worker threads share: it holds addresses and extents alone.
    private static void RunParallel<TKernel>(TKernel kernel, nint items)
        where TKernel : struct, IKernel
    {
        // Four chunks a thread even out threads that are late; items are independent, so the cut changes no bit.
        nint chunks = (nint)Math.Min(items, 4L * Environment.ProcessorCount);
        Parallel.For(0L, chunks, chunk =>
        {
            TKernel own = kernel;
            nint first = (nint)((Int128)items * chunk / chunks);
            nint end = (nint)((Int128)items * (chunk + 1) / chunks);
            RunItems(ref own, first, end);
        });
    }
}
