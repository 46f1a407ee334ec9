using System;
using System.ComponentModel;

namespace MaskedNorm.Runtime;

/// <summary>What an emitted kernel gives the launcher. For emitted code only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IKernel
{
    /// <summary>Takes the addresses of the operands, which stay pinned while <see cref="Run"/> runs.</summary>
    /// <param name="addresses">The addresses.</param>
    void Bind(in Addresses addresses);

    /// <summary>Gets the number of bytes of scratch memory that <see cref="Run"/> needs.</summary>
    int ScratchBytes { get; }

    /// <summary>Computes the work items [first, end). Items are independent of each other.</summary>
    /// <param name="first">The first item.</param>
    /// <param name="end">The item after the last.</param>
    /// <param name="scratch">Scratch memory of <see cref="ScratchBytes"/>, with any content.</param>
    void Run(nint first, nint end, Span<byte> scratch);
}
