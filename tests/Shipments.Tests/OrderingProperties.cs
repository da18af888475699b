using Contracts;
using FsCheck;
using FsCheck.Fluent;
using Shipments.Carriers;
using static Shipments.Statuses;

namespace Shipments.Tests;

/// <summary>
/// Any order of arrival, any split into payloads, any repetition: the same standing, scans and milestones.
/// </summary>
public sealed class OrderingProperties
{
    private static readonly string[] Said =
    [
        InfoReceived, PickedUp, InTransit, InTransit, OutForDelivery, DeliveryAttempted, AvailableForPickup, Delivered,
        Statuses.Exception, Returning, Returned, Cancelled, Expired, Unknown,
    ];

    private static readonly Config Small = Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(25);

    // Few hours for many scans, so that instants collide; one time in twelve cannot be true.
    private static readonly Gen<Scan> AnyScan =
        from status in Gen.Elements(Said)
        from hours in Gen.Choose(0, 30)
        from suspect in Gen.Frequency((11, Gen.Constant<string?>(null)), (1, Gen.Constant<string?>("time_in_future")))
        from detail in Gen.Elements(null, null, Details.ToConsignee, Details.ReturnAttempted, Details.ReturnReopened)
        from source in Gen.Elements(ScanSource.Carrier, ScanSource.Carrier, ScanSource.Summary)
        select Given.Scan(status, hours, detail, id: $"{status}@{hours}{detail}{suspect}{source}") with
        {
            Suspect = suspect,
            Source = source,
        };

    private static readonly Gen<(Scan[] Journey, Scan[][] Arrivals)> AnyArrival =
        from journey in Gen.ArrayOf(AnyScan)
        from repeats in Gen.ArrayOf(journey.Length == 0 ? AnyScan : Gen.Elements(journey))
        from arrived in Gen.Shuffle(journey.Length == 0 ? [] : journey.Concat(repeats).ToArray())
        from size in Gen.Choose(1, 5)
        select (journey, arrived.Chunk(size).ToArray());

    [Fact]
    public void Arrival_does_not_matter() =>
        Check.One(Small, Prop.ForAll(AnyArrival.ToArbitrary(), example =>
        {
            var inOrder = Given.When(Given.Record(example.Journey));
            var arrived = Given.When(example.Arrivals.Select(scans => Given.Record(scans)));
            Given.Shipment(arrived).Standing.ShouldBe(Given.Shipment(inOrder).Standing);
            Ids(arrived).ShouldBe(Ids(inOrder));
            Told(arrived).ShouldBe(Told(inOrder));
        }));

    [Fact]
    public void A_recall_does_not_depend_on_when_scans_arrive() =>
        Check.One(Small, Prop.ForAll(AnyArrival.ToArbitrary(), example =>
        {
            var recall = new ShipmentCommand.Recall("why", Given.Start.AddHours(15));
            var first = Given.When([recall, .. example.Arrivals.Select(scans => Given.Record(scans))]);
            var last = Given.When([Given.Record(example.Journey), recall]);
            Given.Shipment(first).Standing.ShouldBe(Given.Shipment(last).Standing);
        }));

    [Fact]
    public void Cash_and_proof_do_not_depend_on_when_they_are_told() =>
        Check.One(Small, Prop.ForAll(AnyArrival.ToArbitrary(), example =>
        {
            var inOrder = Given.When(Given.Record([.. example.Journey.Select(Paying)]));
            var arrived = Given.When(example.Arrivals.Select(scans => Given.Record([.. scans.Select(Paying)])));
            Given.Shipment(arrived).Standing.ShouldBe(Given.Shipment(inOrder).Standing);
        }));

    [Fact]
    public void A_corrected_and_a_further_number_do_not_depend_on_when_scans_arrive() =>
        Check.One(Small, Prop.ForAll(AnyArrival.ToArbitrary(), example =>
        {
            ShipmentCommand corrected = new ShipmentCommand.CorrectNumber("delhivery", "99", null, Given.Start);
            ShipmentCommand added = new ShipmentCommand.AddNumber("easypost", "66", null, Legs.Forward, Given.Start);
            var scans = example.Arrivals.Select(arrival => Given.Record([.. arrival.Select(Numbered)]));
            var first = Given.When([corrected, added, .. scans]);
            var last = Given.When([Given.Record([.. example.Journey.Select(Numbered)]), added, corrected]);
            Given.Shipment(first).Standing.ShouldBe(Given.Shipment(last).Standing);
        }));

    /// <summary>Each recorded payload that tells a history: shuffled, scan by scan, and each scan twice.</summary>
    [Theory]
    [MemberData(nameof(Histories))]
    public void A_recorded_history_ends_alike_in_whatever_order_it_arrives(string sample)
    {
        foreach (var parcel in ((CarrierReport.Parcels)Sample.Report(sample)).All)
        {
            Scan[] told = [.. parcel.Scans.Select(scan =>
                scan with { TrackingNumber = Given.Registered.TrackingNumber })];
            var inOrder = Given.When(Given.Record(told));
            Given.Shipment(inOrder).Standing.LastScanAt.ShouldNotBeNull();
            for (var seed = 0; seed < 20; seed++)
            {
                var scans = told.Concat(told).ToArray();
                new Random(seed).Shuffle(scans);
                var arrived = Given.When(scans.Chunk(1 + (seed % 4)).Select(chunk => Given.Record(chunk)));
                Given.Shipment(arrived).Standing.ShouldBe(Given.Shipment(inOrder).Standing);
                Ids(arrived).ShouldBe(Ids(inOrder));
                Told(arrived).ShouldBe(Told(inOrder));
            }
        }
    }

    public static TheoryData<string> Histories() => [.. Sample.Names.Where(name =>
        Sample.Carriers.Any(carrier => carrier.Name == name.Split('/')[0])
        && Sample.Report(name) is CarrierReport.Parcels read
            && read.All.Any(parcel => parcel.Scans.Count(scan => scan.Suspect is null) > 1))];

    // Amounts that contradict each other, and a name now and then.
    private static Scan Paying(Scan scan) => scan with
    {
        Cod = new CashOnDelivery { ToCollect = new Money(scan.OccurredAt.Hour % 5, "INR") },
        SignedBy = scan.Status == Delivered ? $"R{scan.Detail}" : null,
    };

    // A third of them of the wrong number, the rest of the right one and of the one that took over.
    private static Scan Numbered(Scan scan) => scan with
    {
        Carrier = "delhivery",
        TrackingNumber = (scan.OccurredAt.Hour % 3) switch { 0 => "41093210924372", 1 => "99", _ => "66" },
    };

    private static IEnumerable<string> Ids(IEnumerable<ShipmentEvent> events) =>
        events.OfType<ShipmentEvent.Scanned>().Select(e => e.Scan.Id).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Told(IEnumerable<ShipmentEvent> events) =>
        events.Select(e => e switch
        {
            ShipmentEvent.Scanned { Milestone: { } milestone } scanned => $"{milestone} {scanned.Repeat ?? 0}",
            ShipmentEvent.MilestoneTold told => $"{told.Milestone} {told.Repeat}",
            _ => null,
        }).OfType<string>().Order(StringComparer.Ordinal);
}
