using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Notifications.Channels;
using Notifications.Templates;
using ServiceDefaults;
using static Notifications.Tests.Given;

namespace Notifications.Tests;

public sealed class LetterTests
{
    private const string Hostile = "<script>alert('x')</script>\" onload=\"x\r\nBcc: all@example.com\0\u202E";

    public static readonly TheoryData<string> Milestones = [.. Rows.All.Select(row => row.Milestone)];

    private static async Task<string> Html(Letter letter)
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        return await new LetterHtml(services, NullLoggerFactory.Instance).Of(letter);
    }

    [Theory]
    [MemberData(nameof(Milestones))]
    public async Task A_letter_says_what_it_has_to_and_nothing_of_its_making(string milestone)
    {
        var letter = Letter.About(milestone, Ann, HandedOver);
        var html = await Html(letter);
        foreach (var text in (string[])[html, LetterText.Of(letter)])
        {
            text.ShouldContain("Hello Ann,");
            text.ShouldContain("1001");
            text.ShouldContain("https://shop.example/track/abc");
            text.ShouldContain("Monday, 2 March 2026, 17:30 (Asia/Kolkata)");
            foreach (var unrendered in (string[])["@Letter", "@item", "{{", "}}", "System.", "Notifications.", "null"])
                text.ShouldNotContain(unrendered);
        }

        html.ShouldStartWith("<!doctype html>");
        letter.Subject.ShouldEndWith(": order 1001");
    }

    [Theory]
    [MemberData(nameof(Milestones))]
    public async Task Nothing_from_outside_is_markup_or_a_line_of_its_own(string milestone)
    {
        var contact = Ann with { Name = Hostile, OrderNumber = Hostile, Items = [new(Hostile, 1)] };
        var letter = Letter.About(milestone, contact, new(Noon, Hostile, Hostile, Hostile, Hostile), new()
        {
            Name = Hostile,
            LogoUrl = $"https://x.example/{Hostile}",
        });
        var html = await Html(letter);
        html.ShouldNotContain("<script", Case.Insensitive);
        html.ShouldNotContain("\" onload");
        letter.Subject.Any(char.IsControl).ShouldBeFalse();
        LetterText.Of(letter).Split('\n').ShouldAllBe(line => !line.StartsWith("Bcc", StringComparison.Ordinal));
        LetterText.Of(letter).ShouldNotContain('\u202E');
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("not a link")]
    [InlineData("data:text/html,x")]
    public async Task Only_a_web_address_is_linked(string url)
    {
        var letter = Letter.About("confirmed", Ann with { TrackingUrl = url }, HandedOver);
        letter.Link.ShouldBeNull();
        (await Html(letter)).ShouldNotContain("<a ");
        LetterText.Of(letter).ShouldNotContain(url);
    }

    [Fact]
    public void The_text_reads_as_a_letter() =>
        LetterText.Of(Letter.About("confirmed", Ann, new(Noon, null, null, null, null))).ShouldBe("""
            WE HAVE YOUR ORDER

            Hello Ann,

            Your order 1001 is confirmed. You hear from us when it is on its way.

            When: Monday, 2 March 2026, 17:30 (Asia/Kolkata)
            Total: 1,299.00 INR

            - 2 × Blue shirt

            Follow your order: https://shop.example/track/abc
            """.ReplaceLineEndings("\n"));

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
        var letter = Letter.About("confirmed", Ann with { TimeZone = null }, new(Noon, null, null, null, null), sender);
        var html = await Html(letter);
        html.ShouldContain("<img src=\"https://cdn.lumen.example/logo.png?v=1&amp;&quot;\" alt=\"Lumen &amp; Loom\"");
        html.ShouldContain("background: #ffcc00; color: #000000;");
        html.ShouldContain("href=\"mailto:help@lumen.example\"");
        html.ShouldContain("href=\"https://lumen.example/\"");
        html.ShouldContain("Monday, 2 March 2026, 09:00 (America/Sao_Paulo)");
        LetterText.Of(letter).ShouldEndWith("-- \nLumen & Loom\nhelp@lumen.example\nhttps://lumen.example/");
        using var message = Email.Message(
            Guid.Empty, new("orders@platform.example", "Orders"), new("ann@example.com"), letter, html);
        message.From!.ToString().ShouldBe("\"Lumen & Loom\" <orders@platform.example>");
        message.ReplyToList.Single().Address.ShouldBe("help@lumen.example");
    }

    [Theory]
    [InlineData("Asia/Kolkata", "Monday, 2 March 2026, 17:30 (Asia/Kolkata)")]
    [InlineData("America/Sao_Paulo", "Monday, 2 March 2026, 09:00 (America/Sao_Paulo)")]
    [InlineData("+05:30", "Monday, 2 March 2026, 17:30 (UTC+05:30)")]
    [InlineData("-13:00", "Sunday, 1 March 2026, 23:00 (UTC-13:00)")]
    [InlineData("+99:00", "Monday, 2 March 2026, 12:00 (UTC)")]
    [InlineData("Middle/Earth", "Monday, 2 March 2026, 12:00 (UTC)")]
    [InlineData("", "Monday, 2 March 2026, 12:00 (UTC)")]
    [InlineData(null, "Monday, 2 March 2026, 12:00 (UTC)")]
    public void A_time_is_shown_on_the_places_clock_with_its_name(string? zone, string shown) =>
        LocalTime.Text(Noon, zone).ShouldBe(shown);
}
