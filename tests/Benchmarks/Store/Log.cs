using System.Text;
using System.Text.Json;
using Npgsql;
using Streams;

namespace Benchmarks.Store;

/// <summary>
/// A schema of its own, which can be filled faster than by appending. Dropped at the end.
/// </summary>
internal sealed class Log : IAsyncDisposable
{
    private const int FillStreams = 10_000;

    private Log(NpgsqlDataSource database, string schema) => (Database, Schema) = (database, schema);

    public NpgsqlDataSource Database { get; }

    public string Schema { get; }

    public static async Task<Log> Create(string name)
    {
        var log = new Log(Source(), $"bench_{name}");
        await log.Execute($"drop schema if exists {log.Schema} cascade");
        await log.Execute(Streams.Schema.Sql(log.Schema));
        return log;
    }

    /// <summary>Connected as ServiceDefaults connects a service.</summary>
    public static NpgsqlDataSource Source() => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(
        PostgresUrl.ToConnectionString(Environment.GetEnvironmentVariable("POSTGRES_URL")
            ?? throw new InvalidOperationException("POSTGRES_URL names the database to measure on.")))
    {
        MaxAutoPrepare = 100,
        AutoPrepareMinUsages = 2,
        MaxPoolSize = 80,
        NoResetOnClose = true,
    }.ConnectionString);

    /// <summary>
    /// Adds streams, the first of them <paramref name="first"/>, with so many events each. The events of ten thousand
    /// streams lie between each other, as they do when parcels travel at the same time.
    /// </summary>
    public async Task Fill(int first, int streams, int events)
    {
        await Execute($"alter table {Schema}.mt_events drop constraint if exists fkey_mt_events_stream_id_tenant_id");
        for (var from = first; from < first + streams; from += FillStreams)
        {
            var to = Math.Min(from + FillStreams, first + streams) - 1;
            await Execute($"""
                insert into {Schema}.mt_streams (tenant_id, id, version)
                select '{Parcel.Tenant}', {Id("n")}, {events} from generate_series({from}, {to}) n
                """);
            await Execute($"""
                insert into {Schema}.mt_events (seq_id, id, stream_id, version, data, type, tenant_id, mt_dotnet_type)
                select nextval('{Schema}.mt_events_sequence'), gen_random_uuid(), {Id("n")}, v,
                    case v when 1 then '{Json(Parcel.Registered())}'::jsonb else '{Json(Parcel.Scan(1))}'::jsonb end,
                    case v when 1 then 'registered' else 'scanned' end, '{Parcel.Tenant}', 'Benchmarks'
                from generate_series(1, {events}) v, generate_series({from}, {to}) n
                order by v, n
                """);
        }
    }

    /// <summary>After the last <see cref="Fill"/>.</summary>
    public async Task Filled()
    {
        await Execute($"""
            alter table {Schema}.mt_events add constraint fkey_mt_events_stream_id_tenant_id
                foreign key (tenant_id, stream_id) references {Schema}.mt_streams (tenant_id, id)
            """);
        await Execute($"vacuum analyze {Schema}.mt_streams");
        await Execute($"vacuum analyze {Schema}.mt_events");
        try
        {
            // What was filled in is on the disk before anything is measured.
            await Execute("checkpoint");
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            Console.WriteLine("  no right to a checkpoint: the first runs share the disk with the filling");
        }
    }

    public async Task<object?> Execute(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        command.CommandTimeout = 0;
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Execute($"drop schema {Schema} cascade");
        await Database.DisposeAsync();
    }

    private static string Id(string n) =>
        $"'{Parcel.Stream.Category}-' || lpad(to_hex({n}), 8, '0') || '-0000-7000-8000-000000000000'";

    private static string Json(ParcelEvent happened) => Encoding.UTF8.GetString(
        JsonSerializer.SerializeToUtf8Bytes(happened, ParcelJson.Default.GetTypeInfo(happened.GetType())!));
}
