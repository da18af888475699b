using MimeKit;
using Notifications.Bounces;

namespace Notifications.Tests;

/// <summary>Mail servers' reports of what they could not deliver (RFC 3464), as they write them.</summary>
public sealed class BounceReportTests
{
    private const string Id = "5f0c5b3e-7c1d-8e2a-9a51-0d8c8c9f4e21";
    private const string Link = "bm9ib2R5cyBvcmRlcg.c2lnbmF0dXJl";

    [Theory]
    [InlineData("5.1.1", "smtp; 550 5.1.1 no such user ann@example.com", true)]
    [InlineData("5.1.10", "smtp; 550 recipient not found", true)]
    [InlineData("5.2.1", "smtp; 550 mailbox disabled", true)]
    [InlineData("5.2.2", "smtp; 552 mailbox full", false)]
    [InlineData("5.7.1", "smtp; 554 we do not like it", false)]
    [InlineData("4.4.7", "smtp; delivery time expired", false)]
    public void A_failure_says_which_letter_it_was_and_whether_the_address_is_dead(
        string status, string words, bool isDead)
    {
        var report = BounceReport.Of(Mail(status: status, words: words)).ShouldNotBeNull();
        report.NotificationId.ShouldBe(Guid.Parse(Id));
        report.Link.ShouldBe(Link);
        report.Address.ShouldBe("ann@example.com");
        report.Reason.ShouldStartWith(status + " ");
        report.IsDead.ShouldBe(isDead);
    }

    [Fact]
    public void The_whole_letter_may_come_back_as_well_as_its_heads() =>
        BounceReport.Of(Mail(returned: "message/rfc822")).ShouldNotBeNull().Link.ShouldBe(Link);

    [Theory]
    [InlineData("delayed", "text/rfc822-headers", "delivery-status")]
    [InlineData("relayed", "text/rfc822-headers", "delivery-status")]
    [InlineData("failed", "text/plain", "delivery-status")]
    [InlineData("failed", "text/rfc822-headers", "disposition-notification")]
    public void What_is_no_failure_of_a_letter_that_can_be_told_is_none(string action, string returned, string type) =>
        BounceReport.Of(Mail(action, returned: returned, type: type)).ShouldBeNull();

    [Fact]
    public void Nor_is_a_letter_or_a_reply()
    {
        BounceReport.Of(new() { Body = new TextPart { Text = "I am away until Monday" } }).ShouldBeNull();
        using var broken = MimeMessage.Load(new MemoryStream("Content-Type: multipart/report\r\n\r\n--"u8.ToArray()));
        BounceReport.Of(broken).ShouldBeNull();
    }

    internal static MimeMessage Mail(
        string action = "failed", string status = "5.1.1", string words = "smtp; 550 no such user",
        string returned = "text/rfc822-headers", string type = "delivery-status") =>
        MimeMessage.Load(new MemoryStream(System.Text.Encoding.ASCII.GetBytes($"""
            From: MAILER-DAEMON@mx.example
            To: orders@shop.example
            Subject: Undelivered Mail Returned to Sender
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type={type}; boundary="b1"

            --b1
            Content-Type: text/plain

            Your letter could not be delivered.

            --b1
            Content-Type: message/{type}

            Reporting-MTA: dns; mx.example
            X-Queue-ID: 4F1D

            Final-Recipient: rfc822; ann@elsewhere.example
            Action: {action}
            Status: {status}
            Remote-MTA: dns; mx.elsewhere.example
            Diagnostic-Code: {words}

            --b1
            Content-Type: {returned}

            From: "Lamp Shop" <orders@shop.example>
            To: ann@example.com
            Subject: On its way: order 1001
            Message-Id: <{Id}@shop.example>
            List-Unsubscribe: <https://track.example/unsubscribe/{Link}>
            List-Unsubscribe-Post: List-Unsubscribe=One-Click

            --b1--
            """.ReplaceLineEndings("\r\n"))));
}
