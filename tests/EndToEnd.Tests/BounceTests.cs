using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Notifications;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Addresses that do not receive, on a real database: they get nothing until they are cleared.</summary>
public sealed class BounceTests(TestDatabase database) : NotifierTests(database)
{
    [Fact]
    public async Task A_number_that_does_not_exist_is_written_to_once_and_again_when_it_is_cleared()
    {
        await ConnectTwilio();
        peer.Answer = (http, _) => Results.Json(new { code = 21211 }, statusCode: 400).ExecuteAsync(http);
        var ops = notifier.As(notifier.Merchant, "ops");
        var (order, parcel) = (await notifier.Order("+919800000007"), Guid.CreateVersion7());
        await notifier.Reach(order, "out_for_delivery", parcel);
        await Becomes(order, "out_for_delivery", "failed");
        await notifier.Reach(order, "delivered", parcel);
        await Becomes(order, "delivered", "suppressed");
        peer.Requests.Count.ShouldBe(1);

        var listed = (await ops.Get($"/v1/undeliverable-addresses?orderId={order}")).Is(200).Json["data"]!.AsArray()
            .ShouldHaveSingleItem()!;
        listed["channel"]!.GetValue<string>().ShouldBe("sms");
        listed["reason"]!.GetValue<string>().ShouldBe("the phone number is not valid");
        (await notifier.As("another", "ops").Delete($"/v1/undeliverable-addresses/{listed["id"]}")).IsProblem(404);
        (await ops.Delete($"/v1/undeliverable-addresses/{listed["id"]}")).Is(204);
        peer.Answer = (http, _) => Results.Json(new { sid = "SM1" }, statusCode: 201).ExecuteAsync(http);
        await notifier.Reach(order, "delivery_attempted", Guid.CreateVersion7());
        await Becomes(order, "delivery_attempted", "sent");
    }

    [Fact]
    public async Task What_is_no_report_about_a_letter_of_ours_changes_nothing()
    {
        static HttpContent Mail(string text) => new ByteArrayContent(Encoding.ASCII.GetBytes(text))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("message/rfc822") },
        };
        (await notifier.Anybody.Post("/webhooks/mail/bounces", Mail("Subject: hello\r\n\r\nI am away"))).Is(200)
            .Json["noted"]!.GetValue<bool>().ShouldBeFalse();
        (await notifier.Anybody.Post("/webhooks/mail/bounces", Mail(""))).Status.ShouldBeOneOf(200, 400);
    }

    private Task Becomes(Guid order, string milestone, string status) => Eventually.True(async () =>
        (await notifier.State(order)).Entries
            .SingleOrDefault(entry => entry.Message is { Channel: "sms" } message && message.Milestone == milestone)
            ?.Status == status);
}
