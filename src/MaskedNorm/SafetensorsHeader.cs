using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MaskedNorm;

/// <summary>One tensor of a header: its bytes are [Begin, End) of the data.</summary>
internal readonly record struct SafetensorsEntry(string Name, SafetensorsType Type, long[] Shape, long Begin, long End);

/// <summary>The JSON header of the safetensors format.</summary>
internal static class SafetensorsHeader
{
    public const string MetadataName = "__metadata__";

    /// <summary>The limit that the reference implementation sets too.</summary>
    public const int MostBytes = 100_000_000;

    private static readonly UTF8Encoding StrictText = new(false, throwOnInvalidBytes: true);

    // Indexed by SafetensorsType.
    private static readonly string[] Names =
        ["U64", "I64", "F64", "F32", "U32", "I32", "BF16", "F16", "U16", "I16", "F8_E4M3", "F8_E5M2", "I8", "U8", "BOOL"];

    private static readonly int[] Sizes = [8, 8, 8, 4, 4, 4, 2, 2, 2, 2, 1, 1, 1, 1, 1];

    public static string NameOf(SafetensorsType type) => Names[(int)type];

    public static SafetensorsType TypeOf<T>() =>
        typeof(T) == typeof(double) ? SafetensorsType.F64
        : typeof(T) == typeof(float) ? SafetensorsType.F32
        : typeof(T) == typeof(Half) ? SafetensorsType.F16
        : typeof(T) == typeof(BFloat16) ? SafetensorsType.BF16
        : typeof(T) == typeof(Float8E4M3) ? SafetensorsType.F8E4M3
        : typeof(T) == typeof(Float8E5M2) ? SafetensorsType.F8E5M2
        : typeof(T) == typeof(ulong) ? SafetensorsType.U64
        : typeof(T) == typeof(long) ? SafetensorsType.I64
        : typeof(T) == typeof(uint) ? SafetensorsType.U32
        : typeof(T) == typeof(int) ? SafetensorsType.I32
        : typeof(T) == typeof(ushort) ? SafetensorsType.U16
        : typeof(T) == typeof(short) ? SafetensorsType.I16
        : typeof(T) == typeof(sbyte) ? SafetensorsType.I8
        : typeof(T) == typeof(byte) ? SafetensorsType.U8
        : typeof(T) == typeof(bool) ? SafetensorsType.Bool
        : throw new NotSupportedException($"A safetensors file holds {string.Join(", ", Names)}, not {typeof(T).Name}.");

    /// <summary>Refuses text that UTF-8 cannot hold: half a surrogate pair.</summary>
    public static void CheckText(string text, string parameter)
    {
        try
        {
            _ = StrictText.GetByteCount(text);
        }
        catch (EncoderFallbackException error)
        {
            throw new ArgumentException($"The text \"{text}\" is not valid Unicode: {error.Message}", parameter, error);
        }
    }

    /// <summary>The product of the extents, or −1 if one is negative or the product exceeds 2⁶³ − 1.</summary>
    public static long ElementCount(ReadOnlySpan<long> shape)
    {
        UInt128 count = 1;
        foreach (long extent in shape)
        {
            if (extent < 0)
            {
                return -1;
            }

            count *= (ulong)extent;
            if (count > long.MaxValue)
            {
                return -1;
            }
        }

        return (long)count;
    }

    /// <summary>The header of tensors whose data follow one another in this order, padded by spaces to a multiple of 8 bytes.</summary>
    public static byte[] Write(IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            if (metadata is not null)
            {
                writer.WriteStartObject(MetadataName);
                foreach ((string key, string value) in metadata)
                {
                    CheckText(key, nameof(metadata));
                    CheckText(value ?? throw new ArgumentException($"The text of {key} is null.", nameof(metadata)), nameof(metadata));
                    writer.WriteString(key, value);
                }

                writer.WriteEndObject();
            }

            long offset = 0;
            foreach (SafetensorsTensor tensor in tensors)
            {
                writer.WriteStartObject(tensor.Name);
                writer.WriteString("dtype", NameOf(tensor.Type));
                WriteNumbers(writer, "shape", tensor.Shape);
                WriteNumbers(writer, "data_offsets", [offset, offset + tensor.Data.Length]);
                writer.WriteEndObject();
                offset += tensor.Data.Length;
            }

            writer.WriteEndObject();
        }

