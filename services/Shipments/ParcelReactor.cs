using Npgsql;
using NpgsqlTypes;
using ServiceDefaults;
using Streams;

namespace Shipments;

/// <summary>
/// Keeps the index of parcels and their numbers as the log has it, tells a parcel that another one has its number now,
/// and has those webhooks worked on that a number which changed hands is about. Written on its own connection, since
/// what waits may only be released after the commit; doing it again changes nothing.
/// </summary>
internal sealed class ParcelReactor(
    NpgsqlDataSource database, WebhookInbox inbox, Parcels parcels, EventStore store) : IReactor
{
    public string Name => "parcels";

    /// <summary>What the webhooks about a number wait under in the inbox.</summary>
    public static string Key(string carrier, string number) => $"{carrier}:{number}";

    public async Task React(
        IReadOnlyList<Recorded<object>> events, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var batch = database.CreateBatch();
        foreach (var recorded in events)
            foreach (var change in ParcelIndex.Changes(recorded))
                batch.BatchCommands.Add(change);
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(ct);
        var released = new HashSet<(string, string)>();
        foreach (var recorded in events)
        {
            if (Given(recorded.Event) is ({ } carrier, { } number))
            {
                await PassOn(recorded, carrier, number, isHeld: true, ct);
                if (released.Add((recorded.Tenant, Key(carrier, number))))
                    await inbox.Release(recorded.Tenant, Key(carrier, number), ct);
            }

            await Reopen(recorded, ct);
        }
    }

    private static (string? Carrier, string? Number) Given(object happened) => happened switch
    {
        ShipmentEvent.Registered e => (e.Carrier, e.TrackingNumber),
        ShipmentEvent.Corrected e => (e.Carrier, e.TrackingNumber),
        ShipmentEvent.NumberAdded e => (e.Carrier, e.TrackingNumber),
        _ => (null, null),
    };

    private async Task Reopen(Recorded<object> recorded, CancellationToken ct)
    {
        switch (recorded.Event)
        {
            // What was recorded here under the wrong number waits for the parcel whose number it is.
            case ShipmentEvent.Corrected { ReplacedCarrier: { } carrier, Replaced: { } number }:
                await PassOn(recorded, carrier, number, isHeld: false, ct);
                await inbox.Reopen(recorded.Tenant, Key(carrier, number), DateTimeOffset.UnixEpoch, ct);
                break;
            case ShipmentEvent.NumberPassedOn e
                when e.Numbers.FirstOrDefault(n => n.TrackingNumber == e.TrackingNumber) is { Carrier: { } carrier }:
                await inbox.Reopen(recorded.Tenant, Key(carrier, e.TrackingNumber),
                    e.From ?? DateTimeOffset.UnixEpoch, ct);
                break;
        }
    }

    /// <summary>Tells the parcels that had the number before that this one has it now, or has it no more.</summary>
    private async Task PassOn(
        Recorded<object> recorded, string carrier, string number, bool isHeld, CancellationToken ct)
    {
        var command = new ShipmentCommand.PassNumberOn(number, recorded.Subject, isHeld, recorded.RecordedAt);
        foreach (var holder in await parcels.Holders(recorded.Tenant, carrier, number, ct))
        {
            if (holder.ShipmentId != recorded.Subject && holder.AddedAt < recorded.RecordedAt)
                await store.Transact(Shipment.Stream, recorded.Tenant, holder.ShipmentId,
                    state => Shipment.Decide(state, command), ct: ct);
        }
    }
}

/// <summary>What each event changes in the index.</summary>
internal static class ParcelIndex
{
    public static IEnumerable<NpgsqlBatchCommand> Changes(Recorded<object> recorded) => recorded.Event switch
    {
        ShipmentEvent.Registered e => [Registered(recorded, e), .. Number(recorded, e.Carrier, e.TrackingNumber)],
        ShipmentEvent.Corrected e =>
        [
            Corrected(recorded, e),
            Command("""
                delete from shipments.numbers where shipment_id = $1 and ($2 is null or number = $2)
                """, new() { Value = recorded.Subject }, Text(e.Replaced)),
            .. Number(recorded, e.Carrier, e.TrackingNumber),
        ],
        ShipmentEvent.NumberAdded e => Number(recorded, e.Carrier, e.TrackingNumber),
        ShipmentEvent.NumberPassedOn e => [Until(recorded, e), Since(e), Standing(recorded, e.Standing)],
        ShipmentEvent.Scanned e => [Standing(recorded, e.Standing)],
        ShipmentEvent.Recalled e => [Standing(recorded, e.Standing)],
        ShipmentEvent.Remapped e => [Standing(recorded, e.Standing)],
        _ => [],
    };

