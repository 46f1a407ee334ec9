using Microsoft.CodeAnalysis;

namespace MaskedNorm.Generator.Diagnostics;

/// <summary>Every message of the generator. Ids: 01xx layout, 02xx method and type, 03xx parameters, 04xx options, 05xx backward, 06xx layers, 09xx the generator itself.</summary>
internal static class Descriptors
{
    /// <summary>Property of a diagnostic: the name that was probably meant.</summary>
    public const string NearestProperty = "Nearest";

    /// <summary>Property of a diagnostic: the missing parameters, each as <c>type name</c>, joined by <see cref="MissingSeparator"/>.</summary>
    public const string MissingProperty = "Missing";

    /// <summary>Separates the parameters in <see cref="MissingProperty"/>.</summary>
    public const char MissingSeparator = ';';

    private const string Help = "https://github.com/MaskedNorm/MaskedNorm.Gen/blob/main/generator/MaskedNorm.Generator/docs/";

    /// <summary>"The layout names no axis; write the tensor's axes by white space, outermost first, for example "N C L"".</summary>
    public static readonly DiagnosticDescriptor EmptyLayout = Error(
        "MN0101", "Layout without axes", "The layout names no axis; write the tensor's axes by white space, outermost first, for example \"N C L\"");

    /// <summary>"',' does not belong in a layout; write axis names separated by white space".</summary>
    public static readonly DiagnosticDescriptor UnexpectedCharacter = Error(
        "MN0102", "Character that a layout does not have", "'{0}' does not belong in a layout; write axis names separated by white space");

    /// <summary>"This '(' is not closed; write ')' after the last part of the split axis, for example "(G c)"".</summary>
    public static readonly DiagnosticDescriptor ParenthesisNotClosed = Error(
        "MN0103", "Parenthesis not closed", "This '(' is not closed; write ')' after the last part of the split axis, for example \"(G c)\"");

    /// <summary>"This ')' closes nothing; write '(' before the first part of the split axis, for example "(G c)"".</summary>
    public static readonly DiagnosticDescriptor ParenthesisNotOpened = Error(
        "MN0104", "Parenthesis not opened", "This ')' closes nothing; write '(' before the first part of the split axis, for example \"(G c)\"");

    /// <summary>"A split axis cannot be split again; write all its parts in one pair of parentheses, for example "(A B c)"".</summary>
    public static readonly DiagnosticDescriptor SplitInSplit = Error(
        "MN0105", "Split inside a split", "A split axis cannot be split again; write all its parts in one pair of parentheses, for example \"(A B c)\"");

    /// <summary>"'(c)' splits nothing; write two or more parts, for example "(G c)", or no parentheses".</summary>
    public static readonly DiagnosticDescriptor SplitTooSmall = Error(
        "MN0106", "Split of fewer than two parts", "'{0}' splits nothing; write two or more parts, for example \"(G c)\", or no parentheses");

    /// <summary>"'=' after axis 'F' has no extent; write a whole number after it, for example F=768".</summary>
    public static readonly DiagnosticDescriptor FixedExtentMissing = Error(
        "MN0107", "Extent missing after '='", "'=' after axis '{1}' has no extent; write a whole number after it, for example {1}=768");

    /// <summary>"'7x8' is not a whole number; write the extent of axis 'F' in decimal digits, for example F=768".</summary>
    public static readonly DiagnosticDescriptor ExtentNotANumber = Error(
        "MN0108", "Extent that is no whole number", "'{0}' is not a whole number; write the extent of axis '{1}' in decimal digits, for example {1}=768");

    /// <summary>"Axis 'F' cannot have the extent 0; write a number from 1 to 2147483647".</summary>
    public static readonly DiagnosticDescriptor ExtentOutOfRange = Error(
        "MN0109", "Extent out of range", "Axis '{1}' cannot have the extent {0}; write a number from 1 to 2147483647");

    /// <summary>"'768' belongs to no axis; write the axis's name before it, for example F=768".</summary>
    public static readonly DiagnosticDescriptor ExtentWithoutAxis = Error(
        "MN0110", "Extent without an axis", "'{0}' belongs to no axis; write the axis's name before it, for example F=768");

