namespace MaskedNorm.Generator.Layout;

/// <summary>What a token of the layout language is.</summary>
internal enum LayoutTokenKind
{
    /// <summary>An axis name.</summary>
    Name,

    /// <summary>A number, or what starts like one.</summary>
    Number,
    Equals,
    Open,
    Close,

    /// <summary>Characters that the language does not have.</summary>
    Unknown,
}

/// <summary>A token and where it stands in the string.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; of a name, without a leading <c>@</c>.</param>
/// <param name="Start">The index of its first character.</param>
/// <param name="Length">The number of its characters, a leading <c>@</c> included.</param>
internal readonly record struct LayoutToken(LayoutTokenKind Kind, string Text, int Start, int Length)
{
    public int End => Start + Length;
}
