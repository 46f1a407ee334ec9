using System.Collections.Generic;
using System.Linq;
using MaskedNorm.Tests.Harness;

namespace MaskedNorm.Tests.Golden;

/// <summary>All golden forms, compiled once for all golden tests.</summary>
public sealed class GoldenKernels
{
    private readonly KernelSet _kernels = KernelCompiler.Compile(GoldenForm.All.Select(form => form.Declaration).ToList());

    internal IEnumerable<(GoldenForm Form, Kernel Kernel)> All => GoldenForm.All.Select((form, i) => (form, _kernels[i]));
}
