using Microsoft.Extensions.Options;
using Npgsql;

namespace Notifications.Webhooks;

/// <summary>The section <c>Webhooks</c>: how long events and attempts are kept, for replays and to be read.</summary>
internal sealed class WebhookOptions
{
    public const string WhatIsNeeded = "Webhooks:Keep must be a duration of a day at least (30.00:00:00).";

    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(30);

    public static bool IsComplete(WebhookOptions options) => options.Keep >= TimeSpan.FromDays(1);
}

/// <summary>Throws away what has been kept long enough. Any replica may do it.</summary>
internal sealed class WebhookKeeper(
    WebhookEvents events, WebhookAttempts attempts, IOptions<WebhookOptions> options, TimeProvider clock,
    ILogger<WebhookKeeper> log) : BackgroundService
{
    private const int BatchMax = 1000;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var before = clock.GetUtcNow() - options.Value.Keep;
                while (await events.ThrowAway(before, BatchMax, stoppingToken) == BatchMax)
                {
                }

                while (await attempts.ThrowAway(before, BatchMax, stoppingToken) == BatchMax)
                {
                }
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
            {
                log.LogWarning("Old webhooks cannot be thrown away now: {Reason}", exception.Message);
            }

            await Task.Delay(Interval, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
