using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MaskedNorm.Runtime.Tests;

/// <summary>Conversions of the narrow formats, against the formats' definition.</summary>
[Trait("Category", "Lanes")]
public abstract class FormatTests<T>
    where T : unmanaged
{
    private readonly Definition _format;

    private protected FormatTests(Definition format) => _format = format;

    private static int Patterns => 1 << (8 * Unsafe.SizeOf<T>());

    [Fact]
    public void Every_pattern_becomes_the_number_it_stands_for()
    {
        T[] all = AllPatterns();
        for (int pattern = 0; pattern < Patterns; pattern++)
        {
            double expected = _format.Value(pattern);
            float single = Bound<T, float>.Scalar(ref all[0], pattern);
            Assert.Equal(expected, single);
            Assert.Equal(pattern > Patterns / 2 - 1, float.IsNegative(single));
            Assert.Equal(expected, Bound<T, double>.Scalar(ref all[0], pattern));
            int start = pattern & ~7;
            Assert.Equal(BitPattern.Of(single), BitPattern.Of(Bound<T, float>.Load(ref all[0], start)[pattern - start]));
        }
    }

    [Fact]
    public void Every_pattern_survives_the_way_to_float_and_back_signalling_NaN_too()
    {
        T[] all = AllPatterns(), vector = new T[Patterns], scalar = new T[Patterns];
        for (int pattern = 0; pattern < Patterns; pattern += 8)
        {
            Bound<T, float>.Store(Bound<T, float>.Load(ref all[0], pattern), ref vector[0], pattern);
        }

        for (int pattern = 0; pattern < Patterns; pattern++)
        {
            Bound<T, float>.Put(Bound<T, float>.Scalar(ref all[0], pattern), ref scalar[0], pattern);
        }

        Assert.Equal(MemoryMarshal.AsBytes(all.AsSpan()), MemoryMarshal.AsBytes(vector.AsSpan()));
        Assert.Equal(MemoryMarshal.AsBytes(all.AsSpan()), MemoryMarshal.AsBytes(scalar.AsSpan()));
    }

    [Fact]
    public void Floats_round_to_nearest_even_at_every_boundary_in_lanes_and_alone()
    {
        List<float> inputs = [0, float.Epsilon, float.MaxValue, float.PositiveInfinity];
        foreach (double boundary in Boundaries())
        {
            float nearest = (float)boundary;
            inputs.AddRange([nearest, MathF.BitIncrement(nearest), MathF.Abs(MathF.BitDecrement(nearest))]);
        }

        Random random = new(3);
        for (int i = 0; i < 200_000; i++)
        {
            float value = BitConverter.Int32BitsToSingle(random.Next());
            inputs.Add(float.IsNaN(value) ? 1 : value);
        }

        Check<float>([.. inputs], value => value, value => -value);
    }

    [Fact]
    public void Doubles_round_once()
    {
        List<double> inputs = [0, double.Epsilon, double.MaxValue, double.PositiveInfinity, float.Epsilon / 2.0];
        foreach (double boundary in Boundaries())
        {
            inputs.AddRange([boundary, Math.BitIncrement(boundary), Math.Abs(Math.BitDecrement(boundary)), boundary * (1 + 1e-12), boundary * (1 - 1e-12)]);
        }

        Random random = new(3);
        for (int i = 0; i < 100_000; i++)
        {
            inputs.Add(Math.ScaleB(1 + random.NextDouble(), random.Next(-155, 130)));
        }

        Check<double>([.. inputs], value => value, value => -value);
    }

    [Fact]
    public void NaN_stays_NaN_with_its_sign_and_leading_payload()
    {
        Random random = new(5);
        for (int i = 0; i < 20_000; i++)
        {
            int bits = random.Next(1, 1 << 23) >> random.Next(23);
            float value = BitConverter.Int32BitsToSingle(0x7F800000 | Math.Max(bits, 1) | (i << 31));
            T[] scalar = new T[8], vector = new T[8], wide = new T[4];
            Bound<T, float>.Put(value, ref scalar[0], 0);
            Bound<T, float>.Store(System.Runtime.Intrinsics.Vector256.Create(value), ref vector[0], 0);
            Bound<T, double>.Store(System.Runtime.Intrinsics.Vector256.Create((double)value), ref wide[0], 0);
            int pattern = (int)BitPattern.Of(scalar[0]);
            Assert.Equal((ulong)pattern, BitPattern.Of(vector[0]));
            Assert.Equal((ulong)pattern, BitPattern.Of(vector[7]));
            Assert.True(double.IsNaN(_format.Value(pattern)));
            Assert.True(double.IsNaN(_format.Value((int)BitPattern.Of(wide[3]))));
            Assert.Equal(i % 2 == 1, pattern >= Patterns / 2);

            int payload = (BitConverter.SingleToInt32Bits(value) & 0x7FFFFF) >> (23 - _format.Mantissa);
            if (_format.HasInfinity)
            {
                Assert.Equal(payload == 0 ? 1 << (_format.Mantissa - 1) : payload, pattern & ((1 << _format.Mantissa) - 1));
            }
        }
    }

    private static T[] AllPatterns()
    {
        T[] all = new T[Patterns];
        for (int pattern = 0; pattern < Patterns; pattern++)
        {
            all[pattern] = BitPattern.To<T>((ulong)pattern);
        }

        return all;
    }

    /// <summary>All positive values and the midpoints between neighbours, the last one above the greatest value.</summary>
    private IEnumerable<double> Boundaries()
    {
        for (int pattern = 0; pattern <= _format.Greatest; pattern++)
        {
            yield return _format.Value(pattern);
            yield return (_format.Value(pattern) + _format.Successor(pattern)) / 2;
        }
    }

    private void Check<TLane>(TLane[] inputs, Func<TLane, double> exact, Func<TLane, TLane> negate)
        where TLane : unmanaged
    {
        Array.Resize(ref inputs, (inputs.Length + 7) & ~7);
        foreach (bool negative in (bool[])[false, true])
        {
            T[] scalar = new T[inputs.Length], vector = new T[inputs.Length], scattered = new T[inputs.Length];
            TLane[] signed = negative ? Array.ConvertAll(inputs, value => negate(value)) : inputs;
            int lanes = System.Runtime.Intrinsics.Vector256<TLane>.Count;
            for (int i = 0; i < inputs.Length; i += lanes)
            {
                var value = System.Runtime.Intrinsics.Vector256.LoadUnsafe(ref signed[i]);
                Bound<T, TLane>.Store(value, ref vector[0], i);
                Bound<T, TLane>.Scatter(value, ref scattered[0], i, 1, lanes);
            }

            for (int i = 0; i < inputs.Length; i++)
            {
                Bound<T, TLane>.Put(signed[i], ref scalar[0], i);
                int expected = _format.Nearest(exact(inputs[i])) + (negative ? Patterns / 2 : 0);
                if (expected != (int)BitPattern.Of(scalar[i]))
                {
                    Assert.Fail($"{signed[i]} became {BitPattern.Of(scalar[i]):x}, not {expected:x}");
                }
            }

            Assert.Equal(MemoryMarshal.AsBytes(scalar.AsSpan()), MemoryMarshal.AsBytes(vector.AsSpan()));
            Assert.Equal(MemoryMarshal.AsBytes(scalar.AsSpan()), MemoryMarshal.AsBytes(scattered.AsSpan()));
        }
    }
}

