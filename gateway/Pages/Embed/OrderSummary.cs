using Gateway.Pages.Track;
using ServiceDefaults.Languages;

namespace Gateway.Pages.Embed;

/// <summary>
/// An order in a few words, the same that its page says. <c>Version</c>: of the order, to follow its stream from there;
/// <c>Href</c>: the page, on this host.
/// </summary>
internal sealed record OrderSummary(
    string Language, string Direction, long Version, string Order, string Headline, string? Text,
    ExpectedDate? Expected, IReadOnlyList<SummaryLine> Latest, string Href, string Everything)
{
    private const int LatestMax = 3;

    public static OrderSummary Of(TrackedOrder order, Language language, DateTimeOffset now, string href) => new(
        language.Tag, language.Direction, order.Version,
        language.Text("page.order", ("order", order.OrderNumber ?? "")), Words.Headline(order, language),
        Words.Intro(order, language),
        Expectation.Of(order, Journey.Zone(order), now, language) is { } expected
            ? new(language.Text("expect.title"), expected.Date, expected.Who) : null,
        [
            .. History.Of(order, language).Days
                .SelectMany(day => day.Lines.Select(line => SummaryLine.Of(day.Day, line, language))).Take(LatestMax),
        ],
        href, language.Text("page.everything"));
}

internal sealed record ExpectedDate(string Title, string Date, string Who);

/// <summary><c>At</c> for machines; <c>Day</c> and <c>Time</c> on the clocks of the place.</summary>
internal sealed record SummaryLine(string At, string Day, string Time, string Title, string? Place)
{
    public static SummaryLine Of(string day, Line line, Language language) =>
        new(line.At.Machine, day, line.At.Clock(language), line.Title, line.Place);
}
