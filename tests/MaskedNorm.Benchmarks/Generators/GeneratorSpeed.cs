using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using MaskedNorm.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace MaskedNorm.Benchmarks.Generators;

/// <summary>Measures the generator inside the compiler: a cold run, a keystroke, and what it writes.</summary>
internal static class GeneratorSpeed
{
    private const int ColdRuns = 9;
    private const int CompiledTypes = 10;

    /// <summary>Measures and prints.</summary>
    /// <param name="types">How many types of <see cref="Declarations.PerType"/> declarations.</param>
    /// <param name="keystrokes">How many keystrokes.</param>
    /// <returns>The exit code.</returns>
    public static int Run(int types, int keystrokes)
    {
        int count = types * Declarations.PerType;
        Console.WriteLine(Machine.Description);
        Console.WriteLine($"{count} declarations in {types} types and files, compiler {typeof(CSharpCompilation).Assembly.GetName().Version}; times are medians, with the best in parentheses");

        // The just-in-time compiler is warm after a few projects of the same kind.
        for (int round = 0; round < 4; round++)
        {
            Cold(new MaskedNormGenerator(), Math.Max(1, types / 2), round);
            Cold(new FindingGenerator(), Math.Max(1, types / 2), round);
            Cold(new ReadingGenerator(), Math.Max(1, types / 2), round);
        }

        // In turn, so that what disturbs the machine disturbs all of them.
        List<double> whole = [], finding = [], reading = [];
        for (int i = 0; i < ColdRuns; i++)
        {
            whole.Add(Cold(new MaskedNormGenerator(), types, 100 + i).Seconds);
            finding.Add(Cold(new FindingGenerator(), types, 200 + i).Seconds);
            reading.Add(Cold(new ReadingGenerator(), types, 300 + i).Seconds);
        }

        Console.WriteLine($"cold: {Times(whole)} ms in all, {Number(Measurement.Median(whole) / count * 1e6)} us per declaration (goal for 1000: 1500 ms)");
        Console.WriteLine($"  finding the attributes, which is the compiler's own work: {Times(finding)} ms");
        Console.WriteLine($"  finding and reading: {Times(reading)} ms");

        Keystroke("keystroke elsewhere", " (goal for 1000: 10 ms)", new MaskedNormGenerator(), types, keystrokes);
        Keystroke("  finding the attributes, which is the compiler's own work", "", new FindingGenerator(), types, keystrokes);
        Keystroke("  finding and reading", "", new ReadingGenerator(), types, keystrokes);
        return Sizes(Math.Min(types, CompiledTypes));
    }

    private static void Keystroke(string what, string remark, IIncrementalGenerator generator, int types, int keystrokes)
    {
        (_, GeneratorDriver driver, Compilation compilation) = Cold(generator, types, 1000);
        List<double> times = [], bytes = [];
        for (int i = 0; i < keystrokes; i++)
        {
            compilation = Declarations.Edit(compilation, i + 1);
            Settle();
            long allocated = GC.GetTotalAllocatedBytes(precise: true);
            long start = Stopwatch.GetTimestamp();
            driver = driver.RunGenerators(compilation);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (i >= keystrokes / 4)
            {
                times.Add(seconds);
                bytes.Add(GC.GetTotalAllocatedBytes(precise: true) - allocated);
            }
        }

        Console.WriteLine($"{what}: {Times(times)} ms, {Number(Measurement.Median(bytes) / 1024)} KB allocated{remark}");
    }

    // What is written is compiled for few types only: that takes longer than writing it.
    private static int Sizes(int types)
    {
        int count = types * Declarations.PerType;
        List<double> generating = [], compiling = [];
        byte[] image = [];
        for (int round = 0; round < 5; round++)
        {
            (double seconds, GeneratorDriver driver, Compilation compilation) = Cold(new MaskedNormGenerator(), types, 2000 + round);
            ImmutableArray<SyntaxTree> trees = driver.GetRunResult().GeneratedTrees;
            if (round == 0)
            {
                double characters = trees.Sum(tree => (double)tree.Length);
                double lines = trees.Sum(tree => (double)tree.GetText().Lines.Count);
                Console.WriteLine($"emitted source of {count} declarations: {Number(characters / 1024)} KB in {trees.Length} files, {Number(lines / count)} lines and {Number(characters / count)} characters per declaration");
            }

            Compilation whole = compilation.AddSyntaxTrees(trees);
            Settle();
            long start = Stopwatch.GetTimestamp();
            EmitResult result = Emit(whole, out image);
            generating.Add(seconds);
            compiling.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            List<Diagnostic> errors = result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
            if (errors.Count > 0)
            {
                Console.Error.WriteLine($"The emitted source does not compile: {errors.Count} errors.");
                errors.Take(10).ToList().ForEach(Console.Error.WriteLine);
                return 1;
            }
        }

        ReportCode(image, count);
        double generator = Measurement.Median(generating), compiler = Measurement.Median(compiling);
        Console.WriteLine($"build of {count} declarations: generator {Times(generating)} ms, compiling all {Times(compiling)} ms; the generator takes {Number(100 * generator / (generator + compiler))} % of both");
        return 0;
    }

    private static void ReportCode(byte[] image, int count)
    {
        using PEReader reader = new(new MemoryStream(image));
        MetadataReader metadata = reader.GetMetadataReader();
        List<(string Name, int Size)> methods = metadata.MethodDefinitions
            .Select(metadata.GetMethodDefinition)
            .Where(method => method.RelativeVirtualAddress != 0)
            .Select(method => (metadata.GetString(method.Name), reader.GetMethodBody(method.RelativeVirtualAddress).GetILReader().Length))
            .ToList();
        (string largest, int size) = methods.MaxBy(method => method.Size);
        double il = methods.Sum(method => (double)method.Size);
        Console.WriteLine(
            $"emitted IL: {Number(il / 1024)} KB in {methods.Count} methods, {Number(il / count)} bytes per declaration; " +
            $"the largest method, {largest}, has {size} bytes (optimized up to 60000); the assembly has {Number(image.Length / 1024.0)} KB");
    }

    private static EmitResult Emit(Compilation compilation, out byte[] image)
    {
        using MemoryStream stream = new();
        EmitResult result = compilation.Emit(stream);
        image = stream.ToArray();
        return result;
    }

    private static (double Seconds, GeneratorDriver Driver, Compilation Compilation) Cold(IIncrementalGenerator generator, int types, int round)
    {
        CSharpCompilation compilation = Declarations.Create(types, round);
        CSharpGeneratorDriver driver = Declarations.Driver(generator);
        Settle();
        long start = Stopwatch.GetTimestamp();
        GeneratorDriver after = driver.RunGenerators(compilation);
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, after, compilation);
    }

    // A collection of what came before does not belong to what is measured.
    private static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static string Times(List<double> seconds) => $"{Number(Measurement.Median(seconds) * 1e3)} ({Number(seconds.Min() * 1e3)})";

    private static string Number(double value) => value.ToString(value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
