using Microsoft.Extensions.Caching.Memory;
using Streams;

namespace Orders;

/// <summary>
/// Timelines as they were last folded: one that has not grown since costs a look past its last event instead of
/// reading, folding and sorting all of them. Only a head start: what is appended is always seen.
/// </summary>
internal sealed class Timelines(EventStore store, TimeProvider clock) : IDisposable
{
    // In entries and scans, which is what a timeline's size goes by.
    private const int CachedMax = 200_000;
    private const int CachedOfATimeline = 10;

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = CachedMax });

    public void Dispose() => cache.Dispose();

    /// <summary>The timeline as it is now; null when there is no such order.</summary>
    public async ValueTask<TimelineView?> Of(string merchantId, Guid id, CancellationToken ct)
    {
        var known = cache.Get<TimelineView>((merchantId, id));
        var events = await store.Read(Order.Stream, merchantId, id, afterVersion: known?.Version ?? 0, ct: ct);
        var now = clock.GetUtcNow();
        if (events.Count == 0)
            return known is null ? null : Timeline.At(known, now);
        if (known is not null)
            events = await store.Read(Order.Stream, merchantId, id, ct: ct);
        var timeline = Timeline.Of(id, events, now);
        cache.Set((merchantId, id), timeline, new MemoryCacheEntryOptions
        {
            Size = CachedOfATimeline + timeline.Entries.Count + timeline.Shipments.Sum(one => one.Scans.Count),
        });
        return timeline;
    }
}
