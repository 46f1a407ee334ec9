using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using MaskedNorm.Generator.Declaration;
using MaskedNorm.Generator.Layout;
using MaskedNorm.Generator.Planning;

namespace MaskedNorm.Generator.Emission;

/// <summary>A plan in plain words: what the documentation of the method and the comments of the kernel say.</summary>
internal static class Explanation
{
    public static IEnumerable<string> Of(KernelPlan plan, KernelPlan? other = null)
    {
        yield return "<summary>" + Summary(plan.Spec) + "</summary>";
        yield return "<remarks>";
        if (plan.Spec.Operation != Operation.Moments)
        {
            yield return plan.Spec.Operation == Operation.Forward ? Formula(plan.Spec) : Gradients(plan.Spec);
        }

        yield return "<code>";
        foreach (string line in other is null ? Nest(plan) : Nests(plan, other))
        {
            yield return line;
        }

        yield return "</code>";
        yield return "</remarks>";
    }

    // The nest within the bound, and the one beyond it.
    private static IEnumerable<string> Nests(KernelPlan plan, KernelPlan other)
    {
        Bound bound = Bound.Of(plan);
        return new[] { $"where {bound.Columns} is at most {Bound.MostColumns}{(bound.Rows is { } rows ? $" and at most {rows}" : "")}:" }
            .Concat(Nest(plan).Select(line => "  " + line))
            .Append("elsewhere:")
            .Concat(Nest(other).Select(line => "  " + line));
    }

    /// <summary>A documentation line for each parameter: what it is for and its shape.</summary>
    public static IEnumerable<string> Parameters(NormSpec spec)
    {
        string Shape(IEnumerable<int> axes) => Explanation.Shape(spec, axes);
        IEnumerable<int> all = Enumerable.Range(0, spec.Axes.Count);
        string tensor = Shape(all);
        string selections = Shape(all.Where(a => !spec.Reduced.Contains(a)));
        string added = spec.Accumulate ? ", added to what is there" : "";
        foreach (ParameterSpec parameter in spec.Parameters)
        {
            string text = parameter.Role switch
            {
                Role.Input => $"The input x, {tensor}{(parameter.Writable ? "; overwritten by y" : "")}.",
                Role.Output => $"The output y, {tensor}.",
                Role.Mask => Mask(spec),
                Role.Lengths => $"The numbers of valid positions along {spec.Axes[spec.Mask[spec.Mask.Count - 1]].Name}, {Shape(spec.Mask.Take(spec.Mask.Count - 1))}, counted from the {(spec.LeftPadding ? "last" : "first")} one.",
                Role.Weight => $"The weight γ, {Shape(spec.AffineAxes)}.",
                Role.Bias => $"The bias β, {Shape(spec.AffineAxes)}.",
                Role.Mean => $"The means, {selections}, {(parameter.Writable ? "stored" : "given")}.",
                Role.Variance => $"The variances, {selections}, {(parameter.Writable ? "stored: " + Divided(spec) : "given")}.",
                Role.Moments => $"The moments, {selections}, stored.",
                Role.Running => $"The running statistics of {selections}, updated by this call.",
                Role.GradOutput => $"The gradient of the output ∂y, {tensor}.",
                Role.GradInput => $"The gradient of the input ∂x, {tensor}.",
                Role.GradWeight => $"The gradient of the weight ∂γ, {Shape(spec.AffineAxes)}{added}.",
                Role.GradBias => $"The gradient of the bias ∂β, {Shape(spec.AffineAxes)}{added}.",
                _ => $"The extent of axis {spec.Axes[parameter.Axis].Name}.",
            };
            yield return $"<param name=\"{parameter.Name.TrimStart('@')}\">{text}</param>";
        }

        yield return "<exception cref=\"global::System.ArgumentException\">A length, an extent or an overlap is wrong; nothing has been written.</exception>";
    }

