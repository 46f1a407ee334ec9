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

    /// <summary>The trainable parameters: weight, then bias. Empty before the first <c>Forward</c>, <c>Backward</c> or <see cref="Load"/>, which makes them.</summary>
    IReadOnlyList<LayerParameter> Parameters { get; }

    /// <summary>Sets the gradients of all parameters to zero.</summary>
    void ZeroGradients();

    /// <summary>Saves weight, bias, running_mean, running_var and num_batches_tracked, as far as the layer has them, as a safetensors file.</summary>
    /// <remarks>
    /// The values are saved as float, as PyTorch has them; between calls, the running statistics are kept in double, and inference takes them as
    /// float, so that a loaded layer gives the same bits. A split axis such as <c>(G=2 c)</c> is one dimension, as in PyTorch, if the layout fixes all
    /// parts but one. Where features have seen different numbers of batches, those stand in the file's text, and num_batches_tracked is the greatest.
    /// </remarks>
    /// <param name="path">The file, or a link to it. A failure leaves an old file as it was.</param>
    /// <exception cref="InvalidOperationException">The layer's tensors are not made yet.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written.</exception>
    void Save(string path);

    /// <summary>Loads what <see cref="Save"/> saved, or PyTorch's layer of the same kind. A failure leaves the layer as it was.</summary>
    /// <remarks>Values may be F32, F16 or BF16, as checkpoints have them; they become float, exactly.</remarks>
    /// <param name="path">The file.</param>
    /// <param name="prefix">
    /// In the file of a whole model, what stands before the names of this layer's tensors: <c>encoder.norm1.</c> for <c>encoder.norm1.weight</c>. All
    /// tensors of that prefix must be the layer's. Without a prefix that holds for all tensors of the file.
    /// </param>
    /// <exception cref="InvalidDataException">The file is cut off or otherwise no safetensors file, or its tensors are not those of this layer.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read, or is a folder.</exception>
    void Load(string path, string prefix = "");
}
