namespace Gateway.Pages.Track;

public enum StepState { Done, Current, Ahead }

/// <summary>
/// One step of the bar at the top, with the day it was reached on the clocks of its place. Name: the end of the
/// text's key.
/// </summary>
public sealed record Step(string Name, StepState State, PlaceTime? At);

/// <summary>The order's way as a few steps, and where it stands on it.</summary>
public static class Journey
{
    /// <summary>
    /// The zone of the latest scan: where the order is, as far as anyone knows. Null before the first scan.
    /// </summary>
    public static string? Zone(TrackedOrder order) => order.Shipments
        .SelectMany(parcel => parcel.Scans)
        .Where(scan => scan is { Zone: not null, Suspect: null })
        .MaxBy(scan => scan.OccurredAt)?.Zone;

    /// <summary>Where a parcel was seen last, and when: of those on their way to the customer the latest.</summary>
    public static TrackedEntry? LastSeen(TrackedOrder order)
    {
        var open = order.Shipments.Where(parcel => parcel.Status is not ("delivered" or "cancelled")).ToList();
        var scans = open.SelectMany(parcel => parcel.Scans).Where(scan => scan is { Suspect: null, Discounted: null })
            .Select(scan => scan.OccurredAt).ToHashSet();
        return order.Entries.LastOrDefault(entry => entry is { Location: not null, ShipmentId: { } id }
            && open.Any(parcel => parcel.Id == id) && scans.Contains(entry.OccurredAt));
    }

    /// <summary>When the last parcel was delivered, once all are.</summary>
    public static PlaceTime? Arrived(TrackedOrder order) => order.Status is not ("delivered" or "completed")
        ? null
        : order.Shipments
            .SelectMany(parcel => parcel.Scans)
            .Where(scan => scan is { Status: "delivered", Suspect: null } && scan.Leg is not "return")
            .MaxBy(scan => scan.OccurredAt) is { } last ? PlaceTime.At(last.OccurredAt, last.Zone) : null;

    public static IReadOnlyList<Step> Steps(TrackedOrder order)
    {
        var zone = Zone(order);
        PlaceTime? placed = (order.PlacedAt ?? First(order, "order.placed")) is { } at ? PlaceTime.At(at, zone) : null;
        if (order.Status is "cancelled")
        {
            PlaceTime? ended = First(order, "order.cancelled") is { } end ? PlaceTime.At(end, zone) : null;
            return [new("ordered", StepState.Done, placed), new("cancelled", StepState.Current, ended)];
        }

        (string Name, PlaceTime? At)[] way = order.Status is "returning" or "returned" or "return_requested"
            ?
            [
                ("ordered", placed),
                ("shipped", Reached(order, "forward", "picked_up", "in_transit")),
                ("returning", Reached(order, null, "returning")),
                ("returned", Reached(order, null, "returned")),
            ]
            :
            [
                ("ordered", placed),
                ("shipped", Reached(order, "forward", "picked_up", "in_transit")),
                ("out_for_delivery", Reached(order, "forward", "out_for_delivery")),
                ("delivered", Reached(order, "forward", "delivered")),
            ];
        var standing = Standing(order);
        return
        [
            .. way.Select((step, i) => new Step(
                step.Name,
                i == standing ? StepState.Current : i < standing ? StepState.Done : StepState.Ahead,
                i <= standing ? step.At : null)),
        ];
    }

    private static int Standing(TrackedOrder order) => order.Status switch
    {
        "partially_shipped" or "shipped" or "return_requested" => 1,
        "out_for_delivery" or "partially_delivered" or "returning" => 2,
        "delivered" or "completed" or "returned" => 3,
        "attention" => order.Shipments.Select(parcel => Standing(parcel)).DefaultIfEmpty(0).Max(),
        _ => 0,
    };

    private static int Standing(TrackedParcel parcel) => parcel.Status switch
    {
        "pending" or "info_received" or "cancelled" => 0,
        "out_for_delivery" or "delivery_attempted" or "available_for_pickup" => 2,
        "delivered" => 3,
        _ => 1,
    };

    private static PlaceTime? Reached(TrackedOrder order, string? leg, params ReadOnlySpan<string> statuses)
    {
        TrackedScan? first = null;
        foreach (var scan in order.Shipments.SelectMany(parcel => parcel.Scans))
            if (scan.Suspect is null && (leg is null || (scan.Leg ?? "forward") == leg)
                && scan.Status is { } status && statuses.Contains(status)
                && (first is null || scan.OccurredAt < first.OccurredAt))
                first = scan;
        return first is null ? null : PlaceTime.At(first.OccurredAt, first.Zone);
    }

    private static DateTimeOffset? First(TrackedOrder order, string code) =>
        order.Entries.FirstOrDefault(entry => entry.Code == code)?.OccurredAt;
}
