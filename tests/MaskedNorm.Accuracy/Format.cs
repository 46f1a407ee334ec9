using System;

namespace MaskedNorm.Accuracy;

/// <summary>What is known of an element type.</summary>
/// <typeparam name="T">The type.</typeparam>
internal interface IFormat<T>
{
    /// <summary>Its name.</summary>
    static abstract string Name { get; }

    /// <summary>The number of its mantissa bits, without the leading one.</summary>
    static abstract int Digits { get; }

    /// <summary>Its greatest value.</summary>
    static abstract double Largest { get; }

    /// <summary>The scales of tiny and huge data: their squares leave the range of the type's statistics, if the type goes that far.</summary>
    static abstract (double Tiny, double Huge) Scales { get; }

    /// <summary>The exact value.</summary>
    static abstract double Widen(T value);

    /// <summary>Rounds to nearest, ties to even.</summary>
    static abstract T Round(double value);
}

internal readonly struct SingleFormat : IFormat<float>
{
    public static string Name => "float";

    public static int Digits => 23;

    public static double Largest => float.MaxValue;

    public static (double Tiny, double Huge) Scales => (1e-30, 1e30);

    public static double Widen(float value) => value;

    public static float Round(double value) => (float)value;
}

internal readonly struct DoubleFormat : IFormat<double>
{
    public static string Name => "double";

    public static int Digits => 52;

    public static double Largest => double.MaxValue;

    public static (double Tiny, double Huge) Scales => (1e-200, 1e200);

    public static double Widen(double value) => value;

    public static double Round(double value) => value;
}

internal readonly struct HalfFormat : IFormat<Half>
{
    public static string Name => "Half";

    public static int Digits => 10;

    public static double Largest => 65504;

    public static (double Tiny, double Huge) Scales => (1e-4, 5e3);

    public static double Widen(Half value) => (double)value;

    public static Half Round(double value) => (Half)value;
}

internal readonly struct BFloat16Format : IFormat<BFloat16>
{
    public static string Name => "BFloat16";

    public static int Digits => 7;

    public static double Largest => (double)BFloat16.MaxValue;

    public static (double Tiny, double Huge) Scales => (1e-30, 1e30);

    public static double Widen(BFloat16 value) => (double)value;

    public static BFloat16 Round(double value) => (BFloat16)value;
}

internal readonly struct Float8E4M3Format : IFormat<Float8E4M3>
{
    public static string Name => "Float8E4M3";

    public static int Digits => 3;

    public static double Largest => 448;

    public static (double Tiny, double Huge) Scales => (0.02, 32);

    public static double Widen(Float8E4M3 value) => (double)value;

    public static Float8E4M3 Round(double value) => (Float8E4M3)value;
}

internal readonly struct Float8E5M2Format : IFormat<Float8E5M2>
{
    public static string Name => "Float8E5M2";

    public static int Digits => 2;

    public static double Largest => 57344;

    public static (double Tiny, double Huge) Scales => (1e-3, 4e3);

    public static double Widen(Float8E5M2 value) => (double)value;

    public static Float8E5M2 Round(double value) => (Float8E5M2)value;
}
