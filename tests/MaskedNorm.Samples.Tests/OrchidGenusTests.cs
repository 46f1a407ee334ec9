using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using System.Xml.Linq;
using OrchidGenus;
using Xunit;

namespace MaskedNorm.Samples.Tests;

/// <summary>Short runs of the OrchidGenus sample.</summary>
public sealed class OrchidGenusTests
{
    private const int Seed = 5;

    private static readonly Lazy<Orchids> s_orchids = new(() => Orchids.Read(Seed));
    private static readonly Lazy<Outcome> s_masked = new(() => Run(isMasked: true));
    private static readonly Lazy<Outcome> s_ordinary = new(() => Run(isMasked: false));

    [Fact]
    public void The_masked_network_says_the_same_at_every_padding_bit_for_bit()
    {
        Assert.Equal([1, 2, 4], s_masked.Value.Predictions.Select(prediction => prediction.Stretch));
        Assert.All(s_masked.Value.Predictions, prediction => Assert.Equal(0, s_masked.Value.Changed(prediction)));
        Assert.All(s_masked.Value.Predictions[0].Scores, score => Assert.True(float.IsFinite(score)));
    }

    [Fact]
    public void The_ordinary_network_does_not() =>
        Assert.True(s_ordinary.Value.Changed(s_ordinary.Value.Predictions[2]) > 0);

    [Fact]
    public void A_second_run_gives_the_same_bits()
    {
        foreach ((Outcome first, bool isMasked) in new[] { (s_masked.Value, true), (s_ordinary.Value, false) })
        {
            Outcome second = Run(isMasked);
            Assert.Equal(first.Epochs, second.Epochs);
            Assert.All(first.Predictions.Zip(second.Predictions), pair => Assert.Equal(pair.First.Scores, pair.Second.Scores));
        }
    }

    [Fact]
    public void The_loss_falls()
    {
        Assert.True(s_masked.Value.Epochs[^1].Loss < s_masked.Value.Epochs[0].Loss);
        Assert.True(s_ordinary.Value.Epochs[^1].Loss < s_ordinary.Value.Epochs[0].Loss);
    }

    [Fact]
    public void Orchids_are_held_back_from_each_genus_by_its_share_and_the_seed()
    {
        Orchids orchids = s_orchids.Value;
        Assert.Equal(["Cypripedium", "Mexipedium", "Paphiopedilum", "Phragmipedium"], orchids.Genera);
        Assert.Equal([5, 0, 18, 4], Counts(orchids.Test));
        Assert.Equal([12, 1, 43, 11], Counts(orchids.Training));
        Assert.Empty(orchids.Test.Select(orchid => orchid.Accession).Intersect(orchids.Training.Select(orchid => orchid.Accession)));
        Assert.Equal(orchids.Test, Orchids.Read(Seed).Test);
        Assert.NotEqual(orchids.Test, Orchids.Read(Seed + 1).Test);

        static IEnumerable<int> Counts(IEnumerable<Orchid> part) => Enumerable.Range(0, 4).Select(genus => part.Count(orchid => orchid.Genus == genus));
    }

    [Fact]
    public void The_gradients_of_the_network_are_those_of_finite_differences()
    {
        // Short, uneven sequences; the norm's own gradients have tests of their own.
        Batch batch = new([new("a", "ACGTTGCAACGTACGG", 0), new("b", "TTGACCA", 1), new("c", "GATTACAGATTACA", 1)]);
        Network network = new(2, () => new MaskedBatchNorm(), isPoolMasked: true, Seed);
        float[] gradScores = [0.5f, -1, 0.25f, 0.75f, -0.5f, 1];
        double Loss() => network.Forward(batch).Zip(gradScores, (score, gradient) => (double)score * gradient).Sum();
        _ = Loss();
        network.Backward(gradScores, batch);
        foreach (Parameter parameter in network.Parameters)
        {
            double[] expected = new double[parameter.Value.Length];
            for (int i = 0; i < expected.Length; i += 1 + (expected.Length / 50))
            {
                const float Step = 1 / 512f;
                float value = parameter.Value.Span[i];
                parameter.Value.Span[i] = value + Step;
                double above = Loss();
                parameter.Value.Span[i] = value - Step;
                double below = Loss();
                parameter.Value.Span[i] = value;
                expected[i] = (above - below) / (2 * Step);

                // A step may carry some of the activations over their kink.
                Assert.True(Math.Abs(expected[i] - parameter.Gradient.Span[i]) <= 0.02 * Math.Max(1, Math.Abs(expected[i])), $"[{i}]: {expected[i]} expected, {parameter.Gradient.Span[i]} found");
            }
        }
    }

