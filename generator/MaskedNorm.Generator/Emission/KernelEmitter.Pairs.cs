using System;
using MaskedNorm.Generator.Declaration;
using MaskedNorm.Generator.Planning;

namespace MaskedNorm.Generator.Emission;

/// <content>
/// Two selections at a time in vectors of 512 bits, where they share weight and the sums of its gradient: these are read and written once
/// for both. Each selection has sums of its own, in the order that it has alone, so that results have the same bits.
/// </content>
internal sealed partial class KernelEmitter
{
    // What the second selection's names end in.
    private const string Next = "Next";

    // Whether two selections are being written, and the one of them that lines are written for.
    private bool pairing;
    private int member;

    private bool Pairs => Fused && plan.Orientation == Orientation.Elements && GradInput && WeightGradients && plan.Affine == Along.Lanes && CanWiden
        && Find(Role.GradInput)!.Element == LaneElement
        && (plan.Mask == Along.None || Selects)
        && LineRuns.Count == 0 && kept.Count == 1 && kept[0].Affine is null
        && !(vector.Extent.IsConstant && vector.Extent.Constant <= MostFixed * Width);

    private string Of => member == 0 ? "" : Next;

    // The second selection's slots are numbered after those of the first, a multiple of them further.
    private int MemberSlot => member * Slots;

    // Writes something for each selection of a pair, or once.
    private void Each(Action body)
    {
        body();
        if (pairing)
        {
            member = 1;
            body();
            member = 0;
        }
    }

    // A local that the first selection declares and the second uses.
    private string Shared(string name, int slot, Func<string> value)
    {
        string shared = name + Const(slot - MemberSlot);
        if (member == 0)
        {
            code.Line($"{Vec} {shared} = {value()};");
        }

        return shared;
    }

    private void EmitBind()
    {
        if (!Pairs && !OrderVaries)
        {
            code.Line("public void Bind(in Addresses addresses) => address = addresses;").Line();
            return;
        }

        code.Open("public void Bind(in Addresses addresses)");
        code.Line("address = addresses;");
        if (Pairs)
        {
            code.Line("// Past the cache go selections that start cache lines, two at a time, or halves of them, one at a time.");
            code.Open($"if (Vector512.IsHardwareAccelerated && {Parenthesized(kept[0].Data)} % {32 / LaneElement.Size()} != 0)");
            code.Line("address.StayInCache();");
        }
        else
        {
            code.Line("// Short lines are swept in the order of memory, long ones a selection at a time, so that its second sweep finds them in the cache.");
            code.Open($"if ({vector.Name} <= {MostInOrder})");
            code.Line("address.SweepInOrder();");
        }

        code.Close();
        code.Close().Line();
    }

    // A loop over pairs of lanes, that counts those done.
    private void OpenPairs(string from, string to, string? condition = null)
    {
        code.Line($"nint done = {from};");
        code.Open($"if (Vector512.IsHardwareAccelerated{(condition is null ? "" : $" && ({condition})")})");
        code.Line($"// Two selections at a time: the second's names end in {Next}, its slots follow those of the first.");
        code.Open($"for (; done <= {LanesEnd(to)} - 2; done += 2)");
        code.Line($"nint lane = {(Selects ? "strip.Select(done)" : "done")};");
        code.Line($"nint lane{Next} = {(Selects ? "strip.Select(done + 1)" : "done + 1")};");
        pairing = true;
    }

    // From a lane on that the kernel does not serve, lanes are taken one at a time.
    private void StopAtIrregular()
    {
        code.Open($"if ((Unsafe.Add(ref strip.State, lane) | Unsafe.Add(ref strip.State, lane{Next})) != Strip<{Scalar}>.Regular)");
        code.Line("break;");
        code.Close().Line();
    }

    private void ClosePairs()
    {
        pairing = false;
        code.Close();
        code.Close().Line();
    }
}
