using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Notifications.Channels;
using Notifications.Templates;
using ServiceDefaults;
using ServiceDefaults.Languages;
using static Notifications.Tests.Given;

namespace Notifications.Tests;

public sealed class LetterTests
{
    private const string Hostile = "<script>alert('x')</script>\" onload=\"x\r\nBcc: all@example.com\0\u202E";
    private const string Time = "Monday, March 2, 2026, 5:30 PM (Asia/Kolkata)";

    public static readonly TheoryData<string> Milestones = [.. Rows.All.Select(row => row.Milestone)];

    public static readonly TheoryData<string, string> MilestonesInLanguages = new(
        from row in Rows.All from language in Language.All select (row.Milestone, language.Tag));

    private static Letter About(string milestone, Contact contact, Occasion occasion, Appearance? sender = null) =>
        Letter.About([(milestone, occasion)], contact, Language.English, sender);

    private static Task<string> Html(Letter letter) => new LetterHtml(NullLoggerFactory.Instance).Of(letter);

    [Theory]
    [MemberData(nameof(Milestones))]
    public async Task A_letter_says_what_it_has_to_and_nothing_of_its_making(string milestone)
    {
        var letter = About(milestone, Ann, HandedOver);
        var html = await Html(letter);
        foreach (var text in (string[])[html, LetterText.Of(letter)])
        {
            text.ShouldContain("Hello Ann,");
            text.ShouldContain("1001");
            text.ShouldContain("https://shop.example/track/abc");
            if (milestone is not ("delayed" or "feedback_asked"))
                Plain(text).ShouldContain(Time);
            foreach (var unrendered in (string[])["@Letter", "@item", "{{", "}}<", "System.", "Notifications.", "null"])
                text.ShouldNotContain(unrendered);
        }

        html.ShouldStartWith("<!doctype html>");
        letter.Subject.ShouldEndWith(": order 1001");
    }

    /// <summary>Each in its own words, the right way round, dates and money as the language writes them.</summary>
    [Theory]
    [MemberData(nameof(MilestonesInLanguages))]
    public async Task Every_letter_is_written_in_every_language(string milestone, string tag)
    {
        var language = Language.Of(tag)!;
        var occasion = HandedOver with
        {
            Amount = new(1299.5m, "INR"),
            ReasonCode = "weather",
            Promise = "2026-03-01",
            Expected = new(Noon, Noon.AddDays(2), "carrier"),
        };
        var letter = Letter.About([(milestone, occasion)], Ann, language);
        var html = await Html(letter);
        html.ShouldContain($"<html lang=\"{tag}\" dir=\"{(tag == "ar" ? "rtl" : "ltr")}\">");
        html.ShouldContain(language.Text("letter.follow"));
        LetterText.Of(letter).ShouldContain(language.Money(1299.5m, "INR"));
        LetterText.Of(letter).ShouldContain(language.LongDay(new(2026, 3, 1)));
        if (tag != "en")
        {
            letter.Heading.ShouldNotBe(About(milestone, Ann, occasion).Heading);
            LetterText.Of(letter).ShouldNotContain("order 1001");
        }
    }

    [Fact]
    public async Task What_is_left_out_of_the_texts_stands_outside_the_brackets()
    {
        foreach (var row in Rows.All)
        {
            var letter = Letter.About([(row.Milestone, new(Noon, null, null, null, null))], Ann with { Items = [] },
                Language.Pseudo);
            foreach (var text in (string[])[letter.Heading, letter.Greeting, .. letter.News.Select(news => news.Text),
                .. letter.News.SelectMany(news => news.Facts).Select(fact => fact.Label)])
                text.ShouldMatch("^⟦.*⟧$");
            (await Html(letter)).ShouldContain("⟦");
        }
    }

