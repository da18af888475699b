using Npgsql;
using Testing;

namespace Streams.Tests;

/// <summary>In a database of its own: it kills whoever is connected.</summary>
public sealed class StormTests(StormTests.OwnDatabase own) : IClassFixture<StormTests.OwnDatabase>
{
    private const int Writers = 64;
    private const int Streams = 40;

    [Fact]
    public async Task Among_rollbacks_and_killed_backends_no_event_is_lost_doubled_or_out_of_order()
    {
        await using var log = new Log(own.Database);
        var heard = new Heard();
        await using var first = await log.Replica(reacts: true, heard);
        await using var second = await log.Replica(reacts: true, heard);
        var ids = Enumerable.Range(0, Streams).Select(_ => Guid.NewGuid()).ToArray();
        var random = new Random(20261122);
        var plans = Enumerable.Range(0, Writers).Select(_ => random.Next()).ToArray();
        using var over = new CancellationTokenSource();
        await using var open = await log.Begin(Guid.NewGuid());
        var killer = KillBackends(log, open.Backend, over.Token);

        var acknowledged = await Task.WhenAll(plans.Select((seed, n) =>
            Write(log, n % 2 == 0 ? first : second, ids, new Random(seed))));
        await over.CancelAsync();
        await killer;

        var stored = await Steady(async () =>
            (long)(await log.Execute($"select count(*) from {log.Schema}.mt_events"))!);
        stored.ShouldBeGreaterThanOrEqualTo(acknowledged.Sum());
        await HearsAll(stored);
        // It was open all the time, and nobody waited for it.
        await open.Commit();
        await HearsAll(stored + 1);
        heard.Positions.ShouldContain(open.Position);
        // At least once: a batch whose checkpoint was lost comes again, as a whole and in order.
        foreach (var stream in heard.Events.GroupBy(e => e.StreamId))
        {
            var firstTimes = stream.DistinctBy(e => e.Version).Select(e => e.Version).ToArray();
            firstTimes.ShouldBe(firstTimes.Order());
        }

        foreach (var id in ids)
        {
            var events = await Steady(() => first.Store.Read(Counter.Stream, "m", id));
            events.Select(e => e.Version).ShouldBe(Enumerable.Range(1, events.Count).Select(v => (long)v));
            events.Select(e => e.Id).ShouldBeUnique();
        }

        Task HearsAll(long count) => Eventually.Get(
            () => Task.FromResult(heard.Positions.Distinct().LongCount()), distinct => distinct == count);
    }

    private static async Task<int> Write(Log log, Replica replica, Guid[] ids, Random random)
    {
        var acknowledged = 0;
        for (var n = 0; n < 25; n++)
        {
            try
            {
                var id = ids[random.Next(ids.Length)];
                if (random.Next(4) == 0)
                {
                    // Draws its position before the append below and ends after it, one way or the other.
                    await using var late = await log.Begin(Guid.NewGuid());
                    await replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment);
                    acknowledged++;
                    await (random.Next(2) == 0 ? late.RollBack() : late.Commit());
                    continue;
                }

                await replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment);
                acknowledged++;
            }
            catch (Exception lost) when (lost is NpgsqlException or AppendUnknownException or ContendedStreamException)
            {
                // Not acknowledged: it may be there or not.
            }
        }

        return acknowledged;
    }

    /// <summary>A pool still holds connections that were killed while they rested; each fails once.</summary>
    private static async Task<T> Steady<T>(Func<Task<T>> read)
    {
        while (true)
        {
            try
            {
                return await read();
            }
            catch (NpgsqlException killed) when (killed.IsTransient)
            {
                // The pool has dropped it now.
            }
        }
    }

    private static async Task KillBackends(Log log, int but, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                await log.Execute($"""
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = current_database() and pid not in (pg_backend_pid(), {but})
                    order by random() limit 2
                    """);
                await Task.Delay(TimeSpan.FromMilliseconds(50), over);
            }
            catch (Exception expected) when (expected is NpgsqlException or OperationCanceledException)
            {
                // It may have been its own turn.
            }
        }
    }

    public sealed class OwnDatabase : IAsyncDisposable
    {
        public TestDatabase Database { get; } = new();

        public ValueTask DisposeAsync() => Database.DisposeAsync();
    }
}
