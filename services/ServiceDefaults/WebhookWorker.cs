using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ServiceDefaults;

/// <summary>
/// Works through the inbox: every replica takes what nobody else has. A webhook that fails for a reason of ours
/// stays, with the reason, and is tried again, ever less often.
/// </summary>
internal sealed class WebhookWorker(
    WebhookInbox inbox, IWebhookHandler handler, NpgsqlDataSource database, ILogger<WebhookWorker> log)
    : BackgroundService
{
    private const int ClaimMax = 32;
    private const int Workers = 2;

    // All of a claim at once would have every request that arrives meanwhile wait behind it for a processor.
    private const int AtOnceMax = 4;

    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Work(stoppingToken)));

    private async Task Work(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (await WorkOnSome(ct) < ClaimMax)
                    await inbox.Arrival(PollInterval, ct);
            }
            catch (Exception) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
            {
                log.LogWarning("The inbox cannot be read, trying again: {Reason}", exception.Message);
                await Task.Delay(PollInterval, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> WorkOnSome(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await inbox.Begin(transaction, ct);
        var items = await inbox.Claim(transaction, ClaimMax, ct);
        if (items.Count == 0)
            return 0;
        var outcomes = new InboxOutcome?[items.Count];
        await Parallel.ForAsync(0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax },
            async (n, _) => outcomes[n] = await Handle(items[n], ct));
        await Settle(transaction, items.Zip(outcomes), ct);
        await transaction.CommitAsync(ct);
        foreach (var (item, outcome) in items.Zip(outcomes))
            if (outcome?.State is InboxState.Unmatched or InboxState.Unmapped)
                await LookAgain(item, outcome.State, ct);
        return items.Count;
    }

    /// <summary>
    /// What it waits for may have become known while nobody could see it waiting: Release came before the commit
    /// above. So it is looked at once more now that it can be seen.
    /// </summary>
    private async Task LookAgain(InboxItem item, string state, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await inbox.Begin(transaction, ct);
        var outcome = await Handle(item, ct);
        if (outcome?.State == state)
            return;
        await Settle(transaction, [(item, outcome)], ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Null when it failed for a reason of ours.</summary>
    private async Task<InboxOutcome?> Handle(InboxItem item, CancellationToken ct)
    {
        ActivityContext.TryParse(item.TraceParent, null, isRemote: true, out var parent);
        using var activity = Telemetry.Source.StartActivity($"webhook {item.Source}", ActivityKind.Internal, parent);
        try
        {
            return await handler.Handle(item, ct);
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            log.LogError(exception, "Webhook {Id} of {Source} failed for the {Attempt}. time",
                item.Id, item.Source, item.Attempts + 1);
            return null;
        }
    }

    private async Task Settle(
        NpgsqlTransaction transaction, IEnumerable<(InboxItem Item, InboxOutcome? Outcome)> settled,
        CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        foreach (var (item, outcome) in settled)
            batch.BatchCommands.Add(outcome is null ? Failed(item) : new($"""
                update {inbox.Table}
                set state = $2, reason = $3, keys = $4, waits_for = $5,
                    read_by = array_append(array_remove(read_by, $6), $6), settled_at = now()
                where id = $1
                """)
            {
                Parameters =
                {
                    new() { Value = item.Id },
                    new() { Value = outcome.State },
                    WebhookInbox.Text(outcome.Reason),
                    new() { Value = outcome.Keys.ToArray() },
                    new() { Value = outcome.WaitsFor.ToArray() },
                    new() { Value = inbox.Build },
                },
            });
        await batch.ExecuteNonQueryAsync(ct);
    }

    private NpgsqlBatchCommand Failed(InboxItem item) => new($"""
        update {inbox.Table}
        set attempts = attempts + 1, reason = $2,
            next_attempt_at = now() + least(interval '5 minutes', interval '200 ms' * 2 ^ least(attempts, 12))
        where id = $1
        """)
    {
        Parameters =
        {
            new() { Value = item.Id },
            new() { Value = "Working on it failed on our side; it is tried again." },
        },
    };
}
