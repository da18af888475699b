using FluentValidation;
using ServiceDefaults;

namespace Shipments;

/// <summary>A number whose carrier is asked for; postal code and country (ISO 3166-1) of the delivery.</summary>
internal sealed record DetectRequest
{
    public string? TrackingNumber { get; init; }
    public string? PostalCode { get; init; }
    public string? Country { get; init; }
}

internal sealed class DetectRequestRules : AbstractValidator<DetectRequest>
{
    public DetectRequestRules()
    {
        RuleFor(r => r.TrackingNumber).NotEmpty().WithMessage("is required")
            .Like(RegisterShipmentRules.NumberFormat).WithMessage(RegisterShipmentRules.NumberHelp);
        RuleFor(r => r.PostalCode).Like("^[A-Za-z0-9][A-Za-z0-9 -]{1,11}$").When(r => r.PostalCode is not null)
            .WithMessage("must be 2 to 12 letters, digits, spaces or hyphens");
        RuleFor(r => r.Country).Like("^[A-Za-z]{2}$").When(r => r.Country is not null)
            .WithMessage("must be an ISO 3166-1 alpha-2 code such as IN");
    }
}

/// <summary>Says who may carry a number, before anything is registered.</summary>
internal static class DetectApi
{
    public static void MapDetection(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/trackings/detect", Detect).RequireScope("storefront")
            .Describe<Detection>("detectCarrier", "Find out whose tracking number it is");

    private static async Task<IResult> Detect(
        Caller caller, Body<DetectRequest> body, Numbers numbers, CancellationToken ct) =>
        Results.Ok(await numbers.Detect(
            caller.MerchantId, body.Value.TrackingNumber!, body.Value.PostalCode, body.Value.Country, ct));
}
