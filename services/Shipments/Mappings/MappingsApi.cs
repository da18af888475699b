using Contracts;
using FluentValidation;
using ServiceDefaults;
using Shipments.Carriers;
using Streams;

namespace Shipments.Mappings;

/// <summary>
/// All of the merchant's own meanings of a carrier's codes: what is left out is the adapter's again. <c>Why</c> goes
/// on the record.
/// </summary>
internal sealed record ChangeMapping
{
    public IReadOnlyList<OverrideRequest>? Overrides { get; init; }
    public string? Why { get; init; }
}

/// <summary>
/// <c>Code</c> as the scans show it (or the text of a scan without one), <c>Status</c> a canonical one or "unknown":
/// means nothing, on purpose. <c>Leg</c> null: as the adapter reads it.
/// </summary>
internal sealed record OverrideRequest
{
    public string? Code { get; init; }
    public string? Status { get; init; }
    public string? Leg { get; init; }
    public string? Detail { get; init; }
    public ReasonRequest? Reason { get; init; }

    public CodeOverride ToOverride() => new(Code!.Trim(), Status!, Leg, Detail, Reason?.ToReason());
}

internal sealed record MappingView(
    string Carrier, long Version, IReadOnlyList<CodeOverride> Overrides, IReadOnlyList<MappingChangeView> History);

/// <summary><c>ChangedBy</c> is the id of the key that made the change.</summary>
internal sealed record MappingChangeView(
    long Version, IReadOnlyList<CodeOverride> Overrides, string Why, string? ChangedBy, DateTimeOffset ChangedAt);

internal sealed class ChangeMappingRules : AbstractValidator<ChangeMapping>
{
    private const int OverridesMax = 1000;
    private const int TextMax = 500;

    public ChangeMappingRules()
    {
        RuleFor(r => r.Why).NotEmpty().WithMessage("is required: it goes on the record")
            .MaximumLength(TextMax).WithMessage($"has at most {TextMax} characters");
        RuleFor(r => r.Overrides).NotNull().WithMessage("is required, [] for none")
            .Must(all => all is null || all.Count <= OverridesMax).WithMessage($"has at most {OverridesMax} entries")
            .Must(all => all is null || all.Where(o => o?.Code is not null).Select(o => Overrides.KeyOf(o.Code!))
                .GroupBy(key => key).All(same => same.Count() == 1)).WithMessage("names a code twice");
        RuleForEach(r => r.Overrides).NotNull().WithMessage("must be an object").ChildRules(rules =>
        {
            rules.RuleFor(o => o.Code).NotEmpty().WithMessage("is required")
                .MaximumLength(TextMax).WithMessage($"has at most {TextMax} characters");
            rules.RuleFor(o => o.Status).Must(s => Statuses.IsReportable(s) || s == Statuses.Unknown)
                .WithMessage("is no status of a parcel, nor 'unknown'");
            rules.RuleFor(o => o.Leg).Must(leg => leg is null or Legs.Forward or Legs.Return)
                .WithMessage("must be forward or return");
            rules.RuleFor(o => o.Leg).Must(leg => leg != Legs.Forward)
                .When(o => o.Status is Statuses.Returning or Statuses.Returned)
                .WithMessage("must be return of a parcel that goes back");
            rules.RuleFor(o => o.Detail).Must(detail => detail is null || Details.IsKnown(detail))
                .WithMessage("is no known detail");
            rules.RuleFor(o => o.Reason!.Code).Like("^[a-z][a-z0-9_]{0,63}$")
                .When(o => o.Reason?.Code is not null)
                .WithMessage("must be lower-case letters, digits and underscores");
            rules.RuleFor(o => o.Reason!.Party).Must(party => party is null || ManualScanRules.Parties.Contains(party))
                .When(o => o.Reason is not null)
                .WithMessage($"must be one of {string.Join(", ", ManualScanRules.Parties)}");
        });
    }
}

/// <summary>
/// A merchant's own meanings of carriers' codes. Changing them reads the past again (<see cref="RemapWorker"/>).
/// </summary>
internal static class MappingsApi
{
    public static void AddMappings(this WebApplicationBuilder builder)
    {
        builder.AddMigration("shipments", Remaps.Sql);
        builder.Services.AddSingleton<Payloads>();
        builder.Services.AddSingleton<Rereading>();
        builder.Services.AddSingleton<Remaps>();
    }

    public static void MapMappings(this IEndpointRouteBuilder routes)
    {
        routes.MapRemaps();
        routes.MapGet("/v1/carrier-mappings/{carrier}", Get).RequireScope("ops").Versioned()
            .Describe<MappingView>("getCarrierMapping", "Read the merchant's own meanings of a carrier's codes");
        routes.MapPut("/v1/carrier-mappings/{carrier}", Change).RequireScope("admin").Versioned()
            .Describe<MappingView>("changeCarrierMapping", "Say what a carrier's codes mean; the past is read again");
    }

    private static async Task<IResult> Get(
        Caller caller, string carrier, HttpContext http, CarrierList carriers, EventStore store, CancellationToken ct)
    {
        MustExist(carriers, carrier);
        return Results.Ok(await Read(caller, carrier, http, store, ct));
    }

    private static async Task<IResult> Change(
        Caller caller, string carrier, Body<ChangeMapping> body, HttpContext http, CarrierList carriers,
        EventStore store, TimeProvider clock, CancellationToken ct)
    {
        MustExist(carriers, carrier);
        var command = new MappingCommand.Change(new()
        {
            Carrier = carrier,
            Overrides = [.. body.Value.Overrides!.Select(o => o.ToOverride())],
            Why = body.Value.Why!,
            ChangedBy = caller.KeyId,
            ChangedAt = clock.GetUtcNow(),
        });
        await store.Transact(Mapping.Stream, caller.MerchantId, Mapping.IdFor(caller.MerchantId, carrier),
            state => Mapping.Decide(state, command), expectedVersion: ETags.ExpectedVersion(http), ct: ct);
        return Results.Ok(await Read(caller, carrier, http, store, ct));
    }

    private static void MustExist(CarrierList carriers, string carrier)
    {
        if (carriers.Find(carrier) is null)
            throw ProblemException.NotFound("carrier");
    }

    private static async Task<MappingView> Read(
        Caller caller, string carrier, HttpContext http, EventStore store, CancellationToken ct)
    {
        var id = Mapping.IdFor(caller.MerchantId, carrier);
        var history = (await store.Read(Mapping.Stream, caller.MerchantId, id, ct: ct))
            .Select(recorded => (recorded.Version, Event: (MappingEvent.Changed)recorded.Event))
            .Select(e => new MappingChangeView(
                e.Version, e.Event.Overrides, e.Event.Why, e.Event.ChangedBy, e.Event.ChangedAt))
            .Reverse().ToList();
        var version = history.Count == 0 ? 0 : history[0].Version;
        http.Response.Headers.ETag = ETags.Of(version);
        return new(carrier, version, history.Count == 0 ? [] : history[0].Overrides, history);
    }
}
