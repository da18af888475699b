using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using ServiceDefaults;

namespace Shipments.Carriers;

/// <summary>
/// The tokens that carriers fetch from us and send back with each webhook (OAuth 2.0 client credentials): the second at
/// which it ends and an HMAC over that under a key made of the platform's, the account and the client's secret. So a
/// token holds for its account only, and no longer than the secret it was given for.
/// </summary>
internal sealed class WebhookTokens(IOptions<PlatformOptions> options, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly byte[] platformKey = Convert.FromBase64String(options.Value.IdentityKey);

    /// <summary>
    /// A token for one who knows the account's client id and one of its secrets; null for anyone else. Every secret is
    /// tried, and the id even when none fits, so that the time taken tells nothing.
    /// </summary>
    public string? Issue(CarrierAccount account, string clientId, string clientSecret)
    {
        string? known = null;
        foreach (var secret in account.Auth.Secrets)
            if (Authentication.Same(clientSecret, secret))
                known = secret;
        if (!Authentication.Same(clientId, account.Auth.Username ?? "") | known is null)
            return null;
        var ends = (clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{ends}.{Mac(account, known!, ends)}";
    }

    /// <summary>
    /// Whether the request carries a token of the account that still holds: as a bearer, or in the header that the
    /// account names.
    /// </summary>
    public bool IsValid(CarrierRequest request, CarrierAccount account)
    {
        if (!request.Headers.TryGetValue(account.Auth.Name ?? "Authorization", out var values))
            return false;
        var sent = values.ToString();
        if (sent.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            sent = sent[7..].Trim();
        var dot = sent.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0
            || !long.TryParse(sent.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var ends)
            || ends < clock.GetUtcNow().ToUnixTimeSeconds())
            return false;
        var any = false;
        foreach (var secret in account.Auth.Secrets)
            any |= Authentication.Same(sent[(dot + 1)..], Mac(account, secret, sent[..dot]));
        return any;
    }

    private string Mac(CarrierAccount account, string secret, string ends)
    {
        var key = HMACSHA256.HashData(platformKey, Encoding.UTF8.GetBytes($"carrier token\n{secret}"));
        return Base64Url.EncodeToString(
            HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{account.Carrier}\n{account.Account}\n{ends}")));
    }
}
