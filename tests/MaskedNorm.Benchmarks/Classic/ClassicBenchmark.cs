using System;
using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.Attributes;

namespace MaskedNorm.Benchmarks.Classic;

/// <summary>Rows of the table as a benchmark: the kernel, what it is compared with, and the same work from TensorPrimitives.</summary>
public abstract class ClassicBenchmark : IDisposable
{
    private readonly string[] prefixes;
    private Workload? work;

    /// <summary>Takes the rows whose names start with one of some words.</summary>
    /// <param name="prefixes">The words.</param>
    protected ClassicBenchmark(params string[] prefixes) => this.prefixes = prefixes;

    /// <summary>The rows that are measured.</summary>
    public IEnumerable<string> Rows => Table.Rows
        .Where(row => row.Unit == Benchmarks.Row.Copy && prefixes.Any(prefix => row.Name.StartsWith(prefix, StringComparison.Ordinal)))
        .Select(row => row.Name);

    /// <summary>The row.</summary>
    [ParamsSource(nameof(Rows))]
    public string Row { get; set; } = "";

    /// <summary>A copy of the same data.</summary>
    [Benchmark(Baseline = true)]
    public void Copy() => work!.Reference();

    /// <summary>The emitted kernel.</summary>
    [Benchmark]
    public void Kernel() => work!.Kernel();

    /// <summary>A copy with non-temporal stores.</summary>
    [Benchmark]
    public void StreamingCopy() => work!.Streaming!();

    /// <summary>Makes the buffers.</summary>
    [GlobalSetup]
    public void Setup() => work = Table.Rows.First(row => row.Name == Row).Create();

    /// <summary>Frees the buffers.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The work.</summary>
    private protected Workload Work => work!;

    /// <summary>Frees the buffers.</summary>
    /// <param name="disposing">Whether it is not a finalizer that calls.</param>
    protected virtual void Dispose(bool disposing)
    {
        work?.Dispose();
        work = null;
    }
}

/// <summary>Kernels that have a natural composition from TensorPrimitives.</summary>
public abstract class ComposedBenchmark(params string[] prefixes) : ClassicBenchmark(prefixes)
{
    /// <summary>The same work composed from TensorPrimitives.</summary>
    [Benchmark]
    public void TensorPrimitives() => Work.Composed!();
}
