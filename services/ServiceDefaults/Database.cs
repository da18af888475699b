using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ServiceDefaults;

/// <summary>The service's connection pool and the SQL that brings its schema to the version of the code.</summary>
public static class Database
{
    internal static void AddDatabase(this WebApplicationBuilder builder, string name)
    {
        var text = builder.Configuration.GetConnectionString("Postgres") ?? throw new InvalidOperationException(
            "ConnectionStrings:Postgres is missing: a Npgsql connection string or a postgresql:// URI.");
        builder.Services.AddSingleton(_ => Source(ConnectionString(text), name));
        builder.Services.AddHostedService<Migrations>();
    }

    /// <summary>
    /// Adds SQL to run before the process serves or reacts. It must change nothing when it runs again; several replicas
    /// take turns.
    /// </summary>
    public static WebApplicationBuilder AddMigration(this WebApplicationBuilder builder, string schema, string sql)
    {
        builder.Services.AddSingleton(new Migration(schema, sql));
        return builder;
    }

    /// <summary>Accepts what Npgsql accepts, and the URI form that psql accepts.</summary>
    internal static string ConnectionString(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("postgres" or "postgresql"))
            return text;
        var user = uri.UserInfo.Split(':', 2);
        return new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : 5432,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
        }.ConnectionString;
    }

    private static NpgsqlDataSource Source(string connectionString, string name)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = name,
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            MaxPoolSize = 40,
            // Nothing of ours sets anything for a whole session, so there is nothing to reset between two uses.
            NoResetOnClose = true,
            // A process that is stopped in the middle of a transaction must not hold its locks for ever.
            Options = "-c idle_in_transaction_session_timeout=60s",
        };
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        // Polling has no caller: a span for it would be a trace of one.
        builder.ConfigureTracing(tracing => tracing
            .ConfigureCommandFilter(_ => Activity.Current is not null)
            .ConfigureBatchFilter(_ => Activity.Current is not null)
            .EnablePhysicalOpenTracing(false));
        return builder.Build();
    }
}

internal sealed record Migration(string Schema, string Sql);

/// <summary>
/// Runs every migration once at the start, in the order added, before anything else of the process starts.
/// </summary>
internal sealed class Migrations(
    NpgsqlDataSource database, IEnumerable<Migration> migrations, ILogger<Migrations> log) : IHostedLifecycleService
{
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
            await Migrate(schema.Key, string.Join('\n', schema.Select(m => m.Sql)), transaction, ct);
            await transaction.CommitAsync(ct);
        }
    }

    /// <summary>
    /// The schema's comment names what has been run, so that a replica that starts later takes no lock that a running
    /// transaction would make it wait for.
    /// </summary>
    private static async Task Migrate(string schema, string sql, NpgsqlTransaction transaction, CancellationToken ct)
    {
        var fingerprint = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
        await using var command = new NpgsqlCommand($"""
            select pg_advisory_xact_lock(hashtext('migrate {schema}'));
            create schema if not exists {schema};
            select obj_description('{schema}'::regnamespace, 'pg_namespace');
            """, transaction.Connection, transaction) { CommandTimeout = 300 };
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            await reader.NextResultAsync(ct);
            await reader.ReadAsync(ct);
            if (!reader.IsDBNull(0) && reader.GetString(0) == fingerprint)
                return;
        }

        command.CommandText = $"{sql}\ncomment on schema {schema} is '{fingerprint}'";
        await command.ExecuteNonQueryAsync(ct);
    }
}

internal sealed class DatabaseHealth(NpgsqlDataSource database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // No spans for probes.
        Activity.Current = null;
        try
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException unreachable)
        {
            return HealthCheckResult.Unhealthy(exception: unreachable);
        }
    }
}
