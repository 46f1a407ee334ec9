using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MaskedNorm.Generator.Diagnostics;
using MaskedNorm.Generator.Layout;

namespace MaskedNorm.Generator.Declaration;

/// <summary>Reads the options of <c>[MaskedNorm]</c> or <c>[MaskedMoments]</c> and checks them against one another.</summary>
internal static class OptionsReader
{
    public static Options Read(AttributeView attribute, Operation operation, DiagnosticBag bag)
    {
        var layout = new LayoutReader(attribute, bag);
        bool isSound = layout.ReadLayout();
        IReadOnlyList<Axis> axes = layout.Axes;

        List<int> reduced = layout.ReadAxes("Axes", out bool nothingReduced);
        if (nothingReduced)
        {
            bag.Report(Descriptors.NothingReduced, attribute.Locate("Axes"), axes.Count > 0 ? axes[axes.Count - 1].Name : "L");
        }

        List<int> mask = layout.ReadAxes("Mask", out bool noMask);
        List<int> affineAxes = layout.ReadAxes("AffineAxes", out bool defaultAffineAxes);
        bool affine = attribute.Flag("Affine");
        if (!defaultAffineAxes && !affine)
        {
            bag.Report(Descriptors.AffineAxesWithoutAffine, attribute.LocateWhole("AffineAxes"));
        }

        if (defaultAffineAxes && affine)
        {
            affineAxes = Enumerable.Range(0, axes.Count).Where(axis => !reduced.Contains(axis)).ToList();
        }

        var spec = new NormSpec(
            operation,
            axes.ToEquatableArray(),
            reduced.OrderBy(axis => axis).ToEquatableArray(),
            mask.ToEquatableArray(),
            MaskMarksPadding: ReadEnum(attribute, "MaskMarks", bag) == 1,
            LeftPadding: ReadEnum(attribute, "PaddingSide", bag) == 1,
            affine,
            affineAxes.ToEquatableArray(),
            Biased: ReadEnum(attribute, "Variance", bag) == 1,
            Epsilon: ReadEpsilon(attribute, bag),
            Padded: ReadPolicy(attribute, "Padded", affine, applies: !noMask, bag),
            Degenerate: ReadPolicy(attribute, "Degenerate", affine, applies: true, bag),
            Rms: ReadEnum(attribute, "Kind", bag) == 1,
            attribute.Flag("Parallel"),
            Accumulate: false,
            ForwardUsesStatistics: false,
            EquatableArray<ParameterSpec>.Empty);
        if (spec.Rms && attribute.Value("Variance") == 0)
        {
            Warn(attribute, "Variance", "with Kind = NormKind.Rms, which divides by n", bag, " = Variance.Unbiased");
        }

        return new(spec, layout.AxisNames, isSound, !noMask, attribute);
    }

    /// <summary>Points out an option that has no effect without another, if it is there.</summary>
    /// <param name="attribute">The attribute that may have it.</param>
    /// <param name="option">The option.</param>
    /// <param name="hasNeeded">Whether there is what it needs.</param>
    /// <param name="needed">What it needs.</param>
    /// <param name="bag">Where the message goes.</param>
    /// <param name="value">The value that has no effect, where another one has.</param>
    public static void WarnWithout(AttributeView attribute, string option, bool hasNeeded, string needed, DiagnosticBag bag, string value = "")
    {
        if (!hasNeeded)
        {
            Warn(attribute, option, "without " + needed, bag, value, "remove it, or add " + needed);
        }
    }

    /// <summary>Points out an option that has no effect, if it is there.</summary>
    /// <param name="attribute">The attribute that may have it.</param>
    /// <param name="option">The option.</param>
    /// <param name="where">Where it has no effect.</param>
    /// <param name="bag">Where the message goes.</param>
    /// <param name="value">The value that has no effect, where another one has.</param>
    /// <param name="advice">What mends it.</param>
    public static void Warn(AttributeView attribute, string option, string where, DiagnosticBag bag, string value = "", string advice = "remove it")
    {
        if (attribute.Has(option))
        {
            bag.Report(Descriptors.OptionWithoutEffect, attribute.LocateWhole(option), option + value, where, advice);
        }
    }

    private static double ReadEpsilon(AttributeView attribute, DiagnosticBag bag)
    {
        double epsilon = attribute.Number("Epsilon");
        if (!(epsilon >= 0) || double.IsInfinity(epsilon))
        {
            bag.Report(Descriptors.BadEpsilon, attribute.Locate("Epsilon"), epsilon.ToString(CultureInfo.InvariantCulture));
        }

        return epsilon;
    }

    private static Policy ReadPolicy(AttributeView attribute, string option, bool affine, bool applies, DiagnosticBag bag)
    {
        var policy = (Policy)ReadEnum(attribute, option, bag);
        if (policy == Policy.Normalize && option == "Degenerate")
        {
            bag.Report(Descriptors.DegenerateNormalize, attribute.Locate(option));
        }

        // Without weight and bias γ is 1 and β is 0: what goes through them is kept.
        bool isKept = policy == Policy.Affine && !affine;
        WarnWithout(attribute, option, !(isKept && applies), "Affine = true", bag, " = OutputPolicy.Affine");
        return isKept ? Policy.Keep : policy;
    }

    private static int ReadEnum(AttributeView attribute, string option, DiagnosticBag bag)
    {
        string[] values = option switch
        {
            "Variance" => ["Variance.Unbiased", "Variance.Biased"],
            "Kind" => ["NormKind.Standard", "NormKind.Rms"],
            "MaskMarks" => ["MaskMarks.Valid", "MaskMarks.Padding"],
            "PaddingSide" => ["PaddingSide.Right", "PaddingSide.Left"],
            "Padded" => ["OutputPolicy.Keep", "OutputPolicy.Affine", "OutputPolicy.Zero", "OutputPolicy.Normalize"],
            _ => ["OutputPolicy.Keep", "OutputPolicy.Affine", "OutputPolicy.Zero"],
        };
        int value = attribute.Value(option);
        bool isDefined = value >= 0 && value < (option == "Degenerate" ? values.Length + 1 : values.Length);
        if (!isDefined)
        {
            bag.Report(
                Descriptors.UndefinedValue,
                attribute.Locate(option),
                value.ToString(CultureInfo.InvariantCulture),
                option,
                Words.Or(values));
        }

        return isDefined ? value : 0;
    }
}
