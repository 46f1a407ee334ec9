namespace MaskedNorm.Layers;

/// <summary>Normalizes each valid token over its features, as the Python package's <c>masked_norm</c>; padding stays as it is.</summary>
[MaskedNormLayer("batch token feature", Axes = "feature", Mask = "batch token")]
public sealed partial class PlainMaskedNorm;

/// <summary>Normalizes each valid feature of a token over the batch; padding stays as it is.</summary>
[MaskedNormLayer("batch token feature", Axes = "batch", Mask = "token feature")]
public sealed partial class BatchedPlainMaskedNorm;

/// <summary>
/// Normalizes each valid token over its features, then applies a weight and a bias of every token; to padding and to constant tokens these
/// alone. As the Python package's <c>LazyAffineMaskedNorm</c>: the parameters have the shape of the mask that the first call sees.
/// </summary>
[MaskedNormLayer("batch token feature", Axes = "feature", Mask = "batch token", Affine = true, Padded = OutputPolicy.Affine, Degenerate = OutputPolicy.Affine)]
public sealed partial class AffineMaskedNorm;

/// <summary>
/// Normalizes each valid feature of a token over the batch, then applies a weight and a bias of every feature of a token; to padding and to
/// constant features these alone.
/// </summary>
[MaskedNormLayer("batch token feature", Axes = "batch", Mask = "token feature", Affine = true, Padded = OutputPolicy.Affine, Degenerate = OutputPolicy.Affine)]
public sealed partial class BatchedAffineMaskedNorm;

/// <summary>Batch norm of sequences over valid elements alone, with running statistics; padding stays as it is.</summary>
/// <remarks>Without padding it is PyTorch's <c>BatchNorm1d</c>, and they load each other's files.</remarks>
[MaskedNormLayer("N C L", Axes = "N L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5, RunningStatistics = true, Momentum = 0.1)]
public sealed partial class MaskedBatchNorm1d;
