using System;
using System.Linq;
using MaskedNorm.Tests.Harness;
using MaskedNorm.Tests.Reference;
using Xunit;

namespace MaskedNorm.Tests.Properties;

/// <summary>What must hold for every declaration, on all samples of a run.</summary>
internal sealed class NormProperties(RandomKernels kernels)
{
    public void Forward_equals_the_reference() => kernels.ForAll(Relation.Itself, (_, kernel, norm) => ReferenceCheck.Forward(kernel, norm));

    public void Backward_equals_the_reference() => kernels.ForAll(Relation.Itself, (_, kernel, norm) => ReferenceCheck.Backward(kernel, norm));

    public void Padding_changes_nothing() => kernels.ForAll(Relation.Itself, (_, kernel, norm) =>
    {
        bool[] valid = norm.Valid();
        double[] Dirty(double[] values) => values.Select((x, i) => valid[i] ? x : double.NaN).ToArray();
        NormCase dirty = norm with { Input = Dirty(norm.Input), GradOutput = Dirty(norm.GradOutput) };
        AssertSame(kernel, norm, kernel, dirty, i => valid[i] ? i : -1, norm.Declaration.GradientsWithoutPadding);
    });

    public void Permuted_axes_give_the_same_result() => kernels.ForAll(Relation.Itself, (sample, kernel, norm) =>
    {
        if (kernels.Find(sample, Relation.Permuted) is { } other)
        {
            (NormCase permuted, int[] positions) = Transform.Permute(norm, RandomKernels.PermutationOf(kernels.Seed, sample.Index, norm.Extents.Length));
            NormCase declared = permuted with { Declaration = other.Declaration };
            double[] expected = Transform.Gather(KernelRun.Output(norm, KernelRun.Forward(kernel, norm)), positions);
            double[] scale = Transform.Gather(ReferenceNorm.Forward(norm).OutputScale, positions);
            double tolerance = norm.Declaration is { Input: Element.Double, Output: Element.Double } ? 1e-10 : 4e-6;
            double rounding = norm.Declaration.Output is Element.Half or Element.BFloat16 ? norm.Declaration.Output.Ulp() : 0;
            Check.Close(declared, "output", expected, KernelRun.Output(declared, KernelRun.Forward(other, declared)), tolerance + rounding, i => scale[i]);
            ReferenceCheck.Backward(other, declared);
        }
    });

    public void Scaling_and_shifting_the_input_changes_nothing() => kernels.ForAll(Relation.Itself, (_, kernel, norm) =>
    {
        Declaration d = norm.Declaration;
        if (d.Epsilon != 0 || d.Statistics == Statistics.Given || d.Input is Element.Half or Element.BFloat16)
        {
            return;
        }

        // On a grid of 1/256 the change itself costs no precision.
        NormCase grid = norm with { Input = Array.ConvertAll(norm.Input, x => Math.Round(x * 256) / 256) };
        double shift = d.Kind == NormKind.Rms ? 0 : 37;
        NormCase moved = grid with { Input = Array.ConvertAll(grid.Input, x => (8 * x) + shift) };
        NormResult reference = ReferenceNorm.Forward(grid);
        bool[] valid = norm.Valid();
        int[] selection = new Geometry(norm.Extents).Map(d.KeptAxes);
        double[] expected = KernelRun.Output(norm, KernelRun.Forward(kernel, grid));
        double[] found = KernelRun.Output(norm, KernelRun.Forward(kernel, moved));
        double tolerance = d is { Input: Element.Double, Output: Element.Double } ? 1e-10 : 4e-6;
        double rounding = d.Output is Element.Half or Element.BFloat16 ? d.Output.Ulp() : 0;
        Check.Close(moved, "output", expected, found, tolerance + rounding, i => reference.OutputScale[i], i => valid[i] && !reference.Degenerate[selection[i]]);
    });

