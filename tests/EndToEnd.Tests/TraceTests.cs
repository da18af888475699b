using Testing;

namespace EndToEnd.Tests;

public sealed class TraceTests(Platform platform)
{
    private static readonly string[] Processes = ["gateway", "notifications", "orders", "payments", "shipments"];

    [Fact]
    public async Task One_order_is_one_connected_trace_over_all_five_processes()
    {
        const string traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
        const string root = "00f067aa0ba902b7";
        // Another trace id each time, so that a run never sees the spans of the last.
        var trace = Guid.NewGuid().ToString("N");
        trace.Length.ShouldBe(traceId.Length);
        var traceParent = ("traceparent", $"00-{trace}-{root}-01");
        var number = Shop.NewNumber();
        var order =
            Shop.Read((await platform.Storefront.Post("/v1/orders", Shop.Request(number), traceParent)).Is(201));
        (await platform.Storefront.Post(order.Path + "/confirm", null, traceParent)).Is(200);
        var awb = Shop.NewTrackingNumber();
        (await platform.Storefront.Post(order.Path + "/shipments", new
        {
            carrier = "delhivery",
            trackingNumber = awb,
            items = new[] { new { sku = "LAMP-1", quantity = 2 } },
        }, traceParent)).Is(201);
        var timeline = await platform.TimelineWhen(order, t => t.Codes().Contains("notification.sent")
            && t["payment"]!["status"]!.GetValue<string>() == "authorized");

        var spans = await Eventually.Get(
            () => Task.FromResult(platform.Collector.Spans.Where(s => s.TraceId == trace).ToArray()),
            found => Processes.All(p => found.Any(s => s.Service == p))
                && found.Any(s => s.Service == "notifications"
                    && s.Name.Contains("smtp", StringComparison.OrdinalIgnoreCase))
                && Orphans(found, root).Length == 0);
        spans.Select(s => s.Service).Distinct().Order().ShouldBe(Processes);
        timeline["entries"]!.AsArray().First(e => e!["code"]!.GetValue<string>() == "order.placed")!["traceId"]!
            .GetValue<string>().ShouldBe(trace);
    }

    [Fact]
    public async Task A_carriers_webhook_is_one_trace_as_far_as_the_customers_e_mail()
    {
        var order = await platform.Place();
        var (_, awb) = await platform.Ship(order);
        var trace = Guid.NewGuid().ToString("N");
        const string root = "00f067aa0ba902b7";
        (await platform.Anybody.Post("/webhooks/carriers/delhivery/demo", Delhivery.Delivered()[1].Push(awb),
            ("X-Api-Key", Platform.DelhiverySecret), ("traceparent", $"00-{trace}-{root}-01"))).Is(200);

        await Eventually.Get(
            () => Task.FromResult(platform.Collector.Spans.Where(s => s.TraceId == trace).ToArray()),
            found => found.Any(s => s.Service == "notifications"
                    && s.Name.Contains("smtp", StringComparison.OrdinalIgnoreCase))
                && Orphans(found, root).Length == 0);
    }

    private static Span[] Orphans(Span[] spans, string root) =>
        [.. spans.Where(s => s.ParentId != root && spans.All(other => other.SpanId != s.ParentId))];
}
