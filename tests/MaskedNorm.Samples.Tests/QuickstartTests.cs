using System;
using System.IO;
using System.Threading.Tasks;
using Quickstart;
using Xunit;

namespace MaskedNorm.Samples.Tests;

/// <summary>What the Quickstart sample says.</summary>
public sealed class QuickstartTests
{
    [Theory]
    [InlineData("--bad", "\"--bad\": there is no such option; a FASTA file of nucleotides was expected.")]
    [InlineData("no-such-file", "no-such-file: there is no such file; expected a FASTA file of nucleotides.")]
    public async Task A_wrong_argument_is_told_before_anything_runs(string argument, string message)
    {
        (int code, _, string error) = await Sample.Start(typeof(Report).Assembly, argument);
        Assert.Equal(1, code);
        Assert.Equal(message, Assert.Single(error.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [InlineData(40, "1 x. std: of the selection that is worst off.")]
    [InlineData(46, "1 x. mean, std: of the selection that is worst off.")]
    [InlineData(52, "1 x. mean, std: of the selection that is worst off. time: median of 9 calls on one thread.")]
    public void The_legend_explains_the_columns_that_a_terminal_has_room_for(int width, string end)
    {
        using StringWriter text = new();
        new Report(Sample.Console(text, width)).Conclude([]);
        Assert.EndsWith(end, string.Join(' ', Sample.Lines(text)), StringComparison.Ordinal);
    }
}
