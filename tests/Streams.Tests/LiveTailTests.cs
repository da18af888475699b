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
}
