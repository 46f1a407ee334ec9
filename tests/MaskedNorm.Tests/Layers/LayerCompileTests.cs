using System.Linq;
using MaskedNorm.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace MaskedNorm.Tests.Layers;

/// <summary>Generated layers compile without a warning, whatever options the user's project has.</summary>
public class LayerCompileTests
{
    private const string Source = """
        using MaskedNorm;

        namespace Users.Code
        {
            /// <summary>Batch norm.</summary>
            [MaskedNormLayer("N C L", Axes = "N L", Mask = "L N", Affine = true, RunningStatistics = true, Padded = OutputPolicy.Normalize)]
            public partial class Batch
            {
                /// <summary>Overloads are welcome.</summary>
                public void Forward(float[] values) => Forward(values, new bool[1], values, 1, values.Length, 1);
            }

            /// <summary>Axes of strange names.</summary>
            [MaskedNormLayer("in tensors=3 _layerState Training", Axes = "in", Affine = true, AffineAxes = "Training tensors", Bias = false)]
            public sealed partial class Strange : System.Collections.Generic.List<int>;

            public partial struct Outer<T>
            {
                [MaskedNormLayer("(G=2 c) @class", Axes = "c class", Parallel = true, Kind = NormKind.Rms)]
                internal abstract partial record Inner<U>(T First) where U : class
                {
                    [MaskedNorm("N L", Axes = "L")]
                    public static partial void Kernel(System.ReadOnlySpan<double> input, System.Span<double> output, int N, int L);
                }
            }
        }

        [MaskedNormLayer("F=4", Axes = "F", Affine = true, RunningStatistics = true, Momentum = -1)]
        partial class Global;

        [MaskedNormLayer("F=4", Axes = "F")]
        partial class GLOBAL;
        """;

    [Theory]
    [InlineData(NullableContextOptions.Enable, true, false)]
    [InlineData(NullableContextOptions.Disable, true, false)]
    [InlineData(NullableContextOptions.Warnings, false, true)]
    public void Layers_of_every_form_compile_without_warning(NullableContextOptions nullable, bool checkOverflow, bool allowUnsafe)
    {
        CSharpCompilationOptions options = KernelCompiler.Options(nullable).WithOverflowChecks(checkOverflow).WithAllowUnsafe(allowUnsafe);
        string[] files = [Source.Replace("public partial struct", "/// <summary>A type.</summary>\npublic partial struct", System.StringComparison.Ordinal)];
        var (compilation, diagnostics) = KernelCompiler.Generate(files, options);
        string[] complaints = KernelCompiler.Complaints(compilation, diagnostics);
        Assert.True(complaints.Length == 0, string.Join("\n", complaints.Take(20)));
        Assert.Equal(6, compilation.SyntaxTrees.Length - files.Length);
    }

    [Fact]
    public void The_members_of_a_layer_are_thin_and_read_well()
    {
        const string Layer = """
            using MaskedNorm;

            namespace Sample;

            [MaskedNormLayer("N C L", Axes = "N L", Mask = "N L", Affine = true, Variance = Variance.Biased, Epsilon = 1e-5, RunningStatistics = true)]
            public partial class BatchNorm;
            """;
        var (compilation, _) = KernelCompiler.Generate([Layer], KernelCompiler.Options());
        string text = compilation.SyntaxTrees.Last().ToString();

        // What follows are kernels, which have approved files of their own.
        Snapshots.Snapshot.Verify(text[..text.IndexOf("    /// <summary>Normalizes [N C L] over (N, L)", text.IndexOf("void Load(", System.StringComparison.Ordinal), System.StringComparison.Ordinal)]);
    }
}
