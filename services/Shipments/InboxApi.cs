using System.Text;
using ServiceDefaults;
using Shipments.Carriers;

namespace Shipments;

/// <summary>
/// <c>Body</c> is the beginning of what came, of one webhook alone all of it. <c>Source</c>: push (the carrier sent
/// it) or pull (we asked). <c>Keys</c>: carrier:number, as far as it was understood.
/// </summary>
internal sealed record InboxView(
    Guid Id, string Carrier, string Account, string Source, DateTimeOffset ReceivedAt, string State, string? Reason,
    IReadOnlyList<string> Keys, int Attempts, DateTimeOffset? ReplayedAt, int Bytes, string Body)
{
    /// <summary>As they came, without secrets; only of one webhook alone.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }
}

internal sealed record InboxCountView(
    string State, string Carrier, string? Reason, long Count, DateTimeOffset OldestAt, DateTimeOffset LatestAt);

/// <summary>How many are worked on again; where there are more, the cursor for the next request.</summary>
internal sealed record ReplayView(int Replayed, string? NextCursor);

/// <summary>Which webhooks, as the query says it. Times are RFC 3339.</summary>
internal sealed record InboxQuery(
    string? State, string? Carrier, string? Source, string? TrackingNumber, DateTimeOffset? ReceivedAfter,
    DateTimeOffset? ReceivedBefore)
{
    private static readonly DateTimeOffset Oldest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <exception cref="ProblemException">400.</exception>
    public InboxFilter ToFilter(CarrierList carriers)
    {
        if (State is not null && !InboxState.All.Contains(State))
            throw Paging.Bad($"'state' must be one of {string.Join(", ", InboxState.All)}.");
        if (Carrier is not null && carriers.Find(Carrier) is null)
            throw Paging.Bad($"'carrier' must be one of {carriers.Names}.");
        if (Source is not (null or InboxVia.Push or InboxVia.Pull))
            throw Paging.Bad("'source' must be push or pull.");
        if (ReceivedAfter < Oldest || ReceivedBefore < Oldest)
            throw Paging.Bad("'receivedAfter' and 'receivedBefore' must not lie before the year 2000.");
        return new()
        {
            State = State,
            Source = Carrier,
            Via = Source,
            Keys = TrackingNumber is null ? null : [.. carriers.All
                .Select(carrier => ParcelReactor.Key(carrier, TrackingNumbers.Normalize(TrackingNumber)))],
            ReceivedAfter = ReceivedAfter,
            ReceivedBefore = ReceivedBefore,
        };
    }
}

/// <summary>What carriers sent: what waits, and why; and working on it again.</summary>
internal static class InboxApi
{
    public static void MapInbox(this IEndpointRouteBuilder routes)
    {
        var inbox = routes.MapGroup("/v1/ops/webhooks/inbox").RequireScope("ops");
        inbox.MapGet("", List);
        inbox.MapGet("counts", Counts);
        inbox.MapGet("{id:guid}", Get);
        inbox.MapGet("{id:guid}/body", Body);
        inbox.MapPost("{id:guid}/replay", Replay);
        inbox.MapPost("replay", ReplayRange);
    }

    private static async Task<IResult> List(
        Caller caller, InboxArchive archive, CarrierList carriers, [AsParameters] InboxQuery query, string? cursor,
        int? limit, CancellationToken ct)
    {
        var (before, wanted) = Paging.Of(cursor, limit);
        var found = await archive.List(caller.MerchantId, query.ToFilter(carriers), before, wanted + 1, ct);
        var page = Paging.Page(found, wanted, entry => entry.Item.Id);
        return Results.Ok(new Page<InboxView>(
            [.. page.Data.Select(entry => View(entry.Item, entry.Bytes))], page.NextCursor));
    }

    private static async Task<IResult> Counts(Caller caller, InboxArchive archive, CancellationToken ct) =>
        Results.Ok(new Page<InboxCountView>(
            [.. (await archive.Counts(caller.MerchantId, ct)).Select(c =>
                new InboxCountView(c.State, c.Source, c.Reason, c.Count, c.OldestAt, c.LatestAt))], null));

    private static async Task<IResult> Get(Caller caller, Guid id, InboxArchive archive, CancellationToken ct) =>
        await archive.Find(caller.MerchantId, id, ct) is { } item
            ? Results.Ok(View(item, item.Body.Length) with { Headers = item.Headers })
            : throw ProblemException.NotFound("webhook");

    /// <summary>Byte for byte. As a file: what came from outside is nothing for a browser to show.</summary>
    private static async Task<IResult> Body(Caller caller, Guid id, InboxArchive archive, CancellationToken ct) =>
        await archive.Find(caller.MerchantId, id, ct) is { } item
            ? Results.File(item.Body, "application/octet-stream", $"{item.Source}-{item.Id:D}")
            : throw ProblemException.NotFound("webhook");

    private static async Task<IResult> Replay(Caller caller, Guid id, InboxArchive archive, CancellationToken ct) =>
        await archive.Replay(caller.MerchantId, id, ct)
            ? Results.Accepted()
            : throw ProblemException.NotFound("webhook");

    private static async Task<IResult> ReplayRange(
        Caller caller, InboxArchive archive, CarrierList carriers, [AsParameters] InboxQuery query, string? cursor,
        CancellationToken ct)
    {
        var (count, last) = await archive.Replay(
            caller.MerchantId, query.ToFilter(carriers), Paging.Cursor(cursor), ct);
        return Results.Accepted(null, new ReplayView(count, last is { } id ? Paging.CursorOf(id) : null));
    }

    private static InboxView View(InboxItem item, int bytes) => new(
        item.Id, item.Source, item.Account, item.Via, item.ReceivedAt, item.State, item.Reason, item.Keys,
        item.Attempts, item.ReplayedAt, bytes, Encoding.UTF8.GetString(item.Body));
}
