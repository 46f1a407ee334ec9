using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MaskedNorm.Generator.Declaration;

/// <summary>Reads the declarations of all files, and of those alone that an edit can have changed the meaning of.</summary>
/// <remarks>
/// <c>ForAttributeWithMetadataName</c> binds every attribute anew after every keystroke, as another file may have changed its meaning.
/// Here a file is read anew only if it is new itself, or anything has changed outside of bodies: a thousand declarations
/// cost a keystroke next to nothing.
/// </remarks>
internal static class ProjectReader
{
    private const string Suffix = "Attribute";

    private static readonly ConditionalWeakTable<object, StrongBox<int>> Numbers = new();
    private static int lastNumber;

    /// <summary>What is declared, file by file, in the order of the project.</summary>
    public static IEnumerable<FileResult> Read(Compilation compilation, CancellationToken cancellation)
    {
        List<SourceFile> files = compilation.SyntaxTrees.Select(tree => SourceFile.Of(tree, cancellation)).ToList();
        Fingerprint environment = Environment(compilation, files);
        HashSet<string>? names = null;
        var results = new List<FileResult>();
        int index = 0;
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SourceFile file = files[index++];
            if (!file.TryRecall(environment, out FileResult? result))
            {
                cancellation.ThrowIfCancellationRequested();
                names ??= WithAliases(AttributeNames(), files.SelectMany(other => other.GlobalAliases).ToList());
                result = Read(file, tree, compilation, names, cancellation);
                file.Remember(environment, result);
            }

            if (result is not null)
            {
                results.Add(result);
            }
        }

        return results;
    }

    private static FileResult? Read(SourceFile file, SyntaxTree tree, Compilation compilation, HashSet<string> names, CancellationToken cancellation)
    {
        HashSet<string> own = WithAliases(names, file.Aliases);
        List<SyntaxNode> targets = file.Attributes
            .Where(attribute => own.Contains(SourceFile.LastName(attribute.Name)) && attribute.Parent?.Parent is not null)
            .Select(attribute => attribute.Parent!.Parent!)
            .Distinct()
            .ToList();
        return targets.Count > 0 ? FileReader.Read(targets, compilation.GetSemanticModel(tree), cancellation) : null;
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

    private static HashSet<string> AttributeNames()
    {
        var names = new HashSet<string>();
        foreach (string name in MetadataNames.Attributes)
        {
            Add(names, name.Substring(name.LastIndexOf('.') + 1));
        }

        return names;
    }

    // An alias may stand for another one.
    private static HashSet<string> WithAliases(HashSet<string> names, IReadOnlyList<SourceFile.Alias> aliases)
    {
        if (aliases.Count == 0)
        {
            return names;
        }

        var all = new HashSet<string>(names);
        for (int count = 0; count < all.Count;)
        {
            count = all.Count;
            foreach (SourceFile.Alias alias in aliases.Where(alias => all.Contains(alias.Target)))
            {
                Add(all, alias.Name);
            }
        }

        return all;
    }

    // [Norm] stands for NormAttribute too, of an alias as of a class.
    private static void Add(HashSet<string> names, string name)
    {
        names.Add(name);
        if (name.EndsWith(Suffix, System.StringComparison.Ordinal))
        {
            names.Add(name.Substring(0, name.Length - Suffix.Length));
        }
    }
}
