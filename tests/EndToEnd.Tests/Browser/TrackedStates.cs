using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Browser;

/// <summary>One order in each state that a customer can meet, brought there as its store would.</summary>
public sealed class TrackedStates(Platform platform)
{
    private static readonly JsonObject Delhi = Place("Delhi", 28.61, 77.21);
    private static readonly JsonObject Nagpur = Place("Nagpur", 21.15, 79.09);
    private static readonly JsonObject Bengaluru = Place("Bengaluru", 12.97, 77.59);

    private static readonly (string Status, JsonObject Place)[] Road = [("picked_up", Delhi), ("in_transit", Nagpur)];
    private static readonly (string Status, JsonObject Place)[] Door = [.. Road, ("out_for_delivery", Bengaluru)];

    private static readonly Dictionary<string, Func<TrackedStates, Task<Order>>> All = new()
    {
        ["placed"] = states => states.Placed(),
        ["packed"] = states => states.Packed(),
        ["shipped"] = states => states.OnTheWay(Road),
        ["delayed"] = states => states.OnTheWay(Road, promised: -2),
        ["customs"] = states => states.OnTheWay([.. Road, ("exception", Bengaluru)],
            """{ "reason": { "code": "customs_delay", "party": "customs", "actionRequired": true } }"""),
        ["out-for-delivery"] = states => states.WithTheCourier(),
        ["attempted"] = states => states.OnTheWay([.. Door, ("delivery_attempted", Bengaluru)],
            """{ "reason": { "code": "address_issue" } }"""),
        ["pickup"] = states => states.OnTheWay([.. Door, ("available_for_pickup", Bengaluru)]),
        ["delivered"] = states => states.Delivered(),
        ["returning"] = states => states.OnTheWay([.. Door, ("returning", Bengaluru)]),
        ["lost"] = states => states.OnTheWay([.. Road, ("exception", Nagpur)], """{ "reason": { "code": "lost" } }"""),
        ["cancelled"] = states => states.Cancelled(),
        ["return-requested"] = async states => (await states.GivenBack()).Order,
        ["refunded"] = states => states.Refunded(),
    };

    private readonly ConcurrentDictionary<string, Lazy<Task<Order>>> made = new();

    public static IEnumerable<string> Names => All.Keys;

    public Task<Order> Of(string state) => made.GetOrAdd(state, name => new(() => All[name](this))).Value;

    private async Task<Order> Placed()
    {
        var order = await platform.Place("upi");
        await platform.TimelineWhen(order, t => Text(t["payment"], "status") == "captured");
        return order;
    }

    private async Task<Order> Packed()
    {
        var order = await Placed();
        foreach (var step in (string[])["/confirm", "/pack"])
            (await platform.Storefront.Post(order.Path + step)).Is(200);
        return order;
    }

    private async Task<Order> Cancelled()
    {
        var order = await Placed();
        (await platform.Storefront.Post(order.Path + "/cancel", new { reason = "changed_mind" })).Is(200);
        await platform.TimelineWhen(order, t => Text(t["payment"], "status") == "refunded");
        return order;
    }

    /// <summary>Cash is to be had ready, and the courier is seen on the map.</summary>
    private async Task<Order> WithTheCourier()
    {
        var order = await OnTheWay(Door);
        var parcel = Text((await platform.Timeline(order))["shipments"]![0], "id");
        (await platform.Storefront.Post($"/v1/shipments/{parcel}/positions",
            new[] { new { latitude = 13.2, longitude = 77.7, at = DateTimeOffset.UtcNow } })).Is(200);
        await Testing.Eventually.True(async () => (await platform.Anybody.Get($"/v1/track/{order.Token}")).Is(200)
            .Json["shipments"]![0]!["position"] is not null);
        return order;
    }

    /// <summary>With the carrier's proof, and the cash that it has collected.</summary>
    private async Task<Order> Delivered()
    {
        var order = await OnTheWay([.. Door, ("delivered", Bengaluru)], """
            { "proofOfDelivery": { "signedBy": "Asha Rao", "photoUrl": "https://carrier.example/proof/1.jpg" },
              "cod": { "collected": { "amount": "1299.00", "currency": "INR" } } }
            """);
        await platform.TimelineWhen(order, t => Text(t["payment"], "status") == "cod_collected");
        return order;
    }

    private async Task<(Order Order, string Path)> GivenBack()
    {
        var order = await OnTheWay([.. Door, ("delivered", Bengaluru)], method: "upi");
        await platform.TimelineWhen(order, t => Text(t["payment"], "status") == "captured");
        var asked = await platform.Storefront.Post(order.Path + "/returns",
            new { items = new[] { new { sku = "LAMP-1", quantity = 1 } }, reason = "does_not_fit" });
        await platform.TimelineWhen(order, "return_requested");
        return (order, asked.Is(201)["Location"]!);
    }

    private async Task<Order> Refunded()
    {
        var (order, path) = await GivenBack();
        foreach (var step in (string[])["/approve", "/receive", "/refund"])
            (await platform.Storefront.Post(path + step)).Status.ShouldBeInRange(200, 202);
        await platform.TimelineWhen(order, t => Text(t["return"], "status") == "refunded");
        return order;
    }

    /// <summary>
    /// Ordered six days ago, then scans a day apart, the last one yesterday; <paramref name="besides"/>: what it says
    /// besides. <paramref name="promised"/>: in so many days.
    /// </summary>
    private async Task<Order> OnTheWay(
        (string Status, JsonObject Place)[] scans, string besides = "{}", string method = "cod", int promised = 2)
    {
        var yesterday = DateTimeOffset.UtcNow.AddDays(-1).ToOffset(TimeSpan.FromHours(5.5));
        var request = Shop.Request(Shop.NewNumber(), method);
        request["placedAt"] = yesterday.AddDays(-5).ToString("O", CultureInfo.InvariantCulture);
        request["promisedDeliveryDate"] =
            yesterday.AddDays(1 + promised).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        request["shipFrom"] = new JsonObject
        {
            ["line1"] = "1 Mill Road", ["city"] = "Delhi", ["postalCode"] = "110001", ["country"] = "IN",
            ["latitude"] = 28.61, ["longitude"] = 77.21,
        };
        (request["shippingAddress"]!["latitude"], request["shippingAddress"]!["longitude"]) = (12.97, 77.59);
        var order = Shop.Read((await platform.Storefront.Post("/v1/orders", request)).Is(201));
        var (shipment, _) = await platform.Ship(order);
        foreach (var (n, (status, place)) in scans.Index())
        {
            var scan = JsonNode.Parse(n == scans.Length - 1 ? besides : "{}")!;
            scan["status"] = status;
            scan["occurredAt"] = yesterday.AddDays(n + 1 - scans.Length).ToString("O", CultureInfo.InvariantCulture);
            scan["location"] = place.DeepClone();
            (await platform.Storefront.Post($"/v1/shipments/{shipment}/scans", scan)).Status
                .ShouldBeInRange(200, 201);
        }

        await platform.TimelineWhen(order,
            t => t["shipments"]!.AsArray().Any(parcel => Text(parcel, "status") == scans[^1].Status));
        return order;
    }

    private static JsonObject Place(string city, double latitude, double longitude) => new()
    {
        ["text"] = city, ["city"] = city, ["country"] = "IN", ["latitude"] = latitude, ["longitude"] = longitude,
    };

    private static string? Text(JsonNode? node, string member) => (string?)node![member];
}
