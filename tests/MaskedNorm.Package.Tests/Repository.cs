using System.IO;
using System.Runtime.CompilerServices;

namespace MaskedNorm.Package.Tests;

/// <summary>Where the sources are.</summary>
internal static class Repository
{
    /// <summary>The repository's folder.</summary>
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(TestFolder(), "../.."));

    /// <summary>This project's folder.</summary>
    public static string TestFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
