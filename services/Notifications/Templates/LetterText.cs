using System.Text;

namespace Notifications.Templates;

/// <summary>A letter for readers that show no HTML.</summary>
internal static class LetterText
{
    public static string Of(Letter letter)
    {
        var text = new StringBuilder();
        Add(text, letter.Heading.ToUpperInvariant(), letter.Greeting);
        Add(text, [.. letter.Paragraphs]);
        Add(text, string.Join('\n', letter.Facts.Select(fact => $"{fact.Label}: {fact.Value}")));
        if (letter.Items.Count > 0)
            Add(text, string.Join('\n', letter.Items.Select(item => $"- {item}")));
        if (letter.Link is not null)
            Add(text, $"Follow your order: {letter.Link}");
        if (letter.Sender.Name is { } name)
            Add(text, string.Join('\n', ["-- ", name, .. letter.Sender.Addresses.Select(address => address.Text)]));
        return text.ToString();
    }

    private static void Add(StringBuilder text, params ReadOnlySpan<string> blocks)
    {
        foreach (var block in blocks)
            text.Append(text.Length > 0 ? "\n\n" : "").Append(block);
    }
}
