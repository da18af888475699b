using System.Text.Json.Serialization;

namespace TrackingPlatform;

/// <summary>An exact amount, in JSON a decimal string; Currency is an ISO 4217 code.</summary>
public sealed record Money(
    [property: JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)]
    decimal Amount,
    string Currency);
