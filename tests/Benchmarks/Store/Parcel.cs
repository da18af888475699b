using System.Text.Json.Serialization;
using Streams;

namespace Benchmarks.Store;

internal abstract record ParcelEvent
{
    private ParcelEvent() { }

    public sealed record Registered(string Carrier, string TrackingNumber, DateTimeOffset RegisteredAt) : ParcelEvent;

    public sealed record Scanned(
        long Number, string Status, string Code, string Text, string Place, DateTimeOffset OccurredAt) : ParcelEvent;
}

internal sealed record ParcelState(string? TrackingNumber, string Status, int Scans, DateTimeOffset LastScanAt);

/// <summary>A stream as the services have them: events of some 200 bytes, a state of a few fields.</summary>
internal static class Parcel
{
    public const string Tenant = "bench";

    public static readonly StreamKind<ParcelState, ParcelEvent> Stream =
        new("parcel", new(null, "pending", 0, default), Evolve);

    private static readonly DateTimeOffset Began = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The n-th stream that <see cref="Log.Fill"/> makes.</summary>
    public static Guid Id(int n) => Guid.Parse($"{n:x8}-0000-7000-8000-000000000000");

    public static ParcelEvent.Registered Registered() => new("delhivery", "1490817265534", Began);

    public static ParcelEvent.Scanned Scan(long number) => new(
        number, "in_transit", "X-ILL2F", "Trip arrived", "Mumbai_Bhiwandi_GW (Maharashtra)", Began.AddSeconds(number));

    public static ParcelState Evolve(ParcelState state, ParcelEvent happened) => happened switch
    {
        ParcelEvent.Registered registered => state with { TrackingNumber = registered.TrackingNumber },
        ParcelEvent.Scanned scanned => state with
        {
            Status = scanned.Status,
            Scans = state.Scans + 1,
            LastScanAt = scanned.OccurredAt,
        },
        _ => state,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ParcelEvent.Registered))]
[JsonSerializable(typeof(ParcelEvent.Scanned))]
internal sealed partial class ParcelJson : JsonSerializerContext;
