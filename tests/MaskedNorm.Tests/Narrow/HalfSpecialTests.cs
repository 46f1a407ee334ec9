using System;
using System.Linq;
using MaskedNorm.Tests.Harness;
using MaskedNorm.Tests.Reference;
using Xunit;

namespace MaskedNorm.Tests.Narrow;

/// <summary>Infinities and NaN of Half in lines that are long enough for whole wide vectors, where only the sums look for them.</summary>
public class HalfSpecialTests
{
    private static readonly (Declaration Declaration, int[] Extents)[] s_layouts =
    [
        (Plain("N F", "F"), [3, 300]),
        (Plain("N F=192", "F"), [3, 192]),
        (Plain("N F", "F") with { Kind = NormKind.Rms }, [3, 300]),
        (Plain("N F", "F") with { Affine = true }, [3, 300]),
        (Plain("N F", "F") with { Mask = "N" }, [4, 300]),
        (Plain("N L", "L") with { Mask = "N L", HasLengths = true, MaskElement = Element.Int32 }, [3, 300]),
        (Plain("N C L", "N L") with { Mask = "N", Affine = true }, [3, 2, 300]),
    ];

    private static readonly Lazy<KernelSet> s_kernels = new(() => KernelCompiler.Compile(s_layouts.Select(layout => layout.Declaration).ToList()));

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(double.NegativeInfinity, 1)]
    [InlineData(double.PositiveInfinity, 8192)]
    [InlineData(double.NegativeInfinity, 8192)]
    public void A_special_value_is_found_wherever_it_stands_among_small_and_large_ones(double value, double scale)
    {
        Check.Each(Enumerable.Range(0, s_layouts.Length).Select(i => (s_layouts[i].Extents, s_kernels.Value[i])), (extents, kernel) =>
        {
            Declaration d = kernel.Declaration;
            NormCase random = CaseData.Random("half", d, extents, seed: 3);
            NormCase clean = random with { Input = Array.ConvertAll(random.Input, x => Math.Clamp(x * scale, -65504, 65504)) };
            int[] selection = new Geometry(clean.Extents).Map(d.KeptAxes);
            CallArguments before = KernelRun.Forward(kernel, clean);
            bool[] valid = clean.Valid();
            int line = extents[^1];
            foreach (int at in Enumerable.Range(0, valid.Length).Where(i => valid[i] && (i % line) is 0 or 15 or 16 or 40 or 127 or 130 or 191 or 255 or 256 or 290 or 299))
            {
                double[] input = (double[])clean.Input.Clone();
                input[at] = value;
                NormCase spoiled = clean with { Input = input };
                CallArguments found = KernelRun.Forward(kernel, spoiled);
                Check.SameBits(spoiled, "output", d.Output, before[Slot.Output].Bytes, found[Slot.Output].Bytes, i => selection[i] != selection[at]);
                double[] ieee = ReferenceNorm.Forward(spoiled).Output;
                Check.Close(spoiled, "output", ieee, KernelRun.Output(spoiled, found), 2e-3, i => Math.Abs(ieee[i]), i => selection[i] == selection[at] && valid[i]);
            }
        });
    }

    private static Declaration Plain(string layout, string axes) =>
        new(layout, axes) { Input = Element.Half, Output = Element.Half, Variance = Variance.Biased, Epsilon = 1e-5 };
}
