using System.Globalization;
using Tools.Demo;
using Tools.Platform;

namespace Tools.Simulate;

/// <summary>
/// Posts a parcel's journey as its carrier would, proven as the carrier proves itself: to the running platform, with an
/// order and a parcel to hear of it and the customer's page read aloud, or to any endpoint.
/// </summary>
internal static class Simulate
{
    private static readonly TimeSpan Ago = TimeSpan.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(10);

    /// <exception cref="ArgumentException">The carrier has no script, or no words for the scenario.</exception>
    /// <exception cref="PlatformException">The platform refused something.</exception>
    /// <exception cref="TimeoutException">The parcel does not stand as it should.</exception>
    public static async Task Run(
        PlatformAccess access, string carrier, SimulateOptions options, TextWriter output, TimeProvider clock)
    {
        var script = CarrierScript.Load(carrier);
        var scenario = options.Scenario;
        var end = script.EndOf(scenario)
            ?? throw new ArgumentException($"{carrier} has no words for the scenario {scenario.Name}");
        var random = new Random(options.Seed);
        var number = options.Number ?? script.NewNumber(random);
        var played = scenario.Played(random, clock.GetUtcNow() - Ago);
        var told = scenario.Told(random);
        await output.WriteLineAsync(
            $"{carrier}, {scenario.Name}: parcel {number}, {told.Count} webhooks, --seed {options.Seed}");

        var posts = told.Select(i =>
            (Happening: played[i], Body: script.Post(number, $"SIM-{number}", [.. played.Take(i + 1)])));
        if (options.To is { } endpoint)
            await Send(posts, Sender(endpoint, carrier, script, options, access), options.Speed, output, clock);
        else
            await Show(access, carrier, script, number, scenario, played[0].At, posts, end, options, output, clock);
    }

    private static async Task Show(
        PlatformAccess access, string carrier, CarrierScript script, string number, Scenario scenario,
        DateTimeOffset begin, IEnumerable<(Happening Happening, byte[] Body)> posts, string end,
        SimulateOptions options, TextWriter output, TimeProvider clock)
    {
        using var platform = new PlatformClient(access);
        var order = await platform.Place(OrderOf(number, scenario, begin.AddHours(-2)));
        await platform.Confirm(order.Id, begin.AddHours(-1));
        await platform.Ship(order.Id, new([new("SAMPLE-1", 1)]) { Carrier = carrier, TrackingNumber = number });
        await output.WriteLineAsync($"  Tracking page: {order.TrackingUrl}");
        await using var customer = new CustomerView(platform, order.TrackingToken, output);
        customer.Open();
        var hook = new Uri(access.Gateway, $"/webhooks/carriers/{carrier}/{options.Account}");
        await Send(posts, Sender(hook, carrier, script, options, access), options.Speed, output, clock);

        var parcel = await Settled(platform, order.TrackingToken, end, scenario.Steps.Count);
        await customer.Sees("order.placed");
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"The parcel is {parcel.Status}, by {parcel.Scans.Count} scans: {order.TrackingUrl}"));
    }

    /// <summary>The customer's parcel, once it stands as it should by all of its scans.</summary>
    private static async Task<ParcelAnswer> Settled(PlatformClient platform, string token, string end, int scans)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var parcels = (await platform.Track(token)).Shipments;
            if (parcels is [{ } parcel, ..] && parcel.Status == end && parcel.Scans.Count >= scans)
                return parcel;
            if (patience.IsCancellationRequested)
                throw new TimeoutException(parcels is [{ } other, ..]
                    ? $"The parcel is {other.Status} with {other.Scans.Count} scans and not {end} with {scans}"
                    : "The parcel is not on the customer's page: see ./run logs orders");
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    private static async Task Send(
        IEnumerable<(Happening Happening, byte[] Body)> posts, Func<byte[], Task> send, double? speed,
        TextWriter output, TimeProvider clock)
    {
        DateTimeOffset? before = null;
        foreach (var (happening, body) in posts)
        {
            if (speed is { } times && happening.At - before is { Ticks: > 0 } gap)
                await Task.Delay(gap / times < PauseMax ? gap / times : PauseMax, clock, CancellationToken.None);
            before = happening.At;
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"  {happening.At:yyyy-MM-dd HH:mm}Z {happening.Step}, {happening.Place.City}"));
            await send(body);
        }
    }

    /// <summary>Posts a body as the carrier does, with its proof; anything but a success is said.</summary>
    private static Func<byte[], Task> Sender(
        Uri url, string carrier, CarrierScript script, SimulateOptions options, PlatformAccess access)
    {
        var secret = options.Secret ?? access.WebhookSecret(carrier);
        var header = options.Header ?? access.WebhookHeaderOr(carrier, script.Auth.Header);
        return body => PlatformClient.PostWebhook(
            url, body, header, script.Auth.Of(body, secret, DateTimeOffset.UtcNow));
    }

    private static NewOrder OrderOf(string number, Scenario scenario, DateTimeOffset placedAt) => new()
    {
        OrderNumber = $"SIM-{number}-{Guid.NewGuid().ToString("N")[..6]}",
        PlacedAt = placedAt,
        Customer = new("Sample Customer") { Email = $"sim-{number.ToLowerInvariant()}@example.com", Locale = "en-IN" },
        ShippingAddress = new("12 Example Road", "Mumbai", "400071", "IN") { Region = "Maharashtra" },
        Items = [new("SAMPLE-1", "Steel kettle, 1 litre", 1, new(1828.00m, "INR"))],
        Payments = [new(scenario.Name == Scenario.Cash ? "cod" : "card", new(1828.00m, "INR"))],
    };
}
