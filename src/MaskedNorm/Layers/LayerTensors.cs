using System;
using System.Collections.Generic;
using System.ComponentModel;

namespace MaskedNorm.Layers;

/// <summary>The tensors of a layer for the extents that it was first called with. For emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LayerTensors
{
    private readonly LayerParameter? _weight;
    private readonly LayerParameter? _bias;
    private readonly RunningStatistics<float>? _running;

    internal LayerTensors(LayerParameter? weight, LayerParameter? bias, RunningStatistics<float>? running)
    {
        _weight = weight;
        _bias = bias;
        _running = running;
        Parameters = weight is null ? [] : bias is null ? [weight] : [weight, bias];
    }

    /// <summary>The values of the weight.</summary>
    public Span<float> Weight => _weight is null ? default : _weight.Value.Span;

    /// <summary>The gradient of the weight.</summary>
    public Span<float> GradWeight => _weight is null ? default : _weight.Gradient.Span;

    /// <summary>The values of the bias.</summary>
    public Span<float> Bias => _bias is null ? default : _bias.Value.Span;

    /// <summary>The gradient of the bias.</summary>
    public Span<float> GradBias => _bias is null ? default : _bias.Gradient.Span;

    /// <summary>The running statistics.</summary>
    /// <exception cref="InvalidOperationException">The layer has none.</exception>
    public RunningStatistics<float> Running => _running ?? throw new InvalidOperationException("The layer has no running statistics.");

    internal IReadOnlyList<LayerParameter> Parameters { get; }
}