    public void Masks_of_every_type_and_lengths_agree_bit_for_bit() => kernels.ForAll(Relation.Itself, (sample, kernel, norm) =>
    {
        if (kernels.Find(sample, Relation.AnotherMask) is { } other)
        {
            NormCase same = Transform.AsMask(norm, other.Declaration.MaskElement) with { Declaration = other.Declaration };

            // Lengths may divide selections otherwise, and so the order in which these are summed over.
            AssertSame(kernel, norm, other, same, i => i, norm.Declaration.HasLengths ? Gradients.Input : Gradients.All);
        }
    });

    public void Threads_change_no_bit() => kernels.ForAll(Relation.Itself, (sample, kernel, norm) =>
    {
        if (kernels.Find(sample, Relation.Serial) is { } other)
        {
            AssertSame(kernel, norm, other, norm with { Declaration = other.Declaration }, i => i, Gradients.All);
        }
    });

    public void Right_padding_changes_no_bit() => kernels.ForAll(Relation.Itself, (sample, kernel, norm) =>
    {
        Declaration d = norm.Declaration;
        int[] axes = d.PaddingSide == PaddingSide.Left ? [] : d.HasLengths ? d.MaskAxes[^1..] : d.MaskAxes;
        foreach (int axis in axes.Where(axis => d.ReducedAxes.Contains(axis) && d.Text.Axes[axis].Fixed is null))
        {
            (NormCase padded, int[] positions) = Transform.Pad(norm, axis, 1 + (sample.Index % 37), double.NaN);
            AssertSame(kernel, norm, kernel, padded, i => positions[i], d.GradientsWithoutPadding & Gradients.Input);
        }
    });

    public void One_selection_alone_gives_the_same_bits() => kernels.ForAll(Relation.Itself, (sample, kernel, norm) =>
    {
        var geometry = new Geometry(norm.Extents);
        foreach (int at in new[] { 0, geometry.Count / 3, geometry.Count - 1 })
        {
            (NormCase part, int[] positions) = Transform.Alone(norm, geometry.Coordinates(at));
            AssertSame(kernel, norm, kernel, part, i => positions[i], Gradients.Input);
        }
    });

    public void In_place_equals_out_of_place() => kernels.ForAll(Relation.Itself, (sample, kernel, norm) =>
    {
        if (kernels.Find(sample, Relation.InPlace) is { } other)
        {
            AssertSame(kernel, norm, other, norm with { Declaration = other.Declaration }, i => i, Gradients.None);
        }
    });

    public void The_same_memory_equals_other_memory() => kernels.ForAll(Relation.Itself, (_, kernel, norm) =>
    {
        Declaration d = norm.Declaration;
        if (d.Input == d.Output)
        {
            CallArguments same = KernelRun.Arguments(norm);
            same[Slot.Output] = same[Slot.Input];
            kernel.Forward(same);
            Check.SameBits(norm, "output", d.Output, KernelRun.Forward(kernel, norm)[Slot.Output].Bytes, same[Slot.Output].Bytes);
        }

        if (d.Gradients.HasFlag(Gradients.Input))
        {
            foreach (Slot slot in ((Slot[])[Slot.Input, Slot.GradOutput]).Where(operand => (operand == Slot.Input ? d.Input : d.Output) == d.GradInputElement))
            {
                CallArguments same = KernelRun.BackwardArguments(kernel, norm);
                same[Slot.GradInput] = same[slot];
                kernel.Backward!(same);
                AssertSameGradients(norm, KernelRun.Backward(kernel, norm), same, i => i, Gradients.All);
            }
        }
    });

