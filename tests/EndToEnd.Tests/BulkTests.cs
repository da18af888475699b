using System.Text;
using System.Text.Json.Nodes;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Orders by the file, in and out.</summary>
public sealed class BulkTests(Platform platform)
{
    [Fact]
    public async Task A_bad_line_in_the_middle_is_reported_and_the_others_are_placed()
    {
        var numbers = Enumerable.Range(0, 200).Select(_ => Shop.NewNumber()).ToArray();
        var lines = numbers.Select(number => Shop.Request(number).ToJsonString()).ToArray();
        lines[100] = "{\"orderNumber\":";
        lines[150] = lines[150].Replace("\"quantity\":2", "\"quantity\":-2");
        var results = await Import(string.Join('\n', lines));

        results.Select(result => result["line"]!.GetValue<int>()).ShouldBe(Enumerable.Range(1, 200));
        results.Where(result => result["status"]!.GetValue<int>() != 201)
            .Select(result => (result["line"]!.GetValue<int>(), result["status"]!.GetValue<int>()))
            .ShouldBe([(101, 400), (151, 400)]);
        results[150]["problem"]!["errors"]![0]!["pointer"]!.GetValue<string>().ShouldBe("/items/0/quantity");
        (await platform.Storefront.Get($"/v1/orders/{results[199]["id"]}")).Is(200)
            .Json["orderNumber"]!.GetValue<string>().ShouldBe(numbers[199]);
    }

