using System.Collections.Generic;
using System.Linq;
using MaskedNorm.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MaskedNorm.Generator.Declaration;

/// <summary>Checks that every axis's extent is told exactly once: by the layout, by a tensor span, or by an <c>int</c>.</summary>
internal sealed class ExtentChecker
{
    private readonly Options options;
    private readonly BoundParameters parameters;
    private readonly DiagnosticBag bag;

    // What tells each axis's extent, in words; null: nothing yet.
    private readonly string?[] source;

    private ExtentChecker(Options options, BoundParameters parameters, DiagnosticBag bag)
    {
        this.options = options;
        this.parameters = parameters;
        this.bag = bag;
        source = new string?[options.Spec.Axes.Count];
    }

    public static void Check(Options options, BoundParameters parameters, MethodDeclarationSyntax method, MissingParameters missing, DiagnosticBag bag)
    {
        var checker = new ExtentChecker(options, parameters, bag);
        checker.UseLayout();
        checker.UseTensorSpans();
        checker.UseParameters();
        checker.UseSplits();
        checker.ReportMissing(method.Identifier.ValueText, missing);
    }

    private void UseLayout()
    {
        for (int axis = 0; axis < source.Length; axis++)
        {
            if (options.Spec.Axes[axis].Extent is { } extent)
            {
                source[axis] = $"the layout ({extent})";
            }
        }
    }

    private void UseTensorSpans()
    {
        foreach (BoundParameter parameter in parameters.All.Where(parameter => parameter.Spec.Holder == Holder.TensorSpan))
        {
            foreach (int axis in AxesTold(parameter.Spec.Role))
            {
                source[axis] ??= $"'{parameter.Name}'";
            }
        }
    }

    /// <summary>The axes that are whole axes of a tensor span.</summary>
    private IEnumerable<int> AxesTold(Role role) => role switch
    {
        Role.Mask => options.Spec.Mask,
        Role.Weight or Role.Bias => options.Spec.AffineAxes,
        _ when Roles.SpansLayout(role) => Groups().Where(group => group.Count == 1).Select(group => group[0]),
        _ => [],
    };

    private void UseParameters()
    {
        for (int axis = 0; axis < source.Length; axis++)
        {
            if (parameters.ExtentOf(axis) is not { } parameter)
            {
                continue;
            }

            if (source[axis] is { } other)
            {
                ReportTwice(axis, parameter, other);
            }
            else
            {
                source[axis] = $"parameter '{parameter.Name}'";
            }
        }
    }

    // A tensor span tells the product of a split axis's parts: the last one follows from the others.
    private void UseSplits()
    {
        if (FullTensor() is not { } tensor)
        {
            return;
        }

        foreach (List<int> parts in Groups().Where(group => group.Count > 1))
        {
            List<int> open = parts.Where(axis => source[axis] is null).ToList();
            if (open.Count == 1)
            {
                source[open[0]] = $"'{tensor.Name}'";
            }
            else if (open.Count == 0 && parts.LastOrDefault(axis => parameters.ExtentOf(axis) is not null && options.Spec.Axes[axis].Extent is null) is var last
                && parameters.ExtentOf(last) is { } redundant && options.Spec.Axes[last].Extent is null)
            {
                ReportTwice(last, redundant, $"'{tensor.Name}' and the other parts of the split axis");
            }
        }
    }

    private void ReportMissing(string method, MissingParameters missing)
    {
        bool hasTensor = FullTensor() is not null;
        foreach (List<int> parts in Groups())
        {
            // With a tensor span, the last open part of a split follows once the others are given.
            List<int> open = parts.Where(axis => source[axis] is null).ToList();
            foreach (int axis in hasTensor && parts.Count > 1 ? open.Take(open.Count - 1) : open)
            {
                string proposal = Proposals.Extent(options.Spec.Axes[axis].Name);
                missing.Add(Descriptors.ExtentMissing, options.AxisNames[axis], [proposal], options.Spec.Axes[axis].Name, proposal, method);
            }
        }
    }

    private void ReportTwice(int axis, BoundParameter parameter, string other) =>
        bag.Report(Descriptors.ExtentTwice, parameter.NameLocation, options.Spec.Axes[axis].Name, parameter.Name, other);

    private BoundParameter? FullTensor() =>
        parameters.All.FirstOrDefault(parameter => parameter.Spec.Holder == Holder.TensorSpan && Roles.SpansLayout(parameter.Spec.Role));

    private IEnumerable<List<int>> Groups() =>
        Enumerable.Range(0, source.Length).GroupBy(axis => options.Spec.Axes[axis].TensorAxis).Select(group => group.ToList());
}
