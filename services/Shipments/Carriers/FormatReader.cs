using System.Globalization;
using System.Text.Json;
using Contracts;

namespace Shipments.Carriers;

/// <summary>Reads payloads as a format says they are laid out. The format must be right (see its rules).</summary>
internal sealed class FormatReader(ICarrier carrier, CarrierFormat format, CodeTable codes)
{
    private readonly JsonPath? parcels = JsonPath.Parse(format.Parcels);
    private readonly JsonPath? scans = JsonPath.Parse(format.Scans);
    private readonly Field number = new(format.TrackingNumber);
    private readonly Field reference = new(format.Reference);
    private readonly Field estimate = new(format.EstimatedDelivery);
    private readonly Field code = new(format.Code);
    private readonly Field reason = new(format.Reason);
    private readonly Field reasonText = new(format.ReasonText);
    private readonly Field text = new(format.Text);
    private readonly Field date = new(format.Date);
    private readonly Field time = new(format.Time);
    private readonly Field place = new(format.Place);
    private readonly Field city = new(format.City);
    private readonly Field region = new(format.Region);
    private readonly Field postalCode = new(format.PostalCode);
    private readonly Field country = new(format.Country);
    private readonly Field latitude = new(format.Latitude);
    private readonly Field longitude = new(format.Longitude);
    private readonly Field receiver = new(format.Receiver);
    private readonly Field proofUrl = new(format.ProofUrl);
    private readonly Field codAmount = new(format.CodAmount);
    private readonly Field leg = new(format.Leg?.Path);
    private readonly TimeZoneInfo zone = format.TimeZone is null
        ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(format.TimeZone);

    public CarrierReport Read(ReadOnlyMemory<byte> body, CarrierContext context) =>
        Waybills.Read(body, Find, (waybill, parcel) => Parcel(waybill, parcel, context));

    // Where the format's own place for parcels is empty: another of the carrier's wrappings, or none.
    private List<(string Number, JsonElement Parcel)> Find(JsonElement root)
    {
        var listed = parcels?.Select(root).Where(parcel => number.In(parcel) is not null)
            .Select(parcel => (TrackingNumbers.Normalize(number.In(parcel)!), parcel)).ToList() ?? [];
        return listed.Count > 0 ? listed : [.. Waybills.In(root, number.In)];
    }

    private Parcel? Parcel(string waybill, JsonElement parcel, CarrierContext context)
    {
        var zoned = context.ZoneOr(zone);
        var readings = (scans?.Select(parcel) ?? [parcel])
            .Where(scan => code.In(scan) is not null || Time(scan) is not null)
            .Select(scan => Reading(scan, parcel, zoned));
        var expected = estimate.In(parcel);
        var told = Waybills.Parcel(carrier, waybill, context, readings,
            Waybills.Estimate(ReadAs(expected) ?? expected, zoned), reference.In(parcel));
        return told is null ? null : told with { Cod = Cod(parcel) };
    }

