namespace Contracts;

/// <summary>An exact amount in a currency's own units: 1299.00 INR. Currency is an ISO 4217 code.</summary>
public sealed record Money(decimal Amount, string Currency);

/// <summary>
/// A postal address. Country is an ISO 3166-1 alpha-2 code; latitude and longitude are degrees (WGS 84).
/// </summary>
public sealed record Address
{
    [Personal]
    public string? Name { get; init; }
    [Personal]
    public required string Line1 { get; init; }
    [Personal]
    public string? Line2 { get; init; }
    public required string City { get; init; }
    public string? Region { get; init; }
    [Personal]
    public required string PostalCode { get; init; }
    public required string Country { get; init; }
    [Personal]
    public double? Latitude { get; init; }
    [Personal]
    public double? Longitude { get; init; }
}

/// <summary>A line of an order.</summary>
public sealed record OrderItem(string Sku, string Name, int Quantity, Money UnitPrice, string? ImageUrl);

/// <summary>Some units of one SKU, as packed in a parcel.</summary>
public sealed record ItemQuantity(string Sku, int Quantity);
