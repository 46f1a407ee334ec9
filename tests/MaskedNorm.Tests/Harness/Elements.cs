using System;
using System.Buffers.Binary;

namespace MaskedNorm.Tests.Harness;

/// <summary>The element type of a kernel's parameter.</summary>
internal enum Element
{
    Single,
    Double,
    Half,
    BFloat16,
    Float8E4M3,
    Float8E5M2,
    Boolean,
    Byte,
    Int32,
    Int64,
}

/// <summary>What the tests know of each element type: its name in source, its size, its bytes, its precision.</summary>
internal static class Elements
{
    public static string Name(this Element element) => element switch
    {
        Element.Single => "float",
        Element.Double => "double",
        Element.Half => "global::System.Half",
        Element.BFloat16 => "global::MaskedNorm.BFloat16",
        Element.Float8E4M3 => "global::MaskedNorm.Float8E4M3",
        Element.Float8E5M2 => "global::MaskedNorm.Float8E5M2",
        Element.Boolean => "bool",
        Element.Byte => "byte",
        Element.Int32 => "int",
        _ => "long",
    };

    public static int Size(this Element element) => element switch
    {
        Element.Boolean or Element.Byte or Element.Float8E4M3 or Element.Float8E5M2 => 1,
        Element.Half or Element.BFloat16 => 2,
        Element.Single or Element.Int32 => 4,
        _ => 8,
    };

    /// <summary>The spacing of the type's numbers just above 1.</summary>
    public static double Ulp(this Element element) => element switch
    {
        Element.Single => Math.Pow(2, -23),
        Element.Half => Math.Pow(2, -10),
        Element.BFloat16 => Math.Pow(2, -7),
        Element.Float8E4M3 => Math.Pow(2, -3),
        Element.Float8E5M2 => Math.Pow(2, -2),
        _ => Math.Pow(2, -52),
    };

    public static void Write(this Element element, Span<byte> at, double value)
    {
        switch (element)
        {
            case Element.Single:
                BinaryPrimitives.WriteSingleLittleEndian(at, (float)value);
                break;
            case Element.Double:
                BinaryPrimitives.WriteDoubleLittleEndian(at, value);
                break;
            case Element.Half:
                BinaryPrimitives.WriteHalfLittleEndian(at, (Half)value);
                break;
            case Element.BFloat16:
                BinaryPrimitives.WriteUInt16LittleEndian(at, BFloat16Bits(value));
                break;
            case Element.Float8E4M3:
                at[0] = Float8.E4M3.Round(value);
                break;
            case Element.Float8E5M2:
                at[0] = Float8.E5M2.Round(value);
                break;
            case Element.Int32:
                BinaryPrimitives.WriteInt32LittleEndian(at, (int)value);
                break;
            case Element.Int64:
                BinaryPrimitives.WriteInt64LittleEndian(at, (long)value);
                break;
            default:
                at[0] = (byte)value;
                break;
        }
    }

    public static double Read(this Element element, ReadOnlySpan<byte> at) => element switch
    {
        Element.Single => BinaryPrimitives.ReadSingleLittleEndian(at),
        Element.Double => BinaryPrimitives.ReadDoubleLittleEndian(at),
        Element.Half => (double)BinaryPrimitives.ReadHalfLittleEndian(at),
        Element.BFloat16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(at) << 16),
        Element.Float8E4M3 => Float8.E4M3.Value(at[0]),
        Element.Float8E5M2 => Float8.E5M2.Value(at[0]),
        Element.Int32 => BinaryPrimitives.ReadInt32LittleEndian(at),
        Element.Int64 => BinaryPrimitives.ReadInt64LittleEndian(at),
        _ => at[0],
    };

    /// <summary>The value as the type holds it.</summary>
    public static double Round(this Element element, double value)
    {
        Span<byte> bytes = stackalloc byte[8];
        element.Write(bytes, value);
        return element.Read(bytes);
    }

    public static double[] Round(this Element element, double[] values) => Array.ConvertAll(values, value => element.Round(value));

    // Round to nearest, ties to even, on the upper half of the float's bits. The test data holds no NaN
    // whose payload the addition would carry away, except NaN itself, which is kept quiet.
    private static ushort BFloat16Bits(double value)
    {
        int bits = BitConverter.SingleToInt32Bits((float)value);
        if (double.IsNaN(value))
        {
            return (ushort)((bits >>> 16) | 0x40);
        }

        return (ushort)((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
    }
}
