using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shipments.Carriers;

namespace Shipments.Tests;

/// <summary>
/// What holds for every carrier that the service has, found by itself: a new one needs no line here, but its samples
/// under Samples/{name}/, each with its approved reading beside it. TRACKING_APPROVE=1 writes the readings that differ;
/// what they say is then to be checked by hand.
/// </summary>
public sealed class ContractTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly string[] Known =
        [.. typeof(CarrierAuth).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!)];

    public static TheoryData<string> Samples { get; } = [.. Sample.Names];

    public static TheoryData<string> Carriers { get; } = [.. Sample.Carriers.Select(carrier => carrier.Name)];

    [Fact]
    public void Every_carrier_there_is_is_registered_once()
    {
        var types = typeof(ICarrier).Assembly.GetTypes()
            .Where(type => typeof(ICarrier).IsAssignableFrom(type) && type is { IsClass: true, IsAbstract: false });
        types.Except(Sample.Carriers.Select(carrier => carrier.GetType())).ShouldBeEmpty();
        Sample.Carriers.Select(carrier => carrier.Name).ShouldBeUnique();
    }

    [Theory]
    [MemberData(nameof(Carriers))]
    public void A_carrier_has_a_name_for_an_address_and_samples(string name)
    {
        name.ShouldMatch("^[a-z0-9]+(-[a-z0-9]+)*$");
        if (name != Generic.Unnamed)
            Sample.Names.ShouldContain(sample => sample.StartsWith(name + "/", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Carriers))]
    public void A_carrier_offers_schemes_that_exist_and_believes_nobody_without_a_secret(string name)
    {
        var carrier = Sample.CarrierOf(name);
        carrier.Schemes.ShouldNotBeEmpty();
        carrier.Schemes.ShouldBeSubsetOf(Known);
        carrier.Schemes.ShouldBeUnique();
        var request = new CarrierRequest(
            "{}"u8.ToArray(), new Dictionary<string, Microsoft.Extensions.Primitives.StringValues>(),
            new Dictionary<string, Microsoft.Extensions.Primitives.StringValues>());
        foreach (var scheme in carrier.Schemes)
        {
            carrier.IsAuthentic(request, new CarrierAuth(scheme, null, "user", ["s3cret"])).ShouldBeFalse(scheme);
            carrier.IsAuthentic(request, new CarrierAuth(scheme, null, "user", [])).ShouldBeFalse(scheme);
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_reads_as_approved(string sample)
    {
        var reading = Approved.Text(Sample.Report(sample));
        if (Approved.Of(sample) == reading)
            return;
        if (Environment.GetEnvironmentVariable("TRACKING_APPROVE") == "1")
            File.WriteAllText(Path.Combine(Folder(), "Samples", sample + ".reading.txt"), reading);
        reading.ShouldBe(Approved.Of(sample), $"{sample}: set TRACKING_APPROVE=1 to write what it reads as now");
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_same_bytes_are_the_same_scans_whenever_they_come(string sample)
    {
        var first = Parcels(Sample.Report(sample));
        Approved.Text(Sample.Report(sample)).ShouldBe(Approved.Text(Sample.Report(sample)));
        var later = Sample.CarrierOf(sample)
            .Parse(Sample.Bytes(sample), new CarrierContext(Sample.ReceivedAt.AddHours(5), null));
        Ids(Parcels(later)).ShouldBe(Ids(first));
        var rewritten = JsonSerializer.SerializeToUtf8Bytes(JsonNode.Parse(Sample.Bytes(sample)), Indented);
        Ids(Parcels(Sample.Report(sample, rewritten))).ShouldBe(Ids(first));
        first.ShouldAllBe(parcel => parcel.Scans.Select(scan => scan.Id).Distinct().Count() == parcel.Scans.Count);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Scans_in_any_order_split_and_repeated_stand_the_same(string sample)
    {
        var random = new Random(sample.Length);
        foreach (var parcel in Parcels(Sample.Report(sample)))
        {
            var inOrder = Given.When(Given.Record(parcel.Scans));
            for (var i = 0; i < 10; i++)
            {
                var arrived = parcel.Scans.Concat(parcel.Scans.Take(random.Next(5))).ToArray();
                random.Shuffle(arrived);
                var split = Given.When(arrived.Chunk(random.Next(1, 6)).Select(scans => Given.Record(scans)));
                Given.Shipment(split).Standing.ShouldBe(Given.Shipment(inOrder).Standing);
                Told(split).ShouldBe(Told(inOrder));
            }
        }
    }

    private static IReadOnlyList<Parcel> Parcels(CarrierReport report) => (report as CarrierReport.Parcels)?.All ?? [];

    private static IEnumerable<string> Ids(IEnumerable<Parcel> parcels) =>
        parcels.SelectMany(parcel => parcel.Scans).Select(scan => scan.Id);

    private static IEnumerable<string> Told(IEnumerable<ShipmentEvent> events) =>
        events.OfType<ShipmentEvent.Scanned>().Select(e => e.Milestone).OfType<string>().Order(StringComparer.Ordinal);

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
