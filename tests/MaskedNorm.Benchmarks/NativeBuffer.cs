using System;
using System.Runtime.InteropServices;

namespace MaskedNorm.Benchmarks;

/// <summary>Native memory that starts at a cache line, or a given number of bytes after one.</summary>
internal sealed unsafe class NativeBuffer<T> : IDisposable
    where T : unmanaged
{
    private readonly byte* start;
    private readonly int offset;

    public NativeBuffer(int length, int offset = 0)
    {
        start = (byte*)NativeMemory.AlignedAlloc(((nuint)length * (nuint)sizeof(T)) + 256, 4096);
        Length = length;
        this.offset = offset;
        Span.Clear();
    }

    public int Length { get; }

    public Span<T> Span => new(start + offset, Length);

    public T* Pointer => (T*)(start + offset);

    public void Dispose() => NativeMemory.AlignedFree(start);
}
