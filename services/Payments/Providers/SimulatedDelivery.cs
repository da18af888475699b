using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;
using ServiceDefaults;

namespace Payments.Providers;

/// <summary>The simulated provider's other half: posts its webhooks, each until it is answered with 200.</summary>
internal sealed class SimulatedDelivery(
    IHttpClientFactory clients, PaymentAccounts accounts, IOptions<PlatformOptions> platform, TimeProvider clock)
    : IWorker
{
    public const string QueueName = "simulated-webhooks";

    public string Queue => QueueName;

    public WorkLimits Limits { get; } = new(
        Lanes: 16, Timeout: TimeSpan.FromSeconds(10), PauseMin: TimeSpan.FromMilliseconds(500),
        PauseMax: TimeSpan.FromSeconds(30), AttemptsMax: int.MaxValue);

    public async Task Do(WorkItem item, CancellationToken ct)
    {
        var name = item.Tenant;
        var account = await accounts.Find("simulated", name, ct)
            ?? throw new InvalidOperationException($"The account '{name}' is not connected.");
        var body = Encoding.UTF8.GetBytes(item.Body);
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"{platform.Value.PublicUrl.TrimEnd('/')}/webhooks/payments/simulated/{name}")
        {
            Content = new ByteArrayContent(body)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        request.Headers.Add(
            SimulatedWebhook.SignatureHeader, TimedSignature.Sign(body, account.Secrets[0], clock.GetUtcNow()));
        using var client = clients.CreateClient(QueueName);
        using var answer = await client.SendAsync(request, ct);
        if (answer.StatusCode != HttpStatusCode.OK)
            throw new HttpRequestException($"The webhook was answered with {(int)answer.StatusCode}.");
    }

    public Task GiveUp(WorkItem item, string reason, CancellationToken ct) => Task.CompletedTask;
}
