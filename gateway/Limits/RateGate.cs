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
    private readonly Dictionary<string, Limit> limits =
        options.Value.Rates.ToDictionary(rate => rate.Key, rate => new Limit(rate.Key, rate.Value));

    public Task InvokeAsync(HttpContext http)
    {
        var name = http.Features.Get<Access>()!.Limit;
        var key = http.Features.Get<ApiKey>();
        // Whoever shows no valid key is counted by address, or guessing keys would be free.
        if (name is "default" && key is null)
            name = "public";
        var limit = limits[name];
        var now = Now();
        var grant = limit.BucketOf(Who(http, name, key), now).Take(limit.Rate, now);
        var told = new Told(limit, grant);
        told.Write(http.Response.Headers);
        http.Features.Set<IStandingFields>(told);
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

    private long Now() => (long)(clock.GetTimestamp() * ((double)TimeSpan.TicksPerSecond / clock.TimestampFrequency));

    private static int Seconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);

    /// <summary>A rate as the answers tell it, and what each caller has left of it.</summary>
    private sealed class Limit(string name, Rate rate)
    {
        private const int SweepEvery = 4096;

        private readonly ConcurrentDictionary<string, Bucket> buckets = new();
        private int added;

        public string Name => name;

        public Rate Rate => rate;

        public string Policy { get; } = string.Create(CultureInfo.InvariantCulture,
            $"\"{name}\";q={rate.Burst};w={Math.Max(1, Math.Ceiling(rate.Burst / rate.RequestsPerSecond))}");

        public Bucket BucketOf(string who, long now)
        {
            if (buckets.TryGetValue(who, out var known))
                return known;
            if (Interlocked.Increment(ref added) % SweepEvery == 0)
                foreach (var (other, bucket) in buckets)
                    if (bucket.IsFull(now))
                        buckets.TryRemove(other, out _);
            return buckets.GetOrAdd(who, _ => new Bucket());
        }
    }

    /// <summary>What an answer tells of the limit, even when it becomes another one on its way.</summary>
    private sealed class Told(Limit limit, Grant grant) : IStandingFields
    {
        private readonly string left = string.Create(CultureInfo.InvariantCulture, stackalloc char[64],
            $"\"{limit.Name}\";r={grant.Remaining};t={Math.Max(1, Seconds(grant.FullIn))}");

        public void Write(IHeaderDictionary headers)
        {
            headers["RateLimit-Policy"] = limit.Policy;
            headers["RateLimit"] = left;
        }
    }
}