    [Theory]
    [MemberData(nameof(Milestones))]
    public async Task Nothing_from_outside_is_markup_or_a_line_of_its_own(string milestone)
    {
        var contact = Ann with { Name = Hostile, OrderNumber = Hostile, Items = [new(Hostile, 1)] };
        var occasion = new Occasion(Noon, Hostile, Hostile, Hostile, Hostile, Promise: Hostile,
            Proof: new() { SignedBy = Hostile }, ReasonCode: Hostile);
        var letter = About(milestone, contact, occasion, new()
        {
            Name = Hostile,
            LogoUrl = $"https://x.example/{Hostile}",
        });
        var html = await Html(letter);
        html.Split("<script").Length.ShouldBe(2, "ours, with the markup for mail programs");
        html.Split("</script").Length.ShouldBe(2);
        html.ShouldNotContain("\" onload");
        letter.Subject.Any(char.IsControl).ShouldBeFalse();
        LetterText.Of(letter).Split('\n').ShouldAllBe(line => !line.StartsWith("Bcc", StringComparison.Ordinal));
        LetterText.Of(letter).ShouldNotContain('\u202E');
        JsonNode.Parse(letter.Markup).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("not a link")]
    [InlineData("data:text/html,x")]
    public async Task Only_a_web_address_is_linked(string url)
    {
        var letter = About("confirmed", Ann with { TrackingUrl = url }, HandedOver);
        letter.Link.ShouldBeNull();
        (await Html(letter)).ShouldNotContain("<a ");
        LetterText.Of(letter).ShouldNotContain(url);
    }

    [Fact]
    public void The_text_reads_as_a_letter() =>
        Plain(LetterText.Of(About("confirmed", Ann, new(Noon, null, null, null, null)))).ShouldBe("""
            WE HAVE YOUR ORDER

            Hello Ann,

            Your order 1001 is confirmed. You hear from us when it is on its way.

            When: Monday, March 2, 2026, 5:30 PM (Asia/Kolkata)
            Total: ₹1,299.00

            - 2 × Blue shirt

            Follow your order: https://shop.example/track/abc
            """.ReplaceLineEndings("\n"));

    [Fact]
    public async Task Several_news_are_one_letter_that_says_them_all()
    {
        var letter = Letter.About(
            [("paid", HandedOver with { Amount = new(1299, "INR") }), ("packed", HandedOver), ("shipped", HandedOver)],
            Ann, Language.English);
        letter.Subject.ShouldBe("3 updates on your order: order 1001");
        var html = await Html(letter);
        foreach (var text in (string[])["Payment received", "Your order is packed", "On its way"])
            html.ShouldContain($"<h2>{text}</h2>");
        LetterText.Of(letter).ShouldContain("YOUR ORDER IS PACKED");
    }

    [Fact]
    public void A_delivery_says_who_took_the_parcel_and_a_delay_what_is_expected_now()
    {
        About("delivered", Ann, HandedOver with { Proof = new() { SignedBy = "Aunt May" } }).News[0].Facts
            .ShouldContain(("Received by", "Aunt May"));
        var late = new Occasion(Noon, null, null, null, null, Promise: "2026-03-02",
            Expected: new(Noon, Noon.AddDays(3), "carrier"));
        About("delayed", Ann, late).News[0].Facts.ShouldBe(
            [("First promised", "Monday, March 2, 2026"), ("Expected", "Thursday, March 5, 2026")]);
        About("delivery_attempted", Ann, HandedOver with { Reason = "NDR 7", ReasonCode = "address_issue" })
            .News[0].Facts.ShouldContain(("Reason", "The address is wrong or incomplete"));
    }

    [Fact]
    public void Mail_programs_read_of_a_parcel_or_an_order()
    {
        var parcel = JsonNode.Parse(About("shipped", Ann, HandedOver, new() { Name = "Lumen" }).Markup)!;
        ((string?)parcel["@type"], (string?)parcel["trackingNumber"], (string?)parcel["carrier"]!["name"],
            (string?)parcel["partOfOrder"]!["orderNumber"], (string?)parcel["partOfOrder"]!["merchant"]!["name"],
            (string?)parcel["trackingUrl"])
            .ShouldBe(("ParcelDelivery", "1490123456789", "Delhivery", "1001", "Lumen",
                "https://shop.example/track/abc"));
        var order = JsonNode.Parse(About("confirmed", Ann, new(Noon, null, null, null, null)).Markup)!;
        ((string?)order["@type"], (string?)order["price"], (string?)order["priceCurrency"],
            (string?)order["orderStatus"]).ShouldBe(("Order", "1299.00", "INR", "http://schema.org/OrderProcessing"));
    }

