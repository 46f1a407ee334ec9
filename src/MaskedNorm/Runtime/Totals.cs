using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MaskedNorm.Runtime;

/// <summary>Flushes block sums into totals in double. For emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Totals
{
    /// <summary>Adds eight block sums to four totals.</summary>
    /// <param name="total">The totals.</param>
    /// <param name="block">The block sums.</param>
    /// <returns>The new totals.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Add(Vector256<double> total, Vector256<float> block)
    {
        Lanes.Widen(block, out Vector256<double> lower, out Vector256<double> upper);
        return total + (lower + upper);
    }

    /// <summary>Adds four block sums to four totals.</summary>
    /// <param name="total">The totals.</param>
    /// <param name="block">The block sums.</param>
    /// <returns>The new totals.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Add(Vector256<double> total, Vector256<double> block) => total + block;
}
