using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MaskedNorm.Generator.Declaration;

/// <summary>The names under which a project can write the attributes: their own ones, and aliases.</summary>
internal sealed class AttributeNames
{
    private const string Suffix = "Attribute";

    private readonly HashSet<string> names;
    private readonly bool haveAliases;

    /// <param name="files">All files of the project.</param>
    public AttributeNames(IReadOnlyList<SourceFile> files)
    {
        var own = new HashSet<string>();
        foreach (string name in MetadataNames.Attributes)
        {
            Add(own, name.Substring(name.LastIndexOf('.') + 1));
        }

        names = WithAliases(own, files.SelectMany(file => file.GlobalAliases).ToList());
        haveAliases = names.Count > own.Count;
    }

    /// <summary>What stands in a file under an attribute that, by its name, may be one of ours.</summary>
    public List<SyntaxNode> TargetsIn(SourceFile file)
    {
        HashSet<string> known = WithAliases(names, file.Aliases);

        // On a local function or a lambda an attribute is a mistake, and hardly any file needs to be searched for that.
        IReadOnlyList<AttributeSyntax> attributes = haveAliases || file.NamesAttributes ? file.AllAttributes : file.Attributes;
        return attributes
            .Where(attribute => known.Contains(SourceFile.LastName(attribute.Name)) && attribute.Parent?.Parent is not null)
            .Select(attribute => attribute.Parent!.Parent!)
            .Distinct()
            .ToList();
    }

    // An alias may stand for another one, which then stands before it.
    private static HashSet<string> WithAliases(HashSet<string> names, IReadOnlyList<SourceFile.Alias> aliases)
    {
        if (aliases.Count == 0)
        {
            return names;
        }

        var all = new HashSet<string>(names);
        foreach (SourceFile.Alias alias in aliases.Where(alias => all.Contains(alias.Target)))
        {
            Add(all, alias.Name);
        }

        return all;
    }

    // [Norm] stands for NormAttribute too, of an alias as of a class.
    private static void Add(HashSet<string> names, string name)
    {
        names.Add(name);
        if (name.EndsWith(Suffix, StringComparison.Ordinal))
        {
            names.Add(name.Substring(0, name.Length - Suffix.Length));
        }
    }
}
