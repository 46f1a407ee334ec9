using System;
using System.Linq;
using MaskedNorm.Tests.Harness;
using MaskedNorm.Tests.Reference;
using Xunit;

namespace MaskedNorm.Tests.Guarantees;

/// <summary>NaN and infinity in a valid position stay in their selection.</summary>
public class NotFiniteTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_value_that_is_not_finite_spoils_its_own_selection_only(double value)
    {
        Check.Each(CatalogueKernels.All(Variant.Single, Variant.Double, Variant.SixteenBits, Variant.EpsilonZero), (entry, kernel) =>
        {
            Declaration d = kernel.Declaration;
            NormCase clean = entry.Case(d, seed: 10);
            bool[] valid = clean.Valid();
            int[] selection = new Geometry(clean.Extents).Map(d.KeptAxes);
            NormResult reference = ReferenceNorm.Forward(clean);
            int at = Array.FindLastIndex(valid, i => i);
            at = Enumerable.Range(0, valid.Length).Where(i => valid[i] && reference.Count[selection[i]] > 2).DefaultIfEmpty(at).First();
            if (at < 0 || reference.Count[selection[at]] <= 2)
            {
                return;
            }

            double[] input = (double[])clean.Input.Clone();
            input[at] = value;
            NormCase spoiled = clean with { Input = input };
            CallArguments expected = KernelRun.Forward(kernel, clean);
            CallArguments found = KernelRun.Forward(kernel, spoiled);
            Check.SameBits(spoiled, "output", d.Output, expected[Slot.Output].Bytes, found[Slot.Output].Bytes, i => selection[i] != selection[at]);
            Check.SameBits(spoiled, "mean", d.Statistic, expected[Slot.Mean].Bytes, found[Slot.Mean].Bytes, s => s != selection[at]);
            Check.SameBits(spoiled, "variance", d.Statistic, expected[Slot.Variance].Bytes, found[Slot.Variance].Bytes, s => s != selection[at]);
            double[] ieee = ReferenceNorm.Forward(spoiled).Output;
            Check.Close(spoiled, "output", ieee, KernelRun.Output(spoiled, found), d.Output == Element.Half ? 2e-3 : 2e-6, i => Math.Abs(ieee[i]), i => selection[i] == selection[at] && valid[i]);
        });
    }
}
