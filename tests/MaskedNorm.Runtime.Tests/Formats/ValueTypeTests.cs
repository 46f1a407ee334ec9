using System;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace MaskedNorm.Runtime.Tests;

public class ValueTypeTests
{
    [Fact]
    public void Values_have_the_size_of_their_format()
    {
        Assert.Equal(2, Unsafe.SizeOf<BFloat16>());
        Assert.Equal(1, Unsafe.SizeOf<Float8E4M3>());
        Assert.Equal(1, Unsafe.SizeOf<Float8E5M2>());
    }

    [Fact]
    public void Constants_have_their_documented_values()
    {
        Assert.Equal(Math.ScaleB(1, -133), (double)BFloat16.Epsilon);
        Assert.Equal(3.3895313892515355e38, (double)BFloat16.MaxValue);
        Assert.Equal(-(double)BFloat16.MaxValue, (double)BFloat16.MinValue);
        Assert.Equal(float.PositiveInfinity, (float)BFloat16.PositiveInfinity);
        Assert.Equal(float.NegativeInfinity, (float)BFloat16.NegativeInfinity);
        Assert.True(BFloat16.IsNaN(BFloat16.NaN));
        Assert.Equal(1f, (float)BFloat16.One);
        Assert.Equal(default, BFloat16.Zero);
        Assert.Equal(Math.ScaleB(1, -9), (double)Float8E4M3.Epsilon);
        Assert.Equal(448, (double)Float8E4M3.MaxValue);
        Assert.Equal(-448, (double)Float8E4M3.MinValue);
        Assert.True(Float8E4M3.IsNaN(Float8E4M3.NaN));
        Assert.Equal(1f, (float)Float8E4M3.One);
        Assert.Equal(default, Float8E4M3.Zero);
        Assert.Equal(Math.ScaleB(1, -16), (double)Float8E5M2.Epsilon);
        Assert.Equal(57344, (double)Float8E5M2.MaxValue);
        Assert.Equal(-57344, (double)Float8E5M2.MinValue);
        Assert.Equal(float.PositiveInfinity, (float)Float8E5M2.PositiveInfinity);
        Assert.Equal(float.NegativeInfinity, (float)Float8E5M2.NegativeInfinity);
        Assert.True(Float8E5M2.IsNaN(Float8E5M2.NaN));
        Assert.Equal(1f, (float)Float8E5M2.One);
        Assert.Equal(default, Float8E5M2.Zero);
    }

    [Fact]
    public void Nothing_saturates()
    {
        Assert.Equal(Float8E4M3.MaxValue, (Float8E4M3)464f);
        Assert.True(Float8E4M3.IsNaN((Float8E4M3)464.1f));
        Assert.True(Float8E4M3.IsNaN((Float8E4M3)float.NegativeInfinity));
        Assert.Equal(Float8E5M2.MaxValue, (Float8E5M2)61439f);
        Assert.Equal(Float8E5M2.PositiveInfinity, (Float8E5M2)61440.0);
        Assert.Equal(BFloat16.NegativeInfinity, (BFloat16)float.MinValue);
    }

    [Fact]
    public void Equality_and_order_are_those_of_float()
    {
        float[] values = [0, -0f, 1, -1, 1.5f, float.NaN, 448, -448];
        foreach (float a in values)
        {
            foreach (float b in values)
            {
                Check((BFloat16)a, (BFloat16)b);
                Check((Float8E4M3)a, (Float8E4M3)b);
                Check((Float8E5M2)a, (Float8E5M2)b);
                Assert.Equal(a < b, (BFloat16)a < (BFloat16)b);
                Assert.Equal(a > b, (Float8E4M3)a > (Float8E4M3)b);
                Assert.Equal(a <= b, (Float8E5M2)a <= (Float8E5M2)b);
                Assert.Equal(a >= b, (BFloat16)a >= (BFloat16)b);
                Assert.Equal(a == b, (BFloat16)a == (BFloat16)b);
                Assert.Equal(a != b, (BFloat16)a != (BFloat16)b);

                void Check<T>(T x, T y)
                    where T : IEquatable<T>, IComparable<T>, IComparable
                {
                    Assert.Equal(a.Equals(b), x.Equals(y));
                    Assert.Equal(a.Equals(b), x.Equals((object)y));
                    Assert.Equal(a.CompareTo(b), x.CompareTo(y));
                    Assert.Equal(a.CompareTo(b), x.CompareTo((object)y));
                    Assert.True(!a.Equals(b) || x.GetHashCode() == y.GetHashCode());
                    Assert.Equal(1, x.CompareTo(null));
                    Assert.Throws<ArgumentException>(() => x.CompareTo("x"));
                }
            }
        }
    }

    [Fact]
    public void Classification_reads_the_bits()
    {
        Assert.True(BFloat16.IsNegative((BFloat16)(-0f)));
        Assert.False(BFloat16.IsNegative(BFloat16.NaN));
        Assert.True(BFloat16.IsNegative(-BFloat16.NaN));
        Assert.True(BFloat16.IsInfinity(BFloat16.NegativeInfinity));
        Assert.False(BFloat16.IsFinite(BFloat16.NaN));
        Assert.True(Float8E4M3.IsNegative(-Float8E4M3.One));
        Assert.False(Float8E4M3.IsInfinity(Float8E4M3.NaN));
        Assert.True(Float8E5M2.IsFinite(Float8E5M2.MaxValue));
        Assert.Equal(0xBF, Float8E4M3.FromBits(0xBF).ToBits());
    }

    [Fact]
    public void Every_value_is_written_as_a_decimal_that_is_read_as_that_value()
    {
        for (int bits = 0; bits < 65536; bits++)
        {
            BFloat16 value = BFloat16.FromBits((ushort)bits);
            Assert.Equal(value, BFloat16.Parse(value.ToString()));
        }

        for (int bits = 0; bits < 256; bits++)
        {
            Assert.Equal(Float8E4M3.FromBits((byte)bits), Float8E4M3.Parse(Float8E4M3.FromBits((byte)bits).ToString()));
            Assert.Equal(Float8E5M2.FromBits((byte)bits), Float8E5M2.Parse(Float8E5M2.FromBits((byte)bits).ToString()));
        }
    }

    [Fact]
    public void Text_is_short_and_invariant_unless_asked_otherwise()
    {
        BFloat16 tenth = (BFloat16)0.1f;
        NumberFormatInfo comma = new() { NumberDecimalSeparator = "," };
        Assert.Equal("0.1", tenth.ToString());
        Assert.Equal("0,1", tenth.ToString(null, comma));
        Assert.Equal("0.1001", tenth.ToString("F4", null));
        Assert.Equal("value 0.1", string.Create(CultureInfo.InvariantCulture, $"value {tenth}"));
        Assert.Equal(tenth, BFloat16.Parse("0,1", comma));
        Assert.False(tenth.TryFormat(new char[2], out int written, default, null));
        Assert.Equal(0, written);
        Assert.True(BFloat16.TryParse("1e-1", null, out BFloat16 parsed));
        Assert.Equal(tenth, parsed);
        Assert.False(Float8E4M3.TryParse("one", null, out _));
        Assert.Throws<FormatException>(() => Float8E5M2.Parse("one"));
    }
}
