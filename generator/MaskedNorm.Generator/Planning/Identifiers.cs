using System.Collections.Generic;
using System.Linq;

namespace MaskedNorm.Generator.Planning;

/// <summary>Identifiers that emitted code cannot take from an axis.</summary>
internal static class Identifiers
{
    /// <summary>Keywords of C#, contextual ones included.</summary>
    public static readonly HashSet<string> Keywords = new()
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal",
        "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for",
        "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null",
        "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed",
        "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong",
        "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while", "nint", "nuint", "scoped", "required", "field",
        "file", "record", "value", "var", "partial", "await", "async", "dynamic", "nameof", "and", "or", "not", "with", "when", "where",
    };

    /// <summary>Keywords, and what emitted kernels call their own.</summary>
    public static readonly HashSet<string> Reserved = new(Keywords.Concat(new[]
    {
        "address", "Address", "Addresses", "Bind", "Run", "Count", "Center", "Accumulate", "Apply", "Reduce", "Estimate", "Pad", "Exceptional",
        "Lanes", "Lines", "Launch", "Strip", "Shape", "Math", "Unsafe", "Vector256", "View", "Vector", "ScratchBytes", "stripWidth",
        "strip", "scratch", "first", "end", "lane", "width", "selection", "outer", "count", "group", "item", "line", "x", "y", "dx", "dy",
        "mask", "lengths", "weight", "bias", "mean", "variance", "moments", "center", "scale", "shift", "slope", "offset", "gamma", "beta",
        "limit", "chunk", "block", "length", "valid", "pivot", "seen", "one", "sum", "square", "row", "step", "from", "to", "start",
        "options", "view", "total", "kernel", "operands", "sums", "size", "open", "k", "Half", "Moments", "counted", "data", "marks", "affine", "own", "near", "head", "part", "ahead", "next", "bound", "inside", "blockEnd", "rest", "lineGrad", "lineProduct", "gradWeight", "gradBias", "BlockItems", "place", "inner", "middle", "rows", "found", "left", "i", "alike", "Mark", "marked", "slice", "sliceEnd", "lines", "four",
    }));
}
