using System.Diagnostics;
using System.Globalization;
using System.Text;
using Shipments.Carriers;

namespace Shipments.Tests;

/// <summary>
/// Real payloads with something broken in them: always a clean answer, and never a parcel that is further than it
/// was.
/// </summary>
public sealed class MutationTests
{
    private const int Seed = 20261122;
    private const int MutantsPerSample = 40;

    public static TheoryData<string> Samples { get; } = [.. Sample.Names];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_broken_payload_gets_a_clean_answer_and_invents_nothing(string sample)
    {
        for (var seed = Seed; seed < Seed + MutantsPerSample; seed++)
            Mutate(sample, seed);
    }

    /// <summary>TRACKING_FUZZ_SECONDS of other seeds; a failure names its sample and its seed.</summary>
    [Fact]
    public void Any_broken_payload_gets_a_clean_answer_and_invents_nothing()
    {
        var seconds = double.Parse(
            Environment.GetEnvironmentVariable("TRACKING_FUZZ_SECONDS") ?? "1", CultureInfo.InvariantCulture);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalSeconds < seconds;)
            Mutate(Sample.Names[Random.Shared.Next(Sample.Names.Count)], Random.Shared.Next());
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_payload_in_other_bytes_or_wrappings_invents_nothing(string sample)
    {
        foreach (var body in Mutants.Disguised(Sample.Bytes(sample)))
            InventsNothing(sample, body, "disguised");
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_mebibyte_of_scans_is_read(string sample) =>
        InventsNothing(sample, Mutants.Huge(Sample.Bytes(sample)), "huge");

    [Fact]
    public void Two_parcels_in_one_payload_are_two()
    {
        foreach (var first in Sample.Names)
        {
            foreach (var second in Sample.Names.Where(name => Sample.CarrierOf(name) == Sample.CarrierOf(first)))
            {
                var both = Sample.Report(first, Mutants.Together(Sample.Bytes(first), Sample.Bytes(second)));
                var apart = Numbers(Sample.Report(first)).Concat(Numbers(Sample.Report(second))).Distinct().Order();
                if (both is CarrierReport.Parcels)
                    Numbers(both).Distinct().Order().ShouldBe(apart, $"{first} and {second}");
                else
                    apart.ShouldBeEmpty($"{first} and {second}");
            }
        }
    }

    [Fact]
    public void Another_carriers_payload_gets_a_clean_answer()
    {
        foreach (var name in Sample.Names)
        {
            foreach (var carrier in Sample.Carriers)
                Sample.Report(carrier.Name, Sample.Bytes(name)).ShouldNotBeNull();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"Shipment\":{\"AWB\":\"\\ud800\",\"Status\":{\"Status\":\"\\ud800\",\"\\udfff\":1}}}")]
    public void What_is_no_payload_is_said_to_be_none(string body)
    {
        foreach (var carrier in Sample.Carriers)
            Sample.Report(carrier.Name, Encoding.UTF8.GetBytes(body)).ShouldNotBeNull();
        Sample.Report("shiprocket", Encoding.UTF8.GetBytes(body)).ShouldBeOfType<CarrierReport.Unparseable>();
    }

    private static void Mutate(string sample, int seed)
    {
        var random = new Random(seed);
        var bytes = Sample.Bytes(sample);
        InventsNothing(sample, Mutants.Broken(bytes, random), $"broken by seed {seed}");
        InventsNothing(sample, Mutants.Contradictory(bytes, random), $"contradictory by seed {seed}");
        // A flipped bit may make another valid code: that such bytes are answered is all that can be asked.
        Sample.Report(sample, Mutants.Damaged(bytes, random)).ShouldNotBeNull();
    }

    private static void InventsNothing(string sample, byte[] body, string how)
    {
        var known = Statuses(Sample.Report(sample));
        // Where the finer of two codes is gone, the coarser one still says that it moves.
        if (known.Any(Shipments.Statuses.IsUnderway))
            known.Add(Shipments.Statuses.InTransit);
        var invented = Statuses(Sample.Report(sample, body)).Except(known).ToList();
        invented.ShouldBeEmpty(invented.Count == 0
            ? "" : $"{sample}, {how}: {Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 5000))}");
    }

    private static IEnumerable<string> Numbers(CarrierReport report) =>
        report is CarrierReport.Parcels parcels ? parcels.All.Select(parcel => parcel.TrackingNumber) : [];

    // Broken fields may take meaning away, and the codes of a history mean the same wherever they stand.
    private static HashSet<string> Statuses(CarrierReport report) => report is CarrierReport.Parcels parcels
        ? [.. parcels.All.SelectMany(p => p.Scans).Where(s => s.Suspect is null).Select(s => s.Status),
            Shipments.Statuses.Unknown]
        : [Shipments.Statuses.Unknown];
}
