using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MaskedNorm.Runtime;

/// <summary>Brings block sums to double. For emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Totals
{
    /// <summary>Eight block sums as four.</summary>
    /// <param name="block">The block sums.</param>
    /// <returns>The sums of lanes four apart.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Of(Vector256<float> block)
    {
        Lanes.Widen(block, out Vector256<double> lower, out Vector256<double> upper);
        return lower + upper;
    }

    /// <summary>Four block sums.</summary>
    /// <param name="block">The block sums.</param>
    /// <returns>The same.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Of(Vector256<double> block) => block;

    /// <summary>Twice sixteen block sums as twice four: of the sums of each vector's halves, those of lanes four apart.</summary>
    /// <param name="first">Block sums.</param>
    /// <param name="second">Other block sums.</param>
    /// <returns>Those of <paramref name="first"/> in the lower half, those of <paramref name="second"/> in the upper one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<float> first, Vector512<float> second)
    {
        Vector512<float> halves = Avx512F.Shuffle4x128(first, second, 0b01_00_01_00) + Avx512F.Shuffle4x128(first, second, 0b11_10_11_10);
        Vector512<float> apart = Avx512F.Shuffle4x128(halves, halves, 0b11_01_10_00);
        return Avx512F.ConvertToVector512Double(apart.GetLower()) + Avx512F.ConvertToVector512Double(apart.GetUpper());
    }

    /// <summary>Twice eight block sums as twice four: the sums of each vector's halves.</summary>
    /// <param name="first">Block sums.</param>
    /// <param name="second">Other block sums.</param>
    /// <returns>Those of <paramref name="first"/> in the lower half, those of <paramref name="second"/> in the upper one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> first, Vector512<double> second) =>
        Avx512F.Shuffle4x128(first, second, 0b01_00_01_00) + Avx512F.Shuffle4x128(first, second, 0b11_10_11_10);

    /// <summary>Adds to totals and keeps what that loses to rounding (Knuth's two-sum, The Art of Computer Programming, volume 2, 4.2.2).</summary>
    /// <param name="total">The totals.</param>
    /// <param name="lost">What they have lost.</param>
    /// <param name="term">What is added.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ref Vector256<double> total, ref Vector256<double> lost, Vector256<double> term)
    {
        Vector256<double> sum = total + term;
        Vector256<double> added = sum - total;
        lost += (total - (sum - added)) + (term - added);
        total = sum;
    }

    /// <inheritdoc cref="Add(ref Vector256{double}, ref Vector256{double}, Vector256{double})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ref Vector512<double> total, ref Vector512<double> lost, Vector512<double> term)
    {
        Vector512<double> sum = total + term;
        Vector512<double> added = sum - total;
        lost += (total - (sum - added)) + (term - added);
        total = sum;
    }
}
