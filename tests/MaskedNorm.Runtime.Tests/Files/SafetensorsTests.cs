using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace MaskedNorm.Runtime.Tests;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("safetensors").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("weight", 0)]
    [InlineData("gamma", 1)]
    [InlineData("weights", 7)]
    public void The_bytes_are_those_of_the_reference_implementation(string name, int padding)
    {
        // Compact JSON, padded by spaces to a multiple of 8.
        string header = $"{{\"{name}\":{{\"dtype\":\"F32\",\"shape\":[1,2,3],\"data_offsets\":[0,24]}}}}" + new string(' ', padding);
        float[] values = [0, 1, 2, 3, 4, 5];
        using MemoryStream stream = new();
        SafetensorsFile.Save(stream, [SafetensorsTensor.Create<float>(name, values, 1, 2, 3)]);
        Assert.Equal(File8(header, [.. values.SelectMany(BitConverter.GetBytes)]), stream.ToArray());
    }

    [Fact]
    public void A_file_without_tensors_is_an_empty_object()
    {
        using MemoryStream stream = new();
        SafetensorsFile.Save(stream, []);
        Assert.Equal([8, 0, 0, 0, 0, 0, 0, 0, 123, 125, 32, 32, 32, 32, 32, 32], stream.ToArray());
        Assert.Empty(Load(stream.ToArray()));
    }

    [Fact]
    public void Every_type_comes_back_bit_for_bit_with_names_shapes_and_metadata()
    {
        SafetensorsTensor[] saved = Sample();
        string path = Path.Combine(_folder, "a.safetensors");
        Dictionary<string, string> metadata = new() { ["format"] = "pt", ["größe \"x\""] = "\n😀" };
        SafetensorsFile.Save(path, saved, metadata);
        IReadOnlyList<SafetensorsTensor> loaded = SafetensorsFile.Load(path, out IReadOnlyDictionary<string, string> text);
        Assert.Equal(metadata, text);
        Assert.Equal(saved.Length, loaded.Count);
        foreach (SafetensorsTensor tensor in saved)
        {
            SafetensorsTensor same = Assert.Single(loaded, other => other.Name == tensor.Name);
            Assert.Equal(tensor.Type, same.Type);
            Assert.Equal(tensor.Shape, same.Shape);
            Assert.Equal(tensor.Data.ToArray(), same.Data.ToArray());
        }

        Assert.Equal([1.5, double.NaN], loaded.Single(t => t.Name == "f64").Values<double>().ToArray());
        Assert.Equal([(BFloat16)1f, (BFloat16)3f], loaded.Single(t => t.Name == "bf16").Values<BFloat16>().ToArray());
    }

    [Fact]
    public void Tensors_stand_aligned_and_in_a_fixed_order()
    {
        string[] expected = ["u64", "i64", "f64", "f32", "zero", "u32", "i32", "bf16", "f16", "u16", "i16", "e4m3", "e5m2", "größe/ü", "i8", "u8", "bool"];
        using MemoryStream first = new(), second = new();
        SafetensorsFile.Save(first, Sample());
        SafetensorsFile.Save(second, [.. Sample().Reverse()]);
        Assert.Equal(first.ToArray(), second.ToArray());
        Assert.Equal(expected, Load(first.ToArray()).Select(t => t.Name));
    }

    [Fact]
    public void A_folder_that_takes_no_files_is_told_by_the_name_of_the_file()
    {
        // Not even the superuser makes files among processes.
        if (OperatingSystem.IsLinux())
        {
            Exception error = Record.Exception(() => SafetensorsFile.Save("/proc/a.safetensors", Sample()));
            Assert.True(error is IOException or UnauthorizedAccessException);
            Assert.StartsWith("/proc/a.safetensors ", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_failed_save_leaves_the_old_file_and_no_other()
    {
        string path = Path.Combine(_folder, "a.safetensors");
        SafetensorsFile.Save(path, Sample());
        byte[] before = File.ReadAllBytes(path);
        SafetensorsTensor twice = SafetensorsTensor.Create<float>("x", [1], 1);
        ArgumentException error = Assert.Throws<ArgumentException>("tensors", () => SafetensorsFile.Save(path, [twice, twice]));
        Assert.StartsWith("Two tensors are called x.", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(path));
        SafetensorsFile.Save(path, [twice]);
        Assert.Equal("x", Assert.Single(SafetensorsFile.Load(path)).Name);
        Assert.Equal([path], Directory.GetFiles(_folder));
        Assert.Throws<DirectoryNotFoundException>(() => SafetensorsFile.Save(Path.Combine(_folder, "no", "where"), [twice]));

        // A folder cannot be replaced by a file.
        Directory.CreateDirectory(Path.Combine(_folder, "taken"));
        string taken = Path.Combine(_folder, "taken");
        Exception refused = Assert.ThrowsAny<Exception>(() => SafetensorsFile.Save(taken, [twice]));
        Assert.StartsWith(taken, refused.Message, StringComparison.Ordinal);
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Text_and_tensors_that_no_file_can_hold_are_refused_before_anything_is_written()
    {
        string path = Path.Combine(_folder, "a.safetensors");
        SafetensorsFile.Save(path, Sample());
        byte[] before = File.ReadAllBytes(path);
        Assert.Throws<ArgumentException>("metadata", () => SafetensorsFile.Save(path, [], new Dictionary<string, string> { ["\uD800"] = "x" }));
        Assert.Throws<ArgumentException>("metadata", () => SafetensorsFile.Save(path, [], new Dictionary<string, string> { ["x"] = "\uD800" }));
        Assert.Throws<ArgumentException>("metadata", () => SafetensorsFile.Save(path, [], new Dictionary<string, string> { ["x"] = null! }));
        Assert.Throws<ArgumentException>("tensors", () => SafetensorsFile.Save(path, [null!]));
        Assert.Throws<ArgumentNullException>("tensors", () => SafetensorsFile.Save(path, null!));
        Assert.Throws<ArgumentNullException>("stream", () => SafetensorsFile.Save((Stream)null!, []));
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_link_is_followed_and_permissions_stay()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // Neither is there for everyone.
        }

        string real = Path.Combine(_folder, "real"), link = Path.Combine(_folder, "link"), other = Path.Combine(_folder, "other");
        SafetensorsFile.Save(real, []);
        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(link, "real");
        File.CreateSymbolicLink(other, link);
        SafetensorsFile.Save(other, Sample());
        Assert.Equal(Sample().Length, SafetensorsFile.Load(real).Count);
        Assert.Equal("real", new FileInfo(link).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(real));
    }

    [Fact]
    public void A_name_may_be_as_long_as_names_can_be()
    {
        string path = Path.Combine(_folder, new string('n', 250));
        SafetensorsFile.Save(path, []);
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Wrong_tensors_are_refused_by_name()
    {
        Assert.Throws<ArgumentException>("shape", () => SafetensorsTensor.Create<float>("x", [1, 2], 3));
        Assert.Throws<ArgumentException>("shape", () => SafetensorsTensor.Create<float>("x", [1, 2], -1, -2));
        Assert.Throws<ArgumentException>("shape", () => SafetensorsTensor.Create<float>("x", [], 1L << 62, 1L << 62));
        Assert.Throws<ArgumentException>("name", () => SafetensorsTensor.Create<float>("__metadata__", [1], 1));
        Assert.ThrowsAny<ArgumentException>(() => SafetensorsTensor.Create<float>("\uD800", [1], 1));
        Assert.Throws<NotSupportedException>(() => SafetensorsTensor.Create<char>("x", ['x'], 1));
        SafetensorsTensor tensor = SafetensorsTensor.Create<float>("x", [1], 1);
        Assert.Contains("x is F32, not F64", Assert.Throws<InvalidOperationException>(() => tensor.Values<double>().Length).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 7, "cut off")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 9, "1 bytes follow the last tensor")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", 8, "does not take the bytes from 0 to 8")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}", 12, "after a gap")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"y\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}", 12, "inside another")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"y\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8, "inside another")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8, "twice")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "twice")]
    [InlineData("{\"x\":{\"dtype\":\"F12\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8, "F12 is none of")]
    [InlineData("{\"x\":{\"dtype\":32,\"shape\":[2],\"data_offsets\":[0,8]}}", 8, "expected String")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":2,\"data_offsets\":[0,8]}}", 8, "expected StartArray")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", 8, "integers from 0")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2.5],\"data_offsets\":[0,8]}}", 8, "integers from 0")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[18446744073709551615],\"data_offsets\":[0,8]}}", 8, "integers from 0")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296,4294967296],\"data_offsets\":[0,0]}}", 0, "does not take")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8,9]}}", 8, "missing")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}", 8, "does not take")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2]}}", 8, "missing")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"more\":1}}", 8, "more is unknown")]
    [InlineData("{\"x\":3}", 8, "x: expected StartObject")]
    [InlineData("{\"__metadata__\":{\"a\":1}}", 0, "__metadata__: expected String")]
    [InlineData("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0, "twice")]
    [InlineData("{\"\\ud800\":{}}", 0, "not valid text")]
    [InlineData("[]", 0, "expected StartObject")]
    [InlineData("", 0, "not valid JSON")]
    [InlineData("{", 0, "not valid JSON")]
    [InlineData("{}{}", 0, "not valid JSON")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[1e400],\"data_offsets\":[0,8]}}", 8, "integers from 0")]
    public void An_invalid_file_is_refused_with_the_reason(string header, int dataLength, string reason)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Load(File8(header, new byte[dataLength])));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_that_lie_are_refused_before_memory_is_taken()
    {
        Assert.Contains("cut off", Refused([]), StringComparison.Ordinal);
        Assert.Contains("cut off", Refused([1, 2, 3]), StringComparison.Ordinal);
        Assert.Contains("needs 99000000 bytes", Refused(Length(99_000_000)), StringComparison.Ordinal);
        Assert.Contains("more than 100000000", Refused(Length(100_000_001)), StringComparison.Ordinal);
        Assert.Contains("more than 100000000", Refused(Length(-1)), StringComparison.Ordinal);

        static string Refused(byte[] file) => Assert.Throws<InvalidDataException>(() => Load(file)).Message;

        static byte[] Length(long length)
        {
            byte[] file = new byte[12];
            BinaryPrimitives.WriteInt64LittleEndian(file, length);
            return file;
        }
    }

    [Fact]
    public void White_space_around_the_header_and_any_order_of_tensors_are_accepted()
    {
        const string Header = " \n{\"b\":{\"shape\":[1],\"data_offsets\":[1,2],\"dtype\":\"F8_E4M3\"}, \"a\":{\"dtype\":\"F8_E5M2\",\"shape\":[],\"data_offsets\":[0,1]}}\r\t ";
        IReadOnlyList<SafetensorsTensor> loaded = Load(File8(Header, [0x3C, 0x38]));
        Assert.Equal(["a", "b"], loaded.Select(t => t.Name));
        Assert.Equal([Float8E5M2.One], loaded[0].Values<Float8E5M2>().ToArray());
        Assert.Equal([Float8E4M3.One], loaded[1].Values<Float8E4M3>().ToArray());
    }

    [Fact]
    public void A_mutated_file_is_loaded_or_refused_and_nothing_else()
    {
        using MemoryStream stream = new();
        SafetensorsFile.Save(stream, Sample(), new Dictionary<string, string> { ["a"] = "b" });
        byte[] file = stream.ToArray();
        string[] pieces = ["\"", "{", "}", "[", "]", ",", ":", "0", "9", "-", "e", "\\u", "\\ud800", "\u00ff", "dtype", "shape", "data_offsets", "__metadata__", "F32", "null", "1e99"];
        Random random = new(1);
        int refused = 0;
        for (int turn = 0; turn < 60_000; turn++)
        {
            List<byte> mutated = [.. file];
            for (int changes = random.Next(1, 4); changes > 0 && mutated.Count > 0; changes--)
            {
                // Mostly in the header and its length.
                int at = random.Next(random.Next(4) == 0 ? mutated.Count : Math.Min(mutated.Count, 700));
                switch (random.Next(6))
                {
                    case 0: mutated[at] = (byte)random.Next(256); break;
                    case 1: mutated[at] ^= (byte)(1 << random.Next(8)); break;
                    case 2: mutated.RemoveRange(at, random.Next(Math.Min(40, mutated.Count - at) + 1)); break;
                    case 3: mutated.InsertRange(at, mutated.GetRange(at, Math.Min(random.Next(60), mutated.Count - at))); break;
                    case 4: mutated.InsertRange(at, Encoding.Latin1.GetBytes(pieces[random.Next(pieces.Length)])); break;
                    default:
                        byte[] piece = Encoding.Latin1.GetBytes(pieces[random.Next(pieces.Length)]);
                        for (int i = 0; i < piece.Length && at + i < mutated.Count; i++)
                        {
                            mutated[at + i] = piece[i];
                        }

                        break;
                }
            }

            try
            {
                _ = Load([.. mutated]);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 40_000, 60_000);
    }

    private static SafetensorsTensor[] Sample() =>
    [
        SafetensorsTensor.Create<float>("f32", [1, -0f, float.NaN, float.Epsilon, 5, 6], 2, 3),
        SafetensorsTensor.Create<Float8E4M3>("e4m3", [Float8E4M3.MaxValue, Float8E4M3.NaN, Float8E4M3.One], 3),
        SafetensorsTensor.Create<double>("f64", [1.5, double.NaN], 2, 1),
        SafetensorsTensor.Create<Half>("f16", [(Half)1, Half.NaN], 2),
        SafetensorsTensor.Create<BFloat16>("bf16", [(BFloat16)1f, (BFloat16)3f], 1, 2),
        SafetensorsTensor.Create<Float8E5M2>("e5m2", [Float8E5M2.NegativeInfinity], 1, 1, 1),
        SafetensorsTensor.Create<Float8E5M2>("größe/ü", [Float8E5M2.One]),
        SafetensorsTensor.Create<float>("zero", [], 4, 0),
        SafetensorsTensor.Create<long>("i64", [long.MinValue]),
        SafetensorsTensor.Create<ulong>("u64", [ulong.MaxValue]),
        SafetensorsTensor.Create<uint>("u32", [uint.MaxValue], 1),
        SafetensorsTensor.Create<int>("i32", [int.MinValue], 1),
        SafetensorsTensor.Create<ushort>("u16", [ushort.MaxValue], 1),
        SafetensorsTensor.Create<short>("i16", [short.MinValue], 1),
        SafetensorsTensor.Create<sbyte>("i8", [sbyte.MinValue, 1], 2),
        SafetensorsTensor.Create<byte>("u8", [byte.MaxValue, 1, 2], 3),
        SafetensorsTensor.Create<bool>("bool", [true, false], 1, 2),
    ];

    private static byte[] File8(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((long)text.Length), .. text, .. data];
    }

    private static IReadOnlyList<SafetensorsTensor> Load(byte[] file)
    {
        using MemoryStream stream = new(file);
        return SafetensorsFile.Load(stream, out _);
    }
}
