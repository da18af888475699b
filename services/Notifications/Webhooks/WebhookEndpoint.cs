using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ServiceDefaults;

namespace Notifications.Webhooks;

/// <summary>
/// Where a merchant's systems hear of events. <c>EventTypes</c> null: all. The first of <c>Keys</c> is the newest.
/// <c>FailingSince</c>: nothing was accepted since then. Disabled: nothing is sent, until the merchant enables it.
/// </summary>
internal sealed record WebhookEndpoint
{
    public required Guid Id { get; init; }
    public required string MerchantId { get; init; }
    public required Uri Url { get; init; }
    public string? Description { get; init; }
    public IReadOnlyList<string>? EventTypes { get; init; }
    public required IReadOnlyList<SigningKey> Keys { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FailingSince { get; init; }
    public DateTimeOffset? DisabledAt { get; init; }
    public string? DisabledReason { get; init; }

    public bool IsEnabled => DisabledAt is null;

    public bool Hears(string type) => IsEnabled && (EventTypes is null || EventTypes.Contains(type));
}

/// <summary>A merchant's endpoints, all of them: each milestone asks for them, so they are kept in memory.</summary>
internal sealed record WebhookEndpointsOf(IReadOnlyList<WebhookEndpoint> All);

/// <summary>The endpoints, their keys sealed.</summary>
internal sealed class WebhookEndpoints(NpgsqlDataSource database, SecretBox box, WatchedRows<WebhookEndpointsOf> rows)
{
    public const string Table = "notifications.webhook_endpoints";

    public const string Sql = """
        create table if not exists notifications.webhook_endpoints (
            id uuid primary key,
            merchant_id text not null,
            url text not null,
            description text,
            event_types text[],
            keys bytea not null,
            created_at timestamptz not null,
            failing_since timestamptz,
            disabled_at timestamptz,
            disabled_reason text);
        create index if not exists webhook_endpoints_by_merchant
            on notifications.webhook_endpoints (merchant_id, created_at);
        """;

    /// <summary>A merchant's, the oldest first.</summary>
    public async ValueTask<IReadOnlyList<WebhookEndpoint>> Of(string merchantId, CancellationToken ct) =>
        (await rows.Find(merchantId, async () => (WebhookEndpointsOf?)new WebhookEndpointsOf(
            await Load(merchantId, ct))))!.All;

    /// <summary>As it is now: null when the merchant has no such endpoint.</summary>
    public async Task<WebhookEndpoint?> Find(string merchantId, Guid id, CancellationToken ct) =>
        (await Load(merchantId, ct)).FirstOrDefault(endpoint => endpoint.Id == id);

    /// <summary>False when the merchant has <paramref name="max"/> already.</summary>
    public Task<bool> Add(WebhookEndpoint endpoint, int max, CancellationToken ct) => Write("""
        insert into notifications.webhook_endpoints
            (id, merchant_id, url, description, event_types, keys, created_at)
        select $1, $2, $3, $4, $5, $6, $7
        where (select count(*) from notifications.webhook_endpoints where merchant_id = $2) < $8
        """, [.. Values(endpoint), new() { Value = endpoint.CreatedAt.ToUniversalTime() }, new() { Value = max }], ct);

    /// <summary>What the merchant may change; whether it is enabled is another matter.</summary>
    public Task<bool> Replace(WebhookEndpoint endpoint, CancellationToken ct) => Write("""
        update notifications.webhook_endpoints set url = $3, description = $4, event_types = $5, keys = $6
        where id = $1 and merchant_id = $2
        """, Values(endpoint), ct);

    public Task<bool> Enable(string merchantId, Guid id, CancellationToken ct) => Write("""
        update notifications.webhook_endpoints set disabled_at = null, disabled_reason = null, failing_since = null
        where id = $1 and merchant_id = $2
        """, [new() { Value = id }, new() { Value = merchantId }], ct);

    /// <summary>False when it is so already.</summary>
    public Task<bool> Disable(Guid id, string reason, DateTimeOffset at, CancellationToken ct) => Write("""
        update notifications.webhook_endpoints set disabled_at = $2, disabled_reason = $3
        where id = $1 and disabled_at is null
        """, [new() { Value = id }, new() { Value = at.ToUniversalTime() }, new() { Value = reason }], ct);

    public Task<bool> Remove(string merchantId, Guid id, CancellationToken ct) => Write(
        "delete from notifications.webhook_endpoints where id = $1 and merchant_id = $2",
        [new() { Value = id }, new() { Value = merchantId }], ct);

    /// <summary>Since when nothing was accepted: written down when it begins and when it ends.</summary>
    public async Task Note(WebhookEndpoint endpoint, bool isAccepted, DateTimeOffset at, CancellationToken ct)
    {
        if (isAccepted == endpoint.FailingSince is null)
            return;
        await Write($"""
            update notifications.webhook_endpoints set failing_since = $2
            where id = $1 and failing_since is {(isAccepted ? "not null" : "null")}
            """,
            [
                new() { Value = endpoint.Id },
                new()
                {
                    Value = isAccepted ? DBNull.Value : at.ToUniversalTime(),
                    NpgsqlDbType = NpgsqlDbType.TimestampTz,
                },
            ], ct);
    }

    private async Task<bool> Write(string sql, NpgsqlParameter[] values, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(values);
        var written = await command.ExecuteNonQueryAsync(ct) == 1;
        rows.Changed();
        return written;
    }

    private NpgsqlParameter[] Values(WebhookEndpoint endpoint) =>
    [
        new() { Value = endpoint.Id },
        new() { Value = endpoint.MerchantId },
        new() { Value = endpoint.Url.AbsoluteUri },
        new() { Value = (object?)endpoint.Description ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
        new()
        {
            Value = (object?)endpoint.EventTypes?.ToArray() ?? DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        },
        new() { Value = box.Seal(JsonSerializer.Serialize(endpoint.Keys)) },
    ];

    private async Task<IReadOnlyList<WebhookEndpoint>> Load(string merchantId, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select id, url, description, event_types, keys, created_at, failing_since, disabled_at, disabled_reason
            from notifications.webhook_endpoints where merchant_id = $1 order by created_at, id
            """);
        command.Parameters.Add(new() { Value = merchantId });
        var endpoints = new List<WebhookEndpoint>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            endpoints.Add(new()
            {
                Id = reader.GetGuid(0),
                MerchantId = merchantId,
                Url = new(reader.GetString(1)),
                Description = reader.IsDBNull(2) ? null : reader.GetString(2),
                EventTypes = reader.IsDBNull(3) ? null : reader.GetFieldValue<string[]>(3),
                Keys = JsonSerializer.Deserialize<List<SigningKey>>(box.Open(reader.GetFieldValue<byte[]>(4)))!,
                CreatedAt = reader.GetFieldValue<DateTimeOffset>(5),
                FailingSince = reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6),
                DisabledAt = reader.IsDBNull(7) ? null : reader.GetFieldValue<DateTimeOffset>(7),
                DisabledReason = reader.IsDBNull(8) ? null : reader.GetString(8),
            });
        return endpoints;
    }
}
