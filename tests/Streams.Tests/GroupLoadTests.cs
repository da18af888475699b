using System.Text.Json;
using Npgsql;
using Testing;

namespace Streams.Tests;

/// <summary>Streams that are asked for at once are read together, and none of them notices.</summary>
public sealed class GroupLoadTests(TestDatabase database) : IAsyncLifetime
{
    private const int Streams = 60;

    private readonly Log log = new(database);
    private readonly Guid[] ids = [.. Enumerable.Range(0, Streams).Select(_ => Guid.NewGuid())];
    private Replica writer = null!;
    private Replica reader = null!;

    public async ValueTask InitializeAsync()
    {
        writer = await log.Replica();
        reader = await log.Replica();
    }

    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        await reader.DisposeAsync();
        await log.DisposeAsync();
    }

    [Fact]
    public async Task Each_comes_from_where_it_is_known()
    {
        // Of each three one is long enough for a snapshot, one is in the reader's memory, one has never been seen.
        await Task.WhenAll(ids.Index().Where(s => s.Index % 3 == 0).Select(s => Append(s.Item, 120 + s.Index)));
        await Task.WhenAll(ids.Index().Where(s => s.Index % 3 == 1).Select(s => Append(s.Item, 1 + (s.Index % 4))));
        await Task.WhenAll(ids.Index().Where(s => s.Index % 3 == 1)
            .Select(s => reader.Store.Load(Counter.Stream, "m", s.Item)));
        await Task.WhenAll(ids.Select((id, n) => Append(id, n % 5)));
        (await log.Execute($"select count(*) from {log.Schema}.stream_snapshots")).ShouldBe(20L);
        // What the snapshots hold is not read again.
        await log.Execute($"""
            delete from {log.Schema}.mt_events e using {log.Schema}.stream_snapshots k
            where e.stream_id = k.stream_id and e.version <= k.version
            """);

        var loaded = await Task.WhenAll(ids.Select(id => reader.Store.Load(Counter.Stream, "m", id)));
        loaded.ShouldBe(ids.Select((_, n) =>
            Counted((n % 5) + (n % 3) switch { 0 => 120 + n, 1 => 1 + (n % 4), _ => 0 })));
    }

    [Fact]
    public async Task One_that_cannot_be_read_fails_alone()
    {
        await Task.WhenAll(ids.Select(id => Append(id, 2)));
        await log.Execute($"""
            update {log.Schema}.mt_events set type = 'doubled' where stream_id = '{Counter.Stream.StreamId(ids[20])}';
            update {log.Schema}.mt_events set data = '[]' where stream_id = '{Counter.Stream.StreamId(ids[40])}'
            """);

        var loads = ids.Select(id => reader.Store.Load(Counter.Stream, "m", id)).ToArray();
        await Should.ThrowAsync<UnknownEventTypeException>(() => loads[20]);
        await Should.ThrowAsync<JsonException>(() => loads[40]);
        (await Task.WhenAll(loads.Where((_, n) => n is not (20 or 40)))).ShouldAllBe(loaded => loaded == Counted(2));
    }

    [Fact]
    public async Task Each_is_its_own_merchant_s()
    {
        await Append(ids[0], 3);
        var loaded = await Task.WhenAll(Enumerable.Range(0, Streams).Select(n =>
            reader.Store.Load(Counter.Stream, n % 2 == 0 ? "m" : $"m{n}", ids[0])));

        loaded.ShouldBe(Enumerable.Range(0, Streams).Select(n => Counted(n % 2 == 0 ? 3 : 0)));
    }

    [Fact]
    public async Task Those_who_were_read_together_do_not_share_a_broken_connection()
    {
        await Task.WhenAll(ids.Select(id => Append(id, 1)));
        await using var connection = await log.Database.OpenConnectionAsync();
        await using var holder = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand($"lock table {log.Schema}.mt_events", connection, holder))
            await hold.ExecuteNonQueryAsync();
        var loads = ids.Select(id => reader.Store.Load(Counter.Stream, "m", id)).ToArray();
        // The first two are read by themselves, all others wait for them.
        var killed = 0L;
        await Eventually.True(async () => (killed += await KillWaiting("order by version")) == 2);
        await Eventually.True(async () => await KillWaiting("order by n, version") > 0);
        await holder.RollbackAsync();

        await Task.WhenAll(loads).ContinueWith(_ => { }, TaskContinuationOptions.ExecuteSynchronously);
        loads.Count(load => load.IsFaulted).ShouldBe(2);
    }

    private async Task<long> KillWaiting(string statement) => (long)(await log.Execute($"""
        select count(pg_terminate_backend(pid)) from pg_stat_activity
        where wait_event_type = 'Lock' and query like '%{log.Schema}.mt_events%{statement}%'
        """))!;

    private Task<Transacted<int>> Append(Guid id, int count) => writer.Store.Transact(
        Counter.Stream, "m", id, _ => [.. Enumerable.Repeat(new CounterEvent.Incremented(1), count)]);

    private static Loaded<int> Counted(int count) => new(count, count);
}
