using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Linq;

namespace MaskedNorm.Layers;

/// <summary>What a generated layer keeps between its calls: mode, parameters and running statistics. For emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LayerState
{
    private readonly LayerAxes _axes;
    private readonly string[] _names;
    private readonly double? _momentum;

    // The extents of the call that made the tensors: of the axes that tensors span alone they bind later calls.
    private long?[] _extents;
    private LayerTensors? _tensors;

    /// <summary>A layer without tensors yet.</summary>
    /// <param name="layout">Every axis by white space, outermost first, a fixed extent behind <c>=</c>; splits without parentheses.</param>
    /// <param name="affine">The axes that weight and bias span, in their memory order; null: there are none.</param>
    /// <param name="bias">Whether there is a bias beside the weight.</param>
    /// <param name="running">The axes that the running statistics span, which are all kept axes; null: there are none.</param>
    /// <param name="momentum">The momentum of the running statistics; null for the cumulative average.</param>
    public LayerState(string layout, string? affine = null, bool bias = false, string? running = null, double? momentum = null)
    {
        _axes = new LayerAxes(layout, affine ?? "", running ?? "");
        _names =
        [
            .. affine is null ? Array.Empty<string>() : bias ? ["weight", "bias"] : ["weight"],
            .. running is null ? Array.Empty<string>() : ["running_mean", "running_var", "num_batches_tracked"],
        ];
        _momentum = momentum;
        _extents = _axes.KnownExtents();
    }

    /// <summary>Whether the layer is being trained.</summary>
    public bool Training { get; set; } = true;

    /// <summary>The trainable parameters; empty as long as none are made.</summary>
    public IReadOnlyList<LayerParameter> Parameters => _tensors?.Parameters ?? [];

    /// <summary>The running statistics; null as long as none are made.</summary>
    public RunningStatistics<float>? Running => Has("running_mean") ? _tensors?.Running : null;

    /// <summary>Sets all gradients to zero.</summary>
    public void ZeroGradients()
    {
        foreach (LayerParameter parameter in Parameters)
        {
            parameter.Gradient.Span.Clear();
        }
    }

    /// <summary>The tensors for a call. At the first call they are new, and the layer's own only by <see cref="Keep"/>: a call that fails makes nothing.</summary>
    /// <param name="inputLength">The number of elements of the input.</param>
    /// <param name="extents">The extents of all axes.</param>
    /// <exception cref="ArgumentException">The extents do not fit the input, or the tensors that the layer has.</exception>
    public LayerTensors For(int inputLength, params ReadOnlySpan<int> extents)
    {
        _axes.CheckCall(inputLength, extents);
        if (_tensors is null)
        {
            return Make(extents);
        }

        foreach (string name in _names)
        {
            foreach (int axis in _axes.Of(name))
            {
                if (_extents[axis] != extents[axis])
                {
                    throw new ArgumentException(
                        $"Axis {_axes.Names([axis])} has {extents[axis]} elements; {_extents[axis]} were expected: the layer's {name} was made for them.");
                }
            }
        }

        return _tensors;
    }

    /// <summary>Makes the tensors of a call that succeeded the layer's own.</summary>
    /// <param name="tensors">What <see cref="For"/> gave.</param>
    /// <param name="extents">The extents of all axes.</param>
    public void Keep(LayerTensors tensors, params ReadOnlySpan<int> extents)
    {
        if (_tensors is null)
        {
            _tensors = tensors;
            _extents = Array.ConvertAll(extents.ToArray(), extent => (long?)extent);
        }
    }

    /// <inheritdoc cref="INormLayer.Save"/>
    public void Save(string path)
    {
        if (_tensors is null && _names.Length > 0)
        {
            throw new InvalidOperationException($"The layer has no {_names[0]} yet; call Forward, which makes it, before Save.");
        }

        // "pt" is what readers in Python look for.
        SafetensorsFile.Save(path, [.. _names.Select(Tensor)], new Dictionary<string, string> { ["format"] = "pt" });
    }

    /// <inheritdoc cref="INormLayer.Load"/>
    public void Load(string path)
    {
        Dictionary<string, SafetensorsTensor> found;
        long?[] extents;
        try
        {
            found = SafetensorsFile.Load(path).ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
            extents = Check(found);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }

        // Nothing below fails.
        if (_tensors is null)
        {
            _tensors = Make([.. extents.Select(extent => (int)(extent ?? 0))]);
            _extents = extents;
        }

        foreach (LayerParameter parameter in Parameters)
        {
            found[parameter.Name].Values<float>().CopyTo(parameter.Value.Span);
        }

        Running?.Restore(
            found["running_mean"].Values<float>(), found["running_var"].Values<float>(), found["num_batches_tracked"].Values<long>()[0]);
    }

    private bool Has(string name) => _names.Contains(name);

    private LayerTensors Make(ReadOnlySpan<int> extents) => new(
        Has("weight") ? Parameter("weight", 1, extents) : null,
        Has("bias") ? Parameter("bias", 0, extents) : null,
        Has("running_mean") ? new RunningStatistics<float>(Count("running_mean", extents), _momentum) : null);

    private LayerParameter Parameter(string name, float initial, ReadOnlySpan<int> extents) =>
        new(name, _axes.ShapeOf(name, extents), Count(name, extents), initial);

    // Only where another axis has no elements can this exceed what an array holds.
    private int Count(string name, ReadOnlySpan<int> extents)
    {
        Int128 count = 1;
        foreach (int extent in _axes.ShapeOf(name, extents))
        {
            count = extent == 0 ? 0 : count > Array.MaxLength ? count : count * extent;
        }

        return count <= Array.MaxLength
            ? (int)count
            : throw new ArgumentException($"The extents of axes {_axes.Names(_axes.Of(name))} are too large: {name} would have {count} elements or more.");
    }

    private SafetensorsTensor Tensor(string name)
    {
        if (name == "num_batches_tracked")
        {
            return SafetensorsTensor.Create<long>(name, [_tensors!.Running.BatchesTracked]);
        }

        ReadOnlySpan<float> values = name switch
        {
            "weight" => _tensors!.Weight,
            "bias" => _tensors!.Bias,
            "running_mean" => _tensors!.Running.Mean,
            _ => _tensors!.Running.Variance,
        };
        return SafetensorsTensor.Create(name, values, [.. _axes.Of(name).Select(axis => _extents[axis]!.Value)]);
    }

    // Whether the tensors of a file are those of the layer: the extents that they have.
    private long?[] Check(Dictionary<string, SafetensorsTensor> found)
    {
        string expected = _names.Length == 0 ? "the layer has no tensors" : $"the layer has {string.Join(", ", _names)}";
        if (_names.FirstOrDefault(name => !found.ContainsKey(name)) is { } missing)
        {
            throw new InvalidDataException($"The file has no {missing}; {expected}.");
        }

        if (found.Keys.FirstOrDefault(name => !Has(name)) is { } unknown)
        {
            throw new InvalidDataException($"{unknown} is not of this layer; {expected}.");
        }

        long?[] extents = [.. _extents];
        foreach (string name in _names)
        {
            SafetensorsTensor tensor = found[name];
            SafetensorsType type = name == "num_batches_tracked" ? SafetensorsType.I64 : SafetensorsType.F32;
            if (tensor.Type != type)
            {
                throw new InvalidDataException($"{name} has elements of type {tensor.Type}; {type} was expected.");
            }

            CheckShape(tensor, extents);
        }

        if (found.TryGetValue("num_batches_tracked", out SafetensorsTensor? batches) && batches.Values<long>()[0] < 0)
        {
            throw new InvalidDataException($"num_batches_tracked is {batches.Values<long>()[0]}; 0 or more was expected.");
        }

        return extents;
    }

    // The first tensor that spans an axis of unknown extent determines it for the others.
    private void CheckShape(SafetensorsTensor tensor, long?[] extents)
    {
        int[] axes = _axes.Of(tensor.Name);
        string shape = $"{tensor.Name} has the shape [{string.Join(", ", tensor.Shape)}]";
        if (tensor.Shape.Count != axes.Length)
        {
            throw new InvalidDataException($"{shape}; {(axes.Length == 0 ? "a single value" : "the axes " + _axes.Names(axes))} was expected.");
        }

        for (int i = 0; i < axes.Length; i++)
        {
            extents[axes[i]] ??= tensor.Shape[i] <= int.MaxValue
                ? tensor.Shape[i]
                : throw new InvalidDataException($"{shape}; axis {_axes.Names([axes[i]])} is too large.");
            if (extents[axes[i]] != tensor.Shape[i])
            {
                throw new InvalidDataException($"{shape}; axis {_axes.Names([axes[i]])} was expected to have {extents[axes[i]]} elements.");
            }
        }
    }
}
