using System;
using System.Collections.Generic;
using System.Linq;
using MaskedNorm.Tests.Harness;
using Xunit;

namespace MaskedNorm.Tests.Guarantees;

/// <summary>Selections in which the elements that the mean is estimated from lie far from the rest: they are summed again about their mean.</summary>
public class RecenterTests
{
    // The layouts, and which elements are outliers: those that the estimate takes, from all over the selection, where its mean is to be a bad one.
    private static readonly (Declaration Declaration, int[] Extents, Func<int[], bool> IsOutlier)[] s_layouts =
    [
        (new("B F", "F") { Variance = Variance.Biased, Epsilon = 1e-5, Gradients = Gradients.Input }, [5, 300], at => at[1] % 37 == 18),
        (new("B F", "F") { Affine = true, AffineAxes = "F", Gradients = Gradients.All }, [5, 300], at => at[1] % 37 == 18),
        (new("B F", "F") { Mask = "B F", HasLengths = true, MaskElement = Element.Int32 }, [5, 300], at => at[0] > 1 && at[1] % 31 == 0),
        (new("B F", "F") { Mask = "B F" }, [5, 300], at => at[0] > 1 && at[1] % 31 == 0),
        (new("N C L", "N L") { Affine = true, Gradients = Gradients.All }, [4, 3, 75], at => at[0] == 0 && at[2] % 9 == 4),
        (new("N C L", "N L") { Affine = true, Gradients = Gradients.All }, [16, 70, 64], at => at[1] % 3 == 0 && at[0] % 2 == 0 && at[2] % 7 == 3),
        (new("N F", "N") { Affine = true, Gradients = Gradients.All, StoresMoments = true }, [320, 70], at => at[1] is 3 or 40 or 69 && at[0] % 19 == 9),
        (new Declaration("N F", "N").Of(Element.Double) with { StoresMoments = true }, [320, 70], at => at[1] is 3 or 40 or 69 && at[0] % 19 == 9),
        (new("N L C", "N L") { Mask = "N L", HasLengths = true, MaskElement = Element.Int32, StoresMoments = true }, [2, 240, 40], at => at[2] is 1 or 33 && at[1] < 200 && ((at[0] * 200) + at[1]) % 25 == 0),
        (new("N L C", "N L") { Mask = "N L C", StoresMoments = true }, [2, 240, 40], at => at[2] is 1 or 33 && at[0] == 0 && at[1] < 16),
        (new("N L C", "N L") { Mask = "N L C", Affine = true, Gradients = Gradients.All }, [2, 240, 40], at => at[2] is 1 or 33 && at[0] == 0 && at[1] < 16),
        (new Declaration("N F", "N").Of(Element.Double) with { Gradients = Gradients.Input }, [320, 70], at => at[1] is 3 or 40 or 69 && at[0] % 19 == 9),
        (new("N L G c", "L c") { Affine = true, AffineAxes = "G c", Gradients = Gradients.All, StoresMoments = true }, [3, 320, 5, 6], at => at[0] == 1 && at[2] is 1 or 3 && at[1] % 19 == 9),
        (new("N L G c", "L c") { Mask = "N L", Gradients = Gradients.Input, StoresMoments = true }, [2, 240, 4, 12], at => at[2] == 2 && at[1] < 200 && at[1] % 13 == 0),
        (new Declaration("N L G c", "L c").Of(Element.Double) with { StoresMoments = true }, [2, 320, 4, 3], at => at[2] == 2 && at[1] % 19 == 9),
        (new("N C L", "C") { Mask = "N L", StoresMoments = true, Gradients = Gradients.Input }, [2, 320, 40], at => at[2] % 5 == 1 && at[1] % 19 == 9),
    ];

    private static readonly Lazy<KernelSet> s_kernels = new(() => KernelCompiler.Compile([.. s_layouts.Select(layout => layout.Declaration)]));

    public static TheoryData<int> Layouts() => [.. Enumerable.Range(0, s_layouts.Length)];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Results_survive_a_bad_estimate_of_the_mean(int layout)
    {
        NormCase norm = WithOutliers(layout);
        ReferenceCheck.Forward(s_kernels.Value[layout], norm);
        if (norm.Declaration.Gradients != Gradients.None)
        {
            ReferenceCheck.Backward(s_kernels.Value[layout], norm);
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Selections_beside_them_keep_their_bits(int layout)
    {
        NormCase norm = WithOutliers(layout);
        Declaration d = norm.Declaration;
        var geometry = new Geometry(norm.Extents);
        HashSet<string> changed = [.. Enumerable.Range(0, geometry.Count).Where(i => s_layouts[layout].IsOutlier(geometry.Coordinates(i))).Select(Selection)];
        string Selection(int position) => string.Join(",", KernelRun.Pick(geometry.Coordinates(position), d.KeptAxes));

        CallArguments usual = KernelRun.Forward(s_kernels.Value[layout], Case(layout));
        CallArguments beside = KernelRun.Forward(s_kernels.Value[layout], norm);
        double[] expected = KernelRun.Output(norm, usual);
        double[] found = KernelRun.Output(norm, beside);
        int[] others = [.. Enumerable.Range(0, geometry.Count).Where(i => !changed.Contains(Selection(i)))];
        Assert.All(others, i => Assert.Equal(BitConverter.DoubleToInt64Bits(expected[i]), BitConverter.DoubleToInt64Bits(found[i])));
        Assert.NotEmpty(changed);
        if (d.Gradients != Gradients.None)
        {
            double[] gradient = Gradient(Case(layout));
            double[] besideIt = Gradient(norm);
            Assert.All(others, i => Assert.Equal(BitConverter.DoubleToInt64Bits(gradient[i]), BitConverter.DoubleToInt64Bits(besideIt[i])));
        }

        double[] Gradient(NormCase of) => KernelRun.Read(KernelRun.Backward(s_kernels.Value[layout], of), Slot.GradInput, d.Input);

        if (d.StoresMoments)
        {
            int[] selections = geometry.Map(d.KeptAxes);
            Assert.All(others, i => Assert.Equal(usual.Span<Moments>(Slot.Moments)[selections[i]], beside.Span<Moments>(Slot.Moments)[selections[i]]));
        }
    }

    private static NormCase WithOutliers(int layout)
    {
        NormCase norm = Case(layout);
        var geometry = new Geometry(norm.Extents);
        return norm with { Input = [.. norm.Input.Select((x, i) => s_layouts[layout].IsOutlier(geometry.Coordinates(i)) ? x + 64 : x)] };
    }

    // Five sixths of the positions along a masked axis are valid.
    private static NormCase Case(int layout)
    {
        (Declaration declaration, int[] extents, _) = s_layouts[layout];
        NormCase norm = CaseData.Random("outliers", declaration, extents, seed: 21);
        if (!declaration.HasMask)
        {
            return norm;
        }

        int[] mask = KernelRun.Pick(extents, declaration.MaskAxes);
        var geometry = new Geometry(mask);
        int along = mask.Length - (declaration.Mask == "N L C" ? 2 : 1);
        return norm with
        {
            Lengths = [.. norm.Lengths.Select(_ => extents[declaration.MaskAxes[^1]] * 5 / 6)],
            Marks = [.. norm.Marks.Select((_, i) => geometry.Coordinates(i)[along] < mask[along] * 5 / 6)],
        };
    }
}