public sealed class HalfTests() : FormatTests<Half>(new(5, 10, true))
{
    [Fact]
    public void System_Half_agrees()
    {
        for (int pattern = 0; pattern < 65536; pattern++)
        {
            Half half = BitConverter.UInt16BitsToHalf((ushort)pattern);
            if (!Half.IsNaN(half))
            {
                Assert.Equal(BitPattern.Of((float)half), BitPattern.Of(Lanes.Single(in half, 0)));
            }
        }

        Random random = new(1);
        for (int i = 0; i < 500_000; i++)
        {
            float value = BitConverter.Int32BitsToSingle(random.Next(0x30000000, 0x48000000));
            double wide = value * (1 + random.NextDouble() / 1e4);
            Half ours = default, oursWide = default;
            Lanes.Put(value, ref ours, 0);
            Lanes.Put(wide, ref oursWide, 0);
            Assert.Equal(BitPattern.Of((Half)value), BitPattern.Of(ours));
            Assert.Equal(BitPattern.Of((Half)wide), BitPattern.Of(oursWide));
        }
    }
}

public sealed class BFloat16FormatTests() : FormatTests<BFloat16>(new(8, 7, true));

public sealed class Float8E4M3FormatTests() : FormatTests<Float8E4M3>(new(4, 3, false));

public sealed class Float8E5M2FormatTests() : FormatTests<Float8E5M2>(new(5, 2, true));
