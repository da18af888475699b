using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Testing;

namespace EndToEnd.Tests;

/// <summary>What api.md promises of every request.</summary>
public sealed class ConventionTests(Platform platform)
{
    [Fact]
    public async Task A_hundred_retries_at_once_place_one_order_and_get_the_same_bytes()
    {
        var number = Shop.NewNumber();
        var key = ("Idempotency-Key", $"\"retry-{number}\"");
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            while (true)
            {
                var answer = await platform.Storefront.Post("/v1/orders", Shop.Request(number), key);
                if (answer.Status != 409)
                    return answer.Is(201);
            }
        }));

        answers.Select(a => a.Text).Distinct().Count().ShouldBe(1);
        answers.Count(a => a["Idempotent-Replayed"] != "true").ShouldBe(1);
        var list = (await platform.Storefront.Get($"/v1/orders?orderNumber={number}")).Is(200).Json["data"]!.AsArray();
        list.Count.ShouldBeLessThanOrEqualTo(1);
        (await platform.Storefront.Post("/v1/orders", Shop.Request(number + "b"),
            ("Idempotency-Key", $"retry-{number}"))).IsProblem(422);
    }

    [Fact]
    public async Task An_order_number_belongs_to_one_order()
    {
        var order = await platform.Place();
        (await platform.Storefront.Post("/v1/orders", Shop.Request(order.Number))).IsProblem(409);
    }

    [Fact]
    public async Task An_ETag_saves_reading_and_a_stale_one_stops_a_change()
    {
        var order = await platform.Place("cod");
        // Cash is pending at once; the payment's own word of it is the second event, and the last for now.
        await platform.TimelineWhen(order, t => t["version"]!.GetValue<long>() == 2);
        var timeline = await platform.Storefront.Get(order.Path + "/timeline");
        var tag = timeline["ETag"].ShouldNotBeNull();
        tag.ShouldBe($"\"v{timeline.Json["version"]}\"");
        (await platform.Storefront.Get(order.Path + "/timeline", ("If-None-Match", tag))).Is(304).Bytes.ShouldBeEmpty();
        (await platform.Storefront.Get(order.Path, ("If-None-Match", tag))).Is(304);

        (await platform.Storefront.Post(order.Path + "/confirm", null, ("If-Match", tag))).Is(200);
        (await platform.Storefront.Post(order.Path + "/pack", null, ("If-Match", tag))).IsProblem(412);
        (await platform.Storefront.Get(order.Path + "/timeline", ("If-None-Match", tag))).Is(200);
    }

    [Fact]
    public async Task A_condition_that_cannot_be_checked_is_refused_and_never_passed_over()
    {
        var order = await platform.Place("cod");
        var parcel = new { items = new[] { new { sku = "LAMP-1", quantity = 1 } } };
        (await platform.Storefront.Post(order.Path + "/shipments", parcel, ("If-Match", "\"v1\""))).IsProblem(400);
        (await platform.Storefront.Post(order.Path + "/confirm", null, ("If-Match", "\"v9\", \"v8\""))).IsProblem(400);
        (await platform.Storefront.Post(order.Path + "/confirm", null, ("If-Match", "\"abc\""))).IsProblem(400);
        var now = (await platform.Storefront.Get(order.Path)).Is(200).Json;
        ((string?)now["status"], now["shipments"]!.AsArray().Count).ShouldBe(("placed", 0));
        (await platform.Storefront.Post(order.Path + "/shipments", parcel, ("If-Match", "*"))).Is(201);
    }

    [Fact]
    public async Task What_customers_may_do_is_told_anew_when_the_merchants_policy_changes()
    {
        var keys = (await platform.Admin.Post("/v1/merchants", new { name = "Strict Store" })).Is(201).Json["keys"]!;
        var order = Shop.Read((await platform.With((string?)keys["storefront"])
            .Post("/v1/orders", Shop.Request(Shop.NewNumber(), "cod"))).Is(201));
        var path = $"/v1/track/{order.Token}";
        // Cash is pending at once; the payment's own word of it is the second event, and the last for now.
        var known = await Eventually.Get(
            () => platform.Anybody.Get(path), answer => (long?)answer.Json["version"] == 2);
        ((string?)known.Json["actions"]!["cancel"]).ShouldBe("at_once");
        var tag = known["ETag"].ShouldNotBeNull();
        (await platform.Anybody.Get(path, ("If-None-Match", tag))).Is(304)["ETag"].ShouldBe(tag);

        (await platform.With((string?)keys["admin"]).Send(HttpMethod.Patch, "/v1/merchants/me",
            new { policies = new { cancellation = new { customer = "never" } } })).Is(200);
        var now = await Eventually.Get(
            () => platform.Anybody.Get(path, ("If-None-Match", tag)), answer => answer.Status == 200);
        ((string?)now.Json["actions"]!["cancel"]).ShouldBe("on_request");
        ((long?)now.Json["version"]).ShouldBe(2);
    }

    [Fact]
    public async Task As_of_a_moment_the_timeline_is_what_was_known_then()
    {
        var order = await platform.Place();
        var before = (await platform.Timeline(order))["entries"]![0]!["recordedAt"]!.GetValue<string>();
        (await platform.Storefront.Post(order.Path + "/confirm")).Is(200);

        var then = (await platform.Storefront.Get($"{order.Path}/timeline?asOf={Uri.EscapeDataString(before)}"))
            .Is(200).Json;
        then["status"]!.GetValue<string>().ShouldBe("placed");
        (await platform.Timeline(order))["status"]!.GetValue<string>().ShouldBe("confirmed");
    }

    [Fact]
    public async Task Keys_open_only_what_their_scope_says()
    {
        var order = await platform.Place();
        (await platform.Anybody.Get(order.Path)).IsProblem(401);
        (await platform.With("tp_live_" + new string('x', 40)).Get(order.Path)).IsProblem(401);
        (await platform.Storefront.Get("/v1/ops/webhooks/inbox")).IsProblem(403);
        (await platform.Storefront.Post("/v1/carrier-accounts", new { carrier = "delhivery", account = "x" }))
            .IsProblem(403);
        (await platform.Storefront.Get("/v1/no-such-thing")).IsProblem(404);
    }

    /// <summary>Structured fields (RFC 9651) of the IETF's RateLimit draft: an item with its parameters.</summary>
    [Fact]
    public async Task Every_answer_says_what_the_limit_is_and_what_is_left_of_it()
    {
        foreach (var answer in (Answer[])
        [
            await platform.Storefront.Get("/v1/orders"), await platform.Storefront.Get($"/v1/orders/{Guid.NewGuid()}"),
            await platform.Anybody.Get("/v1/orders"), await platform.Anybody.Get("/v1/track/none"),
            await platform.Storefront.Post("/v1/orders", "{"),
        ])
        {
            var policy = Regex.Match(answer["RateLimit-Policy"]!, "^\"([a-z]+)\";q=([1-9][0-9]*);w=([1-9][0-9]*)$");
            var left = Regex.Match(answer["RateLimit"]!, "^\"([a-z]+)\";r=(0|[1-9][0-9]*);t=([1-9][0-9]*)$");
            (policy.Success && left.Success).ShouldBeTrue($"{answer["RateLimit-Policy"]} {answer["RateLimit"]}");
            left.Groups[1].Value.ShouldBe(policy.Groups[1].Value);
            Number(left.Groups[2]).ShouldBeLessThan(Number(policy.Groups[2]));
            Number(left.Groups[3]).ShouldBeLessThanOrEqualTo(Number(policy.Groups[3]));
        }

        static long Number(Group text) => long.Parse(text.ValueSpan, CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Another_merchants_ids_do_not_exist()
    {
        var order = await platform.Place();
        var (shipment, _) = await platform.Ship(order);
        var payment = (await platform.Storefront.Get(order.Path + "/payments")).Is(200)
            .Json["data"]![0]!["id"]!.GetValue<string>();
        var merchant = (await platform.Admin.Post("/v1/merchants", new { name = "Another" })).Is(201).Json;
        var other = platform.With(merchant["keys"]!["storefront"]!.GetValue<string>());

        foreach (var path in (string[])[order.Path, order.Path + "/timeline", order.Path + "/timeline/stream",
            $"/v1/shipments/{shipment}", $"/v1/payments/{payment}", order.Path + "/payments"])
            (await other.Get(path)).IsProblem(404);
        foreach (var (path, body) in (IEnumerable<(string, object?)>)
        [
            (order.Path + "/confirm", null),
            (order.Path + "/cancel", new { reason = "x" }),
            (order.Path + "/shipments", new { items = new[] { new { sku = "LAMP-1", quantity = 1 } } }),
            (order.Path + "/feedback", new { score = 1 }),
            ($"/v1/payments/{payment}/capture", null),
            ($"/v1/shipments/{shipment}/scans",
                new { status = "delivered", occurredAt = DateTimeOffset.UtcNow.AddHours(-1) }),
        ])
            (await other.Post(path, body)).IsProblem(404);
        (await other.Get("/v1/orders")).Is(200).Json["data"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_cannot_say_who_it_is()
    {
        var order = await platform.Place();
        (await platform.Anybody.Get(order.Path, ("Platform-Identity", "eyJNZXJjaGFudCI6ImRlbW8ifQ.AAAA")))
            .IsProblem(401);
        var direct = new Api(new() { BaseAddress = new(platform["orders"].Address) });
        (await direct.Get(order.Path, ("Platform-Identity", "eyJNZXJjaGFudCI6ImRlbW8ifQ.AAAA"))).IsProblem(401);
    }
}
