using System.Net;
using FluentValidation;
using ServiceDefaults;
using Streams;

namespace Orders;

/// <summary>
/// What a customer asks the carrier of a parcel: one of the kinds that the public timeline's <c>actions</c> offer for
/// it. The address is in the order's country unless it says otherwise.
/// </summary>
internal sealed record AskCarrier : InstructRequest
{
    public Guid? ShipmentId { get; init; }
}

internal sealed class AskCarrierValidator : AbstractValidator<AskCarrier>
{
    public AskCarrierValidator()
    {
        RuleFor(r => r.ShipmentId).Required();
        RuleFor(r => r.Kind).Required().OneOf(NextSteps.All);
    }
}

/// <summary>What was passed on to whoever has the parcel in hand.</summary>
internal sealed record AskedOfCarrier(Guid ShipmentId, string Kind);

/// <summary>Hands customers' instructions to the parcels, which know their carriers.</summary>
internal sealed class PublicInstructions(HttpClient http, PlatformIdentity identity)
{
    /// <exception cref="RuleViolation">The parcel does not take it any more.</exception>
    /// <exception cref="ProblemException">400: the day, the address or the phone is none.</exception>
    internal async Task Give(string merchantId, AskCarrier asked, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"v1/shipments/{asked.ShipmentId:D}/instructions")
        {
            // As what the parcel takes: which one it is stands in the path.
            Content = JsonContent.Create<InstructRequest>(asked),
        }.OnBehalfOf(identity, merchantId);
        using var response = await http.SendAsync(request, ct);
        if (response.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.BadRequest
            && await response.Content.ReadFromJsonAsync<Refusal>(ct) is { } refusal)
            throw response.StatusCode is HttpStatusCode.BadRequest
                ? ProblemException.Invalid(refusal.Errors ?? [])
                : new RuleViolation(refusal.Code.Replace('-', '_'), refusal.Title);
        response.EnsureSuccessStatusCode();
    }

    private sealed record Refusal(string Code, string Title, IReadOnlyList<FieldError>? Errors);
}
