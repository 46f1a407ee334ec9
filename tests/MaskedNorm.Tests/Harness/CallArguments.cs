using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace MaskedNorm.Tests.Harness;

/// <summary>What a parameter of a kernel is for.</summary>
public enum Slot
{
    Input,
    Output,
    Mask,
    Lengths,
    Weight,
    Bias,
    Mean,
    Variance,
    Moments,
    GradOutput,
    GradInput,
    GradWeight,
    GradBias,
}

/// <summary>The arguments of one call. Spans cannot pass reflection, so compiled wrappers make them from this object.</summary>
public sealed class CallArguments
{
    private readonly Dictionary<Slot, Block> _blocks = [];
    private readonly Dictionary<Slot, nint[]> _shapes = [];

    /// <summary>One extent per axis of the layout.</summary>
    public int[] Extents { get; set; } = [];

    /// <summary>The running statistics, if the kernel has them.</summary>
    public object? Running { get; set; }

    public IEnumerable<Slot> Slots => _blocks.Keys;

    public Block this[Slot slot]
    {
        get => _blocks[slot];
        set => _blocks[slot] = value;
    }

    public bool Has(Slot slot) => _blocks.ContainsKey(slot);

    /// <summary>The tensor shape of a slot; a single value over no axis is a tensor of one axis, as none can be made of no axis.</summary>
    public void Shape(Slot slot, int[] shape) => _shapes[slot] = shape.Length == 0 ? [1] : Array.ConvertAll(shape, e => (nint)e);

    public int[] Shape(Slot slot) => Array.ConvertAll(_shapes[slot], e => (int)e);

    public int Extent(int axis) => Extents[axis];

    public Span<T> Span<T>(Slot slot)
        where T : struct => MemoryMarshal.Cast<byte, T>(_blocks[slot].Bytes);

    public TensorSpan<T> Tensor<T>(Slot slot)
        where T : struct => new(Span<T>(slot), _shapes[slot]);

    /// <summary>The names of the managed blocks that were written beyond their ends.</summary>
    public string[] DeadCanaries() => _blocks.Where(b => b.Value is CanaryBlock { CanariesAreAlive: false }).Select(b => b.Key.ToString()).ToArray();
}
