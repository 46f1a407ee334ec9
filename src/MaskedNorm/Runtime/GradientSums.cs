using System;
using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

#pragma warning disable CA1051 // A reference to pooled memory for emitted code.

namespace MaskedNorm.Runtime;

/// <summary>The sums for the gradients of weight and bias: totals in double, and partial sums in the kernel's type. For emitted code only.</summary>
/// <remarks>
/// Where selections share elements of the weight, what a block of them adds is added up alone, some of it in double and some in the kernel's
/// type, and then added to the totals. So the totals have the same bits whether one thread takes all blocks or several share them.
/// The partial sums are read and written beside each element of the input. Where they stood a few cache lines before an element in its page,
/// each load of one would wait for stores to the other, and where all had one place, they would compete for the same ways of the cache:
/// they are kept a third of a page from the input's place, and from each other. A result that goes past the cache is written from where its
/// cache lines start: so do the sums' lines then, if all rows of the result start alike, since a store across two of them takes several times
/// as long.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe ref struct GradientSums
{
    private const nint PageBytes = 4096;
    private const nint Apart = 21 * 64;

    private readonly Places* places;

    private GradientSums(Places* places) => this.places = places;

    // Where the sums stand, at the start of their memory.
    private struct Places
    {
        public double* WeightTotals;
        public double* BiasTotals;
        public double* BlockTotals;
        public int Count;
        public bool InBlock;
        public void* Weight;
        public void* Bias;
    }

    /// <summary>Gets the start of the memory.</summary>
    public ref byte Start => ref *(byte*)places;

    /// <summary>Gets the number of elements of weight.</summary>
    internal int Count => places == null ? 0 : places->Count;

    /// <summary>Takes zeroed memory.</summary>
    /// <param name="count">The number of elements of weight.</param>
    /// <param name="operands">The operands, beside which the sums are taken.</param>
    /// <returns>The sums.</returns>
    public static GradientSums Rent(nint count, scoped in Operands operands)
    {
        nint input = (nint)Unsafe.AsPointer(ref operands.Input.Start);
        bool alike = count * operands.GradInput.ElementBytes % 64 == 0;
        return Rent(count, input, alike && Launch.Streams(operands) ? (nint)Unsafe.AsPointer(ref operands.GradInput.Start) & 63 : 0);
    }

    /// <summary>Takes zeroed memory.</summary>
    /// <param name="count">The number of elements of weight.</param>
    /// <param name="input">The address of the input.</param>
    /// <param name="place">Where the sums start in a cache line, in bytes.</param>
    internal static GradientSums Rent(nint count, nint input, nint place)
    {
        int length = checked((int)count);
        nint bytes = checked((nint)(((8L * length) + 63) & ~63L));
        nint cleared = checked(64 + (4 * bytes) + (2 * PageBytes));
        byte* start = (byte*)NativeMemory.AlignedAlloc((nuint)checked(cleared + (2 * bytes)), 64);
        NativeMemory.Clear(start, (nuint)cleared);
        Places* places = (Places*)start;
        place |= input & (PageBytes - 64);
        byte* totals = start + 64;
        byte* weight = From(totals + (2 * bytes), place + Apart);
        *places = new()
        {
            WeightTotals = (double*)totals,
            BiasTotals = (double*)(totals + bytes),
            Weight = weight,
            Bias = From(weight + bytes, place + (2 * Apart)),
            BlockTotals = (double*)(start + cleared),
            Count = length,
        };
        return new(places);
    }

    /// <summary>Where the partial sums start in a cache line.</summary>
    /// <param name="address">The address of <see cref="Start"/>.</param>
    /// <returns>A number of bytes.</returns>
    internal static nint Place(nint address) => (nint)((Places*)address)->Weight & 63;

    /// <summary>The totals for the gradient of the weight.</summary>
    /// <param name="address">The address of <see cref="Start"/>.</param>
    /// <returns>The first one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref double WeightTotals(nint address) => ref *((Places*)address)->WeightTotals;

    /// <summary>The totals for the gradient of the bias.</summary>
    /// <param name="address">The address of <see cref="Start"/>.</param>
    /// <returns>The first one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref double BiasTotals(nint address) => ref *((Places*)address)->BiasTotals;

    /// <summary>What a block of selections adds to the totals for the gradient of the weight, as far as it is in double.</summary>
    /// <param name="address">The address of <see cref="Start"/>.</param>
    /// <returns>The first one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref double BlockWeightTotals(nint address) => ref *Block((Places*)address);

    /// <summary>What a block of selections adds to the totals for the gradient of the bias, as far as it is in double.</summary>
    /// <param name="address">The address of <see cref="Start"/>.</param>
    /// <returns>The first one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref double BlockBiasTotals(nint address) => ref *(Block((Places*)address) + ((Places*)address)->Count);

    /// <summary>The partial sums for the gradient of the weight.</summary>
    /// <typeparam name="T">The kernel's type, <c>float</c> or <c>double</c>.</typeparam>
    /// <param name="address">The address of <see cref="Start"/>.</param>
    /// <returns>The first one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T Weight<T>(nint address) => ref Unsafe.AsRef<T>(((Places*)address)->Weight);

    /// <summary>The partial sums for the gradient of the bias.</summary>
    /// <typeparam name="T">The kernel's type, <c>float</c> or <c>double</c>.</typeparam>
    /// <param name="address">The address of <see cref="Start"/>.</param>
    /// <returns>The first one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T Bias<T>(nint address) => ref Unsafe.AsRef<T>(((Places*)address)->Bias);

    /// <summary>Ends a block: adds its sums, the partial ones too, to the totals and clears them.</summary>
    /// <typeparam name="T">The kernel's type, <c>float</c> or <c>double</c>.</typeparam>
    /// <param name="address">The address of <see cref="Start"/>.</param>
    public static void Flush<T>(nint address)
        where T : unmanaged
    {
        Places* places = (Places*)address;
        if (places->InBlock)
        {
            // Few blocks have sums in double beside the partial ones.
            Flush(ref *places->BlockTotals, ref Weight<T>(address), places->Count);
            Flush(ref *(places->BlockTotals + places->Count), ref Bias<T>(address), places->Count);
            Flush(address);
            return;
        }

        Flush(ref WeightTotals(address), ref Weight<T>(address), places->Count);
        Flush(ref BiasTotals(address), ref Bias<T>(address), places->Count);
    }

    /// <summary>Ends a block: adds its sums to the totals.</summary>
    /// <param name="address">The address of <see cref="Start"/>.</param>
    public static void Flush(nint address)
    {
        Places* places = (Places*)address;
        if (places->InBlock)
        {
            Add(places, places->BlockTotals, 0, places->Count);
            places->InBlock = false;
        }
    }

    /// <summary>Takes the totals away, into 2 · <see cref="Count"/> numbers.</summary>
    internal void MoveTo(double* part)
    {
        int count = places->Count;
        new ReadOnlySpan<double>(places->WeightTotals, count).CopyTo(new(part, count));
        new ReadOnlySpan<double>(places->BiasTotals, count).CopyTo(new(part + count, count));
        new Span<double>(places->WeightTotals, count).Clear();
        new Span<double>(places->BiasTotals, count).Clear();
    }

    /// <summary>Adds what was taken away from other sums to some of the totals.</summary>
    internal static void Add(nint address, double* part, int first, int end) => Add((Places*)address, part, first, end);

    private static void Add(Places* places, double* part, int first, int end)
    {
        Add(places->WeightTotals, part, first, end);
        Add(places->BiasTotals, part + places->Count, first, end);
    }

    private static void Add(double* totals, double* part, int first, int end)
    {
        Span<double> sums = new(totals + first, end - first);
        TensorPrimitives.Add(sums, new ReadOnlySpan<double>(part + first, end - first), sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double* Block(Places* places)
    {
        if (!places->InBlock)
        {
            BeginBlock(places);
        }

        return places->BlockTotals;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void BeginBlock(Places* places)
    {
        new Span<double>(places->BlockTotals, 2 * places->Count).Clear();
        places->InBlock = true;
    }

    // The first place from a byte on that a page has at an offset.
    private static byte* From(byte* start, nint offset) => start + ((offset - (nint)start) & (PageBytes - 1));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Flush<T>(ref double totals, ref T partial, nint count)
        where T : unmanaged
    {
        nint i = 0;
        if (Vector512.IsHardwareAccelerated && typeof(T) == typeof(float))
        {
            ref float single = ref Unsafe.As<T, float>(ref partial);
            for (; i <= count - 16; i += 16)
            {
                (Vector512<double> lower, Vector512<double> upper) = Vector512.Widen(Vector512.LoadUnsafe(ref single, (nuint)i));
                Vector512.StoreUnsafe(Vector512.LoadUnsafe(ref totals, (nuint)i) + lower, ref totals, (nuint)i);
                Vector512.StoreUnsafe(Vector512.LoadUnsafe(ref totals, (nuint)(i + 8)) + upper, ref totals, (nuint)(i + 8));
                Vector512.StoreUnsafe(Vector512<float>.Zero, ref single, (nuint)i);
            }
        }

        for (; i <= count - 4; i += 4)
        {
            Vector256<double> sum = Vector256.LoadUnsafe(ref totals, (nuint)i) + Lane.LoadDouble(ref partial, i);
            Vector256.StoreUnsafe(sum, ref totals, (nuint)i);
            Lane.Store(Vector256<double>.Zero, ref partial, i);
        }

        for (; i < count; i++)
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
        where T : unmanaged => Store(new ReadOnlySpan<double>(places->WeightTotals, Count), gradient, accumulate);

    /// <summary>Writes the gradient of the bias.</summary>
    /// <typeparam name="T">Its element type.</typeparam>
    /// <param name="gradient">The gradient.</param>
    /// <param name="accumulate">Whether it is added to.</param>
    public void StoreBias<T>(Span<T> gradient, bool accumulate)
        where T : unmanaged => Store(new ReadOnlySpan<double>(places->BiasTotals, Count), gradient, accumulate);

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
    public void Dispose() => NativeMemory.AlignedFree(places);

    private Span<T> Dense<T>(scoped in TensorSpan<T> gradient) =>
        Count == 0 ? default : MemoryMarshal.CreateSpan(ref gradient.GetPinnableReference(), Count);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Store<T>(ReadOnlySpan<double> totals, Span<T> gradient, bool accumulate)
        where T : unmanaged
    {
        ref T target = ref MemoryMarshal.GetReference(gradient);
        ref double first = ref MemoryMarshal.GetReference(totals);
        nint i = 0;
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
        {
            for (; i <= totals.Length - 4; i += 4)
            {
                Vector256<double> sum = Vector256.LoadUnsafe(ref first, (nuint)i);
                Lane.Store(accumulate ? sum + Lane.LoadDouble(ref target, i) : sum, ref target, i);
            }
        }

        for (; i < totals.Length; i++)
        {
            Lane.Put(Unsafe.Add(ref first, i) + (accumulate ? Lane.Get(ref target, i) : 0), ref target, i);
        }
    }
}
