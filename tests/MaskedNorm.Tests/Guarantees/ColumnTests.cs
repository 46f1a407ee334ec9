using System;
using System.Collections.Generic;
using System.Linq;
using MaskedNorm.Tests.Harness;
using Xunit;

namespace MaskedNorm.Tests.Guarantees;

/// <summary>Selections of several columns, as the groups of channels that come last: few columns are lanes, many are lines.</summary>
public class ColumnTests
{
    private static readonly Declaration s_group = new("N L (G c)", "L c")
    {
        Affine = true, AffineAxes = "G c", Variance = Variance.Biased, Epsilon = 1e-5, Mask = "N L", Gradients = Gradients.All, Statistics = Statistics.Stored,
    };

    private static readonly Declaration[] s_declarations =
    [
        s_group,
        s_group with { Mask = "" },
        s_group with { HasLengths = true, MaskElement = Element.Int32, Parallel = true },
        s_group with { Statistics = Statistics.Saved, Padded = OutputPolicy.Normalize },
        s_group with { Statistics = Statistics.Given },
        s_group with { Kind = NormKind.Rms, HasBias = false, Gradients = Gradients.Input | Gradients.Weight, Statistics = Statistics.None },
        s_group with { Gradients = Gradients.Weight | Gradients.Bias },
        s_group with { Affine = false, Gradients = Gradients.Input, Degenerate = OutputPolicy.Zero },
        s_group.Of(Element.Double),
        s_group with { Input = Element.Half, Output = Element.Half, Weight = Element.BFloat16 },
        s_group with { Input = Element.BFloat16, Gradients = Gradients.Input },
        s_group with { Statistics = Statistics.Saved },
    ];

    private static readonly Lazy<KernelSet> s_kernels = new(() => KernelCompiler.Compile(s_declarations));

    public static TheoryData<int, int> Shapes() => new()
    {
        { 1, 1 }, { 1, 40 }, { 2, 9 }, { 3, 5 }, { 8, 32 }, { 16, 3 }, { 31, 2 }, { 33, 2 }, { 48, 3 }, { 64, 2 }, { 65, 2 }, { 100, 1 }, { 128, 9 }, { 129, 2 }, { 300, 5 }, { 1025, 1 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Any_number_of_columns_agrees_with_the_reference(int columns, int groups)
    {
        Check.Each(Enumerable.Range(0, s_declarations.Length), k => s_declarations[k], k =>
        {
            foreach (int rows in (int[])[1, 4, 37])
            {
                NormCase norm = CaseData.Random("columns", s_declarations[k], [2, rows, groups, columns], seed: columns, offset: 3);
                ReferenceCheck.Forward(s_kernels.Value[k], norm);
                if (norm.Declaration.Gradients != Gradients.None)
                {
                    ReferenceCheck.Backward(s_kernels.Value[k], norm);
                }
            }
        });
    }

    // A batch element is padding alone, and what was saved of it is NaN.
    [Fact]
    public void Saved_statistics_of_nothing_have_no_part_in_the_gradients()
    {
        const int Rows = 9;
        const int Groups = 3;
        Kernel kernel = s_kernels.Value[s_declarations.Length - 1];
        NormCase norm = CaseData.Random("columns", kernel.Declaration, [2, Rows, Groups, 8], seed: 6);
        norm = norm with { Marks = [.. norm.Marks.Select((valid, i) => valid && i < Rows)] };
        CallArguments expected = KernelRun.Backward(kernel, norm);
        CallArguments found = KernelRun.BackwardArguments(kernel, norm);
        found.Span<float>(Slot.Mean)[Groups..].Fill(float.NaN);
        found.Span<float>(Slot.Variance)[Groups..].Fill(float.NaN);
        kernel.Backward!(found);
        foreach ((_, Slot slot, Element element) in norm.Declaration.GradientSlots())
        {
            Check.SameBits(norm, slot.ToString(), element, expected[slot].Bytes, found[slot].Bytes);
        }
    }

    // One selection is constant, one has an infinity, one is beyond the range of float's squares: their neighbours keep their bits.
    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(64)]
    public void Selections_beside_exceptional_ones_keep_their_bits(int columns)
    {
        const int Groups = 9;
        foreach (int k in (int[])[0, 1, 7])
        {
            NormCase norm = CaseData.Random("columns", s_declarations[k], [2, 33, Groups, columns], seed: 4);
            double[] input = [.. norm.Input];
            for (int i = 0; i < input.Length; i++)
            {
                input[i] = Group(i) switch
                {
                    2 => 0.5,
                    5 => input[i] * 1e25f,
                    6 => i / columns / Groups % 33 == 7 ? double.PositiveInfinity : input[i],
                    _ => input[i],
                };
            }

            int Group(int i) => i / columns % Groups;

            NormCase beside = norm with { Input = input };
            Same(KernelRun.Output(norm, KernelRun.Forward(s_kernels.Value[k], norm)), KernelRun.Output(beside, KernelRun.Forward(s_kernels.Value[k], beside)));
            CallArguments expected = KernelRun.Backward(s_kernels.Value[k], norm);
            CallArguments found = KernelRun.Backward(s_kernels.Value[k], beside);
            Same(KernelRun.Read(expected, Slot.GradInput, Element.Single), KernelRun.Read(found, Slot.GradInput, Element.Single));

            void Same(double[] usual, double[] other) => Assert.All(
                Enumerable.Range(0, usual.Length).Where(i => Group(i) is not (2 or 5 or 6)),
                i => Assert.Equal(BitConverter.DoubleToInt64Bits(usual[i]), BitConverter.DoubleToInt64Bits(other[i])));
        }
    }
}
