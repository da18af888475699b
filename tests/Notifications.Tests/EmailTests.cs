using System.Net.Mail;
using Notifications.Channels;
using Notifications.Templates;
using static Notifications.Tests.Given;

namespace Notifications.Tests;

public sealed class EmailTests
{
    private static readonly MailAddress Shop = new("Our Shop <orders@shop.example>");
    private static readonly MailAddress To = new("ann@example.com");

    private static MailMessage Mail(Guid id, Contact contact) =>
        Email.Message(id, Shop, To, Letter.About("shipped", contact, HandedOver), "<p>x</p>");

    [Fact]
    public void The_message_id_is_made_of_the_notifications_and_stays()
    {
        var id = NotificationIds.Of(Order, "shipped", Parcel, "email");
        id.ShouldBe(new Guid("0910b25e-834b-878e-99d2-2776f9dc15d2"));
        using var first = Mail(id, Ann);
        using var again = Mail(NotificationIds.Of(Order, "shipped", Parcel, "email"), Ann);
        first.Headers["Message-ID"].ShouldBe($"<{id:D}@shop.example>");
        again.Headers["Message-ID"].ShouldBe(first.Headers["Message-ID"]);
    }

    [Fact]
    public void Another_order_milestone_parcel_or_channel_is_another_message()
    {
        Guid[] ids =
        [
            NotificationIds.Of(Order, "shipped", Parcel, "email"),
            NotificationIds.Of(Parcel, "shipped", Parcel, "email"),
            NotificationIds.Of(Order, "delivered", Parcel, "email"),
            NotificationIds.Of(Order, "shipped", Order, "email"),
            NotificationIds.Of(Order, "shipped", null, "email"),
            NotificationIds.Of(Order, "shipped", Parcel, "sms"),
        ];
        ids.ShouldBeUnique();
        ids.ShouldAllBe(id => id.Version == 8);
    }

    [Fact]
    public void A_name_or_number_with_line_breaks_adds_no_header()
    {
        using var mail = Mail(Order, Ann with { OrderNumber = "1\r\nBcc: all@example.com", Name = "A\nX-Evil: 1" });
        mail.Subject.ShouldBe("On its way: order 1 Bcc: all@example.com");
        mail.Headers.AllKeys.ShouldBe(["Message-ID", "Auto-Submitted"], ignoreOrder: true);
        mail.Bcc.ShouldBeEmpty();
        mail.To.ShouldBe([To]);
    }

    [Fact]
    public void It_holds_text_and_html()
    {
        using var mail = Mail(Order, Ann);
        mail.IsBodyHtml.ShouldBeFalse();
        mail.Body.ShouldStartWith("ON ITS WAY\r\n\r\nHello Ann,");
        mail.AlternateViews.ShouldHaveSingleItem().ContentType.MediaType.ShouldBe("text/html");
    }

    [Theory]
    [InlineData("smtp://127.0.0.1:2525", "shop@example.com", true)]
    [InlineData("smtps://user:pass@mail.example", "Shop <shop@example.com>", true)]
    [InlineData("", "shop@example.com", false)]
    [InlineData("http://mail.example", "shop@example.com", false)]
    [InlineData("smtp://mail.example", "", false)]
    public void A_setting_that_cannot_work_is_told_at_the_start(string smtp, string from, bool complete) =>
        EmailOptions.IsComplete(new() { Smtp = smtp, MailFrom = from }).ShouldBe(complete);
}
