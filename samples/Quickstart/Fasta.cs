using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Quickstart;

/// <summary>A sequence of a FASTA file.</summary>
/// <param name="Name">The first word of its header.</param>
/// <param name="Bases">Its bases, upper case, U written as T.</param>
internal sealed record FastaRecord(string Name, string Bases);

/// <summary>Reads FASTA files of nucleotides. What is wrong with one is said with its name, the line, and what was expected.</summary>
internal static class Fasta
{
    /// <summary>The letters that stand for a base or, in IUPAC's code, for one of several.</summary>
    public const string Codes = "ACGTRYSWKMBDHVN";

    /// <summary>Reads every record of a file.</summary>
    /// <exception cref="InvalidDataException">The file cannot be read, or is no FASTA file of nucleotides.</exception>
    public static IReadOnlyList<FastaRecord> Read(string path)
    {
        try
        {
            using StreamReader reader = new(path);
            return Read(reader, path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            throw new InvalidDataException($"{(path.Length > 0 ? path : "''")}: there is no such file; expected a FASTA file of nucleotides.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path}: the file cannot be read ({e.Message.TrimEnd('.')}); expected a FASTA file of nucleotides.");
        }
    }

    private static List<FastaRecord> Read(TextReader reader, string path)
    {
        List<FastaRecord> records = [];
        StringBuilder bases = new();
        string? name = null;
        int headerLine = 0;
        int number = 0;
        while (reader.ReadLine() is { } text)
        {
            number++;
            string line = text.Trim();
            if (line.StartsWith('>'))
            {
                End();
                name = line[1..].Trim() is [_, ..] header ? header.Split((char[]?)null, 2)[0] : $"record {records.Count + 1}";
                headerLine = number;
            }
            else if (line.Length > 0 && line[0] != ';')
            {
                if (name is null)
                {
                    throw Error(number, $"found {Quote(line)}; expected a header line that starts with '>' before the first sequence");
                }

                Append(line);
            }
        }

        End();
        return records.Count > 0 ? records : throw new InvalidDataException($"{path}: found no record; expected at least one header line that starts with '>', and its sequence.");

        void Append(string line)
        {
            foreach (char c in line)
            {
                char code = char.ToUpperInvariant(c) is 'U' ? 'T' : char.ToUpperInvariant(c);
                if (Codes.Contains(code, StringComparison.Ordinal))
                {
                    bases.Append(code);
                }
                else if (!char.IsWhiteSpace(c))
                {
                    throw Error(number, $"found {Quote(c.ToString())}; expected bases: A C G T U, or the IUPAC codes {string.Join(' ', Codes[4..].ToCharArray())}");
                }
            }
        }

        void End()
        {
            if (name is null)
            {
                return;
            }

            if (bases.Length == 0)
            {
                throw Error(headerLine, $"found no sequence under the header of {Quote(name)}; expected at least one base");
            }

            records.Add(new(name, bases.ToString()));
            bases.Clear();
        }

        InvalidDataException Error(int line, string what) => new($"{path}, line {line}: {what}.");
    }

    // At most 40 characters, and nothing that would move the cursor.
    private static string Quote(string text)
    {
        StringBuilder quoted = new("'");
        foreach (char c in text.Length > 40 ? text[..37] + "..." : text)
        {
            quoted.Append(char.IsControl(c) || c == '\uFFFD' ? '?' : c);
        }

        return quoted.Append('\'').ToString();
    }
}
