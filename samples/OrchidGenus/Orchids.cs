using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace OrchidGenus;

/// <summary>One orchid: its DNA and the index of its genus.</summary>
internal sealed record Orchid(string Accession, string Bases, int Genus);

/// <summary>The orchids, divided into those to learn from and those to be tested on.</summary>
internal sealed record Orchids(IReadOnlyList<string> Genera, IReadOnlyList<Orchid> Training, IReadOnlyList<Orchid> Test)
{
    /// <summary>The part of each genus that is held back. Of a genus with one orchid none is.</summary>
    private const double TestShare = 0.3;

    /// <summary>Reads the files beside the program, and draws from each genus by the seed.</summary>
    public static Orchids Read(int seed)
    {
        Dictionary<string, string> sequences = ReadFasta(Path.Combine(AppContext.BaseDirectory, "orchids.fasta"));
        string[][] rows = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "genus.tsv")).Select(line => line.Split('\t'))];
        string[] genera = [.. rows.Select(row => row[1]).Distinct().Order(StringComparer.Ordinal)];
        List<Orchid> training = [], test = [];
        Random random = new(seed);
        for (int genus = 0; genus < genera.Length; genus++)
        {
            Orchid[] members = [.. rows
                .Where(row => row[1] == genera[genus])
                .OrderBy(row => row[0], StringComparer.Ordinal)
                .Select(row => new Orchid(row[0], sequences[row[0]], genus))];
            random.Shuffle(members);
            int held = (int)(TestShare * members.Length);
            test.AddRange(members[..held]);
            training.AddRange(members[held..]);
        }

        return new(genera, training, test);
    }

    // Headers look like ">gi|2765658|emb|Z78533.1|CIZ78533 C.irapeanum ...": the fourth field is the accession with its version.
    private static Dictionary<string, string> ReadFasta(string path)
    {
        Dictionary<string, StringBuilder> sequences = [];
        StringBuilder? bases = null;
        foreach (string line in File.ReadLines(path))
        {
            if (line.StartsWith('>'))
            {
                sequences.Add(line.Split('|')[3].Split('.')[0], bases = new StringBuilder());
            }
            else
            {
                bases?.Append(line.Trim());
            }
        }

        return sequences.ToDictionary(sequence => sequence.Key, sequence => sequence.Value.ToString());
    }
}
