using System.Diagnostics;
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
    /// <summary>
    /// In a statement's "from": its commit does not wait for the disk. Only for what a crash of the database may take
    /// away again.
    /// </summary>
    internal const string Unflushed = "cross join (select set_config('synchronous_commit', 'off', true)) unflushed";

    /// <summary>
    /// A table's storage parameter: rows are kept as they are up to a page. Else those of more than 2 kB are
    /// compressed, which costs a document of 2.1 kB as much as the rest of writing it.
    /// </summary>
    public const string Uncompressed = "toast_tuple_target = 8160";

    internal static void AddDatabase(this WebApplicationBuilder builder, string name)
    {
        var text = builder.Configuration.GetConnectionString("Postgres") ?? throw new InvalidOperationException(
            "ConnectionStrings:Postgres is missing: a Npgsql connection string or a postgresql:// URI.");
        builder.Services.AddSingleton(_ => Source(ConnectionString(text), name));
        builder.Services.AddHostedService<Migrations>();
    }

    /// <summary>
    /// Adds SQL to run before the process serves or reacts: how the schema should be. It must change nothing when it
    /// runs again. A column that is added to a "create table if not exists" is added to the table that is there.
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
