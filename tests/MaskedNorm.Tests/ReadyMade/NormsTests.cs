using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using MaskedNorm.Tests.Harness;
using Xunit;

namespace MaskedNorm.Tests.ReadyMade;

/// <summary>Every method of <see cref="Norms"/> computes what its attribute says, whatever its parameters are.</summary>
public class NormsTests
{
    private static readonly MethodInfo[] s_methods = [.. typeof(Norms).GetMethods(BindingFlags.Public | BindingFlags.Static).OrderBy(method => method.ToString(), StringComparer.Ordinal)];

    private static readonly Lazy<KernelSet> s_kernels = new(() => KernelCompiler.Compile([.. s_methods.Select(Declared)], Wrapper));

    [Fact]
    public void Every_method_gives_the_output_of_the_reference() =>
        Check.Each(Enumerable.Range(0, s_methods.Length).Select(i => (s_methods[i], s_kernels.Value[i])), (method, kernel) =>
        {
            Declaration d = kernel.Declaration;
            int[][] shapes = d.Text.Axes.Count switch
            {
                2 => [[7, 33], [40, 3], [1, 9], [9, 1]],
                3 => [[3, 4, 37], [5, 9, 2], [2, 3, 1]],
                _ => [[2, 3, 4, 19], [2, 2, 1, 7]],
            };
            foreach (int[] shape in shapes)
            {
                ReferenceCheck.Forward(kernel, CaseData.Random(method.ToString()!, d, shape, seed: 3));
            }
        });

    [Fact]
    public void Every_norm_of_the_python_package_and_of_PyTorch_is_there_in_float_and_double()
    {
        string[] names = ["MaskedNorm", "AffineMaskedNorm", "BatchedMaskedNorm", "BatchedAffineMaskedNorm", "BatchNorm", "LayerNorm", "GroupNorm", "InstanceNorm", "RmsNorm"];
        Assert.All(names, name =>
        {
            MethodInfo[] overloads = [.. s_methods.Where(method => method.Name == name)];
            Assert.Contains(overloads, method => ElementOf(method.GetParameters()[0]) == Element.Single && !IsTensor(method.GetParameters()[0]));
            Assert.Contains(overloads, method => IsTensor(method.GetParameters()[0]));
            Assert.Equal(overloads.Length, 2 * overloads.Count(method => ElementOf(method.GetParameters()[0]) == Element.Double));
        });
    }

    private static Declaration Declared(MethodInfo method)
    {
        MaskedNormAttribute a = method.GetCustomAttribute<MaskedNormAttribute>()!;
        Dictionary<string, ParameterInfo> parameters = method.GetParameters().ToDictionary(parameter => parameter.Name!);
        return new Declaration(a.Layout, a.Axes)
        {
            Mask = a.Mask,
            Affine = a.Affine,
            AffineAxes = a.AffineAxes,
            HasBias = parameters.ContainsKey("bias"),
            Variance = a.Variance,
            Epsilon = a.Epsilon,
            Padded = a.Padded,
            Degenerate = a.Degenerate,
            Kind = a.Kind,
            HasLengths = parameters.ContainsKey("lengths"),
            MaskElement = parameters.ContainsKey("lengths") ? Element.Int32 : Element.Boolean,
            Statistics = parameters.ContainsKey("mean") ? Statistics.Given : Statistics.None,
        }.Of(ElementOf(parameters["input"]));
    }

    private static string Wrapper(Declaration d, int id)
    {
        MethodInfo method = s_methods[id];
        IEnumerable<string> arguments = method.GetParameters().Select(parameter => Argument(parameter, d));
        return $"    public static void Forward{id}(CallArguments b) => global::MaskedNorm.Norms.{method.Name}({string.Join(", ", arguments)});\n";
    }

    private static string Argument(ParameterInfo parameter, Declaration d)
    {
        if (parameter.ParameterType == typeof(int))
        {
            return $"b.Extent({d.Text.Indices(parameter.Name!)[0]})";
        }

        Element element = ElementOf(parameter);
        return parameter.Name == "running"
            ? $"new RunningStatistics<{element.Name()}>(features: b.Extent({d.KeptAxes[0]}))"
            : $"b.{(IsTensor(parameter) ? "Tensor" : "Span")}<{element.Name()}>(Slot.{char.ToUpperInvariant(parameter.Name![0])}{parameter.Name[1..]})";
    }

    private static bool IsTensor(ParameterInfo parameter) => parameter.ParameterType.Name.Contains("TensorSpan", StringComparison.Ordinal);

    private static Element ElementOf(ParameterInfo parameter) => Enum.Parse<Element>(parameter.ParameterType.GetGenericArguments()[0].Name);
}
