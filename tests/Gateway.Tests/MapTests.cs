using System.Text.Json;
using Gateway.Pages.Track;
using ServiceDefaults.Languages;

namespace Gateway.Tests;

public sealed class MapTests
{
    private static readonly (string Name, double Latitude, double Longitude)
        Ibitinga = ("Ibitinga", -21.8, -48.8), SaoPaulo = ("São Paulo", -23.5, -46.6), Tokyo = ("Tokyo", 35.7, 139.7),
        SanFrancisco = ("San Francisco", 37.8, -122.4), Suva = ("Suva", -18.1, 178.4);

    [Fact]
    public void Fewer_than_two_known_places_are_no_map()
    {
        MapRoute.Of(Order()).ShouldBeNull();
        MapRoute.Of(Order(to: SaoPaulo)).ShouldBeNull();
        // The same town twice is one place.
        MapRoute.Of(Order(from: SaoPaulo, to: ("São Paulo, centro", -23.51, -46.61))).ShouldBeNull();
        MapRoute.Of(Order(from: Ibitinga, to: SaoPaulo)).ShouldNotBeNull().Places.Count.ShouldBe(2);
    }

    [Fact]
    public void Only_scans_whose_place_is_known_are_on_the_way_and_the_last_of_them_is_marked()
    {
        var route = MapRoute.Of(Order(Ibitinga, SaoPaulo, scans:
        [
            """
            { "status": "picked_up", "occurredAt": "2026-11-17T08:00:00Z",
              "location": { "city": "Araraquara", "country": "BR" } }
            """,
            Scan("2026-11-19T08:00:00Z", ("Jundiai", -23.2, -46.9)),
            Scan("2026-11-18T08:00:00Z", ("Campinas", -22.9, -47.1)),
            """
            { "status": "in_transit", "occurredAt": "2030-01-01T08:00:00Z", "suspect": "future",
              "location": { "latitude": 1, "longitude": 1 } }
            """,
            """
            { "status": "in_transit", "occurredAt": "2026-11-19T09:00:00Z",
              "location": { "latitude": 91, "longitude": 1 } }
            """,
        ])).ShouldNotBeNull();
        route.Places.Select(place => (place.Role, place.Name)).ShouldBe(
        [
            (MapRole.From, "Ibitinga"), (MapRole.By, "Campinas"), (MapRole.Last, "Jundiai"), (MapRole.To, "São Paulo"),
        ]);
        var way = route.Ways.ShouldHaveSingleItem();
        way.Been.Count.ShouldBe(3);
        way.Ahead.ShouldBe([route.Places[2].Point, route.Places[3].Point]);
    }

    [Fact]
    public void A_courier_stands_between_where_the_parcel_was_and_where_it_goes()
    {
        var route = MapRoute.Of(Order(Ibitinga, SaoPaulo, status: "out_for_delivery", position:
            """{ "latitude": -23.412, "longitude": -46.7, "at": "2026-11-20T09:00:00Z", "accuracy": 100 }"""))!;
        route.Places.Select(place => place.Role).ShouldBe([MapRole.From, MapRole.Courier, MapRole.To]);
        route.Ways[0].Ahead.Count.ShouldBe(3);
        foreach (var language in Language.All)
            route.Places[1].Text(language, DateTimeOffset.Parse("2026-11-20T09:04:00Z", null)).ShouldNotBeEmpty();
    }

    [Fact]
    public void What_has_arrived_has_no_way_ahead()
    {
        var way = MapRoute.Of(Order(Ibitinga, SaoPaulo, status: "delivered"))!.Ways.Single();
        way.Been.Count.ShouldBe(2);
        way.Ahead.ShouldBeEmpty();
    }

