using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MaskedNorm.Runtime;

/// <content>
/// Selections that have several columns, side by side. A strip of columns, with a lane for each, has sums about a center that the columns of a
/// selection share; another strip has a lane for each selection, with the sums of all its columns.
/// </content>
public ref partial struct Strip<T>
{
    /// <summary>Gives the columns of each selection one center, the mean of theirs.</summary>
    /// <param name="width">The number of selections.</param>
    /// <param name="each">The number of columns of a selection.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void ShareCenters(nint width, nint each)
    {
        double inverse = 1.0 / each;
        for (nint first = 0; first < width * each; first += each)
        {
            double sum = 0;
            for (nint k = first; k < first + each; k++)
            {
                sum += Lane.Get(ref Center, k);
            }

            Put(ref Center, first, sum * inverse);
            Fill(ref Center, first, each, Unsafe.Add(ref Center, first));
        }
    }

    /// <summary>Takes the sums of selections from those of their columns.</summary>
    /// <param name="columns">The strip of columns.</param>
    /// <param name="from">The first selection.</param>
    /// <param name="to">The selection after the last one.</param>
    /// <param name="each">The number of columns of a selection.</param>
    /// <param name="gradients">Whether there are sums of the gradients.</param>
    /// <param name="weighted">Whether the gradients of a column are multiplied by its <see cref="Weight"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Join(scoped ref readonly Strip<T> columns, nint from, nint to, nint each, bool gradients, bool weighted)
    {
        for (nint lane = from; lane < to; lane++)
        {
            Unsafe.Add(ref Center, lane) = Unsafe.Add(ref columns.Center, lane * each);
            Unsafe.Add(ref TotalSum, lane) = columns.Total(ref columns.TotalSum, lane * each, each, weighted: false);
            Unsafe.Add(ref TotalSquare, lane) = columns.Total(ref columns.TotalSquare, lane * each, each, weighted: false);
        }

        if (gradients)
        {
            JoinGradients(in columns, from, to, each, weighted);
        }
    }

    /// <summary>Takes the sums of the gradients of selections from those of their columns.</summary>
    /// <param name="columns">The strip of columns.</param>
    /// <param name="from">The first selection.</param>
    /// <param name="to">The selection after the last one.</param>
    /// <param name="each">The number of columns of a selection.</param>
    /// <param name="weighted">Whether the gradients of a column are multiplied by its <see cref="Weight"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void JoinGradients(scoped ref readonly Strip<T> columns, nint from, nint to, nint each, bool weighted)
    {
        for (nint lane = from; lane < to; lane++)
        {
            nint first = lane * each;
            Unsafe.Add(ref GradTotal, lane) = columns.Total(ref columns.GradTotal, first, each, weighted);
            Unsafe.Add(ref GradProduct, lane) = columns.Total(ref columns.GradProduct, first, each, weighted);
        }
    }

    /// <summary>Clears the sums of the columns of a selection that is to be accumulated once more, about its center.</summary>
    /// <param name="selections">The strip of selections.</param>
    /// <param name="lane">The selection.</param>
    /// <param name="each">The number of columns of a selection.</param>
    /// <param name="gradients">Whether there are sums of the gradients.</param>
    public readonly void BeginColumns(scoped ref readonly Strip<T> selections, nint lane, nint each, bool gradients)
    {
        nint first = lane * each;
        Fill(ref Center, first, each, Unsafe.Add(ref selections.Center, lane));
        Fill(ref TotalSum, first, each, 0);
        Fill(ref TotalSquare, first, each, 0);
        if (gradients)
        {
            Fill(ref GradTotal, first, each, 0);
            Fill(ref GradProduct, first, each, 0);
        }
    }

    /// <summary>Gives each column the coefficients of its selection.</summary>
    /// <param name="selections">The strip of selections.</param>
    /// <param name="width">The number of selections.</param>
    /// <param name="each">The number of columns of a selection.</param>
    /// <param name="gradients">Whether there are those of the gradient.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Spread(scoped ref readonly Strip<T> selections, nint width, nint each, bool gradients)
    {
        for (nint lane = 0; lane < width; lane++)
        {
            nint first = lane * each;
            Fill(ref State, first, each, Unsafe.Add(ref selections.State, lane));
            Fill(ref Center, first, each, Unsafe.Add(ref selections.Center, lane));
            Fill(ref Scale, first, each, Unsafe.Add(ref selections.Scale, lane));
            Fill(ref Shift, first, each, Unsafe.Add(ref selections.Shift, lane));
            if (gradients)
            {
                Fill(ref Slope, first, each, Unsafe.Add(ref selections.Slope, lane));
                Fill(ref Offset, first, each, Unsafe.Add(ref selections.Offset, lane));
            }
        }
    }

    /// <summary>Multiplies the weights of columns into their scales and shifts, and adds their biases.</summary>
    /// <param name="lanes">The number of columns.</param>
    /// <param name="hasBias">Whether there are biases.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void FoldColumns(nint lanes, bool hasBias)
    {
        for (nint k = 0; k < lanes; k += 4)
        {
            Vector256<double> weight = Lane.LoadDouble(ref Weight, k);
            Vector256<double> shift = Lane.LoadDouble(ref Shift, k) * weight;
            Lane.Store(Lane.LoadDouble(ref Scale, k) * weight, ref Scale, k);
            Lane.Store(hasBias ? shift + Lane.LoadDouble(ref Bias, k) : shift, ref Shift, k);
        }
    }

    /// <summary>Multiplies the weights of columns into their scales. The rest of ∂x comes of gradients that have been multiplied already.</summary>
    /// <param name="lanes">The number of columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void ScaleColumns(nint lanes)
    {
        for (nint k = 0; k < lanes; k += 4)
        {
            Lane.Store(Lane.LoadDouble(ref Scale, k) * Lane.LoadDouble(ref Weight, k), ref Scale, k);
        }
    }

    /// <summary>Adds Σ∂y·x̂ of each column to the gradient of its weight.</summary>
    /// <param name="columns">The strip of columns, with the centers that their sums are about.</param>
    /// <param name="width">The number of selections.</param>
    /// <param name="each">The number of columns of a selection.</param>
    /// <param name="gradient">The gradient of the first column's weight.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void AddToWeight(scoped ref readonly Strip<T> columns, nint width, nint each, ref double gradient)
    {
        for (nint lane = 0; lane < width; lane++)
        {
            // Without a scale there is nothing valid, and whatever was saved of it, NaN too, has no part in anything.
            double scale = Lane.Get(ref Scale, lane);
            if (Unsafe.Add(ref State, lane) != Regular || scale == 0)
            {
                continue;
            }

            // Σ∂y·(x − mean) = Σ∂y·(x − c) − (mean − c)·Σ∂y.
            double delta = Unsafe.Add(ref TotalSum, lane) - Lane.Get(ref columns.Center, lane * each);
            for (nint k = lane * each; k < (lane + 1) * each; k++)
            {
                Unsafe.Add(ref gradient, k) += scale * (Unsafe.Add(ref columns.GradProduct, k) - (delta * Unsafe.Add(ref columns.GradTotal, k)));
            }
        }
    }

    /// <summary>Adds Σ∂y of each column to the gradient of its bias.</summary>
    /// <param name="columns">The strip of columns.</param>
    /// <param name="width">The number of selections.</param>
    /// <param name="each">The number of columns of a selection.</param>
    /// <param name="gradient">The gradient of the first column's bias.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void AddToBias(scoped ref readonly Strip<T> columns, nint width, nint each, ref double gradient)
    {
        for (nint lane = 0; lane < width; lane++)
        {
            if (Unsafe.Add(ref State, lane) != Regular)
            {
                continue;
            }

            for (nint k = lane * each; k < (lane + 1) * each; k++)
            {
                Unsafe.Add(ref gradient, k) += Unsafe.Add(ref columns.GradTotal, k);
            }
        }
    }

    private static void Fill<TElement>(ref TElement lanes, nint first, nint each, TElement value) =>
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref lanes, first), (int)each).Fill(value);

    // The total of what columns have, times their weights or not.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly double Total(ref double lanes, nint first, nint each, bool weighted)
    {
        Vector256<double> sums = Vector256<double>.Zero;
        nint k = first;
        for (; k <= first + each - 4; k += 4)
        {
            Vector256<double> own = Vector256.LoadUnsafe(ref lanes, (nuint)k);
            sums += weighted ? own * Lane.LoadDouble(ref Weight, k) : own;
        }

        double total = Lanes.Sum(sums);
        for (; k < first + each; k++)
        {
            double own = Unsafe.Add(ref lanes, k);
            total += weighted ? own * Lane.Get(ref Weight, k) : own;
        }

        return total;
    }
}
