namespace Streams;

/// <summary>The section <c>Streams</c> of a service's configuration.</summary>
public sealed class StreamsOptions
{
    internal const string WhatIsValid =
        "Streams:LagAlarm must be positive, Streams:Lease from a second to 5 minutes (\"00:00:30\").";

    /// <summary>An event that waits longer for a reactor raises an alarm, again each time this has passed.</summary>
    public TimeSpan LagAlarm { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a replica that is silent while its connection stays keeps a reactor to itself.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(10);

    internal static bool IsValid(StreamsOptions options) =>
        options.LagAlarm > TimeSpan.Zero
        && options.Lease >= TimeSpan.FromSeconds(1) && options.Lease <= TimeSpan.FromMinutes(5);
}
