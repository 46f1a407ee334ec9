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
        Console.WriteLine($"{count} declarations in {types} types and files, compiler {typeof(CSharpCompilation).Assembly.GetName().Version}; times are medians, with the best and the processor time in parentheses");

        // The just-in-time compiler is warm after a few projects of the same kind.
        for (int round = 0; round < 4; round++)
        {
            Cold(new MaskedNormGenerator(), Math.Max(1, types / 2), round);
            Cold(new ReadingGenerator(), Math.Max(1, types / 2), round);
        }

        // In turn, so that what disturbs the machine disturbs all of them.
        List<Cost> whole = [], reading = [];
        for (int i = 0; i < ColdRuns; i++)
        {
            whole.Add(Cold(new MaskedNormGenerator(), types, 100 + i).Cost);
            reading.Add(Cold(new ReadingGenerator(), types, 200 + i).Cost);
        }

        Console.WriteLine($"cold: {Times(whole)} ms in all, {Number(Measurement.Median(whole.Select(cost => cost.Seconds).ToList()) / count * 1e6)} us per declaration (goal for 1000: 1500 ms)");
        Console.WriteLine($"  of it finding and reading the declarations: {Times(reading)} ms");

        Keystroke("keystroke in a method's body elsewhere", " (goal for 1000: 10 ms)", Declarations.EditBody, types, keystrokes);
        Keystroke("keystroke in a constant elsewhere, which all are read anew for", "", Declarations.EditConstant, types, keystrokes);
        return Sizes(Math.Min(types, CompiledTypes));
    }

    private static void Keystroke(string what, string remark, Func<Compilation, int, Compilation> edit, int types, int keystrokes)
    {
        (_, GeneratorDriver driver, Compilation compilation) = Cold(new MaskedNormGenerator(), types, 1000);
        List<Cost> times = [];
        List<double> bytes = [];
        for (int i = 0; i < keystrokes; i++)
        {
            compilation = edit(compilation, i + 1);
            Settle();
            long allocated = GC.GetTotalAllocatedBytes(precise: true);
            Cost cost = Cost.Of(() => driver = driver.RunGenerators(compilation));
            if (i >= keystrokes / 4)
            {
                times.Add(cost);
                bytes.Add(GC.GetTotalAllocatedBytes(precise: true) - allocated);
            }
        }

        Console.WriteLine($"{what}: {Times(times)} ms, {Number(Measurement.Median(bytes) / 1024)} KB allocated{remark}");
    }

    // What is written is compiled for few types only: that takes longer than writing it.
    private static int Sizes(int types)
    {
        int count = types * Declarations.PerType;
        List<Cost> generating = [], compiling = [];
        byte[] image = [];
        for (int round = 0; round < 5; round++)
        {
            (Cost cost, GeneratorDriver driver, Compilation compilation) = Cold(new MaskedNormGenerator(), types, 2000 + round);
            ImmutableArray<SyntaxTree> trees = driver.GetRunResult().GeneratedTrees;
            if (round == 0)
            {
                double characters = trees.Sum(tree => (double)tree.Length);
                double lines = trees.Sum(tree => (double)tree.GetText().Lines.Count);
                Console.WriteLine($"emitted source of {count} declarations: {Number(characters / 1024)} KB in {trees.Length} files, {Number(lines / count)} lines and {Number(characters / count)} characters per declaration");
            }

            // Without the last file, in which nothing is declared.
            Compilation whole = compilation.RemoveSyntaxTrees(compilation.SyntaxTrees.Last()).AddSyntaxTrees(trees);
            Settle();
            EmitResult? result = null;
            generating.Add(cost);
            compiling.Add(Cost.Of(() => result = Emit(whole, out image)));
            List<Diagnostic> errors = result!.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
            if (errors.Count > 0)
            {
                Console.Error.WriteLine($"The emitted source does not compile: {errors.Count} errors.");
                errors.Take(10).ToList().ForEach(Console.Error.WriteLine);
                return 1;
            }
        }

        ReportCode(image, count);
        double generator = generating.Min(cost => cost.Processor), compiler = compiling.Min(cost => cost.Processor);
        Console.WriteLine($"build of {count} declarations: generator {Times(generating)} ms, compiling all {Times(compiling)} ms; the generator takes {Number(100 * generator / (generator + compiler))} % of the processor time of both");
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

    private static (Cost Cost, GeneratorDriver Driver, Compilation Compilation) Cold(IIncrementalGenerator generator, int types, int round)
    {
        CSharpCompilation compilation = Declarations.Create(types, round);
        GeneratorDriver driver = Declarations.Driver(generator);
        Settle();
        return (Cost.Of(() => driver = driver.RunGenerators(compilation)), driver, compilation);
    }

    // A collection of what came before does not belong to what is measured.
    private static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static string Times(List<Cost> costs) =>
        $"{Number(Measurement.Median(costs.Select(cost => cost.Seconds).ToList()) * 1e3)} " +
        $"({Number(costs.Min(cost => cost.Seconds) * 1e3)}, {Number(Measurement.Median(costs.Select(cost => cost.Processor).ToList()) * 1e3)})";

    private static string Number(double value) => value.ToString(value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);

    /// <summary>What one run takes.</summary>
    /// <param name="Seconds">The time that passes.</param>
    /// <param name="Processor">The processor time of the whole program, which other programs do not lengthen as much.</param>
    private readonly record struct Cost(double Seconds, double Processor)
    {
        public static Cost Of(Action work)
        {
            TimeSpan processor = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            work();
            return new(Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
        }
    }
}
