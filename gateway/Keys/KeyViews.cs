using ServiceDefaults;

namespace Gateway.Keys;

/// <summary><c>Keys</c>: by scope, shown this once.</summary>
[ApiName("NewMerchant")]
internal sealed record NewMerchantView(string Id, string Name, IReadOnlyDictionary<string, string> Keys);

/// <summary>
/// <c>Key</c> is the text, shown this once; <c>Prefix</c> tells it from others later. <c>Replaces</c>: the key that
/// this one was made in place of.
/// </summary>
[ApiName("NewKey")]
internal sealed record NewKeyView(
    Guid Id, string Key, string? Name, string Prefix, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt)
{
    [System.Text.Json.Serialization.JsonIgnore(
        Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public ReplacedKeyView? Replaces { get; init; }

    public static NewKeyView Of(string text, ApiKey key) =>
        new(key.Id, text, key.Name, key.Prefix, key.Scopes, key.CreatedAt, key.ExpiresAt);
}

internal sealed record ReplacedKeyView(Guid Id, string Prefix, DateTimeOffset? ExpiresAt);

internal sealed record KeyView(
    Guid Id, string? Name, string Prefix, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, Guid? ReplacedBy, DateTimeOffset? LastUsedAt)
{
    public static KeyView Of(ApiKey key) => new(
        key.Id, key.Name, key.Prefix, key.Scopes, key.CreatedAt, key.ExpiresAt, key.RevokedAt, key.ReplacedBy,
        key.LastUsedAt);
}
