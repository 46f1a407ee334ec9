using System;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Text;

namespace MaskedNorm.Runtime;

/// <summary>The checks that stand before anything is written. For emitted code only.</summary>
/// <remarks>Every message names the parameter, the axes, what was found and what was expected.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Shape
{
    /// <summary>Checks an extent that a parameter gives.</summary>
    /// <param name="extent">The extent.</param>
    /// <param name="parameter">The parameter, named after its axis.</param>
    /// <returns>The extent.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static nint Extent(int extent, string parameter)
    {
        if (extent < 0)
        {
            throw new ArgumentOutOfRangeException(parameter, extent, $"The extent of axis {parameter} is {Text(extent)}; 0 or more was expected.");
        }

        return extent;
    }

    /// <summary>The length of one axis of a tensor span, after checks of its rank and that it is dense.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="tensor">The tensor span.</param>
    /// <param name="axis">The index of the axis.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="axes">The axes that it spans.</param>
    /// <param name="rank">The expected rank.</param>
    /// <returns>The length.</returns>
    /// <exception cref="ArgumentException">The rank differs, or the memory is not dense.</exception>
    public static nint Axis<T>(scoped in ReadOnlyTensorSpan<T> tensor, int axis, string parameter, string axes, int rank)
    {
        Tensor(tensor.Rank, IsDense(tensor), parameter, axes, rank);
        return tensor.Lengths[axis];
    }

    /// <summary>The extent of the last open part of a split axis.</summary>
    /// <param name="length">The length of the tensor's axis.</param>
    /// <param name="others">The product of the other parts' extents.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="axes">The split axis as the layout writes it.</param>
    /// <returns>The extent.</returns>
    /// <exception cref="ArgumentException">The length is not a multiple.</exception>
    public static nint Split(nint length, nint others, string parameter, string axes)
    {
        if (others == 0 ? length != 0 : length % others != 0)
        {
            throw new ArgumentException($"{parameter}: axis {axes} has {Text(length)} elements; {(others == 0 ? "none were expected, as another extent of it is 0" : $"a multiple of {Text(others)}, the product of its other extents, was expected")}.", parameter);
        }

        return others == 0 ? 0 : length / others;
    }

    /// <summary>The extent of a split axis, or of some of its parts.</summary>
    /// <param name="parts">The parts' extents.</param>
    /// <returns>Their product; where no tensor is that long, the greatest value.</returns>
    public static nint Joined(ReadOnlySpan<nint> parts) => Product(parts) is var product && product <= nint.MaxValue ? (nint)product : nint.MaxValue;

    /// <summary>Checks the length of a span against the extents of the axes that it spans.</summary>
    /// <param name="length">The length found.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="axes">The names of the axes by white space.</param>
    /// <param name="extents">Their extents.</param>
    /// <exception cref="ArgumentException">The length differs, or the product of the extents is not a length.</exception>
    public static void Length(nint length, string parameter, string axes, ReadOnlySpan<nint> extents)
    {
        Int128 expected = Product(extents);
        if (length != expected)
        {
            ThrowLength(length, expected, parameter, axes, extents);
        }
    }

    /// <summary>Checks that a tensor span is dense and has the extents of the axes that it spans.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="tensor">The tensor span.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="axes">The names of the tensor's axes by white space; the parts of a split axis by a star.</param>
    /// <param name="extents">Their extents.</param>
    /// <exception cref="ArgumentException">The rank or an extent differs, or the memory is not dense.</exception>
    public static void Length<T>(scoped in ReadOnlyTensorSpan<T> tensor, string parameter, string axes, ReadOnlySpan<nint> extents)
    {
        Tensor(tensor.Rank, IsDense(tensor), parameter, axes, extents.Length);
        for (int i = 0; i < extents.Length; i++)
        {
            if (tensor.Lengths[i] != extents[i])
            {
                throw new ArgumentException(
                    $"{parameter}: axis {axes.Split(' ')[i]} has {Text(tensor.Lengths[i])} elements; {Text(extents[i])} were expected.",
                    parameter);
            }
        }
    }

    /// <summary>Checks that lengths lie between 0 and the extent of the axis they count along.</summary>
    /// <param name="lengths">The lengths.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="axis">The counted axis.</param>
    /// <param name="extent">Its extent.</param>
    /// <exception cref="ArgumentException">A length is out of range.</exception>
    public static void Lengths(ReadOnlySpan<int> lengths, string parameter, string axis, nint extent)
    {
        for (int i = 0; i < lengths.Length; i++)
        {
            if ((nuint)lengths[i] > (nuint)extent)
            {
                ThrowCount(lengths[i], i, parameter, axis, extent);
            }
        }
    }

    /// <inheritdoc cref="Lengths(ReadOnlySpan{int}, string, string, nint)"/>
    public static void Lengths(ReadOnlySpan<long> lengths, string parameter, string axis, nint extent)
    {
        for (int i = 0; i < lengths.Length; i++)
        {
            if ((ulong)lengths[i] > (ulong)extent)
            {
                ThrowCount(lengths[i], i, parameter, axis, extent);
            }
        }
    }

    /// <inheritdoc cref="Lengths(ReadOnlySpan{int}, string, string, nint)"/>
    /// <typeparam name="T">int or long.</typeparam>
    public static void Lengths<T>(scoped in ReadOnlyTensorSpan<T> lengths, string parameter, string axis, nint extent)
        where T : unmanaged
    {
        int count = checked((int)lengths.FlattenedLength);
        if (count == 0)
        {
            return;
        }

        ref T start = ref Unsafe.AsRef(in lengths.GetPinnableReference());
        if (typeof(T) == typeof(int))
        {
            Lengths(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, int>(ref start), count), parameter, axis, extent);
        }
        else
        {
            Lengths(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, long>(ref start), count), parameter, axis, extent);
        }
    }

    /// <summary>Whether an extent is 0, so that there is nothing to do.</summary>
    /// <param name="extents">The extents.</param>
    /// <returns>Whether one is 0.</returns>
    public static bool IsEmpty(ReadOnlySpan<nint> extents) => extents.Contains(0);

    // Whether the elements stand side by side, in the order of the axes. A tensor span's own answer is no for some slices that do: of an axis of
    // one element the stride says nothing.
    private static bool IsDense<T>(scoped in ReadOnlyTensorSpan<T> tensor)
    {
        nint stride = 1;
        for (int axis = tensor.Rank - 1; axis >= 0; axis--)
        {
            nint length = tensor.Lengths[axis];
            if (length != 1 && tensor.Strides[axis] != stride)
            {
                return tensor.IsEmpty;
            }

            stride *= length;
        }

        return true;
    }

    /// <summary>The product of extents.</summary>
    /// <param name="extents">The extents.</param>
    /// <returns>The product; when it exceeds every length, some value that does too.</returns>
    internal static Int128 Product(ReadOnlySpan<nint> extents)
    {
        Int128 product = 1;
        foreach (nint extent in extents)
        {
            if (extent == 0)
            {
                return 0;
            }

            if (product <= nint.MaxValue)
            {
                product *= extent;
            }
        }

        return product;
    }

    private static void Tensor(int rank, bool dense, string parameter, string axes, int expected)
    {
        if (rank != expected)
        {
            throw new ArgumentException($"{parameter} has {Text(rank)} axes; {Text(expected)} were expected: {axes}.", parameter);
        }

        if (!dense)
        {
            throw new ArgumentException($"{parameter} is a strided view; dense row-major memory was expected, with axes {axes}.", parameter);
        }
    }

    [DoesNotReturn]
    private static void ThrowLength(nint length, Int128 expected, string parameter, string axes, ReadOnlySpan<nint> extents)
    {
        string[] names = axes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        StringBuilder shape = new();
        for (int i = 0; i < names.Length; i++)
        {
            shape.Append(i == 0 ? "" : ", ").Append(names[i]).Append(" = ").Append(Text(extents[i]));
        }

        string what = names.Length switch { 0 => "a single value", 1 => $"axis {shape}", _ => $"axes {shape}" };
        throw new ArgumentException(
            expected > nint.MaxValue
                ? $"{parameter} has {Text(length)} elements; the extents of {what} are too large: their product is not a length."
                : $"{parameter} has {Text(length)} elements; {expected.ToString(CultureInfo.InvariantCulture)} were expected for {what}.",
            parameter);
    }

    [DoesNotReturn]
    private static void ThrowCount(long found, int index, string parameter, string axis, nint extent) => throw new ArgumentException(
        $"{parameter}[{Text(index)}] is {Text(found)}; 0 to {Text(extent)}, the extent of axis {axis}, was expected.",
        parameter);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