    /// <summary>"The layout has 17 axes, at most 16 are supported; write neighbouring axes of the same role as one".</summary>
    public static readonly DiagnosticDescriptor TooManyAxes = Error(
        "MN0111", "Too many axes", "The layout has {0} axes, at most 16 are supported; write neighbouring axes of the same role as one");

    /// <summary>"The fixed extents up to axis 'F' multiply to more than 2^63 - 1 elements; write smaller extents".</summary>
    public static readonly DiagnosticDescriptor TooManyElements = Error(
        "MN0112", "Fixed extents too large", "The fixed extents up to axis '{0}' multiply to more than 2^63 - 1 elements; write smaller extents");

    /// <summary>"Axis 'N' stands twice in the layout; name each axis once".</summary>
    public static readonly DiagnosticDescriptor RepeatedAxis = Error(
        "MN0113", "Repeated axis", "Axis '{0}' stands twice in {1}; name each axis once");

    /// <summary>"The layout has no axis 'M'; did you mean 'N'? Its axes are N, C, L.".</summary>
    public static readonly DiagnosticDescriptor UnknownAxis = Error(
        "MN0114", "Unknown axis", "The layout has no axis '{0}'; {1}");

    /// <summary>"No axis is reduced; name the axes to normalize over, for example Axes = "L"".</summary>
    public static readonly DiagnosticDescriptor NothingReduced = Error(
        "MN0115", "No reduced axis", "No axis is reduced; name the axes to normalize over, for example Axes = \"{0}\"");

    /// <summary>"'(' does not belong in Axes; write axis names only, separated by white space: extents and parentheses belong in the layout".</summary>
    public static readonly DiagnosticDescriptor NotAnAxisName = Error(
        "MN0116", "Not an axis name", "'{0}' does not belong in {1}; write axis names only, separated by white space: extents and parentheses belong in the layout");

    /// <summary>"Method 'Tokens' is not partial; write 'partial' before 'void', and no body, so that the kernel can be generated".</summary>
    public static readonly DiagnosticDescriptor MethodNotPartial = Error(
        "MN0201", "Method is not partial", "Method '{0}' is not partial; write 'partial' before 'void', and no body, so that the kernel can be generated");

    /// <summary>"Type 'Kernels' is not partial; write 'partial' before 'class', so that kernels can be added to it".</summary>
    public static readonly DiagnosticDescriptor TypeNotPartial = Error(
        "MN0202", "Type is not partial", "Type '{0}' is not partial; write 'partial' before '{1}', so that kernels can be added to it");

    /// <summary>"Method 'Tokens' returns 'int'; write 'void': results go to the writable parameters".</summary>
    public static readonly DiagnosticDescriptor MethodNotVoid = Error(
        "MN0203", "Method is not void", "Method '{0}' returns '{1}'; write 'void': results go to the writable parameters");

    /// <summary>"Method 'Tokens' already has a body; write the declaration alone, ending in ';', or remove the attribute".</summary>
    public static readonly DiagnosticDescriptor MethodHasBody = Error(
        "MN0204", "Method has a body", "Method '{0}' already has a body; write the declaration alone, ending in ';', or remove the attribute");

    /// <summary>"Type 'Kernels' is local to its file, where generated code cannot reach it; remove 'file'".</summary>
    public static readonly DiagnosticDescriptor FileLocalType = Error(
        "MN0205", "Type is local to its file", "Type '{0}' is local to its file, where generated code cannot reach it; remove 'file'");

    /// <summary>"Method 'Tokens' is async, but a kernel never waits; remove 'async'".</summary>
    public static readonly DiagnosticDescriptor MethodIsAsync = Error(
        "MN0206", "Method is async", "Method '{0}' is async, but a kernel never waits; remove 'async'");

    /// <summary>"Method 'Tokens' has both [MaskedNorm] and [MaskedMoments]; keep one of them".</summary>
    public static readonly DiagnosticDescriptor TwoDeclarations = Error(
        "MN0207", "Two declarations on one method", "Method '{0}' has both [{1}] and [{2}]; keep one of them");

