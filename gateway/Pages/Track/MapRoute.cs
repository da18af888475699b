using ServiceDefaults.Languages;

namespace Gateway.Pages.Track;

/// <summary>What a place is on the way: From, By, Last (where it was heard of last), To, Courier.</summary>
public enum MapRole { From, By, Last, To, Courier }

/// <summary>A place on the map; <c>At</c>: when the parcel was there.</summary>
public sealed record MapPlace(MapRole Role, string? Name, WorldPoint Point, PlaceTime? At)
{
    /// <summary>In words: what the map shows to who does not see it.</summary>
    public string Text(Language language, DateTimeOffset now) => Role switch
    {
        MapRole.Courier => language.Text("map.courier", ("age", language.Ago(now - At!.Value.Local))),
        MapRole.From => language.Text("map.from", ("place", Name ?? language.Text("map.unnamed"))),
        MapRole.To => language.Text("map.to", ("place", Name ?? language.Text("map.unnamed"))),
        _ when At is { } at => language.Text(
            "map.scanned", ("place", Name ?? language.Text("map.unnamed")), ("when", at.When(language))),
        _ => Name ?? language.Text("map.unnamed"),
    };
}

/// <summary>A parcel's way as far as it is known: where it has been, and where it still has to go.</summary>
public sealed record MapWay(IReadOnlyList<WorldPoint> Been, IReadOnlyList<WorldPoint> Ahead);

/// <summary>
/// The known places of an order and the ways between them. A place is known by its coordinates and never guessed from
/// its name or its country: most scans have none and are not on the map.
/// </summary>
public sealed record MapRoute(IReadOnlyList<MapPlace> Places, IReadOnlyList<MapWay> Ways)
{
    /// <summary>Nearer than that, in parts of the world, two places are one: about five kilometres.</summary>
    private const double SamePlace = 0.00012;

    /// <summary>Null with fewer than two known places: then there is no way to draw.</summary>
    public static MapRoute? Of(TrackedOrder order)
    {
        var from = Place(MapRole.From, order.Origin, null);
        var to = Place(MapRole.To, order.Destination, null);
        var (places, ways) = (new List<MapPlace>(), new List<MapWay>());
        foreach (var parcel in order.Shipments.Where(parcel => parcel.Status is not "cancelled"))
        {
            var scans = Scans(parcel);
            var courier = Courier(parcel);
            var isOnTheWay = parcel is { Leg: not "return", Status: not ("delivered" or "returned") };
            var been = Distinct([.. new[] { from }.OfType<MapPlace>(), .. scans]);
            List<MapPlace> ahead = [.. new[] { courier, to }.OfType<MapPlace>()];
            if (been is [.., { Role: MapRole.By } last])
                been[^1] = last with { Role = MapRole.Last };
            places.AddRange(been);
            places.AddRange(ahead);
            var arrived = parcel.Status is "delivered" && to is not null ? [to.Point] : Array.Empty<WorldPoint>();
            ways.Add(new([.. been.Select(place => place.Point), .. arrived], isOnTheWay && been.Count > 0
                ? [been[^1].Point, .. ahead.Select(place => place.Point)] : []));
        }

        places = [.. places.Distinct()];
        if (Distinct(places).Count < 2)
            return null;
        var turned = Unwound(places);
        return new([.. places.Select(place => place with { Point = turned[place.Point] })],
            [.. ways.Select(way => new MapWay(Turned(way.Been, turned), Turned(way.Ahead, turned)))]);
    }

    private static IEnumerable<MapPlace> Scans(TrackedParcel parcel) => parcel.Scans
        .Where(scan => scan.Suspect is null && scan.Discounted is null)
        .OrderBy(scan => scan.OccurredAt)
        .Select(scan => Place(MapRole.By, scan.Location, PlaceTime.At(scan.OccurredAt, scan.Zone)))
        .OfType<MapPlace>();

    private static MapPlace? Courier(TrackedParcel parcel) => parcel.Position is not { At: { } at } position ? null
        : Place(MapRole.Courier, new(null, position.Latitude, position.Longitude),
            PlaceTime.At(at, parcel.Scans is [.., var last] ? last.Zone : null));

    private static MapPlace? Place(MapRole role, TrackedPlace? place, PlaceTime? at) =>
        place is { Latitude: { } latitude and >= -90 and <= 90, Longitude: { } longitude and >= -180 and <= 180 }
            ? new(role, place.Name?.Replace('_', ' '), WorldPoint.At(latitude, longitude), at)
            : null;

    /// <summary>One of several scans at a place, the first: the next is no news of where it is.</summary>
    private static List<MapPlace> Distinct(List<MapPlace> places)
    {
        var kept = new List<MapPlace>();
        foreach (var place in places)
            if (kept.Count == 0 || Away(kept[^1].Point, place.Point) > SamePlace)
                kept.Add(place);
        return kept;
    }

    private static double Away(WorldPoint a, WorldPoint b) => Math.Abs(a.X - b.X) + Math.Abs(a.Y - b.Y);

    /// <summary>
    /// Each place on the side of 180° on which it is nearer to the one before: Tokyo to San Francisco goes east.
    /// </summary>
    private static Dictionary<WorldPoint, WorldPoint> Unwound(List<MapPlace> places)
    {
        var turned = new Dictionary<WorldPoint, WorldPoint>();
        var before = places.Count > 0 ? places[0].Point.X : 0;
        foreach (var place in places)
        {
            if (!turned.TryGetValue(place.Point, out var point))
                turned.Add(place.Point, point = place.Point with
                {
                    X = place.Point.X - Math.Round(place.Point.X - before),
                });
            before = point.X;
        }

        return turned;
    }

    private static List<WorldPoint> Turned(
        IReadOnlyList<WorldPoint> points, Dictionary<WorldPoint, WorldPoint> turned) =>
        [.. points.Select(point => turned[point])];
}
