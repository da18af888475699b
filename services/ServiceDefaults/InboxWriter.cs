using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace ServiceDefaults;

/// <summary>Writes down what arrives, what arrives together in one commit.</summary>
internal sealed class InboxWriter : IAsyncDisposable
{
    private readonly NpgsqlDataSource database;
    private readonly Guid build;
    private readonly string sql;
    private readonly Groups<InboxItem, bool> groups;

    public InboxWriter(NpgsqlDataSource database, string table, Guid build)
    {
        (this.database, this.build) = (database, build);
        groups = new(Insert, item => item.Id);
        sql = $"""
            insert into {table}
                (id, merchant_id, source, account, via, received_at, headers, body, state, reason, trace_parent,
                read_by)
            select i.*, case when state = '{InboxState.Received}' then array[]::uuid[] else array[$12::uuid] end
            from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) as i
                (id, merchant_id, source, account, via, received_at, headers, body, state, reason, trace_parent)
            """;
    }

    public ValueTask DisposeAsync() => groups.DisposeAsync();

    /// <summary>Durable when it returns.</summary>
    public Task Write(InboxItem item, CancellationToken ct) =>
        groups.Write(item with { TraceParent = Activity.Current?.Id }, ct);

    private async Task<IReadOnlyList<bool>> Insert(IReadOnlyList<InboxItem> items)
    {
        await using var command = database.CreateCommand(sql);
        void Add<T>(NpgsqlDbType type, Func<InboxItem, T> of) => command.Parameters.Add(
            new() { Value = items.Select(of).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
        Add(NpgsqlDbType.Uuid, item => item.Id);
        Add(NpgsqlDbType.Text, item => item.MerchantId);
        Add(NpgsqlDbType.Text, item => item.Source);
        Add(NpgsqlDbType.Text, item => item.Account);
        Add(NpgsqlDbType.Text, item => item.Via);
        Add(NpgsqlDbType.TimestampTz, item => item.ReceivedAt.UtcDateTime);
        Add(NpgsqlDbType.Jsonb, item => JsonSerializer.Serialize(item.Headers));
        Add(NpgsqlDbType.Bytea, item => item.Body);
        Add(NpgsqlDbType.Text, item => item.State);
        Add(NpgsqlDbType.Text, item => item.Reason);
        Add(NpgsqlDbType.Text, item => item.TraceParent);
        command.Parameters.Add(new() { Value = build });
        await command.ExecuteNonQueryAsync();
        return new bool[items.Count];
    }
}
