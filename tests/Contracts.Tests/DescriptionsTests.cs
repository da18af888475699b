using Testing;
using Tools.Describe;

namespace Contracts.Tests;

/// <summary>What describes the platform is made of the code and approved by people.</summary>
public sealed class DescriptionsTests
{
    [Fact]
    public async Task A_change_of_what_is_described_shows_up_in_review()
    {
        var changed = new List<string>();
        foreach (var (file, found) in Descriptions.Of(await Parts.Read(Repository.Root)))
        {
            var approved = Path.Combine(Repository.Root, file);
            if (File.Exists(approved) && found == await File.ReadAllTextAsync(approved))
                continue;
            changed.Add(file);
            await File.WriteAllTextAsync(
                Path.ChangeExtension(approved, ".received" + Path.GetExtension(approved)), found);
        }

        changed.ShouldBeEmpty("What the services say of themselves is not what these files say: look at the .received "
            + "ones beside them, and approve them with ./run describe");
    }
}
