using Contracts;
using Streams;

namespace Orders.Tests;

/// <summary>One customer's order, its parcels and payments, for every test to start from.</summary>
internal static class Given
{
    internal static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    internal static readonly Guid OrderId = OrderIds.OrderOf("demo", "1001");
    internal static readonly Guid CardId = OrderIds.PaymentOf(OrderId, 0);
    internal static readonly Guid VoucherId = OrderIds.PaymentOf(OrderId, 1);
    internal static readonly Guid ParcelA = new("0197a000-0000-7000-8000-00000000000a");
    internal static readonly Guid ParcelB = new("0197a000-0000-7000-8000-00000000000b");

    internal static readonly OrderEvent.Placed Order1001 = new()
    {
        OrderNumber = "1001",
        PlacedAt = Noon,
        CreatedAt = Noon.AddSeconds(1),
        PromisedDeliveryDate = "2026-03-09",
        Customer = new()
        {
            Name = "Firstname Lastname",
            Email = "Firstname.Lastname@mail.example",
            Phone = "+36 20 555 01 23",
            TimeZone = "Europe/Budapest",
        },
        ShippingAddress = new()
        {
            Name = "Family Lastname",
            Line1 = "Somestreet 12",
            Line2 = "Door 4",
            City = "Budapest",
            Region = "BU",
            PostalCode = "H-1082",
            Country = "HU",
            Latitude = 47.48601,
            Longitude = 19.07502,
        },
        Items = [new("MUG", "Mug", 2, Euro(10), null), new("POT", "Teapot", 1, Euro(25), null)],
        ShippingPrice = Euro(5),
        Payments =
        [
            new() { PaymentId = CardId, Method = "card", Amount = Euro(40) },
            new() { PaymentId = VoucherId, Method = "voucher", Amount = Euro(10) },
        ],
        Total = Euro(50),
        TrackingSecret = "AAAAAAAAAAAAAAAAAAAAAA",
    };

    internal static Money Euro(decimal amount) => new(amount, "EUR");

    internal static ShipmentRegistered Registered(Guid parcel, params ItemQuantity[] items) => new()
    {
        MerchantId = "demo",
        ShipmentId = parcel,
        OrderId = OrderId,
        Version = 1,
        Carrier = "delhivery",
        TrackingNumber = "1490812345678",
        Items = items.Length > 0 ? items : [new("MUG", 2), new("POT", 1)],
        RegisteredAt = Noon.AddHours(20),
    };

    internal static ShipmentCorrected Corrected(Guid parcel, long version, string number) => new()
    {
        MerchantId = "demo",
        ShipmentId = parcel,
        OrderId = OrderId,
        Version = version,
        Carrier = "delhivery",
        TrackingNumber = number,
        CorrectedAt = Noon.AddHours(21),
    };

    /// <summary>The parcel's own number was wrong: nothing that was told under it counts.</summary>
    internal static ShipmentCorrected Replaced(Guid parcel, long version, string wrong, string number) =>
        Corrected(parcel, version, number) with
        {
            Change = "corrected",
            Replaced = wrong,
            ReplacedCarrier = "delhivery",
            Numbers = [new("delhivery", number, null, "forward", Until: null)],
            Standing = new() { Status = "pending", Leg = "forward" },
        };

    internal static ShipmentInstructed Instructed(Guid parcel, long version, string state) => new()
    {
        MerchantId = "demo",
        ShipmentId = parcel,
        OrderId = OrderId,
        Version = version,
        InstructionId = new("0197a000-0000-7000-8000-0000000000d1"),
        Kind = "new_slot",
        Date = "2026-03-09",
        State = state,
        Carrier = "delhivery",
        OccurredAt = Noon.AddHours(50 + version),
    };

    internal static ShipmentProgressed Progressed(
        Guid parcel, long version, Scan? scan, string status, string leg = "forward", string? milestone = null) => new()
        {
            MerchantId = "demo",
            ShipmentId = parcel,
            OrderId = OrderId,
            Version = version,
            Scan = scan,
            Standing = new() { Status = status, Leg = leg, LastScanAt = scan?.OccurredAt },
            Milestone = milestone,
            OccurredAt = scan?.OccurredAt ?? Noon.AddHours(30),
        };

