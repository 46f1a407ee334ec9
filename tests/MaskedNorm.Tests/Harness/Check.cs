using System;
using System.Globalization;
using MaskedNorm.Tests.Harness;
using Xunit;

namespace MaskedNorm.Tests;

/// <summary>Comparisons that say layout, case, index, expected and found.</summary>
internal static class Check
{
    /// <summary>|found − expected| ≤ tolerance·scale, scale at least 1; NaN equals NaN, infinities themselves.</summary>
    public static void Close(NormCase norm, string what, double[] expected, double[] found, double tolerance, Func<int, double> scale, Func<int, bool>? applies = null)
    {
        Assert.True(expected.Length == found.Length, $"{norm}\n{what}: {expected.Length} values expected, {found.Length} found");
        for (int i = 0; i < expected.Length; i++)
        {
            bool isSame = expected[i].Equals(found[i]) || Math.Abs(expected[i] - found[i]) <= tolerance * Math.Max(1, scale(i));
            if (!isSame && (applies is null || applies(i)))
            {
                Fail(norm, what, i, expected[i], found[i]);
            }
        }
    }

    /// <summary>As above, relative to the expected value.</summary>
    public static void Close(NormCase norm, string what, double[] expected, double[] found, double tolerance) =>
        Close(norm, what, expected, found, tolerance, i => Math.Abs(expected[i]));

    /// <summary>The same bits, element by element.</summary>
    public static void SameBits(NormCase norm, string what, Element element, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> found, Func<int, bool>? applies = null)
    {
        Assert.True(expected.Length == found.Length, $"{norm}\n{what}: {expected.Length} bytes expected, {found.Length} found");
        int size = element.Size();
        for (int i = 0; i < expected.Length / size; i++)
        {
            ReadOnlySpan<byte> e = expected.Slice(i * size, size);
            ReadOnlySpan<byte> f = found.Slice(i * size, size);
            if (!e.SequenceEqual(f) && (applies is null || applies(i)))
            {
                Fail(norm, what + " (bit for bit)", i, element.Read(e), element.Read(f));
            }
        }
    }

    public static void Fail(NormCase norm, string what, int index, double expected, double found) =>
        Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{norm}\n{what}[{index}]: expected {expected:R}, found {found:R}"));
}
