using Npgsql;
using NpgsqlTypes;
using ServiceDefaults;
using Streams;

namespace Shipments;

/// <summary>
/// Keeps the index of parcels as the log has it, and lets go of the webhooks that waited for a number. Written on its
/// own connection, since what waits may only be released after the commit; doing it again changes nothing.
/// </summary>
internal sealed class ParcelReactor(NpgsqlDataSource database, WebhookInbox inbox) : IReactor
{
    public string Name => "parcels";

    /// <summary>What the webhooks about a number wait under in the inbox.</summary>
    public static string Key(string carrier, string number) => $"{carrier}:{number}";

    public async Task React(
        IReadOnlyList<Recorded<object>> events, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var batch = database.CreateBatch();
        var known = new HashSet<(string Merchant, string Key)>();
        foreach (var recorded in events)
        {
            var (carrier, number) = recorded.Event switch
            {
                ShipmentEvent.Registered e => (e.Carrier, e.TrackingNumber),
                ShipmentEvent.Corrected e => (e.Carrier, e.TrackingNumber),
                _ => (null, null),
            };
            if (carrier is not null && number is not null)
                known.Add((recorded.Tenant, Key(carrier, number)));
            if (Change(recorded) is { } change)
                batch.BatchCommands.Add(change);
        }

        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(ct);
        foreach (var (merchant, key) in known)
            await inbox.Release(merchant, key, ct);
    }

    private static NpgsqlBatchCommand? Change(Recorded<object> recorded) => recorded.Event switch
    {
        ShipmentEvent.Registered e => new NpgsqlBatchCommand("""
            insert into shipments.parcels
                (shipment_id, merchant_id, order_id, carrier, number, items, registered_at, is_registered)
            values ($1, $2, $3, $4, $5, $6, $7, true)
            on conflict (shipment_id) do update set
                carrier = excluded.carrier, number = excluded.number, items = excluded.items,
                registered_at = excluded.registered_at, is_registered = true
            """)
        {
            Parameters =
            {
                new() { Value = recorded.Subject },
                new() { Value = recorded.Tenant },
                new() { Value = e.OrderId },
                Text(e.Carrier),
                Text(e.TrackingNumber),
                Parcels.Json(e.Items),
                new() { Value = recorded.RecordedAt.ToUniversalTime() },
            },
        },
        ShipmentEvent.Corrected e => new NpgsqlBatchCommand(
            "update shipments.parcels set carrier = $2, number = $3 where shipment_id = $1")
        {
            Parameters = { new() { Value = recorded.Subject }, Text(e.Carrier), Text(e.TrackingNumber) },
        },
        ShipmentEvent.Scanned e => Spent(recorded, e.Standing),
        ShipmentEvent.Recalled e => Spent(recorded, e.Standing),
        _ => null,
    };

    /// <summary>What is not on its way to the customer any more, or lost, may be sent again.</summary>
    private static NpgsqlBatchCommand Spent(Recorded<object> recorded, Contracts.ShipmentStanding standing) => new("""
        update shipments.parcels set is_spent = $2 where shipment_id = $1 and is_spent <> $2
        """)
    {
        Parameters =
        {
            new() { Value = recorded.Subject },
            new()
            {
                Value = standing.Status is Statuses.Cancelled or Statuses.Returned
                    || standing is { Status: Statuses.Exception, Detail: Details.Lost or Details.Damaged },
            },
        },
    };

    private static NpgsqlParameter Text(string? text) =>
        new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
