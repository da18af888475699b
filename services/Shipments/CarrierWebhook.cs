using System.Diagnostics.Metrics;
using ServiceDefaults;
using Shipments.Carriers;

namespace Shipments;

/// <summary>
/// Where carriers post: the bytes are read (at most 1 MiB), the sender is checked over them, they are written down, and
/// only then answered. What they mean is found out afterwards (<see cref="CarrierWebhookHandler"/>).
/// </summary>
internal static class CarrierWebhook
{
    private static readonly Counter<long> Received = ShipmentsMeter.Meter.CreateCounter<long>(
        "shipments.webhooks.received", "{webhook}", "Webhooks by carrier and what became of them at the door");

    public static void MapCarrierWebhook(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/webhooks/carriers/{carrier}/{account}", Receive).Reads("application/json")
            .Describe("receiveCarrierWebhook", "Where a carrier posts", 200).WithDescription(
                "In the carrier's own format, proven in its own way; answered once it is written down.");

    private static async Task<IResult> Receive(
        string carrier, string account, HttpContext http, CarrierList carriers, CarrierAccounts accounts,
        WebhookTokens tokens, WebhookInbox inbox, SecretBox box, TimeProvider clock, CancellationToken ct)
    {
        if (carriers.Find(carrier) is not { } adapter)
            throw ProblemException.NotFound("carrier");
        if (await accounts.Find(carrier, account, ct) is not { } connection)
            throw ProblemException.NotFound("account");
        var body = await Bodies.ReadRaw(http);
        var headers = http.Request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase);
        var query = http.Request.Query.ToDictionary(StringComparer.Ordinal);
        var request = new CarrierRequest(body, headers, query) { ReceivedAt = clock.GetUtcNow() };
        if (!(connection.Auth.Scheme == CarrierAuth.OAuth
            ? tokens.IsValid(request, connection) : adapter.IsAuthentic(request, connection.Auth)))
        {
            Count(carrier, "unauthentic");
            throw new ProblemException(401, "bad-signature", "The sender has not proven itself.");
        }

        var item = new InboxItem
        {
            Id = Guid.CreateVersion7(request.ReceivedAt),
            MerchantId = connection.MerchantId,
            Source = carrier,
            Account = account,
            ReceivedAt = request.ReceivedAt,
            Headers = InboxHeaders.WithoutSecrets(headers, connection.Auth.Secrets, connection.Auth.Name),
            Body = adapter.WithoutSecrets(body, box.SealText),
        };
        await inbox.Store(item, ct);
        Count(carrier, "accepted");
        return adapter.IsReadable(body)
            ? Results.Ok()
            : throw new ProblemException(400, "not-json", "The body is not JSON.", $"It is kept as {item.Id}.");
    }

    private static void Count(string carrier, string outcome) =>
        Received.Add(1, new KeyValuePair<string, object?>("carrier", carrier), new("outcome", outcome));
}

internal static class ShipmentsMeter
{
    public static readonly Meter Meter = new("TrackingPlatform");
}
