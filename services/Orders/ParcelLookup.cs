using Contracts;
using FluentValidation;
using Npgsql;
using ServiceDefaults;
using Streams;

namespace Orders;

internal sealed record ParcelQuery
{
    public string? Number { get; init; }

    /// <summary>Whose number it is, where several carriers may have given it out.</summary>
    public string? Carrier { get; init; }
}

internal sealed class ParcelQueryRules : AbstractValidator<ParcelQuery>
{
    public ParcelQueryRules() => RuleFor(q => q.Number).Required().Text(64);
}

/// <summary>
/// What anybody may see who knows a tracking number: how the parcel stands, its scans, when it is expected. Nothing of
/// the order, of money, of the customer, and nothing in a carrier's or a customer's own words.
/// </summary>
internal sealed record PublicParcel
{
    public required string? Carrier { get; init; }
    public required string TrackingNumber { get; init; }
    public required string? CarrierUrl { get; init; }
    public required string Status { get; init; }
    public required string Leg { get; init; }
    public required string? Detail { get; init; }
    public required StatusReason? Reason { get; init; }
    public required int Attempts { get; init; }
    public required DateTimeOffset? DeliveredAt { get; init; }
    public required DateTimeOffset? LastScanAt { get; init; }
    public required string? Freshness { get; init; }
    public required EstimatedDelivery? EstimatedDelivery { get; init; }
    public required DateTimeOffset AsOf { get; init; }
    public required IReadOnlyList<PublicParcelScan> Scans { get; init; }

    internal static PublicParcel Of(
        ShipmentView shipment, Parcel parcel, ShipmentNumber number, DateTimeOffset asOf, PersonalData personal) =>
        new()
        {
            Carrier = number.Carrier,
            TrackingNumber = number.TrackingNumber,
            CarrierUrl = number.CarrierUrl,
            Status = shipment.Status,
            Leg = shipment.Leg,
            Detail = shipment.Detail,
            Reason = Wordless(shipment.Reason),
            Attempts = shipment.Attempts,
            DeliveredAt = shipment.DeliveredAt,
            LastScanAt = shipment.LastScanAt,
            Freshness = shipment.Freshness,
            EstimatedDelivery = shipment.DeliveredAt is null ? parcel.Progress?.Standing.EstimatedDelivery : null,
            AsOf = asOf,
            Scans = [.. shipment.Scans.Select(scan => PublicParcelScan.Of(scan, personal))],
        };

    internal static StatusReason? Wordless(StatusReason? reason) => reason is null ? null : reason with { Text = null };
}

/// <summary>Where: the place's name, and never a point on the map.</summary>
internal sealed record PublicParcelScan(
    string Id, string Status, string Leg, string? Detail, StatusReason? Reason, ScanLocation? Location,
    DateTimeOffset OccurredAt, string LocalTime, string Zone, string? Carrier, string? Suspect,
    string? Discounted, DateTimeOffset RecordedAt)
{
    internal static PublicParcelScan Of(ScanView scan, PersonalData personal) => new(
        scan.Id, scan.Status, scan.Leg, scan.Detail, PublicParcel.Wordless(scan.Reason),
        scan.Location is { } place
            ? place with { Text = personal.Hide(place.Text), PostalCode = null, Latitude = null, Longitude = null }
            : null,
        scan.OccurredAt, scan.LocalTime, scan.Zone, scan.Carrier, scan.Suspect, scan.Discounted, scan.RecordedAt);
}

/// <summary><c>GET /v1/track/parcel?number=…</c>: a parcel by nothing but its number.</summary>
internal static class ParcelLookup
{
    private const int CandidatesMax = 16;

    internal static async Task<IResult> Get(
        Query<ParcelQuery> query, NpgsqlDataSource database, EventStore store, PersonalKeys keys,
        TimeProvider clock, CancellationToken ct)
    {
        if (SearchKeys.TrackingNumber(query.Value.Number) is { } key)
            foreach (var (merchant, order) in await Candidates(database, key, ct))
                if (await Find(merchant, order, key, query.Value.Carrier, store, keys, clock.GetUtcNow(), ct)
                    is { } parcel)
                    return Results.Ok(parcel);
        throw ProblemException.NotFound("parcel");
    }

    private static async Task<PublicParcel?> Find(
        string merchant, Guid order, string key, string? carrier, EventStore store, PersonalKeys keys,
        DateTimeOffset now, CancellationToken ct)
    {
        var events = await store.Read(Order.Stream, merchant, order, ct: ct);
        if (events.Count == 0)
            return null;
        var personal = new PersonalData(Order.Corrections(events.Select(recorded => recorded.Event)), keys.Open);
        var state = events.Aggregate(OrderState.Initial, (state, recorded) => Order.Evolve(state, recorded.Event));
        foreach (var shipment in Timeline.Of(order, events, now).Shipments)
            if (shipment.Numbers.FirstOrDefault(number => IsIt(number, key, carrier)) is { } number)
                return PublicParcel.Of(shipment, state.Parcel(shipment.Id), number, now, personal);
        return null;
    }

    /// <summary>A number that the carrier has given to another parcel since is that parcel's.</summary>
    private static bool IsIt(ShipmentNumber number, string key, string? carrier) =>
        number.Until is null && SearchKeys.TrackingNumber(number.TrackingNumber) == key
        && (carrier is null || number.Carrier == carrier);

    private static async Task<List<(string Merchant, Guid Order)>> Candidates(
        NpgsqlDataSource database, string key, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            select merchant_id, order_id from orders.orders_view where tracking_numbers @> array[$1]
            order by placed_at desc limit {CandidatesMax}
            """);
        command.Parameters.Add(new() { Value = key });
        var orders = new List<(string, Guid)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            orders.Add((reader.GetString(0), reader.GetGuid(1)));
        return orders;
    }
}
