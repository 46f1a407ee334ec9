using System;
using System.Linq;

namespace MaskedNorm.Tests.Harness;

/// <summary>Positions of a row-major tensor, and where they fall in arrays over some of its axes.</summary>
internal sealed class Geometry(int[] extents)
{
    public int Count { get; } = Product(extents);

    public static int Product(int[] extents) => extents.Aggregate(1, (product, extent) => checked(product * extent));

    public int CountOf(int[] axes) => Product(Array.ConvertAll(axes, axis => extents[axis]));

    /// <summary>The coordinates of a position.</summary>
    public int[] Coordinates(int position)
    {
        int[] coordinates = new int[extents.Length];
        for (int axis = extents.Length - 1; axis >= 0; axis--)
        {
            coordinates[axis] = position % extents[axis];
            position /= extents[axis];
        }

        return coordinates;
    }

    /// <summary>For every position its index in a row-major array over the axes, in their order.</summary>
    public int[] Map(int[] axes)
    {
        int[] strides = new int[extents.Length];
        int stride = 1;
        foreach (int axis in axes.Reverse())
        {
            strides[axis] = stride;
            stride *= extents[axis];
        }

        // As an odometer counts.
        int[] map = new int[Count];
        int[] coordinates = new int[extents.Length];
        int index = 0;
        for (int position = 0; position < map.Length; position++)
        {
            map[position] = index;
            int axis = extents.Length - 1;
            while (axis >= 0 && ++coordinates[axis] == extents[axis])
            {
                coordinates[axis] = 0;
                index -= strides[axis] * (extents[axis] - 1);
                axis--;
            }

            index += axis < 0 ? 0 : strides[axis];
        }

        return map;
    }
}
