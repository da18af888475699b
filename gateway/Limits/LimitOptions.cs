namespace Gateway.Limits;

/// <summary>
/// The section <c>Limits</c>. Rates hold for each gateway process: by key (<c>default</c>), by client address
/// (<c>public</c>, <c>lookup</c>), by account (<c>webhooks</c>). Sizes are bytes.
/// </summary>
internal sealed record LimitOptions
{
    public double RequestsPerSecond { get; init; } = 5_000;
    public int Burst { get; init; } = 10_000;
    public Rate Public { get; init; } = new() { RequestsPerSecond = 500, Burst = 2_000 };
    public Rate Webhooks { get; init; } = new() { RequestsPerSecond = 5_000, Burst = 10_000 };
    public Rate Lookup { get; init; } = new() { RequestsPerSecond = 0.2, Burst = 30 };
    public int ConcurrentRequests { get; init; } = 2_000;
    public int Streams { get; init; } = 10_000;
    public int UrlBytes { get; init; } = 8 * 1024;
    public int HeaderBytes { get; init; } = 16 * 1024;

    /// <summary>Networks (CIDR) of the proxies before this gateway whose X-Forwarded-For is believed.</summary>
    public string[] TrustedProxies { get; init; } = [];

    public IReadOnlyDictionary<string, Rate> Rates => new Dictionary<string, Rate>
    {
        ["default"] = new() { RequestsPerSecond = RequestsPerSecond, Burst = Burst },
        ["public"] = Public,
        ["webhooks"] = Webhooks,
        ["lookup"] = Lookup,
    };

    public bool IsUsable() =>
        Rates.Values.All(rate => rate is { RequestsPerSecond: > 0, Burst: > 0 })
        && ConcurrentRequests > 0 && Streams > 0 && UrlBytes > 0 && HeaderBytes > 0
        && TrustedProxies.All(network => System.Net.IPNetwork.TryParse(network, out _));
}
