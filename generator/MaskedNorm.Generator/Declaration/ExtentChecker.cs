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

    // What tells each axis's extent, in words; null: nothing yet.
    private readonly string?[] source;

    private ExtentChecker(Options options, BoundParameters parameters)
    {
        this.options = options;
        this.parameters = parameters;
        source = options.Spec.Axes.Select(axis => axis.Extent is { } extent ? $"the layout ({extent})" : null).ToArray();
    }

    public static void Check(Options options, BoundParameters parameters, MethodDeclarationSyntax method, MissingParameters missing, DiagnosticBag bag)
    {
        var checker = new ExtentChecker(options, parameters);
        checker.UseTensorSpans();
        checker.UseParameters(bag);
        checker.UseMisnamed();

        // A tensor whose type the compiler does not know may be what tells it.
        if (!parameters.All.Any(parameter => parameter.HasError && parameter.Spec.Role != Role.Extent))
        {
            checker.ReportMissing(method, missing);
        }
    }

    // In the order of the parameters, and again after each extent that is told: no more than the generated method finds.
    private void UseTensorSpans()
    {
        foreach (BoundParameter parameter in parameters.All.Where(parameter => parameter.Spec.Holder == Holder.TensorSpan))
        {
            foreach (List<int> parts in ParameterShape.TensorAxes(options.Spec, ParameterShape.AxesOf(options.Spec, parameter.Spec.Role)))
            {
                // A tensor span tells the product of a split axis's parts: the last one follows from the others.
                List<int> open = parts.Where(axis => source[axis] is null).ToList();
                if (open.Count == 1)
                {
                    source[open[0]] = $"'{parameter.Name}'{(parts.Count > 1 ? " with the other parts of the split axis" : "")}";
                }
            }
        }
    }

    private void UseParameters(DiagnosticBag bag)
    {
        foreach (BoundParameter parameter in parameters.All.Where(parameter => parameter.Spec.Role == Role.Extent))
        {
            int axis = parameter.Spec.Axis;
            if (source[axis] is { } other)
            {
                bag.Report(Descriptors.ExtentTwice, parameter.NameLocation, options.Spec.Axes[axis].Name, parameter.Name, other);
                continue;
            }

            source[axis] = $"parameter '{parameter.Name}'";
            UseTensorSpans();
        }
    }

    private void UseMisnamed()
    {
        foreach (int axis in Enumerable.Range(0, source.Length).Where(axis => parameters.IsMisnamed(Role.Extent, axis)))
        {
            source[axis] ??= "the parameter that has another name";
            UseTensorSpans();
        }
    }

    private void ReportMissing(MethodDeclarationSyntax method, MissingParameters missing)
    {
        for (int axis = 0; axis < source.Length; axis++)
        {
            if (source[axis] is null)
            {
                string name = options.Spec.Axes[axis].Name;
                string proposal = Proposals.Extent(name);

                // Beside a mask, an axis 'mask' cannot have an int of its name.
                bool isTaken = missing.HasNamed(name) || method.ParameterList.Parameters.Any(parameter => parameter.Identifier.ValueText == name);
                missing.Add(
                    Descriptors.ExtentMissing,
                    options.AxisNames[axis],
                    isTaken ? [] : [proposal],
                    name,
                    isTaken ? $"give the axis another name, as parameter '{name}' has this one" : $"add '{proposal}' to method '{method.Identifier.ValueText}'");
                source[axis] = "the parameter that is missing";
                UseTensorSpans();
            }
        }
    }
}
