using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MaskedNorm.Runtime;

/// <summary>
/// The constants that take elements of 16 bits apart into vectors of floats, the even ones and the odd ones, and put them together again. For
/// emitted code only.
/// </summary>
/// <remarks>A constant that the compiler knows is loaded anew in each step of a loop. These are made where a loop begins, and stay in registers.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct Turns
{
    /// <summary>Makes the constants of a loop.</summary>
    /// <param name="zero">Zero, but not as a constant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Turns(int zero)
    {
        Vector512<int> unknown = Vector512.Create(zero);
        Upper = Lanes.UpperInTurn ^ unknown.AsUInt16();
        Lower = Lanes.LowerInTurn ^ unknown.AsUInt16();
        HalfFactor = Vector512.Create(1 << 13) ^ unknown;
        HalfFields = Vector512.Create(Lanes.HalfFieldsInSingle) ^ unknown;
        HalfScale = (Vector512.Create(Lanes.HalfScale).AsInt32() ^ unknown).AsSingle();
    }

    /// <summary>Where the upper words of two vectors go.</summary>
    internal Vector512<ushort> Upper { get; }

    /// <summary>Where the lower words go.</summary>
    internal Vector512<ushort> Lower { get; }

    /// <summary>What moves the lower word of a lane to where float has its exponent and mantissa.</summary>
    internal Vector512<int> HalfFactor { get; }

    /// <summary>Float's bits that a Half has.</summary>
    internal Vector512<int> HalfFields { get; }

    /// <summary>What a Half's bits in float's place are to be multiplied by.</summary>
    internal Vector512<float> HalfScale { get; }
}
