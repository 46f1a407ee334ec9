using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using MaskedNorm.Tests.Harness;

namespace MaskedNorm.Tests.Properties;

/// <summary>Any declaration that the language of layouts allows, with extents.</summary>
internal sealed record RandomDeclaration(Declaration Declaration, int[] Extents);

/// <summary>Generators of declarations.</summary>
internal static class RandomDeclarations
{
    private const string AxisNames = "ABCDEF";

    /// <summary>Extents around the widths of vectors and unrolled loops, and some beyond.</summary>
    private static readonly int[] s_extents = [1, 2, 3, 4, 5, 7, 8, 9, 13, 15, 16, 17, 24, 31, 32, 33, 48, 63, 64, 65, 97, 127, 130, 257];

    private static readonly Gen<bool> s_coin = Gen.Elements(false, true);

    private static readonly Gen<Element> s_dataElement = Gen.Frequency(
        (5, Gen.Constant(Element.Single)), (3, Gen.Constant(Element.Double)), (1, Gen.Constant(Element.Half)), (1, Gen.Constant(Element.BFloat16)));

    private static readonly Gen<Element> s_maskElement = Gen.Elements(Element.Boolean, Element.Byte, Element.Int32, Element.Int64);

    public static Gen<RandomDeclaration> Any { get; } =
        from shape in Shape()
        from mask in Subset(shape.Names, 75)
        from affineAxes in Subset(shape.Names, 100)
        from options in Options()
        from types in Types()
        select Combine(shape, mask, affineAxes, options, types);

    /// <summary>Layouts of 1 to 6 axes, some of their extents fixed, sometimes two of them one tensor axis.</summary>
    private static Gen<LayoutShape> Shape() =>
        from rank in Gen.Frequency((1, Gen.Constant(1)), (4, Gen.Constant(2)), (6, Gen.Constant(3)), (4, Gen.Constant(4)), (2, Gen.Constant(5)), (2, Gen.Constant(6)))
        from extents in Gen.Elements(s_extents).Where(e => e <= LargestExtent(rank)).ArrayOf(rank)
        from reduced in s_coin.ArrayOf(rank).Where(flags => flags.Contains(true))
        from isFixed in Gen.Elements(false, false, false, true).ArrayOf(rank)
        from split in Gen.Choose(-12, rank - 2)
        select new LayoutShape(extents, reduced, isFixed, split);

    /// <summary>Some axes in any order, or none.</summary>
    private static Gen<string[]> Subset(string[] names, int percent) =>
        from roll in Gen.Choose(0, 99)
        from some in Gen.SubListOf(names)
        from shuffled in Gen.Shuffle<string>(some)
        select roll < percent ? shuffled.ToArray() : Array.Empty<string>();

    private static Gen<Declaration> Options() =>
        from affine in s_coin
        from bias in Gen.Elements(true, true, false)
        from biased in s_coin
        from epsilon in Gen.Elements(0, 1e-5, 1e-3)
        from padded in Gen.Elements(Enum.GetValues<OutputPolicy>())
        from degenerate in Gen.Elements(OutputPolicy.Keep, OutputPolicy.Affine, OutputPolicy.Zero)
        from kind in Gen.Elements(NormKind.Standard, NormKind.Standard, NormKind.Standard, NormKind.Rms)
        from marks in Gen.Elements(Enum.GetValues<MaskMarks>())
        from lengths in Gen.Elements(false, false, false, true)
        from side in Gen.Elements(Enum.GetValues<PaddingSide>())
        from statistics in Gen.Elements(Enum.GetValues<Statistics>())
        from gradients in Gen.Choose(1, 7)
        from accumulate in s_coin
        select new Declaration("", "")
        {
            Affine = affine,
            HasBias = bias,
            Variance = biased ? Variance.Biased : Variance.Unbiased,
            Epsilon = epsilon,
            Padded = padded,
            Degenerate = degenerate,
            Kind = kind,
            MaskMarks = marks,
            HasLengths = lengths,
            PaddingSide = side,
            Statistics = statistics,
            Gradients = (Gradients)gradients,
            Accumulate = accumulate,
        };

    private static Gen<ElementTypes> Types() =>
        from input in s_dataElement
        from other in s_dataElement
        from mixed in Gen.Elements(false, false, false, true)
        from gradientsAlike in Gen.Elements(false, true)
        from mask in s_maskElement
        from tensors in Gen.Elements(Tensors.None, Tensors.None, Tensors.Data, Tensors.Data | Tensors.Mask)
        from parallel in Gen.Elements(false, false, false, true)
        select new ElementTypes(input, mixed ? other : input, mixed && gradientsAlike, mask, tensors, parallel);

    private static int LargestExtent(int rank) => rank switch
    {
        1 => 257,
        2 => 130,
        3 => 33,
        4 => 9,
        _ => 5,
    };

    private static RandomDeclaration Combine(LayoutShape shape, string[] mask, string[] affineAxes, Declaration options, ElementTypes types)
    {
        bool hasLengths = options.HasLengths && mask.Length > 0;
        Declaration d = options with
        {
            Layout = shape.Text,
            Axes = string.Join(' ', shape.Names.Where((_, i) => shape.Reduced[i])),
            Mask = string.Join(' ', mask),
            AffineAxes = options.Affine ? string.Join(' ', affineAxes) : "",
            HasLengths = hasLengths,
            MaskMarks = hasLengths ? MaskMarks.Valid : options.MaskMarks,
            PaddingSide = hasLengths ? options.PaddingSide : PaddingSide.Right,
            Input = types.Input,
            GradInput = types.GradientsAlike ? types.Output : null,
            Output = types.Output,
            Weight = types.Output,
            Statistic = types.Input == Element.Double ? Element.Double : Element.Single,
            MaskElement = hasLengths ? (types.Mask == Element.Int64 ? Element.Int64 : Element.Int32) : types.Mask,
            Tensors = types.Tensors,
            Parallel = types.Parallel,
        };

        // Gradients only of what there is.
        Gradients possible = !d.Affine ? Gradients.Input : d.HasBias ? Gradients.All : Gradients.Input | Gradients.Weight;
        Gradients gradients = d.Gradients & possible;
        bool splitMask = d.MaskAxes.Any(d.Text.IsSplit);
        return new RandomDeclaration(
            d with
            {
                Gradients = gradients == Gradients.None ? Gradients.Input : gradients,
                Accumulate = d.Accumulate && (gradients & ~Gradients.Input) != 0,
                Tensors = splitMask ? d.Tensors & ~Tensors.Mask : d.Tensors,
            },
            shape.Extents);
    }

    private sealed record ElementTypes(Element Input, Element Output, bool GradientsAlike, Element Mask, Tensors Tensors, bool Parallel);

    private sealed record LayoutShape(int[] Extents, bool[] Reduced, bool[] IsFixed, int Split)
    {
        public string[] Names => AxisNames[..Extents.Length].Select(c => c.ToString()).ToArray();

        public string Text
        {
            get
            {
                IEnumerable<string> axes = Names.Select((name, i) =>
                    (i == Split ? "(" : "") + (IsFixed[i] ? $"{name}={Extents[i]}" : name) + (i - 1 == Split && Split >= 0 ? ")" : ""));
                return string.Join(' ', axes);
            }
        }
    }
}
