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
        int[] map = new int[Count];
        for (int position = 0; position < map.Length; position++)
        {
            int[] coordinates = Coordinates(position);
            int index = 0;
            foreach (int axis in axes)
            {
                index = (index * extents[axis]) + coordinates[axis];
            }

            map[position] = index;
        }

        return map;
    }
}
