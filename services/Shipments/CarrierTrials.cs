using System.Text;
using System.Text.Json;
using Contracts;
using FluentValidation;
using ServiceDefaults;
using Shipments.Carriers;

namespace Shipments;

/// <summary>
/// A payload as the carrier would post it, and a format to read it with in place of the account's own.
/// </summary>
internal sealed record CarrierTrial(JsonElement Payload, CarrierFormat? Format);

internal sealed class CarrierTrialRules : AbstractValidator<CarrierTrial>
{
    public CarrierTrialRules()
    {
        RuleFor(t => t.Payload).Must(payload => payload.IsThere()).WithMessage("is required");
        RuleFor(t => t.Format!).SetValidator(new CarrierFormatRules()).When(t => t.Format is not null);
    }
}

/// <summary><c>Outcome</c>: parcels, ignored, unparseable. The latter two say their reason.</summary>
[ApiName("CarrierTrialResult")]
internal sealed record TrialView(string Outcome, string? Reason, IReadOnlyList<TrialParcel> Parcels);

/// <summary>
/// How a parcel would stand if this were all that is known of it. <c>Unmapped</c>: codes that mean nothing to us.
/// </summary>
internal sealed record TrialParcel(
    string TrackingNumber, string? Reference, ShipmentStanding Standing, IReadOnlyList<Scan> Scans,
    IReadOnlyList<string> Unmapped);

[ApiName("NamedCarrierFormat")]
internal sealed record FormatView(string Carrier, CarrierFormat Format);

/// <summary>Trying out how payloads are read, with nothing stored, and the formats to learn from.</summary>
internal static class CarrierTrials
{
    public static void MapCarrierTrials(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/carrier-accounts/{carrier}/{account}/test", Try).RequireScope("admin")
            .Describe<TrialView>("tryCarrierPayload", "See how a payload would be read; nothing is stored");
        routes.MapGet("/v1/carrier-formats", (CarrierList carriers) => Results.Ok(new Page<FormatView>(
            [.. carriers.Each.OfType<Generic>().Where(generic => generic.Written is not null)
                .Select(generic => new FormatView(generic.Name, generic.Written!))], null))).RequireScope("admin")
            .Describe<Page<FormatView>>("listCarrierFormats", "List the carriers that are formats, to learn from");
    }

    private static async Task<IResult> Try(
        Caller caller, string carrier, string account, Body<CarrierTrial> body, CarrierAccounts accounts,
        CarrierList carriers, TimeProvider clock, CancellationToken ct)
    {
        var known = await accounts.Find(carrier, account, ct);
        if (known?.MerchantId != caller.MerchantId || carriers.Find(carrier) is not { } adapter)
            throw ProblemException.NotFound("carrier account");
        var context = known.ContextAt(clock.GetUtcNow());
        var report = adapter.Parse(
            Encoding.UTF8.GetBytes(body.Value.Payload.GetRawText()),
            context with { Format = body.Value.Format ?? context.Format });
        return Results.Ok(View(report));
    }

    internal static TrialView View(CarrierReport report) => report switch
    {
        CarrierReport.Parcels read => new TrialView("parcels", null, [.. read.All.Select(View)]),
        CarrierReport.Ignored ignored => new TrialView("ignored", ignored.Reason, []),
        CarrierReport.Unparseable broken => new TrialView("unparseable", broken.Reason, []),
        _ => throw new ArgumentOutOfRangeException(nameof(report)),
    };

    private static TrialParcel View(Parcel parcel) => new(
        parcel.TrackingNumber, parcel.Reference,
        parcel.Scans.Aggregate(Journey.Empty, (journey, scan) => journey.Add(scan)).Standing(parcel.Estimate),
        parcel.Scans,
        [.. parcel.Scans.Where(scan => scan.Status == Statuses.Unknown).Select(scan => scan.CarrierCode)
            .OfType<string>().Distinct()]);
}
