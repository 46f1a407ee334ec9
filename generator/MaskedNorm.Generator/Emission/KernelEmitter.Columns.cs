using MaskedNorm.Generator.Declaration;

namespace MaskedNorm.Generator.Emission;

/// <content>
/// Kernels whose selections have several lanes, side by side: the sweeps are those of kernels whose lanes are selections, and so is what is done
/// with a selection; between them, the sums of its columns are added up, and its coefficients spread over them.
/// </content>
internal sealed partial class KernelEmitter
{
    // Whether each column has a weight of its own, not each selection.
    private bool FoldsColumns => Fold && vector.Affine is not null;

    // Whether the gradient of a column is multiplied by its weight before the gradients of a selection are added up.
    private bool WeighsColumns => Backward && FoldsColumns && HasWeight && GradInput;

    private void EmitColumnsRun()
    {
        string K = vector.Name;
        string each = plan.ColumnsOfSelection.Name;
        code.Line($"// Strips of {K}, one lane a column, {each} of them a selection.");
        code.Open("public void Run(nint first, nint end, Span<byte> scratch)");
        code.Open("unchecked");
        code.Line(NewStrip($"stripWidth / {each}"));
        code.Line($"Strip<{Scalar}> columns = new(scratch[Strip<{Scalar}>.Bytes(stripWidth / {each})..], stripWidth);");
        code.Line($"nint strips = ({K} + stripWidth - 1) / stripWidth;");
        OpenBlocks();
        code.Open($"for (nint item = {BlockStart}; item < {BlockEnd}; item++)");
        code.Line("nint outer = item / strips;");
        code.Line("nint start = item % strips * stripWidth;");
        code.Line($"nint lanes = Math.Min(stripWidth, {K} - start);");
        code.Line($"nint width = lanes / {each};");
        code.Line($"nint selection = {(OuterKept.Count == 0 ? "start" : $"((outer * {K}) + start)")} / {each};");
        if (FoldsColumns)
        {
            EmitAffineStart();
        }

        if (NeedsCount)
        {
            code.Line($"nint count = {RowCount};");
        }

        code.Line($"strip.Clear(width, {(NeedsCount ? "count * " + each : "1")});");
        code.Line($"columns.Clear(lanes, {(NeedsCount ? "count" : "1")});");
        EmitWeightOfColumns();
        if (Given)
        {
            EmitGivenStatistics();
            code.Line();
        }
        else
        {
            if (!spec.Rms)
            {
                code.Line("Center(outer, start, lanes, in columns);");
                code.Line($"columns.ShareCenters(width, {each});");
            }

            if (Fused)
            {
                code.Line("columns.ClearGradients(lanes);");
            }

            code.Line("Accumulate(outer, start, 0, lanes, in columns);");
            code.Line($"strip.Join(in columns, 0, width, {each}, {JoinFlags});").Line();
        }

        code.Open($"if ({FinishCall()})");
        if (!Given && !spec.Rms)
        {
            code.Open("for (nint lane = 0; lane < width; lane++)");
            code.Open($"if (Unsafe.Add(ref strip.State, lane) == Strip<{Scalar}>.Recenter)");
            code.Line("// A selection whose center was a bad estimate is summed again about its mean.");
            code.Line($"columns.BeginColumns(in strip, lane, {each}, {Flag("gradients", Fused)});");
            code.Line($"Accumulate(outer, start, lane * {each}, (lane + 1) * {each}, in columns);");
            code.Line($"strip.Join(in columns, lane, lane + 1, {each}, {JoinFlags});");
            code.Line($"strip.FinishAgain{(Fused ? "WithGradients" : "")}(lane, {Flag("biased", spec.Biased)}, {Number(spec.Epsilon)});");
            code.Close();
            code.Close().Line();
        }

        EmitExceptionalLanes();
        code.Close().Line();
        EmitStoredStatistics();
        if (Reduces)
        {
            code.Line($"columns.Spread(in strip, width, {each}, gradients: false);");
            code.Line("columns.ClearGradients(lanes);");
            ForRegularRanges("Reduce", "columns", "lanes");
            code.Line($"strip.JoinGradients(in columns, 0, width, {each}, {Flag("weighted", WeighsColumns)});");
            code.Line($"strip.FinishGradients(width, {Flag("biased", spec.Biased)}, {Flag("rms", spec.Rms)});").Line();
        }

        if (FoldsColumns)
        {
            EmitGradientsOfColumns();
        }
        else
        {
            EmitFold();
        }

        if (Writes)
        {
            code.Line($"columns.Spread(in strip, width, {each}, {Flag("gradients", Backward && !Inference)});");
            if (FoldsColumns)
            {
                code.Line(Backward ? "columns.ScaleColumns(lanes);" : $"columns.FoldColumns(lanes, {Flag("hasBias", HasBias)});");
            }

            ForRegularRanges("Apply", "columns", "lanes");
        }

        code.Close();
        CloseBlocks();
        code.Close();
        code.Close();
        code.Line();
    }

    private string JoinFlags => $"{Flag("gradients", Fused)}, {Flag("weighted", WeighsColumns)}";

    // The weights of a strip, and its biases, as what the kernel counts in.
    private void EmitWeightOfColumns()
    {
        if (!(Backward ? WeighsColumns : FoldsColumns))
        {
            return;
        }

        Operand("weight", Role.Weight, "Weight");
        if (HasBias)
        {
            Operand("bias", Role.Bias, "Bias");
        }

        code.Open($"for (nint k = 0; k < lanes; k += {Width})");
        code.Line(Store(Load("weight", Find(Role.Weight)!.Element, "affine + k", "lanes - k"), "columns.Weight", LaneElement, "k", null));
        if (HasBias)
        {
            code.Line(Store(Load("bias", Find(Role.Bias)!.Element, "affine + k", "lanes - k"), "columns.Bias", LaneElement, "k", null));
        }

        code.Close().Line();
    }

    // What each column adds to the gradients of its weight and bias.
    private void EmitGradientsOfColumns()
    {
        if (!WeightGradients)
        {
            return;
        }

        GradientOperands(totals: true);
        if (GradWeight)
        {
            code.Line($"strip.AddToWeight(in columns, width, {plan.ColumnsOfSelection.Name}, ref Unsafe.Add(ref gradWeight, affine));");
        }

        if (GradBias)
        {
            code.Line($"strip.AddToBias(in columns, width, {plan.ColumnsOfSelection.Name}, ref Unsafe.Add(ref gradBias, affine));");
        }

        code.Line();
    }
}
