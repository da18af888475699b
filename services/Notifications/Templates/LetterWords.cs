using Contracts;
using ServiceDefaults.Languages;

namespace Notifications.Templates;

/// <summary>What has happened, in the words of the catalogue.</summary>
internal sealed class LetterWords(Language language, Contact contact, string number, string? usualZone)
{
    private static readonly string[] ListsItems = ["confirmed", "cancelled"];

    /// <summary>The key's part after "letter.", where it is not the milestone.</summary>
    private static string KeyOf(string milestone, Occasion occasion) => (milestone, occasion.Reason) switch
    {
        ("customs_action", _) => "customs",
        ("feedback_asked", _) => "feedback",
        ("return_refunded", "store_credit") => "store_credit",
        _ => milestone,
    };

    public News About(string milestone, Occasion occasion)
    {
        var key = $"letter.{KeyOf(milestone, occasion)}";
        var text = milestone != "shipped" ? language.Text($"{key}.body", ("order", number))
            : occasion.Carrier is { } carrier
                ? language.Text($"{key}.body", ("order", number), ("carrier", Letter.Carrier(carrier)))
                : language.Text($"{key}.body_unnamed", ("order", number));
        return new(language.Text($"{key}.heading"), text, [.. FactsOf(milestone, occasion)],
            !ListsItems.Contains(milestone) ? []
                : [.. contact.Items.Select(item => $"{item.Quantity} × {Letter.OneLine(item.Name)}")]);
    }

    private IEnumerable<(string, string)> FactsOf(string milestone, Occasion occasion)
    {
        var zone = occasion.Zone ?? contact.TimeZone ?? usualZone;
        if (milestone is not ("delayed" or "feedback_asked"))
            yield return Fact(milestone == "shipped" ? "handed_over" : "when", When(occasion.ReachedAt, zone));
        if (occasion.Promise is { } promise)
            yield return Fact("promised", Promised(promise, zone));
        if (occasion.Expected is { } expected)
            yield return Fact("expected", Day(expected.To, zone));
        if (occasion.Carrier is { } carrier)
            yield return Fact("carrier", Letter.Carrier(carrier));
        if (occasion.TrackingNumber is { Length: > 0 } tracking)
            yield return Fact("tracking_number", Letter.OneLine(tracking));
        if (milestone == "confirmed")
            yield return Fact("total", language.Money(contact.Total));
        if (occasion.Amount is { } amount)
            yield return Fact("amount", language.Money(amount));
        if (milestone == "delivered" && occasion.Proof?.SignedBy is { Length: > 0 } name)
            yield return Fact("received_by", Letter.OneLine(name));
        if (ReasonOf(milestone, occasion) is { } reason)
            yield return Fact("reason", reason);
    }

    /// <summary>A carrier's reason in the reader's language where it is known, else in the words it came in.</summary>
    private string? ReasonOf(string milestone, Occasion occasion) => milestone switch
    {
        "return_refunded" or "return_approved" or "return_received" or "shipped" or "out_for_delivery" or "delivered"
            or "paid" or "refunded" => null,
        _ => (occasion.ReasonCode is { } code ? language.Find($"reason.{code}") : null)
            ?? (occasion.Reason is { Length: > 0 } reason ? Letter.OneLine(reason) : null),
    };

    private (string, string) Fact(string label, string value) => (language.Text($"fact.{label}"), value);

    private string When(DateTimeOffset at, string? zone)
    {
        var (local, name) = LocalTime.At(at, zone);
        return $"{language.LongDay(local.DateTime)}, {language.Clock(local.DateTime)} ({name})";
    }

    private string Day(DateTimeOffset at, string? zone) =>
        language.LongDay(LocalTime.At(at, zone).Local.DateTime);

    /// <summary>A date is meant where the customer is, and stays that date.</summary>
    private string Promised(string promise, string? zone) =>
        DateOnly.TryParseExact(promise, "yyyy-MM-dd", out var date)
            ? language.LongDay(date.ToDateTime(TimeOnly.MinValue))
        : DateTimeOffset.TryParse(promise, System.Globalization.CultureInfo.InvariantCulture, out var at)
            ? When(at, zone) : Letter.OneLine(promise);
}
