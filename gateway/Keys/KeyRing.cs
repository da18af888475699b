using System.Collections.Concurrent;
using Contracts;
using Microsoft.Extensions.Primitives;

namespace Gateway.Keys;

/// <summary>
/// Every key and merchant, in memory: a request is let in or refused without asking the database, which may even be
/// away. <see cref="KeyWatch"/> fills it and hears of every change.
/// </summary>
internal sealed class KeyRing(TimeProvider clock)
{
    private static readonly TimeSpan UsedInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<KeyDigest, ApiKey> keys = new();
    private readonly ConcurrentDictionary<string, Tenant> tenants = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> used = new();

    /// <summary>Finds the caller's key before the limits count, since they count by key.</summary>
    public Task Recognise(HttpContext http, RequestDelegate next)
    {
        var access = Access.Of(http.GetEndpoint());
        http.Features.Set(access);
        if (access.Scope is not null && Find(http.Request.Headers.Authorization) is { } key)
            http.Features.Set(key);
        return next(http);
    }

    /// <summary>The key that a request shows, or null: none, not a bearer, unknown, revoked, expired.</summary>
    public ApiKey? Find(StringValues authorization)
    {
        if (authorization is not [{ } field] || !field.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return null;
        var text = field.AsSpan("Bearer ".Length).Trim();
        if (text.Length is 0 or > KeyText.LengthMax || !keys.TryGetValue(KeyDigest.Of(text), out var key))
            return null;
        var now = clock.GetUtcNow();
        if (!key.Works(now))
            return null;
        if (!used.TryGetValue(key.Id, out var last) || now - last >= UsedInterval)
            used[key.Id] = now;
        return key;
    }

    public Tenant? Tenant(string merchantId) => tenants.GetValueOrDefault(merchantId);

    public void Put(ApiKey key) => keys[KeyDigest.Parse(key.Hash)] = key;

    public void Put(Tenant tenant) => tenants[tenant.Id] = tenant;

    /// <summary>When each key was last used since the last call: written down in batches, never in a request.</summary>
    public IReadOnlyList<(Guid Id, DateTimeOffset At)> TakeUsed()
    {
        var taken = new List<(Guid, DateTimeOffset)>();
        foreach (var id in used.Keys)
            if (used.TryRemove(id, out var at))
                taken.Add((id, at));
        return taken;
    }
}

/// <summary>A merchant as every gateway has it in memory. The operator is the one that runs the platform.</summary>
internal sealed record Tenant(string Id, string RegisteredName, bool IsOperator)
{
    /// <summary>Zero: it has never changed any.</summary>
    public long Version { get; init; }

    public MerchantSettings Settings { get; init; } = new() { Name = RegisteredName };
}
