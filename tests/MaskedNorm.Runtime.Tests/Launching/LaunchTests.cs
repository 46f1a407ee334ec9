using System;
using System.Collections.Concurrent;
using System.Linq;

namespace MaskedNorm.Runtime.Tests;

/// <summary>Who gets which items of a call.</summary>
public class LaunchTests
{
    [Theory]
    [InlineData(32_767, false)]
    [InlineData(32_768, true)]
    public void Threads_share_calls_that_are_worth_it(int elements, bool shares)
    {
        ConcurrentBag<(nint First, nint End)> runs = Run(new float[elements], parallel: true);
        Assert.Equal(shares && Environment.ProcessorCount > 1, runs.Count > 1);
        nint next = 0;
        foreach ((nint first, nint end) in runs.Order())
        {
            Assert.Equal(next, first);
            next = end;
        }

        Assert.Equal(100, next);
    }

    [Fact]
    public void A_call_that_is_not_shared_allocates_nothing()
    {
        float[] input = new float[32_767];
        Run(input, parallel: true);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ItemsKernel kernel = new(null);
        Launch.Run(ref kernel, Operands(input), 100, parallel: true);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Without_the_option_one_thread_has_all_items() => Assert.Equal([(0, 100)], Run(new float[1 << 20], parallel: false));

    private static ConcurrentBag<(nint First, nint End)> Run(float[] input, bool parallel)
    {
        ConcurrentBag<(nint First, nint End)> runs = [];
        ItemsKernel kernel = new(runs);
        Launch.Run(ref kernel, Operands(input), 100, parallel);
        return runs;
    }

    private static Operands Operands(float[] input)
    {
        Operands operands = default;
        operands.Input = Operand.Of<float>(input, "input");
        return operands;
    }

    /// <summary>A kernel that notes its items.</summary>
    private readonly struct ItemsKernel(ConcurrentBag<(nint First, nint End)>? runs) : IKernel
    {
        public int ScratchBytes => 0;

        public void Bind(in Addresses addresses)
        {
        }

        public void Run(nint first, nint end, Span<byte> scratch) => runs?.Add((first, end));
    }
}
