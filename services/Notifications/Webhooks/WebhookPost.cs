using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Notifications.Channels;
using ServiceDefaults;

namespace Notifications.Webhooks;

/// <summary>
/// Posts an event to an endpoint, once, and writes down what came of it. 2xx: accepted. 410: the endpoint is disabled.
/// Anything else, redirects too, is tried again. Where a name leads is checked when the connection is made
/// (<see cref="Outbound"/>).
/// </summary>
internal sealed class WebhookPost(
    IHttpClientFactory clients, WebhookEndpoints endpoints, WebhookAttempts attempts, WebhookErrands errands,
    TimeProvider clock, ILogger<WebhookPost> log)
{
    public const string Client = "merchant-webhooks";

    /// <summary>
    /// Ten attempts in a little more than three days, as the specification recommends. Of 128 requests on their way at
    /// once in a process, an endpoint has at most four, however slow it is.
    /// </summary>
    public static readonly WorkLimits Limits = WorkLimits.Scheduled(
        lanes: 128, timeout: TimeSpan.FromSeconds(25),
        pauses:
        [
            TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2),
            TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20),
            TimeSpan.FromHours(24),
        ],
        groupLanes: 4);

    /// <summary>From the connection to the end of the answer's head.</summary>
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(15);

    /// <summary>For the beginning of the body, which is for people: who drips is cut off.</summary>
    private static readonly TimeSpan BodyMax = TimeSpan.FromSeconds(2);

    /// <summary>When the last attempt has failed too and nothing was accepted for so long, nothing is sent any more.
    /// </summary>
    private static readonly TimeSpan FailingMax = TimeSpan.FromDays(3);

    private const int ResponseBytesMax = 1024;

    public async Task<Outcome> Send(
        WebhookEndpoint endpoint, WebhookMessage message, int attempt, bool isReplay, CancellationToken ct)
    {
        var (at, began) = (clock.GetUtcNow(), clock.GetTimestamp());
        var answer = await Post(endpoint, message, at, ct);
        var duration = clock.GetElapsedTime(began);
        var isAccepted = answer.Status is >= 200 and < 300;
        var isGone = answer.Status == (int)HttpStatusCode.Gone;
        var isLast = attempt >= Limits.AttemptsMax;
        await attempts.Note(new()
        {
            Id = Guid.CreateVersion7(at),
            EndpointId = endpoint.Id,
            EventId = message.Id,
            Type = message.Type,
            Attempt = attempt,
            IsReplay = isReplay,
            At = at,
            Duration = duration,
            Status = answer.Status,
            Reason = answer.Reason,
            Response = answer.Head,
            NextAt = isAccepted || isGone || isLast ? null
                : at + duration + Longer(Limits.PauseAfter(attempt), TryLaterException.Within(answer.RetryAfter)),
        }, ct);
        await endpoints.Note(endpoint, isAccepted, at, ct);
        if (isAccepted)
            return Outcome.Taken;
        if (isGone)
            await Disable(endpoint, "it answered 410 Gone", ct);
        else if (isLast && endpoint.FailingSince <= at - FailingMax)
            await Disable(endpoint, $"nothing was accepted since {endpoint.FailingSince:yyyy-MM-dd HH:mm} UTC", ct);
        return isGone ? new Outcome.Refused("the endpoint answers 410 Gone and is disabled")
            : new Outcome.Again(answer.Reason ?? $"the endpoint answers {answer.Status}", answer.RetryAfter);
    }

    private async Task<Answer> Post(
        WebhookEndpoint endpoint, WebhookMessage message, DateTimeOffset now, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(AnswerMax);
        using var request = message.To(endpoint.Url, endpoint.Keys, now);
        try
        {
            using var client = clients.CreateClient(Client);
            using var response = await client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var status = (int)response.StatusCode;
            return new(status, status is >= 300 and < 400 ? $"answers {status}: redirects are not followed" : null,
                await Head(response, ct), response.RetryAfter(now));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(null, $"no answer in {AnswerMax.TotalSeconds:0} s", null, null);
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException)
        {
            return new(null, failed.Message, null, null);
        }
    }

    /// <summary>The beginning of the body, as far as it comes, as text that can be stored.</summary>
    private static async Task<string?> Head(HttpResponseMessage response, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(BodyMax);
        var (bytes, length) = (new byte[ResponseBytesMax], 0);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(limit.Token);
            while (length < bytes.Length
                && await body.ReadAsync(bytes.AsMemory(length), limit.Token) is > 0 and var read)
                length += read;
        }
        catch (Exception cut) when (cut is OperationCanceledException or IOException && !ct.IsCancellationRequested)
        {
            // The status has said what counts.
        }

        return length == 0 ? null : Encoding.UTF8.GetString(bytes, 0, length).Replace('\0', '\uFFFD');
    }

    private async Task Disable(WebhookEndpoint endpoint, string reason, CancellationToken ct)
    {
        var at = clock.GetUtcNow();
        if (!await endpoints.Disable(endpoint.Id, reason, at, ct))
            return;
        log.LogWarning("The webhook endpoint {Endpoint} is disabled: {Reason}", endpoint.Id, reason);
        await errands.Tell(new(
            Guid.CreateVersion7(at), endpoint.MerchantId, null, WebhookTypes.Disabled, at,
            new() { EndpointId = endpoint.Id, Status = "disabled" }), ct);
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>Status null: there was none.</summary>
    private sealed record Answer(int? Status, string? Reason, string? Head, TimeSpan? RetryAfter);
}
