using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests;

/// <summary>A letter that a mail server sends back, on the whole way.</summary>
public sealed class ReturnedLetterTests(Platform platform)
{
    private const string Bounces = "/webhooks/mail/bounces";

    [Fact]
    public async Task An_address_whose_letter_came_back_gets_no_more_until_it_is_cleared()
    {
        var order = await platform.Place();
        (await platform.Storefront.Post(order.Path + "/confirm")).Is(200);
        await platform.TimelineWhen(order, t => t.Codes().Contains("notification.sent"));
        var mail = (await platform.Mails(order)).ShouldHaveSingleItem();
        var heads = (await platform.Mail.GetStringAsync($"/messages/{mail["id"]}/raw"))
            .ReplaceLineEndings("\r\n").Split("\r\n\r\n")[0];
        (await platform.Anybody.Post(Bounces, Report(order, heads, "failed", "4.4.7"))).Is(200)
            .Json["noted"]!.GetValue<bool>().ShouldBeTrue();
        var timeline = await platform.TimelineWhen(order, t => t.Codes().Contains("notification.failed"));
        Why(timeline, "notification.failed").ShouldContain("came back: 4.4.7 550 the address is not here");
        var path = $"/v1/undeliverable-addresses?orderId={order.Id}";
        (await platform.Ops.Get(path)).Is(200).Json["data"]!.AsArray().ShouldBeEmpty("it is only late");

        for (var n = 0; n < 2; n++)
            (await platform.Anybody.Post(Bounces, Report(order, heads, "failed", "5.1.1"))).Is(200)
                .Json["noted"]!.GetValue<bool>().ShouldBeTrue();
        (await platform.Anybody.Post(Bounces, Report(order, heads.Replace("/unsubscribe/", "/unsubscribe/x",
            StringComparison.Ordinal), "failed", "5.1.1"))).Is(200).Json["noted"]!.GetValue<bool>().ShouldBeFalse();
        (await platform.Storefront.Post(order.Path + "/pack")).Is(200);
        timeline = await platform.TimelineWhen(order, t => t.Codes().Contains("notification.suppressed"));
        Why(timeline, "notification.suppressed").ShouldContain("the address does not receive: 5.1.1");
        (await platform.Mails(order)).Length.ShouldBe(1);

        var dead = (await platform.Ops.Get(path)).Is(200).Json["data"]!.AsArray().ShouldHaveSingleItem()!;
        dead["channel"]!.GetValue<string>().ShouldBe("email");
        (await platform.Storefront.Get(path)).IsProblem(403);
        (await platform.Ops.Delete($"/v1/undeliverable-addresses/{dead["id"]}")).Is(204);
        (await platform.Storefront.Post(order.Path + "/cancel", new { reason = "changed my mind" })).Is(200);
        await Testing.Eventually.True(async () => (await platform.Mails(order)).Length == 2);
    }

    private static string Why(JsonNode timeline, string code) => timeline["entries"]!.AsArray()
        .Single(entry => entry!["code"]!.GetValue<string>() == code)!["detail"]!.GetValue<string>();

    private static ByteArrayContent Report(Order order, string heads, string action, string status) =>
        new(Encoding.UTF8.GetBytes($"""
            From: MAILER-DAEMON@mx.example
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

            --b1
            Content-Type: text/plain

            It could not be delivered.

            --b1
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example

            Final-Recipient: rfc822; {order.Email}
            Action: {action}
            Status: {status}
            Diagnostic-Code: smtp; 550 {order.Email} is not here

            --b1
            Content-Type: text/rfc822-headers

            {heads}

            --b1--
            """.ReplaceLineEndings("\r\n")))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("message/rfc822") },
        };
}
