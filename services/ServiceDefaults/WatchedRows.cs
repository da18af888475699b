using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ServiceDefaults;

/// <summary>
/// Rows of a table that are asked for in every request and seldom change, in memory. The table's trigger tells every
/// process of a change (LISTEN), and all is forgotten; while this process cannot hear, the database is asked each time.
/// </summary>
public sealed class WatchedRows<TRow>(NpgsqlDataSource database, string table, ILogger<WatchedRows<TRow>> log)
    : BackgroundService where TRow : class
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private volatile ConcurrentDictionary<string, TRow>? known;

    /// <summary>
    /// The row as <paramref name="load"/> reads it, or has read it since the last change. Rows that are not there are
    /// not remembered: their keys are whatever a stranger makes up.
    /// </summary>
    public async ValueTask<TRow?> Find(string key, Func<Task<TRow?>> load)
    {
        // Taken before the row is read: what changes meanwhile replaces it, and the old row is forgotten with it.
        var rows = known;
        if (rows?.TryGetValue(key, out var row) == true)
            return row;
        row = await load();
        if (row is not null)
            rows?.TryAdd(key, row);
        return row;
    }

    /// <summary>Whoever changes a row here calls it after the commit, and needs not wait to hear of it.</summary>
    public void Changed()
    {
        // Nothing to forget where it has been forgotten meanwhile, or nobody hears.
        if (known is { } rows)
            Interlocked.CompareExchange(ref known, new(), rows);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WatchedRows.Hear(database, WatchedRows.ChannelOf(table), () => known = new(), stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException)
            {
                log.LogWarning("Changes of {Table} are not heard, asking each time until they are: {Reason}",
                    table, exception.Message);
            }
            finally
            {
                known = null;
            }

            await Task.Delay(RetryInterval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

/// <summary>Adds them to a service.</summary>
public static class WatchedRows
{
    // Whether the connection still lives is only known by using it.
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(5);

    /// <param name="table">With its schema: "shipments.carrier_accounts".</param>
    public static void AddWatchedRows<TRow>(this WebApplicationBuilder builder, string table) where TRow : class
    {
        builder.AddMigration(table.Split('.')[0], Sql(table));
        builder.Services.AddSingleton(p => ActivatorUtilities.CreateInstance<WatchedRows<TRow>>(p, table));
        builder.Services.AddHostedService(p => p.GetRequiredService<WatchedRows<TRow>>());
    }

    /// <summary>
    /// Calls <paramref name="changed"/> when it begins to hear and at each notification. Ends by the exception with
    /// which the connection does.
    /// </summary>
    internal static async Task Hear(
        NpgsqlDataSource database, string channel, Action changed, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        connection.Notification += (_, _) => changed();
        await Execute(connection, $"listen {channel}", ct);
        changed();
        while (true)
            if (!await connection.WaitAsync(ProbeInterval, ct))
                await Execute(connection, "select 1", ct);
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    internal static string ChannelOf(string table) => table.Replace('.', '_');

    internal static string Sql(string table) => $"""
        create or replace function {table}_changed() returns trigger language plpgsql as
            $body$ begin perform pg_notify('{ChannelOf(table)}', ''); return null; end $body$;
        create or replace trigger {ChannelOf(table)}_changed
            after insert or update or delete or truncate on {table}
            for each statement execute function {table}_changed();
        """;
}
