using System;
using System.Linq;
using MaskedNorm.Generator.Declaration;
using MaskedNorm.Generator.Planning;

namespace MaskedNorm.Generator.Emission;

/// <content>
/// The gradients of weight and bias where a line has one value of each, in the sweep that writes the input's gradient.
/// </content>
internal sealed partial class KernelEmitter
{
    // They are summed before the line is written, from its start on. In the loop that writes it their last bits would depend on where the
    // result's cache lines start.
    private bool SumsLineGradients => Fused && WeightGradients && plan.Affine == Along.Line;

    private void EmitLineGradients(string from, string to)
    {
        string[] sums = { "grad", "product" };
        string i = vector.Index;
        bool chunked = !vector.Extent.IsConstant || vector.Extent.Constant > ElementsPerBlock;
        (string, Element)[] tensors = asked;
        asked = Array.Empty<(string, Element)>();
        slots = StatisticSlots;
        paired = sumsLine = true;
        code.Line("double lineGrad;");
        code.Line("double lineProduct;");
        EitherWidth(CanWiden, () =>
        {
            DeclareTotals(sums);
            if (chunked)
            {
                code.Open($"for (nint chunk = {from}; chunk < {to}; chunk += {ElementsPerBlock})");
                code.Line($"nint end = Math.Min({to}, chunk + {ElementsPerBlock});");
            }

            DeclareAccumulators(sums, slots);
            code.Line($"{i} = {(chunked ? "chunk" : from)};");
            EmitSums(LineGradientSlot, chunked ? "end" : to, MapsFixed ? MostFixed : 0);
            code.Line();
            EmitFlush(sums, slots);
            if (chunked)
            {
                code.Close().Line();
            }

            string Total(string name) => plan.Double ? $"({name} + {name}Lost)" : name;
            string both = Total("gradAndProduct");
            code.Line($"lineGrad = Lanes.Sum({(wide ? both + ".GetLower()" : Total("gradTotal"))});");
            code.Line($"lineProduct = Lanes.Sum({(wide ? both + ".GetUpper()" : Total("productTotal"))});");
        });
        slots = Slots;
        paired = sumsLine = false;
        asked = tensors;
        code.Line();
        string at = AffineOffset(nest.Where(r => r != vector));
        if (GradWeight)
        {
            string shifted = spec.Rms ? "" : " + (lineGrad * Unsafe.Add(ref strip.Shift, lane))";
            code.Line($"Unsafe.Add(ref gradWeight, {at}) += (lineProduct * Unsafe.Add(ref strip.Scale, lane)){shifted};");
        }

        if (GradBias)
        {
            code.Line($"Unsafe.Add(ref gradBias, {at}) += lineGrad;");
        }

        code.Line();
    }

    // Lanes outside the line have ∂y = 0.
    private void LineGradientSlot(int slot, string at, string? count)
    {
        string x = Load(Ref("x", slot), InputElement, at, count);
        string deviation = FiniteDeviation(slot, at, count, sums: false) ?? (spec.Rms ? x : $"{x} - {Coefficient("center")}");
        string own = Load(Ref("dy", slot), Find(Role.GradOutput)!.Element, at, count);
        if (SlotsAreMasked)
        {
            code.Line($"{Vec} valid{slot} = {LaneValid(slot, at, count)};");
            deviation = $"{Parens(deviation)} & valid{slot}";
            own += $" & valid{slot}";
        }

        code.Line($"{Vec} d{slot} = {deviation};");
        code.Line($"{Vec} g{slot} = {own};");
        SumGradients(slot, $"g{slot}");
    }
}
