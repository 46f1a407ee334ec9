using MaskedNorm.Tests.Harness;
using Xunit;

namespace MaskedNorm.Tests.Guarantees;

/// <summary>The whole catalogue against the float64 reference.</summary>
public class ReferenceTests
{
    private static readonly Variant[] s_all =
        [Variant.Single, Variant.Double, Variant.SixteenBits, Variant.Tensors, Variant.InPlace, Variant.Parallel];

    [Fact]
    public void Every_layout_gives_the_output_and_statistics_of_the_reference()
    {
        Check.Each(CatalogueKernels.All(s_all), (entry, kernel) =>
        {
            ReferenceCheck.Forward(kernel, entry.Case(kernel.Declaration));
        });
    }

    [Fact]
    public void Every_layout_gives_the_gradients_of_the_reference()
    {
        Check.Each(CatalogueKernels.All(s_all), (entry, kernel) =>
        {
            if (kernel.Backward is not null)
            {
                ReferenceCheck.Backward(kernel, entry.Case(kernel.Declaration));
            }
        });
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(1.0)]
    public void Every_layout_is_right_with_few_valid_elements_none_and_all(double validShare)
    {
        Check.Each(CatalogueKernels.All(Variant.Single, Variant.EpsilonZero), (entry, kernel) =>
        {
            NormCase norm = entry.Case(kernel.Declaration, seed: 2, validShare);
            ReferenceCheck.Forward(kernel, norm);
            ReferenceCheck.Backward(kernel, norm);
        });
    }
}
