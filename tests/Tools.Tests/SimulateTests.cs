using System.Globalization;
using System.Text;
using Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Shipments;
using Shipments.Carriers;
using Tools.Simulate;

namespace Tools.Tests;

/// <summary>
/// What the simulator posts, each carrier's own adapter reads: to the standing that the scenario ends with.
/// </summary>
public sealed class SimulateTests
{
    private const string Secret = "s\u00e9cret of the simulator";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, ICarrier> Adapters = new ServiceCollection().AddCarriers()
        .BuildServiceProvider().GetServices<ICarrier>().ToDictionary(carrier => carrier.Name);

    public static TheoryData<string, string> Journeys { get; } = [.. CarrierScript.Names
        .SelectMany(carrier => Scenario.All.Select(scenario => (carrier, scenario.Name)))];

    public static TheoryData<string> Carriers { get; } = [.. CarrierScript.Names];

    [Fact]
    public void Every_carrier_can_be_simulated() =>
        Adapters.Keys.Except([Generic.Unnamed]).Order().ShouldBe(CarrierScript.Names);

    [Theory]
    [MemberData(nameof(Journeys))]
    public void A_simulated_journey_ends_as_it_should(string carrier, string name)
    {
        var (script, scenario) = (CarrierScript.Load(carrier), Scenario.Named(name));
        if (script.EndOf(scenario) is not { } end)
        {
            // Only of a loss may a carrier have no word.
            name.ShouldBe("lost");
            return;
        }

        foreach (var seed in (int[])[1, 2, 3])
        {
            var (played, parcels) = Read(carrier, script, scenario, seed);
            var scans = parcels.SelectMany(parcel => parcel.Scans).ToList();
            var standing = scans.Aggregate(Journey.Empty, (journey, scan) => journey.Add(scan)).Standing(null);
            standing.Status.ShouldBe(end, $"seed {seed}");
            standing.Attempts.ShouldBe(
                script.TellsAttempts ? scenario.Steps.Count(step => step.Step == "attempted") : 0);
            scans.ShouldAllBe(scan => scan.Suspect == null && scan.Status != Statuses.Unknown);
            var told = scans.Where(scan => scan.Source == ScanSource.Carrier).DistinctBy(scan => scan.Id);
            told.Select(scan => Minute(scan.OccurredAt)).Order()
                .ShouldBe(played.Select(happening => Minute(happening.At)), $"seed {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(Carriers))]
    public void A_simulated_carrier_proves_itself(string carrier)
    {
        var (script, scenario) = (CarrierScript.Load(carrier), Scenario.Named("delivered"));
        var played = scenario.Played(new Random(1), Now);
        var body = script.Post(script.NewNumber(new Random(1)), "SIM-1", played);
        var scheme = script.Auth.Scheme == "header" ? CarrierAuth.Header : CarrierAuth.Hmac;
        var auth = new CarrierAuth(scheme, script.Auth.Header, null, ["old", Secret]);
        Adapters[carrier].IsAuthentic(Request(body, script, Secret), auth).ShouldBeTrue();
        Adapters[carrier].IsAuthentic(Request(body, script, "other"), auth).ShouldBeFalse();
    }

    [Fact]
    public void The_same_seed_is_the_same_journey()
    {
        var (script, scenario) = (CarrierScript.Load("delhivery"), Scenario.Named(Scenario.Shuffled));
        string Play(int seed) => string.Join('\n', Read("delhivery", script, scenario, seed).Parcels
            .SelectMany(parcel => parcel.Scans).Select(scan => scan.Id));
        Play(7).ShouldBe(Play(7));
        Play(7).ShouldNotBe(Play(8));
    }

    [Theory]
    [InlineData("--scenario", "flying")]
    [InlineData("--speed", "0")]
    [InlineData("--to", "nowhere")]
    [InlineData("--colour", "red")]
    public void What_is_no_option_is_refused(string option, string value) =>
        Should.Throw<ArgumentException>(() => SimulateOptions.Parse([option, value]));

    private static (IReadOnlyList<Happening> Played, IReadOnlyList<Parcel> Parcels) Read(
        string carrier, CarrierScript script, Scenario scenario, int seed)
    {
        var random = new Random(seed);
        var number = script.NewNumber(random);
        var played = scenario.Played(random, Now.AddHours(-1));
        var parcels = scenario.Told(random).SelectMany(i =>
        {
            var body = script.Post(number, "SIM-1", [.. played.Take(i + 1)]);
            var report = Adapters[carrier].Parse(body, new CarrierContext(Now, null));
            return (report as CarrierReport.Parcels ?? throw new InvalidOperationException(
                $"{carrier} says {report} of {Encoding.UTF8.GetString(body)}")).All;
        }).ToList();
        parcels.ShouldAllBe(parcel => parcel.TrackingNumber == TrackingNumbers.Normalize(number));
        return (played, parcels);
    }

    private static CarrierRequest Request(byte[] body, CarrierScript script, string secret) => new(
        body,
        new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase)
        {
            [script.Auth.Header] = script.Auth.Of(body, secret, Now),
        },
        new Dictionary<string, StringValues>())
    {
        ReceivedAt = Now,
    };

    // Not every carrier tells the seconds.
    private static string Minute(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
