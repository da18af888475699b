using System.Net;
using Microsoft.Extensions.Options;
using Notifications.Push;
using ServiceDefaults;

namespace Notifications.Channels;

/// <summary>
/// News on the customer's devices (RFC 8030, 8291, 8292). A device is one recipient; its push service says when it has
/// gone.
/// </summary>
internal sealed class WebPush(
    PushSubscriptions devices, PushKey key, IHttpClientFactory clients, IOptions<PushOptions> options,
    TimeProvider clock, ILogger<WebPush> log) : IChannel
{
    public const string Client = "push";

    public string Name => ChannelNames.Push;

    /// <summary>Given up after some two hours. A device takes one lane, however slow what it names is.</summary>
    public WorkLimits Limits { get; } = new(
        Lanes: 32, Timeout: TimeSpan.FromSeconds(15), PauseMin: TimeSpan.FromSeconds(2),
        PauseMax: TimeSpan.FromMinutes(20), AttemptsMax: 15, GroupLanes: 1);

    public int? DailyMax => 50;

    public async ValueTask<IReadOnlyList<string?>> Recipients(
        string merchantId, Guid orderId, string milestone, CancellationToken ct) =>
        await devices.Of(merchantId, orderId, ct);

    public async Task<Outcome> Send(Handover handover, CancellationToken ct)
    {
        var id = Guid.Parse(handover.Recipient);
        if (await devices.Find(id, ct) is not { } device)
            return new Outcome.Refused("the device does not hear of the order any more");
        var message = PushMessage.Of(handover.Letter, handover.Id);
        var isUrgent = Rows.Find(handover.Message.Milestone) is { IsUrgent: true };
        using var request = message.To(device, isUrgent);
        var service = request.RequestUri!;
        request.Headers.TryAddWithoutValidation("Authorization", await key.Authorization(service, ct));
        if (options.Value.Log)
            log.LogInformation("Push by {Service}: {Title} / {Body}", service.Host, message.Title, message.Body);
        using var client = clients.CreateClient(Client);
        // Of the answer the status is all that counts: its body is not waited for.
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        return answer.StatusCode switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Gone => await Gone(handover, id, ct),
            // Of who we are: a clock or a key that can be put right.
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.RequestTimeout
                or HttpStatusCode.TooManyRequests => Again(answer),
            >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => Outcome.Taken,
            >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError =>
                new Outcome.Refused($"the push service answers {(int)answer.StatusCode}"),
            _ => Again(answer),
        };
    }

    private Outcome.Again Again(HttpResponseMessage answer) => new(
        $"the push service answers {(int)answer.StatusCode}", answer.RetryAfter(clock.GetUtcNow()),
        MayBeTaken: answer.StatusCode is >= HttpStatusCode.InternalServerError
            and not HttpStatusCode.ServiceUnavailable);

    private async Task<Outcome> Gone(Handover handover, Guid id, CancellationToken ct)
    {
        await devices.Remove(handover.MerchantId, handover.OrderId, id, ct);
        return new Outcome.Refused("the device's subscription has ended");
    }
}
