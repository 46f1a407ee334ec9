using System;

namespace MaskedNorm.Tests.Harness;

/// <summary>Memory behind one parameter.</summary>
public abstract class Block
{
    public abstract Span<byte> Bytes { get; }
}

/// <summary>Managed memory between two canaries.</summary>
public sealed class CanaryBlock : Block
{
    private const int Canary = 64;
    private const byte Mark = 0xA5;
    private readonly byte[] _memory;
    private readonly int _length;

    public CanaryBlock(int length)
    {
        _length = length;
        _memory = new byte[Canary + length + Canary];
        _memory.AsSpan().Fill(Mark);
        Bytes.Clear();
    }

    public override Span<byte> Bytes => _memory.AsSpan(Canary, _length);

    public bool CanariesAreAlive => !_memory.AsSpan(0, Canary).ContainsAnyExcept(Mark)
        && !_memory.AsSpan(Canary + _length).ContainsAnyExcept(Mark);
}

/// <summary>A part of another block.</summary>
public sealed class BlockSlice(Block whole, int start, int length) : Block
{
    public override Span<byte> Bytes => whole.Bytes.Slice(start, length);
}
