using System.Linq;
using MaskedNorm.Tests.Harness;
using Xunit;

namespace MaskedNorm.Tests.Snapshots;

/// <summary>The code that stands behind each of the classic declarations.</summary>
public class EmittedCodeTests
{
    [Fact]
    public void Masked_norm() => Snapshot.Verify(Emitted(Classics.MaskedNorm));

    [Fact]
    public void Batched_masked_norm() => Snapshot.Verify(Emitted(Classics.BatchedMaskedNorm));

    [Fact]
    public void Batch_norm() => Snapshot.Verify(Emitted(Classics.BatchNorm));

    [Fact]
    public void Layer_norm() => Snapshot.Verify(Emitted(Classics.LayerNorm + "\n\n" + Classics.LayerNormBackward));

    [Fact]
    public void Group_norm() => Snapshot.Verify(Emitted(Classics.GroupNorm));

    [Fact]
    public void Group_norm_with_channels_last() => Snapshot.Verify(Emitted(Classics.GroupNormLast));

    [Fact]
    public void Instance_norm() => Snapshot.Verify(Emitted(Classics.InstanceNorm));

    private static string Emitted(string member)
    {
        var (compilation, diagnostics) = KernelCompiler.Generate([Classics.File(member)], KernelCompiler.Options());
        Assert.Empty(KernelCompiler.Complaints(compilation, diagnostics));
        return compilation.SyntaxTrees.Last().ToString();
    }
}
