using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Testing;

namespace EndToEnd.Tests;

/// <summary>
/// One text, hostile to pages, sheets and readers alike, in every field that takes free text: on the customer's page,
/// in letters, in the mail sink and in exported sheets it is a text.
/// </summary>
public sealed partial class HostileTextTests(Platform platform)
{
    // A formula, a tag, the end of an attribute, text that runs from right to left, one that turns the order, an emoji.
    private const string Hostile = "=HYPERLINK(0)\"'><img src=x onerror=alert(1)> "
        + "\u0645\u0631\u062D\u0628\u0627 \u202Eabc \U0001F469\u200D\U0001F467";

    private static readonly string[] OfOrder =
    [
        "/customer/name", "/shippingAddress/name", "/shippingAddress/line1", "/shippingAddress/line2",
        "/shippingAddress/city", "/shippingAddress/region", "/items/0/name", "/payment/reference",
    ];

    [Fact]
    public async Task It_is_shown_as_text_everywhere()
    {
        var order = await Placed();
        await EverythingElseToo(order);

        var page = (await platform.Anybody.Get($"/track/{order.Token}")).Is(200).Text;
        page.ShouldContain("&lt;img src=x onerror=alert(1)&gt;");
        IsHarmless(page);
        var mails = await Eventually.Get(
            () => platform.Mails(order), found => found.Any(mail => IsAbout(mail, "Deliv")));
        foreach (var mail in mails)
        {
            IsHarmless(mail["html"]!.GetValue<string>());
            mail["text"]!.GetValue<string>().ShouldNotContain('\u202E');
            IsHarmless(await platform.Mail.GetStringAsync($"/messages/{mail["id"]}"));
        }

        foreach (var what in (string[])["orders", "shipments", "timelines"])
        {
            var sheet = await Eventually.Get(async () => (await platform.Storefront.Get(
                $"/v1/exports/{what}?format=csv")).Is(200).Text, text => text.Contains(order.Number));
            var own = Rows(sheet).Where(row => row.Contains(order.Number)).ToList();
            own.ShouldNotBeEmpty();
            own.SelectMany(row => row).ShouldAllBe(cell => cell.Length == 0 || !"=+-@\t\r".Contains(cell[0]));
            own.SelectMany(row => row).ShouldContain(cell => cell.Contains("<img"), $"{what} hold it as it was");
        }
    }

    [Fact]
    public async Task It_comes_back_as_it_was_told()
    {
        var order = await Placed();
        var read = (await platform.Storefront.Get(order.Path)).Is(200).Json;
        foreach (var field in OfOrder.Where(field => !field.StartsWith("/payment", StringComparison.Ordinal)))
            At(read, field)!.GetValue<string>().ShouldBe(Hostile, field);
    }

    private async Task<Order> Placed()
    {
        var request = Shop.Request(Shop.NewNumber(), "upi");
        foreach (var field in OfOrder)
            At(request, field[..field.LastIndexOf('/')])![field[(field.LastIndexOf('/') + 1)..]] = Hostile;
        return Shop.Read((await platform.Storefront.Post("/v1/orders", request)).Is(201));
    }

    /// <summary>Held, shipped, scanned, delivered, scored, complained of and asked back, all in those words.</summary>
    private async Task EverythingElseToo(Order order)
    {
        async Task<Answer> Post(string path, object? body = null) => await platform.Storefront.Post(path, body);
        (await Post(order.Path + "/hold", new { reason = Hostile })).Is(200);
        (await Post(order.Path + "/release")).Is(200);
        (await Post(order.Path + "/verify", new { outcome = "verified", note = Hostile })).Is(200);
        var items = new[] { new { sku = "LAMP-1", quantity = 2 } };
        var shipment = (await Post(order.Path + "/shipments", new { items, service = Hostile })).Is(201).Json["id"];
        foreach (var (status, minutes) in (IEnumerable<(string, int)>)[("in_transit", 3), ("delivered", 1)])
            (await Post($"/v1/shipments/{shipment}/scans", new
            {
                status,
                occurredAt = DateTimeOffset.UtcNow.AddMinutes(-minutes),
                description = Hostile,
                location = new { text = Hostile, city = Hostile },
                reason = new { code = "other", text = Hostile },
                proofOfDelivery = status == "delivered" ? new { signedBy = Hostile, relation = Hostile } : null,
            })).Is(201);
        await platform.TimelineWhen(order, "delivered");
        (await Post(order.Path + "/feedback", new { score = 1, comment = Hostile })).Is(200);
        (await Post(order.Path + "/issues", new { kind = "damaged", message = Hostile })).Is(200);
        (await Post(order.Path + "/returns", new { items, reason = Hostile, comment = Hostile })).Is(201);
        await platform.TimelineWhen(order, "return_requested");
    }

    private static void IsHarmless(string html)
    {
        html.ShouldNotContain("<img src=x", Case.Insensitive);
        html.ShouldNotContain("\"'>");
    }

    private static bool IsAbout(JsonNode mail, string subject) =>
        mail["subject"]!.GetValue<string>().StartsWith(subject, StringComparison.Ordinal);

    private static JsonNode? At(JsonNode of, string pointer) => pointer.Split('/')[1..].Aggregate(
        (JsonNode?)of, (node, name) => node is JsonArray list ? list[int.Parse(name, null)] : node?[name]);

    private static IEnumerable<string[]> Rows(string sheet) => sheet.Split("\r\n").Select(row => Cells().Matches(row)
        .Select(cell => cell.Groups[1].Success ? cell.Groups[1].Value.Replace("\"\"", "\"") : cell.Groups[2].Value)
        .ToArray());

    [GeneratedRegex("(?<=^|,)(?:\"((?:[^\"]|\"\")*)\"|([^,]*))")]
    private static partial Regex Cells();
}
