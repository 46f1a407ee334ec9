using System;
using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

#pragma warning disable CA1051 // A reference to pooled memory for emitted code.

namespace MaskedNorm.Runtime;

/// <summary>The sums for the gradients of weight and bias: totals in double, and partial sums in the kernel's type. For emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe ref struct GradientSums
{
    private readonly double* buffer;
    private readonly int count;

    private GradientSums(double* buffer, int count)
    {
        this.buffer = buffer;
        this.count = count;
    }

    /// <summary>Gets the start of the memory: totals of weight, totals of bias, partial sums of weight, partial sums of bias.</summary>
    public ref byte Start => ref *(byte*)buffer;

    /// <summary>Takes zeroed memory that starts a cache line, so that few vectors in it lie across two.</summary>
    /// <param name="count">The number of elements of weight.</param>
    /// <returns>The sums.</returns>
    public static GradientSums Rent(nint count)
    {
        int length = checked((int)count);
        nuint bytes = (nuint)checked(4L * length * sizeof(double));
        double* buffer = (double*)NativeMemory.AlignedAlloc(Math.Max(bytes, 64), 64);
        NativeMemory.Clear(buffer, bytes);
        return new(buffer, length);
    }

    /// <summary>Adds partial sums to the totals and clears them.</summary>
    /// <typeparam name="T">The kernel's type, <c>float</c> or <c>double</c>.</typeparam>
    /// <param name="address">The address of <see cref="Start"/>.</param>
    /// <param name="count">The number of elements of weight.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Flush<T>(nint address, nint count)
        where T : unmanaged
    {
        ref double totals = ref Addresses.Ref<double>(address);
        ref T partial = ref Addresses.Ref<T>(address + (16 * count));
        nint i = 0;
        for (; i <= (2 * count) - 4; i += 4)
        {
            Vector256<double> sum = Vector256.LoadUnsafe(ref totals, (nuint)i) + Lane.LoadDouble(ref partial, i);
            Vector256.StoreUnsafe(sum, ref totals, (nuint)i);
            Lane.Store(Vector256<double>.Zero, ref partial, i);
        }

        for (; i < 2 * count; i++)
        {
            Unsafe.Add(ref totals, i) += Lane.Get(ref partial, i);
            Unsafe.Add(ref partial, i) = default;
        }
    }

    /// <summary>Writes the gradient of the weight.</summary>
    /// <typeparam name="T">Its element type.</typeparam>
    /// <param name="gradient">The gradient.</param>
    /// <param name="accumulate">Whether it is added to.</param>
    public void StoreWeight<T>(Span<T> gradient, bool accumulate)
        where T : unmanaged => Store(new ReadOnlySpan<double>(buffer, count), gradient, accumulate);

    /// <summary>Writes the gradient of the bias.</summary>
    /// <typeparam name="T">Its element type.</typeparam>
    /// <param name="gradient">The gradient.</param>
    /// <param name="accumulate">Whether it is added to.</param>
    public void StoreBias<T>(Span<T> gradient, bool accumulate)
        where T : unmanaged => Store(new ReadOnlySpan<double>(buffer + count, count), gradient, accumulate);

    /// <summary>Writes the gradient of the weight.</summary>
    /// <typeparam name="T">Its element type.</typeparam>
    /// <param name="gradient">The gradient.</param>
    /// <param name="accumulate">Whether it is added to.</param>
    public void StoreWeight<T>(scoped in TensorSpan<T> gradient, bool accumulate)
        where T : unmanaged => StoreWeight(Dense(gradient), accumulate);

    /// <summary>Writes the gradient of the bias.</summary>
    /// <typeparam name="T">Its element type.</typeparam>
    /// <param name="gradient">The gradient.</param>
    /// <param name="accumulate">Whether it is added to.</param>
    public void StoreBias<T>(scoped in TensorSpan<T> gradient, bool accumulate)
        where T : unmanaged => StoreBias(Dense(gradient), accumulate);

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => NativeMemory.AlignedFree(buffer);

    private Span<T> Dense<T>(scoped in TensorSpan<T> gradient) =>
        count == 0 ? default : MemoryMarshal.CreateSpan(ref gradient.GetPinnableReference(), count);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Store<T>(ReadOnlySpan<double> totals, Span<T> gradient, bool accumulate)
        where T : unmanaged
    {
        ref T target = ref MemoryMarshal.GetReference(gradient);
        for (int i = 0; i < totals.Length; i++)
        {
            Lane.Put(totals[i] + (accumulate ? Lane.Get(ref target, i) : 0), ref target, i);
        }
    }
}
