using Testing;

namespace Streams.Tests;

public sealed class LiveTailTests(TestDatabase database)
{
    [Fact]
    public async Task A_follower_in_one_replica_sees_what_another_appends()
    {
        await using var log = new Log(database);
        await using var here = await log.Replica();
        await using var there = await log.Replica();
        var id = Guid.NewGuid();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var seen = 0;
        await foreach (var _ in here.Tail.Follow("m", Counter.Stream.StreamId(id), patience.Token))
        {
            var version = await here.Store.Version(Counter.Stream, "m", id, patience.Token);
            version.ShouldBeGreaterThanOrEqualTo(seen);
            if (version == 5)
                return;
            if (version < seen)
                continue;
            seen++;
            await there.Store.Transact(Counter.Stream, "m", id, Counter.Increment, ct: patience.Token);
        }

        Assert.Fail("The stream of signals ended.");
    }

    [Fact]
    public async Task A_stream_touched_in_one_replica_signals_its_followers_in_another()
    {
        await using var log = new Log(database);
        await using var here = await log.Replica();
        await using var there = await log.Replica();
        var id = Counter.Stream.StreamId(Guid.NewGuid());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var signals = here.Tail.Follow("m", id, patience.Token).GetAsyncEnumerator(patience.Token);
        // Two come by themselves: when following begins, and once the tail has its place.
        for (var i = 0; i < 4; i++)
        {
            var next = signals.MoveNextAsync().AsTask();
            await Eventually.True(async () =>
            {
                await there.Tail.Touch("m", id, patience.Token);
                return next.IsCompleted;
            });
            (await next).ShouldBeTrue();
        }
    }
}
