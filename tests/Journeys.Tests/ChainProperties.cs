using Contracts;
using FsCheck;
using FsCheck.Fluent;
using Shipments;
using Shipments.Carriers;
using Shipments.Tests;
using static Shipments.Statuses;

namespace Journeys.Tests;

/// <summary>
/// From the carriers' scans to the customer's messages: any order of arrival, any split into payloads, any repetition,
/// of scans and of messages on the bus, gives the same standing, the same timeline and the same messages.
/// </summary>
public sealed class ChainProperties
{
    private const string Wrong = "41093210924372";
    private const string Right = "41093210924999";
    private static readonly DateTimeOffset Start = new(2016, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly Config Small = Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(20);

    private static readonly string[] Said =
    [
        InfoReceived, PickedUp, InTransit, OutForDelivery, DeliveryAttempted, AvailableForPickup, Delivered, Delivered,
        Statuses.Exception, Returning, Returned, Cancelled, Unknown,
    ];

    // Few hours for many scans, so that instants collide; one time in twelve cannot be true.
    private static readonly Gen<Scan> AnyScan =
        from status in Gen.Elements(Said)
        from hours in Gen.Choose(0, 30)
        from suspect in Gen.Frequency((11, Gen.Constant<string?>(null)), (1, Gen.Constant<string?>("time_in_future")))
        from detail in Gen.Elements(null, null, Details.ToConsignee, Details.ReturnAttempted)
        from source in Gen.Elements(ScanSource.Carrier, ScanSource.Carrier, ScanSource.Summary)
        select new Scan
        {
            Id = $"{status}@{hours}{detail}{suspect}{source}",
            Status = status,
            Leg = status is Returning or Returned ? Legs.Return : Legs.Forward,
            Detail = detail,
            OccurredAt = Start.AddHours(hours),
            LocalTime = "",
            TimeText = "",
            Zone = "UTC",
            ZoneSource = "text",
            Suspect = suspect,
            Source = source,
            Carrier = "delhivery",
        };

    private static readonly Gen<(Scan[] One, Scan[] Two, int Seed)> AnyJourneys =
        from one in Gen.ArrayOf(AnyScan)
        from two in Gen.ArrayOf(AnyScan)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select (one, two, seed);

    [Fact]
    public void Two_parcels_of_an_order_end_alike_however_they_are_told() =>
        Check.One(Small, Prop.ForAll(AnyJourneys.ToArbitrary(), example =>
        {
            Asked[] parcels = [Registered(1, Wrong), Registered(2, Right)];
            var (one, two) = (Of(example.One, Wrong), Of(example.Two, Right));
            var inOrder = new Chain(bus => bus)
                .Run([.. parcels, new(Chain.Parcel(1), Record(one)), new(Chain.Parcel(2), Record(two))]);
            var random = new Random(example.Seed);
            Asked[] arrivals = [.. Arrivals(1, one, random), .. Arrivals(2, two, random)];
            random.Shuffle(arrivals);
            Anyhow(random).Run([.. parcels, .. arrivals]).ShouldBeThatOf(inOrder);
        }));

    /// <summary>The merchant's correction comes when it comes; before and after it, nothing else matters.</summary>
    [Fact]
    public void A_corrected_number_tells_each_real_change_once_however_it_is_told() =>
        Check.One(Small, Prop.ForAll(AnyJourneys.ToArbitrary(), example =>
        {
            var (one, two) = (Of(example.One, Wrong), Of(example.Two, Right));
            Asked corrected = new(Chain.Parcel(1), new ShipmentCommand.CorrectNumber(
                "delhivery", Right, null, Start.AddHours(31).AddMinutes(1)));
            var inOrder = new Chain(bus => bus).Run([Registered(1, Wrong), new(Chain.Parcel(1), Record(one)),
                corrected, new(Chain.Parcel(1), Record(two))]);
            var random = new Random(example.Seed);
            Anyhow(random).Run([Registered(1, Wrong), .. Arrivals(1, one, random), corrected,
                .. Arrivals(1, two, random), .. Arrivals(1, one, random)]).ShouldBeThatOf(inOrder);
        }));

    [Fact]
    public void A_delivery_that_was_none_is_told_and_so_is_the_real_one()
    {
        Scan[] scans = [Scan(Delivered, 1), Scan(Statuses.Exception, 2), Scan(Delivered, 3), Scan(Delivered, 4)];
        foreach (var order in Orders(scans))
            new Chain(bus => [.. bus, .. bus])
                .Run([Registered(1, Wrong), .. order.Select(scan => new Asked(Chain.Parcel(1), Record([scan])))])
                .Milestones.Split('\n').Select(line => line.Split(' '))
                .Select(line => (line[0], line[2]))
                .ShouldBe([("delivered", "0"), ("delivered", "1"), ("exception", "0")]);
    }

    /// <summary>Each recorded payload that tells a history, and each parcel in it.</summary>
    [Theory]
    [MemberData(nameof(Histories))]
    public void A_recorded_journey_ends_alike_however_it_is_told(string sample)
    {
        var carrier = sample.Split('/')[0];
        foreach (var parcel in ((CarrierReport.Parcels)Sample.Report(sample)).All)
        {
            var registered = Chain.Register(1, carrier, parcel.TrackingNumber);
            Scan[] scans = [.. parcel.Scans];
            var inOrder = new Chain(bus => bus).Run([registered, new(Chain.Parcel(1), Record(scans))]);
            for (var seed = 0; seed < 10; seed++)
            {
                var random = new Random(seed);
                Anyhow(random).Run([registered, .. Arrivals(1, scans, random)]).ShouldBeThatOf(inOrder);
            }
        }
    }

    public static TheoryData<string> Histories() => [.. Sample.Names.Where(name =>
        Sample.Carriers.Any(carrier => carrier.Name == name.Split('/')[0])
        && Sample.Report(name) is CarrierReport.Parcels read && read.All.Any(parcel => parcel.Scans.Count > 1))];

    private static Asked Registered(int parcel, string number) =>
        Chain.Register(parcel, "delhivery", number);

    private static ShipmentCommand.RecordScans Record(IReadOnlyList<Scan> scans) => new(scans, null, Start);

    private static Scan Scan(string status, int hours) => new()
    {
        Id = $"{status}@{hours}",
        Status = status,
        Leg = Legs.Forward,
        OccurredAt = Start.AddHours(hours),
        LocalTime = "",
        TimeText = "",
        Zone = "UTC",
        ZoneSource = "text",
        TrackingNumber = Wrong,
    };

    private static Scan[] Of(Scan[] scans, string number) =>
        [.. scans.Select(scan => scan with { Id = $"{number} {scan.Id}", TrackingNumber = number })];

    /// <summary>All scans, some of them twice, shuffled, a few in each payload.</summary>
    private static IEnumerable<Asked> Arrivals(int parcel, Scan[] scans, Random random)
    {
        Scan[] told = [.. scans, .. scans.Where(_ => random.Next(3) == 0)];
        random.Shuffle(told);
        return told.Chunk(random.Next(1, 6)).Select(chunk => new Asked(Chain.Parcel(parcel), Record(chunk)));
    }

    /// <summary>Each message at least once, in any order.</summary>
    private static Chain Anyhow(Random random) => new(published =>
    {
        object[] delivered = [.. published, .. published.Where(_ => random.Next(4) == 0)];
        random.Shuffle(delivered);
        return delivered;
    });

    private static IEnumerable<Scan[]> Orders(Scan[] all) => all.Length <= 1 ? [all]
        : all.SelectMany((first, i) => Orders([.. all[..i], .. all[(i + 1)..]])
            .Select(rest => (Scan[])[first, .. rest]));
}
