using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Testing;

namespace EndToEnd.Tests;

/// <summary>What did not come is asked for: real HTTP against a stand-in for the carriers' APIs.</summary>
public sealed class PullTests(Platform platform) : IAsyncLifetime
{
    private readonly ConcurrentQueue<HttpRequestFacts> asked = [];
    private readonly ConcurrentDictionary<string, object> delhivery = [];
    private readonly ConcurrentDictionary<string, object> easypost = [];
    private readonly ConcurrentDictionary<string, object> shiprocket = [];
    private readonly ConcurrentQueue<int> failures = [];
    private WebApplication standIn = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        standIn = builder.Build();
        standIn.Urls.Add(platform.CarrierApis);
        standIn.Use(async (http, next) =>
        {
            asked.Enqueue(new(http.Request.Path, http.Request.QueryString.Value!, http.Request.Headers.Authorization!));
            if (failures.TryDequeue(out var status))
                http.Response.StatusCode = status;
            else
                await next(http);
        });
        standIn.MapGet("/api/v1/packages/json/", (string waybill) => Results.Json(new
        {
            ShipmentData = waybill.Split(',').Where(delhivery.ContainsKey).Select(number => delhivery[number]),
        }));
        standIn.MapGet("/v2/trackers", (string tracking_code) => Results.Json(new
        {
            trackers = easypost.TryGetValue(tracking_code, out var tracker) ? new[] { tracker } : [],
            has_more = false,
        }));
        standIn.MapPost("/v1/external/auth/login", () => Results.Json(new { token = "signed-in" }));
        standIn.MapGet("/v1/external/courier/track/awb/{awb}", (string awb) =>
            shiprocket.TryGetValue(awb, out var data) ? Results.Json(data) : Results.NotFound());
        await standIn.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var carrier in (string[])["delhivery", "easypost", "shiprocket"])
            await platform.Admin.Send(HttpMethod.Delete, $"/v1/carrier-accounts/{carrier}/demo/pull");
        await standIn.DisposeAsync();
    }

    [Fact]
    public async Task A_push_that_never_came_is_made_up_for()
    {
        var order = await platform.Place();
        var (_, awb) = await platform.Ship(order);
        var scans = Delhivery.Delivered();
        (await platform.Post(awb, scans[0])).Is(200);
        await platform.TimelineWhen(order, t => Scans(t) == 1);

        delhivery[awb] = Tracked(awb, scans);
        var set = await Ask("delhivery", new { token = "token-of-the-tests" });
        set["credentials"]!.ToJsonString().ShouldBe("[\"token\"]");
        set.ToJsonString().ShouldNotContain("token-of-the-tests");
        await platform.TimelineWhen(order, t => t["status"]!.GetValue<string>() == "delivered"
            && Scans(t) == scans.Length);

        asked.First(a => a.Query.Contains(awb, StringComparison.Ordinal)).Authorization
            .ShouldBe("Token token-of-the-tests");
        var kept = (await platform.Ops.Get($"/v1/ops/webhooks/inbox?trackingNumber={awb}&source=pull")).Is(200);
        kept.Json["data"]!.AsArray().ShouldNotBeEmpty();
        kept.Text.ShouldNotContain("token-of-the-tests");
        var state = (await platform.Admin.Get("/v1/carrier-accounts/delhivery/demo/pull")).Is(200).Json;
        state["lastAnswerAt"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_carrier_that_fails_is_asked_again_later_and_the_reason_can_be_seen()
    {
        var order = await platform.Place();
        var (_, code) = await platform.Ship(order, "easypost");
        for (var i = 0; i < 1000; i++)
            failures.Enqueue(503);
        await Ask("easypost", new { apiKey = "key-of-the-tests" });
        var failed = await Eventually.Get(
            async () => (await platform.Admin.Get("/v1/carrier-accounts/easypost/demo/pull")).Is(200).Json,
            pull => pull["failures"]!.GetValue<int>() > 0);
        failed["lastError"]!.GetValue<string>().ShouldBe("answered 503");
        (failed["nextAt"]!.GetValue<DateTimeOffset>() - DateTimeOffset.UtcNow)
            .ShouldBeGreaterThan(TimeSpan.FromSeconds(20));

        failures.Clear();
        easypost[code] = new
        {
            @object = "Tracker",
            tracking_code = code,
            status = "out_for_delivery",
            tracking_details = new[]
            {
                new { message = "On it", status = "out_for_delivery", datetime = DateTime.UtcNow.AddHours(-1) },
            },
        };
        await Ask("easypost", new { apiKey = "key-of-the-tests" });
        await platform.TimelineWhen(order, "out_for_delivery");
    }

    [Fact]
    public async Task Shiprocket_is_asked_after_signing_in()
    {
        var order = await platform.Place();
        var (_, awb) = await platform.Ship(order, "shiprocket");
        var at = DateTime.UtcNow.AddMinutes(330 - 60).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        shiprocket[awb] = new
        {
            tracking_data = new
            {
                track_status = 1,
                shipment_track = new[] { new { awb_code = awb, current_status = "OUT FOR DELIVERY" } },
                shipment_track_activities = new[]
                {
                    new Dictionary<string, string>
                    {
                        ["date"] = at, ["status"] = "X-DDD3FD", ["activity"] = "Out for delivery",
                        ["location"] = "Bengaluru", ["sr-status"] = "17", ["sr-status-label"] = "OUT FOR DELIVERY",
                    },
                },
            },
        };
        await Ask("shiprocket", new { email = "ops@shop.example", password = "pass-of-the-tests" });
        await platform.TimelineWhen(order, "out_for_delivery");
        asked.First(a => a.Path.EndsWith(awb, StringComparison.Ordinal)).Authorization.ShouldBe("Bearer signed-in");
    }

    [Fact]
    public async Task What_cannot_be_asked_is_refused()
    {
        async Task<Answer> Set(string path, object body) =>
            await platform.Admin.Send(HttpMethod.Put, $"/v1/carrier-accounts/{path}/pull", body);
        (await Set("delhivery/nobody", new { credentials = new { token = "x" } })).IsProblem(404);
        (await Set("delhivery/demo", new { credentials = new { key = "x" } })).IsProblem(400, "/credentials");
        (await Set("delhivery/demo", new { credentials = new { token = "x" }, every = "PT0S" }))
            .IsProblem(400, "/every");
        foreach (var url in (string[])["http://127.0.0.1:1", "file:///etc/passwd", "https://a:b@track.example", "x"])
            (await Set("delhivery/demo", new { credentials = new { token = "x" }, baseUrl = url }))
                .IsProblem(400, "/baseUrl");
        (await platform.Ops.Get("/v1/carrier-accounts/delhivery/demo/pull")).IsProblem(403);
    }

    private static int Scans(JsonNode timeline) =>
        timeline["shipments"]!.AsArray().Sum(shipment => shipment!["scans"]!.AsArray().Count);

    private async Task<JsonNode> Ask(string carrier, object credentials) => (await platform.Admin.Send(
        HttpMethod.Put, $"/v1/carrier-accounts/{carrier}/demo/pull",
        new { baseUrl = platform.CarrierApis, credentials, every = "PT1S" })).Is(200).Json;

    private static object Tracked(string awb, DelhiveryScan[] scans) => new
    {
        Shipment = new
        {
            AWB = awb,
            Status = new
            {
                scans[^1].Status,
                StatusType = scans[^1].Type,
                StatusCode = scans[^1].Code,
                StatusDateTime = Time(scans[^1]),
                StatusLocation = scans[^1].Place,
                Instructions = scans[^1].Text,
            },
            Scans = scans.Select(scan => new
            {
                ScanDetail = new
                {
                    ScanDateTime = Time(scan),
                    ScanType = scan.Type,
                    Scan = scan.Status,
                    StatusCode = scan.Code,
                    ScannedLocation = scan.Place,
                    Instructions = scan.Text,
                },
            }),
        },
    };

    private static string Time(DelhiveryScan scan) =>
        scan.LocalTime.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture);

    private sealed record HttpRequestFacts(string Path, string Query, string Authorization);
}
