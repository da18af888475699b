using System.Diagnostics.Metrics;
using static Shipments.Tests.Given;

namespace Shipments.Tests;

/// <summary>What the metrics of odd scans count.</summary>
public sealed class ScanCountsTests
{
    [Fact]
    public void An_odd_scan_is_counted_once_by_its_carrier_with_what_is_odd()
    {
        const string carrier = "carrier-of-this-test";
        var counted = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name.StartsWith("shipments.scans.", StringComparison.Ordinal))
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) =>
        {
            if (tags[0].Value as string == carrier)
                counted.Add($"{instrument.Name} {tags[1].Key}={tags[1].Value} +{count}");
        });
        listener.Start();

        var odd = Record(
            Scan(Statuses.Delivered, 1) with { Suspect = "time_in_future" },
            Scan(Statuses.Unknown, 2) with { CarrierCode = "X-1" },
            Scan(Statuses.PickedUp, 3));
        ScanCounts.Add(carrier, When(odd));
        ScanCounts.Add(carrier, Shipments.Shipment.Decide(Given.Shipment(When(odd)), odd));
        counted.ShouldBe(
            ["shipments.scans.suspect reason=time_in_future +1", "shipments.scans.unmapped code=X-1 +1"],
            ignoreOrder: true);
    }
}
