using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace MaskedNorm;

/// <summary>A named tensor of a safetensors file: an element type, a shape and dense row-major values.</summary>
public sealed class SafetensorsTensor
{
    private readonly byte[] _data;

    internal SafetensorsTensor(string name, SafetensorsType type, long[] shape, byte[] data)
    {
        Name = name;
        Type = type;
        Shape = Array.AsReadOnly(shape);
        _data = data;
    }

    /// <summary>The name, unique in its file.</summary>
    public string Name { get; }

    /// <summary>The element type.</summary>
    public SafetensorsType Type { get; }

    /// <summary>The extents, outermost first; none for a single number.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The values' bytes, little-endian.</summary>
    public ReadOnlyMemory<byte> Data => _data;

    /// <summary>A tensor with a copy of the given values.</summary>
    /// <typeparam name="T">double, float, Half, <see cref="BFloat16"/>, <see cref="Float8E4M3"/>, <see cref="Float8E5M2"/>, bool or an integer of 8 to 64 bits.</typeparam>
    /// <param name="name">The name: valid text, and not "__metadata__".</param>
    /// <param name="values">The values, dense and row-major.</param>
    /// <param name="shape">The extents, outermost first; their product is the number of values.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">The name is reserved or no valid text, or the shape does not fit the values.</exception>
    /// <exception cref="NotSupportedException">The format has no such T here.</exception>
    public static SafetensorsTensor Create<T>(string name, ReadOnlySpan<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(name);
        SafetensorsHeader.CheckText(name, nameof(name));
        if (name == SafetensorsHeader.MetadataName)
        {
            throw new ArgumentException($"The name {name} is reserved.", nameof(name));
        }

        SafetensorsType type = SafetensorsHeader.TypeOf<T>();
        if (SafetensorsHeader.ElementCount(shape) != values.Length)
        {
            throw new ArgumentException($"{name}: the shape [{string.Join(", ", shape.ToArray())}] does not hold {values.Length} values.", nameof(shape));
        }

        return new SafetensorsTensor(name, type, shape.ToArray(), Bytes(values));
    }

    /// <summary>The values, dense and row-major.</summary>
    /// <typeparam name="T">The type that <see cref="Type"/> stands for; nothing is converted.</typeparam>
    /// <returns>The tensor's own memory.</returns>
    /// <exception cref="InvalidOperationException">The tensor's elements have another type.</exception>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged
    {
        SafetensorsType asked = SafetensorsHeader.TypeOf<T>();
        return asked == Type
            ? MemoryMarshal.Cast<byte, T>(_data)
            : throw new InvalidOperationException($"{Name} is {SafetensorsHeader.NameOf(Type)}, not {SafetensorsHeader.NameOf(asked)}.");
    }

    /// <summary>The same tensor under another name, as float where its elements are those of 16 bits, which float holds exactly.</summary>
    internal SafetensorsTensor Widened(string name) => Type switch
    {
        SafetensorsType.F16 => new(name, SafetensorsType.F32, [.. Shape], Bytes<float>(Array.ConvertAll(Values<Half>().ToArray(), value => (float)value))),
        SafetensorsType.BF16 => new(name, SafetensorsType.F32, [.. Shape], Bytes<float>(Array.ConvertAll(Values<BFloat16>().ToArray(), value => (float)value))),
        _ => new(name, Type, [.. Shape], _data),
    };

    private static byte[] Bytes<T>(ReadOnlySpan<T> values)
        where T : unmanaged => MemoryMarshal.AsBytes(values).ToArray();
}