    [Fact]
    public async Task It_can_be_read_in_the_dark()
    {
        var html = await Html(About("shipped", Ann, HandedOver));
        html.ShouldContain("<meta name=\"color-scheme\" content=\"light dark\">");
        html.ShouldContain("@media (prefers-color-scheme: dark)");
        // What is written on what, in the light and in the dark: WCAG AA.
        foreach (var (text, ground) in ((string, string)[])[("#111827", "#f3f4f6"), ("#111827", "#ffffff"),
            ("#4b5563", "#ffffff"), ("#4b5563", "#f3f4f6"), ("#f3f4f6", "#111827"), ("#f3f4f6", "#1f2937"),
            ("#d1d5db", "#1f2937"), ("#d1d5db", "#111827"), ("#ffffff", "#1d4ed8")])
        {
            html.ShouldContain(text);
            html.ShouldContain(ground);
            Contrast.Between(ground, text).ShouldBeGreaterThan(Contrast.TextMin, $"{text} on {ground}");
        }
    }

    [Fact]
    public async Task A_merchants_own_words_stand_in_the_letter_as_text()
    {
        var own = Language.English.With(new Dictionary<string, string>
        {
            ["letter.shipped.heading"] = "Off it goes <b>",
            ["letter.hello"] = "Dear {name}!",
        });
        var html = await Html(Letter.About([("shipped", HandedOver)], Ann, own));
        html.ShouldContain("<h1>Off it goes &lt;b&gt;</h1>");
        html.ShouldContain("Dear Ann!");
    }

    [Fact]
    public async Task A_letter_is_the_merchants_and_says_where_it_is_found()
    {
        var sender = Appearance.Of(new()
        {
            Name = "Lumen & Loom",
            TimeZone = "America/Sao_Paulo",
            Brand = new()
            {
                LogoUrl = "https://cdn.lumen.example/logo.png?v=1&\"",
                Colors = new() { Primary = "#ffcc00" },
                SupportEmail = "help@lumen.example",
                Domain = "lumen.example",
            },
        });
        var letter = About("confirmed", Ann with { TimeZone = null }, new(Noon, null, null, null, null), sender);
        var html = await Html(letter);
        html.ShouldContain("<img src=\"https://cdn.lumen.example/logo.png?v=1&amp;&quot;\" alt=\"Lumen &amp; Loom\"");
        html.ShouldContain("background: #ffcc00; color: #000000;");
        html.ShouldContain("href=\"mailto:help@lumen.example\"");
        html.ShouldContain("href=\"https://lumen.example/\"");
        Plain(html).ShouldContain("Monday, March 2, 2026, 9:00 AM (America/Sao_Paulo)");
        LetterText.Of(letter).ShouldEndWith("-- \nLumen & Loom\nhelp@lumen.example\nhttps://lumen.example/");
        letter.Short.ShouldBe("Lumen & Loom: We have your order, order 1001. https://shop.example/track/abc");
        using var message = Email.Message(Guid.Empty, new("Orders", "orders@platform.example"),
            MimeKit.MailboxAddress.Parse("ann@example.com"), letter, html);
        message.From.ToString().ShouldBe("\"Lumen & Loom\" <orders@platform.example>");
        message.ReplyTo.Mailboxes.Single().Address.ShouldBe("help@lumen.example");
    }

    [Theory]
    [InlineData("Asia/Kolkata", "2026-03-02 17:30 Asia/Kolkata")]
    [InlineData("America/Sao_Paulo", "2026-03-02 09:00 America/Sao_Paulo")]
    [InlineData("+05:30", "2026-03-02 17:30 UTC+05:30")]
    [InlineData("-13:00", "2026-03-01 23:00 UTC-13:00")]
    [InlineData("+99:00", "2026-03-02 12:00 UTC")]
    [InlineData("Middle/Earth", "2026-03-02 12:00 UTC")]
    [InlineData("", "2026-03-02 12:00 UTC")]
    [InlineData(null, "2026-03-02 12:00 UTC")]
    public void A_time_is_shown_on_the_places_clock_with_its_name(string? zone, string shown)
    {
        var (local, name) = LocalTime.At(Noon, zone);
        $"{local.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)} {name}"
            .ShouldBe(shown);
    }

    /// <summary>Which kind of space stands before PM is the data's to say.</summary>
    private static string Plain(string text) =>
        text.Replace('\u202f', ' ').Replace("&#x202F;", " ").Replace('\u00a0', ' ');
}
