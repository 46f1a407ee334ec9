using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Threading.Tasks;

namespace MaskedNorm.Runtime;

/// <summary>Pins the operands of a call and runs its kernel. For emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Launch
{
    // What a second level of 512 KB keeps.
    private const nint CommonResidentBytes = 256 << 10;

    // What blocks give for the gradients of weight and bias, until it is added up.
    private const nint MostPartBytes = 16 << 20;

    // An input of fewer bytes is done sooner than other threads have come to help. The option is for those who measured otherwise, and for tests.
    private static readonly nint LeastSharedBytes = RuntimeOption.Bytes("MaskedNorm.ParallelBytes") ?? (128 << 10);

    // Four chunks a thread even out threads that are late.
    private static nint Chunks => 4 * (nint)Environment.ProcessorCount;

    /// <summary>Runs a kernel on this thread.</summary>
    /// <typeparam name="TKernel">The emitted kernel.</typeparam>
    /// <param name="kernel">The kernel; it receives the addresses.</param>
    /// <param name="operands">The operands; pinned for the duration of the call.</param>
    /// <param name="items">The number of work items.</param>
    /// <param name="parallel">Whether to split the items over the thread pool.</param>
    /// <exception cref="ArgumentException">Operands overlap.</exception>
    public static void Run<TKernel>(ref TKernel kernel, in Operands operands, nint items, bool parallel)
        where TKernel : struct, IKernel => Run(ref kernel, in operands, items, parallel ? 1 : items, default);

    /// <summary>Runs a kernel whose items share elements of the weight, and splits its blocks over the thread pool.</summary>
    /// <typeparam name="TKernel">The emitted kernel.</typeparam>
    /// <param name="kernel">The kernel; it receives the addresses.</param>
    /// <param name="operands">The operands; pinned for the duration of the call.</param>
    /// <param name="items">The number of work items.</param>
    /// <param name="block">The number of items that are added up alone.</param>
    /// <param name="sums">The sums for the gradients of weight and bias.</param>
    /// <exception cref="ArgumentException">Operands overlap.</exception>
    public static void RunBlocks<TKernel>(ref TKernel kernel, in Operands operands, nint items, nint block, scoped in GradientSums sums)
        where TKernel : struct, IKernel => Run(ref kernel, in operands, items, block, sums);

    private static unsafe void Run<TKernel>(ref TKernel kernel, in Operands operands, nint items, nint block, scoped in GradientSums shared)
        where TKernel : struct, IKernel
    {
        operands.CheckApart();
        bool inPlace = IsInPlace(operands);
        bool streaming = Streams(operands);
        bool allocates = !inPlace && !streaming;
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
                Descending = streaming && (gradInput == null ? Descends((nint)output, (nint)input, (nint)input) : Descends((nint)gradInput, (nint)input, (nint)gradOutput)),
                Apart = !inPlace,
                Allocates = allocates,
                Distant = operands.Input.Bytes > Cache.DistantBytes,
                Far = !allocates && !Vector512.IsHardwareAccelerated && operands.Input.Bytes >= Cache.StreamingBytes,
            };
            kernel.Bind(addresses);
            if (items > block && Environment.ProcessorCount > 1 && operands.Input.Bytes >= LeastSharedBytes)
            {
                RunParallel(kernel, addresses, items, block, shared.Count);
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
    /// <param name="laneBytes">The bytes of one lane in all rows.</param>
    /// <param name="rowLanes">The number of lanes from one row to the next.</param>
    /// <param name="parallel">Whether strips are to be shared by threads.</param>
    /// <returns>A multiple of 16 from 16 to 1024.</returns>
    public static nint StripWidth(nint extent, nint laneBytes, nint rowLanes, bool parallel) =>
        StripWidth(extent, laneBytes, rowLanes, Cache.ResidentBytes, parallel ? Environment.ProcessorCount : 1);

    /// <summary>
    /// The number of lanes in a strip of selections that share elements of the weight. The lanes of a strip are added up together: so it is the
    /// same on every machine, whatever its caches and the number of its threads.
    /// </summary>
    /// <param name="extent">The extent of the vector axis.</param>
    /// <param name="laneBytes">The bytes of one lane in all rows.</param>
    /// <param name="rowLanes">The number of lanes from one row to the next.</param>
    /// <returns>A multiple of 16 from 16 to 1024.</returns>
    public static nint CommonStripWidth(nint extent, nint laneBytes, nint rowLanes) => StripWidth(extent, laneBytes, rowLanes, CommonResidentBytes, threads: 1);

    // A strip that stays in the cache between its sweeps is brought there once. Too narrow ones would waste more than they save. Where rows are a
    // power of two apart, or a multiple of one, a narrower strip has its share of the cache's places alone (up to a page: pages stand anywhere). If
    // that many lanes do not stay there, no fewer do, and whole rows, one after the other, are read soonest.
    private static nint StripWidth(nint extent, nint laneBytes, nint rowLanes, nint residentBytes, int threads)
    {
        const nint LanesOfPage = 1024;
        nint apart = Math.Min(rowLanes & -rowLanes, LanesOfPage);
        nint resident = residentBytes / Math.Max(laneBytes, 1);
        nint most = Math.Max(1, Math.Min(extent, resident >= Math.Max(128, apart) ? Math.Min(resident, 1024) : 1024));
        nint strips = Math.Max((extent + most - 1) / most, threads == 1 ? 0 : Math.Min(threads, extent / 64));
        return (Math.Max(1, (extent + strips - 1) / Math.Max(strips, 1)) + 15) & ~15;
    }

    /// <summary>The number of lanes in a strip of selections that have several lanes each.</summary>
    /// <param name="lanes">The number of lanes that a strip would have.</param>
    /// <param name="columns">The number of lanes of a selection, at most 64.</param>
    /// <returns>A multiple of <paramref name="columns"/>, at most 1280 with the selections, which have a strip of their own on the stack.</returns>
    public static nint WholeSelections(nint lanes, nint columns)
    {
        nint most = Math.Min(1024, 1280 * columns / (columns + 1));
        nint whole = (lanes + columns - 1) / columns * columns;
        return whole <= most ? whole : most / columns * columns;
    }

    /// <summary>Whether the result goes past the cache.</summary>
    internal static bool Streams(in Operands operands) => !IsInPlace(operands) && IsAligned(Result(operands)) && IsLarge(operands);

    private static Operand Result(in Operands operands) => operands.GradInput.Bytes > 0 ? operands.GradInput : operands.Output;

    // In place the result's lines are in the cache anyhow.
    private static bool IsInPlace(in Operands operands)
    {
        ref byte target = ref Result(operands).Start;
        return Unsafe.AreSame(ref target, ref operands.Input.Start) || Unsafe.AreSame(ref target, ref operands.GradOutput.Start);
    }

    // What is read and written shares the last level: two tensors, or three.
    private static bool IsLarge(in Operands operands)
    {
        nint written = Result(operands).Bytes;
        return written > 0 && operands.Input.Bytes + operands.GradOutput.Bytes + written >= Cache.StreamingBytes;
    }

    // An address between two elements is no element's cache line.
    private static unsafe bool IsAligned(Operand result) =>
        result.Bytes > 0 && (nint)Unsafe.AsPointer(ref result.Start) % result.ElementBytes == 0;

    // The processor tells loads from stores by their places in a page at first. Where the result's is a little after that of what is read, the
    // load of the next elements waits for the store of these; where it is a little before, that of the elements before them.
    private static bool Descends(nint result, nint input, nint gradOutput)
    {
        const nint Page = 4096;
        const nint Near = 128;
        nint afterInput = (result - input) & (Page - 1);
        nint afterGradOutput = (result - gradOutput) & (Page - 1);
        return (afterInput is > 0 and < Near || afterGradOutput is > 0 and < Near)
            && afterInput <= Page - Near && afterGradOutput <= Page - Near;
    }

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
    private static unsafe void RunParallel<TKernel>(TKernel kernel, Addresses addresses, nint items, nint block, int sharedSums)
        where TKernel : struct, IKernel
    {
        nint blocks = (items / block) + (items % block == 0 ? 0 : 1);
        if (sharedSums == 0)
        {
            InChunks(0, blocks, addresses.Streaming, (first, end) =>
            {
                TKernel own = kernel;
                RunItems(ref own, first * block, Math.Min(end * block, items));
            });
            return;
        }

        // Some blocks at a time, so that what they give needs no more memory the more there are of them.
        nint partBytes = checked(2 * sizeof(double) * (nint)sharedSums);
        nint window = Math.Min(blocks, Math.Max(Chunks, MostPartBytes / partBytes));
        double* parts = (double*)NativeMemory.Alloc((nuint)window, (nuint)partBytes);
        try
        {
            for (nint done = 0; done < blocks; done += window)
            {
                nint last = Math.Min(done + window, blocks);
                InChunks(done, last, addresses.Streaming, (first, end) =>
                {
                    TKernel own = kernel;
                    RunBlocks(ref own, addresses, first, end, block, items, sharedSums, parts - (2 * (nint)sharedSums * done));
                });
                AddParts(addresses.GradSums, parts, last - done, sharedSums);
            }
        }
        finally
        {
            NativeMemory.Free(parts);
        }
    }

    // Blocks are independent, so the cut changes no bit.
    private static void InChunks(nint start, nint end, bool streaming, Action<nint, nint> run)
    {
        nint count = end - start;
        nint chunks = Math.Min(count, Chunks);
        Parallel.For(0L, chunks, chunk =>
        {
            run(start + (nint)((Int128)count * chunk / chunks), start + (nint)((Int128)count * (chunk + 1) / chunks));
            if (streaming)
            {
                Lanes.Fence();
            }
        });
    }

    // Each block is added up in sums of this thread's own, and what it gives is kept for its turn.
    private static unsafe void RunBlocks<TKernel>(
        ref TKernel kernel, Addresses addresses, nint first, nint end, nint block, nint items, int count, double* parts)
        where TKernel : struct, IKernel
    {
        using GradientSums sums = GradientSums.Rent(count, addresses.Input, GradientSums.Place(addresses.GradSums));
        addresses.GradSums = (nint)Unsafe.AsPointer(ref sums.Start);
        kernel.Bind(addresses);
        for (nint b = first; b < end; b++)
        {
            RunItems(ref kernel, b * block, Math.Min((b + 1) * block, items));
            sums.MoveTo(parts + (2 * (nint)count * b));
        }
    }

    // The blocks in their order, whoever computed them; threads share the elements.
    private static unsafe void AddParts(nint sums, double* parts, nint blocks, int count)
    {
        int share = Math.Max(256, ((count / Environment.ProcessorCount) + 64) & ~63);
        int shares = ((count - 1) / share) + 1;
        Parallel.For(0, shares, i =>
        {
            for (nint b = 0; b < blocks; b++)
            {
                GradientSums.Add(sums, parts + (2 * (nint)count * b), i * share, (int)Math.Min(count, (i + 1L) * share));
            }
        });
    }
}
