using Testing;

namespace Streams.Tests;

/// <summary>The hazards of reading a log that many write to; each of them lost events in real systems.</summary>
public sealed class ReactorTests(TestDatabase database) : IAsyncLifetime
{
    private readonly Log log = new(database);
    private Replica replica = null!;

    public async ValueTask InitializeAsync() => replica = await log.Replica(reacts: true);

    public async ValueTask DisposeAsync()
    {
        await replica.DisposeAsync();
        await log.DisposeAsync();
    }

    [Fact]
    public async Task A_position_drawn_early_and_committed_late_is_not_lost()
    {
        await using var late = await log.Begin(Guid.NewGuid());
        var early = await Append();
        await Hears(early);

        await late.Commit();
        await Hears(late.Position);
        replica.Heard.Positions.ShouldBe([early, late.Position]);
    }

    [Fact]
    public async Task Other_streams_do_not_wait_for_a_transaction_left_open()
    {
        await using var open = await log.Begin(Guid.NewGuid());
        var positions = new List<long>();
        for (var n = 0; n < 20; n++)
            positions.Add(await Append());
        await Hears(positions[^1]);

        replica.Heard.Positions.ShouldBe(positions);
        await open.Commit();
        await Hears(open.Position);
    }

    [Fact]
    public async Task A_reader_that_starts_on_a_hole_does_not_step_over_it()
    {
        await using var late = await log.Begin(Guid.NewGuid());
        await replica.DisposeAsync();
        replica = await log.Replica(reacts: true);
        var early = await Append();
        await Hears(early);
        await late.Commit();
        await Hears(late.Position);
    }

    [Fact]
    public async Task A_hole_survives_the_reader_that_saw_it()
    {
        await using var late = await log.Begin(Guid.NewGuid());
        var early = await Append();
        await Hears(early);
        await Eventually.True(async () => await log.Execute(
            $"select last_seq_id >= {early} from {log.Schema}.mt_event_progression") is true);
        await replica.DisposeAsync();

        replica = await log.Replica(reacts: true);
        await late.Commit();
        await Hears(late.Position);
        replica.Heard.Positions.ShouldBe([late.Position]);
    }

    [Fact]
    public async Task A_rolled_back_hole_holds_nobody_up()
    {
        await using var undone = await log.Begin(Guid.NewGuid());
        await undone.RollBack();
        var next = await Append();
        await Hears(next);
        replica.Heard.Positions.ShouldBe([next]);
    }

    [Fact]
    public async Task Ten_thousand_burnt_positions_hold_nobody_up()
    {
        await Append();
        await log.Burn(10_000);
        var last = await Append();
        await Hears(last);
        replica.Heard.Events.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_newer_transaction_with_a_lower_position_is_not_lost()
    {
        // The older transaction has its id first and its position last.
        await using var connection = await log.Database.OpenConnectionAsync();
        await using var older = await connection.BeginTransactionAsync();
        await using (var command = new Npgsql.NpgsqlCommand("select pg_current_xact_id()::text", connection, older))
            await command.ExecuteScalarAsync();
        await using var newer = await log.Begin(Guid.NewGuid());
        var between = await Append();
        await Hears(between);

        await newer.Commit();
        await Hears(newer.Position);
        await older.RollbackAsync();
        newer.Position.ShouldBeLessThan(between);
    }

    [Fact]
    public async Task A_position_drawn_before_its_transaction_is_heard_before_what_follows_in_its_stream()
    {
        var ids = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToArray();
        var drawn = new List<long>();
        foreach (var id in ids)
        {
            await replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment);
            drawn.Add((long)(await log.Execute($"select nextval('{log.Schema}.mt_events_sequence')"))!);
        }

        // Seen as holes, and then as such that no transaction is known to fill.
        await Hears(await Append());
        await Hears(await Append());
        foreach (var (id, position) in ids.Zip(drawn))
        {
            await log.Execute($$"""
                update {{log.Schema}}.mt_streams set version = 2 where id = '{{Counter.Stream.StreamId(id)}}';
                insert into {{log.Schema}}.mt_events (seq_id, id, stream_id, version, data, type, tenant_id)
                values ({{position}}, gen_random_uuid(), '{{Counter.Stream.StreamId(id)}}', 2, '{"by": 1}',
                    'incremented', 'm')
                """);
            await replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment);
            await Eventually.True(() => Task.FromResult(Versions(id).Contains(3)));
        }

