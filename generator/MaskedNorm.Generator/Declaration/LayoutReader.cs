using System.Collections.Generic;
using System.Linq;
using MaskedNorm.Generator.Diagnostics;
using MaskedNorm.Generator.Layout;
using Microsoft.CodeAnalysis;

namespace MaskedNorm.Generator.Declaration;

/// <summary>Reads the layout and the lists of axes of an attribute, and reports their mistakes where they stand.</summary>
internal sealed class LayoutReader(AttributeView attribute, DiagnosticBag bag)
{
    // Who writes thousands of mistakes into one string is not helped by thousands of messages.
    private const int MaxMessages = 16;

    private readonly List<AxisSyntax> axes = [];
    private readonly Dictionary<string, int> indexOf = [];

    public IReadOnlyList<Axis> Axes => axes.Select(axis => axis.Axis).ToList();

    public IReadOnlyList<Location> AxisNames => axes.Select(axis => attribute.Locate(null, axis.Start, axis.Length)).ToList();

    /// <summary>Reads the layout; whether it has no mistake.</summary>
    public bool ReadLayout()
    {
        LayoutSyntax layout = LayoutParser.Parse(attribute.FirstText);
        axes.AddRange(layout.Axes);
        for (int axis = 0; axis < axes.Count; axis++)
        {
            indexOf.Add(axes[axis].Axis.Name, axis);
        }

        foreach (LayoutError error in layout.Errors.Take(MaxMessages))
        {
            Report(error, null, "the layout");
        }

        return layout.Errors.Count == 0;
    }

    /// <summary>Reads a list of axes of the layout: their indices in the order of the list.</summary>
    /// <param name="option">The option that holds the list.</param>
    /// <param name="isEmpty">Whether the list says nothing at all.</param>
    public List<int> ReadAxes(string option, out bool isEmpty)
    {
        AxisListSyntax list = AxisListParser.Parse(attribute.Text(option));
        isEmpty = list.Names.Count == 0 && list.Errors.Count == 0;
        foreach (LayoutError error in list.Errors.Take(MaxMessages))
        {
            Report(error, option, option);
        }

        var indices = new List<int>();
        var unknown = new List<AxisName>();
        foreach (AxisName name in list.Names)
        {
            if (indexOf.TryGetValue(name.Name, out int index))
            {
                indices.Add(index);
            }
            else
            {
                unknown.Add(name);
            }
        }

        // An axis that the list has already, or that was suggested before, is not what was meant.
        List<string> names = axes.Take(LayoutParser.MaxAxes).Select(axis => axis.Axis.Name).ToList();
        List<string> free = names.Except(list.Names.Select(name => name.Name)).ToList();
        foreach (AxisName name in unknown.Take(MaxMessages))
        {
            ReportUnknown(name, option, names, free);
        }

        return indices;
    }

    private void ReportUnknown(AxisName name, string option, List<string> names, List<string> free)
    {
        if (names.Count == 0)
        {
            bag.MarkBroken(); // The layout has no axes, which is reported already.
            return;
        }

        string all = string.Join(", ", names);
        string? nearest = NearestName.Find(name.Name, free);
        if (nearest is not null)
        {
            free.Remove(nearest);
        }

        bag.ReportFixable(
            Descriptors.UnknownAxis,
            attribute.Locate(option, name.Start, name.Length),
            Descriptors.NearestProperty,
            nearest ?? "",
            name.Name,
            nearest is null ? $"remove it: all of its axes {all} stand here." : $"did you mean '{nearest}'? Its axes are {all}.");
    }

    private void Report(LayoutError error, string? option, string where)
    {
        Location location = attribute.Locate(option, error.Start, error.Length);
        DiagnosticDescriptor descriptor = error.Kind switch
        {
            LayoutErrorKind.Empty => Descriptors.EmptyLayout,
            LayoutErrorKind.UnexpectedCharacter => Descriptors.UnexpectedCharacter,
            LayoutErrorKind.ParenthesisNotClosed => Descriptors.ParenthesisNotClosed,
            LayoutErrorKind.ParenthesisNotOpened => Descriptors.ParenthesisNotOpened,
            LayoutErrorKind.SplitInSplit => Descriptors.SplitInSplit,
            LayoutErrorKind.SplitTooSmall => Descriptors.SplitTooSmall,
            LayoutErrorKind.ExtentMissing => Descriptors.FixedExtentMissing,
            LayoutErrorKind.ExtentNotANumber => Descriptors.ExtentNotANumber,
            LayoutErrorKind.ExtentOutOfRange => Descriptors.ExtentOutOfRange,
            LayoutErrorKind.ExtentWithoutAxis => Descriptors.ExtentWithoutAxis,
            LayoutErrorKind.TooManyAxes => Descriptors.TooManyAxes,
            LayoutErrorKind.TooManyElements => Descriptors.TooManyElements,
            LayoutErrorKind.RepeatedAxis => Descriptors.RepeatedAxis,
            _ => Descriptors.NotAnAxisName,
        };
        object[] arguments = error.Kind is LayoutErrorKind.RepeatedAxis or LayoutErrorKind.NotAnAxisName
            ? [error.Text, where]
            : [error.Text, error.Axis];
        bag.Report(descriptor, location, arguments);
    }
}