    /// <summary>"[MaskedNorm] stands on something that cannot be a partial method; write it on a partial method of a class, struct, record or interface".</summary>
    public static readonly DiagnosticDescriptor NotAMethod = Error(
        "MN0208", "Not a partial method", "[{0}] stands on something that cannot be a partial method; write it on a partial method of a class, struct, record or interface");

    /// <summary>"Method 'Tokens' is abstract, but its kernel is a body; remove 'abstract'".</summary>
    public static readonly DiagnosticDescriptor MethodIsAbstract = Error(
        "MN0209", "Method is abstract", "Method '{0}' is abstract, but its kernel is a body; remove 'abstract'");

    /// <summary>"Method 'Tokens' has no output; add 'Span&lt;float&gt; output'".</summary>
    public static readonly DiagnosticDescriptor ParameterMissing = Error(
        "MN0301", "Parameter missing", "Method '{0}' has no {1}; add '{2}'");

    /// <summary>"'inputs' is no parameter of [MaskedNorm]; did you mean 'input'?".</summary>
    public static readonly DiagnosticDescriptor UnknownParameter = Error(
        "MN0302", "Unknown parameter", "'{0}' is no parameter of [{1}]; {2}");

    /// <summary>"Parameter 'output' cannot be 'ReadOnlySpan&lt;float&gt;'; write 'Span&lt;float&gt; output': it is written".</summary>
    public static readonly DiagnosticDescriptor WrongType = Error(
        "MN0303", "Parameter of a wrong type", "Parameter '{0}' cannot be '{1}'; {2}");

    /// <summary>"'input' and 'x' are both the input; remove one of them".</summary>
    public static readonly DiagnosticDescriptor RoleTwice = Error(
        "MN0304", "Two parameters for one role", "'{0}' and '{1}' are both the {2}; remove one of them");

    /// <summary>"Parameter 'input' is passed by 'ref'; pass it by value: a span refers to its memory already".</summary>
    public static readonly DiagnosticDescriptor PassedByReference = Error(
        "MN0305", "Parameter passed by reference", "Parameter '{0}' is passed by '{1}'; pass it by value: {2}");

    /// <summary>"The element type of 'input' is the type parameter 'T'; write one method for each element type: its elements can be float, double, Half, BFloat16, Float8E4M3 or Float8E5M2".</summary>
    public static readonly DiagnosticDescriptor GenericElement = Error(
        "MN0306", "Generic element type", "The element type of '{0}' is the type parameter '{1}'; write one method for each element type: {2}");

    /// <summary>"'mask' is given, but the declaration has no mask; write the axes it spans, for example Mask = "N L", or remove 'mask'".</summary>
    public static readonly DiagnosticDescriptor MaskNotDeclared = Error(
        "MN0307", "Mask without its axes", "'{0}' is given, but the declaration has no mask; write the axes it spans, for example Mask = \"{1}\", or remove '{0}'");

    /// <summary>"The declaration has a mask, but method 'Tokens' has none; add 'ReadOnlySpan&lt;bool&gt; mask' or 'ReadOnlySpan&lt;int&gt; lengths', or remove Mask".</summary>
    public static readonly DiagnosticDescriptor MaskNotGiven = Error(
        "MN0308", "Mask without its parameter", "The declaration has a mask, but method '{0}' has none; add '{1}' or '{2}', or remove Mask");

    /// <summary>"'mask' and 'lengths' both say what is valid; remove one of them".</summary>
    public static readonly DiagnosticDescriptor MaskAndLengths = Error(
        "MN0309", "Both mask and lengths", "'{0}' and '{1}' both say what is valid; remove one of them");

    /// <summary>"'weight' is given, but the declaration is not affine; write Affine = true, or remove 'weight'".</summary>
    public static readonly DiagnosticDescriptor AffineNotDeclared = Error(
        "MN0310", "Weight or bias without Affine", "'{0}' is given, but the declaration is not affine; write Affine = true, or remove '{0}'");

