using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;

namespace MaskedNorm.Benchmarks.Plots;

/// <summary>Draws curves over sizes in powers of two, as SVG that follows the reader's light or dark scheme.</summary>
internal static class Chart
{
    private const double Width = 860, Height = 500;
    private const double Left = 56, Right = 196, Top = 52, Bottom = 62;
    private const double Highest = 6;

    // Colour and mark of a curve: neither alone has to tell them apart.
    private static readonly string[] Light = ["#0060c0", "#b34700", "#177a3a", "#a02080", "#8a6d00", "#007a87", "#c01f3a"];
    private static readonly string[] Dark = ["#6cb6ff", "#ff9d57", "#5fd38a", "#f09ae0", "#e3c34a", "#4fd0dd", "#ff7b8e"];

    /// <summary>The image.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="remark">Where it was measured.</param>
    /// <param name="sizes">The sizes in bytes, ascending powers of two.</param>
    /// <param name="curves">The curves.</param>
    /// <returns>The text of the file.</returns>
    public static string Draw(string title, string remark, IReadOnlyList<long> sizes, IReadOnlyList<Curve> curves)
    {
        double top = Math.Min(Highest, Math.Ceiling(curves.SelectMany(curve => curve.Values).Max() * 2) / 2);
        double X(int i) => Left + ((Width - Left - Right) * i / (sizes.Count - 1));
        double Y(double value) => Height - Bottom - ((Height - Top - Bottom) * Math.Min(value, top) / top);

        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{Text(title)}</title>\n");
        Style(svg);
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"paper\" width=\"{Width}\" height=\"{Height}\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"ink\" x=\"{Left}\" y=\"24\" font-size=\"15\" font-weight=\"600\">{Text(title)}</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"faint\" x=\"{Left}\" y=\"42\" font-size=\"11\">{Text(remark)}</text>\n");

        for (double value = 0; value <= top + 0.001; value += 0.5)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"{(value == 1 ? "unit" : "grid")}\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(value):0.0}\" y2=\"{Y(value):0.0}\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"ink\" x=\"{Left - 8}\" y=\"{Y(value) + 4:0.0}\" text-anchor=\"end\">{value:0.0}</text>\n");
        }

        for (int i = 0; i < sizes.Count; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{X(i):0.0}\" x2=\"{X(i):0.0}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"ink\" x=\"{X(i):0.0}\" y=\"{Height - Bottom + 18:0.0}\" text-anchor=\"middle\" font-size=\"11\">{Size(sizes[i])}</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"ink\" x=\"{(Left + Width - Right) / 2:0.0}\" y=\"{Height - 18}\" text-anchor=\"middle\">size of the input (logarithmic)</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"ink\" transform=\"translate(16 {(Top + Height - Bottom) / 2:0.0}) rotate(-90)\" text-anchor=\"middle\">time / time of a copy</text>\n");

        int colour = 0;
        for (int c = 0; c < curves.Count; c++)
        {
            Curve curve = curves[c];
            string name = curve.IsLimit ? "limit" : "c" + (colour++ % Light.Length).ToString(CultureInfo.InvariantCulture);
            string points = string.Join(" ", curve.Values.Select((value, i) => string.Create(CultureInfo.InvariantCulture, $"{X(i):0.0},{Y(value):0.0}")));
            svg.Append(CultureInfo.InvariantCulture, $"<g class=\"{name}\">\n<polyline points=\"{points}\"/>\n");
            for (int i = 0; i < curve.Values.Count && !curve.IsLimit; i++)
            {
                Mark(svg, c, X(i), Y(curve.Values[i]));
            }

            double legend = Top + 10 + (22 * c), start = Width - Right + 18;
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{start:0.0},{legend:0.0} {start + 26:0.0},{legend:0.0}\"/>\n");
            if (!curve.IsLimit)
            {
                Mark(svg, c, start + 13, legend);
            }

            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{start + 34:0.0}\" y=\"{legend + 4:0.0}\">{Text(curve.Name)}</text>\n</g>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>A size in words.</summary>
    /// <param name="bytes">The size.</param>
    /// <returns>For example <c>64 KB</c>.</returns>
    public static string Size(long bytes) => bytes >= 1 << 20 ? $"{bytes >> 20} MB" : $"{bytes >> 10} KB";

    private static void Style(StringBuilder svg)
    {
        svg.Append("<style>\n");
        Scheme(svg, "#ffffff", "#1f2328", "#59636e", "#d9dee3", "#8c959f", Light);
        svg.Append("@media (prefers-color-scheme: dark) {\n");
        Scheme(svg, "#0d1117", "#e6edf3", "#9198a1", "#2b323b", "#6e7681", Dark);
        svg.Append("}\n");
        svg.Append("polyline { fill: none; stroke-width: 1.8; stroke-linejoin: round; }\n");
        svg.Append(".limit polyline { stroke-dasharray: 5 4; }\n");
        svg.Append("</style>\n");
    }

    private static void Scheme(StringBuilder svg, string paper, string ink, string faint, string grid, string unit, string[] colours)
    {
        svg.Append(CultureInfo.InvariantCulture, $".paper {{ fill: {paper}; }} .ink {{ fill: {ink}; }} .faint {{ fill: {faint}; }} ");
        svg.Append(CultureInfo.InvariantCulture, $".grid {{ stroke: {grid}; }} .unit {{ stroke: {unit}; stroke-width: 1.5; }}\n");
        svg.Append(CultureInfo.InvariantCulture, $".limit polyline {{ stroke: {faint}; }} .limit text {{ fill: {ink}; }}\n");
        for (int i = 0; i < colours.Length; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $".c{i} polyline {{ stroke: {colours[i]}; }} .c{i} path {{ fill: {colours[i]}; }} .c{i} text {{ fill: {ink}; }}\n");
        }
    }

    // Disc, square, diamond and triangle in turn.
    private static void Mark(StringBuilder svg, int curve, double x, double y)
    {
        string path = (curve % 4) switch
        {
            0 => "m-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0 -6.4 0z",
            1 => "m-3 -3h6v6h-6z",
            2 => "m0 -4.2l4.2 4.2l-4.2 4.2l-4.2 -4.2z",
            _ => "m0 -4l4 7h-8z",
        };
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x:0.0} {y:0.0}{path}\"/>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
