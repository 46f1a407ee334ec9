using System;
using System.Collections.Generic;
using System.Linq;
using MaskedNorm.Tests.Guarantees;
using MaskedNorm.Tests.Harness;
using Xunit;

namespace MaskedNorm.Tests.Memory;

/// <summary>Kernels touch no byte outside of their spans, not even to read it.</summary>
public sealed class GuardPageTests : IDisposable
{
    private static readonly Element[] s_elements = [Element.Single, Element.Double, Element.Half, Element.BFloat16];

    private static readonly Declaration[] s_shapes =
    [
        new("B F", "F"),
        new("B F", "F") { Mask = "B F", Affine = true, AffineAxes = "F", Epsilon = 1e-5 },
        new("B F", "F") { Mask = "F", Affine = true },
        new("B F", "F") { Mask = "B F", HasLengths = true },
        new("F C", "F") { Mask = "F", Affine = true },
        new("F C", "F") { Mask = "C F", Padded = OutputPolicy.Normalize },
        new("C F", "C") { Mask = "C F", Affine = true, AffineAxes = "F C" },
        new("N C F", "N F") { Mask = "N F", Affine = true, Epsilon = 1e-5, Variance = Variance.Biased },
        new("N F C", "N F") { Mask = "F N", Affine = true },
        new("N C F", "C F") { Mask = "N F", Affine = true, AffineAxes = "C", Kind = NormKind.Rms },
        new("A F C D", "F D") { Mask = "D F", Affine = true },
    ];

    private static readonly Element[] s_masks = [Element.Boolean, Element.Byte, Element.Int32, Element.Int64];

    private static readonly Lazy<KernelSet> s_kernels = new(() => KernelCompiler.Compile(s_shapes.SelectMany(Typed).ToList()));

    private readonly List<GuardedMemory> _memory = [.. Enumerable.Range(0, 12).Select(_ => new GuardedMemory(1 << 18))];

    [Fact]
    public void Extents_of_one_to_seventy_stay_inside_guarded_pages()
    {
        for (int k = 0; k < s_kernels.Value.Declarations.Count; k++)
        {
            for (int extent = 1; extent <= 70; extent++)
            {
                Kernel kernel = s_kernels.Value[k];
                int[] extents = kernel.Declaration.Text.Axes.Select(axis => axis.Name == "F" ? extent : 3).ToArray();
                RunGuarded(kernel, CaseData.Random($"guarded, F = {extent}", kernel.Declaration, extents, seed: extent));
            }
        }
    }

    [Fact]
    public void The_whole_catalogue_stays_inside_guarded_pages()
    {
        Check.Each(CatalogueKernels.All(Variant.Single, Variant.SixteenBits, Variant.Tensors, Variant.InPlace, Variant.Parallel), (entry, kernel) =>
        {
            RunGuarded(kernel, entry.Case(kernel.Declaration));
        });
    }

    public void Dispose() => _memory.ForEach(memory => memory.Dispose());

    private static IEnumerable<Declaration> Typed(Declaration d) => s_elements.Select((element, i) => d.Of(element) with
    {
        MaskElement = d.HasLengths ? Element.Int32 : s_masks[(i + d.Layout.Length) % s_masks.Length],
        Statistics = Statistics.Stored,
        Gradients = d.Affine ? Gradients.All : Gradients.Input,
    });

    private void RunGuarded(Kernel kernel, NormCase norm)
    {
        foreach (bool backward in kernel.Backward is null ? new[] { false } : [false, true])
        {
            foreach (bool atEnd in new[] { true, false })
            {
                int next = 0;
                CallArguments arguments = KernelRun.Arguments(norm, backward, length => atEnd ? _memory[next++].AtEnd(length) : _memory[next++].AtStart(length));
                (backward ? kernel.Backward! : kernel.Forward)(arguments);
            }
        }
    }
}
