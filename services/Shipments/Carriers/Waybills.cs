using System.Globalization;
using System.Text.Json;
using Contracts;

namespace Shipments.Carriers;

/// <summary>
/// What payloads have in common that speak of parcels by their waybills: one event, a history or a batch of several
/// parcels, bare or in wrappings that differ from client to client.
/// </summary>
internal static class Waybills
{
    private const int DepthMax = 5;

    // Carriers fill in a far day where they promise nothing.
    private static readonly TimeSpan EstimateAheadMax = TimeSpan.FromDays(365);

    /// <summary>
    /// Finds the waybills of a payload and reads each, those of one number together. <c>other</c> names the pushes
    /// about a parcel that are known to hold no scan.
    /// </summary>
    public static CarrierReport Read(
        ReadOnlyMemory<byte> body,
        Func<JsonElement, IEnumerable<(string Number, JsonElement Shipment)>> find,
        Func<string, JsonElement, Parcel?> read,
        Func<JsonElement, string?>? other = null)
    {
        using var document = LenientJson.Parse(body);
        if (document is null)
            return new CarrierReport.Unparseable("not JSON");
        var found = find(document.RootElement).ToList();
        var parcels = Together(found.Select(one => read(one.Number, one.Shipment)).OfType<Parcel>());
        return parcels.Count > 0 ? new CarrierReport.Parcels(parcels)
            : found.Select(one => other?.Invoke(one.Shipment)).OfType<string>().FirstOrDefault() is { } known
                ? new CarrierReport.Ignored(known)
            : new CarrierReport.Unparseable(found.Count > 0 ? "a waybill without a scan" : "no waybill");
    }

    /// <summary>
    /// Reads the payloads of those who tell a parcel's whole history each time, and name the event that they send it
    /// for. <paramref name="nothing"/> says of an event's name what it is when its parcels have no news.
    /// </summary>
    public static CarrierReport ReadHistories(
        ReadOnlyMemory<byte> body, Func<string, bool> isTracking,
        Func<JsonElement, IEnumerable<JsonElement>> find, Func<JsonElement, string?> number,
        Func<string, JsonElement, Parcel?> read, Func<string?, string> nothing)
    {
        using var document = LenientJson.Parse(body);
        if (document is null)
            return new CarrierReport.Unparseable("not JSON");
        var root = document.RootElement;
        var name = root.TextAt("event");
        if (name is not null && !isTracking(name))
            return new CarrierReport.Ignored($"event {name}");
        var found = find(root).Where(one => one.ValueKind == JsonValueKind.Object)
            .Select(one => (Number: number(one), History: one)).Where(one => one.Number is not null).ToList();
        var parcels = Together(found
            .Select(one => read(TrackingNumbers.Normalize(one.Number!), one.History)).OfType<Parcel>());
        return parcels.Count > 0 ? new CarrierReport.Parcels(parcels)
            : found.Count > 0 ? new CarrierReport.Ignored(nothing(name))
            : new CarrierReport.Unparseable("no tracking number");
    }

    /// <summary>What several reports say of one number is said of one parcel.</summary>
    public static List<Parcel> Together(IEnumerable<Parcel> parcels) =>
        [.. parcels.GroupBy(parcel => parcel.TrackingNumber).Select(Merged)];

    /// <summary>
    /// Every object that has a number of its own, wherever it stands: in an array, in a member, or as one of the
    /// values of an object whose names are numbers or ids.
    /// </summary>
    public static IEnumerable<(string Number, JsonElement Shipment)> In(
        JsonElement root, Func<JsonElement, string?> number, int depth = 0)
    {
        if (number(root) is { } text)
            return [(TrackingNumbers.Normalize(text), root)];
        if (depth == DepthMax)
            return [];
        return root.ValueKind == JsonValueKind.Array
            ? root.EnumerateArray().SelectMany(one => In(one, number, depth + 1))
            : root.Members().SelectMany(member => In(member.Value, number, depth + 1));
    }

