using System.Linq;
using MaskedNorm.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MaskedNorm.Generator.Declaration;

/// <summary>Checks that the parameters of a backward fit those of its forward.</summary>
internal sealed class BackwardRules(
    NormSpec forward,
    string forwardName,
    BoundParameters parameters,
    MethodDeclarationSyntax method,
    MissingParameters missing,
    DiagnosticBag bag)
{
    private string MethodName => method.Identifier.ValueText;

    private Location MethodLocation => method.Identifier.GetLocation();

    public void Check()
    {
        foreach (Role role in (Role[])[Role.GradOutput, Role.Input])
        {
            if (parameters.Lacks(role))
            {
                string proposal = Proposals.Write(role, isWritable: false, parameters);
                missing.Add(Descriptors.ParameterMissing, MethodLocation, [proposal], MethodName, Roles.NameOf(role), proposal);
            }
        }

        // As the forward tells what is valid, so must the backward.
        MustAgree(Role.Mask, ForwardHas(Role.Mask));
        MustAgree(Role.Lengths, ForwardHas(Role.Lengths));
        CheckAffine();
        if (UsesStatistics(forward))
        {
            MustAgree(Role.Mean, ForwardHas(Role.Mean));
            MustAgree(Role.Variance, ForwardHas(Role.Variance));
        }

        CheckGradients();
    }

    /// <summary>Whether a method is given the statistics that it normalizes with.</summary>
    public static bool UsesStatistics(NormSpec spec) =>
        spec.Parameters.Any(parameter => parameter is { Role: Role.Variance, Writable: false });

    private void CheckAffine()
    {
        // Of the gradients, gradInput alone depends on the weight.
        if (!forward.Affine)
        {
            Refuse(Role.Weight);
            Refuse(Role.GradWeight);
            Refuse(Role.GradBias);
            return;
        }

        if (parameters.Has(Role.GradInput) && parameters.Lacks(Role.Weight))
        {
            Lack(Role.Weight);
        }

        if (!ForwardHas(Role.Bias))
        {
            Refuse(Role.GradBias);
        }
    }

    private void CheckGradients()
    {
        if (!parameters.Lacks(Role.GradInput) || !parameters.Lacks(Role.GradWeight) || !parameters.Lacks(Role.GradBias))
        {
            return;
        }

        string gradInput = Proposals.Write(Role.GradInput, isWritable: true, parameters);
        string weight = Proposals.Write(Role.Weight, isWritable: false, parameters);
        missing.Add(
            Descriptors.NoGradient,
            MethodLocation,
            forward.Affine && parameters.Lacks(Role.Weight) ? [weight, gradInput] : [gradInput],
            MethodName,
            gradInput,
            Proposals.Write(Role.GradWeight, isWritable: true, parameters),
            Proposals.Write(Role.GradBias, isWritable: true, parameters));
    }

    private void MustAgree(Role role, bool forwardHas)
    {
        if (forwardHas && parameters.Lacks(role))
        {
            Lack(role);
        }
        else if (!forwardHas)
        {
            Refuse(role);
        }
    }

    private void Lack(Role role)
    {
        string proposal = Proposals.Write(role, isWritable: false, parameters);
        missing.Add(Descriptors.BackwardLacks, MethodLocation, [proposal], forwardName, Roles.NameOf(role), MethodName, proposal);
    }

    private void Refuse(Role role)
    {
        if (parameters[role] is { } parameter)
        {
            Role needed = role switch
            {
                Role.GradWeight => Role.Weight,
                Role.GradBias => Role.Bias,
                _ => role,
            };
            bag.Report(
                Descriptors.BackwardExceeds,
                parameter.NameLocation,
                forwardName,
                Roles.NameOf(needed),
                parameter.Name,
                needed == role ? "it" : Roles.NameOf(needed));
        }
    }

    private bool ForwardHas(Role role) => forward.Parameters.Any(parameter => parameter.Role == role);
}
