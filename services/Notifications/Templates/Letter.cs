using System.Globalization;
using Contracts;
using ServiceDefaults;
using ServiceDefaults.Languages;

namespace Notifications.Templates;

/// <summary>
/// What a message says, in the customer's language, before it is HTML or text. Everything in it is plain text of one
/// line; whoever renders it escapes.
/// </summary>
public sealed record Letter
{
    public required Language Language { get; init; }
    public required string Subject { get; init; }
    public required string Heading { get; init; }
    public required string Greeting { get; init; }
    /// <summary>Before the news, where there are several.</summary>
    public string? Opening { get; init; }
    public required IReadOnlyList<News> News { get; init; }
    public required string OrderNumber { get; init; }
    /// <summary>The tracking page; null when what we were given is no web address.</summary>
    public required string? Link { get; init; }
    /// <summary>Ends all messages of the channel; null where there is no such link.</summary>
    public string? Unsubscribe { get; init; }
    /// <summary>Whose letter it is; nothing in it where nobody has said so.</summary>
    public required Appearance Sender { get; init; }
    /// <summary>The same for mail programs: a schema.org ParcelDelivery or Order as JSON-LD.</summary>
    public required string Markup { get; init; }

    /// <summary>All of it in a line, for channels on which words are few.</summary>
    public string Short => Sender.Name is { } store
        ? Language.Text("letter.sms",
            ("store", store), ("heading", Heading), ("order", OrderNumber), ("link", Link ?? ""))
        : Language.Text("letter.sms_nobody", ("heading", Heading), ("order", OrderNumber), ("link", Link ?? ""));

    /// <param name="told">What has happened, the first of it first.</param>
    /// <param name="language">With the merchant's own words, if there are any.</param>
    internal static Letter About(
        IReadOnlyList<(string Milestone, Occasion Occasion)> told, Contact contact, Language language,
        Appearance? sender = null)
    {
        var number = OneLine(contact.OrderNumber);
        List<News> news = [.. told.Select(one => new LetterWords(language, contact, number, sender?.TimeZone)
            .About(one.Milestone, one.Occasion))];
        var heading = news is [var only] ? only.Heading : language.Text("letter.digest.heading", ("count", news.Count));
        var link = Uri.TryCreate(contact.TrackingUrl, UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https" ? url.AbsoluteUri : null;
        var from = sender is { Name: { } store } ? sender with { Name = OneLine(store) } : sender ?? new();
        return new()
        {
            Language = language,
            Subject = OneLine(language.Text("letter.subject", ("heading", heading), ("order", number))),
            Heading = heading,
            Greeting = OneLine(contact.Name) is { Length: > 0 } name
                ? language.Text("letter.hello", ("name", name)) : language.Text("letter.hello_nobody"),
            Opening = news.Count > 1 ? language.Text("letter.digest.body", ("order", number)) : null,
            News = news,
            OrderNumber = number,
            Link = link,
            Sender = from,
            Markup = LetterMarkup.Of(told[^1], contact, number, link, from),
        };
    }

    /// <summary>
    /// A text from outside as part of a line: no line breaks, tabs or other control characters, nor marks that turn the
    /// direction of what follows.
    /// </summary>
    internal static string OneLine(string text) => string.Join(' ', string.Concat(text.Select(c =>
        char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2067')
            ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>A carrier's code as its name is written: "blue_dart" → "Blue Dart".</summary>
    internal static string Carrier(string code) =>
        CultureInfo.InvariantCulture.TextInfo.ToTitleCase(OneLine(code.Replace('_', ' ')));
}

/// <summary>One thing that has happened. Facts: labels and their values, shown as a small table.</summary>
public sealed record News(
    string Heading, string Text, IReadOnlyList<(string Label, string Value)> Facts, IReadOnlyList<string> Items);
