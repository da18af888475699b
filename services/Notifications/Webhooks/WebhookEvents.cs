using Npgsql;
using NpgsqlTypes;

namespace Notifications.Webhooks;

/// <summary>
/// Something that merchants' systems hear of. <c>Place</c> is its place among all, in the order in which we heard of
/// them; <c>Data</c> lacks what is read of the order when it is sent.
/// </summary>
internal sealed record WebhookEvent(
    Guid Id, string MerchantId, Guid? OrderId, string Type, DateTimeOffset OccurredAt, WebhookData Data)
{
    public long Place { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
}

/// <summary>Which events, of one merchant.</summary>
internal sealed record WebhookEventFilter
{
    public string? Type { get; init; }
    public Guid? OrderId { get; init; }
    public DateTimeOffset? From { get; init; }
    public DateTimeOffset? To { get; init; }
}

/// <summary>
/// The events of merchants that have an endpoint, kept for replays, whether an endpoint heard them or not. Nothing in
/// them is personal.
/// </summary>
internal sealed class WebhookEvents(NpgsqlDataSource database)
{
    public const string Sql = """
        create table if not exists notifications.webhook_events (
            place bigint generated always as identity primary key,
            id uuid not null unique,
            merchant_id text not null,
            order_id uuid,
            type text not null,
            occurred_at timestamptz not null,
            recorded_at timestamptz not null default now(),
            data jsonb not null);
        create index if not exists webhook_events_by_merchant
            on notifications.webhook_events (merchant_id, place);
        create index if not exists webhook_events_by_age on notifications.webhook_events (recorded_at);
        """;

    private const string Columns =
        "place, id, merchant_id, order_id, type, occurred_at, recorded_at, data from notifications.webhook_events";

    /// <summary>Once: an event that is known stays as it is.</summary>
    public async Task Note(WebhookEvent happened, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            insert into notifications.webhook_events (id, merchant_id, order_id, type, occurred_at, data)
            values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing
            """);
        command.Parameters.Add(new() { Value = happened.Id });
        command.Parameters.Add(new() { Value = happened.MerchantId });
        command.Parameters.Add(
            new() { Value = (object?)happened.OrderId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = happened.Type });
        command.Parameters.Add(new() { Value = happened.OccurredAt.ToUniversalTime() });
        command.Parameters.Add(
            new() { Value = happened.Data.Write(), NpgsqlDbType = NpgsqlDbType.Jsonb });
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<WebhookEvent?> Find(string merchantId, Guid id, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select {Columns} where id = $1 and merchant_id = $2");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = merchantId });
        return (await Read(command, ct)).SingleOrDefault();
    }

    /// <summary>The newest first, those before <paramref name="before"/>.</summary>
    public Task<List<WebhookEvent>> List(
        string merchantId, WebhookEventFilter filter, long? before, int limit, CancellationToken ct) =>
        Select(merchantId, filter, "place < $6", "place desc", before ?? long.MaxValue, limit, ct);

    /// <summary>The oldest first, those after <paramref name="after"/>.</summary>
    public Task<List<WebhookEvent>> Range(
        string merchantId, WebhookEventFilter filter, long after, int limit, CancellationToken ct) =>
        Select(merchantId, filter, "place > $6", "place", after, limit, ct);

    public async Task<int> ThrowAway(DateTimeOffset before, int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            delete from notifications.webhook_events where place in (
                select place from notifications.webhook_events where recorded_at < $1 limit $2)
            """);
        command.Parameters.Add(new() { Value = before.ToUniversalTime() });
        command.Parameters.Add(new() { Value = limit });
        return await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<List<WebhookEvent>> Select(
        string merchantId, WebhookEventFilter filter, string side, string order, long place, int limit,
        CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            select {Columns}
            where merchant_id = $1 and ($2 is null or type = $2) and ($3 is null or order_id = $3)
            and ($4 is null or recorded_at >= $4) and ($5 is null or recorded_at < $5) and {side}
            order by {order} limit $7
            """);
        command.Parameters.Add(new() { Value = merchantId });
        Add(command, filter.Type, NpgsqlDbType.Text);
        Add(command, filter.OrderId, NpgsqlDbType.Uuid);
        Add(command, filter.From?.ToUniversalTime(), NpgsqlDbType.TimestampTz);
        Add(command, filter.To?.ToUniversalTime(), NpgsqlDbType.TimestampTz);
        command.Parameters.Add(new() { Value = place });
        command.Parameters.Add(new() { Value = limit });
        return await Read(command, ct);
    }

    private static void Add(NpgsqlCommand command, object? value, NpgsqlDbType type) =>
        command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });

    private static async Task<List<WebhookEvent>> Read(NpgsqlCommand command, CancellationToken ct)
    {
        var found = new List<WebhookEvent>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            found.Add(new(reader.GetGuid(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetGuid(3),
                reader.GetString(4), reader.GetFieldValue<DateTimeOffset>(5),
                WebhookData.Read(reader.GetString(7)))
            {
                Place = reader.GetInt64(0),
                RecordedAt = reader.GetFieldValue<DateTimeOffset>(6),
            });
        return found;
    }
}
