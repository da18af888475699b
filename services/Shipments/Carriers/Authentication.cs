using System.Security.Cryptography;
using System.Text;

namespace Shipments.Carriers;

/// <summary>The proofs that senders give, compared in constant time against each secret that is valid now.</summary>
internal static class Authentication
{
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
        && Matches(sent.ToString().ToLowerInvariant(), auth, secret =>
            prefix + Convert.ToHexStringLower(
                HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret.Normalize(form)), request.Body.Span)));

    /// <summary>HMAC-SHA256 of the raw body, in hex or in base64, for senders who write it either way.</summary>
    public static bool HmacHexOrBase64(CarrierRequest request, string header, CarrierAuth auth) =>
        request.Headers.TryGetValue(header, out var sent)
        && (Matches(sent.ToString().Trim().ToLowerInvariant(), auth, secret => Convert.ToHexStringLower(
                HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), request.Body.Span)))
            | Matches(sent.ToString().Trim(), auth, secret => Convert.ToBase64String(
                HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), request.Body.Span))));

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
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(sent));
        var any = false;
        // Hashed so that lengths do not tell, and every secret tried so that their order does not.
        foreach (var secret in auth.Secrets)
            any |= CryptographicOperations.FixedTimeEquals(
                hash, SHA256.HashData(Encoding.UTF8.GetBytes(expected(secret))));
        return any;
    }
}
