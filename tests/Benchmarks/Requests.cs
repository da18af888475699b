using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Tools.Platform;

namespace Benchmarks;

/// <summary>The measured requests, as bytes ready to send.</summary>
internal sealed class Requests(PlatformAccess access)
{
    // Whole seconds, which come back from the carrier's text as they were.
    private static readonly DateTimeOffset FirstScan = new(DateTime.UtcNow.Date.AddDays(-20));

    private const string Number = "~number~";

    private static readonly byte[] Template =
        JsonSerializer.SerializeToUtf8Bytes(OrderOf(Number), PlatformClient.Json);

    private static readonly byte[] Before = Template[..Template.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Number))];
    private static readonly byte[] After = Template[(Before.Length + Number.Length)..];

    private int orders;
    private int scans;

    /// <summary>An order of two items, paid by a card that the simulated provider authorises afterwards.</summary>
    public HttpRequestMessage Order(string run)
    {
        var request = Post("/v1/orders", OrderBody($"{run}-{Interlocked.Increment(ref orders)}"));
        request.Headers.Authorization = new("Bearer", access.StorefrontKey);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        return request;
    }

    public HttpRequestMessage Scan(string waybill)
    {
        var request = Post("/webhooks/carriers/delhivery/demo", ScanBody(waybill));
        request.Headers.Add(access.WebhookHeader("delhivery"), access.WebhookSecret("delhivery"));
        return request;
    }

    public static HttpRequestMessage Row(byte[] body) => Post("/rows", body);

    public HttpRequestMessage Timeline(Guid order, string? etag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/orders/{order}/timeline");
        request.Headers.Authorization = new("Bearer", access.StorefrontKey);
        if (etag is not null)
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(etag));
        return request;
    }

    /// <summary>The orders of a number.</summary>
    public HttpRequestMessage Search(string number)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/orders?orderNumber={number}");
        request.Headers.Authorization = new("Bearer", access.StorefrontKey);
        return request;
    }

    public static NewOrder OrderOf(string number) => new()
    {
        OrderNumber = number,
        Customer = new("Benchmark Customer"),
        ShippingAddress = new("12 Example Road", "Mumbai", "400071", "IN") { Region = "Maharashtra" },
        Items =
        [
            new("KETTLE-1L", "Steel kettle, 1 litre", 1, new(1299.00m, "INR")),
            new("TEA-ASSAM", "Assam tea, 250 g", 2, new(240.00m, "INR")),
        ],
        ShippingPrice = new(49.00m, "INR"),
        Payments = [new("card", new(1828.00m, "INR"))],
    };

    /// <summary>Put together, not serialised: what the load generator uses, it takes from what it measures.</summary>
    public static byte[] OrderBody(string number) => [.. Before, .. Encoding.UTF8.GetBytes(number), .. After];

    /// <summary>A scan that was never sent before: each a second later than the last.</summary>
    public byte[] ScanBody(string waybill) => Push(waybill, NextScanAt()).ToJson();

    public DateTimeOffset NextScanAt() => FirstScan.AddSeconds(Interlocked.Increment(ref scans));

    public static DelhiveryPush Push(string waybill, DateTimeOffset at) => new(waybill, "benchmark", at)
    {
        Status = "In Transit",
        NslCode = "X-ILL2F",
        Location = "Mumbai_Bhiwandi_GW (Maharashtra)",
        Instructions = "Trip arrived",
    };

    public static HttpRequestMessage Post(string path, byte[] body) => new(HttpMethod.Post, path)
    {
        Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } },
    };
}
