using Microsoft.Extensions.Hosting;
using Npgsql;
using Testing;

namespace Streams.Tests;

/// <summary>
/// A schema of its own in a real database, and ways to write to it that a well-behaved store would not take.
/// </summary>
public sealed class Log(TestDatabase database) : IAsyncDisposable
{
    private bool created;

    public string Schema { get; } = $"log_{Guid.NewGuid():N}";

    public NpgsqlDataSource Database { get; } =
        NpgsqlDataSource.Create(database.ConnectionString + ";Include Error Detail=true");

    public async Task<Replica> Replica(
        bool reacts = false, Heard? heard = null, bool views = false, string? connectionString = null,
        Action<HostApplicationBuilder, StreamsBuilder>? also = null)
    {
        if (!created)
            await Execute(Streams.Schema.Sql(Schema) + CounterView.Sql($"{Schema}.counters"));
        created = true;
        return await Streams.Tests.Replica.Start(
            connectionString ?? database.ConnectionString, Schema, reacts, heard, views, also);
    }

    /// <summary>
    /// Begins a transaction that has drawn a position and written an event there, and leaves it open.
    /// </summary>
    public async Task<OpenAppend> Begin(Guid id, long version = 1)
    {
        var connection = await Database.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand($$"""
            insert into {{Schema}}.mt_streams as s (tenant_id, id, version) values ('m', $1, {{version}})
            on conflict (tenant_id, id) do update set version = {{version}} where s.version = {{version}} - 1
            """, connection, transaction) { Parameters = { new() { Value = Counter.Stream.StreamId(id) } } };
        await command.ExecuteNonQueryAsync();
        command.CommandText = $$"""
            insert into {{Schema}}.mt_events (seq_id, id, stream_id, version, data, type, tenant_id)
            values (nextval('{{Schema}}.mt_events_sequence'), gen_random_uuid(), $1, {{version}},
                '{"by": 1}', 'incremented', 'm')
            returning seq_id
            """;
        return new(connection, transaction, (long)(await command.ExecuteScalarAsync())!);
    }

    /// <summary>Draws positions that nobody will ever write, as rolled-back appends do.</summary>
    public async Task Burn(int positions) =>
        await Execute($"select max(nextval('{Schema}.mt_events_sequence')) from generate_series(1, {positions})");

    public async Task<object?> Execute(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        // Those that rest in the pool may have been killed.
        Database.Clear();
        await Execute($"drop schema if exists {Schema} cascade");
        await Database.DisposeAsync();
    }
}

public sealed class OpenAppend(NpgsqlConnection connection, NpgsqlTransaction transaction, long position)
    : IAsyncDisposable
{
    public long Position => position;

    /// <summary>The process id of its server.</summary>
    public int Backend => connection.ProcessID;

    public Task Commit() => transaction.CommitAsync();

    public Task RollBack() => transaction.RollbackAsync();

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
