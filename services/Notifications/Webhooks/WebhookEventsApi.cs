using System.Globalization;
using FluentValidation;
using ServiceDefaults;

namespace Notifications.Webhooks;

/// <summary>An event as it was or would be sent. <c>Data</c> lacks what is read of the order at that time.</summary>
internal sealed record WebhookEventView(
    Guid Id, [property: OneOf(typeof(WebhookTypes))] string Type, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt,
    WebhookData Data)
{
    public static WebhookEventView Of(WebhookEvent known) =>
        new(known.Id, known.Type, known.OccurredAt, known.RecordedAt, known.Data);
}

/// <summary>
/// One try. <c>Status</c> null: no answer. <c>Response</c>: the beginning of the answer's body. <c>NextAttemptAt</c>:
/// when it is tried again at the earliest; null: not any more.
/// </summary>
internal sealed record WebhookDeliveryView(
    Guid Id, Guid EventId, string Type, int Attempt, bool Replay, bool Accepted, int? Status, string? Reason,
    string? Response, long DurationMs, DateTimeOffset At, DateTimeOffset? NextAttemptAt)
{
    public static WebhookDeliveryView Of(WebhookAttempt one) => new(
        one.Id, one.EventId, one.Type, one.Attempt, one.IsReplay, one.IsAccepted, one.Status, one.Reason, one.Response,
        (long)one.Duration.TotalMilliseconds, one.At, one.NextAt);
}

internal sealed record WebhookDeliveryQuery : PageQuery
{
    public Guid? EventId { get; init; }

    /// <summary>true: what the endpoint took; false: what it did not.</summary>
    public bool? Accepted { get; init; }
}

internal sealed record WebhookEventQuery : PageQuery
{
    [OneOf(typeof(WebhookTypes))]
    public string? Type { get; init; }
    public Guid? OrderId { get; init; }
    public DateTimeOffset? RecordedAfter { get; init; }
    public DateTimeOffset? RecordedBefore { get; init; }
}

/// <summary><c>EndpointId</c>: to which endpoint; none: to each that wants events of this type.</summary>
internal sealed record WebhookReplayRequest
{
    public Guid? EndpointId { get; init; }
}

/// <summary>
/// Events that we heard of from <c>From</c> on and before <c>To</c> (now, if not told), of the types that the endpoint
/// wants or of <c>EventTypes</c>, the oldest first.
/// </summary>
internal sealed record WebhookRangeRequest
{
    public DateTimeOffset? From { get; init; }
    public DateTimeOffset? To { get; init; }
    public IReadOnlyList<string>? EventTypes { get; init; }
}

/// <summary>How many are sent again; where there are more, from when to ask for the next.</summary>
internal sealed record WebhookReplayView(int Replayed, DateTimeOffset? ContinueFrom);

internal sealed class WebhookRangeRules : AbstractValidator<WebhookRangeRequest>
{
    public WebhookRangeRules()
    {
        RuleFor(r => r.From).NotNull().WithMessage("is required");
        RuleFor(r => r.To).Must((r, to) => to is null || to > r.From).WithMessage("must be later than from");
        RuleFor(r => r.EventTypes).Custom(WebhookFields.CheckTypes);
    }
}

/// <summary>What was sent and what came of it, and sending it again.</summary>
internal static class WebhookEventsApi
{
    private const int ReplayMax = 10_000;

    public static void MapWebhookEvents(this IEndpointRouteBuilder routes)
    {
        var endpoints = routes.MapGroup("/v1/webhook-endpoints/{id:guid}").RequireScope("admin");
        endpoints.MapGet("deliveries", Deliveries).Describe<Page<WebhookDeliveryView>>(
            "listWebhookDeliveries", "List what was sent to an endpoint and what it answered, the newest first");
        endpoints.MapPost("replay", ReplayRange).Idempotent().Describe<WebhookReplayView>(
            "replayWebhooks", "Send an endpoint the events of a time again", 202);
        endpoints.MapPost("test", Test).Idempotent().Describe<WebhookEventView>(
            "testWebhookEndpoint", "Send an endpoint an event of the type endpoint.test", 202);
        var events = routes.MapGroup("/v1/events").RequireScope("admin");
        events.MapGet("", List).Describe<Page<WebhookEventView>>("listEvents", "List events, the newest first");
        events.MapGet("{id:guid}", Get).Describe<WebhookEventView>("getEvent", "Read an event");
        events.MapPost("{id:guid}/replay", Replay).Idempotent().Describe<WebhookReplayView>(
            "replayEvent", "Send an event again", 202);
    }

