using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;

namespace ServiceDefaults;

/// <summary>One webhook as it came: bytes and headers (without secrets), and what became of it.</summary>
public sealed record InboxItem
{
    public required Guid Id { get; init; }
    public required string MerchantId { get; init; }
    /// <summary>The carrier's or provider's name.</summary>
    public required string Source { get; init; }
    public required string Account { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public required IReadOnlyDictionary<string, string> Headers { get; init; }
    public required byte[] Body { get; init; }
    public string State { get; init; } = InboxState.Received;
    public string? Reason { get; init; }
    /// <summary>What the payload is about, as far as it was understood: "delhivery:1234567890".</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];
    public int Attempts { get; init; }
    public string? TraceParent { get; init; }
}

/// <summary>What can become of a webhook; all but <c>received</c> rest until they are replayed or released.</summary>
public static class InboxState
{
    public const string Received = "received";
    public const string Done = "done";
    public const string Unmatched = "unmatched";
    public const string Unparseable = "unparseable";
    public const string Ignored = "ignored";
}

/// <summary>How a handler leaves a webhook: its state, why, and what it was about.</summary>
public sealed record InboxOutcome(string State, string? Reason, IReadOnlyList<string> Keys)
{
    public static InboxOutcome Done(params IReadOnlyList<string> keys) => new(InboxState.Done, null, keys);

    /// <summary>
    /// Nothing is known under one of these keys yet; <see cref="WebhookInbox.Release"/> brings it back.
    /// </summary>
    public static InboxOutcome Unmatched(string reason, params IReadOnlyList<string> keys) =>
        new(InboxState.Unmatched, reason, keys);

    public static InboxOutcome Unparseable(string reason) => new(InboxState.Unparseable, reason, []);

    public static InboxOutcome Ignored(string reason, params IReadOnlyList<string> keys) =>
        new(InboxState.Ignored, reason, keys);
}

/// <summary>Works on one webhook. It may be called again with the same one: what it does must bear a repeat.</summary>
public interface IWebhookHandler
{
    Task<InboxOutcome> Handle(InboxItem item, CancellationToken ct);
}

/// <summary>
/// Webhooks are written down raw before the sender is answered, and worked on afterwards, by any replica.
/// </summary>
public sealed class WebhookInbox(NpgsqlDataSource database, string schema)
{
    private const string Columns =
        "id, merchant_id, source, account, received_at, headers, body, state, reason, keys, attempts, trace_parent";

    private readonly Channel<bool> arrived = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(2) { FullMode = BoundedChannelFullMode.DropWrite });

    internal string Schema => schema;

    internal static string Sql(string schema) => $"""
        create table if not exists {schema}.webhook_inbox (
            id uuid primary key,
            merchant_id text not null,
            source text not null,
            account text not null,
            received_at timestamptz not null,
            headers jsonb not null,
            body bytea not null,
            state text not null,
            reason text,
            keys text[] not null default array[]::text[],
            attempts integer not null default 0,
            next_attempt_at timestamptz not null default now(),
            settled_at timestamptz,
            trace_parent text);
        create index if not exists webhook_inbox_waiting on {schema}.webhook_inbox (next_attempt_at)
            where state = 'received';
        create index if not exists webhook_inbox_unmatched on {schema}.webhook_inbox using gin (keys)
            where state = 'unmatched';
        create index if not exists webhook_inbox_done on {schema}.webhook_inbox using gin (keys)
            where state = 'done';
        create index if not exists webhook_inbox_by_state on {schema}.webhook_inbox (merchant_id, state, id);
        """;

