using System;
using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace MaskedNorm.Tests.Properties;

/// <summary>Fresh random declarations for as many seconds as <c>MASKEDNORM_SOAK_SECONDS</c> says; none by default.</summary>
public class SoakTests
{
    // Few at a time, so that a short soak is short.
    private const int Declarations = 40;

    [Fact]
    public void Every_property_holds_for_as_long_as_asked()
    {
        _ = int.TryParse(Environment.GetEnvironmentVariable("MASKEDNORM_SOAK_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds);

        // A failure that is to be repeated comes first; what follows is fresh.
        ulong seed = RandomKernels.SeedFromEnvironment();
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            var properties = new NormProperties(RandomKernels.Compile(seed, Declarations, soak: true));
            properties.Forward_equals_the_reference();
            properties.Backward_equals_the_reference();
            properties.Padding_changes_nothing();
            properties.Permuted_axes_give_the_same_result();
            properties.Scaling_and_shifting_the_input_changes_nothing();
            properties.Masks_of_every_type_and_lengths_agree_bit_for_bit();
            properties.Threads_change_no_bit();
            properties.Right_padding_changes_no_bit();
            properties.One_selection_alone_gives_the_same_bits();
            properties.In_place_equals_out_of_place();
            properties.The_same_memory_equals_other_memory();
            properties.Backward_is_the_slope_of_forward();
            seed = (ulong)Random.Shared.NextInt64(1, long.MaxValue);
        }
    }
}