    /// <summary>Null when nothing is told of the parcel: no scan, and no proof either.</summary>
    public static Parcel? Parcel(
        ICarrier carrier, string number, CarrierContext context, IEnumerable<Reading> readings,
        EstimatedDelivery? estimate = null, string? reference = null, CashOnDelivery? cod = null,
        DeliveryProof? proof = null)
    {
        var scans = readings.Select(reading => Scans.Of(carrier.Name, number, reading, context))
            .DistinctBy(scan => scan.Id).ToList();
        if ((scans.Count == 0 && proof is null) || number.Length == 0)
            return null;
        var promised = estimate?.From > (Last(scans) ?? context.ReceivedAt) + EstimateAheadMax ? null : estimate;
        return new Parcel(number, scans, promised, reference, cod, proof);
    }

    /// <summary>With the number of the way back, if it goes back; its own once more is none, nor is a filler.</summary>
    public static Parcel? GoingBackAs(this Parcel? parcel, string? number) =>
        number is not null && parcel?.Scans.Any(scan => scan.Leg == Legs.Return) == true
        && TrackingNumbers.Normalize(number) is { Length: > 4 } back && back != parcel.TrackingNumber
            ? parcel with { ReturnNumber = back } : parcel;

    public static EstimatedDelivery? Estimate(string? text, ZoneGuess zone) =>
        LocalTimes.ReadDay(text, zone) is { } day ? new EstimatedDelivery(day.From, day.To, "carrier") : null;

    /// <summary>A date and a time in two fields. "0848" loses its zero where it is sent as a number.</summary>
    public static string? Joined(string? date, string? time) =>
        date is null ? null : time is null ? date
        : $"{date} {(time.Length < 4 && time.All(char.IsAsciiDigit) ? time.PadLeft(4, '0') : time)}";

    public static ScanLocation? Place(string? text, string? city = null, string? region = null) =>
        text is null && city is null ? null
        : new ScanLocation { Text = text ?? city, City = city, Region = region, Country = "IN" };

    /// <summary>Rupees to collect; null when there are none.</summary>
    public static CashOnDelivery? Cash(string? amount) =>
        decimal.TryParse(amount, NumberStyles.Number, CultureInfo.InvariantCulture, out var rupees) && rupees > 0
            ? new CashOnDelivery { ToCollect = new Money(rupees, "INR") } : null;

    /// <summary>Null when nothing of it is told. Of pictures only links are kept, no bytes.</summary>
    public static DeliveryProof? Proof(
        string? signedBy, string? relation = null, string? signature = null, string? photo = null, string? code = null)
    {
        var proof = new DeliveryProof
        {
            SignedBy = signedBy,
            Relation = relation,
            SignatureUrl = Link(signature),
            PhotoUrl = Link(photo),
            Code = code,
        };
        return proof == new DeliveryProof() ? null : proof;
    }

    /// <summary>The first text of a list, or the text that stands in its place.</summary>
    public static string? First(this JsonElement list) =>
        list.Items().Select(item => item.Text()).FirstOrDefault(text => text is not null) ?? list.Text();

    // "['https://…']": a list that was written as a text.
    private static string? Link(string? text) =>
        text?.Trim('[', ']', '\'', '"', ' ') is { } link && link.StartsWith("https://", StringComparison.Ordinal)
            ? link : null;

    private static DateTimeOffset? Last(IReadOnlyList<Scan> scans) =>
        scans.Where(scan => scan.Suspect is null).Select(scan => (DateTimeOffset?)scan.OccurredAt).Max();

    private static Parcel Merged(IEnumerable<Parcel> same)
    {
        var parts = same.OrderBy(parcel => Last(parcel.Scans)).ToList();
        return parts[0] with
        {
            Scans = [.. parts.SelectMany(parcel => parcel.Scans).DistinctBy(scan => scan.Id)],
            Estimate = parts.FindLast(parcel => parcel.Estimate is not null)?.Estimate,
            Reference = parts.Find(parcel => parcel.Reference is not null)?.Reference,
            Cod = parts.FindLast(parcel => parcel.Cod is not null)?.Cod,
            Proof = parts.FindLast(parcel => parcel.Proof is not null)?.Proof,
            ReturnNumber = parts.FindLast(parcel => parcel.ReturnNumber is not null)?.ReturnNumber,
        };
    }
}
