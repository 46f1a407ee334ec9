using System;

namespace MaskedNorm.Benchmarks.Peers;

/// <summary>A row of the table done by a library, on the same buffers as ours.</summary>
/// <param name="Kernel">Ours.</param>
/// <param name="Copy">A copy of the same data.</param>
/// <param name="Library">The library's.</param>
/// <param name="Implementation">What the library calls its implementation.</param>
/// <param name="Difference">The largest difference of the two results, relative to the largest value of ours.</param>
/// <param name="Buffers">What to free.</param>
internal sealed record Peer(Action Kernel, Action Copy, Action Library, string Implementation, Func<double> Difference, params IDisposable[] Buffers) : IDisposable
{
    public void Dispose()
    {
        foreach (IDisposable buffer in Buffers)
        {
            buffer.Dispose();
        }
    }
}
