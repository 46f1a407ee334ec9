using System;
using System.Collections.Generic;

namespace MaskedNorm.Accuracy;

/// <summary>Kinds of data.</summary>
internal enum Data
{
    Normal,
    Offset,
    FarOffset,
    StudentT,
    Cauchy,
    Tiny,
    Huge,
    Alternating,
    Sorted,
    Trending,
    OutlierFirst,
}

/// <summary>Draws data, the same on every run.</summary>
internal static class Draw
{
    private const int PoolSize = 1 << 22;

    private static readonly Lazy<double[]> s_normal = new(() => Pool(31, Normal));

    private static readonly Lazy<double[]> s_studentT = new(() => Pool(37, random =>
    {
        double a = Normal(random), b = Normal(random), c = Normal(random);
        return Normal(random) / Math.Sqrt(((a * a) + (b * b) + (c * c)) / 3);
    }));

    private static readonly Lazy<double[]> s_cauchy = new(() => Pool(41, random => Math.Clamp(Math.Tan(Math.PI * (random.NextDouble() - 0.5)), -1e4, 1e4)));

    /// <summary>The mean in deviations of <see cref="Data.Offset"/>: what leaves a type some bits for the deviations.</summary>
    public static double Offset(int digits) => Math.Min(1e3, Math.ScaleB(0.5, digits));

    /// <summary>The kinds that a type with so many mantissa bits can hold.</summary>
    public static IEnumerable<Data> Kinds(int digits)
    {
        foreach (Data kind in Enum.GetValues<Data>())
        {
            if (kind != Data.FarOffset || digits > 17)
            {
                yield return kind;
            }
        }
    }

    /// <summary>What a kind is called in the report.</summary>
    public static string Describe(Data kind, int digits, (double Tiny, double Huge) scales) => kind switch
    {
        Data.Normal => "normal",
        Data.Offset => FormattableString.Invariant($"mean {Offset(digits):0} σ"),
        Data.FarOffset => "mean 1e5 σ",
        Data.StudentT => "Student t, 3 degrees",
        Data.Cauchy => "Cauchy, clipped",
        Data.Tiny => FormattableString.Invariant($"tiny ({scales.Tiny:0e+0})"),
        Data.Huge => FormattableString.Invariant($"huge ({scales.Huge:0e+0})"),
        Data.Alternating => "alternating",
        Data.Sorted => "sorted",
        Data.Trending => "trending",
        _ => "outlier first",
    };

    /// <summary>Fills one selection.</summary>
    /// <param name="values">The selection.</param>
    /// <param name="kind">The kind of data.</param>
    /// <param name="digits">The mantissa bits of the type that will hold it.</param>
    /// <param name="scales">The type's tiny and huge scale.</param>
    /// <param name="random">Where the draw stands. The deviation is drawn too: between 1 and 2, so that no power of two flatters.</param>
    public static void Fill(Span<double> values, Data kind, int digits, (double Tiny, double Huge) scales, Random random)
    {
        double[] pool = (kind switch { Data.StudentT => s_studentT, Data.Cauchy => s_cauchy, _ => s_normal }).Value;
        int at = random.Next(PoolSize);
        double deviation = 1 + random.NextDouble();
        double scale = deviation * (kind switch { Data.Tiny => scales.Tiny, Data.Huge => scales.Huge, _ => 1 });
        double mean = kind switch { Data.Offset => Offset(digits), Data.FarOffset => 1e5, _ => 0 };
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = kind switch
            {
                Data.Alternating => (i & 1) == 0 ? scale : -scale,
                Data.Trending => scale * ((10.0 * i / values.Length) + (0.1 * pool[(at + i) & (PoolSize - 1)])),
                _ => scale * (mean + pool[(at + i) & (PoolSize - 1)]),
            };
        }

        if (kind == Data.Sorted)
        {
            values.Sort();
        }
        else if (kind == Data.OutlierFirst)
        {
            values[0] = scale * (digits > 3 ? 1e4 : 400 / scale);
        }
    }

    private static double[] Pool(int seed, Func<Random, double> draw)
    {
        Random random = new(seed);
        double[] pool = new double[PoolSize];
        for (int i = 0; i < pool.Length; i++)
        {
            pool[i] = draw(random);
        }

        return pool;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
