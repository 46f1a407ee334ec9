using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace MaskedNorm.Generator.Emission;

/// <summary>Text with an indentation that follows its braces; lines end in <c>\n</c> on every machine.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder text = new();
    private int depth;
    private bool open = true;

    public CodeWriter(int depth = 0) => this.depth = depth;

    /// <summary>Writes a line, or an empty one that never follows an opening brace.</summary>
    public CodeWriter Line(string line = "")
    {
        if (line.Length == 0)
        {
            if (!open)
            {
                text.Append('\n');
                open = true;
            }

            return this;
        }

        if (line[0] != '#')
        {
            text.Append(' ', 4 * depth);
        }

        text.Append(line).Append('\n');
        open = false;
        return this;
    }

    /// <summary>Where the next line goes.</summary>
    public int Position => text.Length;

    /// <summary>Writes lines where others stand already, as far in as the next line is.</summary>
    public void Insert(int position, IEnumerable<string> lines) =>
        text.Insert(position, string.Concat(lines.Select(line => new string(' ', 4 * depth) + line + "\n")));

    /// <summary>Writes lines that are indented already.</summary>
    public CodeWriter Raw(string lines)
    {
        text.Append(lines);
        open = false;
        return this;
    }

    /// <summary>Writes a header and opens a brace.</summary>
    public CodeWriter Open(string header)
    {
        Line(header);
        Line("{");
        depth++;
        open = true;
        return this;
    }

    /// <summary>Closes a brace.</summary>
    public CodeWriter Close(string after = "")
    {
        depth--;
        if (text.Length > 1 && text[text.Length - 1] == '\n' && text[text.Length - 2] == '\n')
        {
            text.Length--;
        }

        Line("}" + after);
        return this;
    }

    public override string ToString() => text.ToString();
}
