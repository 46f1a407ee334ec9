namespace MaskedNorm.Benchmarks.Classic;

/// <summary>Layer norm without affine.</summary>
public class LayerNorm() : ComposedBenchmark("rows-cache", "rows-mid", "rows-memory", "rows-short");

/// <summary>Layer norm with weight and bias.</summary>
public class LayerNormAffine() : ComposedBenchmark("rows-affine");

/// <summary>Batch norm N C L.</summary>
public class BatchNorm() : ComposedBenchmark("batch-small", "batch-mid", "batch-memory");

/// <summary>Batch norm N L C.</summary>
public class BatchNormChannelsLast() : ComposedBenchmark("batch-last");

/// <summary>Norm over the outer axis.</summary>
public class Axis0Norm() : ComposedBenchmark("axis0");

/// <summary>Group norm.</summary>
public class GroupNorm() : ComposedBenchmark("group");

/// <summary>The three gradients of layer norm and batch norm.</summary>
public class Gradients() : ClassicBenchmark("rows-backward", "batch-backward");