    [Fact]
    public void The_plot_is_a_valid_picture_of_both_networks()
    {
        XElement svg = XElement.Parse(Plot.Draw([s_masked.Value, s_ordinary.Value]));
        Assert.Equal(8, svg.Elements().Count(element => element.Name.LocalName == "polyline"));
        Assert.DoesNotContain("NaN", svg.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_writes_plain_text_where_output_is_redirected()
    {
        string plot = Path.Combine(Path.GetTempPath(), $"orchid-genus-{Guid.NewGuid():N}.svg");
        try
        {
            (int code, string output, string error) = await Start("--epochs", "1", "--seed", "2", "--plot", plot);
            Assert.Equal("", error);
            Assert.Equal(0, code);
            Assert.Contains("The masked network's predictions are identical at every padding, to the last bit.", output, StringComparison.Ordinal);
            Assert.DoesNotContain('\x1b', output);
            Assert.True(File.Exists(plot));
        }
        finally
        {
            File.Delete(plot);
        }
    }

    [Theory]
    [InlineData("--epochs", "0", "--epochs \"0\": a whole number from 1 to 2147483647 was expected.")]
    [InlineData("--epochs", "1.5", "--epochs \"1.5\": a whole number from 1 to 2147483647 was expected.")]
    [InlineData("--epochs", "abc", "--epochs \"abc\": a whole number from 1 to 2147483647 was expected.")]
    [InlineData("--epochs", "99999999999", "--epochs \"99999999999\": a whole number from 1 to 2147483647 was expected.")]
    [InlineData("--epochs", "", "--epochs \"\": a whole number from 1 to 2147483647 was expected.")]
    [InlineData("--seed", "abc", "Cannot parse argument 'abc' for option '--seed'")]
    [InlineData("--plot", "no/such/folder/plot.svg", "--plot \"no/such/folder/plot.svg\": a file in a folder that exists was expected.")]
    [InlineData("--plot", ".", "--plot \".\": a file in a folder that exists was expected.")]
    [InlineData("--plot", "", "--plot \"\": a file in a folder that exists was expected.")]
    public async Task A_wrong_option_is_told_before_anything_runs(string option, string value, string message)
    {
        (int code, _, string error) = await Start(option, value);
        Assert.Equal(1, code);
        Assert.Contains(message, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(50)]
    [InlineData(60)]
    [InlineData(75)]
    [InlineData(80)]
    [InlineData(89)]
    [InlineData(120)]
    public void Bars_and_table_have_the_columns_that_a_terminal_has_room_for(int width)
    {
        using StringWriter text = new();
        Report report = new(Sample.Console(text, width), epochs: 60);
        Prediction[] predictions = [.. Experiment.Stretches.Select(stretch => new Prediction(stretch, new float[108], 1))];
        Outcome Run(string name, Action<Epoch> watch)
        {
            Epoch last = new(60, 0.001f, 1, 1);
            watch(last);
            return new(name, [last], predictions, TimeSpan.FromSeconds(12.3));
        }

        Outcome[] outcomes = report.Watch(("masked", watch => Run("masked", watch)), ("ordinary", watch => Run("ordinary", watch)));
        string[] bars = Sample.Lines(text);
        Assert.NotEmpty(bars);
        Assert.All(bars, line => Assert.InRange(line.Length, 0, width));
        Assert.Contains("100 %", bars.Last(line => line.StartsWith("masked", StringComparison.Ordinal)), StringComparison.Ordinal);

        text.GetStringBuilder().Clear();
        report.Conclude(outcomes);
        string[] lines = Sample.Lines(text);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        Assert.Equal(3, lines.Count(line => line.StartsWith('│')));
        Assert.Contains(lines, line => line.StartsWith("│ ordinary", StringComparison.Ordinal));
    }

    private static Outcome Run(bool isMasked) => Experiment.Run(s_orchids.Value, isMasked, maskedPool: isMasked, Seed, epochs: 2);

    private static Task<(int Code, string Output, string Error)> Start(params string[] arguments) => Sample.Start(typeof(Outcome).Assembly, arguments);
}
