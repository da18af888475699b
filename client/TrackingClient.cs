using System.Net.Http.Headers;

namespace TrackingPlatform;

/// <summary>
/// The platform's API: one property a part of it, one method an operation, made of contracts/openapi.json. An answer
/// that is no success throws <see cref="TrackingApiException"/>. Every POST carries an Idempotency-Key, the caller's or
/// a fresh one, and keeps it when it is sent again, which happens for what may pass: no connection, 429, 502, 503, 504,
/// and 409 while the first of two equal requests still runs.
/// </summary>
public sealed partial class TrackingClient
{
    private readonly Calls calls;

    /// <param name="http">With the platform's address and the merchant's key.</param>
    public TrackingClient(HttpClient http) => calls = new(http, TimeProvider.System);

    internal TrackingClient(HttpClient http, TimeProvider clock) => calls = new(http, clock);

    /// <param name="address">Where the platform is: http://127.0.0.1:8080.</param>
    /// <param name="key">A merchant's key; without one only what customers may do is open.</param>
    public static TrackingClient At(Uri address, string? key)
    {
        var http = new HttpClient { BaseAddress = address };
        if (key is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return new(http);
    }
}
