using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace MaskedNorm.Generator.Planning;

/// <summary>An extent or a stride: a constant times the extents of named runs.</summary>
/// <param name="Constant">The constant factor.</param>
/// <param name="Names">The run-time factors, in layout order.</param>
internal sealed record Product(long Constant, EquatableArray<string> Names)
{
    public static readonly Product One = new(1, EquatableArray<string>.Empty);

    /// <summary>Gets a value indicating whether the value is known at compile time.</summary>
    public bool IsConstant => Names.Count == 0;

    public static Product Of(IEnumerable<Product> factors)
    {
        long constant = 1;
        List<string> names = new();
        foreach (Product factor in factors)
        {
            constant *= factor.Constant;
            names.AddRange(factor.Names);
        }

        return new(constant, names.ToEquatableArray());
    }

    /// <summary>Whether this is the constant <paramref name="value"/>.</summary>
    public bool Is(long value) => IsConstant && Constant == value;

    /// <summary>The value times an index, as C#: nothing is multiplied by one.</summary>
    public string Times(string index) => Is(1) ? index : index + " * " + (Factors > 1 ? "(" + this + ")" : ToString());

    public override string ToString()
    {
        IEnumerable<string> names = Names;
        return Constant == 1 && Names.Count > 0
            ? string.Join(" * ", names)
            : string.Join(" * ", new[] { Literal(Constant) }.Concat(names));
    }

    /// <summary>A constant of type nint, as C#: what exceeds int is converted.</summary>
    public static string Literal(long value) =>
        value.ToString(CultureInfo.InvariantCulture) is var text && value <= int.MaxValue ? text : $"unchecked((nint){text})";

    private int Factors => Names.Count + (Constant == 1 && Names.Count > 0 ? 0 : 1);
}