    private static NpgsqlBatchCommand Registered(Recorded<object> recorded, ShipmentEvent.Registered e) => Command("""
        insert into shipments.parcels
            (shipment_id, merchant_id, order_id, carrier, number, items, registered_at, is_registered)
        values ($1, $2, $3, $4, $5, $6, $7, true)
        on conflict (shipment_id) do update set
            carrier = excluded.carrier, number = excluded.number, items = excluded.items,
            registered_at = excluded.registered_at, is_registered = true
        """,
        new() { Value = recorded.Subject }, new() { Value = recorded.Tenant }, new() { Value = e.OrderId },
        // What a customer sends back is none of the units that are to be shipped.
        Text(e.Carrier), Text(e.TrackingNumber), Parcels.Json(e.ReturnId is null ? e.Items : []),
        new() { Value = recorded.RecordedAt.ToUniversalTime() });

    private static NpgsqlBatchCommand Corrected(Recorded<object> recorded, ShipmentEvent.Corrected e) => Command("""
        update shipments.parcels set carrier = $2, number = $3
        where shipment_id = $1 and ($4 is null or number is not distinct from $4)
        """, new() { Value = recorded.Subject }, Text(e.Carrier), Text(e.TrackingNumber), Text(e.Replaced));

    // Where another parcel has it, from a week before: until that one has said when it was done with it.
    private static IEnumerable<NpgsqlBatchCommand> Number(Recorded<object> recorded, string? carrier, string? number) =>
        carrier is null || number is null ? [] : [Command("""
            insert into shipments.numbers (merchant_id, carrier, number, shipment_id, added_at, since)
            select $1, $2, $3, $4, $5, case when exists (
                select from shipments.numbers
                where merchant_id = $1 and carrier = $2 and number = $3 and shipment_id <> $4 and added_at < $5)
                then $5 - interval '7 days' end
            on conflict do nothing
            """,
            new() { Value = recorded.Tenant }, Text(carrier), Text(number), new() { Value = recorded.Subject },
            new() { Value = recorded.RecordedAt.ToUniversalTime() })];

    private static NpgsqlBatchCommand Until(Recorded<object> recorded, ShipmentEvent.NumberPassedOn e) => Command(
        "update shipments.numbers set until = $3 where shipment_id = $1 and number = $2",
        new() { Value = recorded.Subject }, Text(e.TrackingNumber), Instant(e.From));

    private static NpgsqlBatchCommand Since(ShipmentEvent.NumberPassedOn e) => Command(
        "update shipments.numbers set since = $3 where shipment_id = $1 and number = $2 and $3 is not null",
        new() { Value = e.To }, Text(e.TrackingNumber), Instant(e.From));

    /// <summary>What is not on its way to the customer any more, or lost, may be sent again.</summary>
    private static NpgsqlBatchCommand Standing(Recorded<object> recorded, Contracts.ShipmentStanding standing) =>
        Command("""
            update shipments.parcels set is_spent = $2, ended_at = $3
            where shipment_id = $1 and (is_spent <> $2 or ended_at is distinct from $3)
            """,
            new() { Value = recorded.Subject },
            new()
            {
                Value = standing.Status is Statuses.Cancelled or Statuses.Returned
                    || standing is { Status: Statuses.Exception, Detail: Details.Lost or Details.Damaged },
            },
            Instant(Statuses.IsFinal(standing.Status) ? standing.DeliveredAt ?? standing.LastScanAt : null));

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    private static NpgsqlParameter Text(string? text) =>
        new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Instant(DateTimeOffset? at) =>
        new() { Value = (object?)at?.UtcDateTime ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
