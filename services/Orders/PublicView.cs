using System.Diagnostics.CodeAnalysis;
using Contracts;
using ServiceDefaults;

namespace Orders;

/// <summary>
/// What anybody may see who holds the tracking link: the timeline with what is in the parcels and where they go to,
/// without name, street, e-mail, phone, postal code (it opens the look-up) or what the customer wrote.
/// </summary>
[ApiName("PublicTimeline")]
internal sealed record PublicView : TimelineView
{
    [SetsRequiredMembers]
    private PublicView(TimelineView timeline, CustomerActions actions, OrderEvent.Placed placed) : base(timeline)
    {
        Actions = actions;
        PlacedAt = placed.PlacedAt;
        Items = placed.Items;
        Destination = PublicDestination.Of(placed.ShippingAddress);
        Origin = placed.ShipFrom is null ? null : PublicDestination.Of(placed.ShipFrom);
        Total = placed.Total;
        Locale = placed.Customer.Locale;
    }

    public DateTimeOffset PlacedAt { get; init; }
    public IReadOnlyList<OrderItem> Items { get; init; }
    public PublicDestination Destination { get; init; }
    /// <summary>Where the parcels come from, as far as the merchant said.</summary>
    public PublicDestination? Origin { get; init; }
    public Money Total { get; init; }
    /// <summary>BCP 47: the language in which the customer ordered.</summary>
    public string? Locale { get; init; }
    public CustomerActions Actions { get; init; }

    /// <param name="timeline">What the merchant sees.</param>
    /// <param name="actions">What the customer may do now.</param>
    /// <param name="orders">What the order was before each correction, and as it is.</param>
    /// <param name="open">Opens what is sealed; none: as the texts stand.</param>
    internal static PublicView Of(
        TimelineView timeline, CustomerActions actions, IReadOnlyList<OrderEvent.Placed> orders,
        Func<string, string>? open = null)
    {
        var personal = new PersonalData(orders, open);
        return new(timeline, actions, orders[^1])
        {
            Shipments = [.. timeline.Shipments.Select(shipment => Of(shipment, personal))],
            Entries = [.. timeline.Entries.Select(entry => Shown(entry, personal)).OfType<TimelineEntry>()],
        };
    }

    /// <summary>
    /// What banks and carriers settle with the merchant is between them, and what became of messages is for the
    /// operator: null.
    /// </summary>
    internal static TimelineEntry? Shown(TimelineEntry entry, PersonalData personal) =>
        entry.Kind == "notification" || entry.Code == "payment.remitted"
        || entry.Code.StartsWith("payment.dispute_", StringComparison.Ordinal)
            ? null : Of(entry, personal);

    private static TimelineEntry Of(TimelineEntry entry, PersonalData personal) => entry with
    {
        Detail = entry.Kind is "feedback" or "issue" || StepTexts.Internal.Contains(entry.Code) ? null
            // Our own words: the number is shown anyway, whatever the customer is called.
            : entry.Code == "order.placed" ? entry.Detail
            : personal.Hide(entry.Detail),
        Note = entry.Kind is "feedback" or "issue" || StepTexts.Internal.Contains(entry.Code) ? null
            : personal.Hide(entry.Note),
        Location = Of(entry.Location, personal),
        TraceId = null,
    };

    private static ShipmentView Of(ShipmentView shipment, PersonalData personal) => shipment with
    {
        Reason = Of(shipment.Reason, personal),
        // Who signed is personal; that somebody did, and the courier's picture, help to find what was delivered.
        ProofOfDelivery = shipment.ProofOfDelivery is { } proof
            ? new(proof.DeliveredAt, SignedBy: null, SignatureUrl: personal.Open(proof.SignatureUrl),
                PhotoUrl: personal.Open(proof.PhotoUrl)) : null,
        Position = shipment.Position?.Rounded(),
        Instructions = [.. shipment.Instructions.Select(told => told with { Reason = personal.Hide(told.Reason) })],
        Scans =
        [
            .. shipment.Scans.Select(scan => scan with
            {
                CarrierText = personal.Hide(scan.CarrierText),
                Reason = Of(scan.Reason, personal),
                Location = Of(scan.Location, personal),
                SignedBy = null,
                Proof = null,
            }),
        ],
    };

    private static StatusReason? Of(StatusReason? reason, PersonalData personal) =>
        reason is null ? null : reason with { Text = personal.Hide(reason.Text) };

    /// <summary>The place without what points at a door: about a kilometre is near enough.</summary>
    private static ScanLocation? Of(ScanLocation? place, PersonalData personal) => place is null ? null : place with
    {
        Text = personal.Hide(place.Text),
        PostalCode = null,
        Latitude = place.Latitude is { } latitude ? Math.Round(latitude, 2) : null,
        Longitude = place.Longitude is { } longitude ? Math.Round(longitude, 2) : null,
    };
}

/// <summary>
/// Where the parcels go to, as far as the public may know: the town, and about where it is (to ten kilometres).
/// </summary>
internal sealed record PublicDestination(
    string City, string? Region, string Country, double? Latitude = null, double? Longitude = null)
{
    internal static PublicDestination Of(Address address) =>
        new(address.City, address.Region, address.Country, Coarse(address.Latitude), Coarse(address.Longitude));

    private static double? Coarse(double? degrees) => degrees is { } known ? Math.Round(known, 1) : null;
}
