using System.Diagnostics.Metrics;
using ServiceDefaults;
using Shipments.Carriers;
using Streams;

namespace Shipments;

/// <summary>
/// Reads a webhook and records its scans. It may run again for the same webhook, at a replay or after a crash: the
/// scans' fingerprints make a repeat harmless.
/// </summary>
internal sealed class CarrierWebhookHandler(
    CarrierList carriers, CarrierAccounts accounts, Parcels parcels, EventStore store, DhlHandshake handshakes)
    : IWebhookHandler
{
    private static readonly Counter<long> Unmapped = ShipmentsMeter.Meter.CreateCounter<long>(
        "shipments.scans.unmapped", "{scan}", "New scans whose code means nothing to us");

    public async Task<InboxOutcome> Handle(InboxItem item, CancellationToken ct)
    {
        if (carriers.Find(item.Source) is not { } carrier)
            return InboxOutcome.Unparseable($"no adapter for {item.Source}");
        var account = await accounts.Find(item.Source, item.Account, ct);
        var report = carrier.Parse(item.Body,
            account?.ContextAt(item.ReceivedAt) ?? new CarrierContext(item.ReceivedAt, null));
        return report switch
        {
            CarrierReport.Parcels read => await Record(item, read.All, ct),
            CarrierReport.Ignored ignored => InboxOutcome.Ignored(ignored.Reason),
            CarrierReport.Handshake asked => await handshakes.Ask(item, account, asked, ct),
            CarrierReport.Unparseable broken => InboxOutcome.Unparseable(broken.Reason),
            _ => throw new InvalidOperationException($"An adapter reported {report}."),
        };
    }

    /// <summary>
    /// A batch waits as a whole for the numbers nobody knows yet; those that are known are recorded now.
    /// </summary>
    private async Task<InboxOutcome> Record(InboxItem item, IReadOnlyList<Parcel> told, CancellationToken ct)
    {
        var missing = new List<string>();
        foreach (var parcel in told)
        {
            if (!await Record(item, parcel, ct))
                missing.Add(ParcelReactor.Key(item.Source, parcel.TrackingNumber));
        }

        return missing.Count == 0
            ? InboxOutcome.Done([.. told.Select(parcel => ParcelReactor.Key(item.Source, parcel.TrackingNumber))])
            : InboxOutcome.Unmatched("no parcel has this tracking number", missing);
    }

    /// <summary>False when some of it is of a parcel that nobody has registered.</summary>
    private async Task<bool> Record(InboxItem item, Parcel parcel, CancellationToken ct)
    {
        var holders = await parcels.Holders(item.MerchantId, item.Source, parcel.TrackingNumber, ct);
        var isWhole = true;
        foreach (var (id, told) in holders.Split(parcel, item.ReceivedAt))
        {
            if (id is { } known)
                await Record(item, known, told, ct);
            else
                isWhole = false;
        }

        return isWhole;
    }

    private async Task Record(InboxItem item, Guid id, Parcel told, CancellationToken ct)
    {
        var command = new ShipmentCommand.RecordScans(told.Scans, told.Estimate, item.ReceivedAt)
        {
            TrackingNumber = told.TrackingNumber,
            Cod = told.Cod,
            Proof = told.Proof,
        };
        IReadOnlyList<ShipmentEvent> decided = [];
        await store.Transact(
            Shipment.Stream, item.MerchantId, id, state => decided = Shipment.Decide(state, command), ct: ct);
        foreach (var scanned in decided.OfType<ShipmentEvent.Scanned>())
        {
            if (scanned.Scan.Status == Statuses.Unknown)
                Unmapped.Add(1, new("carrier", item.Source), new("code", scanned.Scan.CarrierCode));
        }
    }
}
