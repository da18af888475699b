using Contracts;

namespace Shipments.Tests;

/// <summary>Scans and streams for the deciders' tests: given events, when a command, then events.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public static readonly ShipmentEvent.Registered Registered = new()
    {
        OrderId = Guid.Parse("0198c0de-0000-7000-8000-000000000001"),
        Carrier = "delhivery",
        TrackingNumber = "41093210924372",
        Items = [new ItemQuantity("SKU-1", 1)],
        RegisteredAt = Start,
    };

    public static Scan Scan(
        string status, double hours, string? detail = null, string leg = Legs.Forward, string? id = null) => new()
        {
            Id = id ?? FormattableString.Invariant($"{status}@{hours}{detail}"),
            Status = status,
            Leg = status is Statuses.Returning or Statuses.Returned ? Legs.Return : leg,
            Detail = detail,
            OccurredAt = Start.AddHours(hours),
            LocalTime = "",
            TimeText = "",
            Zone = "UTC",
            ZoneSource = "text",
            Source = ScanSource.Carrier,
        };

    public static Shipment Shipment(params IEnumerable<ShipmentEvent> events) =>
        events.Aggregate(new Shipment(), (s, happened) =>
            Shipments.Shipment.Evolve(Shipments.Shipment.Stream.ThroughSnapshot(s), happened));

    public static ShipmentCommand.RecordScans Record(params IReadOnlyList<Scan> scans) => new(scans, null, Start);

    /// <summary>Everything the stream holds after the commands, one after the other.</summary>
    public static List<ShipmentEvent> When(params IEnumerable<ShipmentCommand> commands)
    {
        List<ShipmentEvent> events = [Registered];
        var state = Shipment(events);
        foreach (var command in commands)
        {
            var decided = Shipments.Shipment.Decide(state, command);
            events.AddRange(decided);
            state = decided.Aggregate(state, Shipments.Shipment.Evolve);
        }

        return events;
    }

    public static ShipmentStanding Standing(params IReadOnlyList<Scan> scans) => Shipment(When(Record(scans))).Standing;
}
