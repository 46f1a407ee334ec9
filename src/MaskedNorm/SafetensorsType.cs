namespace MaskedNorm;

/// <summary>The element type of a tensor in a safetensors file; tensors stand there in this order.</summary>
public enum SafetensorsType
{
    /// <summary>U64: <see cref="ulong"/>.</summary>
    U64,

    /// <summary>I64: <see cref="long"/>.</summary>
    I64,

    /// <summary>F64: <see cref="double"/>.</summary>
    F64,

    /// <summary>F32: <see cref="float"/>.</summary>
    F32,

    /// <summary>U32: <see cref="uint"/>.</summary>
    U32,

    /// <summary>I32: <see cref="int"/>.</summary>
    I32,

    /// <summary>BF16: <see cref="MaskedNorm.BFloat16"/>.</summary>
    BF16,

    /// <summary>F16: <see cref="System.Half"/>.</summary>
    F16,

    /// <summary>U16: <see cref="ushort"/>.</summary>
    U16,

    /// <summary>I16: <see cref="short"/>.</summary>
    I16,

    /// <summary>F8_E4M3: <see cref="MaskedNorm.Float8E4M3"/>.</summary>
    F8E4M3,

    /// <summary>F8_E5M2: <see cref="MaskedNorm.Float8E5M2"/>.</summary>
    F8E5M2,

    /// <summary>I8: <see cref="sbyte"/>.</summary>
    I8,

    /// <summary>U8: <see cref="byte"/>.</summary>
    U8,

    /// <summary>BOOL: <see cref="bool"/>, a byte each.</summary>
    Bool,
}
