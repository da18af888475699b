using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ServiceDefaults;

/// <summary>
/// The section <c>Inbox</c> of a service's configuration: how long a payload is kept after it came. What waits for a
/// number or a meaning may be kept longer than what is done; what was not worked on yet is never thrown away.
/// A merchant may have its own thrown away sooner, never later.
/// </summary>
public sealed class InboxOptions
{
    internal const string WhatIsNeeded =
        "Inbox:KeepDone, Inbox:KeepWaiting and Inbox:Interval must be positive durations (90.00:00:00).";

    public TimeSpan KeepDone { get; set; } = TimeSpan.FromDays(90);

    public TimeSpan KeepWaiting { get; set; } = TimeSpan.FromDays(180);

    /// <summary>How often the inbox is looked after.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    internal static bool IsComplete(InboxOptions options) =>
        options.KeepDone > TimeSpan.Zero && options.KeepWaiting > TimeSpan.Zero && options.Interval > TimeSpan.Zero;
}

/// <summary>
/// Looks after the inbox: has a new build of the service look again at what older ones could not read, throws away
/// what has been kept long enough, and counts what waits. Any replica may do it, at the same time too.
/// </summary>
internal sealed class InboxKeeper(
    WebhookInbox inbox, Merchants merchants, IOptions<InboxOptions> options, TimeProvider clock,
    ILogger<InboxKeeper> log)
    : BackgroundService
{
    private const int BatchMax = 1000;
    private const string Finished = "'done', 'ignored'";
    private const string Waits = "'unmatched', 'unmapped', 'unparseable'";

    private static readonly Gauge<long> Waiting = InboxMeter.Meter.CreateGauge<long>(
        "webhooks.inbox.waiting", "{webhook}", "Webhooks that rest until the reason for it goes away, by state");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TakeUp(stoppingToken);
                var now = clock.GetUtcNow();
                await ThrowAway(Finished, now - options.Value.KeepDone, null, stoppingToken);
                await ThrowAway(Waits, now - options.Value.KeepWaiting, null, stoppingToken);
                foreach (var merchant in await Merchants(stoppingToken))
                    if ((await merchants.Of(merchant, stoppingToken)).Retention.InboxDays is { } days)
                        await ThrowAway($"{Finished}, {Waits}", now.AddDays(-days), merchant, stoppingToken);
                await Count(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
            {
                log.LogWarning("The inbox cannot be looked after now: {Reason}", exception.Message);
            }

            await Task.Delay(options.Value.Interval, clock, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// Each build takes up once what it has not read: while two builds run beside each other, neither takes up what
    /// it has tried already, so the newer one gets everything in the end and then there is rest.
    /// </summary>
    private async Task TakeUp(CancellationToken ct)
    {
        await using var command = inbox.Database.CreateCommand($"""
            update {inbox.Table} set {WebhookInbox.Again} where id in (
                select id from {inbox.Table}
                where state in ('unparseable', 'unmapped') and not read_by @> array[$1]
                order by id limit {BatchMax} for update skip locked)
            """);
        command.Parameters.Add(new() { Value = inbox.Build });
        int taken;
        do
        {
            taken = await command.ExecuteNonQueryAsync(ct);
            if (taken > 0)
                log.LogInformation("{Count} webhooks that an older build could not read are worked on again", taken);
            inbox.Arrived();
        }
        while (taken == BatchMax);
    }

    /// <summary>Who has anything here, found by steps through an index and not by reading all of it.</summary>
    private async Task<List<string>> Merchants(CancellationToken ct)
    {
        await using var command = inbox.Database.CreateCommand($"""
            with recursive m as (
                select min(merchant_id) id from {inbox.Table}
                union all select (select min(merchant_id) from {inbox.Table} where merchant_id > m.id) from m
                where m.id is not null)
            select id from m where id is not null
            """);
        var found = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            found.Add(reader.GetString(0));
        return found;
    }

    /// <param name="merchant">Whose; null: all merchants'.</param>
    private async Task ThrowAway(
        string states, DateTimeOffset receivedBefore, string? merchant, CancellationToken ct)
    {
        await using var command = inbox.Database.CreateCommand($"""
            delete from {inbox.Table} where id in (
                select id from {inbox.Table}
                where state in ({states}) and id < $1 {(merchant is null ? "" : "and merchant_id = $2")}
                order by id limit {BatchMax} for update skip locked)
            """);
        command.Parameters.Add(new() { Value = InboxArchive.FirstIdAt(receivedBefore) });
        if (merchant is not null)
            command.Parameters.Add(new() { Value = merchant });
        while (await command.ExecuteNonQueryAsync(ct) == BatchMax)
        {
        }
    }

    private async Task Count(CancellationToken ct)
    {
        string[] states = [InboxState.Received, InboxState.Unmatched, InboxState.Unmapped, InboxState.Unparseable];
        await using var command = inbox.Database.CreateCommand($"""
            select state, (select count(*) from {inbox.Table} i where i.state = s.state) from unnest($1) s(state)
            """);
        command.Parameters.Add(new() { Value = states });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            Waiting.Record(reader.GetInt64(1), new KeyValuePair<string, object?>("state", reader.GetString(0)),
                new("inbox", inbox.Table));
    }
}

internal static class InboxMeter
{
    public static readonly Meter Meter = new("TrackingPlatform");
}
