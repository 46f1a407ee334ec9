using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace MaskedNorm.Generator.Declaration;

/// <summary>Reads the declarations of all files, and of those alone that an edit can have changed the meaning of.</summary>
/// <remarks>
/// <c>ForAttributeWithMetadataName</c> binds every attribute anew after every keystroke, as another file may have changed its meaning.
/// Here a file is read anew only if it is new itself, or anything has changed outside of bodies: a thousand declarations
/// cost a keystroke next to nothing.
/// </remarks>
internal static class ProjectReader
{
    private static readonly ConditionalWeakTable<object, StrongBox<int>> Numbers = new();
    private static int lastNumber;

    /// <summary>What is declared, file by file, in the order of the project.</summary>
    public static IEnumerable<FileResult> Read(Compilation compilation, CancellationToken cancellation)
    {
        List<SourceFile> files = compilation.SyntaxTrees.Select(tree => SourceFile.Of(tree, cancellation)).ToList();
        Fingerprint environment = Environment(compilation, files);
        AttributeNames? names = null;
        var results = new List<FileResult>();
        int index = 0;
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SourceFile file = files[index++];
            if (!file.TryRecall(environment, out FileResult? result))
            {
                cancellation.ThrowIfCancellationRequested();
                names ??= new(files);
                List<SyntaxNode> targets = names.TargetsIn(file);
                result = targets.Count > 0 ? FileReader.Read(targets, compilation.GetSemanticModel(tree), cancellation) : null;
                file.Remember(environment, result);
            }

            if (result is not null)
            {
                results.Add(result);
            }
        }

        return results;
    }

    // Parse options are the file's own: another language version is another tree.
    private static Fingerprint Environment(Compilation compilation, List<SourceFile> files)
    {
        var environment = new Fingerprint.Builder();
        environment.Add(compilation.AssemblyName ?? "");
        environment.Add(NumberOf(compilation.Options));
        foreach (MetadataReference reference in compilation.References)
        {
            environment.Add(NumberOf(reference));
        }

        foreach (SourceFile file in files)
        {
            environment.Add(file.Surface);
        }

        return environment.Build();
    }

    // What cannot change is told apart by its identity.
    private static int NumberOf(object immutable) =>
        Numbers.GetValue(immutable, static _ => new StrongBox<int>(Interlocked.Increment(ref lastNumber))).Value;
}