    /// <summary>"The declaration is affine, but method 'Tokens' has no weight; add 'ReadOnlySpan&lt;float&gt; weight' (and 'ReadOnlySpan&lt;float&gt; bias', where there is a bias), or remove Affine".</summary>
    public static readonly DiagnosticDescriptor WeightNotGiven = Error(
        "MN0311", "Affine without weight", "The declaration is affine, but method '{0}' has no weight; add {1}, or remove Affine");

    /// <summary>"'mean' is written, but 'variance' is read; make both writable spans to store the statistics, or both read-only spans to use given ones".</summary>
    public static readonly DiagnosticDescriptor StatisticsDisagree = Error(
        "MN0312", "Mean and variance disagree", "'{0}' is {1}, but '{2}' is {3}; make both writable spans to store the statistics, or both read-only spans to use given ones");

    /// <summary>"'running' needs the statistics of the data, but 'variance' gives others; make 'variance' a writable span, or remove 'running'".</summary>
    public static readonly DiagnosticDescriptor StatisticsGiven = Error(
        "MN0313", "Statistics both given and measured", "'{0}' needs the statistics of the data, but '{1}' gives others; make '{1}' a writable span, or remove '{0}'");

    /// <summary>"'running' keeps a mean and a variance, but Kind = NormKind.Rms has no mean; remove 'running' or Kind".</summary>
    public static readonly DiagnosticDescriptor RunningOfRms = Error(
        "MN0314", "Running statistics of an RMS norm", "'{0}' keeps a mean and a variance, but Kind = NormKind.Rms has no mean; remove '{0}' or Kind");

    /// <summary>"'output' has no meaning in [MaskedNormBackward]; remove it".</summary>
    public static readonly DiagnosticDescriptor ParameterWithoutMeaning = Error(
        "MN0315", "Parameter without meaning", "'{0}' has no meaning in [{1}]; {2}");

    /// <summary>"Nothing tells the extent of axis 'N'; add 'int N' to method 'Tokens', or fix the extent in the layout, for example N=8".</summary>
    public static readonly DiagnosticDescriptor ExtentMissing = Error(
        "MN0316", "Extent missing", "Nothing tells the extent of axis '{0}'; {1}, or fix the extent in the layout, for example {0}=8");

    /// <summary>"The extent of axis 'N' is given twice, by parameter 'N' and by 'input'; remove 'N'".</summary>
    public static readonly DiagnosticDescriptor ExtentTwice = Error(
        "MN0317", "Extent given twice", "The extent of axis '{0}' is given twice, by parameter '{1}' and by {2}; remove '{1}'");

    /// <summary>"Epsilon cannot be -1; write a finite number that is not negative, for example 1e-5".</summary>
    public static readonly DiagnosticDescriptor BadEpsilon = Error(
        "MN0401", "Epsilon out of range", "Epsilon cannot be {0}; write a finite number that is not negative, for example 1e-5");

    /// <summary>"A selection without scale cannot be normalized; write OutputPolicy.Keep, OutputPolicy.Affine or OutputPolicy.Zero for Degenerate".</summary>
    public static readonly DiagnosticDescriptor DegenerateNormalize = Error(
        "MN0402", "Degenerate cannot be Normalize", "A selection without scale cannot be normalized; write OutputPolicy.Keep, OutputPolicy.Affine or OutputPolicy.Zero for Degenerate");

    /// <summary>"7 is no value of Variance; write Variance.Unbiased or Variance.Biased".</summary>
    public static readonly DiagnosticDescriptor UndefinedValue = Error(
        "MN0403", "Undefined value of an option", "{0} is no value of {1}; write {2}");

    /// <summary>"AffineAxes has no effect without Affine; write Affine = true, or remove AffineAxes".</summary>
    public static readonly DiagnosticDescriptor AffineAxesWithoutAffine = Error(
        "MN0404", "AffineAxes without Affine", "AffineAxes has no effect without Affine; write Affine = true, or remove AffineAxes");

    /// <summary>"MaskMarks has no effect without a mask; remove it, or add Mask and 'mask'".</summary>
    public static readonly DiagnosticDescriptor OptionWithoutEffect = Info(
        "MN0406", "Option without effect", "{0} has no effect {1}; {2}");

