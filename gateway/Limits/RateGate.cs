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

    private readonly Dictionary<string, Limit> limits =
        options.Value.Rates.ToDictionary(rate => rate.Key, rate => new Limit(rate.Key, rate.Value));
    private readonly ConcurrentDictionary<(string Limit, string Who), Bucket> buckets = new();
    private int added;

    public Task InvokeAsync(HttpContext http)
    {
        var name = http.Features.Get<Access>()!.Limit;
        var key = http.Features.Get<ApiKey>();
        // Whoever shows no valid key is counted by address, or guessing keys would be free.
        if (name is "default" && key is null)
            name = "public";
        var limit = limits[name];
        var grant = BucketOf(name, Who(http, name, key)).Take(limit.Rate, Now());
        http.Response.OnStarting(Tell, new Told(http.Response, limit, grant));
        return grant.Allowed ? next(http) : Refuse(http, grant);
    }

    private static Task Refuse(HttpContext http, Grant grant)
    {
        var seconds = Math.Max(1, Seconds(grant.RetryIn));
        if (!http.Request.Path.StartsWithSegments("/track"))
            throw new ProblemException(
                429, "too-many-requests", "Too many requests in a short time.", $"Try again in {seconds} s.")
            { RetryAfter = seconds };
        PageHeaders.Set(http.Response);
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Messages.TooMany(Visit.Of(http), "/track").ExecuteAsync(http);
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
        var (response, limit, grant) = (Told)state;
        response.Headers["RateLimit-Policy"] = limit.Policy;
        response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture,
            $"\"{limit.Name}\";r={grant.Remaining};t={Math.Max(1, Seconds(grant.FullIn))}");
        return Task.CompletedTask;
    }

    private static int Seconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);

    /// <summary>A rate as the answers tell it.</summary>
    private sealed record Limit(string Name, Rate Rate)
    {
        public string Policy { get; } = string.Create(CultureInfo.InvariantCulture,
            $"\"{Name}\";q={Rate.Burst};w={Math.Max(1, Math.Ceiling(Rate.Burst / Rate.RequestsPerSecond))}");
    }

    private sealed record Told(HttpResponse Response, Limit Limit, Grant Grant);
}