    private CashOnDelivery? Cod(JsonElement parcel) =>
        format.Currency is not null && decimal.TryParse(
            codAmount.In(parcel), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            && amount > 0 ? new CashOnDelivery { ToCollect = new Money(amount, format.Currency) } : null;

    private Reading Reading(JsonElement scan, JsonElement parcel, ZoneGuess zoned)
    {
        var meaning = Meaning(scan, leg.In(scan) ?? leg.In(parcel));
        var words = text.In(scan);
        var when = Time(scan);
        return new Reading
        {
            Meaning = meaning with { Reason = meaning.Reason.Saying(reasonText.In(scan) ?? words) },
            Code = code.In(scan),
            Text = words,
            TimeText = when,
            ReadAs = ReadAs(when),
            Zone = zoned,
            Location = Place(scan),
            SignedBy = meaning.Status == Statuses.Delivered ? receiver.In(scan) ?? receiver.In(parcel) : null,
            Proof = meaning.Status == Statuses.Delivered && proofUrl.In(scan) is { } url && Uri.IsWellFormedUriString(
                url, UriKind.Absolute) ? new DeliveryProof { PhotoUrl = url } : null,
        };
    }

    private Meaning Meaning(JsonElement scan, string? way)
    {
        var plain = code.In(scan);
        var meaning = (reason.In(scan) is { } why ? codes.Of($"{plain}_{why}") : null) ?? codes.Of(plain)
            ?? Shipments.Meaning.Unknown;
        bool Says(IReadOnlyList<string>? values) =>
            way is not null && values?.Contains(way, StringComparer.OrdinalIgnoreCase) == true;
        return Says(format.Leg?.Return) ? meaning.OnReturn()
            : meaning.Status == Statuses.Delivered && format.Leg?.Forward is { } forward && !Says(forward)
                ? Shipments.Meaning.Unknown
            : meaning;
    }

    private string? Time(JsonElement scan) =>
        format.Date is null ? time.In(scan) : Waybills.Joined(date.In(scan), time.In(scan));

    /// <summary>The time in a form that <see cref="LocalTimes"/> knows; null where none of the formats fits.</summary>
    private string? ReadAs(string? when)
    {
        foreach (var pattern in when is null ? [] : format.TimeFormats ?? [])
        {
            if (TimeFormats.Read(when!, pattern) is { } readable)
                return readable;
        }

        return null;
    }

    private ScanLocation? Place(JsonElement scan)
    {
        var (lat, lon) = (latitude.NumberIn(scan), longitude.NumberIn(scan));
        // Who knows no position writes zeros.
        if (lat is null or < -90 or > 90 || lon is null or < -180 or > 180 || (lat == 0 && lon == 0))
            (lat, lon) = (null, null);
        var where = new ScanLocation
        {
            Text = place.In(scan) ?? city.In(scan),
            City = city.In(scan),
            Region = region.In(scan),
            PostalCode = postalCode.In(scan),
            Country = country.In(scan) is { Length: 2 } alpha ? alpha.ToUpperInvariant() : null,
            Latitude = lat,
            Longitude = lon,
        };
        return where == new ScanLocation() ? null : where;
    }

    private sealed class Field(Paths? paths)
    {
        private readonly JsonPath[] all = [.. (paths?.All ?? []).Select(JsonPath.Parse).OfType<JsonPath>()];

        public string? In(JsonElement element) => all.SelectMany(path => path.Select(element))
            .Select(found => found.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? found.GetRawText() : found.Text())
            .FirstOrDefault(text => text is not null);

        public double? NumberIn(JsonElement element) =>
            double.TryParse(In(element), CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}

/// <summary>The formats of times that a setting may name: .NET's custom ones, and seconds since 1970.</summary>
internal static class TimeFormats
{
    private const int Longest = 40;

    private static readonly DateTimeOffset Sample = new(2001, 2, 13, 14, 15, 16, TimeSpan.FromHours(5.5));

    /// <summary>Null when the text is not of this format.</summary>
    public static string? Read(string text, string format)
    {
        if (format is "unix" or "unix-ms")
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                && count < (format == "unix" ? 100_000_000_000 : 100_000_000_000_000)
                ? DateTimeOffset.UnixEpoch.AddMilliseconds(format == "unix" ? count * 1000.0 : count)
                    .ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)
                : null;
        if (format.Contains('z', StringComparison.Ordinal) || format.Contains('K', StringComparison.Ordinal))
            return DateTimeOffset.TryParseExact(
                text, format, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var instant)
                ? instant.ToString("yyyy-MM-ddTHH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture) : null;
        return DateTime.TryParseExact(
            text, format, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var local)
            ? local.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Whether it is a format that tells a day: one that cannot read what it has written is none.</summary>
    public static bool IsOne(string? format)
    {
        if (format is null or "" || format.Length > Longest)
            return false;
        if (format is "unix" or "unix-ms")
            return true;
        try
        {
            return Read(Sample.ToString(format, CultureInfo.InvariantCulture), format)
                ?.StartsWith("2001-02-13", StringComparison.Ordinal) == true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
