using Contracts;
using Npgsql;
using NpgsqlTypes;
using Streams;

namespace Shipments.Silence;

/// <summary>
/// A parcel that nobody has heard of for longer than usual. <c>HeardAt</c>: when we last learned something of it,
/// <c>SilentSince</c>: from when on that was unusual.
/// </summary>
internal sealed record SilentParcel(
    Guid ShipmentId, Guid OrderId, string Carrier, string? TrackingNumber, string Status, string Leg,
    DateTimeOffset? LastScanAt, DateTimeOffset HeardAt, DateTimeOffset SilentSince);

/// <summary>A parcel to give up: nothing was heard of it since this scan.</summary>
internal sealed record LostSight(string MerchantId, Guid ShipmentId, DateTimeOffset? LastScanAt);

/// <summary>
/// A row for every parcel: how it stands and when we last heard of it; and when we last asked about a number.
/// </summary>
internal sealed class Watch(NpgsqlDataSource database)
{
    public const string Sql = """
        create table if not exists shipments.watch (
            shipment_id uuid primary key,
            merchant_id text not null,
            order_id uuid not null,
            carrier text,
            number text,
            status text not null default 'pending',
            leg text not null default 'forward',
            last_scan_at timestamptz,
            heard_at timestamptz not null);
        create table if not exists shipments.asked (
            merchant_id text not null,
            carrier text not null,
            number text not null,
            asked_at timestamptz not null,
            primary key (merchant_id, carrier, number));
        create index if not exists watch_silent on shipments.watch (merchant_id, shipment_id)
            where status not in ('delivered', 'returned', 'cancelled', 'expired');
        create index if not exists watch_heard on shipments.watch (heard_at)
            where status not in ('delivered', 'returned', 'cancelled', 'expired');
        """;

    private const string IsOpen = "w.status not in ('delivered', 'returned', 'cancelled', 'expired')";

    // Of a carrier without durations of its own those of "default" hold.
    private const string Silent = $"""
        from shipments.watch w
        join unnest($1, $2, $3) u (carrier, status, usual) on u.status = w.status and u.carrier =
            case when w.carrier = any($1) then w.carrier else 'default' end
        where {IsOpen} and w.carrier is not null and w.heard_at + u.usual < now()
        """;

