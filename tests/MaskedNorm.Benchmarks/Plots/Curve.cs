using System.Collections.Generic;

namespace MaskedNorm.Benchmarks.Plots;

/// <summary>One curve of a chart.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="IsLimit">Whether it is the bound of the others, which is drawn in grey and dashed.</param>
/// <param name="Values">Its values, one for each size.</param>
internal sealed record Curve(string Name, bool IsLimit, IReadOnlyList<double> Values);
