using System;
using System.Collections.Generic;
using System.IO;

namespace MaskedNorm.Layers;

/// <summary>What every class with <see cref="MaskedNormLayerAttribute"/> has, besides its <c>Forward</c> and <c>Backward</c>.</summary>
/// <remarks>A layer is not safe for use by several threads at once.</remarks>
public interface INormLayer
{
    /// <summary>Whether the layer is being trained: at first it is. With running statistics, training updates them and inference normalizes with them.</summary>
    bool Training { get; set; }

    /// <summary>The trainable parameters: weight, then bias. Empty before the first <c>Forward</c> (or <see cref="Load"/>), which makes them.</summary>
    IReadOnlyList<LayerParameter> Parameters { get; }

    /// <summary>Sets the gradients of all parameters to zero.</summary>
    void ZeroGradients();

    /// <summary>Saves weight, bias, running_mean, running_var and num_batches_tracked, as far as the layer has them, as a safetensors file.</summary>
    /// <remarks>The values are saved as float, as PyTorch has them; between calls, the running statistics are kept in double.</remarks>
    /// <param name="path">The file. A failure leaves an old file as it was.</param>
    /// <exception cref="InvalidOperationException">The layer's tensors are not made yet.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    void Save(string path);

    /// <summary>Loads what <see cref="Save"/> saved, or PyTorch's layer of the same kind. A failure leaves the layer as it was.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is cut off or otherwise no safetensors file, or its tensors are not those of this layer.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    void Load(string path);
}
