using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;

namespace MaskedNorm;

/// <summary>Saves and loads named tensors in the safetensors format, which PyTorch, JAX and others exchange.</summary>
/// <remarks>
/// The format (https://github.com/huggingface/safetensors): the length of the header in 8 bytes, little-endian; the header, JSON, padded by
/// spaces so that the data begin at a multiple of 8; the tensors' bytes, one after the other without gaps.
/// </remarks>
public static class SafetensorsFile
{
    /// <summary>Saves tensors to a file; it appears, or replaces the old one, only when all is written. A failure leaves the old file as it was.</summary>
    /// <remarks>A link is followed: what it leads to is replaced. On Unix the new file has the permissions of the old one.</remarks>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The tensors; their names differ. In the file they stand by type, in the order of <see cref="SafetensorsType"/>, then by name.</param>
    /// <param name="metadata">Text for people and programs; null for none.</param>
    /// <exception cref="ArgumentException">
    /// Two tensors have the same name, one of them or a text is null or no valid text, or the header would exceed 100 MB. No file is touched.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written.</exception>
    public static void Save(string path, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        (byte[] header, List<SafetensorsTensor> ordered) = Prepare(tensors, metadata);
        string full = Path.GetFullPath(path);
        full = new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
        string folder = Path.GetDirectoryName(full) ?? full;
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{path}: the folder {folder} does not exist.");
        }

