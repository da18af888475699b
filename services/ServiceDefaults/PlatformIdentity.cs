using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ServiceDefaults;

/// <summary>
/// Whose request this is: the merchant (tenant) and what the key allows. Bound in a route by its type.
/// </summary>
public sealed record Caller(string MerchantId, IReadOnlyList<string> Scopes, string? KeyId = null)
{
    /// <summary>An admin key may do what the others may.</summary>
    public bool May(string scope) => Scopes.Contains(scope) || Scopes.Contains("admin");

    public static ValueTask<Caller> BindAsync(HttpContext http) => ValueTask.FromResult(http.Features.Get<Caller>()
        ?? throw new ProblemException(401, "unauthorized", "The request carries no valid key."));
}

/// <summary>
/// Carries the caller from the gateway to the services in a header that only they can write: the caller as JSON and an
/// HMAC-SHA256 over it under <c>Platform:IdentityKey</c>, both base64url, valid for a minute.
/// </summary>
public sealed class PlatformIdentity(IOptions<PlatformOptions> options, TimeProvider clock)
{
    public const string Header = "Platform-Identity";

    private static readonly TimeSpan Validity = TimeSpan.FromMinutes(1);

    /// <summary>A signature may be shown again for so long: it is then good for as long as the slowest request takes.
    /// </summary>
    public static readonly TimeSpan Reuse = Validity / 3;

    private const int VerifiedMax = 10_000;

    private readonly byte[] key = Convert.FromBase64String(options.Value.IdentityKey);

    // The same header comes with every request of a key for a while. Only what was verified is in here.
    private readonly ConcurrentDictionary<string, (Caller Caller, long Expires)> verified = new(StringComparer.Ordinal);

    /// <summary>The header's value for a request on behalf of <paramref name="caller"/>.</summary>
    public string Sign(Caller caller)
    {
        var claims = new Claims(
            caller.MerchantId, caller.Scopes, caller.KeyId, (clock.GetUtcNow() + Validity).ToUnixTimeSeconds());
        var payload = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims));
        return $"{payload}.{Base64Url.EncodeToString(Mac(payload))}";
    }

    /// <summary>The caller, or null when the header was not written by us or has expired.</summary>
    public Caller? Verify(string header)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        if (verified.TryGetValue(header, out var known))
            return known.Expires < now ? null : known.Caller;
        var dot = header.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
            return null;
        var payload = header[..dot];
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!Base64Url.IsValid(header.AsSpan(dot + 1), out var length) || length != mac.Length
            || !Base64Url.TryDecodeFromChars(header.AsSpan(dot + 1), mac, out _)
            || !CryptographicOperations.FixedTimeEquals(mac, Mac(payload)))
            return null;
        var claims = JsonSerializer.Deserialize<Claims>(Base64Url.DecodeFromChars(payload))!;
        if (claims.Expires < now)
            return null;
        if (verified.Count >= VerifiedMax)
            verified.Clear();
        return verified.GetOrAdd(header, (new(claims.Merchant, claims.Scopes, claims.Key), claims.Expires)).Caller;
    }

    /// <summary>Holds the process's one identity: asking for it would open a scope of services for each request.
    /// </summary>
    internal Task Identify(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Headers[Header] is [{ } header] && Verify(header) is { } caller)
            http.Features.Set(caller);
        if (http.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>() is { } required)
        {
            if (http.Features.Get<Caller>() is not { } known)
                throw new ProblemException(401, "unauthorized", "The request carries no valid key.");
            if (!known.May(required.Scope) && !known.May("internal"))
                throw new ProblemException(403, "forbidden",
                    "The key does not allow this.", $"It needs the scope '{required.Scope}'.");
        }

        return next(http);
    }

    private byte[] Mac(string payload) => HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(payload));

    private sealed record Claims(string Merchant, IReadOnlyList<string> Scopes, string? Key, long Expires);
}

/// <summary>What a route asks of its caller's key: a scope, "any" valid key, or (null) none.</summary>
public interface IScoped
{
    string? Scope { get; }
}

internal sealed record RequiredScope(string Scope) : IScoped;

/// <summary>Says on a route which scope its callers need.</summary>
public static class Scopes
{
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, string scope)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.WithMetadata(new RequiredScope(scope));
        return builder;
    }
}
