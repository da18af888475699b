using System.Globalization;

namespace Gateway.Pages.Track;

/// <summary>
/// The section <c>Map</c>: pictures of a map server of the merchant's own in place of the outlines, such as
/// <c>https://tiles.shop.example/{z}/{x}/{y}.png</c>, and whom its licence asks to name.
/// </summary>
internal sealed class MapOptions
{
    internal const string WhatIsNeeded = "Map:TileUrl must be an https URL with {z}, {x} and {y} in its path.";

    public string? TileUrl { get; set; }
    public string? Attribution { get; set; }

    internal bool IsUsable() => TileUrl is null || (TileUrl.StartsWith("https://", StringComparison.Ordinal)
        && Uri.TryCreate(MapTiles.Address(TileUrl, 0, 0, 0), UriKind.Absolute, out var url)
        && url.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 && url.UserInfo.Length == 0
        && TileUrl.Contains("{z}", StringComparison.Ordinal) && TileUrl.Contains("{x}", StringComparison.Ordinal)
        && TileUrl.Contains("{y}", StringComparison.Ordinal));
}

/// <summary>One picture of the map's ground, in the drawing's units.</summary>
public sealed record MapTile(string Href, double X, double Y, double Size);

/// <summary>Which pictures lie under a frame.</summary>
internal static class MapTiles
{
    private const int ZoomMax = 19;

    /// <summary>Units for a picture: it is 256 pixels wide, and the drawing is shown half as large again.</summary>
    private const double SizeMin = 150;

    public static IEnumerable<MapTile> Under(MapFrame frame, string template)
    {
        var zoom = Math.Clamp((int)Math.Floor(Math.Log2(frame.Scale / SizeMin)), 0, ZoomMax);
        var count = 1 << zoom;
        var size = frame.Scale / count;
        for (var y = Math.Max(0, (int)Math.Floor(frame.Top * count)); y < count; y++)
            for (var x = (int)Math.Floor(frame.Left * count); ; x++)
            {
                var (left, top) = frame.Place(new((double)x / count, (double)y / count));
                if (top > MapFrame.Height)
                    yield break;
                if (left > MapFrame.Width)
                    break;
                yield return new(Address(template, zoom, ((x % count) + count) % count, y), left, top,
                    Math.Round(size + 0.1, 1));
            }
    }

    public static string Address(string template, int zoom, int x, int y) => template
        .Replace("{z}", zoom.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{x}", x.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{y}", y.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
