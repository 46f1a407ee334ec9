using System;
using System.Collections.Generic;

namespace MaskedNorm.Layers;

/// <summary>A trainable parameter of a layer: all that an optimizer needs.</summary>
public sealed class LayerParameter
{
    private readonly float[] _value;
    private readonly float[] _gradient;

    internal LayerParameter(string name, int[] shape, int count, float initial)
    {
        Name = name;
        Shape = Array.AsReadOnly(shape);
        _value = new float[count];
        _gradient = new float[count];
        Array.Fill(_value, initial);
    }

    /// <summary>"weight" or "bias".</summary>
    public string Name { get; }

    /// <summary>The extents of the axes that the parameter spans, in its memory order.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The values, dense and row-major.</summary>
    public Memory<float> Value => _value;

    /// <summary>The sum of the gradients of all <c>Backward</c> calls since the last <see cref="INormLayer.ZeroGradients"/>.</summary>
    public Memory<float> Gradient => _gradient;
}
