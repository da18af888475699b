using Contracts;
using ServiceDefaults;
using Shipments.Carriers;
using Streams;

namespace Shipments.Mappings;

/// <summary>
/// Reads all that was ever heard of a parcel again, in the order in which it came, under today's mapping. What it
/// gives is what would stand there had the mapping been so from the start, so doing it again changes nothing.
/// A scan whose payload is not kept any more stays as it was read.
/// </summary>
internal sealed class Rereading(InboxArchive archive, Payloads payloads, EventStore store, PersonalKeys persons,
    TimeProvider clock)
{
    /// <summary>How many of the parcel's scans mean something else now.</summary>
    public async Task<int> Reread(string merchantId, Guid shipmentId, string why, CancellationToken ct)
    {
        var events = await store.Read(Shipment.Stream, merchantId, shipmentId, ct: ct);
        var keys = events.Select(recorded => recorded.Event switch
        {
            ShipmentEvent.Registered e => Key(e.Carrier, e.TrackingNumber),
            ShipmentEvent.Corrected e => Key(e.Carrier, e.TrackingNumber),
            ShipmentEvent.NumberAdded e => Key(e.Carrier, e.TrackingNumber),
            ShipmentEvent.Scanned e => Key(e.Scan.Carrier, e.Scan.TrackingNumber),
            _ => null,
        }).OfType<string>().Distinct().ToList();
        if (keys.Count == 0 || !events.Any(recorded => recorded.Event is ShipmentEvent.Scanned))
            return 0;
        var scans = await Scans(merchantId, keys, ct);
        IReadOnlyList<ShipmentEvent> decided = [];
        var command = new ShipmentCommand.Reread(scans, why, clock.GetUtcNow());
        await store.Transact(Shipment.Stream, merchantId, shipmentId,
            state => decided = Shipment.Decide(state, persons.Seal(command, state.PersonId)), ct: ct);
        return decided.OfType<ShipmentEvent.Remapped>().Sum(e => e.Scans.Count);
    }

    /// <summary>Of a scan that was heard several times the first reading counts, as it did then.</summary>
    private async Task<IReadOnlyList<Scan>> Scans(
        string merchantId, IReadOnlyList<string> keys, CancellationToken ct)
    {
        var scans = new Dictionary<string, Scan>();
        var overrides = new Dictionary<string, Overrides>();
        await foreach (var item in archive.About(merchantId, keys, ct))
        {
            if (!overrides.TryGetValue(item.Source, out var own))
                overrides[item.Source] = own = await payloads.OverridesOf(merchantId, item.Source, ct);
            if (await payloads.Read(item, own, ct) is CarrierReport.Parcels read)
                foreach (var scan in read.All.SelectMany(parcel => parcel.Scans))
                    scans.TryAdd(scan.Id, scan);
        }

        return [.. scans.Values];
    }

    private static string? Key(string? carrier, string? number) =>
        carrier is null || number is null ? null : ParcelReactor.Key(carrier, number);
}
