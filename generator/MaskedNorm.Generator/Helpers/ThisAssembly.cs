namespace MaskedNorm.Generator;

/// <summary>Facts of this assembly that emitted code states.</summary>
internal static class ThisAssembly
{
    /// <summary>The version that <c>[GeneratedCode]</c> names: without a build number, so that output does not change with every build.</summary>
    public const string Version = "0.1";
}
