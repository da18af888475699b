using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Testing;

namespace EndToEnd.Tests;

public sealed partial class LookUpTests(Platform platform)
{
    private const string Root = "00f067aa0ba902b7";

    [Fact]
    public async Task An_order_is_found_by_its_number_with_the_e_mail_the_phone_or_the_postal_code()
    {
        var order = await platform.Place();
        object[] right =
        [
            new { orderNumber = order.Number, email = order.Email.ToUpperInvariant() },
            new { orderNumber = order.Number, phone = "098000 00001" },
            new { orderNumber = order.Number, postalCode = "560 001" },
            new { orderNumber = order.Number, email = order.Email, postalCode = "560001" },
        ];
        foreach (var asked in right)
            (await Eventually.Get(() => Ask(asked), answer => answer.Status == 200)).Json["trackingUrl"]!
                .GetValue<string>().ShouldBe(order.TrackingUrl);
        (await Ask(new { orderNumber = order.Number, email = order.Email, postalCode = "560002" })).IsProblem(404);
        (await Ask(new { orderNumber = order.Number })).IsProblem(400);
    }

    [Fact]
    public async Task An_unknown_order_and_a_wrong_contact_cannot_be_told_apart_by_what_is_answered_or_done()
    {
        var order = await platform.Place();
        await Eventually.Get(() => Ask(new { orderNumber = order.Number, email = order.Email }), a => a.Status == 200);
        var unknown = order.Number + "0";
        (string, object)[] askings =
        [
            ("a wrong e-mail", new { orderNumber = order.Number, email = "nobody@customers.example" }),
            ("a wrong postal code", new { orderNumber = order.Number, postalCode = "999999" }),
            ("no such order", new { orderNumber = unknown, email = "nobody@customers.example" }),
            ("no such order, with a contact that somebody has", new { orderNumber = unknown, email = order.Email }),
        ];
        var answers = new List<(string Bytes, string Headers, string Work)>();
        foreach (var (what, asked) in askings)
        {
            var trace = Guid.NewGuid().ToString("N");
            var answer = (await Ask(asked, ("traceparent", $"00-{trace}-{Root}-01"))).IsProblem(404);
            var work = await WorkOf(trace);
            work.ShouldNotBeEmpty(what);
            answers.Add((TraceId().Replace(answer.Text, "…"), Headers(answer), work));
        }

        answers.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Ten_wrong_tries_close_an_order_number_whether_there_is_such_an_order_or_not()
    {
        var order = await platform.Place();
        var right = new { orderNumber = order.Number, email = order.Email };
        // Who asks before the order is in the list is wrong, and counted.
        await Eventually.True(async () => (await platform.Storefront.Get($"/v1/orders?orderNumber={order.Number}"))
            .Is(200).Json["data"]!.AsArray().Count == 1);
        // Who is right is not counted.
        for (var i = 0; i < 12; i++)
            (await Ask(right)).Is(200);

        var refusals = new List<string>();
        foreach (var number in (string[])[order.Number, order.Number + "0"])
        {
            for (var i = 0; i < 10; i++)
                (await Ask(new { orderNumber = number, postalCode = $"{110000 + i}" })).IsProblem(404);
            var refused = (await Ask(new { orderNumber = number, postalCode = "110099" })).IsProblem(429);
            int.Parse(refused["Retry-After"]!, null).ShouldBeInRange(1, 600);
            refusals.Add(refused.Json["title"]!.GetValue<string>());
        }

        refusals.Distinct().ShouldHaveSingleItem();
        (await Ask(right)).IsProblem(429);
        // Another order is as open as before.
        var other = await platform.Place();
        await Eventually.Get(
            () => Ask(new { orderNumber = other.Number, email = other.Email }), answer => answer.Status == 200);
    }

    [Fact]
    public async Task A_tracking_number_alone_shows_the_parcel_and_nothing_of_the_order_or_the_person()
    {
        var order = await platform.Place("cod");
        var (_, number) = await platform.Ship(order);
        foreach (var scan in Delhivery.Delivered())
            (await platform.Post(number, scan)).Is(200);
        await platform.TimelineWhen(order, "delivered");

        var parcel = await Eventually.Get(
            () => platform.Anybody.Get($"/v1/track/parcel?number={number}"), answer => answer.Status == 200);
        parcel.Json["status"]!.GetValue<string>().ShouldBe("delivered");
        parcel.Json["carrier"]!.GetValue<string>().ShouldBe("delhivery");
        parcel.Json["scans"]!.AsArray().Count.ShouldBe(Delhivery.Delivered().Length);
        parcel.Json.AsObject().Select(member => member.Key).ShouldBe(
        [
            "carrier", "trackingNumber", "carrierUrl", "status", "leg", "detail", "reason", "attempts", "deliveredAt",
            "lastScanAt", "freshness", "estimatedDelivery", "asOf", "scans",
        ]);
        foreach (var secret in (string[])
            ["Asha", "Rao", "Lake View", "560001", order.Email, order.Number, order.Id, order.Token, "LAMP", "1299",
                "9800000001"])
            parcel.Text.ShouldNotContain(secret);

        (await platform.Anybody.Get($"/v1/track/parcel?number={number}&carrier=delhivery")).Is(200);
        (await platform.Anybody.Get($"/v1/track/parcel?number={number}&carrier=ups")).IsProblem(404);
        (await platform.Anybody.Get($"/v1/track/parcel?number={number}9")).IsProblem(404);
    }

    private Task<Answer> Ask(object asked, params (string, string)[] headers) =>
        platform.Anybody.Post("/v1/track/lookup", asked, headers);

    /// <summary>The spans of a request in the order service, its database's among them.</summary>
    private async Task<string> WorkOf(string trace)
    {
        Span[] Of(string service) => [.. platform.Collector.Spans.Where(
            span => span.TraceId == trace && span.Service == service)];
        // The gateway's span of the whole request ends last, but each process sends its own when it likes.
        await Eventually.True(() => Task.FromResult(Of("orders").Any(span => Of("gateway").Any(
            caller => caller.SpanId == span.ParentId))));
        return string.Join(", ", Of("orders").Select(span => span.Name).Order(StringComparer.Ordinal));
    }

    /// <summary>But for the clock and what is left of the caller's own limit.</summary>
    private static string Headers(Answer answer) => string.Join('\n', answer.Headers
        .Where(header => header.Key is not ("Date" or "RateLimit"))
        .OrderBy(header => header.Key, StringComparer.Ordinal).Select(header => $"{header.Key}: {header.Value}"));

    [GeneratedRegex("(?<=\"traceId\":\")[0-9a-f]{32}")]
    private static partial Regex TraceId();
}