    [Fact]
    public async Task A_file_sent_again_places_nothing_twice_and_a_changed_line_is_said()
    {
        var numbers = Enumerable.Range(0, 20).Select(_ => Shop.NewNumber()).ToArray();
        var lines = numbers.Select(number => Shop.Request(number).ToJsonString()).ToArray();
        var first = await Import(string.Join('\n', lines[..12]));
        lines[3] = lines[3].Replace("Asha", "Usha");
        var again = await Import(string.Join('\n', lines));
        again.Select(result => result["status"]!.GetValue<int>())
            .ShouldBe([200, 200, 200, 409, .. Enumerable.Repeat(200, 8), .. Enumerable.Repeat(201, 8)]);
        again[0]["id"]!.GetValue<string>().ShouldBe(first[0]["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Lines_without_a_number_need_a_key_that_makes_a_repeat_known()
    {
        var request = Shop.Request("x");
        request.Remove("orderNumber");
        var line = request.ToJsonString();
        (await Import(line))[0]["problem"]!["errors"]![0]!["pointer"]!.GetValue<string>().ShouldBe("/orderNumber");
        var key = ("Idempotency-Key", Shop.NewNumber());
        var first = await Import($"{line}\n{line}", key);
        first.Select(result => result["status"]!.GetValue<int>()).ShouldBe([201, 201]);
        var again = await Import($"{line}\n{line}", key);
        again.Select(result => $"{result["status"]} {result["id"]}")
            .ShouldBe(first.Select(result => $"200 {result["id"]}"));
    }

    [Fact]
    public async Task What_is_exported_as_a_sheet_is_imported_as_it_was()
    {
        var number = Shop.NewNumber();
        var request = Shop.Request(number);
        request["customer"]!["name"] = "=HYPERLINK(\"http://x.example\")";
        var placed = (await platform.Storefront.Post("/v1/orders", request)).Is(201).Json;
        var after = Uri.EscapeDataString(DateTimeOffset.Parse(placed["placedAt"]!.GetValue<string>(), null)
            .AddMilliseconds(-1).ToString("O"));
        var sheet = await Eventually.Get(
            async () => (await platform.Storefront.Get($"/v1/exports/orders?format=csv&placedAfter={after}")).Is(200),
            answer => answer.Text.Contains(number));
        sheet["Content-Type"]!.ShouldStartWith("text/csv");
        sheet.Text.ShouldContain("\"'=HYPERLINK(\"\"http://x.example\"\")\"");
        sheet.Text.ShouldContain("'+919800000001");

        var rows = sheet.Text.Split("\r\n");
        var own = rows.Single(row => row.Contains($",{number},")).Replace(number, number + "b");
        var results = await Import($"{rows[0]}\r\n{own}\r\n", type: "text/csv");
        results.Single()["status"]!.GetValue<int>().ShouldBe(201, results.Single().ToJsonString());
        var again = (await platform.Storefront.Get($"/v1/orders/{results[0]["id"]}")).Is(200).Json;
        foreach (var part in (string[])["customer", "shippingAddress", "items", "totals"])
            again[part]!.ToJsonString().ShouldBe(placed[part]!.ToJsonString());
    }

    [Fact]
    public async Task Timelines_are_exported_too()
    {
        var order = await platform.Place();
        await platform.Ship(order);
        await platform.TimelineWhen(order, t => t.Codes().Contains("shipment.registered"));
        var timelines = (await platform.Storefront.Get("/v1/exports/timelines")).Is(200).Text;
        var own = timelines.Split('\n').Single(line => line.Contains($"\"orderNumber\":\"{order.Number}\""));
        JsonNode.Parse(own)!.Codes().ShouldContain("shipment.registered");
        (await platform.Storefront.Get("/v1/exports/timelines?format=csv")).Is(200).Text
            .ShouldContain($"{order.Number},");
    }

    [Fact]
    public async Task Parcels_are_exported_with_a_number_and_without_and_orders_that_have_none_are_not()
    {
        var (numbered, byHand, bare) = (await platform.Place(), await platform.Place(), await platform.Place());
        var (_, number) = await platform.Ship(numbered);
        (await platform.Storefront.Post(byHand.Path + "/shipments",
            new { items = new[] { new { sku = "LAMP-1", quantity = 1 } } })).Is(201);
        var lines = await Eventually.Get(
            async () => (await platform.Storefront.Get("/v1/exports/shipments")).Is(200).Text.Split('\n'),
            lines => Of(lines, numbered).Any() && Of(lines, byHand).Any());
        ((string?)Of(lines, numbered).Single()["trackingNumber"]).ShouldBe(number);
        ((string?)Of(lines, byHand).Single()["trackingNumber"]).ShouldBeNull();
        Of(lines, bare).ShouldBeEmpty();
        (await platform.Storefront.Get("/v1/exports/shipments?format=csv")).Is(200).Text.Split("\r\n")
            .Where(row => row.StartsWith($"{byHand.Id},", StringComparison.Ordinal))
            .ShouldHaveSingleItem().ShouldContain("1×LAMP-1");

        static IEnumerable<JsonNode> Of(string[] lines, Order order) => lines
            .Where(line => line.Contains($"\"orderNumber\":\"{order.Number}\""))
            .Select(line => JsonNode.Parse(line)!["shipment"]!);
    }

    [Fact]
    public async Task What_cannot_be_imported_or_exported_is_said()
    {
        (await platform.Storefront.Post("/v1/orders/import", "{}")).IsProblem(415);
        (await platform.Storefront.Post("/v1/orders/import", Content("a,b\r\n1,2", "text/csv"))).IsProblem(400)
            .Json["detail"]!.GetValue<string>().ShouldContain("'a'");
        (await platform.Storefront.Get("/v1/exports/orders?format=xls")).IsProblem(400);
        (await platform.Storefront.Get("/v1/exports/secrets")).IsProblem(404);
        (await platform.Anybody.Post("/v1/orders/import", Content("{}", "application/x-ndjson"))).IsProblem(401);
    }

    [Fact]
    public async Task Another_merchant_exports_nothing_of_this_one()
    {
        var order = await platform.Place();
        var merchant = (await platform.Admin.Post("/v1/merchants", new { name = "Another shop" })).Is(201).Json;
        var stranger = platform.With(merchant["keys"]!["storefront"]!.GetValue<string>());
        foreach (var what in (string[])["orders", "shipments", "timelines"])
            (await stranger.Get($"/v1/exports/{what}")).Is(200).Text.ShouldNotContain(order.Number);
    }

    private static StringContent Content(string text, string type) => new(text, Encoding.UTF8, type);

    private async Task<JsonNode[]> Import(
        string text, (string, string)? header = null, string type = "application/x-ndjson")
    {
        var answer = (await platform.Storefront.Post("/v1/orders/import", Content(text, type),
            header is { } given ? [given] : [])).Is(200);
        var lines = answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => JsonNode.Parse(line)!)];
    }
}
