namespace MaskedNorm.Tests.Reference;

/// <summary>Running statistics in float64, written straight from their definition.</summary>
internal sealed class ReferenceRunning(int selections, double? momentum)
{
    private readonly long[] _batches = new long[selections];

    public double[] Mean { get; } = new double[selections];

    public double[] Variance { get; } = Filled(selections);

    /// <summary>Batches with something valid in them.</summary>
    public long BatchesTracked { get; private set; }

    /// <summary>One more batch: n = 0 changes nothing, n = 1 the mean only.</summary>
    public void Update(NormResult batch)
    {
        bool counted = false;
        for (int s = 0; s < selections; s++)
        {
            if (batch.Count[s] == 0)
            {
                continue;
            }

            counted = true;
            double alpha = momentum ?? 1.0 / ++_batches[s];
            Mean[s] += alpha * (batch.Mean[s] - Mean[s]);
            if (batch.Count[s] > 1)
            {
                Variance[s] += alpha * ((batch.SquaredDeviations[s] / (batch.Count[s] - 1)) - Variance[s]);
            }
        }

        BatchesTracked += counted ? 1 : 0;
    }

    private static double[] Filled(int count)
    {
        double[] values = new double[count];
        System.Array.Fill(values, 1);
        return values;
    }
}
