using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gateway.Tests;

public sealed partial class MapPageTests(Platform platform)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Travelled { get; } = Samples.With(order =>
    {
        order["origin"] = Place("Delhi", 28.6, 77.2);
        order["destination"] = Place("Bengaluru", 13.0, 77.6);
        order["shipments"]![0]!["scans"]![1]!["location"] = Place("Nagpur", 21.15, 79.09);
        order["shipments"]![0]!["position"] = new JsonObject
        {
            ["latitude"] = 12.95, ["longitude"] = 77.62, ["at"] = "2026-11-20T08:58:11+00:00", ["accuracy"] = 100,
        };
    });

    [Fact]
    public async Task The_map_says_in_words_what_it_shows_and_needs_nothing_from_elsewhere()
    {
        var (answer, page) = await Get(platform.Gateway, Travelled);
        var map = Map().Match(page).Value;
        map.Length.ShouldBeInRange(2_000, 30_000);
        map.ShouldContain("role=\"img\"");
        var words = WebUtility.HtmlDecode(Alternative().Match(map).Groups[1].Value);
        foreach (var place in (string[])["From Delhi", "Nagpur, ", "The courier, ", "To Bengaluru"])
        {
            words.ShouldContain(place);
            Places().Match(page).Value.ShouldContain(place);
        }

        map.ShouldNotContain("<image");
        map.ShouldNotContain("style=");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("img-src 'self';");
    }

    [Fact]
    public async Task An_order_whose_places_nobody_knows_has_no_map()
    {
        var (_, page) = await Get(platform.Gateway, Samples.OutForDelivery);
        page.ShouldContain("id=\"headline\"");
        page.ShouldNotContain("id=\"map\"");
    }

    [Fact]
    public async Task Pictures_come_from_the_map_server_that_was_settled_and_only_they_are_allowed()
    {
        await using var host = platform.Start(
            ("Map:TileUrl", "https://tiles.shop.example/{z}/{x}/{y}.png"), ("Map:Attribution", "© the mappers"));
        var (answer, page) = await Get(host, Travelled);
        var map = Map().Match(page).Value;
        map.ShouldContain("<image href=\"https://tiles.shop.example/");
        map.ShouldNotContain("class=\"land\"");
        WebUtility.HtmlDecode(page).ShouldContain("© the mappers");
        answer.Headers.GetValues("Content-Security-Policy").Single()
            .ShouldContain("img-src 'self' https://tiles.shop.example;");
    }

    [Fact]
    public async Task A_parcel_is_found_by_its_number_alone_and_an_unknown_one_is_said_to_be_so()
    {
        platform.Orders.Parcels["JD01"] = """
            { "carrier": "dhl", "trackingNumber": "JD01", "carrierUrl": null, "status": "in_transit", "leg": "forward",
              "detail": null, "reason": null, "attempts": 0, "deliveredAt": null,
              "lastScanAt": "2026-11-20T08:00:00+01:00", "freshness": "PT1H",
              "estimatedDelivery":
                { "from": "2099-11-21T00:00:00+01:00", "to": "2099-11-21T23:59:59+01:00", "source": "carrier" },
              "asOf": "2026-11-20T09:00:00+01:00",
              "scans": [ { "id": "s1", "status": "in_transit", "leg": "forward", "detail": null, "reason": null,
                "location": { "city": "Köln", "country": "DE" }, "occurredAt": "2026-11-20T08:00:00+01:00",
                "localTime": "2026-11-20T08:00:00", "zone": "Europe/Berlin", "carrier": "dhl", "suspect": null,
                "discounted": null, "recordedAt": "2026-11-20T08:01:00+01:00" } ] }
            """;
        using var client = platform.Gateway.Client();
        using var form = new FormUrlEncodedContent([new("trackingNumber", " JD01 ")]);
        using var found = await client.PostAsync("/track", form, Stop);
        found.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        found.Headers.Location!.OriginalString.ShouldBe("/track/parcel/JD01");

        using var answer = await client.GetAsync("/track/parcel/JD01", Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop));
        foreach (var text in (string[])["JD01", "DHL", "Köln", "On its way", "Nov 21"])
            page.ShouldContain(text);

        using var unknown = await client.GetAsync("/track/parcel/JD02", Stop);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await unknown.Content.ReadAsStringAsync(Stop)).ShouldContain("We know no parcel with this number.");
    }

    [Fact]
    public async Task Too_many_wrong_tries_of_an_order_number_are_told_on_the_page_with_the_wait()
    {
        using var client = platform.Gateway.Client();
        using var form = new FormUrlEncodedContent([new("orderNumber", "guessed"), new("contact", "110099")]);
        using var page = await client.PostAsync("/track", form, Stop);
        page.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        page.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(540));
    }

    private async Task<(HttpResponseMessage Answer, string Page)> Get(GatewayHost host, string order)
    {
        var token = Guid.NewGuid().ToString("N")[..22] + new string('o', 22) + "demo";
        platform.Orders.Orders[token] = order;
        using var client = host.Client();
        var answer = await client.GetAsync($"/track/{token}", Stop);
        return (answer, await answer.Content.ReadAsStringAsync(Stop));
    }

    private static JsonObject Place(string city, double latitude, double longitude) => new()
    {
        ["city"] = city, ["country"] = "IN", ["latitude"] = latitude, ["longitude"] = longitude,
    };

    [GeneratedRegex("<svg viewBox=\"0 0 400.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Map();

    [GeneratedRegex("aria-label=\"([^\"]*)\"")]
    private static partial Regex Alternative();

    [GeneratedRegex("<ol class=\"places\">.*?</ol>", RegexOptions.Singleline)]
    private static partial Regex Places();
}
