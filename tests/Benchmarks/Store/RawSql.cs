using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Streams;

namespace Benchmarks.Store;

/// <summary>
/// The floors: what PostgreSQL and Npgsql do on the same tables when nobody checks a version, folds, decides or groups.
/// Each client has a connection of its own, its statements are prepared.
/// </summary>
internal sealed class RawSql : IAsyncDisposable
{
    private const string EventColumns =
        "seq_id, id, stream_id, version, data, type, tenant_id, mt_dotnet_type";

    private static readonly byte[] Body =
        JsonSerializer.SerializeToUtf8Bytes(Parcel.Scan(1), ParcelJson.Default.Scanned);

    private readonly NpgsqlConnection[] connections;
    private readonly NpgsqlCommand[] inserts;
    private readonly NpgsqlCommand[] appends;
    private readonly NpgsqlCommand[] reads;
    private readonly SemaphoreSlim drawing = new(1);
    private readonly string schema;

    private RawSql(string schema, NpgsqlConnection[] connections)
    {
        (this.schema, this.connections) = (schema, connections);
        inserts = [.. connections.Select(Insert)];
        appends = [.. connections.Select(Append)];
        reads = [.. connections.Select(Read)];
    }

    public static async Task<RawSql> Connect(Log log, int clients)
    {
        var connections = new NpgsqlConnection[clients];
        for (var i = 0; i < clients; i++)
            connections[i] = await log.Database.OpenConnectionAsync();
        var raw = new RawSql(log.Schema, connections);
        foreach (var command in raw.All)
            await command.PrepareAsync();
        return raw;
    }

    private IEnumerable<NpgsqlCommand> All => inserts.Concat(appends).Concat(reads);

    /// <summary>A stream and its event, in one statement and one round trip.</summary>
    public Task<bool> Start(int client) => Write(inserts[client]);

    /// <summary>
    /// The same done as a store must: only if the stream is where it was thought to be, with all that is known of the
    /// event and a body of its own.
    /// </summary>
    public Task<bool> Append(int client)
    {
        ((NpgsqlParameter<byte[]>)appends[client].Parameters[3]).TypedValue =
            JsonSerializer.SerializeToUtf8Bytes(Parcel.Scan(1), ParcelJson.Default.Scanned);
        return Write(appends[client]);
    }

    /// <summary>New streams with so many events each, by two COPYs in one transaction.</summary>
    public async Task<bool> Copy(int client, int streams, int events)
    {
        var connection = connections[client];
        var ids = Enumerable.Range(0, streams).Select(_ => Parcel.Stream.StreamId(Guid.CreateVersion7())).ToArray();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var writer = await connection.BeginBinaryImportAsync(
            $"copy {schema}.mt_streams (tenant_id, id, version) from stdin (format binary)"))
        {
            foreach (var id in ids)
            {
                await writer.StartRowAsync();
                await writer.WriteAsync(Parcel.Tenant, NpgsqlDbType.Varchar);
                await writer.WriteAsync(id, NpgsqlDbType.Varchar);
                await writer.WriteAsync((long)events, NpgsqlDbType.Bigint);
            }

            await writer.CompleteAsync();
        }

        var position = await Positions(connection, streams * events);
        await using (var writer = await connection.BeginBinaryImportAsync(
            $"copy {schema}.mt_events ({EventColumns}) from stdin (format binary)"))
        {
            foreach (var id in ids)
                for (var version = 1L; version <= events; version++)
                    await Row(writer, position++, id, version);
            await writer.CompleteAsync();
        }

