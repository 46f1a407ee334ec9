using System;
using System.Globalization;

namespace MaskedNorm.Runtime;

/// <summary>Decimal text of the narrow formats.</summary>
internal static class Text
{
    // Four digits tell any two numbers of eight significant bits apart.
    private static readonly string[] Formats = ["G1", "G2", "G3", "G4"];

    /// <summary>A value in a format of float; without one, the fewest significant digits that are read as the same value again.</summary>
    public static string Format(float value, string? format, IFormatProvider? provider, Func<string, float> parse)
    {
        if (string.IsNullOrEmpty(format))
        {
            format = Array.Find(Formats, f => parse(value.ToString(f, CultureInfo.InvariantCulture)).Equals(value));
        }

        return value.ToString(format, provider ?? CultureInfo.InvariantCulture);
    }

    public static bool TryCopy(string text, Span<char> destination, out int charsWritten)
    {
        bool fits = text.TryCopyTo(destination);
        charsWritten = fits ? text.Length : 0;
        return fits;
    }
}
