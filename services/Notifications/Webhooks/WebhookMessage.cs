using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ServiceDefaults;

namespace Notifications.Webhooks;

/// <summary>
/// What is posted to an endpoint: <c>{ type, timestamp, data }</c>. Its id is the event's, the same at every try and to
/// every endpoint. Source: Standard Webhooks 1.0.0.
/// </summary>
internal sealed record WebhookMessage(Guid Id, string Type, DateTimeOffset Timestamp, WebhookData Data)
{
    public byte[] Body() =>
        JsonSerializer.SerializeToUtf8Bytes(new WebhookBody(Type, Timestamp, Data), ApiJson.Plain);

    /// <summary>
    /// Signed by every key that counts at <paramref name="now"/>, so that keys can be changed without a gap.
    /// </summary>
    public HttpRequestMessage To(Uri url, IEnumerable<SigningKey> keys, DateTimeOffset now)
    {
        var body = Body();
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] content = [.. Encoding.ASCII.GetBytes($"{Id:D}.{timestamp}."), .. body];
        var signatures = keys.Where(key => key.EndsAt is not { } end || end > now).Select(key => key.Sign(content));
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } },
        };
        request.Headers.Add("webhook-id", $"{Id:D}");
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", string.Join(' ', signatures));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("TrackingPlatform-Webhooks", "1"));
        return request;
    }
}

/// <summary>What is posted to a merchant's endpoint. <c>Timestamp</c>: when it happened.</summary>
[ApiName("Webhook")]
internal sealed record WebhookBody(
    [property: OneOf(typeof(WebhookTypes))] string Type, DateTimeOffset Timestamp, WebhookData Data);

/// <summary>
/// What a webhook tells beside its type: ids to read more with, and what changed. Nothing of a person. <c>Status</c> is
/// the milestone; <c>Amount</c> is what was paid, or given back. A field that says nothing is null.
/// </summary>
internal sealed record WebhookData
{
    public Guid? OrderId { get; init; }
    public string? OrderNumber { get; init; }
    public string? TrackingUrl { get; init; }
    public string? Status { get; init; }
    public Guid? ShipmentId { get; init; }
    public string? Carrier { get; init; }
    public string? TrackingNumber { get; init; }
    public Guid? PaymentId { get; init; }
    public Guid? ReturnId { get; init; }
    public Guid? RequestId { get; init; }
    public Contracts.Money? Amount { get; init; }
    public string? ReasonCode { get; init; }
    public string? PromisedDeliveryDate { get; init; }
    public Contracts.EstimatedDelivery? EstimatedDelivery { get; init; }
    public Guid? EndpointId { get; init; }

    /// <summary>With what is known of the order when it is sent.</summary>
    public WebhookData With(Contact? order) =>
        this with { OrderNumber = order?.OrderNumber, TrackingUrl = order?.TrackingUrl };

    public static WebhookData Read(string json) => JsonSerializer.Deserialize<WebhookData>(json, ApiJson.Plain)!;

    public string Write() => JsonSerializer.Serialize(this, ApiJson.Plain);

    public static WebhookData Of(string milestone, Guid orderId, Guid? shipmentId, Occasion occasion)
    {
        var subject = WebhookTypes.SubjectOf(milestone);
        return new()
        {
            OrderId = orderId,
            Status = milestone,
            ShipmentId = shipmentId,
            Carrier = occasion.Carrier,
            TrackingNumber = occasion.TrackingNumber,
            PaymentId = subject == "payment" ? occasion.SubjectId : null,
            ReturnId = subject == "return" ? occasion.SubjectId : null,
            RequestId = subject == "order" ? occasion.SubjectId : null,
            Amount = occasion.Amount,
            ReasonCode = occasion.ReasonCode,
            PromisedDeliveryDate = occasion.Promise,
            EstimatedDelivery = occasion.Expected,
        };
    }
}