    /// <summary>L = Σ ∂y·y; its slope along a random direction is the gradient's product with the direction.</summary>
    public void Backward_is_the_slope_of_forward() => kernels.ForAll(Relation.FiniteDifferences, cases: 4, property: (sample, kernel, norm) =>
    {
        NormResult reference = ReferenceNorm.Forward(norm);
        bool isSteep = reference.Variance.Where((variance, s) => !reference.Degenerate[s] && variance + norm.Declaration.Epsilon < 0.01).Any();
        if (isSteep)
        {
            return;
        }

        var random = new Random(sample.Index);
        double[] Direction(double[] values) => Array.ConvertAll(values, _ => CaseData.Normal(random));
        double[] dx = Direction(norm.Input);
        double[] dw = Direction(norm.Weight);
        double[] db = Direction(norm.Bias);
        const double Step = 1e-5;
        double Loss(double h)
        {
            double[] Moved(double[] values, double[] direction) => values.Zip(direction, (value, slope) => value + (h * slope)).ToArray();
            NormCase moved = norm with { Input = Moved(norm.Input, dx), Weight = Moved(norm.Weight, dw), Bias = Moved(norm.Bias, db) };
            return Dot(norm.GradOutput, KernelRun.Output(moved, KernelRun.Forward(kernel, moved)));
        }

        CallArguments backward = KernelRun.Backward(kernel, norm);
        double[] gx = KernelRun.Read(backward, Slot.GradInput, Element.Double);
        double[] gw = norm.Declaration.Affine ? KernelRun.Read(backward, Slot.GradWeight, Element.Double) : [];
        double[] gb = norm.Declaration.UsesBias ? KernelRun.Read(backward, Slot.GradBias, Element.Double) : [];
        double expected = (Loss(Step) - Loss(-Step)) / (2 * Step);
        double found = Dot(gx, dx) + Dot(gw, dw) + Dot(gb, db);
        double scale = Dot(gx.Select(Math.Abs), dx.Select(Math.Abs)) + Dot(gw.Select(Math.Abs), dw.Select(Math.Abs)) + Dot(gb.Select(Math.Abs), db.Select(Math.Abs));
        Check.Close(norm, "slope", [expected], [found], 1e-5, _ => scale + norm.Input.Length);
    });

    private static double Dot(System.Collections.Generic.IEnumerable<double> a, System.Collections.Generic.IEnumerable<double> b) => a.Zip(b, (x, y) => x * y).Sum();

    /// <summary>Output and these gradients have the same bits; place tells where a position of the second case stood in the first (−1: nowhere).</summary>
    private static void AssertSame(Kernel first, NormCase norm, Kernel second, NormCase other, Func<int, int> place, Gradients gradients)
    {
        Block expected = KernelRun.Forward(first, norm)[KernelRun.OutputSlot(norm.Declaration)];
        Block found = KernelRun.Forward(second, other)[KernelRun.OutputSlot(other.Declaration)];
        AssertSame(other, "output", KernelRun.OutputElement(norm.Declaration), expected, found, place);
        if ((norm.Declaration.Gradients & gradients) != Gradients.None)
        {
            AssertSameGradients(other, KernelRun.Backward(first, norm), KernelRun.Backward(second, other), place, gradients);
        }
    }

    private static void AssertSameGradients(NormCase norm, CallArguments expected, CallArguments found, Func<int, int> place, Gradients gradients)
    {
        foreach ((Gradients gradient, Slot slot, Element element) in norm.Declaration.GradientSlots().Where(g => gradients.HasFlag(g.Gradient)))
        {
            AssertSame(norm, slot.ToString(), element, expected[slot], found[slot], gradient == Gradients.Input ? place : i => i);
        }
    }

    private static void AssertSame(NormCase norm, string what, Element element, Block expected, Block found, Func<int, int> place)
    {
        int size = element.Size();
        byte[] gathered = new byte[found.Bytes.Length];
        for (int i = 0; i < gathered.Length / size; i++)
        {
            if (place(i) >= 0)
            {
                expected.Bytes.Slice(place(i) * size, size).CopyTo(gathered.AsSpan(i * size));
            }
        }

        Check.SameBits(norm, what, element, gathered, found.Bytes, i => place(i) >= 0);
    }
}