        byte[] header = new byte[(buffer.WrittenCount + 7) & ~7];
        header.AsSpan().Fill((byte)' ');
        buffer.WrittenSpan.CopyTo(header);
        return header;
    }

    /// <summary>The tensors of a header in the order of their data, and the metadata.</summary>
    /// <exception cref="InvalidDataException">The header is not valid, or its tensors do not cover the data exactly once.</exception>
    public static List<SafetensorsEntry> Read(ReadOnlySpan<byte> header, long dataLength, Dictionary<string, string> metadata)
    {
        List<SafetensorsEntry> entries;
        try
        {
            entries = Parse(header, metadata);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"The header is not valid JSON: {error.Message}", error);
        }
        catch (InvalidOperationException error)
        {
            // The reader's complaint about text that is not Unicode.
            throw new InvalidDataException($"The header is not valid text: {error.Message}", error);
        }

        // No tensor may begin before, or behind, the end of its predecessor.
        entries.Sort(static (a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        long end = 0;
        foreach (SafetensorsEntry entry in entries)
        {
            if (entry.Begin != end)
            {
                throw new InvalidDataException(
                    $"{entry.Name}: the data begin at {entry.Begin}, {(entry.Begin < end ? "inside another tensor's" : "after a gap")}; expected {end}.");
            }

            end = entry.End;
        }

        if (end != dataLength)
        {
            throw new InvalidDataException(end > dataLength
                ? $"The file is cut off: the tensors need {end} bytes of data, {dataLength} are there."
                : $"{dataLength - end} bytes follow the last tensor.");
        }

        return entries;
    }

    private static List<SafetensorsEntry> Parse(ReadOnlySpan<byte> header, Dictionary<string, string> metadata)
    {
        Utf8JsonReader reader = new(header);
        Expect(ref reader, JsonTokenType.StartObject, "the header");
        List<SafetensorsEntry> entries = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        while (Next(ref reader) == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!names.Add(name))
            {
                throw new InvalidDataException($"{name} stands in the header twice.");
            }

            Expect(ref reader, JsonTokenType.StartObject, name);
            if (name == MetadataName)
            {
                ReadMetadata(ref reader, metadata);
            }
            else
            {
                entries.Add(ReadEntry(ref reader, name));
            }
        }

        // Anything but white space behind the object is an error of the reader.
        return reader.Read() ? throw new InvalidDataException("Something follows the header's object.") : entries;
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, Dictionary<string, string> metadata)
    {
        while (Next(ref reader) == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            Expect(ref reader, JsonTokenType.String, MetadataName);
            if (!metadata.TryAdd(key, reader.GetString()!))
            {
                throw new InvalidDataException($"{MetadataName}: {key} stands there twice.");
            }
        }
    }

    private static SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        int type = -1;
        long[]? shape = null, offsets = null;
        while (Next(ref reader) == JsonTokenType.PropertyName)
        {
            string property = reader.GetString()!;
            switch (property)
            {
                case "dtype" when type < 0:
                    Expect(ref reader, JsonTokenType.String, name);
                    string dtype = reader.GetString()!;
                    type = Array.IndexOf(Names, dtype);
                    if (type < 0)
                    {
                        throw new InvalidDataException($"{name}: the dtype {dtype} is none of {string.Join(", ", Names)}.");
                    }

                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref reader, name, property);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref reader, name, property);
                    break;
                default:
                    throw new InvalidDataException($"{name}: {property} is unknown, or stands there twice.");
            }
        }

        if (type < 0 || shape is null || offsets is not [long begin, long end])
        {
            throw new InvalidDataException($"{name}: dtype, shape or a pair of data_offsets is missing.");
        }

        long count = ElementCount(shape);
        if (count < 0 || end < begin || (UInt128)count * (ulong)Sizes[type] != (ulong)(end - begin))
        {
            throw new InvalidDataException(
                $"{name}: {Names[type]} of shape [{string.Join(", ", shape)}] does not take the bytes from {begin} to {end}.");
        }

        return new SafetensorsEntry(name, (SafetensorsType)type, shape, begin, end);
    }

    private static long[] ReadNumbers(ref Utf8JsonReader reader, string name, string property)
    {
        Expect(ref reader, JsonTokenType.StartArray, name);
        List<long> numbers = [];
        while (Next(ref reader) != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
            {
                throw new InvalidDataException($"{name}: {property} holds something else than integers from 0 to 2^63 - 1.");
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string property, IReadOnlyList<long> numbers)
    {
        writer.WriteStartArray(property);
        foreach (long number in numbers)
        {
            writer.WriteNumberValue(number);
        }

        writer.WriteEndArray();
    }

    private static JsonTokenType Next(ref Utf8JsonReader reader) =>
        reader.Read() ? reader.TokenType : throw new InvalidDataException("The header is cut off.");

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType expected, string name)
    {
        if (Next(ref reader) != expected)
        {
            throw new InvalidDataException($"{name}: expected {expected}, found {reader.TokenType}.");
        }
    }
}
