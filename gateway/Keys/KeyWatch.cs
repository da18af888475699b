using Npgsql;

namespace Gateway.Keys;

/// <summary>
/// Fills the key ring before the gateway listens, and keeps it current: each change is heard at once (LISTEN), and
/// after a lost connection everything is read again, since nobody knows what was missed.
/// </summary>
internal sealed class KeyWatch(
    NpgsqlDataSource database, KeyStore store, KeyRing ring, Bootstrap bootstrap,
    TimeProvider clock, ILogger<KeyWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan UsedEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await bootstrap.Run(store, clock.GetUtcNow(), cancellationToken);
        await Load(null, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>
    /// Reads one merchant again, or all (null): whoever changes a key here calls it before answering.
    /// </summary>
    public async Task Load(string? merchantId, CancellationToken ct)
    {
        foreach (var tenant in await store.Tenants(merchantId, ct))
            ring.Put(tenant);
        foreach (var key in await store.Load(merchantId, ct))
            ring.Put(key);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Listen(stoppingToken), WriteUsed(stoppingToken));

    private async Task Listen(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
            try
            {
                await using var connection = await database.OpenConnectionAsync(ct);
                var changed = new Queue<string>();
                connection.Notification += (_, notification) => changed.Enqueue(notification.Payload);
                await using (var listen = new NpgsqlCommand($"listen {KeyStore.Channel}", connection))
                    await listen.ExecuteNonQueryAsync(ct);
                await Load(null, ct);
                while (true)
                {
                    await connection.WaitAsync(ct);
                    while (changed.TryDequeue(out var merchant))
                        await Load(merchant, ct);
                }
            }
            catch (Exception e) when (e is NpgsqlException or IOException && !ct.IsCancellationRequested)
            {
                log.LogWarning(e, "Changes of keys are not heard for the moment; trying again");
                await Task.Delay(RetryAfter, clock, ct);
            }
    }

    private async Task WriteUsed(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(UsedEvery, clock);
        while (await timer.WaitForNextTickAsync(ct))
            try
            {
                if (ring.TakeUsed() is { Count: > 0 } used)
                    await store.Used(used, ct);
            }
            catch (NpgsqlException e)
            {
                log.LogWarning(e, "When keys were last used is not written down this time");
            }
    }
}
