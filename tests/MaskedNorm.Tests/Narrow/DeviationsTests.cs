using System;
using System.Linq;
using System.Runtime.InteropServices;
using MaskedNorm.Tests.Harness;
using Xunit;

namespace MaskedNorm.Tests.Narrow;

/// <summary>Deviations of 16-bit elements that the sums keep for the output, where a group of selections is small enough.</summary>
public sealed partial class DeviationsTests
{
    private static readonly Declaration[] s_declarations =
    [
        new("N F", "F") { Epsilon = 1e-5 },
        new("N F", "F") { Epsilon = 1e-5, Affine = true, AffineAxes = "F" },
        new("N F", "F") { Epsilon = 1e-5, Kind = NormKind.Rms },
        new("N F", "F") { Epsilon = 1e-5, Mask = "N" },
        new("N F", "F") { Epsilon = 1e-5, Mask = "N F", HasLengths = true, MaskElement = Element.Int32 },
        new("N F=192", "F") { Epsilon = 1e-5 },
        new("N F=1000", "F") { Epsilon = 1e-5, Mask = "N" },
        new("N F=4096", "F") { Epsilon = 1e-5 },
    ];

    private static readonly Lazy<KernelSet> s_kernels = new(() => KernelCompiler.Compile(
    [
        .. s_declarations.Select(d => d with { Input = Element.Half, Output = Element.Half, Variance = Variance.Biased }),
        .. s_declarations.Select(d => d with { Input = Element.BFloat16, Output = Element.BFloat16, Variance = Variance.Biased }),
        s_declarations[0] with { Input = Element.Half },
        s_declarations[0] with { Input = Element.BFloat16 },
    ]));

    [Theory]
    [InlineData(63, 70)]
    [InlineData(64, 70)]
    [InlineData(127, 33)]
    [InlineData(1000, 9)]
    [InlineData(2048, 5)]
    [InlineData(2113, 3)]
    [InlineData(4095, 3)]
    [InlineData(4096, 3)]
    [InlineData(4097, 3)]
    public void Rows_of_any_width_equal_the_reference(int columns, int rows)
    {
        for (int i = 0; i < (2 * s_declarations.Length) + 2; i++)
        {
            Declaration d = s_kernels.Value[i].Declaration;
            int own = d.Layout.Contains('=', StringComparison.Ordinal) ? int.Parse(d.Layout.Split('=')[1], null) : columns;
            NormCase norm = CaseData.Random("rows", d, [rows, own], seed: columns);

            // The estimate of every third row's mean is bad.
            foreach (int at in Enumerable.Range(0, norm.Input.Length).Where(at => at / own % 3 == 1 && at % own < 16))
            {
                norm.Input[at] = d.Input == Element.Half ? (double)(Half)(norm.Input[at] + 30000) : (float)(BFloat16)(float)(norm.Input[at] + 30000);
            }

            ReferenceCheck.Forward(s_kernels.Value[i], norm);
        }
    }

    [Fact]
    public void Rows_of_Half_have_the_same_bits_whether_there_is_room_for_their_deviations_or_not() =>
        HasTheSameBits<Half>(v => (Half)v, Half.PositiveInfinity, Valid);

    [Fact]
    public void Rows_of_BFloat16_have_the_same_bits_whether_there_is_room_for_their_deviations_or_not() =>
        HasTheSameBits<BFloat16>(v => (BFloat16)v, BFloat16.PositiveInfinity, Valid);

    private delegate void Normalize<T>(ReadOnlySpan<T> input, ReadOnlySpan<int> lengths, Span<T> output, int rows, int columns);

    private static void HasTheSameBits<T>(Func<float, T> from, T infinity, Normalize<T> normalize)
        where T : unmanaged
    {
        const int Room = 4096;
        int[] lengths = [Room, Room - 1, 64, 1, 2500, 3000];
        T[] fitting = new T[lengths.Length * Room];
        T[] wider = new T[lengths.Length * (Room + 1)];
        Random random = new(4);
        for (int row = 0; row < lengths.Length; row++)
        {
            for (int i = 0; i < lengths[row]; i++)
            {
                // One row has a bad estimate of its mean, one an infinite element.
                T value = row == 4 && i < 16 ? from(1000) : row == 5 && i == 2100 ? infinity : from((float)((random.NextDouble() * 3) + 5));
                fitting[(row * Room) + i] = value;
                wider[(row * (Room + 1)) + i] = value;
            }
        }

        T[] expected = new T[wider.Length];
        T[] found = new T[fitting.Length];
        normalize(wider, lengths, expected, lengths.Length, Room + 1);
        normalize(fitting, lengths, found, lengths.Length, Room);
        for (int row = 0; row < lengths.Length; row++)
        {
            ReadOnlySpan<ushort> again = MemoryMarshal.Cast<T, ushort>(expected.AsSpan(row * (Room + 1), lengths[row]));
            Assert.True(again.SequenceEqual(MemoryMarshal.Cast<T, ushort>(found.AsSpan(row * Room, lengths[row]))), $"row {row}");
        }
    }

    [MaskedNorm("N L", Axes = "L", Mask = "N L", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void Valid(ReadOnlySpan<Half> input, ReadOnlySpan<int> lengths, Span<Half> output, int N, int L);

    [MaskedNorm("N L", Axes = "L", Mask = "N L", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void Valid(ReadOnlySpan<BFloat16> input, ReadOnlySpan<int> lengths, Span<BFloat16> output, int N, int L);
}
