using System;
using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

#pragma warning disable CA1815 // Never compared.
#pragma warning disable CA1051 // The fields are the point: emitted code sets them, the launcher pins them.

namespace MaskedNorm.Runtime;

/// <summary>The memory of one parameter. For emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct Operand
{
    /// <summary>The first byte; null for what the method does not have.</summary>
    public readonly ref byte Start;

    /// <summary>The number of bytes.</summary>
    public readonly nint Bytes;

    /// <summary>The number of bytes of an element.</summary>
    public readonly int ElementBytes;

    /// <summary>The parameter's name.</summary>
    public readonly string? Name;

    /// <summary>Lets <c>fixed</c> pin the memory.</summary>
    /// <returns>The first byte.</returns>
    public ref byte GetPinnableReference() => ref Start;

    private Operand(ref byte start, nint bytes, int elementBytes, string name)
    {
        Start = ref start;
        Bytes = bytes;
        ElementBytes = elementBytes;
        Name = name;
    }

    /// <summary>The memory of a span.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="span">The span.</param>
    /// <param name="name">The parameter's name.</param>
    /// <returns>The operand.</returns>
    public static Operand Of<T>(scoped ReadOnlySpan<T> span, string name) =>
        new(ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in MemoryMarshal.GetReference(span))), (nint)span.Length * Unsafe.SizeOf<T>(), Unsafe.SizeOf<T>(), name);

    /// <summary>The memory of a dense tensor span.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="tensor">The tensor span.</param>
    /// <param name="name">The parameter's name.</param>
    /// <returns>The operand.</returns>
    public static Operand Of<T>(scoped in ReadOnlyTensorSpan<T> tensor, string name) =>
        new(ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in tensor.GetPinnableReference())), tensor.FlattenedLength * Unsafe.SizeOf<T>(), Unsafe.SizeOf<T>(), name);

    /// <summary>Memory that no parameter gives.</summary>
    /// <param name="start">The first byte.</param>
    /// <returns>The operand.</returns>
    public static Operand Of(ref byte start) => new(ref start, 0, 1, "");
}

/// <summary>The memory that a call works on. For emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct Operands
{
    /// <summary>The input x.</summary>
    public Operand Input;

    /// <summary>The output y.</summary>
    public Operand Output;

    /// <summary>The mask, or the lengths.</summary>
    public Operand Mask;

    /// <summary>The weight γ.</summary>
    public Operand Weight;

    /// <summary>The bias β.</summary>
    public Operand Bias;

    /// <summary>The means, given or to be stored.</summary>
    public Operand Mean;

    /// <summary>The variances, given or to be stored.</summary>
    public Operand Variance;

    /// <summary>The moments to be stored.</summary>
    public Operand Moments;

    /// <summary>The gradient of the output ∂y.</summary>
    public Operand GradOutput;

    /// <summary>The gradient of the input ∂x.</summary>
    public Operand GradInput;

    /// <summary>The gradient of the weight ∂γ, written after the kernel from <see cref="GradSums"/>.</summary>
    public Operand GradWeight;

    /// <summary>The gradient of the bias ∂β, written after the kernel from <see cref="GradSums"/>.</summary>
    public Operand GradBias;

    /// <summary>The sums for the gradients of weight and bias.</summary>
    public Operand GradSums;

    /// <summary>Whether <see cref="Mean"/> and <see cref="Variance"/> are written, not read.</summary>
    public bool StoresStatistics;

    /// <summary>Checks that nothing written overlaps anything else, but for the very same memory in place.</summary>
    /// <exception cref="ArgumentException">Two operands overlap.</exception>
    public readonly void CheckApart()
    {
        // y over x, ∂x over ∂y and ∂x over x are elementwise: the very same memory is served.
        CheckWritten(Output, isElementwise: true);
        CheckWritten(GradInput, isElementwise: true);
        CheckWritten(Moments);
        CheckWritten(GradWeight);
        CheckWritten(GradBias);
        if (StoresStatistics)
        {
            CheckWritten(Mean);
            CheckWritten(Variance);
        }
    }

    private readonly void CheckWritten(in Operand written, bool isElementwise = false)
    {
        // What the method does not have has no bytes.
        if (written.Bytes == 0)
        {
            return;
        }

        CheckApart(written, GradOutput, isElementwise);
        CheckApart(written, Input, isElementwise);
        CheckApart(written, Mask);
        CheckApart(written, Weight);
        CheckApart(written, Bias);
        CheckApart(written, Output);
        CheckApart(written, GradInput);
        CheckApart(written, GradWeight);
        CheckApart(written, GradBias);
        CheckApart(written, Mean);
        CheckApart(written, Variance);
        CheckApart(written, Moments);
    }

    private static void CheckApart(in Operand written, in Operand other, bool sameIsServed = false)
    {
        nint distance = Unsafe.ByteOffset(ref written.Start, ref other.Start);
        bool overlap = other.Bytes != 0 && distance < written.Bytes && -distance < other.Bytes && !Unsafe.AreSame(in written, in other);
        if (overlap && !(sameIsServed && distance == 0 && written.Bytes == other.Bytes))
        {
            throw new ArgumentException(
                sameIsServed
                    ? $"{written.Name} overlaps {other.Name} in part; memory of its own, or the very same memory, was expected."
                    : $"{written.Name} overlaps {other.Name}; memory of its own was expected.",
                written.Name);
        }
    }
}

/// <summary>Addresses of pinned operands; 0 for what the method does not have. For emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct Addresses
{
    /// <summary>The input x.</summary>
    public nint Input;

    /// <summary>The output y.</summary>
    public nint Output;

    /// <summary>The mask, or the lengths.</summary>
    public nint Mask;

    /// <summary>The weight γ.</summary>
    public nint Weight;

    /// <summary>The bias β.</summary>
    public nint Bias;

    /// <summary>The means.</summary>
    public nint Mean;

    /// <summary>The variances.</summary>
    public nint Variance;

    /// <summary>The moments.</summary>
    public nint Moments;

    /// <summary>The gradient of the output ∂y.</summary>
    public nint GradOutput;

    /// <summary>The gradient of the input ∂x.</summary>
    public nint GradInput;

    /// <summary>The sums for the gradients of weight and bias.</summary>
    public nint GradSums;

    /// <summary>Whether the result is so large, and apart from what is read, that it should go past the cache.</summary>
    public bool Streaming;

    /// <summary>Whether the input is so large that lines to come are better asked for in time.</summary>
    public bool Distant;

    /// <summary>Whether the input takes three quarters of the last cache or more, so that memory decides how long a call takes.</summary>
    public bool Far;

    /// <summary>Whether gradients that go past the cache are better written from the ends of their lines.</summary>
    public bool Descending;

    /// <summary>Whether the result stands nowhere that is read.</summary>
    public bool Apart;

    /// <summary>Whether stores of the result bring its lines into the cache: it neither goes past it nor stands where an operand is read.</summary>
    public bool Allocates;

    /// <summary>Whether the lines of a group of selections are swept in the order of memory, not those of one selection after the other.</summary>
    public bool InOrder;

    /// <summary>Has lines swept in the order of memory. The processor foretells what follows there, and nothing has to be asked for.</summary>
    public void SweepInOrder()
    {
        InOrder = true;
        Distant = false;
    }

    /// <summary>The reference that an address stands for.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="address">The address.</param>
    /// <returns>The reference.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe ref T Ref<T>(nint address) => ref Unsafe.AsRef<T>((void*)address);
}
