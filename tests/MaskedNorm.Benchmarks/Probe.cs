using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MaskedNorm.Benchmarks;

/// <summary>
/// Tells whether this thread has its core to itself. A virtual machine's processor is often one of two threads of a core, and the other one is
/// somebody else's: while it works, arithmetic in the first cache takes a quarter longer, and so does all that stores past the caches, but an
/// ordinary copy, which waits for memory, takes what it took.
/// </summary>
internal static class Probe
{
    private const int Rounds = 1000;
    private const double Tolerance = 1.1;

    private static readonly float[] Data = new float[2048];
    private static readonly float[] Sink = new float[8];
    private static long best = long.MaxValue;

    /// <summary>Takes a probe, about 0.1 ms.</summary>
    /// <returns>Its ticks.</returns>
    public static long Take()
    {
        // What was measured has taken the caches, and what it stored is still on its way.
        Work(Rounds / 4);
        long start = Stopwatch.GetTimestamp();
        Work(Rounds);
        long ticks = Stopwatch.GetTimestamp() - start;
        best = Math.Min(best, ticks);
        return ticks;
    }

    /// <summary>Whether a probe took about as long as the shortest one of this process.</summary>
    /// <param name="ticks">The probe's ticks.</param>
    /// <returns>Whether nobody else was at work on the core.</returns>
    public static bool IsAlone(long ticks) => ticks <= best * Tolerance;

    // Bound by how many operations a core can start, not by how long each takes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Work(int rounds)
    {
        ref float data = ref Data[0];
        Vector256<float> sum0 = Vector256<float>.Zero, sum1 = sum0, sum2 = sum0, sum3 = sum0, sum4 = sum0, sum5 = sum0, sum6 = sum0, sum7 = sum0;
        for (int round = 0; round < rounds; round++)
        {
            for (nuint i = 0; i < 2048; i += 64)
            {
                sum0 = Step(ref data, i, sum0);
                sum1 = Step(ref data, i + 8, sum1);
                sum2 = Step(ref data, i + 16, sum2);
                sum3 = Step(ref data, i + 24, sum3);
                sum4 = Step(ref data, i + 32, sum4);
                sum5 = Step(ref data, i + 40, sum5);
                sum6 = Step(ref data, i + 48, sum6);
                sum7 = Step(ref data, i + 56, sum7);
            }
        }

        (((sum0 + sum1) + (sum2 + sum3)) + ((sum4 + sum5) + (sum6 + sum7))).StoreUnsafe(ref Sink[0]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Step(ref float data, nuint index, Vector256<float> sum)
    {
        Vector256<float> value = Vector256.LoadUnsafe(ref data, index);
        return Vector256.FusedMultiplyAdd(value, (value.AsInt32() << 1).AsSingle(), sum);
    }
}
