namespace MaskedNorm;

/// <summary>The element type of a tensor in a safetensors file; tensors stand there in this order.</summary>
public enum SafetensorsType
{
    /// <summary>I64: <see cref="long"/>.</summary>
    I64,

    /// <summary>F64: <see cref="double"/>.</summary>
    F64,

    /// <summary>F32: <see cref="float"/>.</summary>
    F32,

    /// <summary>BF16: <see cref="MaskedNorm.BFloat16"/>.</summary>
    BF16,

    /// <summary>F16: <see cref="System.Half"/>.</summary>
    F16,

    /// <summary>F8_E4M3: <see cref="MaskedNorm.Float8E4M3"/>.</summary>
    F8E4M3,

    /// <summary>F8_E5M2: <see cref="MaskedNorm.Float8E5M2"/>.</summary>
    F8E5M2,
}
