using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MaskedNorm.Generator.Declaration;
using MaskedNorm.Generator.Planning;

namespace MaskedNorm.Generator.Emission;

/// <content>What is done with one vector of a line. Locals carry the number of their slot; a count makes a slot partial.</content>
internal sealed partial class KernelEmitter
{
    // Padding that goes through weight and bias takes part in their gradients.
    private bool PaddedAffineGradients => WeightGradients && PaddingApart && spec.Padded == Policy.Affine;

    private bool MaskDiffersInLine => plan.Mask is Along.Lanes or Along.Strided or Along.Counted;

    // Whether an element is told from padding lane by lane. Elements along a counted axis are bounded instead.
    private bool SlotsAreMasked => PaddingApart
        && (plan.Mask is Along.Lanes or Along.Strided || (plan.Mask == Along.Counted && plan.Orientation == Orientation.Selections));

    private static string Const(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Plus(string index, int value) => value == 0 ? index : $"{index} + {Const(value)}";

    // An expression that another one takes as an operand. A call stands by itself, whatever its arguments are.
    private static string Parens(string expression)
    {
        int depth = 0;
        foreach (char c in expression)
        {
            depth += c is '(' or '[' ? 1 : c is ')' or ']' ? -1 : 0;
            if (c == ' ' && depth == 0)
            {
                return "(" + expression + ")";
            }
        }

        return expression;
    }

    private static string Comma(string? count) => count is null ? "" : ", " + count;

    // A line's own names: in the Elements orientation a slot is a vector of the one line, in Selections it is a row of the tile.
    private string Own(string name, int slot) => plan.Orientation == Orientation.Elements ? name + Of : name + Const(slot % TileRows);

    private string Ref(string name, int slot) => slotsAreLines ? $"{name}Line{slot / VectorsOfLine}" : Own(name + "Line", slot);

    private string Load(string reference, Element element, string at, string? count) =>
        count is null && element == LaneElement
            ? $"{Vector}.LoadUnsafe(ref {reference}, (nuint){Parens(at)})"
            : $"Lanes.Load{(wide ? "Wide" : Kind)}{turn}(ref {reference}, {at}{Comma(count)}{(turn.Length > 0 && element == Element.Half ? Turns : "")})";

    private Element LaneElement => plan.Double ? Element.Double : Element.Single;

    // A store past the cache is written for the loop that says so.
    private bool streaming;

    // Whether slots that follow each other stand side by side, so that two results of 16 bits an element make one store.
    private bool adjacent;

    // Which of the elements a slot has, Even or Odd, where two slots share them: elements of 16 bits then are taken apart and put together
    // with the fewest operations. The order of elements does not matter to a sweep that maps them.
    private string turn = "";

    private bool TakesTurns => spec.Operation == Operation.Forward && CanWiden && plan.Orientation == Orientation.Elements
        && HasSixteenBits(InputElement) && HasSixteenBits(OutputElement)
        && (plan.Affine != Along.Lanes || spec.Parameters.All(p => p.Role is not (Role.Weight or Role.Bias) || HasSixteenBits(p.Element)));

    // Whether what is written takes them apart: the output, and sums that keep their deviations for it.
    private bool InTurn => TakesTurns && (!paired || Keeps);

    // The constants of that, which the block being written then needs. There are not enough narrow vectors to hold them.
    private string Turns
    {
        get
        {
            needsTurns |= wide;
            return wide ? ", in turns" : "";
        }
    }

    // Without a weight no valid element is normalized to more than √n, which Half holds up to 2^32 of them; infinities and NaN make a
    // selection go the scalar way.
    private bool Bounded => !Given && plan.Affine == Along.None && (plan.Mask == Along.None || PaddingApart);

    private static bool HasSixteenBits(Element element) => element is Element.Half or Element.BFloat16;

    // The first of two such results.
    private (string Value, string At)? held;

    // The store of a pair's first selection, which is written beside that of the second: whole cache lines leave together.
    private string? later;

    private void EmitResult(string value, string reference, Element element, string at, string? count)
    {
        if (adjacent && HasSixteenBits(element) && held is null)
        {
            held = (value, at);
            return;
        }

        if (held is { } first)
        {
            value = $"{first.Value}, {value}";
            at = first.At;
            held = null;
            if (turn.Length > 0)
            {
                WriteStore($"Lanes.Store{(streaming ? "Streaming" : "")}EvenOdd({value}, ref {reference}, {at}{Comma(count)}{Turns}, {Flag("bounded", Bounded)});");
                return;
            }
        }

        string store = streaming ? $"Lanes.StoreStreaming({value}, ref {reference}, {at});" : Store(value, reference, element, at, count);
        if (pairing && member == 0)
        {
            later = store;
            return;
        }

        if (later is { } former)
        {
            WriteStore(former);
            later = null;
        }

        WriteStore(store);
    }

    // The vectors of lanes that share the stores at the end of a step.
    private int vectorsStored = 1;

    // A result whose store comes after the next vector of lanes, when what this one keeps is gone.
    private string Settled(string local, string result)
    {
        if (vectorsStored > 1 && result != local)
        {
            code.Line($"{local} = {result};");
            return local;
        }

        return result;
    }

    // The stores of a step that come after its loads. Where the result stands a little after what is read, in its page, a load after a store
    // would wait for it.
    private List<string>? stores;

    private void StoresLast(Action step, int vectors = 1)
    {
        stores = new();
        vectorsStored = vectors;
        step();

        // The vectors of a row one after the other, where rows follow each other in each vector.
        int rows = stores.Count / vectors;
        for (int i = 0; i < stores.Count; i++)
        {
            code.Line(stores[((i % vectors) * rows) + (i / vectors)]);
        }

        vectorsStored = 1;
        stores = null;
    }

    private void WriteStore(string store)
    {
        if (stores is not null)
        {
            stores.Add(store);
        }
        else
        {
            code.Line(store);
        }
    }

    private string Store(string value, string reference, Element element, string at, string? count) =>
        count is null && element == LaneElement
            ? $"{Vector}.StoreUnsafe({value}, ref {reference}, (nuint){Parens(at)});"
            : $"Lanes.Store({value}, ref {reference}, {at}{Comma(count)});";

    // ref float xLine = ref Unsafe.Add(ref x, iN * L);
    private void LineReference(string name, Element element, string offset, string? operand = null) =>
        code.Line($"ref {element.CSharp()} {name}Line{Of} = ref {(offset == "0" ? operand ?? name : $"Unsafe.Add(ref {operand ?? name}, {offset})")};");

    // The mask of a line that differs along it: a reference, or the bound that its length gives.
    private void EmitLineMask(IEnumerable<Run> outside)
    {
        string at = MaskOffset(outside);
        if (plan.Mask is Along.Lanes or Along.Strided)
        {
            LineReference("mask", MaskElement, at, MaskName);
        }
        else if (plan.Mask == Along.Counted)
        {
            code.Line(spec.LeftPadding
                ? $"nint start = {vector.Name} - (nint)Unsafe.Add(ref lengths, {at});"
                : $"nint limit = (nint)Unsafe.Add(ref lengths, {at});");
        }
    }

    // What a length must exceed for the coordinate on the counted axis to be valid.
    private string CountedCoordinate(int slot)
    {
        Run counted = nest.First(r => r.Counted);
        string index = plan.Orientation == Orientation.Elements ? counted.Index : Own("counted", slot);
        return spec.LeftPadding ? $"{counted.Name} - 1 - {index}" : index;
    }

    // Lengths that differ from lane to lane, while what they count along is another axis than the lanes.
    private bool LengthsDifferInLine => HasLengths && plan.Mask is (Along.Lanes or Along.Strided);

    private Element MaskElement => (Find(Role.Mask) ?? Find(Role.Lengths))!.Element;

    // Which lanes are valid, whatever the bounds of the line.
    private string LaneValid(int slot, string at, string? count) => MarksLanes ? "marked" : MaskValid(slot, at, count);

    private string MaskValid(int slot, string at, string? count) => plan.Mask switch
    {
        Along.Lanes or Along.Strided when HasLengths =>
            $"Lines.Longer{Kind}(ref {Ref("mask", slot)}, {vector.Mask!.Times(Parens(at))}, {vector.Mask}, {count ?? Const(Width)}, {CountedCoordinate(slot)})",
        Along.Lanes => $"{(spec.MaskMarksPadding ? "~" : "")}Lanes.Valid{(wide ? "Wide" : "")}{Kind}(ref {Ref("mask", slot)}, {at}{Comma(count)})",
        Along.Strided => $"{(spec.MaskMarksPadding ? "~" : "")}Lanes.Valid{Kind}Strided(ref {Ref("mask", slot)}, {vector.Mask!.Times(Parens(at))}, {vector.Mask}, {count ?? Const(Width)})",
        Along.Counted when spec.LeftPadding => $"~Lanes.Before{Kind}({Own("start", slot)} - {Parens(at)})",
        Along.Counted => $"Lanes.Before{Kind}({Own("limit", slot)} - {Parens(at)})",
        _ => "",
    };

    // Which lanes count in a sum: valid, and inside the line. Empty: all of them. Lengths on the right bound the line instead.
    private string ValidLanes(int slot, string at, string? count)
    {
        bool mask = plan.Mask is Along.Lanes or Along.Strided || (plan.Mask == Along.Counted && spec.LeftPadding);
        if (!mask)
        {
            return count is null ? "" : $"Lanes.Before{(wide ? "Wide" : "")}{Kind}({count})";
        }

        // A partial mask reads as zero outside: that is already "not valid" where the mask marks valid elements.
        bool bounded = count is not null && (spec.MaskMarksPadding || plan.Mask == Along.Counted);
        string valid = LaneValid(slot, at, count);
        return bounded ? $"{valid} & Lanes.Before{(wide ? "Wide" : "")}{Kind}({count})" : valid;
    }

    // Sums have half as many accumulators as squares: two deviations are added first.
    private string Accumulator(string name, int slot)
    {
        string own = name + Const(slot % (paired && name is "sum" or "grad" ? slots / 2 : slots));
        return plan.Orientation == Orientation.Elements ? own + Of : name;
    }

    // Where every element of the line is one of its selection, infinities and NaN are seen by the sums and need no look at in each vector. Where
    // a selection is one line, the sum of squares tells whether there can be any; several lines note their largest element.
    private bool SeesSpecial => InputElement == Element.Half && !plan.Double && SumsWholeLines;

    private bool NotesSpecial => SeesSpecial && LineRuns.Count > 0;

    private bool SumsWholeLines => !Given && plan.Orientation == Orientation.Elements
        && (plan.Mask == Along.None || (PaddingApart && !SlotsAreMasked && !(plan.Mask == Along.Counted && spec.LeftPadding)));

    private string? FiniteDeviation(int slot, string at, string? count, bool sums) => readsKept
        ? $"{Vector}.LoadUnsafe(ref keptLine, (nuint){Parens(place)})"
        : SeesSpecial && (count is null || ((wide || turn.Length > 0) && !(sums && NotesSpecial)))
        ? $"Lanes.Deviation{turn}(ref {Ref("x", slot)}, {at}{Comma(count)}, {SumCenter}{(turn.Length > 0 ? Turns : "")}{(sums && NotesSpecial ? $", ref largest{Of}" : "")})"
        : null;

    private string SumCenter => spec.Rms ? $"{Vec}.Zero" : Coefficient("center");

    private void AccumulateSlot(int slot, string at, string? count)
    {
        string valid = ValidLanes(slot, at, count);
        string x = Load(Ref("x", slot), InputElement, at, count);

        // About zero, lanes outside the line add nothing.
        bool differs = MaskDiffersInLine && (plan.Mask != Along.Counted || spec.LeftPadding);
        bool masked = valid.Length != 0 && (differs || !spec.Rms);
        if (Fused && differs)
        {
            code.Line($"{Vec} valid{slot} = {valid};");
            valid = $"valid{slot}";
        }

        if ((wide || turn.Length > 0) && masked && !differs)
        {
            // Lanes outside the line deviate by zero.
            x = Load(Ref("x", slot), InputElement, at, $"{count}, {Coefficient("center")}");
            masked = false;
        }

        string deviation = FiniteDeviation(slot, at, count, sums: true)
            ?? (spec.Rms ? x : masked ? $"({x} - {Coefficient("center")})" : $"{x} - {Coefficient("center")}");
        code.Line($"{Vec} d{slot} = {(masked ? $"{deviation} & {(valid.IndexOf(" & ", System.StringComparison.Ordinal) >= 0 ? $"({valid})" : valid)}" : deviation)};");
        if (keeping)
        {
            Keep($"{Vector}.StoreUnsafe(d{slot}, ref keptLine, (nuint){Parens(place)});");
        }

        if (!Given)
        {
            AddProduct(Accumulator("square", slot), $"d{slot}", $"d{slot}");
        }

        if (!spec.Rms && !Given)
        {
            AddTerm("sum", "d", slot);
        }

        if (Fused)
        {
            string own = Load(Ref("dy", slot), Find(Role.GradOutput)!.Element, at, count) + (differs ? $" & valid{slot}" : "");
            code.Line($"{Vec} g{slot} = {(!Weighs ? own : $"{(differs ? Parens(own) : own)} * {Gamma(slot, at, count)}")};");
            SumGradients(slot, $"g{slot}");
        }
    }

    private void SumGradients(int slot, string gradient)
    {
        if (!paired)
        {
            code.Line($"{Accumulator("grad", slot)} += {gradient};");
        }

        AddProduct(Accumulator("product", slot), gradient, $"d{slot}");
        if (paired)
        {
            AddTerm("grad", "g", slot);
        }
    }

    private void AffineOperands(bool needed, bool bias = true)
    {
        if (needed)
        {
            Operand("weight", Role.Weight, "Weight");
            if (bias && !Backward)
            {
                Operand("bias", Role.Bias, "Bias");
            }
        }
    }

    private bool HasBias => !Backward && Find(Role.Bias) is not null;

    // Center, scale and shift of a selection in every lane; in the backward slope and offset in place of the shift.
    private void Coefficients()
    {
        if (!(spec.Rms || (Backward && Inference)))
        {
            Broadcast("center", "Center");
        }

        Broadcast("scale", "Scale");
        if (Backward)
        {
            if (!Inference)
            {
                Broadcast("slope", "Slope");
                if (!spec.Rms)
                {
                    Broadcast("offset", "Offset");
                }
            }
        }
        else if (!spec.Rms || (Fold && HasBias))
        {
            Broadcast("shift", "Shift");
        }
    }

    private void Broadcast(string name, string field) =>
        code.Line($"{Vec} {name}{Of} = Vector256.Create(Unsafe.Add(ref strip.{field}, lane{Of}));");

    private bool HasShift => !spec.Rms || (Fold && HasBias);

    // Weight and bias of a line. Folded ones are needed in their own right only by padding that goes through them.
    private void EmitAffineLine(bool pad, bool plain = false)
    {
        if (!HasWeight || (Fold && !(pad && spec.Padded == Policy.Affine)))
        {
            return;
        }

        string at = AffineOffset(nest.Where(r => r != vector));
        if (plan.Affine is Along.Lanes or Along.Strided)
        {
            LineReference("weight", Find(Role.Weight)!.Element, at);
            if (HasBias)
            {
                LineReference("bias", Find(Role.Bias)!.Element, at);
            }

            return;
        }

        code.Line($"{Vec} gamma = {Vector}.Create(Lanes.{Kind}(ref weight, {at}));");
        gammaIsWide = wide;
        if (HasBias)
        {
            code.Line($"{Vec} beta = Vector256.Create(Lanes.{Kind}(ref bias, {at}));");
        }

        // One value for the line is multiplied in here, not at each element.
        if (plan.Affine == Along.Line && !plain && !Backward)
        {
            code.Line($"{Vec} lineScale = scale * gamma;");
            if (!spec.Rms)
            {
                code.Line($"{Vec} lineShift = {(HasBias ? "Vector256.FusedMultiplyAdd(shift, gamma, beta)" : "shift * gamma")};");
            }
        }
    }

    // Whether the weight of the line was declared for vectors of 512 bits.
    private bool gammaIsWide;

    // How weight and bias stand along the vector axis, folded or not.
    private Along AffineInLine => !Fold ? plan.Affine : vector.Affine is null ? Along.Line : vector.Affine.Is(1) ? Along.Lanes : Along.Strided;

    private string Gamma(int slot, string at, string? count) => AffineInLine switch
    {
        Along.Lanes when pairing => Shared("gamma", slot, () => Load("weightLine", Find(Role.Weight)!.Element, at, count)),
        Along.Lanes => Load(Ref("weight", slot), Find(Role.Weight)!.Element, at, count),
        Along.Strided => $"Lanes.Gather{Kind}(ref {Ref("weight", slot)}, {vector.Affine!.Times(Parens(at))}, {vector.Affine}{Comma(count)})",
        _ when gammaIsWide == wide => Own("gamma", slot),
        _ => Constant(Own("gamma", slot)),
    };

    private string Beta(int slot, string at, string? count) => AffineInLine switch
    {
        Along.Lanes => Load(Ref("bias", slot), Find(Role.Bias)!.Element, at, count),
        Along.Strided => $"Lanes.Gather{Kind}(ref {Ref("bias", slot)}, {vector.Affine!.Times(Parens(at))}, {vector.Affine}{Comma(count)})",
        _ => Constant(Own("beta", slot)),
    };

    private string ApplyAffine(int slot, string value, string at, string? count) => HasBias
        ? $"{Vector}.FusedMultiplyAdd({value}, {Gamma(slot, at, count)}, {Beta(slot, at, count)})"
        : $"{value} * {Gamma(slot, at, count)}";

    private void NormalizeSlot(int slot, string at, string? count)
    {
        string? deviation = FiniteDeviation(slot, at, count, sums: false);
        if (deviation is null)
        {
            code.Line($"{Vec} x{slot} = {Load(Ref("x", slot), InputElement, at, count)};");
            deviation = spec.Rms ? $"x{slot}" : $"x{slot} - {Coefficient("center")}";
        }

        bool inLine = plan.Affine == Along.Line && plan.Orientation == Orientation.Elements;
        string scale = Coefficient(inLine ? "lineScale" : "scale");
        bool shifted = inLine ? !spec.Rms || HasBias : HasShift;
        string value = shifted
            ? $"{Vector}.FusedMultiplyAdd({deviation}, {scale}, {Coefficient(inLine ? spec.Rms ? "beta" : "lineShift" : "shift")})"
            : $"{Parens(deviation)} * {scale}";
        code.Line($"{Vec} y{slot} = {value};");
        if (!inLine && plan.Affine is not (Along.None or Along.Selection))
        {
            code.Line($"y{slot} = {ApplyAffine(slot, "y" + slot, at, count)};");
        }

        string result = "y" + slot;
        if (SlotsAreMasked)
        {
            string valid = LaneValid(slot, at, count);
            result = spec.Padded switch
            {
                Policy.Zero => $"y{slot} & {valid}",
                Policy.Affine => $"{Vector}.ConditionalSelect({valid}, y{slot}, {ApplyAffine(slot, "x" + slot, at, count)})",
                _ => $"{Vector}.ConditionalSelect({valid}, y{slot}, x{slot})",
            };
        }

        EmitResult(Settled("y" + slot, result), Ref("y", slot), OutputElement, at, count);
    }

    // Padding under OutputPolicy.Affine: y = γx + β, and ∂x = γ∂y.
    private void PaddedSlot(int slot, string at, string? count)
    {
        if (Backward)
        {
            Element element = Find(Role.GradOutput)!.Element;
            code.Line($"{Vec} padded{slot} = {Load(Ref("dy", slot), element, at, count)};");
            code.Line(Store($"padded{slot} * {Gamma(slot, at, count)}", Ref("dx", slot), Find(Role.GradInput)!.Element, at, count));
            return;
        }

        code.Line($"{Vec} padded{slot} = {Load(Ref("x", slot), InputElement, at, count)};");
        code.Line(Store(ApplyAffine(slot, "padded" + slot, at, count), Ref("y", slot), OutputElement, at, count));
    }

    private void LineGradientOperands()
    {
        if (!Fold)
        {
            GradientOperands(totals: plan.Affine == Along.Line);
        }
    }

    // Where the gradients of weight and bias are summed: partial sums beside each element, or totals for lines and selections.
    private void GradientOperands(bool totals)
    {
        string size = totals ? "double" : Scalar;
        string of = totals ? "Totals" : $"<{Scalar}>";
        string block = totals ? SumsOf : "";
        if (GradWeight)
        {
            code.Line($"ref {size} gradWeight = ref GradientSums.{block}Weight{of}(address.GradSums);");
        }

        if (GradBias)
        {
            code.Line($"ref {size} gradBias = ref GradientSums.{block}Bias{of}(address.GradSums);");
        }
    }

    // Where the gradients of weight and bias of this line are summed.
    private void GradientLine()
    {
        if (PaddedAffineGradients && plan.Mask == Along.Line)
        {
            code.Line($"{Vec} valid = {LineIsValid()} ? {Vec}.AllBitsSet : {Vec}.Zero;");
        }

        if (!WeightGradients || Fold)
        {
            return;
        }

        string at = AffineOffset(nest.Where(r => r != vector));
        if (plan.Affine == Along.Line)
        {
            if (GradWeight)
            {
                code.Line($"{Vec} lineWeight = {Vec}.Zero;");
            }

            if (GradBias)
            {
                code.Line($"{Vec} lineBias = {Vec}.Zero;");
            }

            return;
        }

        Element element = plan.Double ? Element.Double : Element.Single;
        if (GradWeight)
        {
            LineReference("gradWeight", element, at);
        }

        if (GradBias)
        {
            LineReference("gradBias", element, at);
        }
    }

    private void EndGradientLine()
    {
        if (!WeightGradients || plan.Affine != Along.Line)
        {
            return;
        }

        string at = AffineOffset(nest.Where(r => r != vector));
        if (GradWeight)
        {
            code.Line($"Unsafe.Add(ref gradWeight, {at}) += Lanes.Sum(lineWeight);");
        }

        if (GradBias)
        {
            code.Line($"Unsafe.Add(ref gradBias, {at}) += Lanes.Sum(lineBias);");
        }
    }

    // How a slot of a backward sum tells valid lanes; empty where all count alike.
    private string GradientValid(int slot, string at, string? count)
    {
        if (!PaddingApart)
        {
            return "";
        }

        if (plan.Mask == Along.Line)
        {
            return PaddedAffineGradients ? "valid" : "";
        }

        if (plan.Mask == Along.Counted && !spec.LeftPadding && !PaddedAffineGradients && plan.Orientation == Orientation.Elements)
        {
            return "";
        }

        string lanes = LaneValid(slot, at, count);
        if (lanes.Length == 0)
        {
            return "";
        }

        code.Line($"{Vec} valid{slot} = {lanes};");
        return "valid" + slot;
    }

    private void ReduceSlot(int slot, string at, string? count)
    {
        string valid = GradientValid(slot, at, count);
        string x = Load(Ref("x", slot), InputElement, at, count);
        bool padded = PaddedAffineGradients && valid.Length != 0;
        if (padded)
        {
            code.Line($"{Vec} x{slot} = {x};");
            x = "x" + slot;
        }

        // Lanes outside the line have ∂y = 0.
        string mask = valid.Length == 0 ? "" : " & " + valid;
        code.Line($"{Vec} dy{slot} = {Load(Ref("dy", slot), Find(Role.GradOutput)!.Element, at, count)};");
        code.Line(mask.Length == 0 ? $"{Vec} d{slot} = {x} - center;" : $"{Vec} d{slot} = ({x} - center){mask};");
        string own = $"dy{slot}";
        if (mask.Length != 0)
        {
            code.Line($"{Vec} own{slot} = dy{slot}{mask};");
            own = $"own{slot}";
        }

        string gradient = own;
        if (Weighs)
        {
            code.Line($"{Vec} g{slot} = {own} * {Gamma(slot, at, count)};");
            gradient = $"g{slot}";
        }

        SumGradients(slot, gradient);
        if (!WeightGradients || Fold)
        {
            return;
        }

        if (GradWeight)
        {
            string normalized = spec.Rms ? $"d{slot} * scale" : $"{Vector}.FusedMultiplyAdd(d{slot}, scale, shift)";
            AddGradient(slot, "Weight", padded ? $"dy{slot}" : own, padded ? $"{Vector}.ConditionalSelect({valid}, {normalized}, x{slot})" : normalized, at, count);
        }

        if (GradBias)
        {
            AddGradient(slot, "Bias", padded ? $"dy{slot}" : own, null, at, count);
        }
    }

    // Adds a gradient, times a factor if there is one, to what was summed before.
    private void AddGradient(int slot, string name, string gradient, string? factor, string at, string? count)
    {
        string line = Ref("grad" + name, slot);
        string Sum(string before) => factor is null ? $"{before} + {gradient}" : $"{Vector}.FusedMultiplyAdd({factor}, {gradient}, {before})";
        switch (plan.Affine)
        {
            case Along.Line:
                string own = Own("line" + name, slot);
                code.Line($"{own} = {Sum(own)};");
                break;
            case Along.Lanes when pairing:
                string shared = Shared("grad" + name, slot, () => Sum(Load($"grad{name}Line", LaneElement, at, count)));
                if (member == 1)
                {
                    code.Line(Store(Sum(shared), $"grad{name}Line", LaneElement, at, count));
                }

                break;
            case Along.Lanes:
                code.Line(Store(Sum(Load(line, LaneElement, at, count)), line, LaneElement, at, count));
                break;
            default:
                string strided = $"{vector.Affine!.Times(Parens(at))}, {vector.Affine}";
                code.Line($"Lanes.Scatter({Sum($"Lanes.Gather{Kind}(ref {line}, {strided}{Comma(count)})")}, ref {line}, {strided}, {count ?? Const(Width)});");
                break;
        }
    }

    // What an element adds to the gradients of weight and bias.
    private void AddGradients(int slot, string gradient, string at, string? count)
    {
        if (GradWeight)
        {
            string normalized = spec.Rms ? $"d{slot} * {Coefficient("scale")}" : $"{Vector}.FusedMultiplyAdd(d{slot}, {Coefficient("scale")}, {Coefficient("shift")})";
            AddGradient(slot, "Weight", gradient, normalized, at, count);
        }

        if (GradBias)
        {
            AddGradient(slot, "Bias", gradient, null, at, count);
        }
    }

    private string LaneDeviation(int slot, string at, string? count)
    {
        string x = Load(Ref("x", slot), InputElement, at, count);
        return FiniteDeviation(slot, at, count, sums: false) ?? (spec.Rms ? x : $"{x} - {Coefficient("center")}");
    }

    private void GradientSlot(int slot, string at, string? count)
    {
        code.Line($"{Vec} dy{slot} = {Load(Ref("dy", slot), Find(Role.GradOutput)!.Element, at, count)};");
        string g = $"dy{slot}";
        if (Weighs)
        {
            code.Line($"{Vec} g{slot} = dy{slot} * {Gamma(slot, at, count)};");
            g = $"g{slot}";
        }

        string valid = "";
        bool weights = Fused && PartialLanes && !weighed;
        if (weights && SlotsAreMasked)
        {
            valid = $"valid{slot}";
            code.Line($"{Vec} {valid} = {LaneValid(slot, at, count)};");
        }

        if (Inference)
        {
            code.Line($"{Vec} dx{slot} = {g} * {Coefficient("scale")};");
        }
        else
        {
            string deviation = LaneDeviation(slot, at, count);
            if (weights)
            {
                code.Line($"{Vec} d{slot} = {(valid.Length == 0 ? deviation : $"{Parens(deviation)} & {valid}")};");
                deviation = $"d{slot}";
                string own = $"dy{slot}";
                if (valid.Length != 0)
                {
                    code.Line($"{Vec} own{slot} = dy{slot} & {valid};");
                    own = $"own{slot}";
                }

                AddGradients(slot, own, at, count);
            }

            string rest = spec.Rms ? $"{deviation} * {Coefficient("slope")}" : $"{Vector}.FusedMultiplyAdd({deviation}, {Coefficient("slope")}, {Coefficient("offset")})";
            code.Line($"{Vec} dx{slot} = {Vector}.FusedMultiplyAdd({g}, {Coefficient("scale")}, {rest});");
        }

        string result = $"dx{slot}";
        if (SlotsAreMasked)
        {
            valid = valid.Length == 0 ? LaneValid(slot, at, count) : valid;
            result = spec.Padded switch
            {
                Policy.Zero => $"dx{slot} & {valid}",
                Policy.Affine => $"{Vector}.ConditionalSelect({valid}, dx{slot}, {(Fold ? $"dy{slot} * {Gamma(slot, at, count)}" : g)})",
                _ => $"{Vector}.ConditionalSelect({valid}, dx{slot}, dy{slot})",
            };
        }
        else if (!PaddingApart && plan.Mask != Along.None && !Inference && !(plan.Mask == Along.Line && plan.Orientation == Orientation.Selections))
        {
            // A normalized padded position feels no other through the statistics. Whole rows of them are written apart.
            valid = plan.Mask == Along.Line ? "valid" : LaneValid(slot, at, count);
            result = $"{Vector}.ConditionalSelect({valid}, dx{slot}, {g} * {Coefficient("scale")})";
        }

        EmitResult(Settled("dx" + slot, result), Ref("dx", slot), Find(Role.GradInput)!.Element, at, count);
    }
}
