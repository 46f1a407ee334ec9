using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace MaskedNorm.Package.Tests;

/// <summary>Packs the library, and builds projects that restore it from the folder it was packed into.</summary>
/// <remarks>The package has a version of its own on every run, so that no cache holds an older one.</remarks>
public sealed class PackedFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("MaskedNorm.Gen.").FullName;

    /// <summary>The version that was packed.</summary>
    public string Version { get; } = "0.1.0-test." + DateTime.UtcNow.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) + "." + Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    /// <summary>The packed file.</summary>
    public string Package => Path.Combine(_folder, "packages", $"MaskedNorm.Gen.{Version}.nupkg");

    /// <summary>What the build of all projects in <c>Projects.cs</c> wrote.</summary>
    public string BuildOutput { get; private set; } = "";

    /// <summary>Whether that build succeeded.</summary>
    public bool IsBuilt { get; private set; }

    public async Task InitializeAsync()
    {
        string configuration = typeof(PackedFixture).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        string packages = Path.Combine(_folder, "packages");
        (int exitCode, string output) = await DotNet.RunAsync(
            Repository.Folder,
            ["pack", "src/MaskedNorm/MaskedNorm.csproj", "--no-build", "-c", configuration, "-o", packages, "-p:PackageVersion=" + Version, "-p:NuspecOutputPath=" + _folder + "/nuspec/"]);
        Assert.True(exitCode == 0, output);

        Projects.WriteTo(_folder, Version);
        (exitCode, output) = await DotNet.RunAsync(_folder, "msbuild", "All.proj", "-restore", "-v:m", "-m:2");
        (IsBuilt, BuildOutput) = (exitCode == 0, output);
    }

    public async Task DisposeAsync()
    {
        // The global packages folder has a copy of this run's package.
        string assets = Path.Combine(_folder, "Console", "obj", "project.assets.json");
        if (File.Exists(assets))
        {
            using var json = JsonDocument.Parse(await File.ReadAllTextAsync(assets));
            string copy = Path.Combine(json.RootElement.GetProperty("packageFolders").EnumerateObject().First().Name, "maskednorm.gen", Version);
            if (Directory.Exists(copy))
            {
                Directory.Delete(copy, recursive: true);
            }
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Runs a project that was built.</summary>
    internal async Task<string> RunAsync(string project)
    {
        Assert.True(IsBuilt, BuildOutput);
        (int exitCode, string output) = await DotNet.RunAsync(_folder, Path.Combine(project, "bin", project + ".dll"));
        Assert.True(exitCode == 0, output);
        return output.ReplaceLineEndings("\n");
    }
}
