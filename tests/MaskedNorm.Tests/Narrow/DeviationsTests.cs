using System;
using System.Linq;
using System.Runtime.InteropServices;
using MaskedNorm.Tests.Harness;
using Xunit;

namespace MaskedNorm.Tests.Narrow;

/// <summary>Deviations of Half that the sums keep for the output, where a group of selections is small enough.</summary>
public sealed partial class DeviationsTests
{
    private static readonly Declaration[] s_declarations =
    [
        new("N F", "F") { Output = Element.Half, Epsilon = 1e-5 },
        new("N F", "F") { Output = Element.Half, Epsilon = 1e-5, Affine = true, AffineAxes = "F" },
        new("N F", "F") { Output = Element.Half, Epsilon = 1e-5, Kind = NormKind.Rms },
        new("N F", "F") { Output = Element.Half, Epsilon = 1e-5, Mask = "N" },
        new("N F", "F") { Output = Element.Half, Epsilon = 1e-5, Mask = "N F", HasLengths = true, MaskElement = Element.Int32 },
        new("N F", "F") { Output = Element.Single, Epsilon = 1e-5 },
        new("N F=192", "F") { Output = Element.Half, Epsilon = 1e-5 },
        new("N F=1000", "F") { Output = Element.Half, Epsilon = 1e-5, Mask = "N" },
        new("N F=4096", "F") { Output = Element.Half, Epsilon = 1e-5 },
    ];

    private static readonly Lazy<KernelSet> s_kernels = new(() => KernelCompiler.Compile(
        [.. s_declarations.Select(d => d with { Input = Element.Half, Variance = Variance.Biased })]));

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
        for (int i = 0; i < s_declarations.Length; i++)
        {
            int own = s_declarations[i].Layout.Contains('=', StringComparison.Ordinal) ? int.Parse(s_declarations[i].Layout.Split('=')[1], null) : columns;
            NormCase norm = CaseData.Random("rows", s_kernels.Value[i].Declaration, [rows, own], seed: columns);

            // The estimate of every third row's mean is bad.
            foreach (int at in Enumerable.Range(0, norm.Input.Length).Where(at => at / own % 3 == 1 && at % own < 16))
            {
                norm.Input[at] = (double)(Half)(norm.Input[at] + 30000);
            }

            ReferenceCheck.Forward(s_kernels.Value[i], norm);
        }
    }

    [Fact]
    public void Rows_have_the_same_bits_whether_there_is_room_for_their_deviations_or_not()
    {
        const int Room = 4096;
        int[] lengths = [Room, Room - 1, 64, 1, 2500, 3000];
        Half[] fitting = new Half[lengths.Length * Room];
        Half[] wider = new Half[lengths.Length * (Room + 1)];
        Random random = new(4);
        for (int row = 0; row < lengths.Length; row++)
        {
            for (int i = 0; i < lengths[row]; i++)
            {
                // One row has a bad estimate of its mean, one an infinite element.
                Half value = row == 4 && i < 16 ? (Half)1000 : row == 5 && i == 2100 ? Half.PositiveInfinity : (Half)((random.NextDouble() * 3) + 5);
                fitting[(row * Room) + i] = value;
                wider[(row * (Room + 1)) + i] = value;
            }
        }

        Half[] expected = new Half[wider.Length];
        Half[] found = new Half[fitting.Length];
        Valid(wider, lengths, expected, lengths.Length, Room + 1);
        Valid(fitting, lengths, found, lengths.Length, Room);
        for (int row = 0; row < lengths.Length; row++)
        {
            ReadOnlySpan<ushort> readAgain = Bits(expected.AsSpan(row * (Room + 1), lengths[row]));
            Assert.True(readAgain.SequenceEqual(Bits(found.AsSpan(row * Room, lengths[row]))), $"row {row}");
        }
    }

    private static ReadOnlySpan<ushort> Bits(ReadOnlySpan<Half> values) => MemoryMarshal.Cast<Half, ushort>(values);

    [MaskedNorm("N L", Axes = "L", Mask = "N L", Variance = Variance.Biased, Epsilon = 1e-5)]
    private static partial void Valid(ReadOnlySpan<Half> input, ReadOnlySpan<int> lengths, Span<Half> output, int N, int L);
}
