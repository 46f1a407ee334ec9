using System;

namespace MaskedNorm.Benchmarks;

/// <summary>One row of the table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Work">The work in words.</param>
/// <param name="Goal">The ratio aimed at, in the row's own unit.</param>
/// <param name="Unit">What the ratio is over: a copy of the same data, or the time of another row.</param>
/// <param name="Create">Makes the buffers and the work.</param>
internal sealed record Row(string Name, string Work, double Goal, string Unit, Func<Workload> Create)
{
    public const string Copy = "copy";
}

/// <summary>The work of a row with its buffers.</summary>
/// <param name="Kernel">One call of the kernel.</param>
/// <param name="Reference">What its time is divided by: a copy of the same data, or another kernel.</param>
/// <param name="Streaming">The same copy with non-temporal stores, or null.</param>
/// <param name="Composed">The same work composed from TensorPrimitives, or null.</param>
/// <param name="Buffers">What to free.</param>
internal sealed record Workload(Action Kernel, Action Reference, Action? Streaming, Action? Composed, params IDisposable[] Buffers) : IDisposable
{
    public void Dispose()
    {
        foreach (IDisposable buffer in Buffers)
        {
            buffer.Dispose();
        }
    }
}
