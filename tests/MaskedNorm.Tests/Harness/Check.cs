using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MaskedNorm.Tests.Harness;
using Xunit;

namespace MaskedNorm.Tests;

/// <summary>Comparisons that say layout, case, index, expected and found.</summary>
internal static class Check
{
    private const int Messages = 12;
    private const int MessageLength = 1500;

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

    /// <summary>Checks every kernel and reports all that fail, the first of them in full.</summary>
    public static void Each<T>(IEnumerable<(T, Kernel)> kernels, Action<T, Kernel> check) =>
        Each(kernels, pair => pair.Item2.Declaration, pair => check(pair.Item1, pair.Item2));

    /// <summary>The same for pairs of kernels.</summary>
    public static void Each<T>(IEnumerable<(T, Kernel, Kernel)> kernels, Action<T, Kernel, Kernel> check) =>
        Each(kernels, pair => pair.Item2.Declaration, pair => check(pair.Item1, pair.Item2, pair.Item3));

    /// <summary>Checks every item and reports all that fail, the first of them in full.</summary>
    public static void Each<T>(IEnumerable<T> items, Func<T, Declaration> declaration, Action<T> check)
    {
        int count = 0;
        var failures = new List<string>();
        foreach (T item in items)
        {
            count++;
            if (Record.Exception(() => check(item)) is { } failure)
            {
                string text = failure is Xunit.Sdk.XunitException ? failure.Message : $"{DeclarationSource.ForwardAttribute(declaration(item))}\n{failure}";
                failures.Add(text.Length <= MessageLength ? text : text[..MessageLength] + " ...");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {count} failed:\n\n{string.Join("\n\n", failures.Take(Messages))}");
    }

    public static void Fail(NormCase norm, string what, int index, double expected, double found) =>
        Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{norm}\n{what}[{index}]: expected {expected:R}, found {found:R}"));
}
