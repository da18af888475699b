using System.Text;

namespace Notifications.Templates;

/// <summary>A letter for readers that show no HTML.</summary>
internal static class LetterText
{
    public static string Of(Letter letter)
    {
        var text = new StringBuilder();
        Add(text, letter.Heading.ToUpper(letter.Language.Culture), letter.Greeting);
        if (letter.Opening is not null)
            Add(text, letter.Opening);
        foreach (var news in letter.News)
        {
            if (letter.News.Count > 1)
                Add(text, news.Heading.ToUpper(letter.Language.Culture));
            Add(text, news.Text);
            if (news.Facts.Count > 0)
                Add(text, string.Join('\n', news.Facts.Select(fact => $"{fact.Label}: {fact.Value}")));
            if (news.Items.Count > 0)
                Add(text, string.Join('\n', news.Items.Select(item => $"- {item}")));
        }

        if (letter.Link is not null)
            Add(text, $"{letter.Language.Text("letter.follow")}: {letter.Link}");
        if (letter.Sender.Name is { } name)
            Add(text, string.Join('\n', ["-- ", name, .. letter.Sender.Addresses.Select(address => address.Text)]));
        if (letter.Unsubscribe is not null)
            Add(text, $"{letter.Language.Text("letter.unsubscribe")}: {letter.Unsubscribe}");
        return text.ToString();
    }

    private static void Add(StringBuilder text, params ReadOnlySpan<string> blocks)
    {
        foreach (var block in blocks)
            text.Append(text.Length > 0 ? "\n\n" : "").Append(block);
    }
}