    /// <summary>
    /// Durable when it returns. A <paramref name="item"/> that already rests (unparseable) is only kept.
    /// </summary>
    public async Task Store(InboxItem item, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            insert into {schema}.webhook_inbox
                (id, merchant_id, source, account, received_at, headers, body, state, reason, trace_parent)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """);
        command.Parameters.Add(new() { Value = item.Id });
        command.Parameters.Add(new() { Value = item.MerchantId });
        command.Parameters.Add(new() { Value = item.Source });
        command.Parameters.Add(new() { Value = item.Account });
        command.Parameters.Add(new() { Value = item.ReceivedAt.UtcDateTime });
        command.Parameters.Add(
            new() { Value = JsonSerializer.Serialize(item.Headers), NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new() { Value = item.Body });
        command.Parameters.Add(new() { Value = item.State });
        command.Parameters.Add(
            new() { Value = (object?)item.Reason ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(
            new() { Value = (object?)Activity.Current?.Id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(ct);
        arrived.Writer.TryWrite(true);
    }

    /// <summary>
    /// Something is known under <paramref name="key"/> now: what waited for it is worked on. Call it after the commit
    /// that made it known; a webhook that is being looked at meanwhile is looked at once more.
    /// </summary>
    public async Task<int> Release(string merchantId, string key, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            update {schema}.webhook_inbox set state = 'received', reason = null, next_attempt_at = now()
            where state = 'unmatched' and merchant_id = $1 and keys @> array[$2]
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = key });
        var released = await command.ExecuteNonQueryAsync(ct);
        if (released > 0)
            arrived.Writer.TryWrite(true);
        return released;
    }

    /// <summary>
    /// What was recorded under <paramref name="key"/> may be another's: what came since then is worked on again.
    /// </summary>
    public async Task<int> Reopen(string merchantId, string key, DateTimeOffset since, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            update {schema}.webhook_inbox set state = 'received', reason = null, next_attempt_at = now()
            where state = 'done' and merchant_id = $1 and keys @> array[$2] and received_at >= $3
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = key });
        command.Parameters.Add(new() { Value = since.UtcDateTime });
        var reopened = await command.ExecuteNonQueryAsync(ct);
        if (reopened > 0)
            arrived.Writer.TryWrite(true);
        return reopened;
    }

    /// <summary>Works on a webhook again with today's code; false when the merchant has none with this id.</summary>
    public async Task<bool> Replay(string merchantId, Guid id, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            update {schema}.webhook_inbox set state = 'received', reason = null, attempts = 0, next_attempt_at = now()
            where merchant_id = $1 and id = $2
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = id });
        var found = await command.ExecuteNonQueryAsync(ct) == 1;
        arrived.Writer.TryWrite(true);
        return found;
    }

    /// <summary>
    /// The newest first; <paramref name="state"/> null for all, <paramref name="before"/> the last id of the page
    /// before.
    /// </summary>
    public async Task<IReadOnlyList<InboxItem>> List(
        string merchantId, string? state, Guid? before, int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            select {Columns} from {schema}.webhook_inbox
            where merchant_id = $1 and ($2 is null or state = $2) and ($3 is null or id < $3)
            order by id desc limit $4
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = (object?)state ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)before ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = limit });
        return await Read(command, ct);
    }

    /// <summary>Takes some that wait; other replicas pass over them until the transaction ends.</summary>
    internal async Task<IReadOnlyList<InboxItem>> Claim(NpgsqlTransaction transaction, int limit, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"""
            select {Columns} from {schema}.webhook_inbox
            where state = 'received' and next_attempt_at <= now()
            order by next_attempt_at limit {limit} for update skip locked
            """, transaction.Connection, transaction);
        return await Read(command, ct);
    }

    /// <summary>Waits until something has arrived in this process, or for <paramref name="timeout"/>.</summary>
    internal async Task Arrival(TimeSpan timeout, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(timeout);
        try
        {
            await arrived.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Time to look for what arrived in other replicas.
        }
    }

    private static async Task<IReadOnlyList<InboxItem>> Read(NpgsqlCommand command, CancellationToken ct)
    {
        var items = new List<InboxItem>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            items.Add(new()
            {
                Id = reader.GetGuid(0),
                MerchantId = reader.GetString(1),
                Source = reader.GetString(2),
                Account = reader.GetString(3),
                ReceivedAt = reader.GetFieldValue<DateTimeOffset>(4),
                Headers = JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(5))!,
                Body = reader.GetFieldValue<byte[]>(6),
                State = reader.GetString(7),
                Reason = reader.IsDBNull(8) ? null : reader.GetString(8),
                Keys = reader.GetFieldValue<string[]>(9),
                Attempts = reader.GetInt32(10),
                TraceParent = reader.IsDBNull(11) ? null : reader.GetString(11),
            });
        return items;
    }
}

/// <summary>Adds an inbox and its worker to a service.</summary>
public static class WebhookInboxes
{
    public static void AddWebhookInbox<THandler>(this WebApplicationBuilder builder, string schema)
        where THandler : class, IWebhookHandler
    {
        builder.AddMigration(schema, WebhookInbox.Sql(schema));
        builder.Services.AddSingleton(p => new WebhookInbox(p.GetRequiredService<NpgsqlDataSource>(), schema));
        builder.Services.AddSingleton<IWebhookHandler, THandler>();
        builder.Services.AddHostedService<WebhookWorker>();
    }
}
