using MimeKit;
using Notifications.Channels;
using Notifications.Templates;
using ServiceDefaults;
using ServiceDefaults.Languages;
using static Notifications.Tests.Given;

namespace Notifications.Tests;

public sealed class EmailTests
{
    private static readonly MailboxAddress Shop = MailboxAddress.Parse("Our Shop <orders@shop.example>");
    private static readonly MailboxAddress To = MailboxAddress.Parse("ann@example.com");

    private static MimeMessage Mail(Guid id, Contact contact, Appearance? sender = null) => Email.Message(id, Shop, To,
        Letter.About([("shipped", HandedOver)], contact, Language.English, sender) with
        {
            Unsubscribe = "https://track.example/unsubscribe/abc.def",
        }, "<p>x</p>");

    [Fact]
    public void The_message_id_is_made_of_the_notifications_and_stays()
    {
        var id = NotificationIds.Of(Order, "shipped", Parcel, "email");
        id.ShouldBe(new Guid("0910b25e-834b-878e-99d2-2776f9dc15d2"));
        using var first = Mail(id, Ann);
        using var again = Mail(NotificationIds.Of(Order, "shipped", Parcel, "email"), Ann);
        first.MessageId.ShouldBe($"{id:D}@shop.example");
        again.MessageId.ShouldBe(first.MessageId);
    }

    [Fact]
    public void Another_order_milestone_parcel_channel_or_recipient_is_another_message()
    {
        Guid[] ids =
        [
            NotificationIds.Of(Order, "shipped", Parcel, "email"),
            NotificationIds.Of(Parcel, "shipped", Parcel, "email"),
            NotificationIds.Of(Order, "delivered", Parcel, "email"),
            NotificationIds.Of(Order, "shipped", Order, "email"),
            NotificationIds.Of(Order, "shipped", null, "email"),
            NotificationIds.Of(Order, "shipped", Parcel, "sms"),
            NotificationIds.Of(Order, "shipped", Parcel, "push", recipient: "phone"),
            NotificationIds.Of(Order, "shipped", Parcel, "push", recipient: "laptop"),
            NotificationIds.Of(Order, "shipped", Parcel, "email", repeat: 1),
        ];
        ids.ShouldBeUnique();
        ids.ShouldAllBe(id => id.Version == 8);
    }

    [Fact]
    public void Names_and_numbers_with_line_breaks_add_no_header()
    {
        const string evil = "x\r\nBcc: all@example.com\r\n\r\n<script>";
        using var mail = Mail(Order, Ann with { OrderNumber = "1\r\nBcc: all@example.com", Name = evil }, new()
        {
            Name = evil,
            SupportEmail = "help@shop.example\r\nBcc: all@example.com",
        });
        mail.Subject.ShouldBe("On its way: order 1 Bcc: all@example.com");
        var written = new MemoryStream();
        mail.WriteTo(written, TestContext.Current.CancellationToken);
        written.Position = 0;
        using var read = MimeMessage.Load(written, TestContext.Current.CancellationToken);
        read.Headers.Select(header => header.Field).ShouldBe(
            ["From", "Subject", "Message-Id", "To", "Auto-Submitted", "List-Unsubscribe", "List-Unsubscribe-Post",
                "Date", "MIME-Version"], ignoreOrder: true);
        read.Bcc.ShouldBeEmpty();
        read.To.Mailboxes.Single().Address.ShouldBe("ann@example.com");
        read.From.Mailboxes.Single().Address.ShouldBe("orders@shop.example");
    }

    [Fact]
    public void It_holds_text_and_html_and_how_to_end_it()
    {
        using var mail = Mail(Order, Ann);
        mail.TextBody!.ReplaceLineEndings("\n").ShouldStartWith("ON ITS WAY\n\nHello Ann,");
        mail.HtmlBody!.ShouldContain("<p>x</p>");
        mail.Headers["List-Unsubscribe"].ShouldBe("<https://track.example/unsubscribe/abc.def>");
        mail.Headers["List-Unsubscribe-Post"].ShouldBe("List-Unsubscribe=One-Click");
        mail.Headers["Auto-Submitted"].ShouldBe("auto-generated");
    }

    [Theory]
    [InlineData("smtp://127.0.0.1:2525", "shop@example.com", true)]
    [InlineData("smtps://user:pass@mail.example", "Shop <shop@example.com>", true)]
    [InlineData("smtps://mail.example:4650?tls=implicit", "shop@example.com", true)]
    [InlineData("smtps://mail.example?tls=none", "shop@example.com", false)]
    [InlineData("", "shop@example.com", false)]
    [InlineData("http://mail.example", "shop@example.com", false)]
    [InlineData("smtp://mail.example", "", false)]
    public void A_setting_that_cannot_work_is_told_at_the_start(string smtp, string from, bool complete) =>
        EmailOptions.IsComplete(new() { Smtp = smtp, MailFrom = from }).ShouldBe(complete);

    [Theory]
    [InlineData("smtp://mail.example", 25, "StartTlsWhenAvailable")]
    [InlineData("smtp://u:p@mail.example:587", 587, "StartTls")]
    [InlineData("smtps://u:p@mail.example:587", 587, "StartTls")]
    [InlineData("smtps://mail.example", 465, "SslOnConnect")]
    public void A_password_is_only_told_over_TLS(string url, int port, string tls)
    {
        var server = SmtpServer.TryRead(url)!;
        (server.Port, server.Tls.ToString()).ShouldBe((port, tls));
    }

    [Fact]
    public void A_link_that_ends_messages_is_ours_or_none()
    {
        var unsubscribing = new Unsubscribing(Microsoft.Extensions.Options.Options.Create(new PlatformOptions
        {
            PublicUrl = "https://track.example",
            EncryptionKey = Convert.ToBase64String(new byte[32]),
        }));
        var token = unsubscribing.UrlOf("a merchant", Order, "email").Split('/')[^1];
        unsubscribing.Read(token).ShouldBe(("a merchant", Order, "email"));
        for (var at = 0; at < token.Length; at++)
            unsubscribing.Read(token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..])
                .ShouldNotBe(("another", Order, "email"));
        foreach (var wrong in (string[])
            ["", ".", "a.b", token[..^4], token + "AAAA", "x" + token, new string('A', 600)])
            unsubscribing.Read(wrong).ShouldBeNull(wrong);
    }
}