        foreach (var id in ids)
            Versions(id).ShouldBe([1, 2, 3]);

        long[] Versions(Guid id) => [.. replica.Heard.Events.Where(e => e.Subject == id).Select(e => e.Version)];
    }

    [Fact]
    public async Task An_event_of_a_type_not_known_here_is_passed_over()
    {
        await replica.DisposeAsync();
        replica = await log.Replica();
        await Append();
        await log.Execute($"update {log.Schema}.mt_events set type = 'doubled'");
        var known = await Append();
        await replica.DisposeAsync();

        replica = await log.Replica(reacts: true);
        await Hears(known);
        replica.Heard.Positions.ShouldBe([known]);
        await using (var late = await log.Begin(Guid.NewGuid()))
        {
            await log.Execute($"""
                insert into {log.Schema}.mt_events (seq_id, id, stream_id, version, data, type, tenant_id)
                select nextval('{log.Schema}.mt_events_sequence'), gen_random_uuid(), stream_id, 2, '1', 'doubled', 'm'
                from {log.Schema}.mt_events where seq_id = {known} returning 1
                """);
        }

        // The checkpoint goes past it too: it is handled as far as anybody here can.
        await Eventually.True(async () => await log.Execute(
            $"select last_seq_id = {known + 2} from {log.Schema}.mt_event_progression") is true);
    }

    [Fact]
    public async Task A_reactor_that_fails_gets_the_same_events_again()
    {
        var failures = 3;
        replica.Heard.Before = _ => Interlocked.Decrement(ref failures) >= 0
            ? throw new InvalidOperationException("not now")
            : Task.CompletedTask;
        var position = await Append();
        await Hears(position);
        replica.Heard.Positions.ShouldBe([position]);
    }

    [Fact]
    public async Task Of_two_replicas_one_reads_and_the_other_takes_over_when_it_stops()
    {
        await Hears(await Append());
        await using var second = await log.Replica(reacts: true);
        var first = await Append();
        await Hears(first);
        second.Heard.Positions.ShouldBeEmpty();
        await replica.DisposeAsync();
        await second.Store.Transact(Counter.Stream, "m", Guid.NewGuid(), Counter.Increment);
        await Eventually.True(() => Task.FromResult(!second.Heard.Events.IsEmpty));

        second.Heard.Positions.ShouldBe([first + 1]);
        replica = second;
    }

    [Fact]
    public async Task A_leader_that_was_replaced_while_it_slept_is_fenced()
    {
        var asleep = new TaskCompletionSource();
        var wakes = new TaskCompletionSource();
        replica.Heard.Before = async _ =>
        {
            asleep.TrySetResult();
            await wakes.Task;
        };
        var position = await Append();
        await asleep.Task;
        // Its lease runs out while it sleeps, and another takes over.
        await log.Execute($"update {log.Schema}.reactor_leases set expires_at = '-infinity'");
        await using var second = await log.Replica(reacts: true);
        await Eventually.True(async () => await log.Execute(
            $"select last_seq_id = {position} from {log.Schema}.mt_event_progression") is true);
        var epoch = await log.Execute($"select epoch from {log.Schema}.reactor_leases");
        await log.Execute($"update {log.Schema}.mt_event_progression set last_seq_id = 1000000");
        wakes.SetResult();

        // What the sleeper held is its own affair; the checkpoint is no longer.
        await Eventually.True(() => Task.FromResult(replica.Heard.Positions.Contains(position)));
        await replica.DisposeAsync();
        (await log.Execute($"select last_seq_id from {log.Schema}.mt_event_progression")).ShouldBe(1_000_000L);
        (await log.Execute($"select epoch from {log.Schema}.reactor_leases")).ShouldBe(epoch);
        replica = second;
    }

    private async Task<long> Append()
    {
        var id = Guid.NewGuid();
        await replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment);
        return (await replica.Store.Read(Counter.Stream, "m", id))[0].Position;
    }

    private Task Hears(long position) =>
        Eventually.True(() => Task.FromResult(replica.Heard.Positions.Contains(position)));
}
