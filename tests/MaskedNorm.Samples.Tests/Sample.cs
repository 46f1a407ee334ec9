using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Spectre.Console;

namespace MaskedNorm.Samples.Tests;

/// <summary>What the tests of all samples do.</summary>
internal static partial class Sample
{
    /// <summary>Runs a sample as a program.</summary>
    public static async Task<(int Code, string Output, string Error)> Start(Assembly sample, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(sample.Location);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    /// <summary>A terminal of some width that writes into memory.</summary>
    public static IAnsiConsole Console(StringWriter text, int width)
    {
        IAnsiConsole console = AnsiConsole.Create(new() { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    /// <summary>What such a terminal shows.</summary>
    public static string[] Lines(StringWriter text) =>
        [.. Control().Replace(text.ToString(), "").Split(['\n', '\r']).Select(line => line.TrimEnd()).Where(line => line.Length > 0)];

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Control();
}
