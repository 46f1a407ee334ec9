using Xunit;

namespace MaskedNorm.Tests.Properties;

/// <summary>Random declarations of one run. <c>MASKEDNORM_SEED</c> repeats a run that failed.</summary>
public sealed class RandomRun
{
    private const int Declarations = 250;

    internal NormProperties Properties { get; } = new(RandomKernels.Compile(RandomKernels.SeedFromEnvironment(), Declarations));
}

/// <summary>Every property on the same random declarations.</summary>
public class PropertyTests(RandomRun run) : IClassFixture<RandomRun>
{
    [Fact]
    public void Forward_equals_the_reference() => run.Properties.Forward_equals_the_reference();

    [Fact]
    public void Backward_equals_the_reference() => run.Properties.Backward_equals_the_reference();

    [Fact]
    public void Padding_changes_nothing() => run.Properties.Padding_changes_nothing();

    [Fact]
    public void Permuted_axes_give_the_same_result() => run.Properties.Permuted_axes_give_the_same_result();

    [Fact]
    public void Scaling_and_shifting_the_input_changes_nothing() => run.Properties.Scaling_and_shifting_the_input_changes_nothing();

    [Fact]
    public void Masks_of_every_type_and_lengths_agree_bit_for_bit() => run.Properties.Masks_of_every_type_and_lengths_agree_bit_for_bit();

    [Fact]
    public void Threads_change_no_bit() => run.Properties.Threads_change_no_bit();

    [Fact]
    public void Right_padding_changes_no_bit() => run.Properties.Right_padding_changes_no_bit();

    [Fact]
    public void One_selection_alone_gives_the_same_bits() => run.Properties.One_selection_alone_gives_the_same_bits();

    [Fact]
    public void In_place_equals_out_of_place() => run.Properties.In_place_equals_out_of_place();

    [Fact]
    public void The_same_memory_equals_other_memory() => run.Properties.The_same_memory_equals_other_memory();

    [Fact]
    public void Backward_is_the_slope_of_forward() => run.Properties.Backward_is_the_slope_of_forward();
}
