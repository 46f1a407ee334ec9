using System;
using System.IO;
using System.Runtime.CompilerServices;
using Xunit;

namespace MaskedNorm.Tests.Snapshots;

/// <summary>Compares text with an approved file <c>Class.Method.verified.cs</c> beside the test.</summary>
/// <remarks>The environment variable MASKEDNORM_APPROVE=1 approves what is found.</remarks>
internal static class Snapshot
{
    public static void Verify(string text, string name = "", [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        string stem = Path.Combine(Path.GetDirectoryName(file)!, $"{Path.GetFileNameWithoutExtension(file)}.{method}{(name.Length == 0 ? "" : "#" + name)}");
        string verified = stem + ".verified.cs";
        string received = stem + ".received.cs";
        string found = text.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("MASKEDNORM_APPROVE") == "1")
        {
            File.WriteAllText(verified, found);
        }

        string expected = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : "";
        if (found == expected)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, found);
        Assert.Fail($"{FirstDifference(expected, found)}\napproved: {verified}\nreceived: {received}\nMASKEDNORM_APPROVE=1 approves it.");
    }

    private static string FirstDifference(string expected, string found)
    {
        string[] a = expected.Split('\n');
        string[] b = found.Split('\n');
        int line = 0;
        while (line < a.Length && line < b.Length && a[line] == b[line])
        {
            line++;
        }

        string Line(string[] lines) => line < lines.Length ? lines[line] : "(end of file)";
        return $"line {line + 1}\nexpected: {Line(a)}\nfound:    {Line(b)}";
    }
}
