using Contracts;
using ServiceDefaults;
using Streams;

namespace Orders;

/// <summary>
/// Where an order's units of one SKU are. <c>Shipped</c>: in parcels that have them, or promised to one. <c>Back</c>:
/// in parcels that came back undelivered. <c>Returned</c>: of the delivered ones, in a return that is not refused.
/// </summary>
internal sealed record Units(int Ordered, int Cancelled, int Shipped, int Back, int Delivered, int Returned)
{
    /// <summary>A parcel is registered right after its units were promised, else the promise lapses.</summary>
    private static readonly TimeSpan AllocationMax = TimeSpan.FromMinutes(10);

    /// <summary>May be shipped or cancelled.</summary>
    public int Open => Math.Max(0, Ordered - Cancelled - Shipped);

    /// <summary>Was never in a parcel that counts. Units that came back are cancelled after these.</summary>
    public int Unpacked => Math.Max(0, Open - Back);

    public int Returnable => Math.Max(0, Delivered - Returned);

    /// <summary>By SKU. <paramref name="now"/> for a decision: then promised units count as shipped.</summary>
    internal static Dictionary<string, Units> Of(OrderState state, DateTimeOffset? now = null)
    {
        var ordered = Sums(state.Placed!.Items.Select(item => new ItemQuantity(item.Sku, item.Quantity)));
        var cancelled = Sums(state.CancelledItems);
        var promised = state.Allocations.Values.Where(promise => now - promise.OccurredAt < AllocationMax);
        var shipped = Sums(state.Outbound.Where(parcel => !parcel.IsSpent).SelectMany(Held)
            .Concat(promised.SelectMany(promise => promise.Items)));
        var back = Sums(state.Outbound.Where(parcel => parcel.Stage == ParcelStages.Back).SelectMany(Held));
        var delivered = Sums(state.Outbound.Where(parcel => parcel.DeliveredAt is not null).SelectMany(Held));
        var returned = Sums(state.Returns.Values.Where(known => known.HoldsUnits)
            .SelectMany(known => known.Asked.Items).Select(item => new ItemQuantity(item.Sku, item.Quantity)));
        return ordered.ToDictionary(line => line.Key, line => new Units(
            line.Value, cancelled.GetValueOrDefault(line.Key), shipped.GetValueOrDefault(line.Key),
            back.GetValueOrDefault(line.Key), delivered.GetValueOrDefault(line.Key),
            returned.GetValueOrDefault(line.Key)), StringComparer.Ordinal);

        // A parcel that does not say what it holds holds everything.
        IEnumerable<ItemQuantity> Held(Parcel parcel) => parcel.Registration?.Items is { Count: > 0 } items
            ? items : ordered.Select(line => new ItemQuantity(line.Key, line.Value));
    }

    internal static Dictionary<string, int> Sums(IEnumerable<ItemQuantity> items) => items
        .GroupBy(item => item.Sku, StringComparer.Ordinal)
        .ToDictionary(same => same.Key, same => same.Sum(item => item.Quantity), StringComparer.Ordinal);

    /// <exception cref="ProblemException">400: SKUs that the order does not have.</exception>
    internal static void AreOf(IReadOnlyDictionary<string, Units> order, IEnumerable<string> skus)
    {
        var unknown = skus.Select((sku, i) => (sku, i)).Where(asked => !order.ContainsKey(asked.sku))
            .Select(asked => new FieldError($"/items/{asked.i}/sku", "is not in the order")).ToList();
        if (unknown.Count > 0)
            throw ProblemException.Invalid(unknown);
    }

    /// <summary>
    /// What <paramref name="count"/> units of an SKU cost after <paramref name="skipped"/> others, line by line;
    /// <paramref name="fromEnd"/>: the last line first. So no unit's price is given back twice.
    /// </summary>
    internal static List<PricedUnits> Prices(
        OrderState state, string sku, int skipped, int count, bool fromEnd = false)
    {
        var lines = state.Placed!.Items.Where(item => item.Sku == sku);
        var prices = new List<PricedUnits>();
        foreach (var line in fromEnd ? lines.Reverse() : lines)
        {
            var taken = Math.Min(count, Math.Max(0, line.Quantity - skipped));
            skipped = Math.Max(0, skipped - line.Quantity);
            count -= taken;
            if (taken > 0)
                prices.Add(new(line.UnitPrice, taken));
        }

        return prices;
    }

    internal static decimal Sum(IEnumerable<PricedUnits> prices) =>
        prices.Sum(price => price.Quantity * price.UnitPrice.Amount);
}
