using System.Text.Json.Serialization;

namespace Tools.Platform;

/// <summary>An amount as the API writes it: the number is a decimal string.</summary>
public sealed record Price(
    [property: JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)]
    decimal Amount,
    string Currency);

/// <summary>The body of <c>POST /v1/orders</c>.</summary>
public sealed record NewOrder
{
    public string? OrderNumber { get; init; }
    public DateTimeOffset? PlacedAt { get; init; }
    public string? PromisedDeliveryDate { get; init; }
    public required NewCustomer Customer { get; init; }
    public required PostalAddress ShippingAddress { get; init; }
    public PostalAddress? ShipFrom { get; init; }
    public required IReadOnlyList<NewItem> Items { get; init; }
    public Price? ShippingPrice { get; init; }
    public required IReadOnlyList<NewPayment> Payments { get; init; }
}

public sealed record NewCustomer(string Name)
{
    public string? Id { get; init; }
    public string? Email { get; init; }
    public string? Locale { get; init; }
    public string? TimeZone { get; init; }
}

public sealed record PostalAddress(string Line1, string City, string PostalCode, string Country)
{
    public string? Region { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
}

public sealed record NewItem(string Sku, string Name, int Quantity, Price UnitPrice);

public sealed record NewPayment(string Method, Price Amount)
{
    public string? Provider { get; init; }
    public string? Account { get; init; }
    public string? Reference { get; init; }
    public int? Installments { get; init; }
}

/// <summary>The body of <c>POST /v1/orders/{id}/shipments</c>; without a carrier it is updated by hand.</summary>
public sealed record NewShipment(IReadOnlyList<PackedItem> Items)
{
    public string? Carrier { get; init; }
    public string? TrackingNumber { get; init; }
    public string? PromisedDeliveryDate { get; init; }
}

public sealed record PackedItem(string Sku, int Quantity);

/// <summary>A scan by hand.</summary>
public sealed record NewScan(string Status, DateTimeOffset OccurredAt)
{
    public string? Description { get; init; }
}
