using FluentValidation;
using ServiceDefaults;
using Shipments.Carriers;

namespace Shipments.Mappings;

/// <summary>Which carrier's parcels are to be read again; null: all carriers'.</summary>
internal sealed record RequestRemap(string? Carrier, string? Why);

internal sealed class RequestRemapRules : AbstractValidator<RequestRemap>
{
    private const int TextMax = 500;

    public RequestRemapRules(CarrierList carriers)
    {
        RuleFor(r => r.Carrier).Must(name => carriers.Find(name) is not null).When(r => r.Carrier is not null)
            .WithMessage($"is no known carrier: use one of {carriers.Names}");
        RuleFor(r => r.Why).NotEmpty().WithMessage("is required: it goes on the record")
            .MaximumLength(TextMax).WithMessage($"has at most {TextMax} characters");
    }
}

/// <summary>Reading the past again on request, after a table was fixed, and how far that is.</summary>
internal static class RemapsApi
{
    public static void MapRemaps(this IEndpointRouteBuilder routes)
    {
        var remaps = routes.MapGroup("/v1/ops/remaps").RequireScope("ops");
        remaps.MapPost("", Request).Idempotent()
            .Describe<Remap>("requestRemap", "Read what carriers told again, with what their codes mean today", 202);
        remaps.MapGet("", List).Describe<Page<Remap>>("listRemaps", "List what was asked to be read again");
        remaps.MapGet("{id:guid}", Get).Describe<Remap>("getRemap", "See how far reading again is");
    }

    private static async Task<IResult> Request(
        Caller caller, Body<RequestRemap> body, Remaps remaps, TimeProvider clock, CancellationToken ct)
    {
        var remap = new Remap(Guid.CreateVersion7(), body.Value.Carrier, body.Value.Why!, caller.KeyId,
            clock.GetUtcNow(), "waiting", Parcels: 0, Scans: 0, FinishedAt: null, Error: null);
        await remaps.Request(caller.MerchantId, remap, ct);
        return Results.Accepted($"/v1/ops/remaps/{remap.Id:D}", remap);
    }

    private static async Task<IResult> List(
        Caller caller, Remaps remaps, ListQuery<PageQuery> query, CancellationToken ct) =>
        Results.Ok(query.PageOf(
            await remaps.List(caller.MerchantId, query.AfterId, query.Limit + 1, ct), remap => remap.Id));

    private static async Task<IResult> Get(Caller caller, Guid id, Remaps remaps, CancellationToken ct) =>
        Results.Ok(await remaps.Find(caller.MerchantId, id, ct) ?? throw ProblemException.NotFound("remap"));
}
