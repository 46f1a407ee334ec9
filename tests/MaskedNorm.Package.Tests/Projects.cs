using System.Collections.Generic;
using System.IO;
using System.Text.RegularExpressions;

namespace MaskedNorm.Package.Tests;

/// <summary>The projects of a user: as strict as a project can be.</summary>
internal static partial class Projects
{
    private const string Kernel = """
            [MaskedNorm("N F", Axes = "F", Mask = "N F", Padded = OutputPolicy.Zero, Variance = Variance.Biased)]
            public static partial void Rows(ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<float> output, int N, int F);
        """;

    /// <summary>The README's first program, and what the README says that it prints.</summary>
    public static (string Program, string Output) Readme { get; } = ReadReadme();

    /// <summary>Writes all projects, and <c>All.proj</c>, which builds them.</summary>
    public static void WriteTo(string folder, string version)
    {
        foreach ((string path, string text) in Files(version))
        {
            string file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    private static IEnumerable<(string Path, string Text)> Files(string version)
    {
        string package = $"""<PackageReference Include="MaskedNorm.Gen" Version="{version}" />""";

        yield return ("nuget.config", """
            <configuration>
              <packageSources>
                <add key="packed" value="packages" />
              </packageSources>
            </configuration>
            """);
        yield return ("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <AnalysisLevel>latest-all</AnalysisLevel>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <CheckForOverflowUnderflow>true</CheckForOverflowUnderflow>
                <NuGetAudit>false</NuGetAudit>
                <InvariantGlobalization>true</InvariantGlobalization>
                <!-- What every analyzer says of a program that writes to the console. -->
                <NoWarn>CA1303</NoWarn>
                <OutputPath>bin/</OutputPath>
                <AppendTargetFrameworkToOutputPath>false</AppendTargetFrameworkToOutputPath>
              </PropertyGroup>
            </Project>
            """);
        yield return ("Directory.Packages.props", "<Project />");
        yield return ("All.proj", """
            <Project DefaultTargets="Build">
              <ItemGroup>
                <Root Include="Console/Console.csproj;App/App.csproj;Trimmed/Trimmed.csproj;Written/Written.csproj" />
              </ItemGroup>
              <Target Name="Restore">
                <MSBuild Projects="@(Root)" Targets="Restore" />
              </Target>
              <Target Name="Build">
                <MSBuild Projects="@(Root)" BuildInParallel="true" />
              </Target>
            </Project>
            """);

        yield return ("Console/Console.csproj", Project("<OutputType>Exe</OutputType>", package));
        yield return ("Console/Program.cs", Readme.Program);

        // A library with kernels of its own, and an app that has both the runtime library and the generator through it.
        yield return ("Library/Library.csproj", Project("<GenerateDocumentationFile>true</GenerateDocumentationFile>", package));
        yield return ("Library/Rows.cs", $$"""
            using System;
            using MaskedNorm;

            [assembly: CLSCompliant(false)]

            namespace Library;

            /// <summary>Kernels of a library.</summary>
            public static partial class Kernels
            {
                /// <summary>Rows over their valid features.</summary>
                /// <param name="input">Shape [N, F].</param>
                /// <param name="mask">Shape [N, F].</param>
                /// <param name="output">Shape [N, F].</param>
                /// <param name="N">Rows.</param>
                /// <param name="F">Features.</param>
            {{Kernel}}
            }
            """);
        yield return ("App/App.csproj", Project("<OutputType>Exe</OutputType>", """<ProjectReference Include="../Library/Library.csproj" />"""));
        yield return ("App/Program.cs", $$"""
            using System;
            using MaskedNorm;

            float[] x = [1, 3, float.NaN, 5, 5, 8];
            bool[] mask = [true, true, false, true, true, false];
            float[] y = new float[x.Length];
            Library.Kernels.Rows(x, mask, y, N: 2, F: 3);
            Console.WriteLine(string.Join(" ", y));
            Kernels.Rows(x, mask, y, N: 2, F: 3);
            Console.WriteLine(string.Join(" ", y));

            internal static partial class Kernels
            {
            {{Kernel}}
            }
            """);

        yield return ("Trimmed/Trimmed.csproj", Project("<OutputType>Exe</OutputType><IsAotCompatible>true</IsAotCompatible><PublishTrimmed>true</PublishTrimmed>", package));
        yield return ("Trimmed/Program.cs", Readme.Program);

        // What the library has written by hand; what it has generated is of the kind that the app above has.
        string sources = Path.Combine(Repository.Folder, "src", "MaskedNorm");
        yield return ("Written/Written.csproj", Project(
            "<IsAotCompatible>true</IsAotCompatible><AllowUnsafeBlocks>true</AllowUnsafeBlocks><CheckForOverflowUnderflow>false</CheckForOverflowUnderflow><AnalysisLevel>latest</AnalysisLevel>",
            $"""
            <Compile Include="{sources}/**/*.cs" Exclude="{sources}/obj/**;{sources}/bin/**;{sources}/Norms*.cs;{sources}/Layers/ReadyMade.cs" />
            <PackageReference Include="System.Numerics.Tensors" Version="{typeof(System.Numerics.Tensors.Tensor).Assembly.GetName().Version!.ToString(3)}" />
            """));
        yield return ("Written/Usings.cs", """
            // An error where the sources are not found.
            global using MaskedNorm.Runtime;
            """);
    }

    private static string Project(string properties, string reference) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>{properties}</PropertyGroup>
          <ItemGroup>{reference}</ItemGroup>
        </Project>
        """;

    private static (string Program, string Output) ReadReadme()
    {
        Match match = FirstProgram().Match(File.ReadAllText(Path.Combine(Repository.Folder, "README.md")).ReplaceLineEndings("\n"));
        return (match.Groups["program"].Value, match.Groups["output"].Value);
    }

    [GeneratedRegex(@"^```csharp\n(?<program>.*?)^```\n\n```text\n(?<output>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FirstProgram();
}
