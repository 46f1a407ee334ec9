namespace MaskedNorm.Tests.Reference;

/// <summary>What a call computes. Statistics are one per selection, kept axes in layout order.</summary>
internal sealed record NormResult
{
    public double[] Output { get; init; } = [];

    public long[] Count { get; init; } = [];

    public double[] Mean { get; init; } = [];

    public double[] Variance { get; init; } = [];

    /// <summary>Σ (x − mean)².</summary>
    public double[] SquaredDeviations { get; init; } = [];

    /// <summary>Selections without scale.</summary>
    public bool[] Degenerate { get; init; } = [];

    public double[] GradInput { get; init; } = [];

    public double[] GradWeight { get; init; } = [];

    public double[] GradBias { get; init; } = [];

    /// <summary>For every position the size of the terms that its output is a sum of: what a rounding error is relative to.</summary>
    public double[] OutputScale { get; init; } = [];

    /// <summary>For every position max |r·γ·∂y| of its selection, but no less than a 32nd of what normalized padding adds to A and B.</summary>
    public double[] GradInputScale { get; init; } = [];

    /// <summary>For every weight the sum of the absolute terms of its gradient.</summary>
    public double[] GradWeightScale { get; init; } = [];

    /// <summary>For every bias the sum of the absolute terms of its gradient.</summary>
    public double[] GradBiasScale { get; init; } = [];
}
