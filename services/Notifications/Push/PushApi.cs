using System.Buffers.Text;
using System.Security.Cryptography;
using FluentValidation;
using Microsoft.Extensions.Options;
using ServiceDefaults;
using Streams;

namespace Notifications.Push;

/// <summary>
/// What a browser's <c>PushSubscription</c> says of itself as JSON. <c>Endpoint</c>: https, where its push service
/// takes messages. <c>ExpirationTime</c>: milliseconds since 1970, null: none.
/// </summary>
internal sealed record PushSubscriptionRequest
{
    public string? Endpoint { get; init; }
    public double? ExpirationTime { get; init; }
    public PushSubscriptionKeys? Keys { get; init; }
}

/// <summary>
/// base64url. <c>P256dh</c>: the device's public key, 65 bytes. <c>Auth</c>: its secret, 16 bytes.
/// </summary>
internal sealed record PushSubscriptionKeys
{
    public string? P256dh { get; init; }
    public string? Auth { get; init; }
}

/// <summary>What a browser is to subscribe with, as <c>applicationServerKey</c>: base64url.</summary>
internal sealed record PushOffer(string PublicKey);

/// <summary>A device that hears of the order.</summary>
internal sealed record PushSubscriptionView(Guid Id);

internal sealed class PushSubscriptionRules : AbstractValidator<PushSubscriptionRequest>
{
    public PushSubscriptionRules(IOptions<PlatformOptions> options)
    {
        RuleFor(r => r.Endpoint).NotEmpty().WithMessage("is required");
        RuleFor(r => r.Endpoint).Url(options.Value, mayHaveFragment: true);
        RuleFor(r => r.Keys).Required();
        RuleFor(r => r.Keys!.P256dh).Must(IsKey).When(r => r.Keys is not null)
            .WithMessage("must be an uncompressed point of P-256 as base64url");
        RuleFor(r => r.Keys!.Auth).Must(auth => Bytes(auth)?.Length == PushCipher.AuthBytes)
            .When(r => r.Keys is not null).WithMessage($"must be {PushCipher.AuthBytes} bytes as base64url");
        RuleFor(r => r.ExpirationTime).InclusiveBetween(0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            .WithMessage("must be milliseconds since 1970");
    }

    private static bool IsKey(string? text)
    {
        if (Bytes(text) is not { } point)
            return false;
        try
        {
            using var key = PushCipher.Import(point);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static byte[]? Bytes(string? text) =>
        text is { Length: < 200 } && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}

/// <summary>Devices that a customer has told of an order, with nothing but the tracking link.</summary>
internal static class PushApi
{
    public static void MapPush(this IEndpointRouteBuilder routes)
    {
        var devices = routes.MapGroup("/v1/track/{token}/push-subscriptions");
        devices.MapGet("", Offer).Describe<PushOffer>("getPushKey", "Read what a browser subscribes to messages with");
        devices.MapPost("", Subscribe).Describe<PushSubscriptionView>(
            "subscribeToPush", "Have news of one's order shown on a device", 201);
        devices.MapDelete("{id:guid}", End).Describe("endPush", "Show no more news of one's order on a device");
    }

    private static async Task<IResult> Offer(
        string token, EventStore store, PersonalKeys keys, PushKey key, HttpContext http, CancellationToken ct)
    {
        await Open(store, keys, token, ct);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Ok(new PushOffer(await key.PublicKey(ct)));
    }

    private static async Task<IResult> Subscribe(
        string token, Body<PushSubscriptionRequest> body, EventStore store, PersonalKeys keys,
        PushSubscriptions devices, CancellationToken ct)
    {
        var (link, contact) = await Open(store, keys, token, ct);
        var request = body.Value;
        var device = new PushSubscription(request.Endpoint!, request.Keys!.P256dh!, request.Keys.Auth!);
        DateTimeOffset? endsAt = request.ExpirationTime is { } time
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)time) : null;
        return await devices.Keep(link, contact.PersonId, device, endsAt, ct) is { } id
            ? Results.Json(new PushSubscriptionView(id), statusCode: StatusCodes.Status201Created)
            : throw new ProblemException(409, "too-many-subscriptions",
                $"The order has {PushSubscriptions.Max} devices already.", "End one that is not needed any more.");
    }

    /// <exception cref="ProblemException">404: also where the customer is erased, whom nobody tells.</exception>
    private static async Task<(TrackingToken Link, Contact Contact)> Open(
        EventStore store, PersonalKeys keys, string token, CancellationToken ct) =>
        await TrackedOrder.Open(store, token, ct) is var order && !keys.IsErased(order.Contact.Name)
            ? order : throw ProblemException.NotFound("customer");

    private static async Task<IResult> End(
        string token, Guid id, EventStore store, PushSubscriptions devices, CancellationToken ct)
    {
        var (link, _) = await TrackedOrder.Open(store, token, ct);
        return await devices.Remove(link.MerchantId, link.OrderId, id, ct) ? Results.NoContent()
            : throw ProblemException.NotFound("subscription");
    }
}
