using Npgsql;

namespace Benchmarks.Store;

/// <summary>
/// The floor of latency: a table, NOTIFY in the inserting transaction, a listener that selects what is new.
/// </summary>
internal sealed class RawListener : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly Log log;
    private readonly Task listening;

    private RawListener(Log log, NpgsqlConnection connection, LatencyMeasures.Heard heard)
    {
        this.log = log;
        listening = Listen(connection, heard);
    }

    public static async Task<RawListener> Start(Log log, LatencyMeasures.Heard heard)
    {
        await log.Execute($"""
            create table {log.Schema}.rows (
                n bigserial primary key, id uuid, body jsonb, at timestamptz default clock_timestamp());
            """);
        var connection = await log.Database.OpenConnectionAsync();
        await using (var listen = new NpgsqlCommand($"listen {log.Schema}", connection))
            await listen.ExecuteNonQueryAsync();
        return new(log, connection, heard);
    }

    public async Task Append(Guid id)
    {
        await using var insert = log.Database.CreateCommand($$"""
            with inserted as (insert into {{log.Schema}}.rows (id, body) values ($1, '{"status": "in_transit"}'))
            select pg_notify('{{log.Schema}}', '')
            """);
        insert.Parameters.Add(new() { Value = id });
        await insert.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task Listen(NpgsqlConnection connection, LatencyMeasures.Heard heard)
    {
        await using var _ = connection;
        // Rows may become visible out of order: what is below the last one seen is looked at again.
        var seen = new HashSet<long>();
        while (true)
        {
            await connection.WaitAsync(stopping.Token);
            await using var select = new NpgsqlCommand(
                $"select n, id, at from {log.Schema}.rows where n > $1 order by n", connection)
            {
                Parameters = { new() { Value = seen.Count == 0 ? 0L : Math.Max(0, seen.Max() - 100) } },
            };
            await using var reader = await select.ExecuteReaderAsync();
            var now = DateTimeOffset.UtcNow;
            while (await reader.ReadAsync())
            {
                if (seen.Add(reader.GetInt64(0)))
                    heard.Add(reader.GetGuid(1), reader.GetFieldValue<DateTimeOffset>(2), now);
            }
        }
    }
}
