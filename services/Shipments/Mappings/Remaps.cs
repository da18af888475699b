using Npgsql;
using NpgsqlTypes;
using ServiceDefaults;

namespace Shipments.Mappings;

/// <summary>
/// One reading again of the past: of one carrier's parcels or, with null, of all. <c>State</c>: waiting, running,
/// done, failed (with <c>Error</c>). <c>Parcels</c> have been read, <c>Scans</c> of them mean something else now.
/// </summary>
internal sealed record Remap(
    Guid Id, string? Carrier, string Why, string? RequestedBy, DateTimeOffset RequestedAt, string State, int Parcels,
    int Scans, DateTimeOffset? FinishedAt, string? Error);

/// <summary>The readings again that were asked for and how far they are; each is one item of work.</summary>
internal sealed class Remaps(NpgsqlDataSource database, WorkQueue queue)
{
    public const string QueueName = "remap";

    public const string Sql = """
        create table if not exists shipments.remaps (
            id uuid primary key,
            merchant_id text not null,
            carrier text,
            why text not null,
            requested_by text,
            requested_at timestamptz not null,
            state text not null default 'waiting',
            last_parcel uuid,
            parcels integer not null default 0,
            scans integer not null default 0,
            finished_at timestamptz,
            error text);
        create index if not exists remaps_by_merchant on shipments.remaps (merchant_id, id);
        """;

    private const string Columns =
        "id, carrier, why, requested_by, requested_at, state, parcels, scans, finished_at, error";

    public async Task Request(string merchantId, Remap remap, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Request(transaction, merchantId, remap, ct);
        await transaction.CommitAsync(ct);
        queue.Committed();
    }

    /// <summary>Asked for when the transaction commits; a second time changes nothing.</summary>
    public async Task Request(NpgsqlTransaction transaction, string merchantId, Remap remap, CancellationToken ct)
    {
        await using var insert = new NpgsqlCommand("""
            insert into shipments.remaps (id, merchant_id, carrier, why, requested_by, requested_at)
            values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing
            """, transaction.Connection, transaction);
        insert.Parameters.Add(new() { Value = remap.Id });
        insert.Parameters.Add(new() { Value = merchantId });
        insert.Parameters.Add(Text(remap.Carrier));
        insert.Parameters.Add(new() { Value = remap.Why });
        insert.Parameters.Add(Text(remap.RequestedBy));
        insert.Parameters.Add(new() { Value = remap.RequestedAt.ToUniversalTime() });
        if (await insert.ExecuteNonQueryAsync(ct) == 1)
            await queue.Add(transaction,
                [new() { Queue = QueueName, Id = remap.Id, Key = merchantId, Tenant = merchantId, Body = "" }], ct);
    }

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<Remap>> List(string merchantId, Guid? before, int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            select {Columns} from shipments.remaps
            where merchant_id = $1 and ($2 is null or id < $2) order by id desc limit $3
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = (object?)before ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = limit });
        return await Read(command, ct);
    }

    public async Task<Remap?> Find(string merchantId, Guid id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select {Columns} from shipments.remaps where merchant_id = $1 and id = $2");
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = id });
        return (await Read(command, ct)).SingleOrDefault();
    }

    /// <summary>The parcels to read next, after those that have been: in the order of their ids.</summary>
    public async Task<IReadOnlyList<Guid>> Next(Guid id, int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select p.shipment_id from shipments.remaps r
            join shipments.parcels p on p.merchant_id = r.merchant_id and p.is_registered
                and (r.carrier is null or p.carrier = r.carrier)
                and (r.last_parcel is null or p.shipment_id > r.last_parcel)
            where r.id = $1 order by p.shipment_id limit $2
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = limit });
        var parcels = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            parcels.Add(reader.GetGuid(0));
        return parcels;
    }

    public async Task Progress(Guid id, Guid lastParcel, int parcels, int scans, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            update shipments.remaps
            set state = 'running', last_parcel = $2, parcels = parcels + $3, scans = scans + $4 where id = $1
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = lastParcel });
        command.Parameters.Add(new() { Value = parcels });
        command.Parameters.Add(new() { Value = scans });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>With an error: given up for this reason.</summary>
    public async Task Finish(Guid id, DateTimeOffset at, string? error, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            update shipments.remaps set state = case when $3 is null then 'done' else 'failed' end,
                finished_at = $2, error = $3 where id = $1
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = at.ToUniversalTime() });
        command.Parameters.Add(Text(error));
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<List<Remap>> Read(NpgsqlCommand command, CancellationToken ct)
    {
        var remaps = new List<Remap>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            remaps.Add(new(reader.GetGuid(0), Text(reader, 1), reader.GetString(2), Text(reader, 3),
                reader.GetFieldValue<DateTimeOffset>(4), reader.GetString(5), reader.GetInt32(6), reader.GetInt32(7),
                reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8), Text(reader, 9)));
        return remaps;
    }

    private static string? Text(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    private static NpgsqlParameter Text(string? text) =>
        new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
