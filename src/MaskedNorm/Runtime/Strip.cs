using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

#pragma warning disable CA1000 // The size depends on the type.
#pragma warning disable CA1051 // The fields are the point: emitted code reads and writes the lanes in place.

namespace MaskedNorm.Runtime;

/// <summary>What a kernel knows of the selections it works on at one time: one lane each. For emitted code only.</summary>
/// <typeparam name="T">The type that statistics are accumulated in, <c>float</c> or <c>double</c>.</typeparam>
/// <remarks>
/// Sums are taken about <see cref="Center"/>, a cheap estimate of the mean. Blocks of sums in <typeparamref name="T"/> are flushed
/// into totals in double, so the length of a selection does not matter. After <see cref="Finish"/> a valid element is normalized as
/// (x − Center)·Scale + Shift, where Center is the mean rounded to <typeparamref name="T"/> and Shift carries what rounding lost; or, of
/// elements far coarser than <typeparamref name="T"/>, still the estimate, so that the output takes the deviations that were summed.
/// What finishes lanes is not inlined: the kernel's own method has no inlining budget for the vector helpers in it.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref partial struct Strip<T>
    where T : unmanaged
{
    /// <summary>The most selections that are finished together where lanes of vectors are elements.</summary>
    public const int Group = 64;

    /// <summary>The most elements of a group whose deviations are kept from one sweep to the next.</summary>
    public const int MostKept = 4096;

    // Four of each of four sums; of sums of doubles, what they have lost to rounding stands behind them.
    private static int PartialSums => (typeof(T) == typeof(double) ? 2 : 1) * 4 * 4 * Group;

    /// <summary>The selection is normalized by the kernel.</summary>
    public const byte Regular = 0;

    /// <summary>The center was a bad estimate: accumulate once more about the one that stands there now.</summary>
    public const byte Recenter = 1;

    /// <summary>Degenerate, or beyond what <typeparamref name="T"/> can square: left to the scalar path.</summary>
    public const byte Exceptional = 2;

    /// <summary>The value that sums are taken about; after <see cref="Finish"/> the mean rounded to <typeparamref name="T"/>, or the same.</summary>
    public ref T Center;

    /// <summary>1 / √(variance + ε).</summary>
    public ref T Scale;

    /// <summary>What is added after scaling.</summary>
    public ref T Shift;

    /// <summary>Backward: the factor of (x − Center) in ∂x.</summary>
    public ref T Slope;

    /// <summary>Backward: the constant in ∂x.</summary>
    public ref T Offset;

    /// <summary>Block sums of x − Center.</summary>
    public ref T Sum;

    /// <summary>Block sums of (x − Center)².</summary>
    public ref T Square;

    /// <summary>Backward: block sums of g.</summary>
    public ref T Grad;

    /// <summary>Backward: block sums of g·(x − Center).</summary>
    public ref T Product;

    /// <summary>Block counts of valid elements, where the mask differs from lane to lane; or all ones in a lane that is valid as a whole.</summary>
    public ref T Seen;

    /// <summary>The number of valid elements n.</summary>
    public ref double Count;

    /// <summary>The total of <see cref="Sum"/>; after <see cref="Finish"/> the mean.</summary>
    public ref double TotalSum;

    /// <summary>The total of <see cref="Square"/>; after <see cref="Finish"/> S, the sum of squared deviations from the mean.</summary>
    public ref double TotalSquare;

    /// <summary>Backward: the total of <see cref="Grad"/>, Σg.</summary>
    public ref double GradTotal;

    /// <summary>Backward: the total of <see cref="Product"/>; once finished Σg·x̂.</summary>
    public ref double GradProduct;

    /// <summary>The weight of a column.</summary>
    public ref T Weight;

    /// <summary>The bias of a column.</summary>
    public ref T Bias;

    /// <summary>One of the constants of this type.</summary>
    public ref byte State;

    /// <summary>The number of lanes that <see cref="SelectValid"/> found.</summary>
    public nint Selected;

    private readonly ref byte order;

    // The totals of lanes that are summed again with a neighbour: four for each lane.
    private readonly ref double aside;

    // What the totals in double of blocks in double lose to rounding; blocks in float lose nothing to speak of.
    private readonly ref double lostSum;
    private readonly ref double lostSquare;

    // Where a lane's elements were summed side by side, eight sums in double for each lane: four of x − Center and four of its square.
    // Behind those of all lanes, as many of g and of g·(x − Center).
    private readonly ref double partial;
    private readonly nint capacity;
    private readonly bool keepsCenter;
    private readonly int zero;

    /// <summary>Lays the lanes out in scratch memory.</summary>
    /// <param name="scratch">At least <see cref="Bytes"/> bytes, or <see cref="GroupBytes"/> where partial sums are put in, or <see cref="KeepingBytes"/>.</param>
    /// <param name="capacity">The number of lanes, rounded up to a multiple of 16.</param>
    /// <param name="keepsCenter">Whether the output is taken about the center that the sums are about, not about the mean.</param>
    public Strip(Span<byte> scratch, nint capacity, bool keepsCenter = false)
    {
        capacity = Rounded(capacity);
        this.capacity = capacity;
        this.keepsCenter = keepsCenter;
        zero = 0;
        ref byte start = ref MemoryMarshal.GetReference(scratch);
        nint at = 0;
        Count = ref Take<double>(ref start, ref at, capacity);
        TotalSum = ref Take<double>(ref start, ref at, capacity);
        TotalSquare = ref Take<double>(ref start, ref at, capacity);
        GradTotal = ref Take<double>(ref start, ref at, capacity);
        GradProduct = ref Take<double>(ref start, ref at, capacity);
        Center = ref Take<T>(ref start, ref at, capacity);
        Scale = ref Take<T>(ref start, ref at, capacity);
        Shift = ref Take<T>(ref start, ref at, capacity);
        Slope = ref Take<T>(ref start, ref at, capacity);
        Offset = ref Take<T>(ref start, ref at, capacity);
        Sum = ref Take<T>(ref start, ref at, capacity);
        Square = ref Take<T>(ref start, ref at, capacity);
        Grad = ref Take<T>(ref start, ref at, capacity);
        Product = ref Take<T>(ref start, ref at, capacity);
        Seen = ref Take<T>(ref start, ref at, capacity);
        Weight = ref Take<T>(ref start, ref at, capacity);
        Bias = ref Take<T>(ref start, ref at, capacity);
        aside = ref Take<double>(ref start, ref at, 4 * capacity);
        if (typeof(T) == typeof(double))
        {
            lostSum = ref Take<double>(ref start, ref at, capacity);
            lostSquare = ref Take<double>(ref start, ref at, capacity);
        }

        State = ref Take<byte>(ref start, ref at, capacity);
        order = ref Take<byte>(ref start, ref at, capacity);
        partial = ref Unsafe.As<byte, double>(ref Unsafe.Add(ref start, at));
    }

    /// <summary>Room for the deviations of <see cref="MostKept"/> elements, where the scratch memory has <see cref="KeepingBytes"/>.</summary>
    public readonly ref T Deviations => ref Unsafe.As<double, T>(ref Unsafe.Add(ref partial, PartialSums));

    /// <summary>Zero, but not as a constant: see <see cref="Turns"/>.</summary>
    public readonly int Zero => zero;

    /// <summary>The scratch memory that a number of lanes takes.</summary>
    /// <param name="capacity">The number of lanes, rounded up to a multiple of 16.</param>
    /// <returns>The number of bytes.</returns>
    public static int Bytes(nint capacity) =>
        (int)Rounded(capacity) * (((typeof(T) == typeof(double) ? 11 : 9) * sizeof(double)) + (12 * Unsafe.SizeOf<T>()) + 2);

    /// <summary>The scratch memory that a strip of columns takes, and that of their selections.</summary>
    /// <param name="capacity">The number of columns.</param>
    /// <param name="each">The number of columns of a selection, of which the other one is a multiple.</param>
    /// <returns>The number of bytes.</returns>
    public static int BytesWithColumns(nint capacity, nint each) => Bytes(capacity / each) + Bytes(capacity);

    /// <summary>The scratch memory of <see cref="Group"/> lanes with their partial sums.</summary>
    /// <returns>The number of bytes.</returns>
    public static int GroupBytes() => Bytes(Group) + (sizeof(double) * PartialSums);

    /// <summary>The scratch memory of <see cref="Group"/> lanes with their partial sums and the deviations of <see cref="MostKept"/> elements.</summary>
    /// <returns>The number of bytes.</returns>
    public static int KeepingBytes() => GroupBytes() + (Unsafe.SizeOf<T>() * MostKept);

    /// <summary>Adds the block sums of lanes to their totals and clears them.</summary>
    /// <param name="width">The number of lanes.</param>
    /// <param name="counted">Whether <see cref="Seen"/> is added to <see cref="Count"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Flush(nint width, bool counted)
    {
        for (nint k = 0; k < width; k += 4)
        {
            if (typeof(T) == typeof(double))
            {
                FlushExactly(ref Sum, ref TotalSum, ref lostSum, k);
                FlushExactly(ref Square, ref TotalSquare, ref lostSquare, k);
            }
            else
            {
                Flush(ref Sum, ref TotalSum, k);
                Flush(ref Square, ref TotalSquare, k);
            }

            if (counted)
            {
                Flush(ref Seen, ref Count, k);
            }
        }
    }

    /// <summary>Adds to the totals of lanes what flushes in double have lost.</summary>
    /// <param name="width">The number of lanes.</param>
    public readonly void Settle(nint width)
    {
        for (nint k = 0; k < width; k++)
        {
            Unsafe.Add(ref TotalSum, k) += Unsafe.Add(ref lostSum, k);
            Unsafe.Add(ref TotalSquare, k) += Unsafe.Add(ref lostSquare, k);
            Unsafe.Add(ref lostSum, k) = 0;
            Unsafe.Add(ref lostSquare, k) = 0;
        }
    }

    /// <summary>Adds the block sums of lanes to the totals of the gradients and clears them.</summary>
    /// <param name="width">The number of lanes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void FlushGradients(nint width)
    {
        for (nint k = 0; k < width; k += 4)
        {
            Flush(ref Grad, ref GradTotal, k);
            Flush(ref Product, ref GradProduct, k);
        }
    }

    /// <summary>Clears the sums of all lanes before a sweep.</summary>
    /// <param name="width">The number of lanes.</param>
    /// <param name="count">The number of valid elements of each lane; 0 where the sweep counts.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Clear(nint width, nint count)
    {
        SetCounts(width, count);
        int whole = (int)Whole(width);
        Clear(ref TotalSum, whole);
        Clear(ref TotalSquare, whole);
        Clear(ref Center, whole);
        Clear(ref Sum, whole);
        Clear(ref Square, whole);
        Clear(ref Seen, whole);
        if (typeof(T) == typeof(double))
        {
            Clear(ref lostSum, whole);
            Clear(ref lostSquare, whole);
        }
    }

    /// <summary>Clears the totals of lanes that are to be accumulated once more about their means, and those between them, which are kept aside.</summary>
    /// <param name="width">The number of lanes.</param>
    /// <param name="counted">Whether the sweep counts valid elements.</param>
    /// <param name="from">The first of these lanes.</param>
    /// <param name="to">The lane after the last one.</param>
    /// <returns>Whether there are any.</returns>
    public readonly bool BeginAgain(nint width, bool counted, out nint from, out nint to)
    {
        ReadOnlySpan<byte> states = MemoryMarshal.CreateReadOnlySpan(ref State, (int)width);
        from = states.IndexOf(Recenter);
        to = states.LastIndexOf(Recenter) + 1;
        for (nint lane = Math.Max(from, 0); lane < to; lane++)
        {
            Vector256<double> totals = Vector256.Create(
                Unsafe.Add(ref TotalSum, lane), Unsafe.Add(ref TotalSquare, lane), Unsafe.Add(ref GradTotal, lane), Unsafe.Add(ref GradProduct, lane));
            Vector256.StoreUnsafe(totals, ref aside, (nuint)(4 * lane));
            SetTotals(lane, Vector256<double>.Zero);
            if (counted)
            {
                Unsafe.Add(ref Count, lane) = 0;
            }
        }

        return to > 0;
    }

    /// <summary>Finishes lanes that were accumulated once more; those between them have their totals back.</summary>
    /// <param name="from">The first lane.</param>
    /// <param name="to">The lane after the last one.</param>
    /// <param name="biased">Whether the variance is divided by n, not n − 1.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="gradients">Whether g and g·(x − Center) were summed along.</param>
    public readonly void EndAgain(nint from, nint to, bool biased, double epsilon, bool gradients)
    {
        for (nint lane = from; lane < to; lane++)
        {
            if (Unsafe.Add(ref State, lane) != Recenter)
            {
                SetTotals(lane, Vector256.LoadUnsafe(ref aside, (nuint)(4 * lane)));
            }
            else if (gradients)
            {
                FinishAgainWithGradients(lane, biased, epsilon);
            }
            else
            {
                FinishAgain(lane, biased, epsilon);
            }
        }
    }

    /// <summary>Gives lanes the same number of valid elements.</summary>
    /// <param name="width">The number of lanes.</param>
    /// <param name="count">The number of valid elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void SetCounts(nint width, nint count)
    {
        Vector256<double> counts = Vector256.Create((double)count);
        for (nint k = 0; k < width; k += 4)
        {
            Vector256.StoreUnsafe(counts, ref Count, (nuint)k);
        }
    }

    /// <summary>Sets the counts of lanes that are marked in <see cref="Seen"/>; the others are empty.</summary>
    /// <param name="width">The number of lanes.</param>
    /// <param name="count">The number of valid elements of a marked lane.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void CountMarked(nint width, nint count)
    {
        for (nint lane = 0; lane < width; lane++)
        {
            Unsafe.Add(ref Count, lane) = Unsafe.As<T, byte>(ref Unsafe.Add(ref Seen, lane)) != 0 ? count : 0;
        }
    }

    /// <summary>Clears centers and totals of lanes without valid elements, which have those of padding.</summary>
    /// <param name="width">The number of lanes.</param>
    /// <param name="gradients">Whether there are totals of the gradients.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void ClearEmpty(nint width, bool gradients)
    {
        for (nint k = 0; k < width; k += 4)
        {
            Vector256<double> empty = Vector256.Equals(Vector256.LoadUnsafe(ref Count, (nuint)k), Vector256<double>.Zero);
            Vector256.StoreUnsafe(Vector256.AndNot(Vector256.LoadUnsafe(ref TotalSum, (nuint)k), empty), ref TotalSum, (nuint)k);
            Vector256.StoreUnsafe(Vector256.AndNot(Vector256.LoadUnsafe(ref TotalSquare, (nuint)k), empty), ref TotalSquare, (nuint)k);
            if (gradients)
            {
                Vector256.StoreUnsafe(Vector256.AndNot(Vector256.LoadUnsafe(ref GradTotal, (nuint)k), empty), ref GradTotal, (nuint)k);
                Vector256.StoreUnsafe(Vector256.AndNot(Vector256.LoadUnsafe(ref GradProduct, (nuint)k), empty), ref GradProduct, (nuint)k);
            }

            Lane.Store(Vector256.AndNot(Lane.LoadDouble(ref Center, k), empty), ref Center, k);
        }
    }

    /// <summary>Lists lanes with valid elements, and clears the others between them.</summary>
    /// <param name="width">The number of lanes.</param>
    /// <param name="most">The most lanes that are listed.</param>
    /// <returns>The number of lanes looked at: up to the one with which the list is full.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public nint SelectValid(nint width, nint most)
    {
        nint selected = 0;
        nint lane = 0;
        for (; lane < width && selected < most; lane++)
        {
            // No branch: nothing foretells a mask.
            Skip(lane);
            Unsafe.Add(ref order, selected) = (byte)lane;
            selected += Unsafe.Add(ref Count, lane) != 0 ? 1 : 0;
        }

        Selected = selected;
        return lane;
    }

    /// <summary>One of the lanes that were listed.</summary>
    /// <param name="index">Its place in the list.</param>
    /// <returns>The lane.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly nint Select(nint index) => Unsafe.Add(ref order, index);

    /// <summary>Clears a lane whose elements are not summed: it has no valid ones, or the scalar path has them.</summary>
    /// <param name="lane">The lane.</param>
    public readonly void Skip(nint lane)
    {
        Unsafe.Add(ref Center, lane) = default;
        Unsafe.Add(ref Offset, lane) = default;
        PutSums(lane, Vector512<double>.Zero);
        PutGradients(lane, Vector512<double>.Zero);
    }

    /// <summary>Makes lanes regular that no selection has, up to a multiple of 8: vectors of lanes end in them.</summary>
    /// <param name="from">The first lane.</param>
    /// <param name="to">The lane after the last one.</param>
    /// <remarks>What the stack holds there, such as addresses, may be subnormal as numbers: each operation with one takes as long as ten.</remarks>
    public readonly void Fill(nint from, nint to)
    {
        Vector512<double> some = Vector512.Create(Vector256<double>.Zero, Vector256<double>.One);
        for (nint lane = from; lane < Whole(to); lane++)
        {
            Unsafe.Add(ref Count, lane) = 2;
            Unsafe.Add(ref TotalSum, lane) = 0;
            Unsafe.Add(ref TotalSquare, lane) = 1;
            Unsafe.Add(ref Center, lane) = default;
            PutSums(lane, some);
            PutGradients(lane, some);
        }
    }

    /// <summary>Puts down four partial sums of x − Center.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="sums">The sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void PutSum(nint lane, Vector256<double> sums) => Put(0, lane, sums);

    /// <summary>Puts down four partial sums of (x − Center)².</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="sums">The sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void PutSquare(nint lane, Vector256<double> sums) => Put(1, lane, sums);

    /// <summary>Puts down four partial sums of g.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="sums">The sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void PutGrad(nint lane, Vector256<double> sums) => Put(2, lane, sums);

    /// <summary>Puts down four partial sums of g·(x − Center).</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="sums">The sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void PutProduct(nint lane, Vector256<double> sums) => Put(3, lane, sums);

    /// <summary>Puts down four partial sums of x − Center in the lower half, four of (x − Center)² in the upper one.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="sums">The sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void PutSums(nint lane, Vector512<double> sums) => Vector512.StoreUnsafe(sums, ref partial, (nuint)Place(0, lane));

    /// <summary>Puts down four partial sums of g in the lower half, four of g·(x − Center) in the upper one.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="sums">The sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void PutGradients(nint lane, Vector512<double> sums) => Vector512.StoreUnsafe(sums, ref partial, (nuint)Place(2, lane));

    /// <summary>The partial sums of x − Center that were put down.</summary>
    /// <param name="lane">The lane.</param>
    /// <returns>Four sums.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector256<double> GetSum(nint lane) => Partial(0, lane);

    /// <summary>The partial sums of (x − Center)² that were put down.</summary>
    /// <inheritdoc cref="GetSum"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector256<double> GetSquare(nint lane) => Partial(1, lane);

    /// <summary>The partial sums of g that were put down.</summary>
    /// <inheritdoc cref="GetSum"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector256<double> GetGrad(nint lane) => Partial(2, lane);

    /// <summary>The partial sums of g·(x − Center) that were put down.</summary>
    /// <inheritdoc cref="GetSum"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector256<double> GetProduct(nint lane) => Partial(3, lane);

    /// <summary>The partial sums of x − Center and of (x − Center)² that were put down.</summary>
    /// <param name="lane">The lane.</param>
    /// <returns>Four sums in the lower half, four in the upper one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector512<double> GetSums(nint lane) => Partials(0, lane);

    /// <summary>The partial sums of g and of g·(x − Center) that were put down.</summary>
    /// <inheritdoc cref="GetSums"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector512<double> GetGradients(nint lane) => Partials(2, lane);

    /// <summary>Adds up the partial sums of one lane.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="gradients">Whether there are those of the gradients.</param>
    public readonly void TotalAgain(nint lane, bool gradients)
    {
        Unsafe.Add(ref TotalSum, lane) = Lanes.Sum(Partial(0, lane));
        Unsafe.Add(ref TotalSquare, lane) = Lanes.Sum(Partial(1, lane));
        if (gradients)
        {
            Unsafe.Add(ref GradTotal, lane) = Lanes.Sum(Partial(2, lane));
            Unsafe.Add(ref GradProduct, lane) = Lanes.Sum(Partial(3, lane));
        }
    }

    /// <summary>Adds up the partial sums of the gradients, four lanes at a time.</summary>
    /// <param name="width">The number of lanes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void TotalGradients(nint width)
    {
        for (nint k = 0; k < width; k += 4)
        {
            (Vector256<double> grad, Vector256<double> product) = Total(2, k);
            Vector256.StoreUnsafe(grad, ref GradTotal, (nuint)k);
            Vector256.StoreUnsafe(product, ref GradProduct, (nuint)k);
        }
    }

    /// <summary>The moments of a finished lane.</summary>
    /// <param name="lane">The lane.</param>
    /// <returns>Count, mean and sum of squared deviations.</returns>
    public readonly Moments Get(nint lane) =>
        new((long)Unsafe.Add(ref Count, lane), Unsafe.Add(ref TotalSum, lane), Unsafe.Add(ref TotalSquare, lane));

    /// <summary>Takes the moments that the scalar path found.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="moments">Its moments.</param>
    public readonly void Set(nint lane, in Moments moments)
    {
        Unsafe.Add(ref Count, lane) = moments.Count;
        Unsafe.Add(ref TotalSum, lane) = moments.Mean;
        Unsafe.Add(ref TotalSquare, lane) = moments.SumOfSquares;
    }

    /// <summary>Finds the next range of lanes that the kernel itself serves.</summary>
    /// <param name="width">The number of lanes.</param>
    /// <param name="from">Where to look; on return the range's first lane.</param>
    /// <param name="to">On return the lane after the range.</param>
    /// <returns>Whether there is one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly bool NextRegular(nint width, ref nint from, ref nint to)
    {
        ReadOnlySpan<byte> states = MemoryMarshal.CreateReadOnlySpan(ref State, (int)width);
        int start = states[(int)from..].IndexOf(Regular);
        if (start < 0)
        {
            return false;
        }

        from += start;
        int length = states[(int)from..].IndexOfAnyExcept(Regular);
        to = length < 0 ? width : from + length;
        return true;
    }

    /// <summary>Clears the totals of the gradients before their sweep.</summary>
    /// <param name="width">The number of lanes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void ClearGradients(nint width)
    {
        int whole = (int)Whole(width);
        Clear(ref GradTotal, whole);
        Clear(ref GradProduct, whole);
        Clear(ref Grad, whole);
        Clear(ref Product, whole);
    }

    /// <summary>Turns totals into center, scale and shift.</summary>
    /// <param name="width">The number of lanes.</param>
    /// <param name="biased">Whether the variance is divided by n, not n − 1.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="flagEmpty">Whether a lane without valid elements is exceptional: its padding may need a scale.</param>
    /// <returns>Whether any lane's <see cref="State"/> is not <see cref="Regular"/>.</returns>
    /// <remarks>
    /// With sums about the center c: δ = Σ(x − c)/n, mean = c + δ, S = Σ(x − c)² − δ·Σ(x − c). The difference cancels where c is far
    /// from the mean in units of the deviation: where it takes more than half away, the lane is accumulated again about its mean.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public readonly bool Finish(nint width, bool biased, double epsilon, bool flagEmpty) =>
        FinishLanes(width, biased, epsilon, flagEmpty, partial: false, gradients: false);

    /// <summary>As <see cref="Finish"/>, and the gradient's coefficients as <see cref="FinishGradients"/>, of sums about the same center.</summary>
    /// <inheritdoc cref="Finish"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public readonly bool FinishWithGradients(nint width, bool biased, double epsilon, bool flagEmpty) =>
        FinishLanes(width, biased, epsilon, flagEmpty, partial: false, gradients: true);

    /// <summary>Adds up the partial sums of lanes and turns the totals into center, scale and shift.</summary>
    /// <inheritdoc cref="Finish"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public readonly bool FinishSums(nint width, bool biased, double epsilon, bool flagEmpty) =>
        FinishLanes(width, biased, epsilon, flagEmpty, partial: true, gradients: false);

    /// <summary>As <see cref="FinishSums"/>, and the gradient's coefficients as <see cref="FinishGradients"/>, of sums about the same center.</summary>
    /// <inheritdoc cref="Finish"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public readonly bool FinishSumsAndGradients(nint width, bool biased, double epsilon, bool flagEmpty) =>
        FinishLanes(width, biased, epsilon, flagEmpty, partial: true, gradients: true);

    /// <summary>Turns totals of squares about zero into the scale of root mean square normalization.</summary>
    /// <param name="width">The number of lanes.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="flagEmpty">Whether a lane without valid elements is exceptional.</param>
    /// <returns>Whether any lane's <see cref="State"/> is not <see cref="Regular"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public readonly bool FinishRms(nint width, double epsilon, bool flagEmpty) =>
        FinishLanesRms(width, epsilon, flagEmpty, partial: false, gradients: false);

    /// <summary>As <see cref="FinishRms"/>, and the gradient's coefficients as <see cref="FinishGradients"/>.</summary>
    /// <inheritdoc cref="FinishRms"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public readonly bool FinishWithGradientsRms(nint width, double epsilon, bool flagEmpty) =>
        FinishLanesRms(width, epsilon, flagEmpty, partial: false, gradients: true);

    /// <summary>Adds up the partial sums of squares of lanes and turns them into the scale of root mean square normalization.</summary>
    /// <inheritdoc cref="FinishRms"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public readonly bool FinishSumsRms(nint width, double epsilon, bool flagEmpty) =>
        FinishLanesRms(width, epsilon, flagEmpty, partial: true, gradients: false);

    /// <summary>As <see cref="FinishSumsRms"/>, and the gradient's coefficients as <see cref="FinishGradients"/>.</summary>
    /// <inheritdoc cref="FinishRms"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public readonly bool FinishSumsAndGradientsRms(nint width, double epsilon, bool flagEmpty) =>
        FinishLanesRms(width, epsilon, flagEmpty, partial: true, gradients: true);

    /// <summary>Uses given statistics instead of the data's. Needs mean and variance in the totals.</summary>
    /// <param name="width">The number of lanes.</param>
    /// <param name="epsilon">ε.</param>
    /// <returns>Whether any lane's <see cref="State"/> is not <see cref="Regular"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly bool FinishGiven(nint width, double epsilon)
    {
        bool any = false;
        for (nint k = 0; k < width; k += 4)
        {
            Vector256<double> mean = Vector256.LoadUnsafe(ref TotalSum, (nuint)k);
            Vector256<double> variance = Vector256.LoadUnsafe(ref TotalSquare, (nuint)k);
            SetScale(k, mean, Vector256<double>.Zero, mean, variance, epsilon, out _, out _, out _);

            // A scale that float does not hold goes the scalar way, as does none at all, and a mean whose distance it may not hold.
            Vector256<double> sum = variance + Vector256.Create(epsilon);
            Vector256<double> inRange = Vector256.LessThan(sum, Vector256.Create(Limits.LargestSquareSum<T>()))
                & Vector256.GreaterThan(sum, Vector256.Create(Limits.SmallestVariance<T>()))
                & Vector256.LessThan(Vector256.Abs(mean), Vector256.Create(Limits.LargestMean<T>()));
            any |= Flag(k, width, ~inRange.ExtractMostSignificantBits() & 0xF, 0);
        }

        return any;
    }

    /// <summary>Uses saved statistics in a backward: a selection that had no scale in the forward has none here.</summary>
    /// <param name="width">The number of lanes.</param>
    /// <param name="biased">Whether the variance was divided by n, not n − 1.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="flagEmpty">Whether a lane without valid elements is exceptional.</param>
    /// <returns>Whether any lane's <see cref="State"/> is not <see cref="Regular"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly bool FinishSaved(nint width, bool biased, double epsilon, bool flagEmpty)
    {
        bool any = FinishGiven(width, epsilon);
        for (nint lane = 0; lane < width; lane++)
        {
            double n = Unsafe.Add(ref Count, lane);
            if (n == 0 && !flagEmpty)
            {
                // Whatever was saved of no elements, NaN too, has no part in anything.
                Unsafe.Add(ref State, lane) = Regular;
                Put(ref Center, lane, 0);
                Put(ref Scale, lane, 0);
                Put(ref Shift, lane, 0);
            }
            else if (n - (biased ? 0 : 1) <= 0)
            {
                Unsafe.Add(ref State, lane) = Exceptional;
                any = true;
            }
        }

        return any;
    }

    /// <summary>As <see cref="Finish"/>, for one lane that was accumulated again about its mean.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="biased">Whether the variance is divided by n, not n − 1.</param>
    /// <param name="epsilon">ε.</param>
    /// <returns>How far the mean is from the center that the sums are about.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly double FinishAgain(nint lane, bool biased, double epsilon)
    {
        double n = Unsafe.Add(ref Count, lane);
        double sum = Unsafe.Add(ref TotalSum, lane);
        double delta = sum / n;
        double deviations = Math.Max(Unsafe.Add(ref TotalSquare, lane) - (sum * delta), 0);
        double divisor = biased ? n : n - 1;
        double variance = deviations / Math.Max(divisor, 1);
        double center = Lane.Get(ref Center, lane);
        double mean = center + delta;
        bool inRange = deviations < Limits.LargestSquareSum<T>() && divisor > 0
            && variance > Limits.VarianceAbove<T>(epsilon);
        Put(ref Center, lane, keepsCenter ? center : mean);
        double scale = 1 / Math.Sqrt(variance + epsilon);
        Put(ref Scale, lane, scale);
        Put(ref Shift, lane, -(((center - Lane.Get(ref Center, lane)) + delta) * scale));
        Unsafe.Add(ref TotalSum, lane) = mean;
        Unsafe.Add(ref TotalSquare, lane) = deviations;
        Unsafe.Add(ref State, lane) = inRange ? Regular : Exceptional;
        return delta;
    }

    /// <summary>As <see cref="FinishAgain"/>, and the gradient's coefficients as <see cref="FinishGradients"/>.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="biased">Whether the variance is divided by n, not n − 1.</param>
    /// <param name="epsilon">ε.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void FinishAgainWithGradients(nint lane, bool biased, double epsilon)
    {
        double delta = FinishAgain(lane, biased, epsilon);
        double n = Unsafe.Add(ref Count, lane);
        double scale = Lane.Get(ref Scale, lane);
        double a = Unsafe.Add(ref GradTotal, lane);
        double b = scale * (Unsafe.Add(ref GradProduct, lane) - (delta * a));
        double factor = b * (1 / Math.Max(biased ? n : n - 1, 1));
        (Vector256<double> slope, Vector256<double> offset) = GradientOf(
            Vector256.Create(scale), Vector256.Create(scale * factor), Vector256.Create((a * (1 / Math.Max(n, 1))) + (Lane.Get(ref Shift, lane) * factor)));
        Unsafe.Add(ref GradProduct, lane) = b;
        if (!double.IsFinite(a) || !double.IsFinite(b))
        {
            Unsafe.Add(ref State, lane) = Exceptional;
        }

        Put(ref Slope, lane, slope.ToScalar());
        Put(ref Offset, lane, offset.ToScalar());
    }

    /// <summary>Multiplies a weight that is constant over a selection into the coefficients of its gradient.</summary>
    /// <param name="k">The lane.</param>
    /// <param name="weight">γ.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void FoldGradients(nint k, T weight)
    {
        if (typeof(T) == typeof(float))
        {
            float w = (float)(object)weight;
            Unsafe.As<T, float>(ref Unsafe.Add(ref Scale, k)) *= w;
            Unsafe.As<T, float>(ref Unsafe.Add(ref Slope, k)) *= w;
            Unsafe.As<T, float>(ref Unsafe.Add(ref Offset, k)) *= w;
        }
        else
        {
            double w = (double)(object)weight;
            Unsafe.As<T, double>(ref Unsafe.Add(ref Scale, k)) *= w;
            Unsafe.As<T, double>(ref Unsafe.Add(ref Slope, k)) *= w;
            Unsafe.As<T, double>(ref Unsafe.Add(ref Offset, k)) *= w;
        }
    }

    /// <summary>Multiplies weight and bias that are constant over a selection into its scale and shift.</summary>
    /// <param name="k">The lane.</param>
    /// <param name="weight">γ.</param>
    /// <param name="bias">β.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Fold(nint k, T weight, T bias)
    {
        if (typeof(T) == typeof(float))
        {
            float w = (float)(object)weight;
            ref float scale = ref Unsafe.As<T, float>(ref Unsafe.Add(ref Scale, k));
            ref float shift = ref Unsafe.As<T, float>(ref Unsafe.Add(ref Shift, k));
            scale *= w;
            shift = (float)((shift * (double)w) + (float)(object)bias);
        }
        else
        {
            double w = (double)(object)weight;
            ref double scale = ref Unsafe.As<T, double>(ref Unsafe.Add(ref Scale, k));
            ref double shift = ref Unsafe.As<T, double>(ref Unsafe.Add(ref Shift, k));
            scale *= w;
            shift = (shift * w) + (double)(object)bias;
        }
    }

    /// <summary>From the totals of g and g·(x − Center), the coefficients of ∂x = g·Scale + (x − Center)·Slope + Offset.</summary>
    /// <param name="width">The number of lanes.</param>
    /// <param name="biased">Whether the variance is divided by n, not n − 1.</param>
    /// <param name="rms">Whether the mean was taken as 0.</param>
    /// <remarks>
    /// ∂x = r·(g − A/n − x̂·B/d) with A = Σg and B = Σg·x̂; for RMS ∂x = r·(g − x̂·B/n). Afterwards <see cref="GradTotal"/> holds A
    /// and <see cref="GradProduct"/> holds B.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void FinishGradients(nint width, bool biased, bool rms)
    {
        Vector256<double> one = Vector256<double>.One;
        for (nint k = 0; k < width; k += 4)
        {
            Vector256<double> n = Vector256.LoadUnsafe(ref Count, (nuint)k);
            Vector256<double> inverse = one / Vector256.Max(n, one);
            Vector256<double> inverseDivisor = biased || rms ? inverse : one / Vector256.Max(n - one, one);
            Vector256<double> grad = Vector256.LoadUnsafe(ref GradTotal, (nuint)k);
            Vector256<double> product = Vector256.LoadUnsafe(ref GradProduct, (nuint)k);
            Vector256<double> scale = Lane.LoadDouble(ref Scale, k);
            Vector256<double> shift = Lane.LoadDouble(ref Shift, k);
            Vector256<double> b = (scale * product) + (shift * grad);
            Vector256<double> factor = b * inverseDivisor;
            SetGradients(k, grad, b, scale, scale * factor, rms ? Vector256<double>.Zero : (grad * inverse) + (shift * factor));
        }
    }

    private static void Clear<TElement>(ref TElement first, int count)
        where TElement : unmanaged => MemoryMarshal.CreateSpan(ref first, count).Clear();

    private readonly void SetTotals(nint lane, Vector256<double> totals)
    {
        Unsafe.Add(ref TotalSum, lane) = totals[0];
        Unsafe.Add(ref TotalSquare, lane) = totals[1];
        Unsafe.Add(ref GradTotal, lane) = totals[2];
        Unsafe.Add(ref GradProduct, lane) = totals[3];
    }

    private static nint Whole(nint width) => (width + 7) & ~7;

    private static nint Rounded(nint capacity) => (capacity + 15) & ~15;

    private readonly nint Place(nint sum, nint lane) =>
        4 * ((2 * (((sum >> 1) * (typeof(T) == typeof(double) ? 2 * capacity : capacity)) + lane)) + (sum & 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Put(nint sum, nint lane, Vector256<double> sums) => Vector256.StoreUnsafe(sums, ref partial, (nuint)Place(sum, lane));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Vector256<double> Partial(nint sum, nint lane) => Vector256.LoadUnsafe(ref partial, (nuint)Place(sum, lane));

    // One total for each of four lanes, each added as Lanes.Sum adds.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Vector256<double> Across(nint sum, nint k) =>
        Lanes.Sum(Partial(sum, k), Partial(sum, k + 1), Partial(sum, k + 2), Partial(sum, k + 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Vector512<double> Partials(nint sum, nint lane) => Vector512.LoadUnsafe(ref partial, (nuint)Place(sum, lane));

    // The totals of two neighbouring sums for four lanes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly (Vector256<double> First, Vector256<double> Second) Total(nint sum, nint k)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<double> totals = Lanes.Sum(Partials(sum, k), Partials(sum, k + 1), Partials(sum, k + 2), Partials(sum, k + 3));
            return (totals.GetLower(), totals.GetUpper());
        }

        return (Across(sum, k), Across(sum + 1, k));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool FinishLanes(nint width, bool biased, double epsilon, bool flagEmpty, bool partial, bool gradients)
    {
        Vector256<double> one = Vector256<double>.One;
        Vector256<double> dropped = biased ? Vector256<double>.Zero : one;
        Vector256<double> small = Vector256.Create(Limits.VarianceAbove<T>(epsilon));
        Vector256<double> large = Vector256.Create(Limits.LargestSquareSum<T>());
        Vector256<double> counted = Vector256<double>.Zero;
        Vector256<double> inverse = one;
        Vector256<double> inverseDivisor = one;
        bool any = false;
        for (nint k = 0; k < width; k += 4)
        {
            Vector256<double> n = Vector256.LoadUnsafe(ref Count, (nuint)k);
            (Vector256<double> sum, Vector256<double> square) = partial
                ? Total(0, k)
                : (Vector256.LoadUnsafe(ref TotalSum, (nuint)k), Vector256.LoadUnsafe(ref TotalSquare, (nuint)k));
            Vector256<double> center = Lane.LoadDouble(ref Center, k);
            Vector256<double> divisor = n - dropped;
            if (n != counted)
            {
                // Lanes with the same counts as those before need no division.
                counted = n;
                inverse = one / Vector256.Max(n, one);
                inverseDivisor = biased ? inverse : one / Vector256.Max(divisor, one);
            }

            Vector256<double> delta = sum * inverse;
            Vector256<double> correction = sum * delta;
            Vector256<double> deviations = Vector256.Max(square - correction, Vector256<double>.Zero);
            Vector256<double> variance = deviations * inverseDivisor;
            Vector256<double> mean = center + delta;

            // NaN fails every comparison: it counts as out of range.
            Vector256<double> inRange = Vector256.LessThan(square, large) & Vector256.GreaterThan(divisor, Vector256<double>.Zero)
                & Vector256.GreaterThan(variance, small);
            Vector256<double> bad = Vector256.GreaterThan(correction, deviations);
            uint exceptional = Exceptions(inRange, n, flagEmpty);
            uint recenter = bad.ExtractMostSignificantBits() & Vector256.LessThan(square, large).ExtractMostSignificantBits();
            Vector256.StoreUnsafe(mean, ref TotalSum, (nuint)k);
            Vector256.StoreUnsafe(deviations, ref TotalSquare, (nuint)k);
            SetScale(k, center, delta, keepsCenter ? center : mean, variance, epsilon, out Vector256<double> scale, out Vector256<double> squared, out Vector256<double> moved);
            if (gradients)
            {
                // Σg·(x − mean) = Σg·(x − c) − δ·Σg. The scale is the last to be known, and its square before it.
                (Vector256<double> grad, Vector256<double> product) = GradientTotals(k, partial);
                product -= delta * grad;
                Vector256<double> bend = squared * (product * inverseDivisor);
                SetGradients(k, grad, scale * product, scale, bend, (grad * inverse) + (moved * bend));
                exceptional |= OutOfRange(grad, product);
            }

            any |= Flag(k, width, exceptional, recenter);
        }

        return any;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool FinishLanesRms(nint width, double epsilon, bool flagEmpty, bool partial, bool gradients)
    {
        Vector256<double> one = Vector256<double>.One;
        Vector256<double> zero = Vector256<double>.Zero;
        Vector256<double> small = Vector256.Create(Limits.VarianceAbove<T>(epsilon));
        Vector256<double> large = Vector256.Create(Limits.LargestSquareSum<T>());
        bool any = false;
        for (nint k = 0; k < width; k += 4)
        {
            Vector256<double> n = Vector256.LoadUnsafe(ref Count, (nuint)k);
            Vector256<double> square = partial ? Total(0, k).Second : Vector256.LoadUnsafe(ref TotalSquare, (nuint)k);
            Vector256<double> variance = square / Vector256.Max(n, one);
            Vector256<double> inRange = Vector256.LessThan(square, large) & Vector256.GreaterThan(n, zero) & Vector256.GreaterThan(variance, small);
            uint exceptional = Exceptions(inRange, n, flagEmpty);
            Vector256.StoreUnsafe(zero, ref TotalSum, (nuint)k);
            Vector256.StoreUnsafe(square, ref TotalSquare, (nuint)k);
            SetScale(k, zero, zero, zero, variance, epsilon, out Vector256<double> scale, out Vector256<double> squared, out _);
            if (gradients)
            {
                (Vector256<double> grad, Vector256<double> product) = GradientTotals(k, partial);
                SetGradients(k, grad, scale * product, scale, squared * (product / Vector256.Max(n, one)), zero);
                exceptional |= OutOfRange(grad, product);
            }

            any |= Flag(k, width, exceptional, 0);
        }

        return any;
    }

    // Σg and Σg·(x − Center) of four lanes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly (Vector256<double> Grad, Vector256<double> Product) GradientTotals(nint k, bool partial) =>
        partial ? Total(2, k) : (Vector256.LoadUnsafe(ref GradTotal, (nuint)k), Vector256.LoadUnsafe(ref GradProduct, (nuint)k));

    // The coefficients of ∂x; and A = Σg and B = Σg·x̂, which the gradients of a weight and a bias are made of.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void SetGradients(
        nint k, Vector256<double> a, Vector256<double> b, Vector256<double> scale, Vector256<double> bend, Vector256<double> constant)
    {
        Vector256.StoreUnsafe(a, ref GradTotal, (nuint)k);
        Vector256.StoreUnsafe(b, ref GradProduct, (nuint)k);
        (Vector256<double> slope, Vector256<double> offset) = GradientOf(scale, bend, constant);
        Lane.Store(slope, ref Slope, k);
        Lane.Store(offset, ref Offset, k);
    }

    // ∂x = r·(g − A/n − x̂·B/d) from r·B/d and A/n + Shift·B/d; for RMS without A.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> Slope, Vector256<double> Offset) GradientOf(
        Vector256<double> scale, Vector256<double> bend, Vector256<double> constant) => (-(scale * bend), -(scale * constant));

    private static void Put(ref T destination, nint lane, double value) => Lane.Put(value, ref destination, lane);

    // An empty lane is regular where its scale is never used.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Exceptions(Vector256<double> inRange, Vector256<double> n, bool flagEmpty)
    {
        Vector256<double> regular = flagEmpty ? inRange : inRange | Vector256.Equals(n, Vector256<double>.Zero);
        return ~regular.ExtractMostSignificantBits() & 0xF;
    }

    // Sums of gradients that the kernel's type does not hold.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint OutOfRange(Vector256<double> grad, Vector256<double> product)
    {
        Vector256<double> largest = Vector256.Create(double.MaxValue);
        Vector256<double> finite = Vector256.LessThanOrEqual(Vector256.Abs(grad), largest) & Vector256.LessThanOrEqual(Vector256.Abs(product), largest);
        return ~finite.ExtractMostSignificantBits() & 0xF;
    }

    private static ref TElement Take<TElement>(ref byte start, scoped ref nint at, nint capacity)
        where TElement : unmanaged
    {
        ref TElement taken = ref Unsafe.As<byte, TElement>(ref Unsafe.Add(ref start, at));
        at += capacity * Unsafe.SizeOf<TElement>();
        return ref taken;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Flush(ref T block, ref double total, nint k)
    {
        Vector256<double> sum = Vector256.LoadUnsafe(ref total, (nuint)k) + Lane.LoadDouble(ref block, k);
        Vector256.StoreUnsafe(sum, ref total, (nuint)k);
        Lane.Store(Vector256<double>.Zero, ref block, k);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FlushExactly(ref T block, ref double total, ref double lost, nint k)
    {
        Vector256<double> sum = Vector256.LoadUnsafe(ref total, (nuint)k);
        Vector256<double> rest = Vector256.LoadUnsafe(ref lost, (nuint)k);
        Totals.Add(ref sum, ref rest, Lane.LoadDouble(ref block, k));
        Vector256.StoreUnsafe(sum, ref total, (nuint)k);
        Vector256.StoreUnsafe(rest, ref lost, (nuint)k);
        Lane.Store(Vector256<double>.Zero, ref block, k);
    }

    // Center becomes another one rounded to T, the mean as a rule; the shift is how far the mean is from it, in units of the deviation.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void SetScale(
        nint k, Vector256<double> center, Vector256<double> delta, Vector256<double> next, Vector256<double> variance, double epsilon,
        out Vector256<double> scale, out Vector256<double> squared, out Vector256<double> moved)
    {
        // Zero instead of infinity, so that sums over nothing stay zero.
        Vector256<double> sum = variance + Vector256.Create(epsilon);
        Vector256<double> none = Vector256.Equals(sum, Vector256<double>.Zero);
        Vector256<double> root = Vector256.Sqrt(sum);
        squared = Vector256.AndNot(Vector256<double>.One / sum, none);

        // For float root and quotient are found at one time, which costs a rounding that float does not see.
        scale = typeof(T) == typeof(float) ? root * squared : Vector256.AndNot(Vector256<double>.One / root, none);
        Lane.Store(next, ref Center, k);
        moved = -((center - Lane.LoadDouble(ref Center, k)) + delta);
        Lane.Store(scale, ref Scale, k);
        Lane.Store(moved * scale, ref Shift, k);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool Flag(nint k, nint width, uint exceptional, uint recenter)
    {
        // Four states are written at once; the capacity is a multiple of 8.
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref State, k), 0u);
        return (exceptional | recenter) != 0 && FlagEach(k, Math.Min(4, width - k), exceptional, recenter);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly bool FlagEach(nint k, nint width, uint exceptional, uint recenter)
    {
        uint lanes = (1u << (int)width) - 1;
        for (int lane = 0; lane < width; lane++)
        {
            byte state = ((recenter >> lane) & 1) != 0 ? Recenter : ((exceptional >> lane) & 1) != 0 ? Exceptional : Regular;
            Unsafe.Add(ref State, k + lane) = state;
            if (state == Recenter)
            {
                Put(ref Center, k + lane, Unsafe.Add(ref TotalSum, k + lane));
            }
        }

        return ((exceptional | recenter) & lanes) != 0;
    }
}

/// <summary>The range in which squares in a type keep their precision.</summary>
internal static class Limits
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double SmallestVariance<T>() => typeof(T) == typeof(float) ? 1e-30 : 1e-280;

    /// <summary>What a variance must exceed: nothing where ε alone gives a scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double VarianceAbove<T>(double epsilon) => epsilon < SmallestVariance<T>() ? SmallestVariance<T>() : -1;

    /// <summary>The bound of means whose distance from every number is one: below half a unit in the last place of the largest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LargestMean<T>() => typeof(T) == typeof(float) ? 1e31 : 1e291;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LargestSquareSum<T>() => typeof(T) == typeof(float) ? float.MaxValue : 1e300;
}
