using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MaskedNorm.Tests.Harness;
using Xunit;

namespace MaskedNorm.Tests.Guarantees;

/// <summary>Shapes are checked before anything is written, and the messages say what is wrong.</summary>
public class ShapeTests
{
    private static readonly Slot[] s_data = [Slot.Input, Slot.Output, Slot.GradOutput, Slot.GradInput];

    [Fact]
    public void A_wrong_length_is_refused_with_parameter_expected_and_found()
    {
        Check.Each(CatalogueKernels.All(Variant.Single, Variant.InPlace, Variant.Parallel), (entry, kernel) =>
        {
            NormCase norm = entry.Case(kernel.Declaration);
            foreach (bool backward in Directions(kernel))
            {
                foreach (Slot slot in Passed(norm, backward))
                {
                    foreach (int change in new[] { -1, 1 })
                    {
                        CallArguments arguments = KernelRun.Arguments(norm, backward);
                        int size = ElementOf(norm.Declaration, slot).Size();
                        int length = arguments[slot].Bytes.Length / size;
                        arguments[slot] = Resized(arguments[slot], (length + change) * size);
                        ArgumentException refusal = AssertRefused(norm, kernel, backward, arguments, $"{slot} {length + change} long instead of {length}");
                        AssertMentions(norm, refusal, slot, NameOf(slot), Text(length), Text(length + change));
                    }
                }
            }
        });
    }

    [Fact]
    public void A_wrong_extent_of_a_tensor_is_refused_with_parameter_axis_expected_and_found()
    {
        Check.Each(CatalogueKernels.All(Variant.Tensors), (entry, kernel) =>
        {
            Declaration d = kernel.Declaration;
            NormCase norm = entry.Case(d);
            foreach (bool backward in Directions(kernel))
            {
                foreach (Slot slot in Passed(norm, backward).Where(slot => s_data.Contains(slot) || (slot == Slot.Mask && d.Tensors.HasFlag(Tensors.Mask))))
                {
                    int[] axes = slot == Slot.Mask ? d.MaskAxes : Enumerable.Range(0, d.Text.Axes.Count).ToArray();
                    for (int i = 0; i < axes.Length; i++)
                    {
                        int axis = axes[i];
                        if (d.Text.IsSplit(axis) || norm.Extents[axis] == 1)
                        {
                            continue;
                        }

                        CallArguments arguments = KernelRun.Arguments(norm, backward);
                        int[] shape = arguments.Shape(slot);
                        int tensorAxis = slot == Slot.Mask ? i : d.Text.Axes[axis].TensorAxis;
                        shape[tensorAxis]++;
                        arguments[slot] = Resized(arguments[slot], Geometry.Product(shape) * ElementOf(d, slot).Size());
                        arguments.Shape(slot, shape);
                        string name = d.Text.Axes[axis].Name;
                        ArgumentException refusal = AssertRefused(norm, kernel, backward, arguments, $"{slot}, axis {name}, {shape[tensorAxis]} instead of {norm.Extents[axis]}");

                        // Extents come from the first tensor: where it is the odd one out, the message names another.
                        if (slot is not (Slot.Input or Slot.GradOutput))
                        {
                            AssertMentions(norm, refusal, slot, name, Text(norm.Extents[axis]), Text(norm.Extents[axis] + 1));
                        }
                    }
                }
            }
        });
    }

    [Fact]
    public void A_tensor_of_wrong_rank_is_refused()
    {
        Check.Each(CatalogueKernels.All(Variant.Tensors), (entry, kernel) =>
        {
            NormCase norm = entry.Case(kernel.Declaration);
            foreach (Slot slot in new[] { Slot.Input, Slot.Output })
            {
                CallArguments arguments = KernelRun.Arguments(norm);
                arguments.Shape(slot, [1, .. arguments.Shape(slot)]);
                AssertRefused(norm, kernel, false, arguments, $"{slot} with one axis more");
            }
        });
    }

