using System.Runtime.CompilerServices;
using System.Text;

namespace Contracts.Tests;

/// <summary>The names and fields of messages are a format: other versions of other services read them.</summary>
public sealed class PublishedLanguageTests
{
    private const string Whose = "MerchantId";

    private static readonly PropertyTypes Named = new();

    [Fact]
    public void A_change_of_a_message_shows_up_in_review()
    {
        var approved = Path.Combine(Here(), "Approved", "messages.txt");
        var found = Describe();
        if (!File.Exists(approved) || File.ReadAllText(approved) != found)
            File.WriteAllText(Path.ChangeExtension(approved, ".received.txt"), found);
        File.Exists(approved).ShouldBeTrue("approve messages.received.txt by renaming it");
        found.ShouldBe(File.ReadAllText(approved),
            "adding an optional field is fine: then approve messages.received.txt");
    }

    [Fact]
    public void A_message_says_whose_it_is_and_which_order_it_is_about()
    {
        foreach (var message in Messages())
            foreach (var member in message == typeof(MerchantChanged) ? [Whose] : (string[])[Whose, "OrderId"])
                message.GetProperty(member).ShouldNotBeNull($"{message.Name} has no {member}");
    }

    [Fact]
    public void Contracts_reference_nothing_but_the_framework()
    {
        typeof(Money).Assembly.GetReferencedAssemblies().Select(a => a.Name!)
            .Where(name => !name.StartsWith("System", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static string Describe()
    {
        var text = new StringBuilder();
        foreach (var type in Types().OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            text.Append(type.Name).Append('\n');
            foreach (var property in type.GetProperties())
                text.Append("  ").Append(property.Name).Append(": ").Append(Named.Describe(property)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A message is what nothing else in the contracts is made of.</summary>
    private static IEnumerable<Type> Messages()
    {
        var types = Types();
        var parts = types.SelectMany(t => t.GetProperties())
            .SelectMany(p => p.PropertyType.GenericTypeArguments.Append(p.PropertyType));
        return types.Except(parts);
    }

    /// <summary>Attributes say something about fields and are not sent.</summary>
    private static Type[] Types() =>
        [.. typeof(Money).Assembly.GetExportedTypes().Where(type => !type.IsSubclassOf(typeof(Attribute)))];

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