    /// <summary>The scan is read otherwise, and the parcel stands so.</summary>
    internal static ShipmentRemapped Remapped(Guid parcel, long version, Scan scan, string status) => new()
    {
        MerchantId = "demo",
        ShipmentId = parcel,
        OrderId = OrderId,
        Version = version,
        Scans = [scan with { Status = status }],
        Standing = new() { Status = status, Leg = "forward", LastScanAt = scan.OccurredAt },
        RemappedAt = Noon.AddHours(50),
    };

    internal static Scan Scan(string status, double hours, string? text = null) => new()
    {
        Id = $"{status}@{hours}",
        Status = status,
        Leg = "forward",
        CarrierText = text,
        OccurredAt = Noon.AddHours(hours),
        LocalTime = "2026-03-04T10:00:00",
        TimeText = "2026-03-04 10:00",
        Zone = "Asia/Kolkata",
        ZoneSource = "account",
    };

    internal static PaymentProgressed Paid(
        Guid payment, long version, string change, string status, decimal amount) => new()
        {
            MerchantId = "demo",
            OrderId = OrderId,
            PaymentId = payment,
            Version = version,
            Method = payment == VoucherId ? "voucher" : "card",
            Change = change,
            Status = status,
            Amount = Euro(amount),
            Authorized = Euro(amount),
            Captured = Euro(status is "captured" or "refunded" ? amount : 0),
            Refunded = Euro(status == "refunded" ? amount : 0),
            OccurredAt = Noon.AddMinutes(version),
        };

    internal static NotificationSettled Told(string milestone, string state = "sent") => new()
    {
        MerchantId = "demo",
        OrderId = OrderId,
        NotificationId = new("0197a000-0000-7000-8000-0000000000f1"),
        Milestone = milestone,
        Channel = "email",
        State = state,
        OccurredAt = Noon.AddHours(31),
    };

    /// <summary>A request's id.</summary>
    internal static Guid Id(int n) => new(n, 1, 0, new byte[8]);

    internal static OrderCommand.Cancel Cancel(string reason, DateTimeOffset now) => new(Id(100), reason, now);

    internal static OrderCommand.RequestReturn Asks(Guid id, params AskedItem[] items) => new()
    {
        Id = id,
        Items = items,
        Reason = "not as described",
        Resolution = ReturnSteps.Refund,
        RequestedBy = Requester.Merchant,
        Policy = new(),
        Now = Noon.AddHours(70),
    };

    internal static ReturnProgress Step(Guid id, long version, string step, string status) => new()
    {
        ReturnId = id,
        Version = version,
        Step = step,
        Status = status,
        OccurredAt = Noon.AddHours(71),
    };

    /// <summary>The parcel is delivered with what it holds.</summary>
    internal static OrderCommand[] Delivered(Guid parcel, params ItemQuantity[] items) =>
    [
        new OrderCommand.NoteShipmentRegistered(Registered(parcel, items)),
        new OrderCommand.NoteShipmentProgress(
            Progressed(parcel, 2, Scan("delivered", 50), "delivered", milestone: "delivered")),
    ];

    internal static OrderState State(params IEnumerable<OrderEvent> events) =>
        Order.Stream.ThroughSnapshot(events.Aggregate(OrderState.Initial, Order.Evolve));

    /// <summary>What the commands leave behind, each decided on what those before it left.</summary>
    internal static List<OrderEvent> Happened(params IEnumerable<OrderCommand> commands)
    {
        var events = new List<OrderEvent>();
        foreach (var command in commands)
            events.AddRange(Order.Decide(State(events), command));
        return events;
    }

    /// <summary>The events as the store gives them back, one recorded each minute.</summary>
    internal static List<Recorded<OrderEvent>> Recorded(IEnumerable<OrderEvent> events, DateTimeOffset from) =>
    [
        .. events.Select((happened, i) => new Recorded<OrderEvent>(
            new Guid(i + 1, 0, 0, new byte[8]), "demo", $"order-{OrderId}", i + 1, i + 1, happened, from.AddMinutes(i),
            $"trace-{i}", null, null)),
    ];
}
