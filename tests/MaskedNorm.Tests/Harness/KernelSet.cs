using System;
using System.Collections.Generic;
using System.Reflection;

namespace MaskedNorm.Tests.Harness;

/// <summary>Compiled declarations, called by their index.</summary>
internal sealed class KernelSet(IReadOnlyList<Declaration> declarations, Assembly assembly, int perClass)
{
    public IReadOnlyList<Declaration> Declarations => declarations;

    public Kernel this[int index] => new(declarations[index], Find("Forward", index)!, Find("Backward", index));

    private Action<CallArguments>? Find(string prefix, int index) =>
        assembly.GetType($"Compiled.Kernels{index / perClass}")!.GetMethod($"{prefix}{index}")?.CreateDelegate<Action<CallArguments>>();
}

/// <summary>One compiled declaration.</summary>
/// <param name="Declaration">What was declared.</param>
/// <param name="Forward">Calls the forward.</param>
/// <param name="Backward">Calls the backward, if one is declared.</param>
internal sealed record Kernel(Declaration Declaration, Action<CallArguments> Forward, Action<CallArguments>? Backward);