    /// <summary>In the order of their ids.</summary>
    public async Task<IReadOnlyList<SilentParcel>> ListSilent(
        SilenceOptions options, string merchantId, string? carrier, Guid? after, int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            select w.shipment_id, w.order_id, w.carrier, w.number, w.status, w.leg, w.last_scan_at, w.heard_at,
                w.heard_at + u.usual
            {Silent} and w.merchant_id = $4 and ($5 is null or w.carrier = $5)
                and ($6 is null or w.shipment_id > $6)
            order by w.shipment_id limit $7
            """);
        AddUsual(command, options);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(Text(carrier));
        command.Parameters.Add(new() { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = limit });
        var parcels = new List<SilentParcel>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            parcels.Add(new(reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2),
                reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetString(4), reader.GetString(5),
                reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6),
                reader.GetFieldValue<DateTimeOffset>(7), reader.GetFieldValue<DateTimeOffset>(8)));
        return parcels;
    }

    public async Task<IReadOnlyList<(string Carrier, long Count)>> CountSilent(
        SilenceOptions options, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select w.carrier, count(*) {Silent} group by w.carrier");
        AddUsual(command, options);
        var counts = new List<(string, long)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            counts.Add((reader.GetString(0), reader.GetInt64(1)));
        return counts;
    }

    public async Task<IReadOnlyList<LostSight>> LongestSilent(TimeSpan since, int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            select w.merchant_id, w.shipment_id, w.last_scan_at from shipments.watch w
            where {IsOpen} and w.carrier is not null and w.heard_at < now() - $1 order by w.heard_at limit $2
            """);
        command.Parameters.Add(new() { Value = since });
        command.Parameters.Add(new() { Value = limit });
        var parcels = new List<LostSight>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            parcels.Add(new(reader.GetString(0), reader.GetGuid(1),
                reader.IsDBNull(2) ? null : reader.GetFieldValue<DateTimeOffset>(2)));
        return parcels;
    }

    /// <summary>
    /// A carrier's numbers of a merchant's open parcels, of which nobody has heard and about which nobody has asked for
    /// <paramref name="every"/>; those that were asked about longest ago first.
    /// </summary>
    public async Task<IReadOnlyList<string>> ToAsk(
        string merchantId, string carrier, TimeSpan every, int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            select n.number from shipments.numbers n
            join shipments.watch w on w.shipment_id = n.shipment_id and {IsOpen} and w.heard_at < now() - $3
            left join shipments.asked a
                on a.merchant_id = n.merchant_id and a.carrier = n.carrier and a.number = n.number
            where n.merchant_id = $1 and n.carrier = $2 and n.until is null
                and (a.asked_at is null or a.asked_at < now() - $3)
            order by a.asked_at nulls first, n.number limit $4
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = carrier });
        command.Parameters.Add(new() { Value = every });
        command.Parameters.Add(new() { Value = limit });
        var numbers = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            numbers.Add(reader.GetString(0));
        return numbers;
    }

    public async Task Asked(string merchantId, string carrier, IReadOnlyList<string> numbers, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            insert into shipments.asked (merchant_id, carrier, number, asked_at)
            select $1, $2, number, now() from unnest($3) number
            on conflict (merchant_id, carrier, number) do update set asked_at = excluded.asked_at
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = carrier });
        command.Parameters.Add(new() { Value = numbers.ToArray() });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Forgets when was asked about parcels that are not open any more; how many questions that were.
    /// </summary>
    public async Task<int> ForgetAsked(CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            delete from shipments.asked a where not exists (
                select from shipments.numbers n
                join shipments.watch w on w.shipment_id = n.shipment_id and {IsOpen}
                where n.merchant_id = a.merchant_id and n.carrier = a.carrier and n.number = a.number)
            """);
        return await command.ExecuteNonQueryAsync(ct);
    }

    private static void AddUsual(NpgsqlCommand command, SilenceOptions options)
    {
        var usual = options.All().ToList();
        command.Parameters.Add(new() { Value = usual.Select(u => u.Carrier).ToArray() });
        command.Parameters.Add(new() { Value = usual.Select(u => u.Status).ToArray() });
        command.Parameters.Add(new() { Value = usual.Select(u => u.Usual).ToArray() });
    }

    internal static NpgsqlParameter Text(string? text) =>
        new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}

/// <summary>Keeps the watch as the log has it. A summary or a person's word is news as any scan is.</summary>
internal sealed class WatchReactor : IReactor
{
    public string Name => "watch";

    public async Task React(
        IReadOnlyList<Recorded<object>> events, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        foreach (var change in events.Select(Change).OfType<NpgsqlBatchCommand>())
            batch.BatchCommands.Add(change);
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlBatchCommand? Change(Recorded<object> recorded) => recorded.Event switch
    {
        ShipmentEvent.Registered e => new NpgsqlBatchCommand("""
            insert into shipments.watch (shipment_id, merchant_id, order_id, carrier, number, heard_at)
            values ($1, $2, $3, $4, $5, $6) on conflict (shipment_id) do nothing
            """)
        {
            Parameters =
            {
                new() { Value = recorded.Subject },
                new() { Value = recorded.Tenant },
                new() { Value = e.OrderId },
                Watch.Text(e.Carrier),
                Watch.Text(e.TrackingNumber),
                new() { Value = recorded.RecordedAt.ToUniversalTime() },
            },
        },
        ShipmentEvent.Corrected e => new NpgsqlBatchCommand("""
            update shipments.watch set heard_at = $4,
                carrier = case when $5 is null or number is not distinct from $5 then $2 else carrier end,
                number = case when $5 is null or number is not distinct from $5 then $3 else number end
            where shipment_id = $1
            """)
        {
            Parameters =
            {
                new() { Value = recorded.Subject },
                Watch.Text(e.Carrier),
                Watch.Text(e.TrackingNumber),
                new() { Value = recorded.RecordedAt.ToUniversalTime() },
                Watch.Text(e.Replaced),
            },
        },
        ShipmentEvent.Scanned e => Stands(recorded, e.Standing, isNews: true),
        ShipmentEvent.EstimateChanged e => Stands(recorded, e.Standing, isNews: true),
        ShipmentEvent.NumberAdded e => Stands(recorded, e.Standing, isNews: true),
        ShipmentEvent.NumberPassedOn e => Stands(recorded, e.Standing, isNews: false),
        ShipmentEvent.Remapped e => Stands(recorded, e.Standing, isNews: false),
        ShipmentEvent.Recalled e => Stands(recorded, e.Standing, isNews: false),
        ShipmentEvent.GivenUp e => Stands(recorded, e.Standing, isNews: false),
        _ => null,
    };

    private static NpgsqlBatchCommand Stands(
        Recorded<object> recorded, ShipmentStanding standing, bool isNews) => new("""
            update shipments.watch set status = $2, leg = $3, last_scan_at = $4, heard_at = coalesce($5, heard_at)
            where shipment_id = $1
            """)
        {
            Parameters =
            {
                new() { Value = recorded.Subject },
                new() { Value = standing.Status },
                new() { Value = standing.Leg },
                Time(standing.LastScanAt),
                Time(isNews ? recorded.RecordedAt : null),
            },
        };

    private static NpgsqlParameter Time(DateTimeOffset? at) => new()
    {
        Value = (object?)at?.ToUniversalTime() ?? DBNull.Value,
        NpgsqlDbType = NpgsqlDbType.TimestampTz,
    };
}
