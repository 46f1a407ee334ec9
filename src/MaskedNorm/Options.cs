namespace MaskedNorm;

/// <summary>The divisor d of the variance S / d.</summary>
public enum Variance
{
    /// <summary>d = n − 1.</summary>
    Unbiased,

    /// <summary>d = n.</summary>
    Biased,
}

/// <summary>What a position that is not normalized gets.</summary>
public enum OutputPolicy
{
    /// <summary>y = x, bit for bit.</summary>
    Keep,

    /// <summary>y = γ·x + β.</summary>
    Affine,

    /// <summary>y = 0.</summary>
    Zero,

    /// <summary>y as if the position were valid, with the statistics of the valid elements.</summary>
    Normalize,
}

/// <summary>Which normalization is computed.</summary>
public enum NormKind
{
    /// <summary>Subtract the mean, divide by the standard deviation.</summary>
    Standard,

    /// <summary>Divide by the root of the mean square.</summary>
    Rms,
}

/// <summary>What a true (non-zero) mask element means.</summary>
public enum MaskMarks
{
    /// <summary>The element is valid.</summary>
    Valid,

    /// <summary>The element is padding.</summary>
    Padding,
}

/// <summary>The side of the valid elements on which padding stands.</summary>
public enum PaddingSide
{
    /// <summary>Valid elements first.</summary>
    Right,

    /// <summary>Padding first.</summary>
    Left,
}
