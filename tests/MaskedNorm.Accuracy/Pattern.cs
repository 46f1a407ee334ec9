using System;

namespace MaskedNorm.Accuracy;

/// <summary>Where the elements of a selection stand.</summary>
internal enum Pattern
{
    /// <summary>N F over F: lanes are elements.</summary>
    Rows,

    /// <summary>N F over N: lanes are selections.</summary>
    Columns,

    /// <summary>N C L over N and L with N = 8.</summary>
    LongLines,

    /// <summary>N C L over N and L with L = 8.</summary>
    ShortLines,
}

internal static class Patterns
{
    public static string Describe(this Pattern pattern) => pattern switch
    {
        Pattern.Rows => "rows",
        Pattern.Columns => "axis 0",
        Pattern.LongLines => "N C L, N = 8",
        _ => "N C L, L = 8",
    };

    /// <summary>A length that the pattern can have: itself, or the next multiple of 8.</summary>
    public static int Length(this Pattern pattern, int length) =>
        pattern is Pattern.Rows or Pattern.Columns || length < 8 ? length : (length + 7) & ~7;

    /// <summary>The extents around the selections, N and L.</summary>
    public static (int Outer, int Inner) Extents(this Pattern pattern, int length)
    {
        int eight = Math.Min(8, length);
        return pattern switch
        {
            Pattern.Rows => (1, length),
            Pattern.Columns => (length, 1),
            Pattern.LongLines => (eight, length / eight),
            _ => (length / eight, eight),
        };
    }

    /// <summary>From one selection after the other to the pattern's order.</summary>
    public static void Arrange<T>(ReadOnlySpan<T> source, Span<T> target, int selections, (int Outer, int Inner) extents) =>
        Copy(source, target, selections, extents, arrange: true);

    /// <summary>And back.</summary>
    public static void Restore<T>(ReadOnlySpan<T> source, Span<T> target, int selections, (int Outer, int Inner) extents) =>
        Copy(source, target, selections, extents, arrange: false);

    private static void Copy<T>(ReadOnlySpan<T> source, Span<T> target, int selections, (int Outer, int Inner) extents, bool arrange)
    {
        (int outer, int inner) = extents;
        for (int s = 0; s < selections; s++)
        {
            for (int o = 0; o < outer; o++)
            {
                int own = ((s * outer) + o) * inner;
                int arranged = ((o * selections) + s) * inner;
                source.Slice(arrange ? own : arranged, inner).CopyTo(target[(arrange ? arranged : own)..]);
            }
        }
    }
}
