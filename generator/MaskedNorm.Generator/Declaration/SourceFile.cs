using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MaskedNorm.Generator.Declaration;

/// <summary>One version of one file: its attributes and aliases, what other files see of it, and what was read of it last.</summary>
/// <remarks>Lives exactly as long as the file's syntax tree, which an edit of another file leaves as it is.</remarks>
internal sealed class SourceFile
{
    private static readonly ConditionalWeakTable<SyntaxTree, SourceFile> Known = new();

    private readonly SyntaxNode root;
    private readonly List<AttributeSyntax> attributes = [];
    private readonly List<Alias> aliases = [];
    private readonly List<Alias> globalAliases = [];

    // Replaced as a whole: several compilations, on several threads, may share the file.
    private volatile Reading? last;

    private IReadOnlyList<AttributeSyntax>? all;

    private SourceFile(SyntaxNode root, CancellationToken cancellation)
    {
        this.root = root;
        Surface = Survey(cancellation);
        NamesAttributes = root.SyntaxTree.GetText(cancellation).ToString().Contains(MetadataNames.Word);
    }

    /// <summary>The attributes of all that the file declares.</summary>
    public IReadOnlyList<AttributeSyntax> Attributes => attributes;

    /// <summary>Those in bodies too, of local functions and lambdas. Bodies are most of a project, and are searched only when this is asked for.</summary>
    public IReadOnlyList<AttributeSyntax> AllAttributes => all ??= root.DescendantNodes().OfType<AttributeSyntax>().ToList();

    /// <summary>Whether an attribute's own name can stand anywhere in the file.</summary>
    public bool NamesAttributes { get; }

    /// <summary>The aliases that the file has for itself.</summary>
    public IReadOnlyList<Alias> Aliases => aliases;

    /// <summary>The aliases that it gives to the whole project.</summary>
    public IReadOnlyList<Alias> GlobalAliases => globalAliases;

    /// <summary>Stands for all of the file that other files can depend on: everything but white space, comments and bodies.</summary>
    public Fingerprint Surface { get; }

    public static SourceFile Of(SyntaxTree tree, CancellationToken cancellation) =>
        Known.TryGetValue(tree, out SourceFile? file) ? file : Known.GetValue(tree, key => new SourceFile(key.GetRoot(cancellation), cancellation));

    /// <summary>Finds what was read of the file last, if that was in the same environment; whether it was.</summary>
    /// <param name="environment">Stands for everything besides the file that decides what is read of it.</param>
    /// <param name="result">What was read; null: nothing is declared in the file.</param>
    public bool TryRecall(Fingerprint environment, out FileResult? result)
    {
        Reading? reading = last;
        result = reading?.Result;
        return reading?.Environment == environment;
    }

    public void Remember(Fingerprint environment, FileResult? result) => last = new Reading(environment, result);

    /// <summary>The last part of a name, which an attribute is looked for by: <c>MaskedNorm</c> of <c>global::MaskedNorm.MaskedNorm</c>.</summary>
    public static string LastName(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };

    // Kinds, numbers of children and tokens, in the order of the source, tell the tree without its white space and comments.
    private Fingerprint Survey(CancellationToken cancellation)
    {
        var surface = new Fingerprint.Builder();
        foreach (SyntaxNodeOrToken item in root.DescendantNodesAndTokensAndSelf(node => !IsBody(node)))
        {
            surface.Add(item.RawKind);
            if (item.AsNode() is not { } node)
            {
                surface.Add(item.AsToken().Text);
            }
            else if (IsBody(node))
            {
                cancellation.ThrowIfCancellationRequested();
            }
            else
            {
                surface.Add(item.ChildNodesAndTokens().Count);
                Note(node);
            }
        }

        return surface.Build();
    }

    private void Note(SyntaxNode node)
    {
        if (node is AttributeSyntax attribute)
        {
            attributes.Add(attribute);
        }
        else if (node is UsingDirectiveSyntax { Alias: { } alias, Name: { } target } directive)
        {
            (directive.GlobalKeyword.RawKind != 0 ? globalAliases : aliases).Add(new(alias.Name.Identifier.ValueText, LastName(target)));
        }
    }

    /// <summary>Whether a part of a declaration is of no consequence outside of it: it takes part in no constant, no name and no type.</summary>
    private static bool IsBody(SyntaxNode node) => node switch
    {
        BlockSyntax or ArrowExpressionClauseSyntax or GlobalStatementSyntax => true,
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax } => true,
        EqualsValueClauseSyntax { Parent.Parent.Parent: FieldDeclarationSyntax field } => !field.Modifiers.Any(SyntaxKind.ConstKeyword),
        _ => false,
    };

    /// <summary>A name that a file gives to a type.</summary>
    /// <param name="Name">The alias.</param>
    /// <param name="Target">The last part of the type's name.</param>
    internal sealed record Alias(string Name, string Target);

    private sealed record Reading(Fingerprint Environment, FileResult? Result);
}
