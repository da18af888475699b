using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Testing;

namespace EndToEnd.Tests;

public sealed class JourneyTests(Platform platform)
{
    [Fact]
    public async Task An_order_is_tracked_from_the_storefront_to_the_door()
    {
        var order = await platform.Place();
        (await platform.Timeline(order))["status"]!.GetValue<string>().ShouldBe("placed");

        var authorized = await platform.TimelineWhen(order, t => Payment(t) == "authorized");
        var paymentId = (await platform.Storefront.Get(order.Path + "/payments")).Is(200)
            .Json["data"]![0]!["id"]!.GetValue<string>();
        (await platform.Storefront.Post($"/v1/payments/{paymentId}/capture")).Status.ShouldBeInRange(200, 202);
        await platform.TimelineWhen(order, t => Payment(t) == "captured");

        (await platform.Storefront.Post(order.Path + "/confirm")).Is(200);
        (await platform.Storefront.Post(order.Path + "/pack")).Is(200).Json["status"]!.GetValue<string>()
            .ShouldBe("processing");

        var (shipment, awb) = await platform.Ship(order);
        (await platform.Storefront.Get($"/v1/shipments/{shipment}")).Is(200).Json["status"]!.GetValue<string>()
            .ShouldBe("pending");

        string[] expected = ["processing", "shipped", "shipped", "shipped", "out_for_delivery", "delivered"];
        foreach (var (scan, status) in Delhivery.Delivered().Zip(expected))
        {
            (await platform.Post(awb, scan)).Is(200);
            await platform.TimelineWhen(order, t => t["status"]!.GetValue<string>() == status && HasScan(t, scan.Text));
        }

        (await platform.Storefront.Post(order.Path + "/feedback", new { score = 5, comment = "Quick." }))
            .Status.ShouldBeInRange(200, 201);
        var timeline = await platform.TimelineWhen(order, t => t.Codes().Contains("feedback.given")
            && t.Told().Length == 6);
        authorized["payment"]!["authorized"]!["amount"]!.GetValue<string>().ShouldBe("1299.00");
        timeline["deliveryProgress"]!.GetValue<double>().ShouldBe(1);
        var delivered = timeline["shipments"]![0]!;
        delivered["status"]!.GetValue<string>().ShouldBe("delivered");
        delivered["scans"]!.AsArray().Count.ShouldBe(6);
        delivered["scans"]!.AsArray().ShouldAllBe(s => s!["zone"]!.GetValue<string>() == "Asia/Kolkata");
        timeline["entries"]!.AsArray().ShouldAllBe(e => e!["traceId"]!.GetValue<string>().Length == 32);

        var mails = await platform.Mails(order);
        timeline.Told().ShouldBe(
            ["Paid", "Confirmed", "Packed", "Shipped", "Out for delivery", "Delivered"], ignoreOrder: true);
        mails.Length.ShouldBe(timeline.Codes().Count(code => code == "notification.sent"));
        mails.ShouldAllBe(m => m["deliveries"]!.GetValue<int>() == 1);
    }

    [Fact]
    public async Task A_cancelled_order_gives_the_money_back_and_says_so_once()
    {
        var order = await platform.Place();
        await platform.TimelineWhen(order, t => Payment(t) == "authorized");
        for (var n = 0; n < 3; n++)
            (await platform.Storefront.Post(order.Path + "/cancel", new { reason = "changed my mind" })).Is(200);

        var timeline =
            await platform.TimelineWhen(order, t => Payment(t) == "voided" && t.Codes().Contains("notification.sent"));
        timeline["status"]!.GetValue<string>().ShouldBe("cancelled");
        (await platform.Mails(order)).Length.ShouldBe(1);
        (await platform.Storefront.Post(order.Path + "/pack")).IsProblem(409);
    }

    [Fact]
    public async Task Cash_on_delivery_is_pending_until_it_is_collected()
    {
        var order = await platform.Place("cod");
        await platform.TimelineWhen(order, t => Payment(t) == "cod_pending");
        var paymentId = (await platform.Storefront.Get(order.Path + "/payments")).Is(200)
            .Json["data"]![0]!["id"]!.GetValue<string>();
        (await platform.Storefront.Post($"/v1/payments/{paymentId}/capture")).IsProblem(409);
        (await platform.Storefront.Post($"/v1/payments/{paymentId}/collected")).Status.ShouldBeInRange(200, 202);
        await platform.TimelineWhen(order, t => Payment(t) == "cod_collected");
    }

    [Fact]
    public async Task Scans_in_reverse_order_and_ten_times_each_end_in_the_same_state_and_the_same_messages()
    {
        var forward = await platform.Place();
        var backward = await platform.Place();
        var (_, forwardAwb) = await platform.Ship(forward);
        var (_, backwardAwb) = await platform.Ship(backward);
        var scans = Delhivery.Delivered();
        foreach (var scan in scans)
        {
            (await platform.Post(forwardAwb, scan)).Is(200);
            await platform.TimelineWhen(forward, t => HasScan(t, scan.Text));
        }

        foreach (var scan in scans.Reverse())
        {
            for (var n = 0; n < 10; n++)
                (await platform.Post(backwardAwb, scan)).Is(200);
            await platform.TimelineWhen(backward, t => HasScan(t, scan.Text));
        }

        var one = await Settled(forward);
        var other = await Settled(backward);
        Essence(other).ShouldBe(Essence(one));
        other.Told().ShouldBe(one.Told(), ignoreOrder: true);
        Subjects(await platform.Mails(backward)).ShouldNotContain("Out for delivery: order #",
            "old news: the parcel was delivered before it was heard of");
    }

