using System.Text;
using ServiceDefaults;

namespace Shipments;

/// <summary>A page of a list, and what to ask for the next one with; null at the end.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Data, string? NextCursor);

/// <summary>
/// <c>Body</c> is the beginning of what came. <c>Keys</c>: carrier:number, as far as it was understood.
/// </summary>
internal sealed record InboxView(
    Guid Id, string Carrier, string Account, DateTimeOffset ReceivedAt, string State, string? Reason,
    IReadOnlyList<string> Keys, int Attempts, int Bytes, string Body);

/// <summary>What carriers sent: what waits, and why; and working on it again.</summary>
internal static class InboxApi
{
    private const int PageDefault = 20;
    private const int PageMax = 100;
    private const int BodyShownMax = 2000;

    private static readonly string[] States =
        [InboxState.Received, InboxState.Done, InboxState.Unmatched, InboxState.Unparseable, InboxState.Ignored];

    public static void MapInbox(this IEndpointRouteBuilder routes)
    {
        var inbox = routes.MapGroup("/v1/ops/webhooks/inbox").RequireScope("ops");
        inbox.MapGet("", List);
        inbox.MapPost("{id:guid}/replay", Replay);
    }

    private static async Task<IResult> List(
        Caller caller, WebhookInbox inbox, string? state, string? cursor, int? limit, CancellationToken ct)
    {
        if (state is not null && !States.Contains(state))
            throw new ProblemException(400, "bad-query", $"'state' must be one of {string.Join(", ", States)}.");
        if (limit is < 1 or > PageMax)
            throw new ProblemException(400, "bad-query", $"'limit' must be from 1 to {PageMax}.");
        Guid before = default;
        if (cursor is not null && !Guid.TryParseExact(cursor, "N", out before))
            throw new ProblemException(400, "bad-query", "'cursor' must be one that a page gave.");
        var wanted = limit ?? PageDefault;
        var items = await inbox.List(caller.MerchantId, state, cursor is null ? null : before, wanted + 1, ct);
        var page = items.Take(wanted).ToList();
        return Results.Ok(new Page<InboxView>(
            [.. page.Select(View)], items.Count > wanted ? page[^1].Id.ToString("N") : null));
    }

    private static async Task<IResult> Replay(Caller caller, Guid id, WebhookInbox inbox, CancellationToken ct) =>
        await inbox.Replay(caller.MerchantId, id, ct)
            ? Results.Accepted()
            : throw ProblemException.NotFound("webhook");

    private static InboxView View(InboxItem item) => new(
        item.Id, item.Source, item.Account, item.ReceivedAt, item.State, item.Reason, item.Keys, item.Attempts,
        item.Body.Length, Encoding.UTF8.GetString(item.Body.AsSpan(0, Math.Min(item.Body.Length, BodyShownMax))));
}
