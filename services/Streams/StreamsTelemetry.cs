using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Streams;

/// <summary>The names under which Streams traces and measures itself.</summary>
public static class StreamsTelemetry
{
    public const string Name = "TrackingPlatform.Streams";

    internal static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    internal static readonly Counter<long> Conflicts = Meter.CreateCounter<long>(
        "streams.conflicts", "{append}", "Appends that lost against another and were decided again.");

    internal static readonly Counter<long> ReactorFailures = Meter.CreateCounter<long>(
        "streams.reactor.failures", "{batch}", "Batches that a reactor could not handle at once.");

    internal static readonly Counter<long> PassedOver = Meter.CreateCounter<long>(
        "streams.reactor.passed_over", "{event}", "Events not handled because their stream is parked.");

    internal static readonly Gauge<long> Parked = Meter.CreateGauge<long>(
        "streams.reactor.parked", "{stream}", "Streams that a reactor could not go on with: somebody must look.");

    internal static readonly Gauge<double> OldestUnhandled = Meter.CreateGauge<double>(
        "streams.reactor.oldest_unhandled", "s", "Age of the oldest event that a reactor has yet to handle.");

    internal static readonly Counter<long> LagAlarms = Meter.CreateCounter<long>(
        "streams.reactor.lag_alarms", "{alarm}", "Alarms because an event has waited longer than Streams:LagAlarm.");

    internal static readonly Histogram<double> ReactorLag = Meter.CreateHistogram<double>(
        "streams.reactor.lag", "s", "From an event's append to its reactor's checkpoint.");

    internal static readonly Gauge<double> OldestHole = Meter.CreateGauge<double>(
        "streams.reactor.oldest_hole", "s", "Age of the oldest missing position whose transaction is still open.");
}
