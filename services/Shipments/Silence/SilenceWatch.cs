using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Npgsql;
using ServiceDefaults;
using Streams;

namespace Shipments.Silence;

/// <summary>
/// Counts the silent parcels, gives up those that have been silent for too long, and forgets the questions about those
/// that have come to their end. Every replica does so: a parcel is
/// given up once, by its own decider.
/// </summary>
internal sealed class SilenceWatch(
    Watch watch, EventStore store, IOptions<SilenceOptions> options, TimeProvider clock, ILogger<SilenceWatch> log)
    : BackgroundService
{
    private const int BatchMax = 100;

    private static readonly Gauge<long> Silent = ShipmentsMeter.Meter.CreateGauge<long>(
        "shipments.silent", "{shipment}", "Parcels that nobody has heard of for longer than usual, by carrier");

    // A gauge stands still where it is not told otherwise.
    private readonly HashSet<string> counted = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await GiveUp(stoppingToken);
                await Count(stoppingToken);
                await watch.ForgetAsked(stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
                when (exception is NpgsqlException or TimeoutException or IOException or AppendUnknownException)
            {
                log.LogWarning("Silent parcels cannot be looked at now: {Reason}", exception.Message);
            }

            await Task.Delay(options.Value.Interval, clock, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task GiveUp(CancellationToken ct)
    {
        foreach (var parcel in await watch.LongestSilent(options.Value.GiveUpAfter, BatchMax, ct))
        {
            var command = new ShipmentCommand.GiveUp(parcel.LastScanAt, clock.GetUtcNow());
            await store.Transact(Shipment.Stream, parcel.MerchantId, parcel.ShipmentId,
                state => Shipment.Decide(state, command), ct: ct);
        }
    }

    private async Task Count(CancellationToken ct)
    {
        var counts = (await watch.CountSilent(options.Value, ct)).ToDictionary(c => c.Carrier, c => c.Count);
        counted.UnionWith(counts.Keys);
        foreach (var carrier in counted)
            Silent.Record(counts.GetValueOrDefault(carrier), new KeyValuePair<string, object?>("carrier", carrier));
    }
}

internal sealed record SilentQuery : PageQuery
{
    public string? Carrier { get; init; }
}

/// <summary>The parcels that nobody has heard of for longer than usual.</summary>
internal static class SilenceApi
{
    public static void AddSilence(this WebApplicationBuilder builder)
    {
        builder.AddMigration("shipments", Watch.Sql);
        builder.Services.AddOptions<SilenceOptions>().Bind(builder.Configuration.GetSection("Silence"))
            .Validate(SilenceOptions.IsComplete, SilenceOptions.WhatIsNeeded).ValidateOnStart();
        builder.Services.AddSingleton<Watch>();
        builder.Services.AddHostedService<SilenceWatch>();
    }

    public static void MapSilence(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/ops/shipments/silent", List).RequireScope("ops")
            .Describe<Page<SilentParcel>>(
                "listSilentShipments", "List parcels nobody has heard of for longer than usual");

    private static async Task<IResult> List(
        Caller caller, Watch watch, IOptions<SilenceOptions> options, ListQuery<SilentQuery> query,
        CancellationToken ct)
    {
        var found = await watch.ListSilent(
            options.Value, caller.MerchantId, query.Value.Carrier, query.AfterId, query.Limit + 1, ct);
        return Results.Ok(query.PageOf(found, parcel => parcel.ShipmentId));
    }
}
