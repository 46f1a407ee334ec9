using System;
using System.Collections.Generic;
using System.Numerics;

namespace MaskedNorm.Accuracy;

/// <summary>What one element type shows in one pattern, on one kind of data, at one length.</summary>
internal sealed record Cell(string Type, Pattern Pattern, Data Kind, string Data, int Length, Errors Kernel, Errors[] Plain);

/// <summary>An element type to be measured.</summary>
internal abstract class Subject
{
    public static IReadOnlyList<Subject> All { get; } =
    [
        new Subject<float, SingleFormat, float>(Kernels.Rows, Kernels.Columns, Kernels.Batch),
        new Subject<double, DoubleFormat, double>(Kernels.Rows, Kernels.Columns, Kernels.Batch),
        new Subject<Half, HalfFormat, float>(Kernels.Rows, Kernels.Columns, Kernels.Batch),
        new Subject<BFloat16, BFloat16Format, float>(Kernels.Rows, Kernels.Columns, Kernels.Batch),
        new Subject<Float8E4M3, Float8E4M3Format, float>(Kernels.Rows, Kernels.Columns, Kernels.Batch),
        new Subject<Float8E5M2, Float8E5M2Format, float>(Kernels.Rows, Kernels.Columns, Kernels.Batch),
    ];

    public abstract string Name { get; }

    /// <summary>The kinds of data that the type can hold.</summary>
    public abstract IEnumerable<Data> Kinds { get; }

    /// <summary>Measures all patterns on one kind of data.</summary>
    public abstract List<Cell> Measure(Data kind, int length);
}

/// <summary>An element type to be measured.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TFormat">What is known of it.</typeparam>
/// <typeparam name="TStatistic">The type that its statistics are computed in.</typeparam>
internal sealed class Subject<T, TFormat, TStatistic>(Subject<T, TFormat, TStatistic>.Flat rows, Subject<T, TFormat, TStatistic>.Flat columns, Subject<T, TFormat, TStatistic>.Deep batch) : Subject
    where T : unmanaged
    where TFormat : IFormat<T>
    where TStatistic : struct, IBinaryFloatingPointIeee754<TStatistic>
{
    public delegate void Flat(ReadOnlySpan<T> input, Span<T> output, int outer, int inner);

    public delegate void Deep(ReadOnlySpan<T> input, Span<T> output, int outer, int selections, int inner);

    public override string Name => TFormat.Name;

    public override IEnumerable<Data> Kinds => Draw.Kinds(TFormat.Digits);

    public override List<Cell> Measure(Data kind, int length)
    {
        List<Cell> cells = [];
        Sample<T, TFormat>? sample = null;
        Errors[] plain = [];
        foreach (Pattern pattern in Enum.GetValues<Pattern>())
        {
            if (sample?.Length != pattern.Length(length))
            {
                sample = new(kind, pattern.Length(length), Math.Clamp((1 << 18) / length, 3, 201));
                plain = MeasurePlain(sample);
            }

            string data = Draw.Describe(kind, TFormat.Digits, TFormat.Scales);
            cells.Add(new(TFormat.Name, pattern, kind, data, sample.Length, MeasureKernel(sample, pattern), plain));
        }

        return cells;
    }

    private Errors MeasureKernel(Sample<T, TFormat> sample, Pattern pattern)
    {
        (int Outer, int Inner) extents = pattern.Extents(sample.Length);
        T[] input = new T[sample.Values.Length];
        T[] output = new T[input.Length];
        Patterns.Arrange<T>(sample.Values, input, sample.Selections, extents);
        switch (pattern)
        {
            case Pattern.Rows:
                rows(input, output, sample.Selections, sample.Length);
                break;
            case Pattern.Columns:
                columns(input, output, sample.Length, sample.Selections);
                break;
            default:
                batch(input, output, extents.Outer, sample.Selections, extents.Inner);
                break;
        }

        Patterns.Restore<T>(output, input, sample.Selections, extents);
        return sample.Compare(input);
    }

    private static Errors[] MeasurePlain(Sample<T, TFormat> sample)
    {
        Errors[] errors = new Errors[Plain.Names.Length];
        TStatistic[] x = Array.ConvertAll(sample.Values, value => TStatistic.CreateTruncating(TFormat.Widen(value)));
        TStatistic[] y = new TStatistic[x.Length];
        for (int method = 0; method < errors.Length; method++)
        {
            for (int s = 0; s < sample.Selections; s++)
            {
                Plain.Normalize(method, x.AsSpan(s * sample.Length, sample.Length), y.AsSpan(s * sample.Length, sample.Length));
            }

            errors[method] = sample.Compare(Array.ConvertAll(y, value => TFormat.Round(double.CreateTruncating(value))));
        }

        return errors;
    }
}