        await transaction.CommitAsync();
        return true;
    }

    /// <summary>A stream's rows as bytes.</summary>
    public async Task<bool> ReadStream(int client, Guid id)
    {
        ((NpgsqlParameter<string>)reads[client].Parameters[1]).TypedValue = Parcel.Stream.StreamId(id);
        return await ReadAll(reads[client]) > 0;
    }

    /// <summary>The whole log as bytes, page by page as it lies on the disk. Returns how many events.</summary>
    public async Task<int> Scan()
    {
        await using var command = new NpgsqlCommand(
            $"select seq_id, id, tenant_id, stream_id, version, type, data, timestamp from {schema}.mt_events",
            connections[0]);
        return await ReadAll(command, data: 6);
    }

    public async ValueTask DisposeAsync()
    {
        drawing.Dispose();
        foreach (var command in All)
            await command.DisposeAsync();
        foreach (var connection in connections)
            await connection.DisposeAsync();
    }

    private static async Task<int> ReadAll(NpgsqlCommand command, int data = 4)
    {
        var rows = 0;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            reader.GetFieldValue<byte[]>(data);
            rows++;
        }

        return rows;
    }

    /// <summary>The first of so many positions in a row, which no other COPY gets.</summary>
    private async Task<long> Positions(NpgsqlConnection connection, int count)
    {
        await drawing.WaitAsync();
        try
        {
            await using var command = new NpgsqlCommand(
                $"select setval('{schema}.mt_events_sequence', nextval('{schema}.mt_events_sequence') + {count})",
                connection);
            return (long)(await command.ExecuteScalarAsync())! - count;
        }
        finally
        {
            drawing.Release();
        }
    }

    private NpgsqlCommand Insert(NpgsqlConnection connection) => new($"""
        with started as (insert into {schema}.mt_streams (tenant_id, id, version) values ($1, $2, 1))
        insert into {schema}.mt_events ({EventColumns})
        values (nextval('{schema}.mt_events_sequence'), $3, $2, 1, $4, 'scanned', $1, 'Benchmarks')
        """, connection)
    {
        Parameters =
        {
            Text(Parcel.Tenant),
            Text(""),
            new NpgsqlParameter<Guid> { NpgsqlDbType = NpgsqlDbType.Uuid },
            new NpgsqlParameter<byte[]> { TypedValue = Body, NpgsqlDbType = NpgsqlDbType.Jsonb },
        },
    };

    private NpgsqlCommand Append(NpgsqlConnection connection) => new($"""
        with won as (
            insert into {schema}.mt_streams (tenant_id, id, version) values ($1, $2, 1)
            on conflict (tenant_id, id) do nothing returning 1
        )
        insert into {schema}.mt_events ({EventColumns}, correlation_id, causation_id, headers)
        select nextval('{schema}.mt_events_sequence'), $3, $2, 1, $4, 'scanned', $1, 'Benchmarks', $5, $6, $7 from won
        """, connection)
    {
        Parameters =
        {
            Text(Parcel.Tenant),
            Text(""),
            new NpgsqlParameter<Guid> { NpgsqlDbType = NpgsqlDbType.Uuid },
            new NpgsqlParameter<byte[]> { TypedValue = Body, NpgsqlDbType = NpgsqlDbType.Jsonb },
            new() { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Varchar },
            new() { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Varchar },
            new() { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Jsonb },
        },
    };

    private static async Task<bool> Write(NpgsqlCommand command)
    {
        ((NpgsqlParameter<string>)command.Parameters[1]).TypedValue = Parcel.Stream.StreamId(Guid.CreateVersion7());
        ((NpgsqlParameter<Guid>)command.Parameters[2]).TypedValue = Guid.CreateVersion7();
        return await command.ExecuteNonQueryAsync() > 0;
    }

    private NpgsqlCommand Read(NpgsqlConnection connection) => new($"""
        select id, version, seq_id, type, data, timestamp from {schema}.mt_events
        where tenant_id = $1 and stream_id = $2 order by version
        """, connection)
    {
        Parameters = { Text(Parcel.Tenant), Text("") },
    };

    private static NpgsqlParameter<string> Text(string value) =>
        new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Varchar };

    private static async Task Row(NpgsqlBinaryImporter writer, long position, string id, long version)
    {
        await writer.StartRowAsync();
        await writer.WriteAsync(position, NpgsqlDbType.Bigint);
        await writer.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid);
        await writer.WriteAsync(id, NpgsqlDbType.Varchar);
        await writer.WriteAsync(version, NpgsqlDbType.Bigint);
        await writer.WriteAsync(Body, NpgsqlDbType.Jsonb);
        await writer.WriteAsync("scanned", NpgsqlDbType.Varchar);
        await writer.WriteAsync(Parcel.Tenant, NpgsqlDbType.Varchar);
        await writer.WriteAsync("Benchmarks", NpgsqlDbType.Varchar);
    }
}