        try
        {
            Replace(full, folder, header, ordered);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnauthorizedAccessException($"{path} must not be written: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new IOException($"{path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Writes tensors to a stream.</summary>
    /// <inheritdoc cref="Save(string, IReadOnlyList{SafetensorsTensor}, IReadOnlyDictionary{string, string}?)" path="/exception[1]"/>
    /// <param name="stream">The stream.</param>
    /// <param name="tensors">The tensors; their names differ.</param>
    /// <param name="metadata">Text for people and programs; null for none.</param>
    public static void Save(Stream stream, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        (byte[] header, List<SafetensorsTensor> ordered) = Prepare(tensors, metadata);
        Write(stream, header, ordered);
    }

    // Written beside the file, so that it can take its place at once; under a short name, as that of the file may be as long as names can be.
    private static void Replace(string full, string folder, byte[] header, List<SafetensorsTensor> ordered)
    {
        string temporary = Path.Combine(folder, $".{Guid.NewGuid().ToString("N")[..12]}.tmp");
        FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        try
        {
            using (stream)
            {
                if (!OperatingSystem.IsWindows() && File.Exists(full))
                {
                    File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(full));
                }

                Write(stream, header, ordered);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    // All that can be wrong is found before anything is written.
    private static (byte[] Header, List<SafetensorsTensor> Ordered) Prepare(IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        List<SafetensorsTensor> ordered = new(tensors.Count);
        for (int i = 0; i < tensors.Count; i++)
        {
            ordered.Add(tensors[i] ?? throw new ArgumentException($"Tensor {i} is null.", nameof(tensors)));
        }

        ordered.Sort(static (a, b) =>
        {
            // The order of the reference implementation: falling width keeps every tensor aligned.
            int type = a.Type.CompareTo(b.Type);
            return type != 0 ? type : string.CompareOrdinal(a.Name, b.Name);
        });

        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (SafetensorsTensor tensor in ordered)
        {
            if (!names.Add(tensor.Name))
            {
                throw new ArgumentException($"Two tensors are called {tensor.Name}.", nameof(tensors));
            }
        }

        byte[] header = SafetensorsHeader.Write(ordered, metadata);
        if (header.Length > SafetensorsHeader.MostBytes)
        {
            throw new ArgumentException($"The header would have {header.Length} bytes, more than {SafetensorsHeader.MostBytes}.", nameof(tensors));
        }

        return (header, ordered);
    }

    private static void Write(Stream stream, byte[] header, List<SafetensorsTensor> ordered)
    {
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (SafetensorsTensor tensor in ordered)
        {
            stream.Write(tensor.Data.Span);
        }
    }

    /// <summary>Loads all tensors of a file, in the order of their data. Everything is checked before anything is handed out.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The tensors.</returns>
    /// <exception cref="InvalidDataException">
    /// The file is no valid safetensors file, holds an element type that <see cref="SafetensorsType"/> lacks, or a tensor beyond 2 GB.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read, or is a folder.</exception>
    public static IReadOnlyList<SafetensorsTensor> Load(string path) => Load(path, out _);

    /// <inheritdoc cref="Load(string)"/>
    /// <param name="path">The file.</param>
    /// <param name="metadata">The file's text; empty if it has none.</param>
    public static IReadOnlyList<SafetensorsTensor> Load(string path, out IReadOnlyDictionary<string, string> metadata) => Load(path, "", out metadata);

    /// <summary>Loads the tensors whose names begin like that; the others' data are not read.</summary>
    internal static IReadOnlyList<SafetensorsTensor> Load(string path, string prefix, out IReadOnlyDictionary<string, string> metadata)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return Load(stream, prefix, out metadata);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>Loads all tensors from a stream, whose rest from its position on is the file.</summary>
    /// <inheritdoc cref="Load(string)" path="/exception"/>
    /// <param name="stream">The stream; it must be able to seek.</param>
    /// <param name="metadata">The file's text; empty if it has none.</param>
    public static IReadOnlyList<SafetensorsTensor> Load(Stream stream, out IReadOnlyDictionary<string, string> metadata) => Load(stream, "", out metadata);

    private static List<SafetensorsTensor> Load(Stream stream, string prefix, out IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
        {
            throw new ArgumentException("The stream cannot seek.", nameof(stream));
        }

        try
        {
            Dictionary<string, string> text = new(StringComparer.Ordinal);
            List<SafetensorsTensor> tensors = Read(stream, prefix, text);
            metadata = text;
            return tensors;
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException("The file is cut off.", error);
        }
    }

    private static List<SafetensorsTensor> Read(Stream stream, string prefix, Dictionary<string, string> metadata)
    {
        // No length is believed, and no memory taken for it, before the stream is known to be that long.
        long available = stream.Length - stream.Position - 8;
        if (available < 0)
        {
            throw new InvalidDataException($"The file is cut off: it has {available + 8} bytes, and the length of its header takes 8.");
        }

        Span<byte> length = stackalloc byte[8];
        stream.ReadExactly(length);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(length);
        if (headerLength > SafetensorsHeader.MostBytes)
        {
            throw new InvalidDataException($"The header claims {headerLength} bytes, more than {SafetensorsHeader.MostBytes}: this is no safetensors file, or a damaged one.");
        }

        if ((long)headerLength > available)
        {
            throw new InvalidDataException($"The file is cut off: the header needs {headerLength} bytes, {available} are there.");
        }

        byte[] header = new byte[headerLength];
        stream.ReadExactly(header);
        List<SafetensorsEntry> entries = SafetensorsHeader.Read(header, available - header.Length, metadata);
        List<SafetensorsTensor> tensors = new(entries.Count);
        foreach (SafetensorsEntry entry in entries)
        {
            if (!entry.Name.StartsWith(prefix, StringComparison.Ordinal))
            {
                stream.Seek(entry.End - entry.Begin, SeekOrigin.Current);
                continue;
            }

            if (entry.End - entry.Begin > Array.MaxLength)
            {
                throw new InvalidDataException($"{entry.Name} has {entry.End - entry.Begin} bytes, more than {Array.MaxLength}.");
            }

            byte[] data = new byte[entry.End - entry.Begin];
            stream.ReadExactly(data);
            tensors.Add(new SafetensorsTensor(entry.Name, entry.Type, entry.Shape, data));
        }

        return tensors;
    }
}
