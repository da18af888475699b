using System.Text.Json;
using Contracts;
using Microsoft.Extensions.Options;
using Notifications;
using Orders;
using ServiceDefaults;
using Shipments;
using Streams;

namespace Journeys.Tests;

/// <summary>What was asked of a parcel, in the order in which its stream decided.</summary>
internal sealed record Asked(Guid Parcel, ShipmentCommand Command);

/// <summary>
/// What three services make of it: how the parcels stand, the timeline but for when each thing was written down, and
/// which messages the customer gets.
/// </summary>
internal sealed record Outcome(string Standings, string Timeline, string Milestones, string Messages)
{
    public void ShouldBeThatOf(Outcome other)
    {
        Standings.ShouldBe(other.Standings);
        Timeline.ShouldBe(other.Timeline);
        Milestones.ShouldBe(other.Milestones);
        Messages.ShouldBe(other.Messages);
    }
}

/// <summary>
/// The deciders of three services, and between them a bus that may deliver as it likes: <paramref name="bus"/> takes
/// what was published, in order, and says what arrives.
/// </summary>
internal sealed class Chain(Func<IReadOnlyList<object>, IEnumerable<object>> bus)
{
    private const string Merchant = "demo";
    private static readonly DateTimeOffset Placed = new(2016, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid OrderId = OrderIds.OrderOf(Merchant, "1001");

    private static readonly Orders.Published Links =
        new(new TrackingLinks(Options.Create(new PlatformOptions { PublicUrl = "https://track.example" })));

    private static readonly OrderEvent.Placed TheOrder = new()
    {
        OrderNumber = "1001",
        PlacedAt = Placed,
        CreatedAt = Placed,
        Customer = new() { Name = "A Customer", Email = "customer@mail.example" },
        ShippingAddress = new() { Line1 = "Street 1", City = "Pune", PostalCode = "411001", Country = "IN" },
        Items = [new("MUG", "Mug", 2, new(10, "INR"), null)],
        Payments = [],
        Total = new(20, "INR"),
        TrackingSecret = "AAAAAAAAAAAAAAAAAAAAAA",
    };

    public static Guid Parcel(int parcel) => new(parcel, 0x7000, 0x7000, new byte[8]);

    public static Asked Register(int parcel, string carrier, string number) => new(Parcel(parcel),
        new ShipmentCommand.Register(new()
        {
            OrderId = OrderId,
            Carrier = carrier,
            TrackingNumber = number,
            Items = [new("MUG", 1)],
            // Entries of one instant stand in the order in which they were written down.
            RegisteredAt = Placed.AddHours(parcel),
        }));

    public Outcome Run(IEnumerable<Asked> asked)
    {
        var (standings, told) = Ship(asked);
        var (timeline, reached) = Follow(bus(told));
        var messages = Write(bus([.. reached, Published(new OrderEvent.Confirmed(Placed))!]));
        return new(standings, timeline, Lines(reached.Select(one =>
            $"{one.Milestone} {one.ShipmentId} {one.Repeat ?? 0}")), messages);
    }

    private static (string Standings, List<object> Told) Ship(IEnumerable<Asked> asked)
    {
        var (states, versions, told) = (new Dictionary<Guid, Shipment>(), new Dictionary<Guid, long>(),
            new List<object>());
        foreach (var (parcel, command) in asked)
        {
            var state = states.GetValueOrDefault(parcel) ?? new Shipment();
            foreach (var happened in Shipment.Decide(state, command))
            {
                state = Shipment.Evolve(state, happened);
                var version = versions[parcel] = versions.GetValueOrDefault(parcel) + 1;
                if (Shipments.Published.From(Record($"shipment-{parcel}", version, (object)happened)) is { } message)
                    told.Add(message);
            }

            states[parcel] = state;
        }

        return (Lines(states.Select(one => $"{one.Key} {JsonSerializer.Serialize(one.Value.Standing)}")), told);
    }

    private static (string Timeline, List<OrderMilestoneReached> Reached) Follow(IEnumerable<object> arriving)
    {
        List<OrderEvent> events = [TheOrder, new OrderEvent.Confirmed(Placed)];
        var state = events.Aggregate(OrderState.Initial, Order.Evolve);
        foreach (var message in arriving)
            foreach (var happened in Order.Decide(state, Noted(message)))
            {
                state = Order.Evolve(state, happened);
                events.Add(happened);
            }

        var recorded = events.Select((happened, i) => Record($"order-{OrderId}", i + 1, happened)).ToList();
        var timeline = Timeline.Of(OrderId, recorded, Placed.AddYears(20));
        return (WithoutArrival(timeline), [.. events.Skip(2).Select(Published).OfType<OrderMilestoneReached>()]);
    }

    private static OrderCommand Noted(object message) => message switch
    {
        ShipmentRegistered heard => new OrderCommand.NoteShipmentRegistered(heard),
        ShipmentCorrected heard => new OrderCommand.NoteShipmentCorrected(heard),
        ShipmentProgressed heard => new OrderCommand.NoteShipmentProgress(heard),
        _ => throw new InvalidOperationException($"Orders does not hear of {message}."),
    };

    private static object? Published(OrderEvent happened) =>
        Links.From(Record($"order-{OrderId}", 1, (object)happened));

    private static string Write(IEnumerable<object> arriving)
    {
        var state = NotificationState.Initial;
        var contact = new Contact
        {
            OrderNumber = "1001",
            Name = "A Customer",
            Email = "customer@mail.example",
            TrackingUrl = "https://track.example",
            Items = [],
            Total = new(20, "INR"),
        };
        var queued = new List<NotificationEvent.Queued>();
        void Hear(NotificationCommand command)
        {
            foreach (var happened in Notification.Decide(state, command))
            {
                state = Notification.Evolve(state, happened);
                if (happened is NotificationEvent.Queued one)
                    queued.Add(one);
            }
        }

        var heard = 0;
        foreach (var reached in arriving.Cast<OrderMilestoneReached>())
        {
            // Whom to tell may be heard at any time.
            if (heard++ == 2)
                Hear(new NotificationCommand.NoteContact(contact, Placed));
            Hear(OrderMilestoneConsumer.Command(reached, [new("email")]));
        }

        Hear(new NotificationCommand.NoteContact(contact, Placed));
        queued.Select(one => one.Message.Id).Distinct().Count().ShouldBe(queued.Count, "told twice");
        return Lines(queued.Select(one => $"{one.Message.Milestone} {one.Message.ShipmentId} {one.Message.Id}"));
    }

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    private static string WithoutArrival(TimelineView timeline) => JsonSerializer.Serialize(timeline with
    {
        Version = 0,
        Shipments =
        [
            .. timeline.Shipments.Select(shipment => shipment with
            {
                Scans = [.. shipment.Scans.Select(scan => scan with { RecordedAt = default })],
            }),
        ],
        Entries = [.. timeline.Entries.Select(entry => entry with { RecordedAt = default, TraceId = null })],
    }, Readable);

    private static Recorded<T> Record<T>(string stream, long version, T happened) where T : class => new(
        new Guid((int)version, 0, 0, new byte[8]), Merchant, stream, version, version, happened,
        Placed.AddMinutes(version), null, null, null);

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));
}
