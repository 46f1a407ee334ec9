using System;

namespace OrchidGenus;

/// <summary>The values that weights begin with.</summary>
internal static class Initial
{
    /// <summary>Normally distributed values around 0.</summary>
    public static float[] Normal(int count, double deviation, Random random)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            // Box and Muller.
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            values[i] = (float)(deviation * radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return values;
    }
}
