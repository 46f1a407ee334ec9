using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using MaskedNorm.Generator.Diagnostics;
using MaskedNorm.Generator.Layout;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MaskedNorm.Generator.Declaration;

/// <summary>What was read of one layer: a model without source positions, and mistakes with them.</summary>
/// <param name="Layer">The layer; null after a mistake.</param>
/// <param name="Diagnostics">The mistakes. They refer to the source and never enter the cached model.</param>
internal sealed record LayerResult(LayerModel? Layer, IReadOnlyList<Diagnostic> Diagnostics);

/// <summary>Reads <c>[MaskedNormLayer]</c> and the class that it stands on.</summary>
internal static class LayerReader
{
    private static readonly string[] Kernels =
        ["ForwardKernel", "BackwardKernel", "ForwardTraining", "ForwardInference", "BackwardTraining", "BackwardInference"];

    // A parameter of an extent must not have the name of another parameter, or hide what the method calls.
    private static readonly string[] ParameterNames =
        ["input", "mask", "output", "gradOutput", "gradInput", "weight", "bias", "mean", "variance", "running", "gradWeight", "gradBias", .. Kernels];

    // Types of the methods' parameters.
    private const string Input = "ReadOnlySpan<Single>";
    private const string Output = "Span<Single>";

    // Members of the layer that have no overloads.
    private static readonly string[] Singles = ["Training", "Parameters", "_layerState", .. Kernels];

    public static LayerResult Read(TypeDeclarationSyntax syntax, INamedTypeSymbol type, AttributeData data, SemanticModel model, CancellationToken cancellation)
    {
        var bag = new DiagnosticBag();
        LayerModel? layer = Read(type, syntax, data, model, bag, cancellation);
        return new(bag.HasErrors ? null : layer, bag.Diagnostics);
    }

    private static LayerModel? Read(
        INamedTypeSymbol type, TypeDeclarationSyntax syntax, AttributeData data, SemanticModel model, DiagnosticBag bag, CancellationToken cancellation)
    {
        var attribute = new AttributeView(data, model, syntax.Identifier.GetLocation(), cancellation);
        if (attribute.IsBroken)
        {
            bag.MarkBroken(); // The compiler reports what is wrong with the attribute.
            return null;
        }

        if (type.TypeKind != TypeKind.Class)
        {
            bag.MarkBroken(); // The compiler reports that the attribute is one of classes.
            return null;
        }

        MethodShape.CheckContainers(type, syntax, bag);
        if (type.IsStatic)
        {
            SyntaxToken modifier = syntax.Modifiers.FirstOrDefault(candidate => candidate.IsKind(SyntaxKind.StaticKeyword));
            bag.Report(Descriptors.LayerIsStatic, (modifier.RawKind != 0 ? modifier : syntax.Identifier).GetLocation(), type.Name);
        }

        Options options = OptionsReader.Read(attribute, Operation.Forward, bag);
        bool bias = options.Spec.Affine && (!attribute.Has("Bias") || attribute.Flag("Bias"));
        bool running = attribute.Flag("RunningStatistics");
        double momentum = attribute.Has("Momentum") ? attribute.Number("Momentum") : 0.1;
        CheckAxes(options, bag);
        CheckOptions(options, running, momentum, bag);
        CheckMembers(type, syntax, options.Spec, running, bag);
        return new(
            ContainerText.HintName(type),
            ContainerText.Namespace(type),
            ContainerText.Chain(type).Select(ContainerText.Header).ToEquatableArray(),
            options.Spec,
            bias,
            running,
            running && momentum >= 0 ? momentum : null);
    }

    private static void CheckAxes(Options options, DiagnosticBag bag)
    {
        for (int axis = 0; axis < options.Spec.Axes.Count; axis++)
        {
            if (options.Spec.Axes[axis].Extent is null && ParameterNames.Contains(options.Spec.Axes[axis].Name))
            {
                bag.Report(Descriptors.AxisIsParameter, options.AxisNames[axis], options.Spec.Axes[axis].Name);
            }
        }
    }

