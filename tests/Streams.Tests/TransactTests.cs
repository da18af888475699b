using Testing;

[assembly: AssemblyFixture(typeof(TestDatabase))]

namespace Streams.Tests;

public sealed class TransactTests(TestDatabase database) : IAsyncLifetime
{
    private readonly Log log = new(database);
    private Replica replica = null!;

    public async ValueTask InitializeAsync() => replica = await log.Replica();

    public async ValueTask DisposeAsync()
    {
        await replica.DisposeAsync();
        await log.DisposeAsync();
    }

    [Fact]
    public async Task Of_many_writers_to_one_stream_each_one_counts_once()
    {
        var id = Guid.NewGuid();
        await using var other = await log.Replica();
        await Task.WhenAll(Enumerable.Range(0, 60).Select(n => Retried(() =>
            (n % 2 == 0 ? replica : other).Store.Transact(Counter.Stream, "m", id, Counter.Increment))));

        var loaded = await replica.Store.Load(Counter.Stream, "m", id);
        loaded.ShouldBe(new Loaded<int>(60, 60));
        (await log.Execute($"select version from {log.Schema}.mt_streams")).ShouldBe(60L);
    }

    [Fact]
    public async Task What_decides_nothing_writes_nothing()
    {
        var transacted = await replica.Store.Transact(Counter.Stream, "m", Guid.NewGuid(), _ => []);

        transacted.ShouldBe(new Transacted<int>(0, 0, 0));
        (await log.Execute($"select count(*) from {log.Schema}.mt_streams")).ShouldBe(0L);
    }

    [Fact]
    public async Task A_message_heard_twice_is_appended_once()
    {
        var id = Guid.NewGuid();
        var cause = Cause.Of(Guid.NewGuid());
        var first = await replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment, cause);
        var second = await replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment, cause);

        first.ShouldBe(new Transacted<int>(1, 1, 1));
        second.ShouldBe(new Transacted<int>(1, 1, 0));
    }

    [Fact]
    public async Task The_same_message_heard_at_once_by_two_replicas_is_appended_once()
    {
        var id = Guid.NewGuid();
        var cause = Cause.Of(Guid.NewGuid());
        await using var other = await log.Replica();
        var both = await Task.WhenAll(
            replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment, cause),
            other.Store.Transact(Counter.Stream, "m", id, Counter.Increment, cause));

        both.Sum(t => t.Appended).ShouldBe(1);
        both.ShouldAllBe(t => t.State == 1);
    }

    [Fact]
    public async Task A_decision_on_a_stale_version_is_refused()
    {
        var id = Guid.NewGuid();
        await replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment);
        await replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment, expectedVersion: 1);

        var stale = await Should.ThrowAsync<StaleVersionException>(
            () => replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment, expectedVersion: 1));
        stale.Actual.ShouldBe(2);
    }

    [Fact]
    public async Task The_same_id_belongs_to_each_merchant_separately()
    {
        var id = Guid.NewGuid();
        await replica.Store.Transact(Counter.Stream, "one", id, Counter.Increment);

        (await replica.Store.Load(Counter.Stream, "two", id)).Exists.ShouldBeFalse();
        (await replica.Store.Version(Counter.Stream, "one", id)).ShouldBe(1);
        (await replica.Store.Version(Counter.Stream, "two", id)).ShouldBe(0);
    }

    [Fact]
    public async Task As_of_a_moment_only_what_was_recorded_until_then_is_read()
    {
        var id = Guid.NewGuid();
        await replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment);
        var moment = (await replica.Store.Read(Counter.Stream, "m", id))[0].RecordedAt;
        await replica.Store.Transact(Counter.Stream, "m", id, _ => [new CounterEvent.SetToZero()]);

        var then = await replica.Store.Read(Counter.Stream, "m", id, asOf: moment);
        then.Select(e => e.Event).ShouldBe([new CounterEvent.Incremented(1)]);
        (await replica.Store.Read(Counter.Stream, "m", id, afterVersion: 1)).Single().Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_rule_violation_leaves_the_stream_as_it_was()
    {
        var id = Guid.NewGuid();
        await Should.ThrowAsync<RuleViolation>(() => replica.Store.Transact(Counter.Stream, "m", id, _ =>
            throw new RuleViolation("full", "No more.")));

        (await replica.Store.Load(Counter.Stream, "m", id)).Exists.ShouldBeFalse();
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("\\\0")]
    public async Task A_NUL_character_is_refused_before_PostgreSQL_sees_it(string note)
    {
        await Should.ThrowAsync<UnstorableEventException>(() => replica.Store.Transact(
            Counter.Stream, "m", Guid.NewGuid(), _ => [new CounterEvent.Incremented(1, note)]));
    }

    [Fact]
    public async Task Text_that_only_looks_like_a_NUL_character_is_kept()
    {
        var id = Guid.NewGuid();
        await replica.Store.Transact(Counter.Stream, "m", id, _ => [new CounterEvent.Incremented(1, "\\u0000")]);

        (await replica.Store.Read(Counter.Stream, "m", id)).Single().Event
            .ShouldBe(new CounterEvent.Incremented(1, "\\u0000"));
    }

    [Fact]
    public async Task A_stream_with_an_event_of_a_newer_version_is_not_decided_on()
    {
        var id = Guid.NewGuid();
        await replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment);
        await log.Execute($"update {log.Schema}.mt_events set type = 'doubled'");

        await using var other = await log.Replica();
        var unknown = await Should.ThrowAsync<UnknownEventTypeException>(
            () => other.Store.Transact(Counter.Stream, "m", id, Counter.Increment));
        unknown.Message.ShouldContain("doubled");
    }

    private static async Task Retried(Func<Task> transact)
    {
        while (true)
        {
            try
            {
                await transact();
                return;
            }
            catch (ContendedStreamException)
            {
                // As its message says: send it again.
            }
        }
    }
}
