namespace MaskedNorm.Generator.Declaration;

/// <summary>Writes parameters as messages and fixes propose them.</summary>
internal static class Proposals
{
    /// <summary>A missing parameter, in the style of those already there: <c>ReadOnlySpan&lt;bool&gt; mask</c>.</summary>
    public static string Write(Role role, bool isWritable, BoundParameters others)
    {
        Element element = role switch
        {
            Role.Mask => Element.Boolean,
            Role.Lengths => Element.Int32,
            Role.Moments => Element.Moments,
            _ => others.DataElement,
        };
        return Write(role, element, Roles.SpansLayout(role) && others.PrefersTensorSpans, isWritable, Roles.NameOf(role));
    }

    public static string Write(Role role, Element element, bool isTensor, bool isWritable, string name)
    {
        string holder = role == Role.Running ? "RunningStatistics" : (isWritable ? "" : "ReadOnly") + (isTensor ? "TensorSpan" : "Span");
        return $"{holder}<{ParameterType.AsWritten(element)}> {name}";
    }

    /// <summary>A missing extent.</summary>
    public static string Extent(string axis) => "int " + Identifier.Escape(axis);
}
