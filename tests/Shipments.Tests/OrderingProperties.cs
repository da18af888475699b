using Contracts;
using FsCheck;
using FsCheck.Fluent;
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

    private static IEnumerable<string> Ids(IEnumerable<ShipmentEvent> events) =>
        events.OfType<ShipmentEvent.Scanned>().Select(e => e.Scan.Id).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Told(IEnumerable<ShipmentEvent> events) =>
        events.OfType<ShipmentEvent.Scanned>().Select(e => e.Milestone).OfType<string>().Order(StringComparer.Ordinal);
}
