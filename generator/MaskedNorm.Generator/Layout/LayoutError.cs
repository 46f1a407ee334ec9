namespace MaskedNorm.Generator.Layout;

/// <summary>What is wrong with a layout or a list of axes.</summary>
internal enum LayoutErrorKind
{
    Empty,
    UnexpectedCharacter,
    ParenthesisNotClosed,
    ParenthesisNotOpened,
    SplitInSplit,
    SplitTooSmall,
    ExtentMissing,
    ExtentNotANumber,
    ExtentOutOfRange,
    ExtentWithoutAxis,
    TooManyAxes,
    TooManyElements,
    RepeatedAxis,
    NotAnAxisName,
}

/// <summary>A mistake and where it stands in the string.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Start">The index of the first offending character.</param>
/// <param name="Length">The number of offending characters; 0 for an empty string.</param>
/// <param name="Text">The offending text, for the message.</param>
/// <param name="Axis">The axis that the mistake is about, where there is one.</param>
internal readonly record struct LayoutError(LayoutErrorKind Kind, int Start, int Length, string Text, string Axis = "");
