using System.Collections.Generic;
using System.Linq;
using MaskedNorm.Generator.Declaration;

namespace MaskedNorm.Generator.Emission;

/// <summary>A kernel of a layer.</summary>
/// <param name="Name">The name of the method that runs it.</param>
/// <param name="Spec">What it computes.</param>
internal sealed record LayerKernel(string Name, NormSpec Spec);

/// <summary>The kernels of a layer, each as if the class declared a private method of it.</summary>
internal static class LayerKernels
{
    public static IReadOnlyList<LayerKernel> Of(LayerModel layer)
    {
        NormSpec forward = layer.Norm;
        NormSpec backward = forward with { Operation = Operation.Backward, Accumulate = true };
        return layer.Running
            ?
            [
                new("ForwardTraining", With(layer, forward, ForwardRoles.Append(Role.Running))),
                new("ForwardInference", With(layer, forward, ForwardRoles.Concat(Statistics))),
                new("BackwardTraining", With(layer, backward, BackwardRoles)),
                new("BackwardInference", With(layer, backward with { ForwardUsesStatistics = true }, BackwardRoles.Concat(Statistics))),
            ]
            : [new("ForwardKernel", With(layer, forward, ForwardRoles)), new("BackwardKernel", With(layer, backward, BackwardRoles))];
    }

    /// <summary>A parameter that is a span.</summary>
    public static string Span(string name, string element, bool isWritable) => $"global::System.{(isWritable ? "" : "ReadOnly")}Span<{element}> {name}";

    private static IEnumerable<Role> ForwardRoles => [Role.Input, Role.Mask, Role.Weight, Role.Bias, Role.Output];

    private static IEnumerable<Role> BackwardRoles =>
        [Role.GradOutput, Role.Input, Role.Mask, Role.Weight, Role.GradInput, Role.GradWeight, Role.GradBias];

    private static IEnumerable<Role> Statistics => [Role.Mean, Role.Variance];

    // The parameters that the layer has a use for, then one for each extent that is not fixed.
    private static NormSpec With(LayerModel layer, NormSpec spec, IEnumerable<Role> roles)
    {
        IEnumerable<ParameterSpec> tensors = roles.Where(role => IsOf(layer, role)).Select(Parameter);
        IEnumerable<ParameterSpec> extents = Enumerable.Range(0, spec.Axes.Count)
            .Where(axis => spec.Axes[axis].Extent is null)
            .Select(axis => Extent(Identifier.Escape(spec.Axes[axis].Name), axis));
        return spec with { Parameters = tensors.Concat(extents).ToEquatableArray() };
    }

    private static bool IsOf(LayerModel layer, Role role) => role switch
    {
        Role.Mask => layer.Norm.Mask.Count > 0,
        Role.Weight or Role.GradWeight => layer.Norm.Affine,
        Role.Bias or Role.GradBias => layer.Bias,
        _ => true,
    };

    private static ParameterSpec Parameter(Role role)
    {
        string name = Roles.NameOf(role);
        if (role == Role.Running)
        {
            return new(name, role, Holder.Reference, Writable: true, Element.Single, -1, $"global::MaskedNorm.RunningStatistics<float> {name}");
        }

        bool isWritable = role is Role.Output or Role.GradInput or Role.GradWeight or Role.GradBias;
        return role == Role.Mask
            ? new(name, role, Holder.Span, isWritable, Element.Boolean, -1, Span(name, "bool", isWritable))
            : new(name, role, Holder.Span, isWritable, Element.Single, -1, Span(name, "float", isWritable));
    }

    private static ParameterSpec Extent(string name, int axis) =>
        new(name, Role.Extent, Holder.Value, Writable: false, Element.Int32, axis, "int " + name);
}
