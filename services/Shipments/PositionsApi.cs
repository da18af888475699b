using FluentValidation;
using Microsoft.Extensions.Options;
using ServiceDefaults;
using Streams;

namespace Shipments;

/// <summary>Where a courier was, in degrees (WGS 84). <c>Accuracy</c>: metres around it.</summary>
internal sealed record PositionReport
{
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public DateTimeOffset? At { get; init; }
    public double? Accuracy { get; init; }
}

/// <summary>How many of them were kept: at most one every few seconds, and none of a parcel that has arrived.</summary>
internal sealed record PositionsTaken(int Kept);

internal sealed class PositionReportRules : AbstractValidator<PositionReport>
{
    private const double AccuracyMax = 100_000;
    private static readonly TimeSpan SkewMax = TimeSpan.FromMinutes(1);

    public PositionReportRules(IOptions<PositionOptions> options, TimeProvider clock)
    {
        var keepFor = options.Value.KeepFor;
        RuleFor(p => p.Latitude).Required().InclusiveBetween(-90, 90).WithMessage("must be between -90 and 90 degrees");
        RuleFor(p => p.Longitude).Required()
            .InclusiveBetween(-180, 180).WithMessage("must be between -180 and 180 degrees");
        RuleFor(p => p.Accuracy).InclusiveBetween(0, AccuracyMax)
            .WithMessage($"must be between 0 and {AccuracyMax} metres");
        RuleFor(p => p.At).Required()
            .Must(at => at is null || at <= clock.GetUtcNow() + SkewMax).WithMessage("is in the future")
            .Must(at => at is null || at >= clock.GetUtcNow() - keepFor)
            .WithMessage($"is older than {keepFor}: it would be forgotten at once");
    }
}

internal sealed class PositionListRules(IValidator<PositionReport> each) : AbstractValidator<List<PositionReport>>
{
    private const int ReportsMax = 100;

    protected override bool PreValidate(
        ValidationContext<List<PositionReport>> context, FluentValidation.Results.ValidationResult result)
    {
        var told = context.InstanceToValidate;
        if (told.Count is 0 or > ReportsMax)
            result.Errors.Add(new("", $"must hold 1 to {ReportsMax} positions"));
        else
            for (var i = 0; i < told.Count; i++)
                if (told[i] is null)
                    result.Errors.Add(new($"[{i}]", "must be a position, not null"));
                else
                    foreach (var fault in each.Validate(told[i]).Errors)
                        result.Errors.Add(new($"[{i}].{fault.PropertyName}", fault.ErrorMessage));
        return result.IsValid;
    }
}

/// <summary><c>POST /v1/shipments/{id}/positions</c>: where the courier with a parcel is.</summary>
internal static class PositionsApi
{
    public static void AddPositions(this WebApplicationBuilder builder)
    {
        builder.AddMigration("shipments", Positions.Sql);
        builder.Services.AddOptions<PositionOptions>().Bind(builder.Configuration.GetSection("Positions"))
            .Validate(PositionOptions.IsComplete, PositionOptions.WhatIsNeeded).ValidateOnStart();
        builder.Services.AddSingleton<Positions>();
        builder.AddSweep(Positions.Table, "at", p =>
        {
            var settings = p.GetRequiredService<IOptions<PositionOptions>>().Value;
            return (settings.KeepFor, settings.Interval);
        });
    }

    public static void MapPositions(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1").RequireScope("storefront").MapPost("shipments/{id:guid}/positions", Report)
            .Describe<PositionsTaken>("reportPositions", "Tell where the courier with a parcel is")
            .WithDescription("For the customer's page on the day of delivery. Kept for a day at the most: never in the "
                + "parcel's history. In any order; what is told twice, or within seconds of another, is left out.");

    private static async Task<IResult> Report(
        Caller caller, Guid id, Body<List<PositionReport>> body, EventStore store, Positions positions,
        OrdersClient orders, PersonalKeys keys, TimeProvider clock, ILogger<Positions> log, CancellationToken ct)
    {
        var shipment = await store.Load(Shipment.Stream, caller.MerchantId, id, ct);
        if (!shipment.Exists)
            throw ProblemException.NotFound("shipment");
        var (state, key) = (shipment.State, shipment.State.PersonId is { } person ? keys.Find(person) : null);
        // Of a parcel that has arrived nobody needs to know, and of a person who is erased nobody may.
        if (Statuses.IsFinal(state.Standing.Status) || (state.PersonId is not null && key is null))
            return Results.Ok(new PositionsTaken(0));
        var now = clock.GetUtcNow();
        var kept = await positions.Keep(id, [.. body.Value.Select(told => Sealed(told, key, now))], ct);
        if (kept > 0 && await positions.Latest(id, ct) is { } latest)
            await Tell(caller.MerchantId, state.OrderId!.Value, id, latest, orders, log, ct);
        return Results.Ok(new PositionsTaken(kept));
    }

    private static StoredPosition Sealed(PositionReport told, PersonKey? key, DateTimeOffset now)
    {
        var at = told.At!.Value < now ? told.At.Value : now;
        var point = new PositionView(told.Latitude!.Value, told.Longitude!.Value, at, told.Accuracy).Point;
        return new(at, key?.Seal(point) ?? point);
    }

    /// <summary>Orders shows it. One that cannot be told is not told again: the next one comes in seconds.</summary>
    private static async Task Tell(
        string merchantId, Guid orderId, Guid shipmentId, StoredPosition latest, OrdersClient orders, ILogger log,
        CancellationToken ct)
    {
        try
        {
            await orders.TellPosition(merchantId, orderId, shipmentId, latest, ct);
        }
        catch (HttpRequestException exception)
        {
            log.LogWarning("Orders did not take a courier's position: {Reason}", exception.Message);
        }
    }
}
