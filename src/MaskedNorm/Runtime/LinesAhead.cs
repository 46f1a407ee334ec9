using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace MaskedNorm.Runtime;

/// <summary>Where the lines are that are asked for while a line is worked on. For emitted code only.</summary>
/// <remarks>
/// Lines that stand apart are asked for four at a time, a cache line of each in turn, so that a quarter of all four is asked for while one is
/// worked on: they are in pages of their own, and the memory serves several pages at one time. Lines that follow each other are asked for one
/// after the other, for that the processor foretells by itself.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct LinesAhead
{
    private readonly nint first;
    private readonly nint passed;
    private readonly nint apart;

    /// <summary>One line.</summary>
    /// <param name="ahead">How many elements further on it stands than the line that is worked on.</param>
    public LinesAhead(nint ahead) => first = ahead;

    /// <summary>One of four lines that are asked for in turn, or one line where there are not four.</summary>
    /// <param name="ahead">How many elements further on a line stands than the one that is worked on.</param>
    /// <param name="line">The place of the line that is worked on among its selection's.</param>
    /// <param name="lines">The number of lines of a selection; 0 where lines are not to be asked for in turn.</param>
    /// <param name="length">The elements of a line.</param>
    /// <param name="apart">How many elements further on the next line of the selection stands; not 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LinesAhead(nint ahead, nint line, nint lines, nint length, nint apart)
    {
        first = ahead;
        if ((line | 3) < lines)
        {
            nint turn = line & 3;
            first -= turn * apart;
            passed = turn * length;
            this.apart = apart;
        }
    }

    /// <summary>Asks for as many cache lines as a step on a line covers, or where lines are asked for in turn, for one of each in some of the steps.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="line">The line that is worked on; any address ahead of it is harmless.</param>
    /// <param name="index">The step's first element.</param>
    /// <param name="count">The number of cache lines that a step covers: 1, 2 or 4.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch<T>(ref readonly T line, nint index, int count = 1)
    {
        if (apart == 0)
        {
            Lanes.Prefetch(in line, first + index, count);
            return;
        }

        nint place = ((passed + index) * Unsafe.SizeOf<T>()) >> 6;
        if ((place & 3 & -count) == 0)
        {
            Lanes.PrefetchFour(in line, first + ((place >> 2) * (64 / Unsafe.SizeOf<T>())), apart);
        }
    }
}
