using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Testing;

namespace EndToEnd.Tests;

/// <summary>An order with an e-mail address of its own.</summary>
public sealed record Order(string Id, string Number, string Email, string TrackingUrl)
{
    public string Path => $"/v1/orders/{Id}";

    public string Token => TrackingUrl[(TrackingUrl.LastIndexOf('/') + 1)..];
}

/// <summary>What a storefront and its carriers do all day, for the tests to say it in one line.</summary>
public static class Shop
{
    private static int orders;

    public static string NewNumber() => $"T{Environment.ProcessId}-{Interlocked.Increment(ref orders)}";

    public static string NewTrackingNumber() =>
        Random.Shared.NextInt64(10_000_000_000_000, 99_999_999_999_999).ToString(CultureInfo.InvariantCulture);

    /// <summary>A request that is right; a test changes what it is about.</summary>
    public static JsonObject Request(string number, string method = "card") => new()
    {
        ["orderNumber"] = number,
        ["customer"] = new JsonObject
        {
            ["name"] = "Asha Rao",
            ["email"] = Email(number),
            ["phone"] = "+919800000001",
            ["locale"] = "en-IN",
            ["timeZone"] = "Asia/Kolkata",
        },
        ["shippingAddress"] = new JsonObject
        {
            ["name"] = "Asha Rao",
            ["line1"] = "14 Lake View Road",
            ["city"] = "Bengaluru",
            ["postalCode"] = "560001",
            ["country"] = "IN",
        },
        ["items"] = new JsonArray(
            new JsonObject
            {
                ["sku"] = "LAMP-1",
                ["name"] = "Desk lamp",
                ["quantity"] = 2,
                ["unitPrice"] = Inr("600.00"),
            }),
        ["shippingPrice"] = Inr("99.00"),
        ["payment"] = new JsonObject { ["method"] = method, ["amount"] = Inr("1299.00") },
    };

    public static JsonObject Inr(string amount) => new() { ["amount"] = amount, ["currency"] = "INR" };

    public static string Email(string number) => $"{number.ToLowerInvariant()}@customers.example";

    public static async Task<Order> Place(this Platform platform, string method = "card")
    {
        var number = NewNumber();
        return Read((await platform.Storefront.Post("/v1/orders", Request(number, method))).Is(201));
    }

    public static Order Read(Answer answer)
    {
        var json = answer.Json;
        var number = json["orderNumber"]!.GetValue<string>();
        return new(json["id"]!.GetValue<string>(), number, Email(number), json["trackingUrl"]!.GetValue<string>());
    }

    /// <summary>Registers a parcel with everything in it and gives its number.</summary>
    public static async Task<(string Id, string Number)> Ship(
        this Platform platform, Order order, string carrier = "delhivery")
    {
        var number = NewTrackingNumber();
        var answer = await platform.Storefront.Post(order.Path + "/shipments", new
        {
            carrier,
            trackingNumber = number,
            items = new[] { new { sku = "LAMP-1", quantity = 2 } },
        });
        return (answer.Is(201).Json["id"]!.GetValue<string>(), number);
    }

    public static async Task<JsonNode> Timeline(this Platform platform, Order order) =>
        (await platform.Storefront.Get(order.Path + "/timeline")).Is(200).Json;

    /// <summary>The timeline once it is as the test says it must become.</summary>
    public static Task<JsonNode> TimelineWhen(this Platform platform, Order order, Func<JsonNode, bool> holds) =>
        Eventually.Get(() => platform.Timeline(order), holds);

    public static Task<JsonNode> TimelineWhen(this Platform platform, Order order, string status) =>
        platform.TimelineWhen(order, timeline => timeline["status"]!.GetValue<string>() == status);

    public static string[] Codes(this JsonNode timeline) =>
        [.. timeline["entries"]!.AsArray().Select(e => e!["code"]!.GetValue<string>())];

    /// <summary>
    /// The milestones whose messages have ended, sent or as old news: how fast one follows the other decides which.
    /// </summary>
    public static string[] Told(this JsonNode timeline) =>
        [.. timeline["entries"]!.AsArray()
            .Where(e => e!["code"]!.GetValue<string>() is "notification.sent" or "notification.suppressed")
            .Select(e => e!["detail"]!.GetValue<string>().Split(':')[0])];

    /// <summary>Subjects of the e-mails to the order's customer, each with how often it was handed in.</summary>
    public static async Task<JsonNode[]> Mails(this Platform platform, Order order) =>
        [.. JsonNode.Parse(await platform.Mail.GetStringAsync($"/api/messages?to={order.Email}"))!.AsArray()
            .Select(m => m!)];

    /// <summary>The link of the one letter the order's customer has had, with which its messages are ended.</summary>
    public static async Task<string> UnsubscribeLink(this Platform platform, Order order)
    {
        var letter = (await platform.Mails(order)).ShouldHaveSingleItem();
        return Regex.Match((string)letter["html"]!, "href=\"([^\"]*/unsubscribe/[^\"]*)\"").Groups[1].Value;
    }
}
