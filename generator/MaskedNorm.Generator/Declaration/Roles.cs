using System;
using System.Collections.Generic;
using System.Linq;

namespace MaskedNorm.Generator.Declaration;

/// <summary>Whether a role's memory is read or written.</summary>
internal enum Direction
{
    Read,
    Write,

    /// <summary>Read-only or writable, which decides what the parameter means.</summary>
    Either,
}

/// <summary>The roles of parameters: their names, their element types and what each operation does with them.</summary>
internal static class Roles
{
    private static readonly Element[] DataElements =
        [Element.Single, Element.Double, Element.Half, Element.BFloat16, Element.Float8E4M3, Element.Float8E5M2];

    private static readonly (string Name, Role Role)[] ByName =
    [
        ("input", Role.Input),
        ("x", Role.Input),
        ("source", Role.Input),
        ("output", Role.Output),
        ("y", Role.Output),
        ("destination", Role.Output),
        ("mask", Role.Mask),
        ("lengths", Role.Lengths),
        ("weight", Role.Weight),
        ("gamma", Role.Weight),
        ("bias", Role.Bias),
        ("beta", Role.Bias),
        ("mean", Role.Mean),
        ("variance", Role.Variance),
        ("running", Role.Running),
        ("moments", Role.Moments),
        ("gradOutput", Role.GradOutput),
        ("gradInput", Role.GradInput),
        ("gradWeight", Role.GradWeight),
        ("gradBias", Role.GradBias),
    ];

    /// <summary>The role of a name, ignoring case; null if no role has it.</summary>
    public static Role? Find(string name)
    {
        foreach ((string candidate, Role role) in ByName)
        {
            if (string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase))
            {
                return role;
            }
        }

        return null;
    }

    /// <summary>The first of a role's names.</summary>
    public static string NameOf(Role role) => ByName.First(pair => pair.Role == role).Name;

    /// <summary>All names that an operation has a use for.</summary>
    public static IEnumerable<string> NamesOf(Operation operation) =>
        ByName.Where(pair => DirectionOf(operation, pair.Role) is not null).Select(pair => pair.Name);

    /// <summary>The element types of a role.</summary>
    public static IReadOnlyList<Element> ElementsOf(Role role) => role switch
    {
        Role.Mask => [Element.Boolean, Element.Byte, Element.Int32, Element.Int64],
        Role.Lengths => [Element.Int32, Element.Int64],
        Role.Moments => [Element.Moments],
        Role.Running => [Element.Single, Element.Double, Element.Half, Element.BFloat16],
        _ => DataElements,
    };

    /// <summary>Whether an operation reads or writes a role; null if the role means nothing to it.</summary>
    public static Direction? DirectionOf(Operation operation, Role role) => (operation, role) switch
    {
        (_, Role.Mask or Role.Lengths) => Direction.Read,
        (Operation.Forward, Role.Input or Role.Mean or Role.Variance) => Direction.Either,
        (Operation.Forward, Role.Output or Role.Moments or Role.Running) => Direction.Write,
        (Operation.Forward, Role.Weight or Role.Bias) => Direction.Read,
        (Operation.Backward, Role.GradInput or Role.GradWeight or Role.GradBias) => Direction.Write,
        (Operation.Backward, Role.GradOutput or Role.Input or Role.Weight or Role.Mean or Role.Variance) => Direction.Read,
        (Operation.Moments, Role.Input) => Direction.Read,
        (Operation.Moments, Role.Moments) => Direction.Write,
        _ => null,
    };

    /// <summary>Whether a role's memory has the shape of the whole layout.</summary>
    public static bool SpansLayout(Role role) => role is Role.Input or Role.Output or Role.GradOutput or Role.GradInput;
}
