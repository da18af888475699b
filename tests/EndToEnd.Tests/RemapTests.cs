using System.Text.Json.Nodes;
using Testing;

namespace EndToEnd.Tests;

/// <summary>A code gets another meaning: the past is read again, on the record, and no customer hears of it.</summary>
public sealed class RemapTests(Platform platform)
{
    [Fact]
    public async Task An_unmapped_code_waits_gets_its_meaning_and_is_taken_up_and_the_customer_hears_nothing_twice()
    {
        var code = $"CS-{Guid.NewGuid():N}"[..12].ToUpperInvariant();
        var order = await platform.Place();
        var (shipment, awb) = await platform.Ship(order);
        var scans = Delhivery.Delivered();
        var mystery = scans[4] with { Status = "Partner", Code = code, Text = "With the partner's courier" };
        foreach (var scan in scans[..4].Append(mystery))
            (await platform.Post(awb, scan)).Is(200);
        var before = await platform.TimelineWhen(order, t => Scan(t, code) is not null && Mailed(t) == 2);
        before["shipments"]![0]!["status"]!.GetValue<string>().ShouldBe("in_transit");
        Scan(before, code)!["status"]!.GetValue<string>().ShouldBe("unknown");

        var waiting = await Waiting(awb, "unmapped");
        (await platform.Ops.Get("/v1/ops/webhooks/inbox/counts")).Is(200).Text.ShouldContain(code);
        var id = waiting["id"]!.GetValue<string>();
        var item = (await platform.Ops.Get($"/v1/ops/webhooks/inbox/{id}")).Is(200);
        item.Json["headers"].ShouldNotBeNull();
        item.Text.ShouldNotContain(Platform.DelhiverySecret);
        (await platform.Ops.Get($"/v1/ops/webhooks/inbox/{id}/body")).Is(200).Text.ShouldContain(code);

        await Means(code, "out_for_delivery");
        var after = await platform.TimelineWhen(order, "out_for_delivery");
        var scanNow = Scan(after, code)!;
        (scanNow["status"]!.GetValue<string>(), scanNow["formerStatus"]!.GetValue<string>())
            .ShouldBe(("out_for_delivery", "unknown"));
        await Waiting(awb, "done", scanNow["carrierCode"]!.GetValue<string>());

        // Replayed on top of it, one by one and all together: nothing is heard twice.
        (await platform.Ops.Post($"/v1/ops/webhooks/inbox/{id}/replay")).Is(202);
        (await platform.Ops.Post($"/v1/ops/webhooks/inbox/replay?trackingNumber={awb}")).Is(202)
            .Json["replayed"]!.GetValue<int>().ShouldBe(5);
        (await platform.Post(awb, scans[5])).Is(200);
        var end = await platform.TimelineWhen(order, t => t["status"]!.GetValue<string>() == "delivered"
            && Mailed(t) == 3);
        end["shipments"]![0]!["scans"]!.AsArray().Count.ShouldBe(6);
        (await platform.Mails(order)).Select(m => m["deliveries"]!.GetValue<int>()).ShouldBe([1, 1, 1]);

        var view = (await platform.Storefront.Get($"/v1/shipments/{shipment}")).Is(200).Json;
        view["scans"]!.AsArray().Count(s => s!["formerStatus"] is not null).ShouldBe(1);
    }

    [Fact]
    public async Task A_change_is_on_the_record_and_how_far_it_is_can_be_seen()
    {
        var code = $"CS-{Guid.NewGuid():N}"[..12].ToUpperInvariant();
        var changed = await Means(code, "in_transit");
        changed["history"]![0]!["why"]!.GetValue<string>().ShouldBe("the carrier's new list");
        changed["history"]![0]!["changedBy"].ShouldNotBeNull();
        var version = changed["version"]!.GetValue<long>();
        (await platform.Admin.Send(HttpMethod.Put, "/v1/carrier-mappings/delhivery",
            new { overrides = Array.Empty<object>(), why = "stale" }, ("If-Match", $"\"v{version - 1}\"")))
            .IsProblem(412);

        var asked = (await platform.Ops.Post("/v1/ops/remaps", new { carrier = "delhivery", why = "a fixed table" }))
            .Is(202);
        var remap = await Eventually.Get(
            async () => (await platform.Ops.Get(asked["Location"]!)).Is(200).Json,
            r => r["state"]!.GetValue<string>() == "done");
        remap["finishedAt"].ShouldNotBeNull();
        (await platform.Ops.Get("/v1/ops/remaps?limit=2")).Is(200).Json["data"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused()
    {
        (await platform.Admin.Send(HttpMethod.Put, "/v1/carrier-mappings/delhivery", new
        {
            overrides = new[] { new { code = "", status = "lost_at_sea", leg = "sideways" } },
        })).IsProblem(400, "/why", "/overrides/0/code", "/overrides/0/status", "/overrides/0/leg");
        (await platform.Admin.Get("/v1/carrier-mappings/pigeon")).IsProblem(404);
        (await platform.Ops.Send(HttpMethod.Put, "/v1/carrier-mappings/delhivery", new { why = "x" })).IsProblem(403);
        (await platform.Ops.Post("/v1/ops/remaps", new { carrier = "pigeon" })).IsProblem(400, "/carrier", "/why");
        (await platform.Ops.Get("/v1/ops/webhooks/inbox?state=lost")).IsProblem(400);
        (await platform.Ops.Get("/v1/ops/webhooks/inbox?receivedAfter=yesterday")).IsProblem(400);
    }

    /// <summary>Adds a meaning to those there are: other tests add theirs at the same time.</summary>
    private async Task<JsonNode> Means(string code, string status)
    {
        while (true)
        {
            var known = (await platform.Admin.Get("/v1/carrier-mappings/delhivery")).Is(200);
            var overrides = known.Json["overrides"]!.AsArray().Select(o => o!.DeepClone())
                .Append(new JsonObject { ["code"] = code, ["status"] = status });
            var body = new JsonObject
            {
                ["overrides"] = new JsonArray([.. overrides]),
                ["why"] = "the carrier's new list",
            };
            var answer = await platform.Admin.Send(
                HttpMethod.Put, "/v1/carrier-mappings/delhivery", body.ToJsonString(), ("If-Match", known["ETag"]!));
            if (answer.Status != 412)
                return answer.Is(200).Json;
        }
    }

    private static int Mailed(JsonNode timeline) => timeline.Codes().Count(c => c == "notification.sent");

    private static JsonNode? Scan(JsonNode timeline, string code) => timeline["shipments"]!.AsArray()
        .SelectMany(s => s!["scans"]!.AsArray()).FirstOrDefault(s => s!["carrierCode"]!.GetValue<string>() == code);

    private async Task<JsonNode> Waiting(string awb, string state, string? holds = null)
    {
        var found = await Eventually.Get(
            async () => (await platform.Ops.Get(
                $"/v1/ops/webhooks/inbox?trackingNumber={awb}&state={state}&carrier=delhivery&limit=100")).Is(200).Json,
            page => page["data"]!.AsArray().Any(i => holds is null || Holds(i!, holds)));
        return found["data"]!.AsArray().First(i => holds is null || Holds(i!, holds))!;
    }

    private static bool Holds(JsonNode item, string text) =>
        item["body"]!.GetValue<string>().Contains(text, StringComparison.Ordinal);
}
