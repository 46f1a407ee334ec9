using System.Linq;
using MaskedNorm.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MaskedNorm.Generator.Declaration;

/// <summary>Checks that the parameters of a forward, or of moments, fit the options and one another.</summary>
internal sealed class ParameterRules(
    Options options,
    BoundParameters parameters,
    MethodDeclarationSyntax method,
    MissingParameters missing,
    DiagnosticBag bag)
{
    private string MethodName => method.Identifier.ValueText;

    private Location MethodLocation => method.Identifier.GetLocation();

    public void CheckForward()
    {
        Require(Role.Input, isWritable: false);
        CheckMask();
        CheckMaskOptions();
        CheckAffine();
        CheckOutput();
        CheckStatistics();
        CheckMeasured();
    }

    public void CheckMoments()
    {
        Require(Role.Input, isWritable: false);
        CheckMask();
        CheckMaskOptions();
        Require(Role.Moments, isWritable: true);
    }

    /// <summary>Mean and variance come together and in one direction.</summary>
    public void CheckStatistics()
    {
        BoundParameter? mean = parameters[Role.Mean];
        BoundParameter? variance = parameters[Role.Variance];
        if (mean is not null && variance is not null)
        {
            if (!mean.HasError && !variance.HasError && mean.Spec.Writable != variance.Spec.Writable)
            {
                bag.Report(
                    Descriptors.StatisticsDisagree,
                    variance.TypeLocation,
                    mean.Name,
                    mean.Spec.Writable ? "written" : "read",
                    variance.Name,
                    variance.Spec.Writable ? "written" : "read");
            }
        }
        else if (mean is not null && parameters.Lacks(Role.Variance))
        {
            AddMissing(Role.Variance, mean.Spec.Writable);
        }
        else if (variance is not null && !options.Spec.Rms && parameters.Lacks(Role.Mean))
        {
            AddMissing(Role.Mean, variance.Spec.Writable);
        }
    }

    private void CheckOutput()
    {
        BoundParameter? input = parameters[Role.Input];
        if (parameters.Has(Role.Output))
        {
            if (input is { HasError: false, Spec.Writable: true })
            {
                bag.Report(
                    Descriptors.WrongType,
                    input.TypeLocation,
                    input.Name,
                    input.Syntax.Type!.ToString(),
                    $"write '{Proposals.Write(Role.Input, input.Spec.Element, input.Spec.Holder == Holder.TensorSpan, isWritable: false, input.Name)}': it is only read, because there is an output");
            }
        }
        else if (input is not { Spec.Writable: true } && parameters.Lacks(Role.Output))
        {
            AddMissing(Role.Output, isWritable: true);
        }
    }

    private void CheckMask()
    {
        BoundParameter? mask = parameters[Role.Mask];
        BoundParameter? lengths = parameters[Role.Lengths];
        if (mask is not null && lengths is not null)
        {
            bag.Report(Descriptors.MaskAndLengths, lengths.NameLocation, mask.Name, lengths.Name);
        }

        if ((mask ?? lengths) is { } given)
        {
            if (!options.HasMask)
            {
                bag.Report(Descriptors.MaskNotDeclared, given.NameLocation, given.Name, SuggestedMask());
            }
        }
        else if (options.HasMask && parameters.Lacks(Role.Mask) && parameters.Lacks(Role.Lengths))
        {
            string proposal = Proposals.Write(Role.Mask, isWritable: false, parameters);
            missing.Add(
                Descriptors.MaskNotGiven,
                options.Attribute.Locate("Mask"),
                [proposal],
                MethodName,
                proposal,
                Proposals.Write(Role.Lengths, isWritable: false, parameters));
        }
    }

    private void CheckMaskOptions()
    {
        WarnWithout("Padded", options.HasMask, "Mask");
        WarnWithout("MaskMarks", parameters.Has(Role.Mask) || !options.HasMask, "'mask'");
        WarnWithout("MaskMarks", options.HasMask, "Mask");
        WarnWithout("PaddingSide", parameters.Has(Role.Lengths), "'lengths'");
    }

    private void WarnWithout(string option, bool hasNeeded, string needed) =>
        OptionsReader.WarnWithout(options.Attribute, option, hasNeeded, needed, bag);

    // For want of knowledge which axes are meant: those that statistics are taken over.
    private string SuggestedMask() => options.Spec.Reduced.Count > 0 ? options.Names(options.Spec.Reduced) : "N L";

    private void CheckAffine()
    {
        if (!options.Spec.Affine)
        {
            foreach (BoundParameter parameter in new[] { parameters[Role.Weight], parameters[Role.Bias] }.OfType<BoundParameter>())
            {
                bag.Report(Descriptors.AffineNotDeclared, parameter.NameLocation, parameter.Name);
            }
        }
        else if (parameters.Lacks(Role.Weight))
        {
            string weight = Proposals.Write(Role.Weight, isWritable: false, parameters);
            string bias = Proposals.Write(Role.Bias, isWritable: false, parameters);
            bool lacksBias = parameters.Lacks(Role.Bias);
            string advice = $"'{weight}'{(lacksBias ? $" (and '{bias}', where there is a bias)" : "")}";
            missing.Add(Descriptors.WeightNotGiven, options.Attribute.LocateWhole("Affine"), lacksBias ? [weight, bias] : [weight], MethodName, advice);
        }
    }

    // Running statistics and moments need what given statistics replace.
    private void CheckMeasured()
    {
        if ((parameters[Role.Variance] ?? parameters[Role.Mean]) is { HasError: false, Spec.Writable: false } given)
        {
            foreach (BoundParameter measured in new[] { parameters[Role.Running], parameters[Role.Moments] }.OfType<BoundParameter>())
            {
                bag.Report(Descriptors.StatisticsGiven, measured.NameLocation, measured.Name, given.Name);
            }
        }

        if (options.Spec.Rms && parameters[Role.Running] is { } running)
        {
            bag.Report(Descriptors.RunningOfRms, running.NameLocation, running.Name);
        }
    }

    private void Require(Role role, bool isWritable)
    {
        if (parameters.Lacks(role))
        {
            AddMissing(role, isWritable);
        }
    }

    private void AddMissing(Role role, bool isWritable)
    {
        string proposal = Proposals.Write(role, isWritable, parameters);
        missing.Add(Descriptors.ParameterMissing, MethodLocation, [proposal], MethodName, Roles.NameOf(role), proposal);
    }
}
