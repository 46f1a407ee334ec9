using System;
using System.IO;
using System.Linq;
using Xunit;

namespace MaskedNorm.Package.Tests;

/// <summary>The public surface changes only on purpose.</summary>
public class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        string verified = Path.Combine(Repository.TestFolder(), "PublicApi.verified.txt");
        string found = PublicApi.Of(typeof(Norms).Assembly, space => space.EndsWith(".Runtime", StringComparison.Ordinal) ? "   (for emitted code only; not a promise to users)" : "");
        if (Environment.GetEnvironmentVariable("MASKEDNORM_APPROVE") == "1")
        {
            File.WriteAllText(verified, found);
        }

        string approved = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : "";
        string[] before = approved.Split('\n');
        string[] after = found.Split('\n');
        string difference = string.Join("\n", before.Except(after).Select(line => "- " + line).Concat(after.Except(before).Select(line => "+ " + line)));
        Assert.True(found == approved, $"The public surface has changed; MASKEDNORM_APPROVE=1 approves it.\n{difference}");
    }

    [Fact]
    public void Every_type_of_the_runtime_namespace_is_hidden_from_completion() =>
        Assert.All(
            typeof(Norms).Assembly.GetExportedTypes().Where(type => type.Namespace == "MaskedNorm.Runtime" && !type.IsNested),
            type => Assert.Contains(
                type.GetCustomAttributes(typeof(System.ComponentModel.EditorBrowsableAttribute), inherit: false).Cast<System.ComponentModel.EditorBrowsableAttribute>(),
                attribute => attribute.State == System.ComponentModel.EditorBrowsableState.Never));
}
