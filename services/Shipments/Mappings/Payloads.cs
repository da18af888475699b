using ServiceDefaults;
using Shipments.Carriers;
using Streams;

namespace Shipments.Mappings;

/// <summary>What a payload comes to under today's mapping, and the overrides that are part of it.</summary>
internal sealed record Read(CarrierReport Report, Overrides Overrides);

/// <summary>Reads what is in the inbox: the adapter's code, the account's zone, the merchant's own meanings.</summary>
internal sealed class Payloads(CarrierList carriers, CarrierAccounts accounts, EventStore store)
{
    public async Task<Read> Read(InboxItem item, CancellationToken ct)
    {
        var overrides = await OverridesOf(item.MerchantId, item.Source, ct);
        return new(await Read(item, overrides, ct), overrides);
    }

    public async Task<Overrides> OverridesOf(string merchantId, string carrier, CancellationToken ct)
    {
        var mapping = await store.Load(Mapping.Stream, merchantId, Mapping.IdFor(merchantId, carrier), ct);
        return mapping.State.Overrides.Count == 0 ? Overrides.None : new Overrides(mapping.State.Overrides);
    }

    public async Task<CarrierReport> Read(InboxItem item, Overrides overrides, CancellationToken ct)
    {
        if (carriers.Find(item.Source) is not { } carrier)
            return new CarrierReport.Unparseable($"no adapter for {item.Source}");
        var account = await accounts.Find(item.Source, item.Account, ct);
        var context = account?.ContextAt(item.ReceivedAt) ?? new CarrierContext(item.ReceivedAt, AccountZone: null);
        return carrier.Parse(item.Body, context with { Overrides = overrides });
    }
}
