using System;
using System.Linq;
using MaskedNorm.Tests.Harness;
using Xunit;

namespace MaskedNorm.Tests.Guarantees;

/// <summary>Tensors without elements are served.</summary>
public class EmptyTests
{
    [Fact]
    public void An_extent_of_zero_is_served()
    {
        foreach ((CatalogueEntry entry, Kernel kernel) in CatalogueKernels.All(Variant.Single, Variant.Tensors, Variant.InPlace, Variant.Parallel))
        {
            Declaration d = kernel.Declaration;
            for (int axis = 0; axis < entry.Extents.Length; axis++)
            {
                if (d.Text.Axes[axis].Fixed is not null)
                {
                    continue;
                }

                int[] extents = (int[])entry.Extents.Clone();
                extents[axis] = 0;
                NormCase norm = CaseData.Random("empty", d, extents, seed: 16);
                Run(norm, () => KernelRun.Forward(kernel, norm));
                if (kernel.Backward is not null)
                {
                    Run(norm, () => KernelRun.Backward(kernel, norm));
                }
            }
        }
    }

    [Fact]
    public void All_extents_of_zero_are_served()
    {
        foreach ((CatalogueEntry entry, Kernel kernel) in CatalogueKernels.All(Variant.Single, Variant.Tensors))
        {
            int[] extents = kernel.Declaration.Text.Axes.Select(axis => axis.Fixed ?? 0).ToArray();
            NormCase norm = CaseData.Random("empty", kernel.Declaration, extents, seed: 17);
            Run(norm, () => KernelRun.Forward(kernel, norm));
        }
    }

    private static void Run(NormCase norm, Action call)
    {
        try
        {
            call();
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{norm}\n{e}");
        }
    }
}
