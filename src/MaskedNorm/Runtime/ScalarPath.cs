using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace MaskedNorm.Runtime;

/// <summary>The cold path: one selection in double, scaled by a power of two. For emitted code only.</summary>
/// <remarks>
/// Taken by selections without scale and by those whose squares leave the range of the kernel's type. All reads of a selection's
/// statistics come before its first write, so in place is served.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ScalarPath
{
    /// <summary>The moments of a selection, without overflow on the way.</summary>
    /// <typeparam name="TX">The element type of the input.</typeparam>
    /// <typeparam name="TMask">The element type of the mask or the lengths.</typeparam>
    /// <param name="input">The input.</param>
    /// <param name="mask">The mask, or the lengths; ignored without.</param>
    /// <param name="view">Where the selection stands.</param>
    /// <param name="options">What is computed.</param>
    /// <returns>Count, mean (0 for RMS) and the sum of squared deviations from it.</returns>
    public static Moments Measure<TX, TMask>(ref TX input, ref TMask mask, in SelectionView view, in NormOptions options) =>
        Statistics.Of(ref input, ref mask, view, options).ToMoments();

    /// <summary>Normalizes a selection.</summary>
    /// <typeparam name="TX">The element type of the input.</typeparam>
    /// <typeparam name="TMask">The element type of the mask or the lengths.</typeparam>
    /// <typeparam name="TWeight">The element type of the weight.</typeparam>
    /// <typeparam name="TBias">The element type of the bias.</typeparam>
    /// <typeparam name="TY">The element type of the output.</typeparam>
    /// <param name="input">The input.</param>
    /// <param name="mask">The mask, or the lengths; ignored without.</param>
    /// <param name="weight">γ, or null.</param>
    /// <param name="bias">β, or null.</param>
    /// <param name="output">The output.</param>
    /// <param name="view">Where the selection stands.</param>
    /// <param name="options">What is computed.</param>
    /// <param name="given">Given moments of which mean and sum / count are used, or null.</param>
    /// <returns>The moments that were used.</returns>
    public static Moments Forward<TX, TMask, TWeight, TBias, TY>(
        ref TX input,
        ref TMask mask,
        ref TWeight weight,
        ref TBias bias,
        ref TY output,
        in SelectionView view,
        in NormOptions options,
        (double Mean, double Variance)? given)
    {
        Statistics statistics = given is { } g ? Statistics.Given(g.Mean, g.Variance, options) : Statistics.Of(ref input, ref mask, view, options);
        Walker walker = new(view);
        while (walker.Next())
        {
            OutputPolicy policy = Policy(statistics.Degenerate, walker.IsValid(ref mask, options), options);
            double gamma = Unsafe.IsNullRef(ref weight) ? 1 : Lane.Get(ref weight, walker.Affine);
            double beta = Unsafe.IsNullRef(ref bias) ? 0 : Lane.Get(ref bias, walker.Affine);
            switch (policy)
            {
                case OutputPolicy.Keep when typeof(TX) == typeof(TY):
                    Unsafe.Add(ref output, walker.Data) = Unsafe.As<TX, TY>(ref Unsafe.Add(ref input, walker.Data));
                    break;
                case OutputPolicy.Keep:
                    Lane.Put(Lane.Get(ref input, walker.Data), ref output, walker.Data);
                    break;
                case OutputPolicy.Affine:
                    Lane.Put((gamma * Lane.Get(ref input, walker.Data)) + beta, ref output, walker.Data);
                    break;
                case OutputPolicy.Zero:
                    Lane.Put(0, ref output, walker.Data);
                    break;
                default:
                    Lane.Put((gamma * statistics.Normalize(Lane.Get(ref input, walker.Data))) + beta, ref output, walker.Data);
                    break;
            }
        }

        return statistics.ToMoments();
    }

    /// <summary>The gradients of a selection.</summary>
    /// <typeparam name="TX">The element type of the input.</typeparam>
    /// <typeparam name="TMask">The element type of the mask or the lengths.</typeparam>
    /// <typeparam name="TWeight">The element type of the weight.</typeparam>
    /// <typeparam name="TGradOutput">The element type of ∂y.</typeparam>
    /// <typeparam name="TGradInput">The element type of ∂x.</typeparam>
    /// <param name="input">The input.</param>
    /// <param name="mask">The mask, or the lengths; ignored without.</param>
    /// <param name="weight">γ, or null.</param>
    /// <param name="gradOutput">∂y.</param>
    /// <param name="gradInput">∂x, or null.</param>
    /// <param name="gradWeight">The totals of ∂γ, or null.</param>
    /// <param name="gradBias">The totals of ∂β, or null.</param>
    /// <param name="view">Where the selection stands.</param>
    /// <param name="options">What is computed.</param>
    /// <param name="given">Given mean and variance, or null.</param>
    /// <param name="inference">Whether the given statistics are constants, so that ∂x = γ·r·∂y.</param>
    public static void Backward<TX, TMask, TWeight, TGradOutput, TGradInput>(
        ref TX input,
        ref TMask mask,
        ref TWeight weight,
        ref TGradOutput gradOutput,
        ref TGradInput gradInput,
        ref double gradWeight,
        ref double gradBias,
        in SelectionView view,
        in NormOptions options,
        (double Mean, double Variance)? given,
        bool inference)
    {
        Statistics statistics = Statistics.Of(ref input, ref mask, view, options);

        // A saved variance of 0 or infinity may be what the type that it was stored in made of another: that of the input tells which.
        if (given is { } g && (inference || (g.Variance > 0 && double.IsFinite(g.Variance) && double.IsFinite(g.Mean))))
        {
            Statistics fixedStatistics = Statistics.Given(g.Mean, g.Variance, options);
            fixedStatistics.Count = statistics.Count;
            fixedStatistics.Degenerate |= !inference && statistics.Divisor <= 0;
            fixedStatistics.Divisor = statistics.Divisor;
            statistics = fixedStatistics;
        }

        Sum a = default;
        Sum b = default;
        Walker walker = new(view);
        while (walker.Next())
        {
            OutputPolicy policy = Policy(statistics.Degenerate, walker.IsValid(ref mask, options), options);
            if (policy is OutputPolicy.Keep or OutputPolicy.Zero)
            {
                continue;
            }

            double dy = Lane.Get(ref gradOutput, walker.Data);
            double x = Lane.Get(ref input, walker.Data);
            double normalized = policy == OutputPolicy.Affine ? x : statistics.Normalize(x);
            if (policy == OutputPolicy.Normalize)
            {
                double gradient = dy * (Unsafe.IsNullRef(ref weight) ? 1 : Lane.Get(ref weight, walker.Affine));
                a.Add(gradient);
                b.Add(gradient * normalized);
            }

            if (!Unsafe.IsNullRef(ref gradWeight))
            {
                Unsafe.Add(ref gradWeight, walker.Affine) += dy * normalized;
            }

            if (!Unsafe.IsNullRef(ref gradBias))
            {
                Unsafe.Add(ref gradBias, walker.Affine) += dy;
            }
        }

        if (Unsafe.IsNullRef(ref gradInput))
        {
            return;
        }

        double factor = inference ? 0 : b.Total / statistics.Divisor;
        double constant = inference || options.Rms ? 0 : a.Total / statistics.Count;
        walker = new(view);
        while (walker.Next())
        {
            bool valid = walker.IsValid(ref mask, options);
            OutputPolicy policy = Policy(statistics.Degenerate, valid, options);
            double dy = Lane.Get(ref gradOutput, walker.Data);
            double gamma = Unsafe.IsNullRef(ref weight) ? 1 : Lane.Get(ref weight, walker.Affine);
            switch (policy)
            {
                case OutputPolicy.Keep when typeof(TGradOutput) == typeof(TGradInput):
                    Unsafe.Add(ref gradInput, walker.Data) = Unsafe.As<TGradOutput, TGradInput>(ref Unsafe.Add(ref gradOutput, walker.Data));
                    break;
                case OutputPolicy.Keep:
                    Lane.Put(dy, ref gradInput, walker.Data);
                    break;
                case OutputPolicy.Affine:
                    Lane.Put(gamma * dy, ref gradInput, walker.Data);
                    break;
                case OutputPolicy.Zero:
                    Lane.Put(0, ref gradInput, walker.Data);
                    break;
                case OutputPolicy.Normalize when valid:
                    double normalized = statistics.Normalize(Lane.Get(ref input, walker.Data));
                    Lane.Put(statistics.Rescale((gamma * dy) - constant - (normalized * factor)), ref gradInput, walker.Data);
                    break;
                default:
                    Lane.Put(statistics.Rescale(gamma * dy), ref gradInput, walker.Data);
                    break;
            }
        }
    }

    private static OutputPolicy Policy(bool degenerate, bool valid, in NormOptions options)
    {
        if (!valid && options.Padded != OutputPolicy.Normalize)
        {
            return options.Padded;
        }

        return degenerate ? options.Degenerate : OutputPolicy.Normalize;
    }

    // Statistics of x·Prescale, a power of two that brings the largest element near 1.
    private struct Statistics
    {
        public double Count;
        public double Divisor;
        public bool Degenerate;
        private double prescale;
        private double mean;
        private double squares;
        private double scale;

        public static Statistics Of<TX, TMask>(ref TX input, ref TMask mask, in SelectionView view, in NormOptions options)
        {
            Statistics result = default;
            double largest = 0;
            double pivot = 0;
            Walker walker = new(view);
            while (walker.Next())
            {
                if (walker.IsValid(ref mask, options))
                {
                    double x = Lane.Get(ref input, walker.Data);
                    pivot = result.Count == 0 ? x : pivot;
                    largest = Math.Max(largest, Math.Abs(x));
                    result.Count++;
                }
            }

            result.prescale = largest > 0 && double.IsFinite(largest) ? Math.ScaleB(1, Math.Clamp(-Math.ILogB(largest), -1000, 1000)) : 1;
            pivot *= result.prescale;
            if (!options.Rms)
            {
                Sum sum = default;
                walker = new(view);
                while (walker.Next())
                {
                    if (walker.IsValid(ref mask, options))
                    {
                        sum.Add((Lane.Get(ref input, walker.Data) * result.prescale) - pivot);
                    }
                }

                result.mean = result.Count == 0 ? 0 : pivot + (sum.Total / result.Count);
            }

            Sum deviations = default;
            Sum squares = default;
            walker = new(view);
            while (walker.Next())
            {
                if (walker.IsValid(ref mask, options))
                {
                    double deviation = (Lane.Get(ref input, walker.Data) * result.prescale) - result.mean;
                    deviations.Add(deviation);
                    squares.Add(deviation * deviation);
                }
            }

            // What rounding of the mean left is taken out again, of the squares too.
            double shift = options.Rms || result.Count == 0 ? 0 : deviations.Total / result.Count;
            double left = shift == 0 ? 0 : shift * deviations.Total;
            result.mean += double.IsFinite(shift) ? shift : 0;
            result.squares = squares.Total < left ? 0 : squares.Total - left;
            result.Divisor = options.Biased || options.Rms ? result.Count : result.Count - 1;
            double epsilon = options.Epsilon * result.prescale * result.prescale;
            if (options.Epsilon > 0 && (result.squares == 0 || !double.IsFinite(epsilon)))
            {
                // Where ε is all that counts, it is not scaled out of its range.
                result.mean /= result.prescale;
                result.squares = result.squares / result.prescale / result.prescale;
                result.prescale = 1;
                epsilon = options.Epsilon;
            }

            result.Degenerate = result.Divisor <= 0 || (result.squares == 0 && options.Epsilon == 0);
            result.scale = 1 / Math.Sqrt((result.squares / Math.Max(result.Divisor, 1)) + epsilon);
            return result;
        }

        public static Statistics Given(double mean, double variance, in NormOptions options) => new()
        {
            Count = 1,
            Divisor = 1,
            mean = options.Rms ? 0 : mean,
            squares = variance,
            prescale = 1,
            scale = 1 / Math.Sqrt(variance + options.Epsilon),
            Degenerate = variance + options.Epsilon == 0,
        };

        public readonly double Normalize(double x) => ((x * prescale) - mean) * scale;

        public readonly double Rescale(double gradient) => gradient * scale * prescale;

        public readonly Moments ToMoments() => new((long)Count, mean / prescale, squares / prescale / prescale);
    }

    // A sum and what it has lost to rounding (Knuth's two-sum, The Art of Computer Programming, volume 2, 4.2.2).
    private struct Sum
    {
        private double sum;
        private double lost;

        // Of infinities nothing is lost.
        public readonly double Total => double.IsFinite(sum) ? sum + lost : sum;

        public void Add(double term)
        {
            double next = sum + term;
            double added = next - sum;
            lost += (sum - (next - added)) + (term - added);
            sum = next;
        }
    }

    // Walks over the positions of a selection, outermost run first.
    private ref struct Walker
    {
        public nint Data;
        public nint Affine;
        private readonly ref readonly SelectionView view;
        private nint mask;
        private SelectionView.RunArray at;
        private bool started;

        public Walker(in SelectionView view)
        {
            this.view = ref view;
            Data = view.Data;
            Affine = view.Affine;
            mask = view.Mask;
        }

        public bool Next()
        {
            if (!started)
            {
                started = true;
                for (int run = 0; run < view.Rank; run++)
                {
                    if (view.Extents[run] == 0)
                    {
                        return false;
                    }
                }

                return true;
            }

            for (int run = view.Rank - 1; run >= 0; run--)
            {
                Data += view.DataStrides[run];
                Affine += view.AffineStrides[run];
                mask += view.MaskStrides[run];
                if (++at[run] < view.Extents[run])
                {
                    return true;
                }

                Data -= view.DataStrides[run] * view.Extents[run];
                Affine -= view.AffineStrides[run] * view.Extents[run];
                mask -= view.MaskStrides[run] * view.Extents[run];
                at[run] = 0;
            }

            return false;
        }

        public readonly bool IsValid<TMask>(ref TMask values, in NormOptions options)
        {
            switch (options.Masked)
            {
                case 0:
                    return true;
                case 1:
                    return Lane.IsSet(ref values, mask);
                case 2:
                    return !Lane.IsSet(ref values, mask);
                default:
                    long length = Lane.Count(ref values, mask);
                    nint coordinate = view.CountedRun < 0 ? view.CountedCoordinate : at[view.CountedRun];
                    return options.Masked == 3 ? coordinate < length : coordinate >= view.CountedExtent - length;
            }
        }
    }
}