    /// <summary>The shape that some axes give, as PyTorch writes it: <c>[N, C, L]</c>.</summary>
    public static string Shape(NormSpec spec, IEnumerable<int> axes) => "[" + Join(axes.Select(a => spec.Axes[a].Name)) + "]";

    /// <summary>What a mask is: its shape, and what it marks.</summary>
    public static string Mask(NormSpec spec) => $"The mask, {Shape(spec, spec.Mask)}: true is {(spec.MaskMarksPadding ? "padding" : "valid")}.";

    public static string Summary(NormSpec spec)
    {
        string verb = spec.Operation switch
        {
            Operation.Backward => "The gradients of normalizing",
            Operation.Moments => "Count, mean and sum of squared deviations of",
            _ => "Normalizes",
        };
        List<string> kept = spec.Axes.Where((_, i) => !spec.Reduced.Contains(i)).Select(a => a.Name).ToList();
        string what = spec.Rms ? " by the root mean square" : "";
        string selection = kept.Count == 0 ? "" : " for each " + Join(kept);
        string mask = spec.Mask.Count == 0 ? "" : ", counting elements that are valid in (" + Join(spec.Mask.Select(a => spec.Axes[a].Name)) + ")";
        string padding = spec.Mask.Count == 0 || spec.Operation != Operation.Forward ? "" : "; padding " + spec.Padded switch
        {
            Policy.Keep => "is kept",
            Policy.Affine => HasBias(spec) ? "gets γ and β alone" : "gets γ alone",
            Policy.Zero => "gets 0",
            _ => "is normalized, too",
        };
        return Escape($"{verb} [{LayoutText.Of(spec.Axes)}] over ({Join(spec.Reduced.Select(a => spec.Axes[a].Name))}){selection}{what}{mask}{padding}.");
    }

    /// <summary>The formula with the options that hold.</summary>
    public static string Formula(NormSpec spec)
    {
        bool given = BackwardRules.UsesStatistics(spec);
        string mean = Deviation(spec);
        string affine = spec.Affine ? "γ·" + mean : mean;
        string bias = HasBias(spec) ? " + β" : "";
        string degenerate = spec.Degenerate switch
        {
            Policy.Keep => "x",
            Policy.Affine => "γ·x" + bias,
            _ => "0",
        };
        return $"y = {affine} / {Scale(spec)}{bias}{(given ? "" : $"; without a scale y = {degenerate}")}";
    }

    /// <summary>The formulas of the gradients that are written, with the options that hold.</summary>
    public static string Gradients(NormSpec spec)
    {
        bool Has(Role role) => spec.Parameters.Any(p => p.Role == role);
        bool gradInput = Has(Role.GradInput);
        bool gradWeight = Has(Role.GradWeight);
        bool gradBias = Has(Role.GradBias);
        string g = spec.Affine ? "g" : "∂y";
        string plain = spec.Affine ? "r·γ·∂y" : "r·∂y";
        string mean = spec.Rms ? "" : $" − Σ{g}/n";
        string divisor = spec.Rms || spec.Biased ? "n" : "(n − 1)";
        bool sums = gradInput && !spec.ForwardUsesStatistics;

        List<string> lines = new();
        if (gradInput || gradWeight)
        {
            string normalized = sums || gradWeight ? $", x̂ = {Deviation(spec)}·r" : "";
            lines.Add($"r = 1 / {Scale(spec)}{normalized}{(sums && spec.Affine ? ", g = γ·∂y" : "")}");
        }

        if (gradInput)
        {
            lines.Add("∂x = " + (sums ? $"r·({g}{mean} − x̂·Σ({g}·x̂)/{divisor})" : plain));
        }

        if (gradWeight)
        {
            lines.Add("∂γ = Σ ∂y·x̂");
        }

        if (gradBias)
        {
            lines.Add("∂β = Σ ∂y");
        }

        if (spec.Mask.Count > 0)
        {
            lines.Add(spec.Padded == Policy.Normalize
                ? "padding is normalized, too" + (sums ? $": there ∂x = {plain}, and sums go over it" : gradWeight || gradBias ? ": sums go over it" : "")
                : Elsewhere("padding", spec.Padded));
        }

        if (!spec.ForwardUsesStatistics)
        {
            lines.Add(Elsewhere("without a scale", spec.Degenerate));
        }

        return string.Join("; ", lines);

        // What positions that are not normalized add to each gradient.
        string Elsewhere(string where, Policy policy)
        {
            List<string> gradients = new();
            if (gradInput)
            {
                gradients.Add("∂x = " + (policy == Policy.Keep ? "∂y" : policy == Policy.Affine ? "γ·∂y" : "0"));
            }

            if (policy == Policy.Affine && gradWeight)
            {
                gradients.Add("∂γ gets ∂y·x");
            }

            if (policy == Policy.Affine && gradBias)
            {
                gradients.Add("∂β gets ∂y");
            }

            if (policy != Policy.Affine && (gradWeight || gradBias))
            {
                gradients.Add("nothing is added to " + (gradWeight && gradBias ? "∂γ and ∂β" : gradWeight ? "∂γ" : "∂β"));
            }

            return where + " " + Join(gradients);
        }
    }

