using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests;

/// <summary>A carrier that nobody has written an adapter for, connected through the API alone.</summary>
public sealed class CarrierFormatTests(Platform platform)
{
    private const string Secret = "secret-of-swift";

    [Fact]
    public async Task A_carrier_is_connected_tried_changed_and_heard_through_the_api()
    {
        var format = JsonNode.Parse("""
            { "trackingNumber": "$.awb", "code": "$.state", "time": "$.at", "timeZone": "Asia/Kolkata",
              "codes": [{ "code": "GO", "status": "in_transit" }, { "code": "END", "status": "delivering" }] }
            """)!;
        object Account() => new
        {
            carrier = "generic", account = "swift", settings = new { format },
            auth = new { scheme = "hmac", header = "X-Swift-Signature", secret = Secret },
        };
        (await platform.Admin.Post("/v1/carrier-accounts", Account())).IsProblem(400, "/settings/format/codes/1");
        format["codes"]![1]!["status"] = "delivered";
        format["code"] = "$..state";
        (await platform.Admin.Post("/v1/carrier-accounts", Account())).IsProblem(400, "/settings/format/code");
        format["code"] = "$.state";
        (await platform.Admin.Post("/v1/carrier-accounts", Account())).Is(201);

        const string path = "/v1/carrier-accounts/generic/swift";
        var payload = new { awb = "SW1", state = "DONE", at = "2026-03-02 10:00:00" };
        var tried = (await platform.Admin.Post(path + "/test", new { payload })).Is(200).Json;
        tried["parcels"]![0]!["unmapped"]![0]!.GetValue<string>().ShouldBe("DONE");
        format["codes"]![1]!["code"] = "DONE";
        (await platform.Admin.Post(path + "/test", new { payload, format })).Is(200)
            .Json["parcels"]![0]!["standing"]!["status"]!.GetValue<string>().ShouldBe("delivered");
        (await platform.Admin.Send(HttpMethod.Patch, path, new { settings = new { format } })).Is(200);
        (await platform.Storefront.Post(path + "/test", new { payload })).Is(403);

        var order = await platform.Place();
        var (_, number) = await platform.Ship(order, "generic");
        var body = Encoding.UTF8.GetBytes(
            $$"""{ "awb": "{{number}}", "state": "DONE", "at": "2026-03-02 10:00:00" }""");
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), body));
        const string hook = "/webhooks/carriers/generic/swift";
        (await platform.Anybody.Post(hook, body, ("X-Swift-Signature", "no"))).Is(401);
        (await platform.Anybody.Post(hook, body, ("X-Swift-Signature", signature))).Is(200);
        await platform.TimelineWhen(order, "delivered");
    }

    [Fact]
    public async Task Shipped_formats_and_status_mappings_are_there_to_read()
    {
        var formats = (await platform.Admin.Get("/v1/carrier-formats")).Is(200).Json["data"]!.AsArray();
        formats.Select(one => one!["carrier"]!.GetValue<string>()).ShouldContain("parceldo");
        formats[0]!["format"]!["codes"]!.AsArray().Count.ShouldBeGreaterThan(10);
        var systems = (await platform.Storefront.Get("/v1/status-mappings")).Is(200).Json["data"]!.AsArray();
        systems.Select(one => one!["system"]!.GetValue<string>())
            .ShouldBe(["17track", "aftership", "easypost", "shippo", "shopify"]);
    }
}
