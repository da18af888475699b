namespace Gateway.Keys;

/// <summary>
/// The first merchant and its keys, from configuration (<c>Bootstrap:MerchantId</c>, <c>MerchantName</c>,
/// <c>StorefrontKey</c>, <c>OpsKey</c>, <c>AdminKey</c>), so that a new platform can be used at all. It is the
/// operator: its admin keys alone make other merchants. Repeating it changes nothing.
/// </summary>
internal sealed record Bootstrap
{
    public string? MerchantId { get; init; }
    public string? MerchantName { get; init; }
    public string? StorefrontKey { get; init; }
    public string? OpsKey { get; init; }
    public string? AdminKey { get; init; }

    public async Task Run(KeyStore store, DateTimeOffset now, CancellationToken ct)
    {
        if (MerchantId is not { Length: > 0 } merchant)
            return;
        (string? Text, string Scope)[] told =
            [(StorefrontKey, Scope.Storefront), (OpsKey, Scope.Ops), (AdminKey, Scope.Admin)];
        var keys = told
            .Where(one => one.Text is { Length: > 0 })
            .Select(one => ApiKey.Of(one.Text!, merchant, [one.Scope], now))
            .ToList();
        await store.Ensure(merchant, MerchantName ?? merchant, keys, ct);
    }
}
