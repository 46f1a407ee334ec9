using System;
using System.ComponentModel;
using System.Globalization;
using MaskedNorm.Runtime;

namespace MaskedNorm;

/// <summary>The running mean and variance of every feature over batches: what batch norm uses at inference.</summary>
/// <typeparam name="T">The type in which they are handed out: float, double, Half or <see cref="BFloat16"/>. They are kept in double.</typeparam>
/// <remarks>
/// A batch with n valid elements of a feature does, for this feature: n = 0: nothing, the batch is not counted; n = 1:
/// mean += α·(mean_batch − mean); n &gt; 1: also variance += α·(S/(n−1) − variance), the unbiased variance whatever the norm itself uses.
/// α is the momentum, or without momentum 1 / (batches counted, this one included): the cumulative average. Mean starts at 0, variance at 1.
/// This is the rule of PyTorch's batch norm, over valid elements only. Not safe for use by several threads at once.
/// </remarks>
public sealed class RunningStatistics<T>
    where T : unmanaged
{
    private readonly double[] _mean;
    private readonly double[] _variance;
    private readonly long[] _batches;
    private readonly T[] _meanCopy;
    private readonly T[] _varianceCopy;
    private readonly Moments[] _batch;
    private bool _open;

    /// <summary>Mean 0 and variance 1 for every feature, no batch counted.</summary>
    /// <param name="features">The number of features (selections of the norm), not negative.</param>
    /// <param name="momentum">The weight α of a new batch, between 0 and 1; null for the cumulative average.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <exception cref="NotSupportedException">T is another type.</exception>
    public RunningStatistics(int features, double? momentum = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(features);
        if (momentum is not (null or (>= 0 and <= 1)))
        {
            throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "The momentum must be between 0 and 1, or null for the cumulative average.");
        }

        if (!Element.IsSupported<T>())
        {
            throw new NotSupportedException($"Running statistics are float, double, Half or BFloat16, not {typeof(T).Name}.");
        }

        Momentum = momentum;
        _mean = new double[features];
        _variance = new double[features];
        _batches = new long[features];
        _meanCopy = new T[features];
        _varianceCopy = new T[features];
        _batch = new Moments[features];
        Reset();
    }

    /// <summary>The number of features.</summary>
    public int Features => _mean.Length;

    /// <summary>The weight of a new batch; null for the cumulative average.</summary>
    public double? Momentum { get; }

    /// <summary>The running mean of every feature, rounded to T.</summary>
    public ReadOnlySpan<T> Mean => _meanCopy;

    /// <summary>The running (unbiased) variance of every feature, rounded to T.</summary>
    public ReadOnlySpan<T> Variance => _varianceCopy;

    /// <summary>The running mean of every feature, as it is kept.</summary>
    public ReadOnlySpan<double> ExactMean => _mean;

    /// <summary>The running (unbiased) variance of every feature, as it is kept.</summary>
    public ReadOnlySpan<double> ExactVariance => _variance;

    /// <summary>The number of batches counted for every feature.</summary>
    public ReadOnlySpan<long> Batches => _batches;

    /// <summary>The number of batches counted: the greatest over the features.</summary>
    public long BatchesTracked
    {
        get
        {
            long most = 0;
            foreach (long batches in _batches)
            {
                most = Math.Max(most, batches);
            }

            return most;
        }
    }

    /// <summary>Back to mean 0, variance 1 and no batch counted.</summary>
    public void Reset()
    {
        Array.Clear(_mean);
        Array.Fill(_variance, 1);
        Array.Clear(_batches);
        _open = false;
        Publish();
    }

    /// <summary>Takes one batch into account.</summary>
    /// <param name="batch">The batch's moments, one for each feature.</param>
    /// <exception cref="ArgumentException">
    /// There are more or fewer than <see cref="Features"/>, or a count or a sum of squares is negative; nothing has changed.
    /// </exception>
    public void Update(ReadOnlySpan<Moments> batch)
    {
        CheckLength(batch.Length, nameof(batch));
        for (int feature = 0; feature < batch.Length; feature++)
        {
            if (batch[feature] is { Count: < 0 } or { SumOfSquares: < 0 })
            {
                throw new ArgumentException($"batch[{feature}] is {batch[feature]}; its count and its sum of squares were expected to be 0 or more.", nameof(batch));
            }
        }

        for (int feature = 0; feature < batch.Length; feature++)
        {
            Moments moments = batch[feature];
            if (moments.Count == 0)
            {
                continue;
            }

            _batches[feature] = Sum(_batches[feature], 1);
            double weight = Momentum ?? 1.0 / _batches[feature];
            _mean[feature] = Average(_mean[feature], moments.Mean, weight);
            if (moments.Count > 1)
            {
                _variance[feature] = Average(_variance[feature], moments.Variance(MaskedNorm.Variance.Unbiased), weight);
            }
        }

        Publish();
    }

    /// <summary>Replaces the statistics by saved ones.</summary>
    /// <param name="mean">The mean of every feature.</param>
    /// <param name="variance">The variance of every feature, none negative.</param>
    /// <param name="batchesTracked">The number of batches counted, for all features; not negative.</param>
    /// <exception cref="ArgumentException">A length is not <see cref="Features"/>, or a variance is negative; nothing has changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of batches is negative; nothing has changed.</exception>
    public void Restore(ReadOnlySpan<T> mean, ReadOnlySpan<T> variance, long batchesTracked)
    {
        CheckLength(mean.Length, nameof(mean));
        CheckLength(variance.Length, nameof(variance));
        ArgumentOutOfRangeException.ThrowIfNegative(batchesTracked);
        long[] counts = new long[Features];
        Array.Fill(counts, batchesTracked);
        Restore(Array.ConvertAll(mean.ToArray(), Element.ToDouble), Array.ConvertAll(variance.ToArray(), Element.ToDouble), counts);
    }

    /// <summary>Replaces the statistics by saved ones, exactly: copies of <see cref="ExactMean"/>, <see cref="ExactVariance"/> and <see cref="Batches"/>.</summary>
    /// <param name="mean">The mean of every feature.</param>
    /// <param name="variance">The variance of every feature, none negative.</param>
    /// <param name="batches">The number of batches counted for every feature, none negative.</param>
    /// <exception cref="ArgumentException">
    /// A length is not <see cref="Features"/>, or a variance or a number of batches is negative; nothing has changed.
    /// </exception>
    public void Restore(ReadOnlySpan<double> mean, ReadOnlySpan<double> variance, ReadOnlySpan<long> batches)
    {
        CheckLength(mean.Length, nameof(mean));
        CheckLength(variance.Length, nameof(variance));
        CheckLength(batches.Length, nameof(batches));
        if (batches.ContainsAnyInRange(long.MinValue, -1))
        {
            throw new ArgumentException("The number of batches counted is negative.", nameof(batches));
        }

        // Not a number is what a training that diverged has.
        int negative = variance.IndexOfAnyInRange(double.NegativeInfinity, -double.Epsilon);
        if (negative >= 0)
        {
            throw new ArgumentException($"The variance of feature {negative} is {variance[negative].ToString(CultureInfo.InvariantCulture)}; 0 or more was expected.", nameof(variance));
        }

        // Any of them may be a view of what this instance has.
        double[] means = mean.ToArray();
        double[] variances = variance.ToArray();
        batches.CopyTo(_batches);
        means.CopyTo(_mean, 0);
        variances.CopyTo(_variance, 0);
        _open = false;
        Publish();
    }

    /// <summary>
    /// Joins the statistics of another instance that saw other batches: per feature the averages weighted by the batches counted, and the
    /// sum of those. Without momentum this is what one instance would have found for all batches, as long as each had two valid elements or more
    /// of the feature (one alone has no variance, but is counted); with momentum it is an approximation.
    /// </summary>
    /// <param name="other">The other instance; it is not changed.</param>
    /// <exception cref="ArgumentException">It has more or fewer features; nothing has changed.</exception>
    public void Merge(RunningStatistics<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        CheckLength(other.Features, nameof(other));
        for (int feature = 0; feature < Features; feature++)
        {
            if (other._batches[feature] == 0)
            {
                continue;
            }

            double weight = other._batches[feature] / ((double)_batches[feature] + other._batches[feature]);
            _batches[feature] = Sum(_batches[feature], other._batches[feature]);
            _mean[feature] = Average(_mean[feature], other._mean[feature], weight);
            _variance[feature] = Average(_variance[feature], other._variance[feature], weight);
        }

        Publish();
    }

    /// <summary>For emitted kernels: the moments of a batch, to be filled in and ended by <see cref="EndBatch"/>. All are empty at first.</summary>
    /// <returns>One for each feature.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Span<Moments> BeginBatch()
    {
        Array.Clear(_batch);
        _open = true;
        return _batch;
    }

    /// <summary>For emitted kernels: checks the number of features, before anything is written.</summary>
    /// <param name="features">The number of features the kernel has.</param>
    /// <param name="parameter">The kernel's name for these statistics.</param>
    /// <param name="axes">The axes that they span, by white space; empty: the norm has one selection.</param>
    /// <exception cref="ArgumentException">These statistics have another number of features.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void CheckFeatures(nint features, string parameter = "running", string axes = "")
    {
        if (features != Features)
        {
            string spanned = axes.Length == 0 ? "" : $", one for each element of {(axes.Contains(' ', StringComparison.Ordinal) ? "axes" : "axis")} {axes}";
            throw new ArgumentException($"{parameter} has {Features} features; {features} were expected{spanned}.", parameter);
        }
    }

    /// <summary>For emitted kernels: takes the batch into account that <see cref="BeginBatch"/> began.</summary>
    /// <exception cref="InvalidOperationException">No batch has begun.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void EndBatch()
    {
        if (!_open)
        {
            throw new InvalidOperationException("EndBatch without BeginBatch.");
        }

        _open = false;
        Update(_batch);
    }

    // With weight 1 the first value is forgotten wholly: its rounding, too.
    private static double Average(double first, double second, double weight) => weight == 1 ? second : first + (weight * (second - first));

    // A file may hold any count; the greatest stays.
    private static long Sum(long first, long second) => first > long.MaxValue - second ? long.MaxValue : first + second;

    private void Publish()
    {
        for (int feature = 0; feature < _mean.Length; feature++)
        {
            _meanCopy[feature] = Element.From<T>(_mean[feature]);
            _varianceCopy[feature] = Element.From<T>(_variance[feature]);
        }
    }

    private void CheckLength(int length, string name)
    {
        if (length != Features)
        {
            throw new ArgumentException($"{name} has {length} elements; the running statistics have {Features} features.", name);
        }
    }
}
