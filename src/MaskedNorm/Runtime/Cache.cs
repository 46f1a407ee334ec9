using System;
using System.Runtime.Intrinsics.X86;

namespace MaskedNorm.Runtime;

/// <summary>Facts of this machine's caches.</summary>
internal static class Cache
{
    private const int Assumed = 32 << 20;

    /// <summary>Gets the size of the result from which on stores go past the cache: a quarter of the last level, as input and result share half of it.</summary>
    public static nint StreamingBytes { get; } = LastLevelBytes() / 4;

    // CPUID, the leaf of deterministic cache parameters: 4 as Intel has it, 0x8000001D as AMD has it.
    private static nint LastLevelBytes()
    {
        if (!X86Base.IsSupported)
        {
            return Assumed;
        }

        nint largest = 0;
        foreach (int leaf in (ReadOnlySpan<int>)[4, unchecked((int)0x8000001D)])
        {
            int top = X86Base.CpuId(leaf & unchecked((int)0x80000000), 0).Eax;
            for (int level = 0; unchecked((uint)top) >= unchecked((uint)leaf) && level < 8; level++)
            {
                (int eax, int ebx, int ecx, _) = X86Base.CpuId(leaf, level);
                if ((eax & 31) == 0)
                {
                    break;
                }

                nint ways = ((ebx >>> 22) & 0x3FF) + 1;
                nint partitions = ((ebx >>> 12) & 0x3FF) + 1;
                nint line = (ebx & 0xFFF) + 1;
                largest = Math.Max(largest, ways * partitions * line * ((nint)(uint)ecx + 1));
            }
        }

        return largest == 0 ? Assumed : largest;
    }
}
