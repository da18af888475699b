using System.Text;
using ServiceDefaults;
using Shipments.Carriers;

namespace Shipments;

/// <summary>
/// <c>Body</c> is the beginning of what came, of one webhook alone all of it. <c>Source</c>: push (the carrier sent
/// it) or pull (we asked). <c>Keys</c>: carrier:number, as far as it was understood.
/// </summary>
[ApiName("InboxItem")]
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
[ApiName("InboxReplay")]
internal sealed record ReplayView(int Replayed, string? NextCursor);

/// <summary>Which webhooks, as the query says it. Times are RFC 3339.</summary>
internal sealed record InboxQuery : PageQuery
{
    [OneOf(typeof(InboxState))]
    public string? State { get; init; }
    public string? Carrier { get; init; }
    [OneOf(InboxVia.Push, InboxVia.Pull)]
    public string? Source { get; init; }
    public string? TrackingNumber { get; init; }
    public DateTimeOffset? ReceivedAfter { get; init; }
    public DateTimeOffset? ReceivedBefore { get; init; }

    private static readonly DateTimeOffset Oldest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <exception cref="ProblemException">400.</exception>
    public InboxFilter ToFilter(CarrierList carriers)
    {
        if (State is not null && !InboxState.All.Contains(State))
            throw ProblemException.BadQuery("state", $"must be one of {string.Join(", ", InboxState.All)}");
        if (Carrier is not null && carriers.Find(Carrier) is null)
            throw ProblemException.BadQuery("carrier", $"must be one of {carriers.Names}");
        if (Source is not (null or InboxVia.Push or InboxVia.Pull))
            throw ProblemException.BadQuery("source", "must be push or pull");
        if (ReceivedAfter < Oldest)
            throw ProblemException.BadQuery("receivedAfter", "must not lie before the year 2000");
        if (ReceivedBefore < Oldest)
            throw ProblemException.BadQuery("receivedBefore", "must not lie before the year 2000");
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
        inbox.MapGet("", List).Describe<Page<InboxView>>("listInbox", "List what carriers sent, the newest first");
        inbox.MapGet("counts", Counts)
            .Describe<Page<InboxCountView>>("countInbox", "Count what carriers sent by what became of it");
        inbox.MapGet("{id:guid}", Get).Describe<InboxView>("getInboxItem", "Read what a carrier sent");
        inbox.MapGet("{id:guid}/body", Body)
            .DescribeAs("application/octet-stream", "getInboxBody", "Get what a carrier sent, byte for byte");
        inbox.MapPost("{id:guid}/replay", Replay)
            .Describe("replayInboxItem", "Work on what a carrier sent again", 202);
        inbox.MapPost("replay", ReplayRange)
            .Describe<ReplayView>("replayInbox", "Work on all of it again that the query finds", 202);
    }

    private static async Task<IResult> List(
        Caller caller, InboxArchive archive, CarrierList carriers, ListQuery<InboxQuery> query, CancellationToken ct)
    {
        var found = await archive.List(
            caller.MerchantId, query.Value.ToFilter(carriers), query.AfterId, query.Limit + 1, ct);
        var page = query.PageOf(found, entry => entry.Item.Id);
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
        Caller caller, InboxArchive archive, CarrierList carriers, ListQuery<InboxQuery> query, CancellationToken ct)
    {
        var (count, last) = await archive.Replay(
            caller.MerchantId, query.Value.ToFilter(carriers), query.AfterId, ct);
        return Results.Accepted(null, new ReplayView(count, last is { } id ? query.CursorAt($"{id:N}") : null));
    }

    private static InboxView View(InboxItem item, int bytes) => new(
        item.Id, item.Source, item.Account, item.Via, item.ReceivedAt, item.State, item.Reason, item.Keys,
        item.Attempts, item.ReplayedAt, bytes, Encoding.UTF8.GetString(item.Body));
}