    [Fact]
    public async Task A_webhook_for_an_unknown_number_waits_until_the_number_is_known()
    {
        var order = await platform.Place();
        var awb = Shop.NewTrackingNumber();
        foreach (var scan in Delhivery.Delivered())
            (await platform.Post(awb, scan)).Is(200);
        await Eventually.Get(
            async () => (await platform.Ops.Get("/v1/ops/webhooks/inbox?state=unmatched&limit=100")).Is(200).Text,
            inbox => inbox.Contains(awb, StringComparison.Ordinal));

        (await platform.Storefront.Post(order.Path + "/shipments", new
        {
            carrier = "delhivery",
            trackingNumber = awb,
            items = new[] { new { sku = "LAMP-1", quantity = 2 } },
        })).Is(201);
        await platform.TimelineWhen(order, t => t["status"]!.GetValue<string>() == "delivered"
            && t["shipments"]![0]!["scans"]!.AsArray().Count == 6);
    }

    [Fact]
    public async Task A_parcel_without_a_carrier_is_updated_by_hand()
    {
        var order = await platform.Place();
        var shipment = (await platform.Storefront.Post(order.Path + "/shipments", new
        {
            items = new[] { new { sku = "LAMP-1", quantity = 1 } },
        })).Is(201).Json["id"]!.GetValue<string>();
        var at = DateTimeOffset.UtcNow.AddHours(-2);
        (await platform.Storefront.Post($"/v1/shipments/{shipment}/scans",
            new { status = "picked_up", occurredAt = at })).Status.ShouldBeInRange(200, 201);
        await platform.TimelineWhen(order, "partially_shipped");
        (await platform.Storefront.Post($"/v1/shipments/{shipment}/scans",
            new { status = "delivered", occurredAt = at.AddHours(1) })).Status.ShouldBeInRange(200, 201);
        await platform.TimelineWhen(order, "partially_delivered");
    }

    [Fact]
    public async Task Shiprocket_and_EasyPost_tell_of_a_delivery_each_in_its_own_way()
    {
        var now = DateTime.UtcNow.AddMinutes(330 - 30);
        var order = await platform.Place();
        var (_, awb) = await platform.Ship(order, "shiprocket");
        var push = new
        {
            awb,
            courier_name = "Delhivery Surface",
            current_status = "DELIVERED",
            current_status_id = 7,
            shipment_status = "DELIVERED",
            shipment_status_id = 7,
            current_timestamp = now.ToString("dd MM yyyy HH:mm:ss", null),
            scans = new[]
            {
                new Dictionary<string, string>
                {
                    ["date"] = now.ToString("yyyy-MM-dd HH:mm:ss", null), ["status"] = "EOD-38",
                    ["activity"] = "Delivered to consignee",
                    ["location"] = "Bengaluru", ["sr-status"] = "7", ["sr-status-label"] = "DELIVERED",
                },
            },
        };
        (await platform.Anybody.Post("/webhooks/carriers/shiprocket/demo", push,
            ("anx-api-key", Platform.ShiprocketSecret))).Is(200);
        await platform.TimelineWhen(order, "delivered");

        var second = await platform.Place();
        var (_, code) = await platform.Ship(second, "easypost");
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            id = "evt_1",
            @object = "Event",
            description = "tracker.updated",
            result = new
            {
                @object = "Tracker",
                tracking_code = code,
                status = "out_for_delivery",
                tracking_details = new[]
                {
                    new { message = "On it", status = "out_for_delivery", datetime = DateTime.UtcNow.AddHours(-1) },
                },
            },
        });
        var key = Encoding.UTF8.GetBytes(Platform.EasyPostSecret.Normalize(NormalizationForm.FormKD));
        var signature = "hmac-sha256-hex=" + Convert.ToHexStringLower(HMACSHA256.HashData(key, body));
        (await platform.Anybody.Post("/webhooks/carriers/easypost/demo", body, ("X-Hmac-Signature", signature)))
            .Is(200);
        await platform.TimelineWhen(second, "out_for_delivery");
    }

    private static string? Payment(JsonNode timeline) => timeline["payment"]!["status"]!.GetValue<string>();

    private static bool HasScan(JsonNode timeline, string text) => timeline["shipments"]!.AsArray()
        .SelectMany(s => s!["scans"]!.AsArray())
            .Any(s => s!["carrierText"]!.GetValue<string>().Contains(text, StringComparison.Ordinal));

    private Task<JsonNode> Settled(Order order) => platform.TimelineWhen(order, t =>
        t["status"]!.GetValue<string>() == "delivered" && t.Told().Length == 4);

    /// <summary>What must not depend on when anything was heard.</summary>
    private static string Essence(JsonNode timeline)
    {
        var shipment = timeline["shipments"]![0]!;
        var scans = shipment["scans"]!.AsArray().Select(s => $"{s!["occurredAt"]} {s["status"]} {s["carrierCode"]}");
        var codes = timeline.Codes().Where(code => code.StartsWith("shipment.", StringComparison.Ordinal));
        return string.Join('\n',
            [$"{timeline["status"]} {shipment["status"]} {shipment["attempts"]}", .. scans, .. codes]);
    }

    private static string[] Subjects(JsonNode[] mails) =>
        [.. mails.Select(m => m["subject"]!.GetValue<string>())
            .Select(s => System.Text.RegularExpressions.Regex.Replace(s, @"T\d+-\d+", "#"))];
}
