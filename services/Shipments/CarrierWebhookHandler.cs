using ServiceDefaults;
using Shipments.Carriers;
using Shipments.Mappings;
using Streams;

namespace Shipments;

/// <summary>
/// Reads a webhook and records its scans. It may run again for the same webhook, at a replay or after a crash: the
/// scans' fingerprints make a repeat harmless. At a replay the scans that were known before are read as today's
/// mapping has it.
/// </summary>
internal sealed class CarrierWebhookHandler(
    Payloads payloads, Rereading rereading, CarrierAccounts accounts, CarrierList carriers, Parcels parcels,
    EventStore store, PersonalKeys keys, DhlHandshake handshakes) : IWebhookHandler
{
    public async Task<InboxOutcome> Handle(InboxItem item, CancellationToken ct)
    {
        var read = await payloads.Read(item, ct);
        return read.Report switch
        {
            CarrierReport.Parcels told => await Record(item, told.All, read.Overrides, ct),
            CarrierReport.Ignored ignored => InboxOutcome.Ignored(ignored.Reason),
            CarrierReport.Handshake asked => await handshakes.Ask(
                item, await accounts.Find(item.Source, item.Account, ct), asked, ct),
            // Asked about a number that it does not know, a carrier answers in words of its own.
            CarrierReport.Unparseable unknown when item.Via == InboxVia.Pull && LenientJson.IsJson(item.Body) =>
                InboxOutcome.Ignored($"an answer that tells of no parcel: {unknown.Reason}"),
            CarrierReport.Unparseable broken => InboxOutcome.Unparseable(broken.Reason),
            _ => throw new InvalidOperationException($"An adapter reported {read.Report}."),
        };
    }

    /// <summary>
    /// A batch waits as a whole for the numbers nobody knows yet, then for the codes that mean nothing; what is known
    /// and means something is recorded now.
    /// </summary>
    private async Task<InboxOutcome> Record(
        InboxItem item, IReadOnlyList<Parcel> told, Overrides overrides, CancellationToken ct)
    {
        var keys = told.Select(parcel => ParcelReactor.Key(item.Source, parcel.TrackingNumber)).ToList();
        var missing = new List<string>();
        foreach (var parcel in told)
        {
            if (!await Record(item, parcel, ct))
                missing.Add(ParcelReactor.Key(item.Source, parcel.TrackingNumber));
        }

        if (missing.Count > 0)
            return InboxOutcome.Unmatched("no parcel has this tracking number", missing) with { Keys = keys };
        var unmapped = told.SelectMany(parcel => parcel.Scans)
            .Where(scan => scan.Status == Statuses.Unknown && !overrides.Knows(scan.CarrierCode, scan.CarrierText))
            .Select(scan => scan.CarrierCode ?? scan.CarrierText ?? "(no code)").Distinct().ToList();
        return unmapped.Count > 0 ? InboxOutcome.Unmapped(keys, unmapped) : InboxOutcome.Done(keys);
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
            Shipment.Stream, item.MerchantId, id,
            state => decided = Shipment.Decide(state, keys.Seal(command, state.PersonId)), ct: ct);
        if (told.ReturnNumber is { } back)
            await AddReturn(item, id, back, ct);
        ScanCounts.Add(item.Source, decided);
        if (item.ReplayedAt is not null)
            await rereading.Reread(item.MerchantId, id, "replayed", ct);
    }

    /// <summary>
    /// The carrier takes the parcel back under another number, and what comes under that is known then. A number that a
    /// parcel has already is that one's: payloads of the way back name the way there.
    /// </summary>
    private async Task AddReturn(InboxItem item, Guid id, string number, CancellationToken ct)
    {
        if ((await parcels.Holders(item.MerchantId, item.Source, number, ct)).Count > 0)
            return;
        var url = carriers.Find(item.Source)?.TrackingUrl(number);
        var command = new ShipmentCommand.AddNumber(item.Source, number, url, Legs.Return, item.ReceivedAt);
        await store.Transact(
            Shipment.Stream, item.MerchantId, id, state => Shipment.Decide(state, command), ct: ct);
    }
}
