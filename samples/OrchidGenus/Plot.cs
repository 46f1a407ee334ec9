using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace OrchidGenus;

/// <summary>Draws the outcomes as SVG: loss, accuracy, and accuracy against padding.</summary>
internal static class Plot
{
    private const double Width = 300;
    private const double Height = 200;
    private const double Left = 56;
    private const double Top = 56;
    private const double Gap = 80;

    // Told apart by all eyes, and by their dashes without colour.
    private static readonly (string Color, string Dash)[] Styles = [("#0072B2", "none"), ("#D55E00", "6 3")];

    public static string Draw(IReadOnlyList<Outcome> outcomes)
    {
        StringBuilder svg = new();
        double width = Left + (3 * Width) + (2 * Gap) + 24;
        svg.Append(F($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {Top + Height + 56}\" font-family=\"sans-serif\" font-size=\"12\">\n"));
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        double[] epochs = [.. outcomes[0].Epochs.Select(epoch => (double)epoch.Number)];
        double greatest = Math.Max(0.1, outcomes.Max(outcome => outcome.Epochs.Max(epoch => epoch.Loss)));
        Panel(svg, 0, "Loss", "epoch", EpochTicks(epochs.Length), epochs.Length, Ticks(greatest), outcomes, outcome => Points(epochs, outcome.Epochs.Select(epoch => epoch.Loss)));
        Panel(svg, 1, "Accuracy (%): test bold, training faint", "epoch", EpochTicks(epochs.Length), epochs.Length, Percents, outcomes, outcome => Points(epochs, outcome.Epochs.Select(epoch => 100 * epoch.TestAccuracy)), outcome => Points(epochs, outcome.Epochs.Select(epoch => 100 * epoch.TrainingAccuracy)));
        double[] stretches = [.. Experiment.Stretches];
        Panel(svg, 2, "Test accuracy (%) against padding", "padded length / longest sequence", stretches, stretches[^1], Percents, outcomes, outcome => Points(stretches, outcome.Predictions.Select(prediction => 100 * prediction.Accuracy)));
        Legend(svg, outcomes);
        return svg.Append("</svg>\n").ToString();
    }

    private static double[] Percents { get; } = [0, 25, 50, 75, 100];

    private static void Panel(
        StringBuilder svg, int index, string title, string axis, double[] xTicks, double xMost, double[] yTicks, IReadOnlyList<Outcome> outcomes,
        Func<Outcome, (double X, double Y)[]> points, Func<Outcome, (double X, double Y)[]>? faint = null)
    {
        double left = Left + (index * (Width + Gap));
        double X(double x) => left + (Width * (xMost > 1 ? (x - 1) / (xMost - 1) : 0.5));
        double Y(double y) => Top + (Height * (1 - (y / yTicks[^1])));
        svg.Append(F($"<text x=\"{left}\" y=\"{Top - 12}\" font-weight=\"bold\">{title}</text>\n"));
        foreach (double tick in yTicks)
        {
            svg.Append(F($"<line x1=\"{left}\" x2=\"{left + Width}\" y1=\"{Y(tick):F1}\" y2=\"{Y(tick):F1}\" stroke=\"#ddd\"/>"));
            svg.Append(F($"<text x=\"{left - 8}\" y=\"{Y(tick) + 4:F1}\" text-anchor=\"end\">{tick:0.##}</text>\n"));
        }

        foreach (double tick in xTicks)
        {
            svg.Append(F($"<text x=\"{X(tick):F1}\" y=\"{Top + Height + 18}\" text-anchor=\"middle\">{tick:0}</text>\n"));
        }

        svg.Append(F($"<text x=\"{left + (Width / 2)}\" y=\"{Top + Height + 38}\" text-anchor=\"middle\">{axis}</text>\n"));
        for (int i = 0; i < outcomes.Count; i++)
        {
            if (faint is not null)
            {
                Curve(svg, faint(outcomes[i]), X, Y, Styles[i], 0.35, marks: false);
            }

            Curve(svg, points(outcomes[i]), X, Y, Styles[i], 1, marks: index == 2);
        }
    }

    private static void Curve(
        StringBuilder svg, (double X, double Y)[] points, Func<double, double> x, Func<double, double> y, (string Color, string Dash) style, double opacity, bool marks)
    {
        string path = string.Join(' ', points.Select(point => F($"{x(point.X):F1},{y(point.Y):F1}")));
        svg.Append(F($"<polyline points=\"{path}\" fill=\"none\" stroke=\"{style.Color}\" stroke-width=\"2\" stroke-dasharray=\"{style.Dash}\" opacity=\"{opacity}\"/>\n"));
        foreach ((double px, double py) in points.Where(_ => marks || points.Length == 1))
        {
            svg.Append(F($"<circle cx=\"{x(px):F1}\" cy=\"{y(py):F1}\" r=\"4\" fill=\"{style.Color}\" opacity=\"{opacity}\"/>\n"));
        }
    }

    private static void Legend(StringBuilder svg, IReadOnlyList<Outcome> outcomes)
    {
        for (int i = 0; i < outcomes.Count; i++)
        {
            double x = Left + (i * 190);
            svg.Append(F($"<line x1=\"{x}\" x2=\"{x + 28}\" y1=\"18\" y2=\"18\" stroke=\"{Styles[i].Color}\" stroke-width=\"2\" stroke-dasharray=\"{Styles[i].Dash}\"/>"));
            svg.Append(F($"<text x=\"{x + 36}\" y=\"22\">{outcomes[i].Name} batch norm</text>\n"));
        }
    }

    private static (double X, double Y)[] Points(double[] x, IEnumerable<double> y) => [.. x.Zip(y)];

    // About six whole numbers, the first and the last among them.
    private static double[] EpochTicks(int epochs) =>
        [.. Enumerable.Range(0, 6).Select(i => Math.Round(1 + (i * (epochs - 1) / 5.0))).Distinct()];

    // From 0 in four round steps to the greatest value or above.
    private static double[] Ticks(double greatest)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(greatest / 4)));
        double step = new[] { 1, 2, 2.5, 5, 10 }.Select(factor => factor * unit).First(candidate => 4 * candidate >= greatest);
        return [.. Enumerable.Range(0, 5).Select(i => i * step)];
    }

    private static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
