using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ServiceDefaults;

internal sealed record Migration(string Schema, string Sql);

/// <summary>A schema that this build must not touch, and what to do about it.</summary>
public sealed class SchemaMismatchException(string message) : Exception(message);

/// <summary>
/// Brings each schema to what this build's SQL says, once at the start, in the order added, before anything else of the
/// process starts. The SQL says how the schema should be: tables and indexes that are missing are created, columns that
/// are missing are added; what is there beyond it stays. Replicas take turns.
/// </summary>
internal sealed class Migrations(
    NpgsqlDataSource database, IEnumerable<Migration> migrations, ILogger<Migrations> log) : IHostedLifecycleService
{
    /// <summary>
    /// Raise it with a change after which an older build must not run on the schema: a column it has to fill and does
    /// not know, a value with another meaning. Adding tables, indexes and optional columns is none.
    /// </summary>
    internal const int Version = 1;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await Run(cancellationToken);
                return;
            }
            catch (NpgsqlException unreachable) when (unreachable is not PostgresException || unreachable.IsTransient)
            {
                log.LogWarning("PostgreSQL does not answer yet, trying again: {Reason}", unreachable.Message);
                await Task.Delay(RetryInterval, cancellationToken);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task Run(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        foreach (var schema in migrations.GroupBy(m => m.Schema))
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await Migrate(schema.Key, string.Join('\n', schema.Select(m => m.Sql)), connection, ct);
            await transaction.CommitAsync(ct);
        }
    }

    /// <summary>
    /// The schema's comment, "version fingerprint", names what has been run, so that a replica that starts later takes
    /// no lock that a running transaction would make it wait for.
    /// </summary>
    private static async Task Migrate(string schema, string sql, NpgsqlConnection connection, CancellationToken ct)
    {
        var fingerprint = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
        await Execute(connection, $"select pg_advisory_xact_lock(hashtext('migrate {schema}'))", ct);
        var exists = await Execute(connection, $"select to_regnamespace('{schema}') is not null", ct) is true;
        var comment = await Execute(
            connection, $"select obj_description(to_regnamespace('{schema}'), 'pg_namespace')", ct) as string;
        if (comment == $"{Version} {fingerprint}")
            return;
        if (comment?.Split(' ') is [var recorded, _] && int.Parse(recorded, null) is var known && known > Version)
            throw new SchemaMismatchException(
                $"The schema '{schema}' is of version {known} and this build knows only {Version}: start the newer " +
                "build, or restore a backup from before it.");
        if (exists)
            await AddColumns(schema, sql, connection, ct);
        await Execute(connection, $"create schema if not exists {schema}", ct);
        await Execute(connection, $"{sql}\ncomment on schema {schema} is '{Version} {fingerprint}'", ct);
    }

    /// <summary>
    /// "create table if not exists" alters nothing. So the SQL is run once in an empty schema of the same name, with
    /// the real one out of the way for as long as this transaction, and the columns of both are compared.
    /// </summary>
    private static async Task AddColumns(string schema, string sql, NpgsqlConnection connection, CancellationToken ct)
    {
        var there = await Columns(schema, connection, ct);
        await Execute(connection, $"alter schema {schema} rename to {schema}_aside; create schema {schema}", ct);
        await Execute(connection, sql, ct);
        var wanted = await Columns(schema, connection, ct);
        await Execute(connection, $"drop schema {schema} cascade; alter schema {schema}_aside rename to {schema}", ct);
        foreach (var ((table, column), (type, definition)) in wanted)
        {
            if (there.TryGetValue((table, column), out var found) && found.Type != type)
                throw new SchemaMismatchException(
                    $"{schema}.{table}.{column} is {found.Type} and this build wants {type}: alter it by hand, or " +
                    "start the build that made it.");
            if (found.Type is null && there.Keys.Any(known => known.Table == table))
                await Execute(connection, $"alter table {schema}.{table} add column {column} {type} {definition}", ct);
        }
    }

    /// <summary>Of all tables: each column's type, and how its definition goes on.</summary>
    private static async Task<Dictionary<(string Table, string Column), (string Type, string Definition)>> Columns(
        string schema, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"""
            select c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod), concat_ws(' ',
                case when a.attidentity <> '' then 'generated always as identity'
                    when a.attgenerated <> ''
                        then 'generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
                    when d.adbin is not null then 'default ' || pg_get_expr(d.adbin, d.adrelid) end,
                case when a.attnotnull then 'not null' end)
            from pg_class c join pg_attribute a on a.attrelid = c.oid
            left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where c.relnamespace = '{schema}'::regnamespace and c.relkind in ('r', 'p')
            and a.attnum > 0 and not a.attisdropped
            order by c.relname, a.attnum
            """, connection);
        var columns = new Dictionary<(string, string), (string, string)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            columns.Add((reader.GetString(0), reader.GetString(1)), (reader.GetString(2), reader.GetString(3)));
        return columns;
    }

    private static async Task<object?> Execute(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        return await command.ExecuteScalarAsync(ct);
    }
}