    [Fact]
    public void A_way_over_the_antimeridian_goes_the_short_way_round()
    {
        var route = MapRoute.Of(Order(Tokyo, SanFrancisco))!;
        var points = route.Places.Select(place => place.Point.X).ToList();
        Math.Abs(points[1] - points[0]).ShouldBeLessThan(0.5);
        var frame = MapFrame.Around([.. route.Places.Select(place => place.Point)], 0.03);
        foreach (var place in route.Places)
            IsInside(frame, place.Point).ShouldBeTrue();
        // Both the coast of Asia and that of America are in view.
        var (land, _) = frame.Outlines();
        land.Split('M').Length.ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Every_frame_is_drawn_with_little_and_holds_its_places()
    {
        (string, double, double)[] towns =
            [Ibitinga, SaoPaulo, Tokyo, SanFrancisco, Suva, ("Tromsø", 69.6, 18.9), ("Ushuaia", -54.8, -68.3),
                ("Delhi", 28.6, 77.2), ("Bengaluru", 13.0, 77.6), ("Athens", 38.0, 23.7)];
        foreach (var from in towns)
            foreach (var to in towns.Where(to => to != from))
            {
                var route = MapRoute.Of(Order(from, to))!;
                var frame = MapFrame.Around([.. route.Places.Select(place => place.Point)], 0.03);
                var (land, borders) = frame.Outlines();
                (land.Length + borders.Length).ShouldBeLessThan(20_001);
                land.ShouldNotBeEmpty($"{from} to {to}");
                land.ShouldNotContain("E", Case.Sensitive);
                route.Places.ShouldAllBe(place => IsInside(frame, place.Point));
                foreach (var label in MapLabels.Of(route, frame))
                    (label.X is >= 0 and <= MapFrame.Width && label.Y is >= 0 and <= MapFrame.Height).ShouldBeTrue();
            }
    }

    [Fact]
    public void Land_is_land_and_sea_is_sea()
    {
        IsLand(28.6, 77.2).ShouldBeTrue("Delhi");
        IsLand(-15.8, -47.9).ShouldBeTrue("Brasília");
        IsLand(0, -30).ShouldBeFalse("the Atlantic");
        IsLand(42, 51).ShouldBeFalse("the Caspian Sea");
        IsLand(-18, 178).ShouldBeTrue("Fiji");
    }

    [Fact]
    public void Pictures_of_a_map_server_cover_the_frame_and_are_asked_for_in_its_own_numbers()
    {
        var route = MapRoute.Of(Order(Tokyo, SanFrancisco))!;
        var frame = MapFrame.Around([.. route.Places.Select(place => place.Point)], 0.0003);
        var tiles = MapTiles.Under(frame, "https://tiles.shop.example/{z}/{x}/{y}.png").ToList();
        tiles.Count.ShouldBeInRange(2, 40);
        tiles.Min(tile => tile.X).ShouldBeLessThanOrEqualTo(0);
        tiles.Max(tile => tile.X + tile.Size).ShouldBeGreaterThanOrEqualTo(MapFrame.Width);
        tiles.ShouldAllBe(tile => !tile.Href.Contains('{') && !tile.Href.Contains('-'));
        new MapOptions { TileUrl = "https://tiles.shop.example/{z}/{x}/{y}.png" }.IsUsable().ShouldBeTrue();
        foreach (var wrong in (string[])["http://a.example/{z}/{x}/{y}", "https://a.example/{z}/{x}", "{z}{x}{y}",
            "https://a.example; script-src *//{z}/{x}/{y}"])
            new MapOptions { TileUrl = wrong }.IsUsable().ShouldBeFalse(wrong);
    }

    private static bool IsInside(MapFrame frame, WorldPoint point) =>
        frame.Place(point) is (>= 0 and <= MapFrame.Width, >= 0 and <= MapFrame.Height);

    /// <summary>By how many outlines a line to the north crosses.</summary>
    private static bool IsLand(double latitude, double longitude)
    {
        var at = WorldPoint.At(latitude, longitude);
        return World.Lines.Where(line => line.IsLand).Sum(line => line.Points.Index().Count(one =>
        {
            var (a, b) = (one.Item, line.Points[(one.Index + 1) % line.Points.Length]);
            return a.X > at.X != b.X > at.X && a.Y + (at.X - a.X) / (b.X - a.X) * (b.Y - a.Y) < at.Y;
        })) % 2 == 1;
    }

    private static TrackedOrder Order(
        (string Name, double, double)? from = null, (string Name, double, double)? to = null, string[]? scans = null,
        string status = "in_transit", string position = "null")
    {
        var json = $$"""
            { "orderNumber": "1", "status": "shipped", "origin": {{Place(from)}}, "destination": {{Place(to)}},
              "shipments": [ { "id": "019aa9d5-0001-7000-8000-000000000001", "status": "{{status}}", "leg": "forward",
                "position": {{position}}, "scans": [ {{string.Join(',', scans ?? [])}} ] } ] }
            """;
        return JsonSerializer.Deserialize(json, TrackJson.Default.TrackedOrder)!;
    }

    private static string Scan(string at, (string, double, double) place) =>
        $$"""{ "status": "in_transit", "occurredAt": "{{at}}", "zone": "UTC", "location": {{Place(place)}} }""";

    private static string Place((string Name, double Latitude, double Longitude)? place) =>
        JsonSerializer.Serialize(place is not { } known ? null : new
        {
            city = known.Name,
            latitude = known.Latitude,
            longitude = known.Longitude,
        });
}
