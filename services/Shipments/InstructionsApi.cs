using FluentValidation;
using ServiceDefaults;
using Shipments.Carriers;
using Streams;

namespace Shipments;

internal sealed record CarrierTokenRequest(string? Token);

internal sealed class CarrierTokenRules : AbstractValidator<CarrierTokenRequest>
{
    private const int TokenMax = 500;

    public CarrierTokenRules() => RuleFor(r => r.Token).NotEmpty().WithMessage("is required")
        .Like(@"^[\x21-\x7E]+$").WithMessage("must be printable characters without spaces")
        .MaximumLength(TokenMax).WithMessage($"has at most {TokenMax} characters");
}

/// <summary>Instructions for parcels, and the tokens by which carriers take them.</summary>
internal static class InstructionsApi
{
    public static void AddInstructions(this WebApplicationBuilder builder)
    {
        builder.AddMigration("shipments", CarrierApiTokens.Sql);
        builder.Services.AddSingleton<CarrierApiTokens>();
        builder.Services.AddTransient<Instructing>();
        builder.Services.AddHttpClient<IInstructs, DelhiveryInstructions>(client => client.BaseAddress = new(
            (builder.Configuration["Carriers:delhivery:Url"] ?? DelhiveryInstructions.Url).TrimEnd('/') + "/"));
    }

    public static void MapInstructions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/shipments/{id:guid}/instructions", Instruct).RequireScope("storefront").Idempotent()
            .Versioned().Describe<ShipmentView>(
                "instructCarrier", "Ask the carrier to do something about a parcel", 201, 200);
        routes.MapPut("/v1/carrier-accounts/{carrier}/token", SetToken).RequireScope("admin")
            .Describe("setCarrierToken", "Set the token by which the carrier takes instructions");
        routes.MapDelete("/v1/carrier-accounts/{carrier}/token", RemoveToken).RequireScope("admin")
            .Describe("removeCarrierToken", "Forget the token by which the carrier takes instructions");
    }

    private static async Task<IResult> Instruct(
        Caller caller, Guid id, Body<InstructRequest> body, HttpContext http, EventStore store,
        Instructing instructing, PersonalKeys keys, TimeProvider clock, CancellationToken ct)
    {
        var known = await store.Load(Shipment.Stream, caller.MerchantId, id, ct);
        if (!known.Exists)
            throw ProblemException.NotFound("shipment");
        var command = await instructing.Command(
            caller.MerchantId, known.State, Guid.CreateVersion7(), Instruction.Of(body.Value), ct);
        var recorded = await store.Transact(Shipment.Stream, caller.MerchantId, id,
            state => Shipment.Decide(state, keys.Seal(command, state.PersonId)),
            Idempotency.CauseOf(http), ETags.ExpectedVersion(http), ct: ct);
        var view = await ShipmentsApi.Read(caller, id, http, store, clock, ct);
        return recorded.Appended > 0 ? Results.Created($"/v1/shipments/{id:D}", view) : Results.Ok(view);
    }

    private static async Task<IResult> SetToken(
        Caller caller, string carrier, Body<CarrierTokenRequest> body, IEnumerable<IInstructs> carriers,
        CarrierApiTokens tokens, CancellationToken ct)
    {
        if (!carriers.Any(one => one.Name == carrier))
            throw new ProblemException(404, "not-found", "This carrier's API is not called from here.");
        await tokens.Set(caller.MerchantId, carrier, body.Value.Token!, ct);
        return Results.NoContent();
    }

    private static async Task<IResult> RemoveToken(
        Caller caller, string carrier, CarrierApiTokens tokens, CancellationToken ct) =>
        await tokens.Remove(caller.MerchantId, carrier, ct)
            ? Results.NoContent()
            : throw ProblemException.NotFound("token");
}
