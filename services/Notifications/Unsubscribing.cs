using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Notifications.Templates;
using ServiceDefaults;
using ServiceDefaults.Languages;
using Streams;

namespace Notifications;

/// <summary>
/// The links by which a mail program, or whoever reads the mail, ends all messages on a channel (RFC 8058). A link says
/// whose it is and is signed: nobody can make one up, and the tracking link is none.
/// </summary>
internal sealed class Unsubscribing(IOptions<PlatformOptions> platform)
{
    /// <summary>The header's value, and the body of the request that follows it.</summary>
    public const string OneClick = "List-Unsubscribe=One-Click";

    private const int MacBytes = 16;
    private const int LengthMax = 500;

    private readonly byte[] key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Convert.FromBase64String(platform.Value.EncryptionKey), HMACSHA256.HashSizeInBytes,
        info: "unsubscribe"u8.ToArray());

    public string UrlOf(string merchantId, Guid orderId, string channel)
    {
        var whose = Encoding.UTF8.GetBytes($"{orderId:N} {channel} {merchantId}");
        return $"{platform.Value.PublicUrl.TrimEnd('/')}/unsubscribe/"
            + $"{Base64Url.EncodeToString(whose)}.{Base64Url.EncodeToString(Mac(whose))}";
    }

    /// <summary>Null for what we have not signed.</summary>
    public (string MerchantId, Guid OrderId, string Channel)? Read(string token)
    {
        if (token.Length > LengthMax || token.Split('.') is not [var whose, var mac]
            || !Base64Url.IsValid(whose) || !Base64Url.IsValid(mac))
            return null;
        var bytes = Base64Url.DecodeFromChars(whose);
        return CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(mac), Mac(bytes))
            && Encoding.UTF8.GetString(bytes).Split(' ', 3) is [var order, var channel, var merchant]
            ? (merchant, Guid.Parse(order), channel) : null;
    }

    private byte[] Mac(byte[] whose) => HMACSHA256.HashData(key, whose)[..MacBytes];
}

/// <summary>Behind those links: looking changes nothing, only a POST does, and once more is no different.</summary>
internal static class UnsubscribeApi
{
    internal static void MapUnsubscribing(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/unsubscribe/{token}", (string token, UnsubscribeDesk desk, HttpContext http) =>
            desk.Answer(token, isAsked: false, http));
        routes.MapPost("/unsubscribe/{token}", (string token, UnsubscribeDesk desk, HttpContext http) =>
            desk.Answer(token, isAsked: true, http));
    }
}

/// <summary>Asks whether the messages are to end, and ends them.</summary>
internal sealed class UnsubscribeDesk(
    Unsubscribing unsubscribing, EventStore store, Merchants merchants, LetterHtml html, TimeProvider clock)
{
    private const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public async Task<IResult> Answer(string token, bool isAsked, HttpContext http)
    {
        if (unsubscribing.Read(token) is not var (merchant, order, channel))
            throw ProblemException.NotFound("link");
        var known = await store.Load(Notification.Stream, merchant, order, http.RequestAborted);
        if (known.State.Contact is not { } contact)
            throw ProblemException.NotFound("link");
        if (isAsked)
            await store.Transact(Wanted.Customers, merchant, contact.PersonId ?? order,
                s => Wanted.Decide(s, p => p.Without(channel), "unsubscribe", clock.GetUtcNow()),
                ct: http.RequestAborted);
        var sender = Appearance.Of(await merchants.Of(merchant, http.RequestAborted));
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        var language = Language.Choose(contact.Locale, http.Request.Headers.AcceptLanguage, sender.Language);
        return Results.Content(await html.Of<UnsubscribePage>(new()
        {
            [nameof(UnsubscribePage.Language)] = language,
            [nameof(UnsubscribePage.Sender)] = sender,
            [nameof(UnsubscribePage.IsDone)] = isAsked,
            [nameof(UnsubscribePage.TrackingUrl)] = contact.TrackingUrl,
        }), "text/html; charset=utf-8");
    }
}
