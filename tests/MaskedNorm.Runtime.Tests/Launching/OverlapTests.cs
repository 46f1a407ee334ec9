using System;
using System.Linq;

namespace MaskedNorm.Runtime.Tests;

/// <summary>Which parameters may share memory.</summary>
public class OverlapTests
{
    private static readonly string[] s_names =
    [
        "input", "output", "mask", "weight", "bias", "mean", "variance", "moments", "gradOutput", "gradInput", "gradWeight", "gradBias",
    ];

    // What a call writes. A mean and a variance are read or written, as the call says.
    private static readonly string[] s_written = ["output", "moments", "gradInput", "gradWeight", "gradBias"];

    // Elementwise: each result needs what stands at its own place alone.
    private static readonly (string Written, string Read)[] s_inPlace = [("output", "input"), ("gradInput", "gradOutput"), ("gradInput", "input")];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_written_shares_memory_with_nothing_else(bool stores)
    {
        foreach ((string one, string other) in s_names.SelectMany((one, i) => s_names.Skip(i + 1).Select(other => (one, other))))
        {
            // A call has an output or gradients.
            if (one != "output" || !other.StartsWith("grad", StringComparison.Ordinal))
            {
                AssertPair(one, other, stores);
            }
        }
    }

    private static void AssertPair(string one, string other, bool stores)
    {
        bool isWritten = IsWritten(one, stores) || IsWritten(other, stores);
        bool isElementwise = s_inPlace.Contains((one, other)) || s_inPlace.Contains((other, one));
        foreach ((int first, int second, int length, bool overlap) in new[] { (0, 3, 4, true), (3, 0, 4, true), (0, 4, 4, false), (4, 0, 4, false), (1, 1, 0, false) })
        {
            AssertRefused(overlap && isWritten, one, other, first, second, length, stores);
        }

        AssertRefused(isWritten && !isElementwise, one, other, 2, 2, 4, stores);
    }

    private static bool IsWritten(string name, bool stores) => s_written.Contains(name) || (stores && (name is "mean" or "variance"));

    private static void AssertRefused(bool expected, string one, string other, int first, int second, int length, bool stores)
    {
        float[] memory = new float[8];
        Operands operands = default;
        operands.StoresStatistics = stores;
        Set(ref operands, one, memory.AsSpan(first, length));
        Set(ref operands, other, memory.AsSpan(second, length));
        string? named = null;
        try
        {
            operands.CheckApart();
        }
        catch (ArgumentException e)
        {
            named = e.ParamName;
            Assert.Contains(one, e.Message, StringComparison.Ordinal);
            Assert.Contains(other, e.Message, StringComparison.Ordinal);
        }

        Assert.True(expected == named is not null, $"{one} at {first}, {other} at {second}, {length} elements: {named ?? "served"}");
        Assert.True(named is null || IsWritten(named, stores), named);
    }

    private static void Set(ref Operands operands, string name, ReadOnlySpan<float> memory)
    {
        Operand operand = Operand.Of(memory, name);
        switch (name)
        {
            case "input": operands.Input = operand; break;
            case "output": operands.Output = operand; break;
            case "mask": operands.Mask = operand; break;
            case "weight": operands.Weight = operand; break;
            case "bias": operands.Bias = operand; break;
            case "mean": operands.Mean = operand; break;
            case "variance": operands.Variance = operand; break;
            case "moments": operands.Moments = operand; break;
            case "gradOutput": operands.GradOutput = operand; break;
            case "gradInput": operands.GradInput = operand; break;
            case "gradWeight": operands.GradWeight = operand; break;
            default: operands.GradBias = operand; break;
        }
    }
}
