using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;

namespace ServiceDefaults;

/// <summary>
/// Webhooks are written down raw before the sender is answered, and worked on afterwards, by any replica.
/// <paramref name="build"/> names the code that reads them: what one build cannot read, the next one looks at again.
/// </summary>
public sealed class WebhookInbox(NpgsqlDataSource database, string schema, Guid build) : IAsyncDisposable
{
    internal const string Columns = """
        id, merchant_id, source, account, via, received_at, headers, body, state, reason, keys, attempts, replayed_at,
        trace_parent
        """;

    private readonly Channel<bool> arrived = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(2) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly InboxWriter writer = new(database, $"{schema}.webhook_inbox", build);

    internal string Table => $"{schema}.webhook_inbox";

    internal Guid Build => build;

    internal NpgsqlDataSource Database => database;

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
            trace_parent text,
            via text not null default 'push',
            waits_for text[] not null default array[]::text[],
            read_by uuid[] not null default array[]::uuid[],
            replayed_at timestamptz);
        create index if not exists webhook_inbox_waiting on {schema}.webhook_inbox (next_attempt_at)
            where state = 'received';
        drop index if exists {schema}.webhook_inbox_unmatched;
        drop index if exists {schema}.webhook_inbox_missing;
        create index if not exists webhook_inbox_waiting_for on {schema}.webhook_inbox using gin (waits_for)
            with (fastupdate = off) where state = 'unmatched';
        create index if not exists webhook_inbox_unread on {schema}.webhook_inbox (id)
            where state in ('unparseable', 'unmapped');
        drop index if exists {schema}.webhook_inbox_by_key;
        create index if not exists webhook_inbox_of_key on {schema}.webhook_inbox using gin (keys)
            with (fastupdate = off) where keys <> array[]::text[];
        create index if not exists webhook_inbox_by_state on {schema}.webhook_inbox (merchant_id, state, id);
        create index if not exists webhook_inbox_by_age on {schema}.webhook_inbox (merchant_id, id);
        """;

    /// <summary>
    /// Durable when it returns. A <paramref name="item"/> that already rests (unparseable) is only kept.
    /// </summary>
    public async Task Store(InboxItem item, CancellationToken ct)
    {
        await writer.Write(item, ct);
        Arrived();
    }

    public ValueTask DisposeAsync() => writer.DisposeAsync();

    /// <summary>
    /// Something is known under <paramref name="key"/> now: what waited for it is worked on. Call it after the commit
    /// that made it known; a webhook that is being looked at meanwhile is looked at once more.
    /// </summary>
    public async Task<int> Release(string merchantId, string key, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            update {Table} set state = 'received', reason = null, waits_for = array[]::text[], next_attempt_at = now()
            where state = 'unmatched' and merchant_id = $1 and waits_for @> array[$2]
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = key });
        var released = await command.ExecuteNonQueryAsync(ct);
        if (released > 0)
            Arrived();
        return released;
    }

    /// <summary>
    /// What was recorded under <paramref name="key"/> may be another's: what came since then is worked on again.
    /// </summary>
    public async Task<int> Reopen(string merchantId, string key, DateTimeOffset since, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            update {Table} set state = 'received', reason = null, next_attempt_at = now()
            where state in ('done', 'unmapped') and merchant_id = $1 and {HasKeys} and keys @> array[$2]
                and received_at >= $3
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = key });
        command.Parameters.Add(new() { Value = since.UtcDateTime });
        var reopened = await command.ExecuteNonQueryAsync(ct);
        if (reopened > 0)
            Arrived();
        return reopened;
    }

    /// <summary>
    /// What <paramref name="source"/> (null: anybody) sent and nobody could read is worked on again: call it when it
    /// may be read otherwise now.
    /// </summary>
    public async Task<int> Reread(string merchantId, string? source, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            update {Table} set {Again}
            where state in ('unparseable', 'unmapped') and merchant_id = $1 and ($2 is null or source = $2)
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(Text(source));
        var taken = await command.ExecuteNonQueryAsync(ct);
        Arrived();
        return taken;
    }

    /// <summary>Returns when what is being worked on in this moment, in any replica, has been.</summary>
    public async Task Pause(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select pg_advisory_xact_lock({TurnLock})");
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>What makes a webhook be worked on as if it had just come.</summary>
    internal const string Again = """
        state = 'received', reason = null, waits_for = array[]::text[], attempts = 0, next_attempt_at = now(),
        replayed_at = now()
        """;

    /// <summary>The index of keys leaves out what has none, so that arriving costs nothing of it: say so.</summary>
    internal const string HasKeys = "keys <> array[]::text[]";

    internal void Arrived() => arrived.Writer.TryWrite(true);

    /// <summary>The transaction works on webhooks: <see cref="Pause"/> waits for its end.</summary>
    internal async Task Begin(NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"select pg_advisory_xact_lock_shared({TurnLock})", transaction.Connection, transaction);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Takes some that wait; other replicas pass over them until the transaction ends.</summary>
    internal async Task<IReadOnlyList<InboxItem>> Claim(NpgsqlTransaction transaction, int limit, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"""
            select {Columns} from {Table}
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

    internal static async Task<IReadOnlyList<InboxItem>> Read(NpgsqlCommand command, CancellationToken ct)
    {
        var items = new List<InboxItem>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            items.Add(Item(reader));
        return items;
    }

    internal static InboxItem Item(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0),
        MerchantId = reader.GetString(1),
        Source = reader.GetString(2),
        Account = reader.GetString(3),
        Via = reader.GetString(4),
        ReceivedAt = reader.GetFieldValue<DateTimeOffset>(5),
        Headers = JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(6))!,
        Body = reader.GetFieldValue<byte[]>(7),
        State = reader.GetString(8),
        Reason = reader.IsDBNull(9) ? null : reader.GetString(9),
        Keys = reader.GetFieldValue<string[]>(10),
        Attempts = reader.GetInt32(11),
        ReplayedAt = reader.IsDBNull(12) ? null : reader.GetFieldValue<DateTimeOffset>(12),
        TraceParent = reader.IsDBNull(13) ? null : reader.GetString(13),
    };

    internal static NpgsqlParameter Text(string? text) =>
        new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private string TurnLock => $"hashtextextended('{Table} turn', 0)";
}

/// <summary>Adds an inbox and its worker to a service.</summary>
public static class WebhookInboxes
{
    public static void AddWebhookInbox<THandler>(this WebApplicationBuilder builder, string schema)
        where THandler : class, IWebhookHandler
    {
        builder.AddMigration(schema, WebhookInbox.Sql(schema));
        builder.AddMerchants(schema);
        builder.Services.AddOptions<InboxOptions>().Bind(builder.Configuration.GetSection("Inbox"))
            .Validate(InboxOptions.IsComplete, InboxOptions.WhatIsNeeded).ValidateOnStart();
        builder.Services.AddSingleton(p => new WebhookInbox(
            p.GetRequiredService<NpgsqlDataSource>(), schema, typeof(THandler).Module.ModuleVersionId));
        builder.Services.AddSingleton<InboxArchive>();
        builder.Services.AddSingleton<IWebhookHandler, THandler>();
        builder.Services.AddHostedService<WebhookWorker>();
        builder.Services.AddHostedService<InboxKeeper>();
    }
}