    private static string Deviation(NormSpec spec) => spec.Rms ? "x" : "(x − mean)";

    private static string Scale(NormSpec spec) =>
        $"√({(BackwardRules.UsesStatistics(spec) ? "variance" : Divided(spec))}{(spec.Epsilon == 0 ? "" : " + " + spec.Epsilon.ToString("R", CultureInfo.InvariantCulture))})";

    private static bool HasBias(NormSpec spec) => spec.Parameters.Any(p => p.Role == Role.Bias);

    private static string Divided(NormSpec spec) => spec.Rms ? "Σx²/n" : spec.Biased ? "Σ(x − mean)²/n" : "Σ(x − mean)²/(n − 1)";

    /// <summary>The loop nest, one loop a line.</summary>
    public static IEnumerable<string> Nest(KernelPlan plan)
    {
        int depth = 0;
        Run vector = plan.Vector;
        bool lanes = plan.Orientation == Orientation.Selections;
        string width = plan.Double ? "4" : "8";
        foreach (Run run in plan.Nest.Where(r => !r.Reduced && r != vector))
        {
            yield return Line(depth++, $"for each {Sized(run)}", run, "a selection's own");
        }

        if (lanes)
        {
            string what = plan.Columns is null ? "lanes are selections" : $"lanes are columns, {plan.ColumnsOfSelection.Extent} of them a selection";
            yield return Line(depth++, $"strips of {Sized(vector)}, vectors of {width}", vector, what);
        }

        yield return Line(depth++, "sweeps: " + string.Join(", then ", KernelEmitter.Sweeps(plan)), null, "");
        foreach (Run run in plan.Nest.Where(r => r.Reduced && r != vector))
        {
            yield return Line(depth++, $"for each {Sized(run)}", run, lanes && run == plan.Nest.Last(r => r.Reduced) ? "rows, four at a time" : "reduced");
        }

        if (!lanes)
        {
            yield return Line(depth, $"vectors of {width} along {Sized(vector)}, several at a time", vector, "lanes are elements");
        }
    }

    private static string Sized(Run run) => run.Extent.ToString() is var extent && extent == run.Label ? run.Label : run.Label + " = " + extent;

    private static string Line(int depth, string text, Run? run, string note)
    {
        StringBuilder line = new();
        line.Append(' ', 2 * depth).Append(text);
        if (run is not null)
        {
            line.Append(note.Length == 0 ? "" : " (" + note + (run.Mask is not null ? ", masked" : run.Counted ? ", counted by lengths" : "") + ")");
        }

        return Escape(line.ToString());
    }

    private static string Join(IEnumerable<string> names) => string.Join(", ", names);

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
