using Contracts;
using static Orders.Tests.Given;

namespace Orders.Tests;

/// <summary>
/// An order of as many mugs as it has parcels, one in each, and one more where some are unshipped; with what else may
/// be true of it.
/// </summary>
internal sealed record OrderInStages(IReadOnlyList<ParcelStages> Parcels, bool IsUnshipped, string Also)
{
    private static readonly (ParcelStages Stage, string Status)[] Stages =
    [
        (ParcelStages.None, "cancelled"), (ParcelStages.Waiting, "pending"), (ParcelStages.Moving, "in_transit"),
        (ParcelStages.LastMile, "out_for_delivery"), (ParcelStages.Delivered, "delivered"),
        (ParcelStages.Troubled, "delivery_attempted"), (ParcelStages.GoingBack, "returning"),
        (ParcelStages.Back, "returned"),
    ];

    private static readonly string[] AlsoTrue =
    [
        "", "confirmed", "packed", "cancelled", "cancellation", "refused cancellation", "hold", "not verified",
        "completed", "return requested", "return approved", "return in_transit", "return received", "return rejected",
    ];

    /// <summary>The lines of docs/order-status.md.</summary>
    internal static readonly Dictionary<string, Func<OrderInStages, bool>> Conditions = new()
    {
        ["the order was cancelled, whatever its parcels do"] = o => o.Also == "cancelled",
        ["a cancellation is asked for, and not refused"] = o => o.Also == "cancellation",
        ["it is on hold, or could not be verified"] = o => o.Also is "hold" or "not verified",
        ["no parcel in any stage, packed"] = o => o.Live.Count == 0 && o.Also == "packed",
        ["no parcel in any stage, confirmed"] = o => o.Live.Count == 0 && o.Also == "confirmed",
        ["no parcel in any stage"] = o => o.Live.Count == 0,
        ["all has arrived, a return is on its way"] = o => o.HasArrived && o.Also == "return in_transit",
        ["all has arrived, a return is asked for or approved"] =
            o => o.HasArrived && o.Also is ("return requested" or "return approved"),
        ["all has arrived, and every delivered unit is back"] = o => o.HasArrived && o.Also == "return received",
        ["all has arrived, completed"] = o => o.HasArrived && o.Also == "completed",
        ["a parcel is troubled"] = o => o.Live.Contains(ParcelStages.Troubled),
        ["a parcel is going back"] = o => o.Live.Contains(ParcelStages.GoingBack),
        ["every parcel is back"] = o => o.Live.All(stage => stage == ParcelStages.Back),
        ["every parcel is delivered"] = o => o.Live.All(stage => stage == ParcelStages.Delivered),
        ["a parcel is delivered"] = o => o.Live.Contains(ParcelStages.Delivered),
        ["a parcel is on its last mile"] = o => o.Live.Contains(ParcelStages.LastMile),
        ["no parcel is waiting"] = o => !o.Live.Contains(ParcelStages.Waiting),
        ["a parcel is moving or back"] =
            o => o.Live.Contains(ParcelStages.Moving) || o.Live.Contains(ParcelStages.Back),
        ["all are waiting"] = o => o.Live.All(stage => stage == ParcelStages.Waiting),
    };

    /// <summary>Units that are in no parcel, or in one that was recalled, are one more parcel that waits.</summary>
    private List<ParcelStages> Live
    {
        get
        {
            var live = Parcels.Where(stage => stage != ParcelStages.None).ToList();
            if (live.Count > 0 && (IsUnshipped || live.Count < Parcels.Count))
                live.Add(ParcelStages.Waiting);
            return live;
        }
    }

    private bool HasArrived => Live.Contains(ParcelStages.Delivered)
        && Live.All(stage => stage is ParcelStages.Delivered or ParcelStages.Back);

    private int Arrived => Parcels.Count(stage => stage == ParcelStages.Delivered);

    internal static IEnumerable<OrderInStages> All() =>
        from parcels in Combinations()
        from isUnshipped in (bool[])[false, true]
        from also in AlsoTrue
        let order = new OrderInStages(parcels, isUnshipped, also)
        where (order.Arrived > 0 || !also.StartsWith("return", StringComparison.Ordinal))
            && (parcels.Length > 0 || isUnshipped)
        select order;

    private static IEnumerable<ParcelStages[]> Combinations()
    {
        yield return [];
        for (var a = 0; a < Stages.Length; a++)
        {
            yield return [Stages[a].Stage];
            for (var b = a; b < Stages.Length; b++)
            {
                yield return [Stages[a].Stage, Stages[b].Stage];
                for (var c = b; c < Stages.Length; c++)
                    yield return [Stages[a].Stage, Stages[b].Stage, Stages[c].Stage];
            }
        }
    }

    internal OrderState State => Given.State(Events());

    private IEnumerable<OrderEvent> Events()
    {
        var units = Parcels.Count + (IsUnshipped ? 1 : 0);
        yield return Order1001 with { Items = [new("MUG", "Mug", units, Euro(10), null)] };
        foreach (var (stage, i) in Parcels.Select((stage, i) => (stage, i)))
        {
            var id = new Guid(i + 1, 0, 0, new byte[8]);
            yield return new OrderEvent.ShipmentRegistered(Registered(id, new ItemQuantity("MUG", 1)));
            yield return new OrderEvent.ShipmentProgressed(
                Progressed(id, 2, null, Stages.First(known => known.Stage == stage).Status));
        }

        foreach (var happened in More())
            yield return happened;
    }

    private OrderEvent[] More() => Also switch
    {
        "" => [],
        "confirmed" => [new OrderEvent.Confirmed(Noon)],
        "packed" => [new OrderEvent.Confirmed(Noon), new OrderEvent.Packed(Noon)],
        "cancelled" => [new OrderEvent.Cancelled("late", Noon)],
        "cancellation" => [Asked],
        "refused cancellation" => [Asked, new OrderEvent.CancellationRejected("no", Noon)],
        "hold" => [new OrderEvent.Held(Id(1), "no stock", Noon)],
        "not verified" => [new OrderEvent.Verified(Id(1), "failed", null, null, Noon)],
        "completed" => [new OrderEvent.Completed(Noon)],
        _ =>
        [
            new OrderEvent.ReturnRequested
            {
                ReturnId = Id(2),
                Items = [new("MUG", Arrived, null, [new(Euro(10), Arrived)])],
                Reason = "broken",
                Resolution = "refund",
                RequestedBy = Requester.Merchant,
                Outcome = "requested",
                OccurredAt = Noon,
            },
            new OrderEvent.ReturnProgressed(Step(Id(2), 2, Also[7..], Also[7..]) with
            {
                Items = Also == "return received" ? [new("MUG", Arrived)] : null,
            }),
        ],
    };

    private static OrderEvent.CancellationRequested Asked => new(Id(1), "late", Requester.Customer, Noon);

    public override string ToString() => $"{string.Join('+', Parcels)}{(IsUnshipped ? "+unshipped" : "")} {Also}";
}
