using System;
using System.Linq;
using System.Runtime.InteropServices;

namespace MaskedNorm.Runtime.Tests;

/// <summary>Padding that is copied to another type: each element as one alone.</summary>
public class LinesTests
{
    private static readonly double[] s_values =
    [
        0, -0.0, 1, -1, 65504, 65519.99, 65520, -1e6, 6e-8, 2.98e-8, 448, 464.01, 57344, 1e-3, 3.3e38, 1e300, -1e-300, double.PositiveInfinity, double.NegativeInfinity, double.NaN,
        .. Enumerable.Range(1, 40).Select(i => Math.Sin(i) * Math.Pow(10, i % 7 - 3)),
    ];

    private delegate double Get<T>(ref readonly T source, nint index);

    private delegate void Put<T>(double value, ref T destination, nint index);

    [Fact]
    public void Float_becomes_every_type() => To<float>((value, i) => (float)value, Lanes.Double);

    [Fact]
    public void Double_becomes_every_type() => To<double>((value, i) => value, Lanes.Double);

    [Fact]
    public void Half_becomes_every_type() => To<Half>((value, i) => (Half)value, Lanes.Double);

    [Fact]
    public void BFloat16_becomes_every_type() => To<BFloat16>((value, i) => (BFloat16)(float)value, Lanes.Double);

    [Fact]
    public void Float8_becomes_every_type() => To<Float8E4M3>((value, i) => (Float8E4M3)(float)value, Lanes.Double);

    private static void To<TX>(Func<double, int, TX> from, Get<TX> get)
        where TX : unmanaged
    {
        TX[] source = [.. s_values.Select(from)];
        Copies<TX, float>(source, get, Lanes.Put);
        Copies<TX, double>(source, get, Lanes.Put);
        Copies<TX, Half>(source, get, Lanes.Put);
        Copies<TX, BFloat16>(source, get, Lanes.Put);
        Copies<TX, Float8E4M3>(source, get, Lanes.Put);
        Copies<TX, Float8E5M2>(source, get, Lanes.Put);
    }

    private static void Copies<TX, TY>(TX[] source, Get<TX> get, Put<TY> put)
        where TX : unmanaged
        where TY : unmanaged
    {
        foreach ((int index, int length) in new[] { (0, source.Length), (1, 8), (3, 0), (5, 7), (2, 4), (7, 13), (source.Length, 0) })
        {
            TY[] expected = new TY[source.Length];

            // Pinned, as in a call of a kernel: memory that is moved once its alignment was looked at does not take aligned stores.
            TY[] found = GC.AllocateArray<TY>(source.Length, pinned: true);
            for (int i = index; i < index + length; i++)
            {
                put(get(in source[0], i), ref expected[0], i);
            }

            foreach (bool streaming in new[] { false, true })
            {
                Lines.Copy(ref source[0], ref found[0], index, length, streaming, ahead: 5);
                Assert.True(MemoryMarshal.AsBytes(expected.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(found.AsSpan())), $"{typeof(TX)} to {typeof(TY)}, {length} from {index} on");
            }
        }
    }
}
