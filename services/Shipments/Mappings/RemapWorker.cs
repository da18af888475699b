using Npgsql;
using ServiceDefaults;
using Streams;

namespace Shipments.Mappings;

/// <summary>
/// A changed mapping becomes a reading again of the past: together with the checkpoint, so never forgotten.
/// </summary>
internal sealed class RemapReactor(Remaps remaps, WorkQueue queue) : IReactor
{
    public string Name => "remaps";

    public bool Concerns(Type eventType) => eventType == typeof(MappingEvent.Changed);

    public async Task React(
        IReadOnlyList<Recorded<object>> events, NpgsqlTransaction transaction, CancellationToken ct)
    {
        foreach (var recorded in events)
            if (recorded.Event is MappingEvent.Changed changed)
                await remaps.Request(transaction, recorded.Tenant, new(
                    recorded.Id, changed.Carrier, changed.Why, changed.ChangedBy, changed.ChangedAt,
                    "waiting", 0, 0, null, null), ct);
    }

    public void Committed() => queue.Committed();
}

/// <summary>
/// Reads the past again, parcel by parcel, and lets go of what waited because nobody could read it. What fails or is
/// stopped goes on after the last page that was done.
/// </summary>
internal sealed class RemapWorker(
    Remaps remaps, Rereading rereading, WebhookInbox inbox, TimeProvider clock) : IWorker
{
    private const int PageMax = 20;

    public string Queue => Remaps.QueueName;

    public WorkLimits Limits { get; } = new(
        Lanes: 1, Timeout: TimeSpan.FromMinutes(10), PauseMin: TimeSpan.FromSeconds(1),
        PauseMax: TimeSpan.FromMinutes(1), AttemptsMax: 100);

    public async Task Do(WorkItem item, CancellationToken ct)
    {
        if (await remaps.Find(item.Tenant, item.Id, ct) is not { } remap)
            return;
        // Who reads with the mapping of before has finished when this returns; what was so read comes below.
        await inbox.Pause(ct);
        while (await remaps.Next(item.Id, PageMax, ct) is { Count: > 0 } page)
        {
            var scans = 0;
            foreach (var parcel in page)
                scans += await rereading.Reread(item.Tenant, parcel, remap.Why, ct);
            await remaps.Progress(item.Id, page[^1], page.Count, scans, ct);
        }

        await inbox.Reread(item.Tenant, remap.Carrier, ct);
        await remaps.Finish(item.Id, clock.GetUtcNow(), error: null, ct);
    }

    public Task GiveUp(WorkItem item, string reason, CancellationToken ct) =>
        remaps.Finish(item.Id, clock.GetUtcNow(), reason, ct);
}
