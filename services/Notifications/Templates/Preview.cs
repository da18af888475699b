using Contracts;
using ServiceDefaults;
using ServiceDefaults.Languages;

namespace Notifications.Templates;

/// <summary>
/// Every letter in every language, to be looked at while they are made: in Development, and where
/// <c>Platform:Preview</c> says so. Made up, nobody's: it needs no key and reads no order.
/// </summary>
internal static class Preview
{
    private static readonly DateTimeOffset At = new(2026, 11, 24, 11, 0, 0, TimeSpan.Zero);

    private static readonly Contact Somebody = new()
    {
        OrderNumber = "1001",
        Name = "Asha",
        TimeZone = "Asia/Kolkata",
        TrackingUrl = "https://track.example/track/preview",
        Items = [new("Desk lamp", 2), new("Rug", 1)],
        Total = new(1299, "INR"),
    };

    private static readonly Occasion Something = new(
        At, "Asia/Kolkata", "delhivery", "1490810000016", Reason: null, new Money(1299, "INR"),
        Expected: new(At.AddDays(3), At.AddDays(4), "carrier"), Promise: "2026-11-25",
        Proof: new() { SignedBy = "Asha" }, ReasonCode: "consignee_unavailable");

    internal static void MapPreview(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment() && !app.Configuration.GetValue<bool>("Platform:Preview"))
            return;
        app.MapGet("/preview", async (LetterHtml html) => Page(await html.Of<PreviewPage>([])));
        app.MapGet("/preview/{milestone}/{language}", Show);
    }

    /// <summary><c>?as=text</c>: for readers without HTML. The milestone <c>digest</c> is several in one.</summary>
    private static async Task<IResult> Show(string milestone, string language, LetterHtml html, HttpContext http)
    {
        var spoken = language == "pseudo" ? Language.Pseudo : Language.Of(language);
        if (spoken is null || (milestone != "digest" && Rows.All.All(row => row.Milestone != milestone)))
            throw ProblemException.NotFound("letter");
        (string, Occasion)[] told = milestone == "digest"
            ? [("paid", Plain("paid")), ("packed", Plain("packed")), ("shipped", Plain("shipped"))]
            : [(milestone, Plain(milestone))];
        var letter = Letter.About(told, Somebody, spoken, new()
        {
            Name = "Lumen & Loom",
            SupportEmail = "help@lumen.example",
        }) with
        { Unsubscribe = "https://track.example/unsubscribe/preview" };
        return http.Request.Query["as"] == "text" ? Results.Text(LetterText.Of(letter)) : Page(await html.Of(letter));
    }

    /// <summary>Only what the milestone has: a payment has no carrier.</summary>
    private static Occasion Plain(string milestone) => Rows.Find(milestone)!.Once switch
    {
        "parcel" => Something with { Amount = null, Promise = null, Expected = null },
        "promise" => Something with { Carrier = null, TrackingNumber = null, Amount = null, ReasonCode = null },
        "payment" or "refund" or "return" => new(At, null, null, null, null, Something.Amount),
        _ => new(At, null, null, null, null),
    };

    private static IResult Page(string html) => Results.Content(html, "text/html; charset=utf-8");
}
