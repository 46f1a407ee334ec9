using MaskedNorm.Generator.Layout;

namespace MaskedNorm.Generator.Declaration;

/// <summary>What a method computes.</summary>
internal enum Operation
{
    Forward,
    Backward,
    Moments,
}

/// <summary>What a padded position, or a selection without scale, gets. The values are those of the public enum.</summary>
internal enum Policy
{
    Keep,
    Affine,
    Zero,
    Normalize,
}

/// <summary>What a parameter is for.</summary>
internal enum Role
{
    Input,
    Output,
    Mask,
    Lengths,
    Weight,
    Bias,
    Mean,
    Variance,
    Running,
    Moments,
    GradOutput,
    GradInput,
    GradWeight,
    GradBias,
    Extent,
}

/// <summary>The element type of a parameter.</summary>
internal enum Element
{
    Single,
    Double,
    Half,
    BFloat16,
    Float8E4M3,
    Float8E5M2,
    Boolean,
    Byte,
    Int32,
    Int64,
    Moments,
}

/// <summary>How a parameter holds its elements.</summary>
internal enum Holder
{
    /// <summary>An <c>int</c>: the extent of an axis.</summary>
    Value,

    /// <summary>A reference to an object (<c>RunningStatistics</c>).</summary>
    Reference,
    Span,
    TensorSpan,
}

/// <summary>One parameter of the partial method.</summary>
/// <param name="Name">Its name as an identifier of the source, <c>@</c> included where the source needs it.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Holder">How it holds its elements.</param>
/// <param name="Writable">Whether the method writes it (<c>Span</c>, <c>TensorSpan</c>).</param>
/// <param name="Element">Its element type.</param>
/// <param name="Axis">For an extent: the index of the axis; otherwise −1.</param>
/// <param name="Declaration">Modifiers, fully qualified type and name, as the implementing part must write them.</param>
internal sealed record ParameterSpec(string Name, Role Role, Holder Holder, bool Writable, Element Element, int Axis, string Declaration);

/// <summary>What one declaration asks for, without a symbol, a syntax node or a position in it.</summary>
/// <param name="Operation">What is computed.</param>
/// <param name="Axes">The axes, outermost first.</param>
/// <param name="Reduced">Indices of the reduced axes, ascending.</param>
/// <param name="Mask">Indices of the axes that the mask (or lengths, with the counted axis last) spans, in the mask's memory order; empty: none.</param>
/// <param name="MaskMarksPadding">Whether a true mask element is padding.</param>
/// <param name="LeftPadding">Whether lengths count from the end of their axis.</param>
/// <param name="Affine">Whether weight is applied.</param>
/// <param name="AffineAxes">Indices of the axes that weight and bias span, in their memory order; empty without affine (or a scalar weight over no axis).</param>
/// <param name="Biased">Whether the variance is divided by n.</param>
/// <param name="Epsilon">ε.</param>
/// <param name="Padded">The policy of padded positions.</param>
/// <param name="Degenerate">The policy of selections without scale.</param>
/// <param name="Rms">Whether the mean is taken as 0.</param>
/// <param name="Parallel">Whether work is also split over the thread pool.</param>
/// <param name="Accumulate">Backward: whether gradWeight and gradBias are added to.</param>
/// <param name="ForwardUsesStatistics">Backward: whether the forward normalizes with given (read-only) mean and variance, so that ∂x = γ·r·∂y.</param>
/// <param name="Parameters">The parameters in the order of the signature.</param>
internal sealed record NormSpec(
    Operation Operation,
    EquatableArray<Axis> Axes,
    EquatableArray<int> Reduced,
    EquatableArray<int> Mask,
    bool MaskMarksPadding,
    bool LeftPadding,
    bool Affine,
    EquatableArray<int> AffineAxes,
    bool Biased,
    double Epsilon,
    Policy Padded,
    Policy Degenerate,
    bool Rms,
    bool Parallel,
    bool Accumulate,
    bool ForwardUsesStatistics,
    EquatableArray<ParameterSpec> Parameters);

/// <summary>The partial method that a kernel implements.</summary>
/// <param name="Name">The method's name as an identifier of the source, <c>@</c> included where the source needs it.</param>
/// <param name="Modifiers">Its modifiers and return type as the implementing part must write them, <c>partial void</c> included.</param>
/// <param name="Signature">What follows its name: type parameters, the parameter list in parentheses, constraints; fully qualified.</param>
/// <param name="Spec">What it computes; null after a mistake, which is reported: the method then gets a body that throws.</param>
/// <param name="Documented">Whether the declaring part has documentation, which the implementing part's would hide.</param>
/// <param name="IsMarkedGenerated">Whether the declaring part has <c>[GeneratedCode]</c>, which no method has twice.</param>
internal sealed record MethodModel(
    string Name, string Modifiers, string Signature, NormSpec? Spec, bool Documented = false, bool IsMarkedGenerated = false);

/// <summary>A type with at least one declared kernel: one generated file.</summary>
/// <param name="HintName">The file's name, from the full metadata name.</param>
/// <param name="Namespace">The namespace, empty for the global one.</param>
/// <param name="Containers">The headers of the enclosing type declarations, outermost first, for example <c>partial class Kernels&lt;T&gt;</c>.</param>
/// <param name="Methods">The methods in source order.</param>
internal sealed record TypeModel(string HintName, string Namespace, EquatableArray<string> Containers, EquatableArray<MethodModel> Methods);
