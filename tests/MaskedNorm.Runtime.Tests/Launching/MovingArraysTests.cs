using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace MaskedNorm.Runtime.Tests;

/// <summary>Kernels hold addresses of arrays, which the garbage collector moves.</summary>
public class MovingArraysTests
{
    private const int Calls = 100, N = 3000, F = 6;

    [Fact]
    public async Task Arrays_are_moved_before_a_call_or_after_it()
    {
        // Every other row has no scale, and is done one by one: calls take long enough for collections.
        Random random = new(1);
        float[] x = Enumerable.Range(0, N * F).Select(i => i / F % 2 == 0 ? i / F : (random.NextSingle() * 4) - 2).ToArray();
        bool[] mask = Enumerable.Range(0, N).Select(_ => random.Next(8) > 0).ToArray();
        float[] expected = new float[x.Length];
        Norms.MaskedNorm(x, mask, expected, N, F);

        using CancellationTokenSource done = new();
        Task collector = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                GC.Collect(0, GCCollectionMode.Forced, blocking: true, compacting: true);
            }
        });

        int during = 0, moved = 0;
        for (int call = 0; call < Calls; call++)
        {
            // What stands before a new array is garbage, so that the array moves down in the next collection.
            GC.KeepAlive(new byte[1000 + (call % 7)]);
            float[] input = [.. x];
            GC.KeepAlive(new byte[1000 + (call % 5)]);
            float[] output = new float[x.Length];
            bool[] valid = [.. mask];
            nint before = Address(output);
            int collections = GC.CollectionCount(0);
            Norms.MaskedNorm(input, valid, output, N, F);
            during += GC.CollectionCount(0) > collections ? 1 : 0;
            GC.Collect(0, GCCollectionMode.Forced, blocking: true, compacting: true);
            moved += Address(output) == before ? 0 : 1;
            Assert.Equal(expected, output);
        }

        await done.CancelAsync();
        await collector;
        Assert.True(during > 0 && moved > 0, $"There was a collection in {during} of {Calls} calls, and {moved} arrays were moved.");
    }

    private static unsafe nint Address(float[] array) => (nint)Unsafe.AsPointer(ref array[0]);
}
