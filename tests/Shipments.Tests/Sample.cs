using Contracts;
using Microsoft.Extensions.DependencyInjection;
using Shipments.Carriers;

namespace Shipments.Tests;

/// <summary>
/// Recorded payloads, byte for byte, and their reading. Where each comes from stands in the file beside it.
/// </summary>
internal static class Sample
{
    public static readonly DateTimeOffset ReceivedAt = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    /// <summary>Each carrier that the service has: a new one needs no line here.</summary>
    public static readonly ICarrier[] Carriers =
        [.. new ServiceCollection().AddCarriers().BuildServiceProvider().GetServices<ICarrier>()];

    public static IReadOnlyList<string> Names { get; } = [.. typeof(Sample).Assembly.GetManifestResourceNames()
        .Where(name => name.Contains('/', StringComparison.Ordinal)
            && !name.EndsWith(".reading", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public static byte[] Bytes(string name)
    {
        using var resource = typeof(Sample).Assembly.GetManifestResourceStream(name)
            ?? throw new ArgumentException($"There is no sample {name}.", nameof(name));
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }

    public static ICarrier CarrierOf(string name) => Carriers.Single(c => c.Name == name.Split('/')[0]);

    public static CarrierReport Report(string carrier, ReadOnlyMemory<byte> body, TimeZoneInfo? accountZone = null) =>
        CarrierOf(carrier).Parse(body, new CarrierContext(ReceivedAt, accountZone));

    public static CarrierReport Report(string name) => Report(name, Bytes(name));

    /// <summary>The one parcel of a payload written as JSON.</summary>
    public static Parcel Parcel(string carrier, string json) =>
        Report(carrier, System.Text.Encoding.UTF8.GetBytes(json))
            .ShouldBeOfType<CarrierReport.Parcels>().All.ShouldHaveSingleItem();

    public static Parcel Parcel(string name) =>
        Report(name).ShouldBeOfType<CarrierReport.Parcels>().All.ShouldHaveSingleItem();

    public static ShipmentStanding Standing(this Parcel parcel) =>
        parcel.Scans.Aggregate(Journey.Empty, (journey, scan) => journey.Add(scan)).Standing(parcel.Estimate);
}
