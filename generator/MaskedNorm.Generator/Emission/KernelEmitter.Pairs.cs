using System;
using MaskedNorm.Generator.Declaration;
using MaskedNorm.Generator.Planning;

namespace MaskedNorm.Generator.Emission;

/// <content>
/// Two selections at a time, where they share weight and the sums of its gradient: these are read and written once for both. Each
/// selection has sums of its own, in the order that it has alone, so that results have the same bits.
/// </content>
internal sealed partial class KernelEmitter
{
    // What the second selection's names end in.
    private const string Next = "Next";

    // Whether two selections are being written, whether for vectors of 512 bits alone, and the one of them that lines are written for.
    private bool pairing;
    private bool pairsAreWide;
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
        if (!OrderVaries)
        {
            code.Line("public void Bind(in Addresses addresses) => address = addresses;").Line();
            return;
        }

        code.Open("public void Bind(in Addresses addresses)");
        code.Line("address = addresses;");
        code.Line("// Short lines are swept in the order of memory, long ones a selection at a time, so that its second sweep finds them in the cache.");
        code.Open($"if ({vector.Name} <= {MostInOrder})");
        code.Line("address.SweepInOrder();");
        code.Close();
        code.Close().Line();
    }

    // A loop over pairs of lanes, that counts those done, for all processors or for those with vectors of 512 bits alone.
    private void EmitPairs(string from, string to, bool onlyWide, Action body)
    {
        code.Line($"nint done = {from};");
        if (onlyWide)
        {
            code.Open("if (Vector512.IsHardwareAccelerated)");
        }

        code.Line($"// Two selections at a time: the second's names end in {Next}, its slots follow those of the first.");
        code.Open($"for (; done <= {LanesEnd(to)} - 2; done += 2)");
        code.Line($"nint lane = {(Selects ? "strip.Select(done)" : "done")};");
        code.Line($"nint lane{Next} = {(Selects ? "strip.Select(done + 1)" : "done + 1")};");
        pairing = true;
        pairsAreWide = onlyWide;
        body();
        pairing = false;
        pairsAreWide = false;
        code.Close();
        if (onlyWide)
        {
            code.Close();
        }

        code.Line();
    }

    // From a lane on that the kernel does not serve, lanes are taken one at a time.
    private void StopAtIrregular()
    {
        code.Open($"if ((Unsafe.Add(ref strip.State, lane) | Unsafe.Add(ref strip.State, lane{Next})) != Strip<{Scalar}>.Regular)");
        code.Line("break;");
        code.Close().Line();
    }

    // Where the gradients of weight and bias have been added up before, and the result goes past the cache.
    private bool weighed;

    // Past the cache each line is written from where its cache lines start. Where that is another place for each line, the partial sums would
    // be stored across two cache lines: they are added up before, from the start of the lines.
    private void EmitWriting()
    {
        code.Open($"if (address.Streaming && {Parenthesized(kept[0].Data)} % {64 / LaneElement.Size()} != 0)");
        code.Line("Weigh(selection, width, in strip);");
        code.Line("Write(selection, width, in strip);");
        code.Close();
        code.Open("else");
        code.Line("Apply(selection, width, in strip);");
        code.Close();
    }

    private void EmitWeigh()
    {
        OpenMethod("Adds up the gradients of weight and bias.", $"private readonly void Weigh(nint selection, nint width, ref readonly Strip<{Scalar}> strip)");
        InputOperand();
        Operand("dy", Role.GradOutput, "GradOutput");
        LineGradientOperands();
        asked = Array.Empty<(string, Element)>();
        EmitPairs("0", "width", onlyWide: false, () =>
        {
            StopAtIrregular();
            EmitWeighedLane();
        });
        OpenLanes("done");
        SkipIrregular("");
        EmitWeighedLane();
        code.Close();
        CloseMethod();
    }

    private void EmitWeighedLane()
    {
        Each(() =>
        {
            DecodeLane();
            if (GradWeight)
            {
                foreach (string name in spec.Rms ? new[] { "Scale" } : new[] { "Center", "Scale", "Shift" })
                {
                    Broadcast(name.ToLowerInvariant(), name);
                }

                LineReference("x", InputElement, DataOffset(kept));
            }

            LineReference("dy", Find(Role.GradOutput)!.Element, DataOffset(kept));
        });
        GradientLine();
        code.Line($"nint {vector.Index} = 0;");
        EitherWidth(CanWiden, () => EmitMap(vector.Name, WeighSlot));
    }

    private void WeighSlot(int slot, string at, string? count)
    {
        code.Line($"{Vec} dy{slot} = {Load(Ref("dy", slot), Find(Role.GradOutput)!.Element, at, count)};");
        if (GradWeight)
        {
            code.Line($"{Vec} d{slot} = {LaneDeviation(slot, at, count)};");
        }

        AddGradients(slot, $"dy{slot}", at, count);
    }
}
