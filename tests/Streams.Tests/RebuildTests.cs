using Microsoft.Extensions.Logging;
using Testing;

namespace Streams.Tests;

/// <summary>A view is built again beside the live one, compared, and swapped, while events keep coming.</summary>
public sealed class RebuildTests(TestDatabase database) : IAsyncLifetime
{
    private const int Streams = 300;

    private readonly Log log = new(database);
    private readonly List<Guid> ids = [.. Enumerable.Range(0, Streams).Select(_ => Guid.NewGuid())];
    private Replica live = null!;
    private Replica other = null!;

    private CounterView OtherView => (CounterView)other.View;

    public async ValueTask InitializeAsync()
    {
        live = await log.Replica(views: true, also: (builder, _) => builder.Logging.ClearProviders());
        // What rebuilds is a process of its own that keeps no view.
        other = await log.Replica();
        await Task.WhenAll(ids.Select(id => Count(id)));
        await Task.WhenAll(ids.Select(id => Count(id)));
        await Settled(2 * Streams);
    }

    public async ValueTask DisposeAsync()
    {
        await other.DisposeAsync();
        await live.DisposeAsync();
        await log.DisposeAsync();
    }

    [Fact]
    public async Task Rebuilt_while_events_keep_coming_it_is_the_same_and_goes_on()
    {
        using var enough = new CancellationTokenSource();
        var counted = 2 * Streams;
        var writing = Task.Run(async () =>
        {
            for (var n = 0; !enough.IsCancellationRequested; n++)
            {
                await Count(ids[n % Streams]);
                Interlocked.Increment(ref counted);
            }
        });
        for (var round = 0; round < 3; round++)
        {
            var rebuilt = await other.Rebuild.Run(other.View, acceptDifferences: false);
            rebuilt.Differences.ShouldBeEmpty();
            rebuilt.Swapped.ShouldBeTrue();
        }

        await enough.CancelAsync();
        await writing;
        await Settled(counted);
        (await log.Execute($"select string_agg(indexname, ' ' order by indexname) from pg_indexes " +
            $"where schemaname = '{log.Schema}' and tablename = 'counters'")).ShouldBe("counters_count counters_pkey");
        (await log.Execute($"select to_regclass('{log.Schema}.counters_next') is null")).ShouldBe(true);
    }

    [Fact]
    public async Task What_differs_is_told_and_not_swapped_unless_accepted()
    {
        await log.Execute($"update {log.Schema}.counters set count = 7 where id = '{ids[3]}'");
        await log.Execute($"delete from {log.Schema}.counters where id = '{ids[4]}'");

        var refused = await other.Rebuild.Run(other.View, acceptDifferences: false);
        refused.Swapped.ShouldBeFalse();
        refused.Differences.Select(d => d.Id).ShouldBe([ids[3], ids[4]], ignoreOrder: true);
        refused.Differences.Single(d => d.Id == ids[3]).Columns.ShouldBe(["count"]);
        refused.Differences.Single(d => d.Id == ids[4]).LiveVersion.ShouldBeNull();
        (await log.Execute($"select count from {log.Schema}.counters where id = '{ids[3]}'")).ShouldBe(7);

        (await other.Rebuild.Run(other.View, acceptDifferences: true)).Swapped.ShouldBeTrue();
        await Settled(2 * Streams);
    }

    [Fact]
    public async Task A_new_version_of_a_view_takes_over_with_all_rows_computed_anew()
    {
        OtherView.Factor = 10;
        var rebuilt = await other.Rebuild.Run(other.View, acceptDifferences: true);
        rebuilt.Differences.Count.ShouldBe(Streams);
        (await log.Execute($"select sum(count) from {log.Schema}.counters")).ShouldBe(20L * Streams);
    }

