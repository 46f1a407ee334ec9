using System;
using System.Collections.Generic;
using System.Linq;
using MaskedNorm.Generator.Diagnostics;
using Microsoft.CodeAnalysis;

namespace MaskedNorm.Generator.Declaration;

/// <summary>Gathers the parameters that a method lacks. Each message carries all of them, so that one fix adds all, in order.</summary>
internal sealed class MissingParameters
{
    private readonly List<(DiagnosticDescriptor Descriptor, Location Location, object[] Arguments)> messages = [];
    private readonly List<string> proposals = [];

    /// <summary>Adds a message and the parameters that mend it.</summary>
    public void Add(DiagnosticDescriptor descriptor, Location location, IEnumerable<string> parameters, params object[] arguments)
    {
        messages.Add((descriptor, location, arguments));
        proposals.AddRange(parameters.Except(proposals));
    }

    /// <summary>Whether one of the parameters has a name.</summary>
    public bool HasNamed(string name) => proposals.Any(proposal => proposal.EndsWith(" " + name, StringComparison.Ordinal));

    public void Report(DiagnosticBag bag)
    {
        string all = string.Join(Descriptors.MissingSeparator.ToString(), proposals);
        foreach ((DiagnosticDescriptor descriptor, Location location, object[] arguments) in messages)
        {
            bag.ReportFixable(descriptor, location, Descriptors.MissingProperty, all, arguments);
        }
    }
}