    private static void CheckOptions(Options options, bool running, double momentum, DiagnosticBag bag)
    {
        AttributeView attribute = options.Attribute;
        WarnWithout("Padded", options.HasMask, "Mask");
        WarnWithout("MaskMarks", options.HasMask, "Mask");
        OptionsReader.Warn(attribute, "PaddingSide", "in a layer, which takes a mask and no lengths", bag);
        WarnWithout("Bias", options.Spec.Affine, "Affine");
        WarnWithout("Momentum", running, "RunningStatistics");
        if (running && options.Spec.Rms)
        {
            bag.Report(Descriptors.RunningOfRms, attribute.LocateWhole("RunningStatistics"), "RunningStatistics");
        }

        if (!(momentum <= 1) || double.IsInfinity(momentum))
        {
            bag.Report(Descriptors.BadMomentum, attribute.Locate("Momentum"), momentum.ToString(CultureInfo.InvariantCulture));
        }

        void WarnWithout(string option, bool hasNeeded, string needed) => OptionsReader.WarnWithout(attribute, option, hasNeeded, needed, bag);
    }

    private static void CheckMembers(INamedTypeSymbol type, TypeDeclarationSyntax syntax, NormSpec norm, bool running, DiagnosticBag bag)
    {
        string[] spans = norm.Mask.Count > 0 ? [Input, "ReadOnlySpan<Boolean>", Output] : [Input, Output];
        IEnumerable<string> extents = Enumerable.Repeat("Int32", norm.Axes.Count(axis => axis.Extent is null));
        var methods = new Dictionary<string, string>
        {
            ["Forward"] = string.Join(" ", spans.Concat(extents)),
            ["Backward"] = string.Join(" ", new[] { Input }.Concat(spans).Concat(extents)),
            ["ZeroGradients"] = "",
            ["Save"] = "String",
            ["Load"] = "String String",
        };

        // No member has the name of its type, or of a parameter of that.
        Location name = syntax.Identifier.GetLocation();
        foreach (string parameter in type.TypeParameters.Select(parameter => parameter.Name).Where(IsGenerated))
        {
            bag.Report(Descriptors.MemberExists, name, type.Name, $"has a type parameter '{parameter}'", "rename it: the layer gets a member of that name");
        }

        if (IsGenerated(type.Name))
        {
            bag.Report(Descriptors.MemberExists, name, type.Name, "has the name of a member that the layer gets", "rename the class");
        }

        for (INamedTypeSymbol? owner = type; owner is { SpecialType: not SpecialType.System_Object }; owner = owner.BaseType)
        {
            // What another layer of this project gets is not there to be seen yet.
            if (!ReferenceEquals(owner, type) && owner.GetAttributes().Any(attribute => MetadataNames.Is(attribute.AttributeClass, MetadataNames.Layer)))
            {
                bag.Report(Descriptors.MemberExists, name, type.Name, $"derives from the layer '{owner.Name}', whose members it has then", "derive from another class, and hold that layer in a field");
                return;
            }

            bool isOwn = ReferenceEquals(owner, type);
            foreach (ISymbol member in owner.GetMembers().Where(member =>
                !member.IsImplicitlyDeclared && (isOwn || member.DeclaredAccessibility != Accessibility.Private) && IsTaken(member)))
            {
                Location? own = member.Locations.FirstOrDefault(location => location.SourceTree == syntax.SyntaxTree);
                bag.Report(Descriptors.MemberExists, own ?? name, type.Name, $"has a member '{member.Name}' already", "rename it: the layer gets its own");
            }
        }

        bool IsGenerated(string candidate) => IsSingle(candidate) || methods.ContainsKey(candidate);

        bool IsSingle(string candidate) => Singles.Contains(candidate) || (running && candidate == "Running");

        bool IsTaken(ISymbol member) => IsSingle(member.Name)
            || (methods.TryGetValue(member.Name, out string? parameters)
                && (member is not IMethodSymbol method
                    || (method.Arity == 0 && method.Parameters.All(parameter => parameter.RefKind == RefKind.None)
                        && string.Join(" ", method.Parameters.Select(parameter => TypeName(parameter.Type))) == parameters)));
    }

    private static string TypeName(ITypeSymbol type) =>
        type is INamedTypeSymbol { Arity: 1 } named ? $"{type.Name}<{named.TypeArguments[0].Name}>" : type.Name;
}
