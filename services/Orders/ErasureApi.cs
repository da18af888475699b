using ServiceDefaults;
using Streams;

namespace Orders;

/// <summary>
/// The proof of an erasure. <c>Status</c>: running, completed. <c>KeyDestroyedAt</c>: from then on nothing of the
/// person can be read. <c>Texts</c>: how many sealed texts of the customer's orders were tried, <c>Readable</c> how
/// many of them still opened. <c>Kept</c>: what stays, since it tells of no person any more.
/// </summary>
internal sealed record ErasureReport(
    Guid Id, string Status, string Why, DateTimeOffset RequestedAt, string? RequestedBy,
    DateTimeOffset? KeyDestroyedAt, IReadOnlyList<ErasedPart> Removed, int? Texts, int? Readable,
    DateTimeOffset? CompletedAt, IReadOnlyList<string> Kept);

/// <summary><c>Left</c>: payloads that tell of others too and still wait; they go as the inbox ages.</summary>
internal sealed record ErasedPart(string Where, string What, int Count, int Left, DateTimeOffset At);

/// <summary>Makes unreadable what the platform knows of a customer, and says what was done.</summary>
internal static class ErasureApi
{
    private static readonly string[] Kept =
    [
        "order numbers, items, amounts, dates and statuses", "city, region and country of delivery",
        "tracking numbers and the places of their scans", "scores of feedback",
    ];

    internal static void MapErasures(this IEndpointRouteBuilder routes)
    {
        routes.MapDelete("/v1/customers/{customerId}/personal-data", Erase).RequireScope("storefront")
            .Describe<ErasureReport>("erasePersonalData", "Make unreadable what is personal of a customer", 202);
        routes.MapGet("/v1/erasures/{id:guid}", Get).RequireScope("storefront")
            .Describe<ErasureReport>("getErasure", "Read the proof of an erasure");
    }

    private static async Task<IResult> Erase(
        Caller caller, string customerId, HttpContext http, Erasures erasures, CancellationToken ct)
    {
        var person = PersonalKeys.PersonOf(caller.MerchantId, customerId);
        if (await erasures.Request(caller.MerchantId, person, "request", caller.KeyId, ct) is not var (id, state))
            throw ProblemException.NotFound("customer");
        http.Response.Headers.Location = $"/v1/erasures/{id:D}";
        return Results.Json(ReportOf(id, state), statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> Get(Caller caller, Guid id, EventStore store, CancellationToken ct)
    {
        var known = await store.Load(Erasure.Stream, caller.MerchantId, id, ct);
        return known.Exists ? Results.Ok(ReportOf(id, known.State)) : throw ProblemException.NotFound("erasure");
    }

    private static ErasureReport ReportOf(Guid id, ErasureState state) => new(
        id, state.Verified is null ? "running" : "completed", state.Requested!.Why, state.Requested.OccurredAt,
        state.Requested.RequestedBy, state.KeyDestroyedAt,
        [
            .. state.Removed.Select(part =>
                new ErasedPart(part.Where, part.What, part.Count, part.Left, part.OccurredAt)),
        ],
        state.Verified?.Texts, state.Verified?.Readable, state.Verified?.OccurredAt, Kept);
}
