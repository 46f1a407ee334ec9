using System;
using System.Runtime.Intrinsics.X86;

namespace MaskedNorm.Runtime;

/// <summary>Facts of this machine's caches.</summary>
/// <remarks>
/// <c>MaskedNorm.CacheBytes</c> in the runtime configuration (<see cref="AppContext.GetData"/>) tells how much of the last level is this
/// process's, where neighbours share it; 0: as if there were no cache.
/// </remarks>
internal static class Cache
{
    private const string Setting = "MaskedNorm.CacheBytes";

    static Cache()
    {
        (nint second, nint last) = Sizes();
        if (RuntimeOption.Bytes(Setting) is { } share)
        {
            last = share;
            second = Math.Min(second, share);
        }

        StreamingBytes = last / 4 * 3;
        ResidentBytes = second / 2;
        DistantBytes = 2 * second;
    }

    /// <summary>Gets the size of all that is read and written from which on stores go past the cache: three quarters of the last level.</summary>
    public static nint StreamingBytes { get; }

    /// <summary>Gets the size of an input that stays in the second level between two sweeps, with the result beside it.</summary>
    public static nint ResidentBytes { get; }

    /// <summary>Gets the size of an input from which on lines to come are asked for: below, what is asked for pushes out what is worked on.</summary>
    public static nint DistantBytes { get; }

    // CPUID, the leaf of deterministic cache parameters: 4 as Intel has it, 0x8000001D as AMD has it.
    private static (nint Second, nint Last) Sizes()
    {
        nint second = 1 << 20;
        nint last = 0;
        foreach (int leaf in X86Base.IsSupported ? [4, unchecked((int)0x8000001D)] : ReadOnlySpan<int>.Empty)
        {
            int top = X86Base.CpuId(leaf & unchecked((int)0x80000000), 0).Eax;
            for (int index = 0; unchecked((uint)top) >= unchecked((uint)leaf) && index < 8; index++)
            {
                (int eax, int ebx, int ecx, _) = X86Base.CpuId(leaf, index);
                if ((eax & 31) == 0)
                {
                    break;
                }

                nint ways = ((ebx >>> 22) & 0x3FF) + 1;
                nint partitions = ((ebx >>> 12) & 0x3FF) + 1;
                nint line = (ebx & 0xFFF) + 1;
                nint size = ways * partitions * line * ((nint)(uint)ecx + 1);
                second = ((eax >> 5) & 7) == 2 ? size : second;
                last = Math.Max(last, size);
            }
        }

        return (second, last == 0 ? 32 << 20 : last);
    }
}
