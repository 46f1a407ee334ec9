using System;
using System.Buffers;
using System.Linq;
using System.Numerics.Tensors;

namespace MaskedNorm.Runtime.Tests;

/// <summary>Which tensor spans are dense.</summary>
public class DenseTests
{
    [Fact]
    public void A_slice_is_served_where_its_elements_stand_side_by_side()
    {
        int dense = 0;
        foreach (nint[] extents in from a in Range(1, 3) from b in Range(1, 3) from c in Range(1, 3) select new[] { a, b, c })
        {
            float[] memory = [.. Enumerable.Range(0, (int)(extents[0] * extents[1] * extents[2])).Select(i => (float)i)];
            var tensor = new ReadOnlyTensorSpan<float>(memory, extents, []);
            foreach (NRange[] ranges in from a in Ranges(extents[0]) from b in Ranges(extents[1]) from c in Ranges(extents[2]) select new[] { a, b, c })
            {
                ReadOnlyTensorSpan<float> slice = tensor.Slice(ranges);
                float[] elements = new float[slice.FlattenedLength];
                slice.FlattenTo(elements);
                bool isDense = elements.Zip(elements.Skip(1)).All(pair => pair.Second == pair.First + 1);
                Assert.True(isDense == IsServed(slice), $"{string.Join(' ', ranges)} of {string.Join(' ', extents)}: {(isDense ? "" : "not ")}dense");
                Assert.True(elements.Length == 0 || slice.GetPinnableReference() == elements[0]);
                dense += isDense ? 1 : 0;
            }
        }

        Assert.True(dense > 100);
    }

    [Fact]
    public void Axes_in_another_order_and_elements_of_several_places_are_refused()
    {
        float[] memory = new float[6];
        Assert.False(IsServed(new ReadOnlyTensorSpan<float>(memory, [1, 2, 3], [0, 1, 2])));
        Assert.False(IsServed(new ReadOnlyTensorSpan<float>(memory, [2, 1, 3], [0, 0, 1])));
    }

    private static bool IsServed(scoped in ReadOnlyTensorSpan<float> tensor)
    {
        try
        {
            Shape.Length(tensor, "input", "A B C", tensor.Lengths);
            return Shape.Axis(tensor, 0, "input", "A B C", 3) == tensor.Lengths[0];
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static nint[] Range(int first, int last) => [.. Enumerable.Range(first, last - first + 1).Select(i => (nint)i)];

    // Also the empty ones.
    private static NRange[] Ranges(nint extent) => [.. from start in Range(0, (int)extent) from end in Range((int)start, (int)extent) select new NRange(start, end)];
}