    [Fact]
    public void Negative_extents_are_refused()
    {
        Check.Each(CatalogueKernels.All(Variant.Single), (entry, kernel) =>
        {
            NormCase norm = entry.Case(kernel.Declaration);
            foreach (int axis in kernel.Declaration.ExtentParameters())
            {
                CallArguments arguments = KernelRun.Arguments(norm);
                arguments.Extents = [.. norm.Extents];
                arguments.Extents[axis] = -norm.Extents[axis];
                AssertRefused(norm, kernel, false, arguments, $"extent {axis} negative");
                arguments.Extents[axis] = int.MinValue;
                AssertRefused(norm, kernel, false, arguments, $"extent {axis} as small as possible");
            }
        });
    }

    [Fact]
    public void Two_negative_extents_whose_product_fits_are_refused()
    {
        Check.Each(CatalogueKernels.All(Variant.Single), (entry, kernel) =>
        {
            NormCase norm = entry.Case(kernel.Declaration);
            IReadOnlyList<int> free = kernel.Declaration.ExtentParameters();
            for (int i = 1; i < free.Count; i++)
            {
                CallArguments arguments = KernelRun.Arguments(norm);
                arguments.Extents = [.. norm.Extents];
                arguments.Extents[free[i - 1]] *= -1;
                arguments.Extents[free[i]] *= -1;
                AssertRefused(norm, kernel, false, arguments, "two negative extents");
            }
        });
    }

    [Fact]
    public void Extents_whose_product_overflows_are_refused()
    {
        Check.Each(CatalogueKernels.All(Variant.Single), (entry, kernel) =>
        {
            NormCase norm = entry.Case(kernel.Declaration);
            IReadOnlyList<int> free = kernel.Declaration.ExtentParameters();
            if (free.Count < 2)
            {
                return;
            }

            // 2^16 · 2^16 is 0 in 32 bits, 2^31−1 cubed and more wraps in 64.
            foreach (int huge in new[] { 1 << 16, 1 << 30, int.MaxValue })
            {
                CallArguments arguments = KernelRun.Arguments(norm);
                arguments.Extents = [.. norm.Extents];
                foreach (int axis in free)
                {
                    arguments.Extents[axis] = huge;
                }

                AssertRefused(norm, kernel, false, arguments, $"all extents {huge}");
            }
        });
    }

    [Fact]
    public void Partial_overlap_of_output_and_input_is_refused()
    {
        Check.Each(CatalogueKernels.All(Variant.Single, Variant.Double, Variant.Tensors), (entry, kernel) =>
        {
            NormCase norm = entry.Case(kernel.Declaration);
            int size = kernel.Declaration.Input.Size();
            int bytes = norm.Input.Length * size;
            if (norm.Input.Length < 2)
            {
                return;
            }

            foreach ((int input, int output) in new[] { (0, size), (size, 0), (0, bytes - size), (bytes - size, 0) })
            {
                CallArguments arguments = KernelRun.Arguments(norm);
                var shared = new CanaryBlock(2 * bytes);
                arguments[Slot.Input] = new BlockSlice(shared, input, bytes);
                arguments[Slot.Output] = new BlockSlice(shared, output, bytes);
                KernelRun.Fill(arguments[Slot.Input], norm.Declaration.Input, norm.Input);
                AssertRefused(norm, kernel, false, arguments, $"input at byte {input}, output at byte {output}");
            }
        });
    }

    [Fact]
    public void The_very_same_memory_is_served_with_the_same_bits()
    {
        Check.Each(CatalogueKernels.All(Variant.Single, Variant.Double, Variant.SixteenBits, Variant.Tensors, Variant.Parallel), (entry, kernel) =>
        {
            Declaration d = kernel.Declaration;
            NormCase norm = entry.Case(d, seed: 18);
            CallArguments apart = KernelRun.Forward(kernel, norm);
            CallArguments same = KernelRun.Arguments(norm);
            same[Slot.Output] = same[Slot.Input];
            kernel.Forward(same);
            Check.SameBits(norm, "output", d.Output, apart[Slot.Output].Bytes, same[Slot.Output].Bytes);
            Check.SameBits(norm, "mean", d.Statistic, apart[Slot.Mean].Bytes, same[Slot.Mean].Bytes);
        });
    }

