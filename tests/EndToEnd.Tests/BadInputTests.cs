using System.Text;
using System.Text.Json.Nodes;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Whatever is sent, the answer says what was wrong and what to do, and nothing is lost.</summary>
public sealed class BadInputTests(Platform platform)
{
    public static TheoryData<string, string, string> WrongOrders => new()
    {
        { "an unknown field", """{ "colour": "red" }""", "/colour" },
        { "an unknown field inside", """{ "customer": { "name": "A", "nick": "B" } }""", "/customer/nick" },
        { "no customer", """{ "customer": null }""", "/customer" },
        { "no address", """{ "shippingAddress": null }""", "/shippingAddress" },
        { "no items", """{ "items": [] }""", "/items" },
        { "items as an object", """{ "items": {} }""", "/items" },
        { "a quantity as text",
            """{ "items": [{ "sku": "A", "name": "A", "quantity": "2", "unitPrice": null }] }""", "/items/0/quantity" },
        { "a negative quantity",
            """{ "items": [{ "sku": "A", "name": "A", "quantity": -1, "unitPrice": null }] }""", "/items/0/quantity" },
        { "a total that does not add up",
            """{ "payment": { "method": "card", "amount": { "amount": "1298.99", "currency": "INR" } } }""",
            "/payment/amount" },
        { "an unknown currency",
            """{ "payment": { "method": "card", "amount": { "amount": "1299.00", "currency": "INX" } } }""",
            "/payment/amount" },
        { "money as a number", """{ "payment": { "method": "card", "amount": 1299 } }""", "/payment/amount" },
        { "more decimals than the currency has",
            """{ "payment": { "method": "card", "amount": { "amount": "1299.001", "currency": "INR" } } }""",
            "/payment/amount" },
        { "digits of another script",
            """{ "payment": { "method": "card", "amount": { "amount": "١٢٩٩.٠٠", "currency": "INR" } } }""",
            "/payment/amount" },
        { "a promise for the last day of all calendars", """{ "promisedDeliveryDate": "9999-12-31" }""",
            "/promisedDeliveryDate" },
        { "an unknown method",
            """{ "payment": { "method": "barter", "amount": { "amount": "1299.00", "currency": "INR" } } }""",
            "/payment/method" },
        { "no e-mail address", """{ "customer": { "name": "A", "email": "not an address" } }""", "/customer/email" },
        { "an unknown country",
            """{ "shippingAddress": { "line1": "1", "city": "B", "postalCode": "1", "country": "XX" } }""",
            "/shippingAddress/country" },
        { "a NUL character", """{ "customer": { "name": "A\u0000B" } }""", "/customer/name" },
        { "a time in the far future", """{ "placedAt": "2999-01-01T00:00:00Z" }""", "/placedAt" },
        { "a time in the far past", """{ "placedAt": "0001-01-01T00:00:00Z" }""", "/placedAt" },
        { "a time without an offset", """{ "placedAt": "2026-01-01T00:00:00" }""", "/placedAt" },
        { "ten thousand items", $$"""{ "items": [{{string.Join(',', Enumerable.Repeat("{}", 10_000))}}] }""",
            "/items" },
        { "an item that is null", """{ "items": [null] }""", "/items/0" },
        { "an unknown currency of an item",
            Priced("""{ "amount": "1.00", "currency": "INX" }"""), "/items/0/unitPrice" },
        { "more decimals than a currency without any has",
            Priced("""{ "amount": "1.5", "currency": "JPY" }"""), "/items/0/unitPrice" },
        { "items of another currency than the payment",
            Priced("""{ "amount": "1200.00", "currency": "EUR" }"""), "/shippingPrice" },
        { "an unknown time zone", """{ "customer": { "name": "A", "timeZone": "Mars/Olympus" } }""",
            "/customer/timeZone" },
        { "a name that is too long", $$"""{ "customer": { "name": "{{new string('x', 201)}}" } }""",
            "/customer/name" },
    };

    private static string Priced(string price) =>
        $$"""{ "items": [{ "sku": "A", "name": "A", "quantity": 1, "unitPrice": {{price}} }] }""";

