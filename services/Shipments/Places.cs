using System.Collections.Frozen;
using Contracts;

namespace Shipments;

/// <summary>
/// What is known of places by their country and region (<c>Zones.tsv</c>): enough to say in which zone most scans were
/// made, and no more. A country with several zones says nothing unless its region does.
/// </summary>
internal static class Places
{
    private static readonly FrozenDictionary<string, TimeZoneInfo[]> Zones;
    private static readonly FrozenDictionary<string, string> Alpha2;

    static Places()
    {
        using var resource = typeof(Places).Assembly.GetManifestResourceStream("Zones.tsv")
            ?? throw new InvalidDataException("There is no Zones.tsv.");
        using var reader = new StreamReader(resource);
        var rows = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#').Skip(1).Select(line => line.Split('\t')).ToList();
        Zones = rows.ToFrozenDictionary(row => row[0], row => row[2]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(TimeZoneInfo.FindSystemTimeZoneById).ToArray());
        Alpha2 = rows.Where(row => row[0].Length == 2)
            .SelectMany(row => new[] { (Code: row[0], Country: row[0]), (Code: row[1], Country: row[0]) })
            .ToFrozenDictionary(pair => pair.Code, pair => pair.Country);
    }

    /// <summary>ISO 3166-1 alpha-2 of a country's two or three letters; null when there is no such country.</summary>
    public static string? Country(string? code) =>
        code is null ? null : Alpha2.GetValueOrDefault(code.Trim().ToUpperInvariant());

    /// <summary>The one zone in which the place can be; null when it is unknown or there are several.</summary>
    public static TimeZoneInfo? ZoneOf(ScanLocation? place) =>
        Country(place?.Country) is not { } country ? null
        : Zones.GetValueOrDefault($"{country}-{place!.Region?.Trim().ToUpperInvariant()}") is [var region] ? region
        : Zones[country] is [var only] ? only
        : null;

    /// <summary>Whether clocks in the country can be ahead of UTC by this much then; null when it is unknown.</summary>
    public static bool? HasOffset(ScanLocation? place, TimeSpan offset, DateTimeOffset at) =>
        Country(place?.Country) is not { } country || Zones[country].Length == 0 ? null
        : Zones[country].Any(zone => zone.GetUtcOffset(at) == offset);

    /// <summary>A place from its parts, its text made of those that are known; null when none is.</summary>
    public static ScanLocation? Of(
        string? city, string? region, string? postalCode, string? country, string? text = null)
    {
        string?[] known = [city, region, postalCode, Country(country) ?? country];
        text ??= string.Join(", ", known.OfType<string>()) is { Length: > 0 } joined ? joined : null;
        return text is null ? null : new ScanLocation
        {
            Text = text,
            City = city,
            Region = region,
            PostalCode = postalCode,
            Country = Country(country),
        };
    }
}