    [Fact]
    public void Neighbouring_memory_is_served()
    {
        Check.Each(CatalogueKernels.All(Variant.Single, Variant.Tensors), (entry, kernel) =>
        {
            NormCase norm = entry.Case(kernel.Declaration, seed: 19);
            CallArguments apart = KernelRun.Forward(kernel, norm);
            CallArguments arguments = KernelRun.Arguments(norm);
            int bytes = arguments[Slot.Input].Bytes.Length;
            var shared = new CanaryBlock(2 * bytes);
            arguments[Slot.Output] = new BlockSlice(shared, 0, bytes);
            arguments[Slot.Input] = new BlockSlice(shared, bytes, bytes);
            KernelRun.Fill(arguments[Slot.Input], norm.Declaration.Input, norm.Input);
            kernel.Forward(arguments);
            Check.SameBits(norm, "output", norm.Declaration.Output, apart[Slot.Output].Bytes, arguments[Slot.Output].Bytes);
        });
    }

    private static bool[] Directions(Kernel kernel) => kernel.Backward is null ? [false] : [false, true];

    private static ArgumentException AssertRefused(NormCase norm, Kernel kernel, bool backward, CallArguments arguments, string what)
    {
        Dictionary<Slot, byte[]> before = arguments.Slots.ToDictionary(slot => slot, slot => arguments[slot].Bytes.ToArray());
        Exception? refusal = Record.Exception(() => (backward ? kernel.Backward! : kernel.Forward)(arguments));
        Assert.True(refusal is ArgumentException, $"{norm}\n{(backward ? "backward" : "forward")}, {what}: expected an ArgumentException, found {refusal?.ToString() ?? "none"}");
        foreach (Slot slot in arguments.Slots)
        {
            Assert.True(before[slot].AsSpan().SequenceEqual(arguments[slot].Bytes), $"{norm}\n{what}: {slot} was written before the refusal");
        }

        return (ArgumentException)refusal!;
    }

    private static void AssertMentions(NormCase norm, ArgumentException refusal, Slot slot, params string[] words)
    {
        string[] missing = words.Append(NameOf(slot)).Where(word => !refusal.Message.Contains(word, StringComparison.Ordinal)).ToArray();
        Assert.True(missing.Length == 0, $"{norm}\n{slot}: the message lacks {string.Join(", ", missing)}: {refusal.Message}");
    }

    /// <summary>The slots that are parameters of the call.</summary>
    private static IEnumerable<Slot> Passed(NormCase norm, bool backward)
    {
        Declaration d = norm.Declaration;
        return KernelRun.Arguments(norm, backward).Slots.Where(slot => slot switch
        {
            Slot.Bias => !backward,
            Slot.Weight => !d.Tensors.HasFlag(Tensors.Parameters),
            Slot.GradWeight => d.Gradients.HasFlag(Gradients.Weight) && !d.Tensors.HasFlag(Tensors.Parameters),
            Slot.GradBias => d.Gradients.HasFlag(Gradients.Bias) && !d.Tensors.HasFlag(Tensors.Parameters),
            _ => true,
        });
    }

    private static Element ElementOf(Declaration d, Slot slot) => slot switch
    {
        Slot.Mask or Slot.Lengths => d.MaskElement,
        Slot.Output or Slot.GradOutput => d.Output,
        Slot.Input or Slot.GradInput => d.Input,
        Slot.Mean or Slot.Variance => d.Statistic,
        _ => d.Weight,
    };

    private static CanaryBlock Resized(Block block, int length)
    {
        var resized = new CanaryBlock(length);
        Span<byte> old = block.Bytes;
        old[..Math.Min(old.Length, length)].CopyTo(resized.Bytes);
        return resized;
    }

    private static string NameOf(Slot slot) => char.ToLowerInvariant(slot.ToString()[0]) + slot.ToString()[1..];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
