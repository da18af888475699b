using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.Options;
using Npgsql;
using ServiceDefaults;
using Shipments.Silence;

namespace Shipments.Pulling;

/// <summary>The section <c>Pull</c> of the configuration.</summary>
internal sealed class PullOptions
{
    public const string WhatIsNeeded = "Pull:Idle must be a positive duration, Pull:Lanes from 1 to 32.";

    /// <summary>How soon an account is looked at again of which no number has to be asked about.</summary>
    public TimeSpan Idle { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many accounts are asked at once.</summary>
    public int Lanes { get; set; } = 4;

    public static bool IsComplete(PullOptions options) =>
        options.Idle > TimeSpan.Zero && options.Lanes is >= 1 and <= 32;
}

/// <summary>
/// Asks carriers about parcels of which nothing has come. Each account is claimed for one request, so that over all
/// replicas one asks it at a time and at the carrier's pace; the answer goes into the inbox like a push.
/// </summary>
internal sealed class PullScheduler(
    PullAccounts accounts, PullList pulls, Watch watch, WebhookInbox inbox, IHttpClientFactory clients,
    IOptions<PullOptions> options, TimeProvider clock, ILogger<PullScheduler> log) : BackgroundService
{
    public const string Client = "pull";

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan PauseMax = TimeSpan.FromDays(1);
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private static readonly Counter<long> Asked = ShipmentsMeter.Meter.CreateCounter<long>(
        "shipments.pulls", "{request}", "Requests to carriers about parcels, by carrier and outcome");

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, options.Value.Lanes).Select(_ => Run(stoppingToken)));

    private async Task Run(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (await accounts.Claim(Lease, ct) is { } due)
                    await Pull(due, ct);
                else
                    await Pause(ct);
            }
            catch (Exception) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
            {
                log.LogWarning("Carriers cannot be asked now: {Reason}", exception.Message);
                await Pause(ct);
            }
        }
    }

    private Task Pause(CancellationToken ct) =>
        Task.Delay(PollInterval, clock, ct).ContinueWith(_ => { }, TaskScheduler.Default);

    private async Task Pull(PullAccount account, CancellationToken ct)
    {
        var pull = pulls.Find(account.Carrier);
        var numbers = pull is null ? [] : await watch.ToAsk(
            account.MerchantId, account.Carrier, account.Every, pull.Limits.NumbersMax, ct);
        if (numbers.Count == 0)
        {
            await accounts.Settle(account, options.Value.Idle, answered: false, error: null, ct);
            return;
        }

        try
        {
            await Ask(account, pull!, numbers, ct);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException
            && !ct.IsCancellationRequested)
        {
            var why = exception is HttpRequestException ? exception.Message : "no answer in time";
            await Failed(account, why, PullLimits.PauseAfter(account.Failures + 1), ct);
        }
    }

    private async Task Ask(PullAccount account, IPull pull, IReadOnlyList<string> numbers, CancellationToken ct)
    {
        var access = new PullAccess(
            $"{account.Carrier}/{account.Account}", account.BaseUrl ?? pull.BaseUrl, account.Credentials);
        using var answer = await pull.Ask(clients.CreateClient(Client), access, numbers, ct);
        // Of one number alone "not found" is an answer: the carrier does not know it yet.
        if (!answer.IsSuccessStatusCode && !(answer.StatusCode == HttpStatusCode.NotFound && numbers.Count == 1))
        {
            var pause = PullLimits.PauseAfter(account.Failures + 1);
            var asked = answer.Headers.RetryAfter is { } after
                ? after.Delta ?? after.Date - clock.GetUtcNow() : null;
            await Failed(account, $"answered {(int)answer.StatusCode}",
                asked > pause ? TimeSpan.FromTicks(Math.Min(asked.Value.Ticks, PauseMax.Ticks)) : pause, ct);
            return;
        }

        if (answer.IsSuccessStatusCode)
            await Keep(account, answer, ct);
        await watch.Asked(account.MerchantId, account.Carrier, numbers, ct);
        await accounts.Settle(account, pull.Limits.Pace, answered: true, error: null, ct);
        Count(account.Carrier, "answered");
    }

    private async Task Keep(PullAccount account, HttpResponseMessage answer, CancellationToken ct)
    {
        var receivedAt = clock.GetUtcNow();
        var headers = answer.Headers.Concat(answer.Content.Headers)
            .Where(h => !h.Key.StartsWith("Set-Cookie", StringComparison.OrdinalIgnoreCase))
            .Select(h => KeyValuePair.Create(h.Key, new Microsoft.Extensions.Primitives.StringValues([.. h.Value])));
        await inbox.Store(new()
        {
            Id = Guid.CreateVersion7(receivedAt),
            MerchantId = account.MerchantId,
            Source = account.Carrier,
            Account = account.Account,
            Via = InboxVia.Pull,
            ReceivedAt = receivedAt,
            Headers = InboxHeaders.WithoutSecrets(headers, [.. account.Credentials.Values], header: null),
            Body = await answer.Content.ReadAsByteArrayAsync(ct),
        }, ct);
    }

    private async Task Failed(PullAccount account, string why, TimeSpan pause, CancellationToken ct)
    {
        log.LogWarning(
            "{Carrier}, account {Account}, was asked in vain for the {Failures}. time, again in {Pause}: {Reason}",
            account.Carrier, account.Account, account.Failures + 1, pause, why);
        await accounts.Settle(account, pause, answered: false, why, ct);
        Count(account.Carrier, "failed");
    }

    private static void Count(string carrier, string outcome) =>
        Asked.Add(1, new KeyValuePair<string, object?>("carrier", carrier), new("outcome", outcome));
}
