using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Shipments.Carriers;

/// <summary>The proofs that senders give, compared in constant time against each secret that is valid now.</summary>
internal static class Authentication
{
    /// <summary>How old, or how far ahead of us, a signature that tells its time may be.</summary>
    public static readonly TimeSpan ToleranceMax = TimeSpan.FromMinutes(5);

    private const int SignaturesMax = 5;

    /// <summary>
    /// The schemes that any carrier can be set to: a static header, basic credentials, a token in the URL. A carrier
    /// that is known to use several header names for one setting may use each of them.
    /// </summary>
    public static bool IsStatic(CarrierRequest request, CarrierAuth auth, params ReadOnlySpan<string> usualHeaders) =>
        auth.Scheme switch
        {
            CarrierAuth.Header when auth.Name is not null && !IsUsual(auth.Name, usualHeaders) =>
                Header(request, auth.Name, auth),
            CarrierAuth.Header => AnyHeader(request, usualHeaders, auth),
            CarrierAuth.Basic => Basic(request, auth),
            CarrierAuth.Query => request.Query.TryGetValue(auth.Name ?? "token", out var token)
                && Matches(token.ToString(), auth, secret => secret),
            _ => false,
        };

    /// <summary>HMAC-SHA256 of the raw body, in hex behind a fixed prefix.</summary>
    public static bool HmacHex(
        CarrierRequest request, string header, string prefix, CarrierAuth auth, NormalizationForm form) =>
        request.Headers.TryGetValue(header, out var sent)
        && Matches(sent.ToString().Trim().ToLowerInvariant(), auth, secret =>
            prefix + Convert.ToHexStringLower(Hmac(secret.Normalize(form), request.Body.Span)));

    /// <summary>HMAC-SHA256 of the raw body, in base64.</summary>
    public static bool HmacBase64(CarrierRequest request, string header, CarrierAuth auth) =>
        request.Headers.TryGetValue(header, out var sent)
        && Matches(sent.ToString().Trim(), auth, secret => Convert.ToBase64String(Hmac(secret, request.Body.Span)));

    /// <summary>HMAC-SHA256 of the raw body, in hex or in base64, for senders who write it either way.</summary>
    public static bool HmacHexOrBase64(CarrierRequest request, string header, CarrierAuth auth) =>
        request.Headers.TryGetValue(header, out var sent)
        && (Matches(sent.ToString().Trim().ToLowerInvariant(), auth,
                secret => Convert.ToHexStringLower(Hmac(secret, request.Body.Span)))
            | HmacBase64(request, header, auth));

    /// <summary>
    /// HMAC-SHA256 in hex of the signing time, a dot and the raw body, sent as <c>t=1700000000,v1=…</c>; several v1
    /// while the sender replaces its secret. Refused when the time is further from ours than
    /// <see cref="ToleranceMax"/>: what someone has listened to cannot be sent again later.
    /// </summary>
    public static bool HmacWithTime(CarrierRequest request, string header, CarrierAuth auth)
    {
        if (!request.Headers.TryGetValue(header, out var sent))
            return false;
        var parts = sent.ToString().Split(',').Select(part => part.Trim()).ToList();
        var time = parts.Find(part => part.StartsWith("t=", StringComparison.Ordinal))?[2..];
        if (!long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(request.ReceivedAt.ToUnixTimeSeconds() - seconds) > ToleranceMax.TotalSeconds)
            return false;
        byte[] signed = [.. Encoding.ASCII.GetBytes(time + "."), .. request.Body.Span];
        var any = false;
        foreach (var part in parts.Where(part => part.StartsWith("v1=", StringComparison.Ordinal)).Take(SignaturesMax))
            any |= Matches(part[3..].ToLowerInvariant(), auth,
                secret => Convert.ToHexStringLower(Hmac(secret, signed)));
        return any;
    }

    /// <summary>SHA-256 in hex of the raw body, a slash and the key. Not an HMAC, but what 17TRACK sends.</summary>
    public static bool KeyedHash(CarrierRequest request, string header, CarrierAuth auth) =>
        request.Headers.TryGetValue(header, out var sent)
        && Matches(sent.ToString().Trim().ToLowerInvariant(), auth, secret => Convert.ToHexStringLower(
            SHA256.HashData([.. request.Body.Span, .. Encoding.UTF8.GetBytes("/" + secret)])));

    /// <summary>Compared in constant time, hashed so that lengths do not tell.</summary>
    public static bool Same(string sent, string expected) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(sent)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));

    private static byte[] Hmac(string secret, ReadOnlySpan<byte> signed) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);

    private static bool IsUsual(string name, ReadOnlySpan<string> usual)
    {
        foreach (var header in usual)
            if (header.Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    private static bool AnyHeader(CarrierRequest request, ReadOnlySpan<string> names, CarrierAuth auth)
    {
        var found = false;
        foreach (var name in names)
            found |= Header(request, name, auth);
        return found;
    }

    private static bool Header(CarrierRequest request, string name, CarrierAuth auth)
    {
        if (!request.Headers.TryGetValue(name, out var values))
            return false;
        var sent = values.ToString();
        // A secret may be entered with or without the scheme that stands before it.
        return Matches(sent, auth, secret => secret)
            || (sent.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
                && Matches(sent[7..], auth, secret => secret));
    }

    private static bool Basic(CarrierRequest request, CarrierAuth auth) =>
        request.Headers.TryGetValue("Authorization", out var sent)
        && Matches(sent.ToString(), auth, secret =>
            "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{auth.Username}:{secret}")));

    private static bool Matches(string sent, CarrierAuth auth, Func<string, string> expected)
    {
        var any = false;
        // Every secret tried, so that their order does not tell.
        foreach (var secret in auth.Secrets)
            any |= Same(sent, expected(secret));
        return any;
    }
}