    /// <summary>"Type 'Kernels' has no method 'Batsh' with [MaskedNorm]; did you mean nameof(Batch)?".</summary>
    public static readonly DiagnosticDescriptor ForwardNotFound = Error(
        "MN0501", "Backward of nothing", "Type '{0}' has no method '{1}' with [MaskedNorm]; {2}");

    /// <summary>"Method 'Batch' has no [MaskedNorm] to take the gradient of; declare it with [MaskedNorm], or name a method that has it".</summary>
    public static readonly DiagnosticDescriptor ForwardNotDeclared = Error(
        "MN0502", "Backward of a method that is not declared", "Method '{0}' has no [MaskedNorm] to take the gradient of; declare it with [MaskedNorm], or name a method that has it");

    /// <summary>"Several methods 'Batch' with [MaskedNorm] could be meant; give each its own name, or this method's input the type of one of theirs".</summary>
    public static readonly DiagnosticDescriptor ForwardAmbiguous = Error(
        "MN0503", "Backward of several methods", "Several methods '{0}' with [MaskedNorm] could be meant; give each its own name, or this method's input the type of one of theirs");

    /// <summary>"Forward 'Batch' has mask, but 'BatchBackward' does not; add 'ReadOnlySpan&lt;bool&gt; mask'".</summary>
    public static readonly DiagnosticDescriptor BackwardLacks = Error(
        "MN0504", "Backward lacks a parameter of the forward", "Forward '{0}' has {1}, but '{2}' does not; add '{3}'");

    /// <summary>"Forward 'Batch' has no mask; remove 'mask', or add it to the forward".</summary>
    public static readonly DiagnosticDescriptor BackwardExceeds = Error(
        "MN0505", "Backward has a parameter that the forward lacks", "Forward '{0}' has no {1}; remove '{2}', or add {3} to the forward");

    /// <summary>"Method 'BatchBackward' computes no gradient; add 'Span&lt;float&gt; gradInput', 'Span&lt;float&gt; gradWeight' or 'Span&lt;float&gt; gradBias'".</summary>
    public static readonly DiagnosticDescriptor NoGradient = Error(
        "MN0506", "No gradient asked for", "Method '{0}' computes no gradient; add '{1}', '{2}' or '{3}'");

    /// <summary>"Class 'Norm' is static; remove 'static': a layer has parameters of its own".</summary>
    public static readonly DiagnosticDescriptor LayerIsStatic = Error(
        "MN0601", "Layer is static", "Class '{0}' is static; remove 'static': a layer has parameters of its own");

    /// <summary>"Axis 'mask' has the name of another parameter of the layer's methods; give the axis another name".</summary>
    public static readonly DiagnosticDescriptor AxisIsParameter = Error(
        "MN0602", "Axis with the name of a parameter", "Axis '{0}' has the name of another parameter of the layer's methods; give the axis another name");

    /// <summary>"Class 'Norm' has a member 'Training' already; rename it: the layer gets its own".</summary>
    public static readonly DiagnosticDescriptor MemberExists = Error(
        "MN0603", "Member that the layer generates", "Class '{0}' {1}; {2}");

    /// <summary>"Momentum cannot be 2; write a number from 0 to 1, or a negative one for the cumulative average".</summary>
    public static readonly DiagnosticDescriptor BadMomentum = Error(
        "MN0604", "Momentum out of range", "Momentum cannot be {0}; write a number from 0 to 1, or a negative one for the cumulative average");

    /// <summary>"The kernels of 'Kernels' could not be generated (Object reference not set to an instance of an object.); write an issue with the declaration, it is a defect of the generator".</summary>
    public static readonly DiagnosticDescriptor InternalError = Error(
        "MN0901", "Internal error", "The kernels of '{0}' could not be generated ({1}); write an issue with the declaration, it is a defect of the generator");

    private static DiagnosticDescriptor Error(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Info(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity) =>
        new(id, title, message, "MaskedNorm", severity, isEnabledByDefault: true, helpLinkUri: Help + id + ".md");
}
