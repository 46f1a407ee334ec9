using System;
using System.Linq;
using MaskedNorm.Tests.Harness;
using Xunit;

namespace MaskedNorm.Tests.Narrow;

/// <summary>Padding that is kept comes through bit for bit, whatever the bits.</summary>
public class KeepTests
{
    private static readonly int[] s_extents = [512, 256];

    private static readonly Element[] s_elements = [Element.Half, Element.BFloat16, Element.Float8E4M3, Element.Float8E5M2];

    private static readonly Declaration[] s_layouts =
    [
        new("B F", "F") { Mask = "B F" },
        new("B F", "F") { Mask = "F B" },
        new("B F", "F") { Mask = "B" },
        new("B F", "F") { Mask = "F" },
        new("B F", "F") { Mask = "B F", HasLengths = true, MaskElement = Element.Int32 },
        new("B F", "B") { Mask = "B F" },
        new("B F", "B") { Mask = "F B" },
        new("B F", "B") { Mask = "B" },
        new("B F", "B") { Mask = "F" },
        new("B F", "B") { Mask = "B F", HasLengths = true, MaskElement = Element.Int32, PaddingSide = PaddingSide.Left },
    ];

    private static readonly Lazy<KernelSet> s_kernels = new(() => KernelCompiler.Compile(
        (from layout in s_layouts
         from element in s_elements
         from inPlace in (bool[])[false, true]
         select layout.Of(element) with { InPlace = inPlace, Gradients = inPlace ? Gradients.None : Gradients.Input, Epsilon = 1e-5 }).ToList()));

    [Fact]
    public void Every_pattern_of_a_padded_input_is_kept() => Check.Each(Kernels, kernel => kernel.Declaration, kernel => CheckKept(kernel, backward: false));

    [Fact]
    public void Every_pattern_of_a_padded_gradient_is_kept() =>
        Check.Each(Kernels.Where(kernel => kernel.Backward is not null), kernel => kernel.Declaration, kernel => CheckKept(kernel, backward: true));

    private static System.Collections.Generic.IEnumerable<Kernel> Kernels => Enumerable.Range(0, s_kernels.Value.Declarations.Count).Select(i => s_kernels.Value[i]);

    private static void CheckKept(Kernel kernel, bool backward)
    {
        Declaration d = kernel.Declaration;
        var geometry = new Geometry(s_extents);
        NormCase norm = CaseData.Random("keep", d, s_extents, seed: 2);
        norm = d.HasLengths
            ? norm with { Lengths = norm.Lengths.Select(_ => s_extents[d.MaskAxes[^1]] / 2).ToArray() }
            : norm with { Marks = Enumerable.Range(0, geometry.CountOf(d.MaskAxes)).Select(i => i % 2 == 1).ToArray() };
        bool[] valid = norm.Valid();
        CallArguments arguments = KernelRun.Arguments(norm, backward);
        Slot source = backward ? Slot.GradOutput : Slot.Input;
        int size = d.Input.Size();
        Span<byte> bytes = arguments[source].Bytes;
        int pattern = 0;
        for (int i = 0; i < valid.Length; i++)
        {
            if (!valid[i])
            {
                bytes[i * size] = (byte)pattern;
                bytes[(i * size) + size - 1] = (byte)(pattern >> (8 * (size - 1)));
                pattern++;
            }
        }

        Assert.True(pattern >= 1 << (8 * size), $"{norm}: {pattern} padded positions");
        byte[] before = bytes.ToArray();
        (backward ? kernel.Backward! : kernel.Forward)(arguments);
        KernelRun.AssertCanaries(norm, arguments);
        Slot target = backward ? Slot.GradInput : KernelRun.OutputSlot(d);
        Check.SameBits(norm, target.ToString(), d.Input, before, arguments[target].Bytes, i => !valid[i]);
        double[] found = KernelRun.Read(arguments, target, d.Input);
        int broken = Array.FindIndex(found, value => !double.IsFinite(value));
        while (broken >= 0 && !valid[broken])
        {
            broken = Array.FindIndex(found, broken + 1, value => !double.IsFinite(value));
        }

        Assert.True(broken < 0, $"{norm}: {target}[{broken}] is {(broken < 0 ? 0 : found[broken])}: padding was read");
    }
}
