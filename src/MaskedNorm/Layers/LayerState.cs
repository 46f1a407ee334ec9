using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Globalization;
using System.IO;
using System.Linq;

namespace MaskedNorm.Layers;

/// <summary>What a generated layer keeps between its calls: mode, parameters and running statistics. For emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LayerState
{
    private const string BatchCount = "num_batches_tracked";

    private readonly LayerAxes _axes;
    private readonly string[] _names;
    private readonly double? _momentum;

    // The extents of the call that made the tensors: of the axes that tensors span alone they bind later calls.
    private long?[] _extents;
    private LayerTensors? _tensors;

    /// <summary>A layer without tensors yet.</summary>
    /// <param name="layout">Every axis by white space, outermost first, a fixed extent behind <c>=</c>; the parts of a split one in parentheses.</param>
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
            .. running is null ? Array.Empty<string>() : ["running_mean", "running_var", BatchCount],
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
                        $"Axis {_axes.Names([axis])} has {extents[axis]} elements; {_extents[axis]} were expected: the layer's {name} was made for them.",
                        _axes.Names([axis]));
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

        // "pt" is what readers in Python look for. PyTorch counts batches for all features at once; counts that differ are text.
        Dictionary<string, string> metadata = new() { ["format"] = "pt" };
        if (Running is { } running && running.Batches.ContainsAnyExcept(running.BatchesTracked))
        {
            metadata[BatchCount] = string.Join(' ', Array.ConvertAll(running.Batches.ToArray(), batches => batches.ToString(CultureInfo.InvariantCulture)));
        }

        SafetensorsFile.Save(path, [.. _names.Select(Tensor)], metadata);
    }

    /// <inheritdoc cref="INormLayer.Load"/>
    public void Load(string path, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(prefix);
        Dictionary<string, SafetensorsTensor> found = SafetensorsFile.Load(path, prefix, out IReadOnlyDictionary<string, string> metadata)
            .Select(tensor => tensor.Widened(tensor.Name[prefix.Length..]))
            .ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        long?[] extents;
        long[] batches;
        try
        {
            extents = Check(found, prefix);
            batches = Has(BatchCount) ? Batches(found, metadata.GetValueOrDefault(prefix + BatchCount)) : [];
        }
        catch (InvalidDataException error)
        {
            string where = prefix.Length == 0 ? path : $"{path}, tensors named {prefix}*";
            throw new InvalidDataException($"{where}: {error.Message}", error);
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

        Running?.Restore(Widened(found["running_mean"]), Widened(found["running_var"]), batches);
    }

    private static double[] Widened(SafetensorsTensor tensor) => Array.ConvertAll(tensor.Values<float>().ToArray(), value => (double)value);

    // The number of batches counted for every feature.
    private static long[] Batches(Dictionary<string, SafetensorsTensor> found, string? text)
    {
        long most = found[BatchCount].Values<long>()[0];
        if (most < 0)
        {
            throw new InvalidDataException($"{BatchCount} is {most}; 0 or more was expected.");
        }

        long[] counts = new long[found["running_mean"].Values<float>().Length];
        Array.Fill(counts, most);
        if (text is not null)
        {
            string[] numbers = text.Split(' ');
            for (int feature = 0; feature < counts.Length && numbers.Length == counts.Length; feature++)
            {
                counts[feature] = long.TryParse(numbers[feature], NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count : -1;
            }

            if (numbers.Length != counts.Length || counts.Contains(-1) || counts.Max() != most)
            {
                throw new InvalidDataException(
                    $"The text {BatchCount} of the file was expected to hold a number of batches for each of {counts.Length} features, {most} the greatest.");
            }
        }

        return counts;
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
        if (name == BatchCount)
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
        return SafetensorsTensor.Create(name, values, [.. _axes.Dimensions(name).Select(axes => axes.Aggregate(1L, (product, axis) => product * _extents[axis]!.Value))]);
    }

    // Whether the tensors of a file are those of the layer: the extents that they have.
    private long?[] Check(Dictionary<string, SafetensorsTensor> found, string prefix)
    {
        string expected = _names.Length == 0 ? "the layer has no tensors" : $"the layer has {string.Join(", ", _names)}";
        if (_names.FirstOrDefault(name => !found.ContainsKey(name)) is { } missing)
        {
            // The file of a whole model, whose layers' names have prefixes.
            string longer = found.Keys.FirstOrDefault(name => name.EndsWith("." + missing, StringComparison.Ordinal)) is { } other
                ? $", but {prefix + other}; give the prefix \"{prefix + other[..^missing.Length]}\" to load that"
                : "";
            throw new InvalidDataException($"The file has no {missing}{longer}; {expected}.");
        }

        if (found.Keys.FirstOrDefault(name => !Has(name)) is { } unknown)
        {
            throw new InvalidDataException($"{unknown} is not of this layer; {expected}.");
        }

        long?[] extents = [.. _extents];
        foreach (string name in _names)
        {
            SafetensorsTensor tensor = found[name];
            if (tensor.Type != (name == BatchCount ? SafetensorsType.I64 : SafetensorsType.F32))
            {
                throw new InvalidDataException($"{name} has elements of type {tensor.Type}; {(name == BatchCount ? "I64" : "F32, F16 or BF16")} was expected.");
            }

            CheckShape(tensor, extents);
        }

        ReadOnlySpan<float> variances = Has("running_var") ? found["running_var"].Values<float>() : [];
        int negative = variances.IndexOfAnyInRange(float.NegativeInfinity, -float.Epsilon);
        if (negative >= 0)
        {
            throw new InvalidDataException(
                $"running_var of feature {negative} is {variances[negative].ToString(CultureInfo.InvariantCulture)}; 0 or more was expected.");
        }

        return extents;
    }

    // The first tensor that spans an axis of unknown extent determines it for the others. A split axis may be one dimension, or one for each part.
    private void CheckShape(SafetensorsTensor tensor, long?[] extents)
    {
        int[] axes = _axes.Of(tensor.Name);
        List<int[]> dimensions = _axes.Dimensions(tensor.Name);
        string shape = $"{tensor.Name} has the shape [{string.Join(", ", tensor.Shape)}]";
        if (tensor.Shape.Count == axes.Length)
        {
            dimensions = [.. axes.Select(axis => new[] { axis })];
        }

        if (tensor.Shape.Count != dimensions.Count)
        {
            string expected = axes.Length switch
            {
                0 => "a single value was",
                1 => $"the axis {_axes.Names(axes)} was",
                _ => $"the axes {string.Join(' ', dimensions.Select(Name))} were",
            };
            throw new InvalidDataException($"{shape}; {expected} expected.");
        }

        for (int i = 0; i < dimensions.Count; i++)
        {
            CheckDimension(shape, tensor.Shape[i], dimensions[i], extents);
        }
    }

    private string Name(int[] dimension) => dimension.Length == 1 ? _axes.Names(dimension) : $"({_axes.Names(dimension)})";

    private void CheckDimension(string shape, long elements, int[] dimension, long?[] extents)
    {
        // At most one extent is unknown, and those that a layout fixes are positive.
        long known = dimension.Aggregate(1L, (product, axis) => product * (extents[axis] ?? 1));
        int open = Array.FindIndex(dimension, axis => extents[axis] is null);
        if (open < 0 ? elements != known : known == 0 || elements % known != 0)
        {
            throw new InvalidDataException($"{shape}; axis {Name(dimension)} was expected to have {(open < 0 ? "" : "a multiple of ")}{known} elements.");
        }

        if (open >= 0)
        {
            extents[dimension[open]] = elements / known <= int.MaxValue
                ? elements / known
                : throw new InvalidDataException($"{shape}; axis {Name(dimension)} is too large.");
        }
    }
}
