using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tools.Simulate;

namespace Tools.Platform;

/// <summary>
/// The public surface, one method a call. Every POST carries an Idempotency-Key, the caller's or a fresh one, so what
/// fails on the way is safely sent again (<see cref="Retries"/>). An answer that is no success throws
/// <see cref="PlatformException"/>.
/// </summary>
public sealed class PlatformClient : IDisposable
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly PlatformAccess access;
    private readonly HttpClient http;

    public PlatformClient(PlatformAccess access)
    {
        this.access = access;
        var sockets = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) };
        http = new HttpClient(new Retries(sockets)) { BaseAddress = access.Gateway, Timeout = TimeSpan.FromMinutes(2) };
    }

    public void Dispose() => http.Dispose();

    public Task<OrderAnswer> Place(NewOrder order, string? key = null) => Post<OrderAnswer>("/v1/orders", order, key);

    public Task<OrderAnswer> Confirm(Guid order, DateTimeOffset? occurredAt = null, string? key = null) =>
        Post<OrderAnswer>($"/v1/orders/{order}/confirm", new { occurredAt }, key);

    public Task<OrderAnswer> Pack(Guid order, DateTimeOffset? occurredAt = null, string? key = null) =>
        Post<OrderAnswer>($"/v1/orders/{order}/pack", new { occurredAt }, key);

    public Task<OrderAnswer> Cancel(Guid order, string reason, DateTimeOffset? occurredAt = null, string? key = null) =>
        Post<OrderAnswer>($"/v1/orders/{order}/cancel", new { reason, occurredAt }, key);

    public Task<ShipmentAnswer> Ship(Guid order, NewShipment shipment, string? key = null) =>
        Post<ShipmentAnswer>($"/v1/orders/{order}/shipments", shipment, key);

    public Task Scan(Guid shipment, NewScan scan, string? key = null) =>
        Post($"/v1/shipments/{shipment}/scans", scan, key);

    public Task Feedback(Guid order, int score, DateTimeOffset? occurredAt = null, string? key = null) =>
        Post($"/v1/orders/{order}/feedback", new { score, occurredAt }, key);

    public Task<OrderAnswer> Order(Guid order) => Get<OrderAnswer>($"/v1/orders/{order}");

    public Task<TimelineAnswer> Timeline(Guid order) => Get<TimelineAnswer>($"/v1/orders/{order}/timeline");

    public async Task<IReadOnlyList<PaymentAnswer>> Payments(Guid order) =>
        (await Get<ListAnswer<PaymentAnswer>>($"/v1/orders/{order}/payments")).Data;

    public Task<PaymentAnswer> Capture(Guid payment, string? key = null) =>
        Post<PaymentAnswer>($"/v1/payments/{payment}/capture", new { }, key);

    /// <summary>The order as its customer sees it, opened by the tracking token alone.</summary>
    public Task<TimelineAnswer> Track(string token) => Get<TimelineAnswer>($"/v1/track/{token}", keyed: false);

    public Task TrackFeedback(string token, int score, string comment) =>
        Post($"/v1/track/{token}/feedback", new { score, comment }, key: null, keyed: false);

    /// <summary>Every entry of the public timeline from the first on, as it comes; ends when cancelled.</summary>
    public IAsyncEnumerable<EntryAnswer> FollowTrack(string token, CancellationToken ct) =>
        Follow($"/v1/track/{token}/stream", key: null, ct);

    /// <summary>Every entry of the merchant's timeline from the first on, as it comes; ends when cancelled.</summary>
    public IAsyncEnumerable<EntryAnswer> FollowTimeline(Guid order, CancellationToken ct) =>
        Follow($"/v1/orders/{order}/timeline/stream", access.StorefrontKey, ct);

    /// <summary>As a carrier posts it, with its proof in a header, to any endpoint; safely sent again.</summary>
    public static async Task PostWebhook(Uri url, byte[] body, string header, string proof)
    {
        using var http = new HttpClient(new Retries(new SocketsHttpHandler()));
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } },
        };
        request.Headers.TryAddWithoutValidation(header, proof);
        using var response = await http.SendAsync(request);
        await PlatformException.ThrowUnlessSuccess(response);
    }

    /// <summary>As a carrier posts it to the running platform, proven by the secret of its demo account.</summary>
    public Task Deliver(string carrier, byte[] body, Proof proof)
    {
        var request = Webhook($"carriers/{carrier}", body);
        request.Headers.TryAddWithoutValidation(access.WebhookHeaderOr(carrier, proof.Header),
            proof.Of(body, access.WebhookSecret(carrier), DateTimeOffset.UtcNow));
        return Send(request);
    }

    /// <summary>As Delhivery posts it: proven by the static header that the account agreed on.</summary>
    public Task Deliver(DelhiveryPush push)
    {
        var request = Webhook("carriers/delhivery", push.ToJson());
        request.Headers.Add(access.WebhookHeader("delhivery"), access.WebhookSecret("delhivery"));
        return Send(request);
    }

    /// <summary>As the simulated payment provider posts it: signed.</summary>
    public Task Deliver(SimulatedPush push)
    {
        var body = push.ToJson();
        var request = Webhook("payments/simulated", body);
        var signature = SimulatedPush.Sign(body, access.WebhookSecret("simulated"), DateTimeOffset.UtcNow);
        request.Headers.Add(SimulatedPush.SignatureHeader, signature);
        return Send(request);
    }

    /// <summary>What the platform has sent to an address, newest first.</summary>
    public Task<IReadOnlyList<MailAnswer>> Mails(string to) => Get<IReadOnlyList<MailAnswer>>(
        new Uri(access.Mail, $"/api/messages?to={Uri.EscapeDataString(to)}").ToString(), keyed: false);

    private static HttpRequestMessage Webhook(string sender, byte[] body) =>
        new(HttpMethod.Post, $"/webhooks/{sender}/demo")
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } },
        };

    private async IAsyncEnumerable<EntryAnswer> Follow(
        string path, string? key, [EnumeratorCancellation] CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Last-Event-ID", "0");
        if (key is not null)
            request.Headers.Authorization = new("Bearer", key);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        await PlatformException.ThrowUnlessSuccess(response);
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        await foreach (var item in SseParser.Create(body).EnumerateAsync(ct))
            if (item.Data.Length > 0)
                yield return JsonSerializer.Deserialize<EntryAnswer>(item.Data, Json)!;
    }

    private Task<T> Get<T>(string path, bool keyed = true) => Send<T>(new(HttpMethod.Get, path), keyed);

    private Task<T> Post<T>(string path, object body, string? key) => Send<T>(Posting(path, body, key), keyed: true);

    private Task Post(string path, object body, string? key, bool keyed = true) =>
        Send(Posting(path, body, key), keyed);

    private static HttpRequestMessage Posting(string path, object body, string? key) => new(HttpMethod.Post, path)
    {
        // Written into memory, so that it can be sent again.
        Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), Json))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        },
        Headers = { { "Idempotency-Key", key ?? Guid.NewGuid().ToString() } },
    };

    private async Task<T> Send<T>(HttpRequestMessage request, bool keyed)
    {
        using var response = await Answer(request, keyed);
        return await response.Content.ReadFromJsonAsync<T>(Json)
            ?? throw new JsonException($"{request.RequestUri} answered null");
    }

    private async Task Send(HttpRequestMessage request, bool keyed = false) => (await Answer(request, keyed)).Dispose();

    private async Task<HttpResponseMessage> Answer(HttpRequestMessage request, bool keyed)
    {
        using (request)
        {
            if (keyed)
                request.Headers.Authorization = new("Bearer", access.StorefrontKey);
            var response = await http.SendAsync(request);
            await PlatformException.ThrowUnlessSuccess(response);
            return response;
        }
    }
}
