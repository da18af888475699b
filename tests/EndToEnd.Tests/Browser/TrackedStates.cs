using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Browser;

/// <summary>One order in each state that a customer can meet, brought there as its store would.</summary>
public sealed class TrackedStates(Platform platform)
{
    private static readonly string[] Road = ["picked_up", "in_transit"];
    private static readonly string[] Door = [.. Road, "out_for_delivery"];

    private static readonly Dictionary<string, Func<TrackedStates, Task<Order>>> All = new()
    {
        ["placed"] = states => states.Placed(),
        ["shipped"] = states => states.OnTheWay(Road),
        ["out-for-delivery"] = states => states.OnTheWay(Door, "cod"),
        ["attempted"] = states => states.OnTheWay([.. Door, "delivery_attempted"], reason: "address_issue"),
        ["pickup"] = states => states.OnTheWay([.. Door, "available_for_pickup"]),
        ["delivered"] = states => states.Delivered(),
        ["returning"] = states => states.OnTheWay([.. Door, "returning"]),
        ["lost"] = states => states.OnTheWay([.. Road, "exception"], reason: "lost"),
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

    private async Task<Order> Cancelled()
    {
        var order = await Placed();
        (await platform.Storefront.Post(order.Path + "/cancel", new { reason = "changed_mind" })).Is(200);
        await platform.TimelineWhen(order, t => Text(t["payment"], "status") == "refunded");
        return order;
    }

    private Task<Order> Delivered() => OnTheWay([.. Door, "delivered"], "upi");

    private async Task<(Order Order, string Path)> GivenBack()
    {
        var order = await Delivered();
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

    /// <summary>Scans a day apart, the last one yesterday; it has the reason.</summary>
    private async Task<Order> OnTheWay(string[] scans, string method = "upi", string? reason = null)
    {
        var order = await platform.Place(method);
        var (shipment, _) = await platform.Ship(order);
        var last = DateTimeOffset.UtcNow.AddDays(-1);
        foreach (var (n, status) in scans.Index())
        {
            var isLast = n == scans.Length - 1;
            (await platform.Storefront.Post($"/v1/shipments/{shipment}/scans", new
            {
                status,
                occurredAt = last.AddDays(n + 1 - scans.Length).ToString("O", CultureInfo.InvariantCulture),
                location = "Bengaluru",
                reason = isLast && reason is not null ? new { code = reason } : null,
            })).Status.ShouldBeInRange(200, 201);
        }

        await platform.TimelineWhen(order,
            t => t["shipments"]!.AsArray().Any(parcel => Text(parcel, "status") == scans[^1]));
        return order;
    }

    private static string? Text(JsonNode? node, string member) => (string?)node![member];
}
