using System.Collections.Concurrent;
using Microsoft.Extensions.Primitives;

namespace Gateway.Keys;

/// <summary>
/// Every key and merchant, in memory: a request is let in or refused without asking the database, which may even be
/// away. <see cref="KeyWatch"/> fills it and hears of every change.
/// </summary>
internal sealed class KeyRing(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, ApiKey> keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> merchants = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> used = new();

    /// <summary>The key that a request shows, or null: none, not a bearer, unknown, revoked.</summary>
    public ApiKey? Find(StringValues authorization)
    {
        if (authorization is not [{ } field] || !field.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return null;
        var text = field["Bearer ".Length..].Trim();
        if (text.Length is 0 or > ApiKey.TextMax || !keys.TryGetValue(ApiKey.HashOf(text), out var key))
            return null;
        if (key.RevokedAt is not null)
            return null;
        used[key.Id] = clock.GetUtcNow();
        return key;
    }

    public string? MerchantName(string merchantId) => merchants.GetValueOrDefault(merchantId);

    public void Put(ApiKey key) => keys[key.Hash] = key;

    public void Put(string merchantId, string name) => merchants[merchantId] = name;

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