    [Theory]
    [MemberData(nameof(WrongOrders))]
    public async Task An_order_that_is_wrong_is_refused_with_a_pointer(string what, string change, string pointer)
    {
        var request = Shop.Request(Shop.NewNumber());
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
            request[name] = value?.DeepClone();
        (await platform.Storefront.Post("/v1/orders", request)).IsProblem(400, pointer);
        what.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("\"name\":\"Asha Rao\",\"name\":\"Asha\"")]
    [InlineData("\"name\":\"Asha \\uD83C\"")]
    public async Task What_no_reader_would_agree_on_is_refused(string name)
    {
        var request = Shop.Request(Shop.NewNumber()).ToJsonString();
        (await platform.Storefront.Post("/v1/orders", request.Replace("\"name\":\"Asha Rao\"", name)))
            .IsProblem(400);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    public async Task A_body_that_is_no_order_is_refused(string body)
    {
        (await platform.Storefront.Post("/v1/orders", body)).IsProblem(400);
    }

    [Fact]
    public async Task A_body_over_one_megabyte_is_refused_and_the_platform_goes_on()
    {
        var large = "{\"orderNumber\":\"" + new string('x', (1 << 20) + 1) + "\"}";
        (await platform.Storefront.Post("/v1/orders", large)).IsProblem(413);
        (await platform.Anybody.Post("/webhooks/carriers/delhivery/demo", large,
            ("X-Api-Key", Platform.DelhiverySecret))).IsProblem(413);
        await platform.Place();
    }

    [Fact]
    public async Task A_webhook_must_prove_itself()
    {
        var scan = Delhivery.Delivered()[0];
        (await platform.Post(Shop.NewTrackingNumber(), scan, "wrong")).IsProblem(401);
        (await platform.Anybody.Post("/webhooks/carriers/delhivery/demo", scan.Push("1"))).IsProblem(401);
        (await platform.Anybody.Post("/webhooks/carriers/easypost/demo", "{}",
            ("X-Hmac-Signature", "hmac-sha256-hex=00"))).IsProblem(401);
        (await platform.Anybody.Post("/webhooks/carriers/pigeon/demo", "{}")).IsProblem(404);
        (await platform.Anybody.Post("/webhooks/carriers/delhivery/nobody", "{}")).IsProblem(404);
        (await platform.Anybody.Post("/webhooks/payments/simulated/demo", "{}", ("Simulated-Signature", "t=1,v1=00")))
            .IsProblem(401);
    }

    [Theory]
    [InlineData("{ not json")]
    [InlineData("")]
    public async Task A_proven_webhook_that_cannot_be_read_is_answered_with_400_and_kept(string body)
    {
        var marker = Guid.NewGuid().ToString("N");
        (await platform.Anybody.Post("/webhooks/carriers/delhivery/demo", body + marker,
            ("X-Api-Key", Platform.DelhiverySecret))).IsProblem(400);
        await Eventually.Get(
            async () => (await platform.Ops.Get("/v1/ops/webhooks/inbox?state=unparseable&limit=100")).Is(200).Text,
            inbox => inbox.Contains(marker, StringComparison.Ordinal)
                || inbox.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes(body + marker)),
                    StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(3, "time_in_future")]
    [InlineData(-25, "time_too_old")]
    [InlineData(-56, "time_too_old")]
    public async Task A_scan_from_the_future_or_long_ago_is_kept_shown_and_decides_nothing(int years, string suspect)
    {
        var order = await platform.Place();
        var (_, awb) = await platform.Ship(order);
        var way = Delhivery.Delivered();
        (await platform.Post(awb, way[^1] with { LocalTime = DateTime.UtcNow.AddYears(years) })).Is(200);
        (await platform.Post(awb, way[1])).Is(200);
        var timeline = await platform.TimelineWhen(order, t => t["shipments"] is JsonArray { Count: 1 } parcels
            && parcels[0]!["scans"]!.AsArray().Count == 2);
        timeline["status"]!.GetValue<string>().ShouldBe("shipped");
        var parcel = timeline["shipments"]![0]!;
        ((string?)parcel["status"], (string?)parcel["deliveredAt"]).ShouldBe(("picked_up", null));
        parcel["scans"]!.AsArray().Select(scan => (string?)scan!["suspect"]).ShouldBe([suspect, null]);
        timeline["entries"]!.AsArray().ShouldContain(entry => (string?)entry!["code"] == "shipment.delivered"
            && ((string?)entry["detail"])!.Contains("cannot be right"));
    }

    [Fact]
    public async Task Text_from_outside_is_shown_as_text()
    {
        var request = Shop.Request(Shop.NewNumber());
        request["items"]![0]!["name"] = "<script>alert(1)</script> \u202E \U0001F381";
        var order = Shop.Read((await platform.Storefront.Post("/v1/orders", request)).Is(201));
        var (_, awb) = await platform.Ship(order);
        (await platform.Post(awb, Delhivery.Delivered()[1] with { Text = "<img src=x onerror=alert(2)>" })).Is(200);
        await platform.TimelineWhen(order, "shipped");

        var page = (await platform.Anybody.Get($"/track/{order.Token}")).Is(200).Text;
        page.ShouldNotContain("<script>alert");
        page.ShouldNotContain("<img src=x");
    }

    [Fact]
    public async Task A_shipment_cannot_hold_more_than_was_ordered()
    {
        var order = await platform.Place();
        (await platform.Storefront.Post(order.Path + "/shipments",
            new { items = new[] { new { sku = "LAMP-1", quantity = 3 } } }))
            .Status.ShouldBeOneOf(400, 409, 422);
        (await platform.Storefront.Post(order.Path + "/shipments",
            new { items = new[] { new { sku = "OTHER", quantity = 1 } } }))
            .Status.ShouldBeOneOf(400, 409, 422);
        (await platform.Storefront.Post($"/v1/orders/{Guid.NewGuid()}/shipments",
            new { items = new[] { new { sku = "LAMP-1", quantity = 1 } } }))
            .IsProblem(404);
    }
}