    [Fact]
    public async Task A_transaction_that_was_open_meanwhile_is_not_missing()
    {
        var late = Guid.NewGuid();
        await using (var open = await log.Begin(late))
        {
            (await other.Rebuild.Run(other.View, acceptDifferences: false)).Swapped.ShouldBeTrue();
            await open.Commit();
        }

        await Eventually.True(async () =>
            await log.Execute($"select count from {log.Schema}.counters where id = '{late}'") is 1);
    }

    [Fact]
    public async Task Killed_half_way_it_goes_on_where_it_was()
    {
        // Longer streams, so that the rebuild takes them in several parts.
        var longest = ids.Order().First();
        await log.Execute($$"""
            update {{log.Schema}}.mt_streams set version = 19902 where id = 'counter-{{longest}}';
            insert into {{log.Schema}}.mt_events (seq_id, id, stream_id, version, data, type, tenant_id)
            select nextval('{{log.Schema}}.mt_events_sequence'), gen_random_uuid(), 'counter-{{longest}}', n,
                '{"by": 1}', 'incremented', 'm'
            from generate_series(3, 19902) n
            """);
        await Settled(2 * Streams + 19_900);
        var rows = new List<Guid>();
        OtherView.OnRow = id =>
        {
            rows.Add(id);
            if (rows.Count == 150)
                throw new OperationCanceledException("killed");
        };
        await Should.ThrowAsync<OperationCanceledException>(() => other.Rebuild.Run(other.View, false));
        rows[0].ShouldBe(longest);

        rows.Clear();
        OtherView.OnRow = rows.Add;
        (await other.Rebuild.Run(other.View, acceptDifferences: false)).Swapped.ShouldBeTrue();
        rows.ShouldNotContain(longest);
        rows.Count.ShouldBeInRange(200, 260);
        await Settled(2 * Streams + 19_900);
    }

    [Fact]
    public async Task A_view_is_told_all_states_of_a_part_before_its_first_row()
    {
        var (told, rows) = (new List<int>(), 0);
        OtherView.OnPrepare = states =>
        {
            states.ShouldAllBe(state => state == 2);
            rows.ShouldBe(told.Sum());
            told.Add(states.Count);
        };
        OtherView.OnRow = _ => (++rows).ShouldBeLessThanOrEqualTo(told.Sum());
        (await other.Rebuild.Run(other.View, acceptDifferences: false)).Swapped.ShouldBeTrue();
        (rows, told.Max()).ShouldBe((Streams, Streams));
    }

    [Fact]
    public async Task Two_at_once_are_refused()
    {
        OtherView.OnRow = _ =>
        {
            OtherView.OnRow = _ => { };
            Should.Throw<RuleViolation>(() => live.Rebuild.Run(live.View, false)).Code.ShouldBe("rebuild_running");
        };
        (await other.Rebuild.Run(other.View, acceptDifferences: false)).Swapped.ShouldBeTrue();
    }

    [Fact]
    public async Task What_the_live_view_has_parked_is_no_difference_and_goes_on_after_the_swap()
    {
        var (sick, isSick) = (ids[5], true);
        ((CounterView)live.View).OnRow = id =>
        {
            if (isSick && id == sick)
                throw new InvalidOperationException("sick");
        };
        await Count(sick);
        await Eventually.True(async () => (await live.Parked.List("m", null, 10, default)).Count == 1);
        await Count(sick);
        isSick = false;

        var rebuilt = await other.Rebuild.Run(other.View, acceptDifferences: false);
        (rebuilt.Swapped, rebuilt.Differences.Count).ShouldBe((true, 0));
        await Settled((2 * Streams) + 2);
        (await live.Parked.List("m", null, 10, default)).ShouldBeEmpty();
        await Count(sick);
        await Settled((2 * Streams) + 3);
    }

    private Task<Transacted<int>> Count(Guid id) => live.Store.Transact(Counter.Stream, "m", id, Counter.Increment);

    private Task Settled(long counted) => Eventually.True(async () =>
        await log.Execute($"select sum(count) from {log.Schema}.counters") is long sum && sum == counted);
}
