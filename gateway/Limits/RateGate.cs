using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Gateway.Keys;
using Gateway.Pages;
using Gateway.Pages.Track;
using Microsoft.Extensions.Options;
using ServiceDefaults;

namespace Gateway.Limits;

/// <summary>
/// Counts requests by caller and says on every answer how many are left, in the fields <c>RateLimit-Policy</c> and
/// <c>RateLimit</c> (draft-ietf-httpapi-ratelimit-headers); beyond that 429 with Retry-After.
/// </summary>
internal sealed class RateGate(RequestDelegate next, IOptions<LimitOptions> options, TimeProvider clock)
{
    private const int SweepEvery = 4096;

    private readonly IReadOnlyDictionary<string, Rate> rates = options.Value.Rates;
    private readonly ConcurrentDictionary<(string Limit, string Who), Bucket> buckets = new();
    private int added;

    public async Task InvokeAsync(HttpContext http)
    {
        var limit = http.Features.Get<Access>()!.Limit;
        var key = http.Features.Get<ApiKey>();
        // Whoever shows no valid key is counted by address, or guessing keys would be free.
        if (limit is "default" && key is null)
            limit = "public";
        var rate = rates[limit];
        var grant = BucketOf(limit, Who(http, limit, key)).Take(rate, Now());
        http.Response.OnStarting(Tell, (http, limit, rate, grant));
        if (grant.Allowed)
        {
            await next(http);
            return;
        }

        var seconds = Math.Max(1, Seconds(grant.RetryIn));
        if (!http.Request.Path.StartsWithSegments("/track"))
            throw new ProblemException(
                429, "too-many-requests", "Too many requests in a short time.", $"Try again in {seconds} s.")
            { RetryAfter = seconds };
        PageHeaders.Set(http.Response);
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await Messages.TooMany(Visit.Of(http), "/track").ExecuteAsync(http);
    }

    private static string Who(HttpContext http, string limit, ApiKey? key) => (limit, key) switch
    {
        // Named by its path: whoever floods one account does not close the others.
        ("webhooks", _) => http.Request.Path.Value!.ToUpperInvariant(),
        ("default", { } known) => known.Hash,
        _ => Address(http.Connection.RemoteIpAddress),
    };

    /// <summary>One home has a whole /64 of IPv6 addresses: it counts as one.</summary>
    private static string Address(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes(), 0, 8),
        _ => address.ToString(),
    };

    private Bucket BucketOf(string limit, string who)
    {
        if (buckets.TryGetValue((limit, who), out var known))
            return known;
        if (Interlocked.Increment(ref added) % SweepEvery == 0)
            foreach (var (name, bucket) in buckets)
                if (bucket.IsFull(Now()))
                    buckets.TryRemove(name, out _);
        return buckets.GetOrAdd((limit, who), _ => new Bucket());
    }

    private long Now() => (long)(clock.GetTimestamp() * ((double)TimeSpan.TicksPerSecond / clock.TimestampFrequency));

    // When the answer starts: a problem clears the headers that were set before it.
    private static Task Tell(object state)
    {
        var (http, limit, rate, grant) = ((HttpContext, string, Rate, Grant))state;
        var window = Math.Max(1, Math.Ceiling(rate.Burst / rate.RequestsPerSecond));
        var headers = http.Response.Headers;
        var fullIn = Math.Max(1, Seconds(grant.FullIn));
        headers["RateLimit-Policy"] = Text($"\"{limit}\";q={rate.Burst};w={window}");
        headers["RateLimit"] = Text($"\"{limit}\";r={grant.Remaining};t={fullIn}");
        return Task.CompletedTask;
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static int Seconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);
}
