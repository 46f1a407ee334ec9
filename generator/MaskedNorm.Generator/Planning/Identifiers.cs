using System.Collections.Generic;

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
}
