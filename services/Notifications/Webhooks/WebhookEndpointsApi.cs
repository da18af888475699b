using ServiceDefaults;

namespace Notifications.Webhooks;

/// <summary>The merchant's own webhooks: where its systems hear of events (Standard Webhooks 1.0.0).</summary>
internal static class WebhookEndpointsApi
{
    private const int EndpointsMax = 20;
    private const int Overlap = 24;

    public static void MapWebhookEndpoints(this IEndpointRouteBuilder routes)
    {
        var endpoints = routes.MapGroup("/v1/webhook-endpoints").RequireScope("admin");
        endpoints.MapPost("", Create).Idempotent(isSecret: true).Describe<WebhookEndpointView>(
            "createWebhookEndpoint", "Have events sent to a URL; the secret is shown this once", 201);
        endpoints.MapGet("", List).Describe<Page<WebhookEndpointView>>(
            "listWebhookEndpoints", "List where events are sent");
        endpoints.MapGet("{id:guid}", Get).Describe<WebhookEndpointView>(
            "getWebhookEndpoint", "Read where events are sent, and whether they arrive");
        endpoints.MapPatch("{id:guid}", Change).Describe<WebhookEndpointView>(
            "changeWebhookEndpoint", "Change where events are sent and which, or send none for a while");
        endpoints.MapDelete("{id:guid}", Remove).Describe(
            "removeWebhookEndpoint", "Send events there no more; what waits for it is dropped");
        endpoints.MapPost("{id:guid}/secret", Rotate).Idempotent(isSecret: true).Describe<WebhookEndpointView>(
            "rotateWebhookSecret", "Sign with a new key; for a while with the old one too");
    }

    private static async Task<IResult> Create(
        Caller caller, Body<WebhookEndpointRequest> body, HttpContext http, WebhookEndpoints endpoints,
        TimeProvider clock, CancellationToken ct)
    {
        var (request, now) = (body.Value, clock.GetUtcNow());
        var endpoint = new WebhookEndpoint
        {
            Id = Guid.CreateVersion7(now),
            MerchantId = caller.MerchantId,
            Url = new(request.Url!),
            Description = request.Description,
            EventTypes = Filter(request.EventTypes),
            Keys = [SigningKey.New(request.Signing ?? SigningKey.Hmac)],
            CreatedAt = now,
        };
        if (!await endpoints.Add(endpoint, EndpointsMax, ct))
            throw new ProblemException(409, "too-many-endpoints",
                $"There are {EndpointsMax} endpoints already.", "Remove one that is not needed any more.");
        http.Response.Headers.CacheControl = "no-store";
        return Results.Created(
            $"/v1/webhook-endpoints/{endpoint.Id:D}", WebhookEndpointView.Of(endpoint, now, isShown: true));
    }

    private static async Task<IResult> List(
        Caller caller, WebhookEndpoints endpoints, TimeProvider clock, CancellationToken ct) =>
        Results.Ok(Page.Of((await endpoints.Of(caller.MerchantId, ct))
            .Select(endpoint => WebhookEndpointView.Of(endpoint, clock.GetUtcNow()))));

    private static async Task<IResult> Get(
        Caller caller, Guid id, WebhookEndpoints endpoints, TimeProvider clock, CancellationToken ct) =>
        Results.Ok(WebhookEndpointView.Of(await Find(endpoints, caller, id, ct), clock.GetUtcNow()));

    private static async Task<IResult> Change(
        Caller caller, Guid id, MergePatch<WebhookEndpointChange> patch, WebhookEndpoints endpoints,
        TimeProvider clock, CancellationToken ct)
    {
        var known = await Find(endpoints, caller, id, ct);
        var changed = patch.Apply(new()
        {
            Url = known.Url.AbsoluteUri,
            Description = known.Description,
            EventTypes = known.EventTypes,
            Enabled = known.IsEnabled,
        });
        await endpoints.Replace(known with
        {
            Url = new(changed.Url!),
            Description = changed.Description,
            EventTypes = Filter(changed.EventTypes),
        }, ct);
        if (changed.Enabled == true && !known.IsEnabled)
            await endpoints.Enable(caller.MerchantId, id, ct);
        if (changed.Enabled != true)
            await endpoints.Disable(id, "by the merchant", clock.GetUtcNow(), ct);
        return await Get(caller, id, endpoints, clock, ct);
    }

    private static async Task<IResult> Remove(
        Caller caller, Guid id, WebhookEndpoints endpoints, CancellationToken ct) =>
        await endpoints.Remove(caller.MerchantId, id, ct) ? Results.NoContent() : throw NotFound();

    /// <summary>The old key ends at the end of the overlap; one that was replaced before keeps its own end.</summary>
    private static async Task<IResult> Rotate(
        Caller caller, Guid id, Body<WebhookSecretRequest> body, HttpContext http, WebhookEndpoints endpoints,
        TimeProvider clock, CancellationToken ct)
    {
        var (known, now) = (await Find(endpoints, caller, id, ct), clock.GetUtcNow());
        var end = now.AddHours(body.Value.OverlapHours ?? Overlap);
        var rotated = known with
        {
            Keys =
            [
                SigningKey.New(body.Value.Signing ?? known.Keys[0].Kind),
                .. known.Keys.Select(key => key.EndsAt < end ? key : key with { EndsAt = end })
                    .Where(key => key.EndsAt > now).Take(SigningKey.Max - 1),
            ],
        };
        await endpoints.Replace(rotated, ct);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Ok(WebhookEndpointView.Of(rotated, now, isShown: true));
    }

    /// <exception cref="ProblemException">404.</exception>
    internal static async Task<WebhookEndpoint> Find(
        WebhookEndpoints endpoints, Caller caller, Guid id, CancellationToken ct) =>
        await endpoints.Find(caller.MerchantId, id, ct) ?? throw NotFound();

    private static ProblemException NotFound() => ProblemException.NotFound("webhook endpoint");

    /// <summary>All of them is no filter: what is added later is heard too.</summary>
    private static IReadOnlyList<string>? Filter(IReadOnlyList<string>? types) =>
        types is null or [] ? null : [.. types.Distinct()];
}