    private static async Task<IResult> Deliveries(
        Caller caller, Guid id, ListQuery<WebhookDeliveryQuery> query, WebhookEndpoints endpoints,
        WebhookAttempts attempts, CancellationToken ct)
    {
        await WebhookEndpointsApi.Find(endpoints, caller, id, ct);
        var found = await attempts.List(
            id, query.Value.EventId, query.Value.Accepted, query.AfterId, query.Limit + 1, ct);
        var page = query.PageOf(found, one => one.Id);
        return Results.Ok(
            new Page<WebhookDeliveryView>([.. page.Data.Select(WebhookDeliveryView.Of)], page.NextCursor));
    }

    private static async Task<IResult> List(
        Caller caller, ListQuery<WebhookEventQuery> query, WebhookEvents events, CancellationToken ct)
    {
        var filter = new WebhookEventFilter
        {
            Type = query.Value.Type,
            OrderId = query.Value.OrderId,
            From = query.Value.RecordedAfter,
            To = query.Value.RecordedBefore,
        };
        var before = query.After is { } place ? long.Parse(place, CultureInfo.InvariantCulture) : (long?)null;
        var found = await events.List(caller.MerchantId, filter, before, query.Limit + 1, ct);
        var page = query.PageOf(found, one => one.Place.ToString(CultureInfo.InvariantCulture));
        return Results.Ok(new Page<WebhookEventView>([.. page.Data.Select(WebhookEventView.Of)], page.NextCursor));
    }

    private static async Task<IResult> Get(Caller caller, Guid id, WebhookEvents events, CancellationToken ct) =>
        Results.Ok(WebhookEventView.Of(await Find(events, caller, id, ct)));

    private static async Task<IResult> Replay(
        Caller caller, Guid id, Body<WebhookReplayRequest> body, WebhookEvents events, WebhookEndpoints endpoints,
        WebhookErrands errands, CancellationToken ct)
    {
        var known = await Find(events, caller, id, ct);
        var all = await endpoints.Of(caller.MerchantId, ct);
        if (body.Value.EndpointId is { } one && all.All(endpoint => endpoint.Id != one))
            throw ProblemException.Invalid(new FieldError("/endpointId", "is no webhook endpoint"));
        var to = all.Where(endpoint => body.Value.EndpointId is { } wanted
            ? endpoint.Id == wanted && endpoint.IsEnabled : endpoint.Hears(known.Type)).ToList();
        foreach (var endpoint in to)
            await errands.Post(endpoint, [known], isReplay: true, ct);
        return Results.Accepted(value: new WebhookReplayView(to.Count, null));
    }

    private static async Task<IResult> ReplayRange(
        Caller caller, Guid id, Body<WebhookRangeRequest> body, WebhookEvents events, WebhookEndpoints endpoints,
        WebhookErrands errands, CancellationToken ct)
    {
        var endpoint = await Enabled(endpoints, caller, id, ct);
        var types = body.Value.EventTypes is { Count: > 0 } asked ? asked : endpoint.EventTypes;
        var filter = new WebhookEventFilter { From = body.Value.From, To = body.Value.To };
        var (replayed, after) = (0, 0L);
        while (await events.Range(caller.MerchantId, filter, after, 500, ct) is { Count: > 0 } found)
        {
            if (replayed >= ReplayMax)
                return Results.Accepted(value: new WebhookReplayView(replayed, found[0].RecordedAt));
            var wanted = found.Where(one => one.OrderId is not null && types?.Contains(one.Type) != false).ToList();
            await errands.Post(endpoint, wanted, isReplay: true, ct);
            (replayed, after) = (replayed + wanted.Count, found[^1].Place);
        }

        return Results.Accepted(value: new WebhookReplayView(replayed, null));
    }

    private static async Task<IResult> Test(
        Caller caller, Guid id, WebhookEvents events, WebhookEndpoints endpoints, WebhookErrands errands,
        TimeProvider clock, CancellationToken ct)
    {
        var (endpoint, now) = (await Enabled(endpoints, caller, id, ct), clock.GetUtcNow());
        var trial = new WebhookEvent(Guid.CreateVersion7(now), caller.MerchantId, null, WebhookTypes.Test, now,
            new() { EndpointId = id, Status = "test" });
        await events.Note(trial, ct);
        await errands.Post(endpoint, [trial], isReplay: false, ct);
        return Results.Accepted($"/v1/events/{trial.Id:D}", WebhookEventView.Of(trial with { RecordedAt = now }));
    }

    private static async Task<WebhookEndpoint> Enabled(
        WebhookEndpoints endpoints, Caller caller, Guid id, CancellationToken ct) =>
        await WebhookEndpointsApi.Find(endpoints, caller, id, ct) is { IsEnabled: true } endpoint ? endpoint
            : throw new ProblemException(409, "endpoint-disabled", "The endpoint is disabled.",
                "Enable it first: PATCH it with { \"enabled\": true }.");

    private static async Task<WebhookEvent> Find(
        WebhookEvents events, Caller caller, Guid id, CancellationToken ct) =>
        await events.Find(caller.MerchantId, id, ct) ?? throw ProblemException.NotFound("event");
}
