using System.Text.RegularExpressions;
using Testing;

[assembly: AssemblyFixture(typeof(TestDatabase))]

namespace Streams.Tests;

public sealed class TransactTests(TestDatabase database) : OneReplica(database)
{
    [Fact]
    public async Task Of_many_writers_to_one_stream_each_one_counts_once()
    {
        var id = Guid.NewGuid();
        await using var other = await Log.Replica();
        await Task.WhenAll(Enumerable.Range(0, 60).Select(n => Retried(() =>
            (n % 2 == 0 ? Replica : other).Store.Transact(Counter.Stream, "m", id, Counter.Increment))));

        var loaded = await Replica.Store.Load(Counter.Stream, "m", id);
        loaded.ShouldBe(new Loaded<int>(60, 60));
        (await Log.Execute($"select version from {Log.Schema}.mt_streams")).ShouldBe(60L);
    }

    [Fact]
    public async Task What_decides_nothing_writes_nothing()
    {
        var transacted = await Replica.Store.Transact(Counter.Stream, "m", Guid.NewGuid(), _ => []);

        transacted.ShouldBe(new Transacted<int>(0, 0, 0));
        (await Log.Execute($"select count(*) from {Log.Schema}.mt_streams")).ShouldBe(0L);
    }

    [Fact]
    public async Task A_message_heard_twice_is_appended_once()
    {
        var id = Guid.NewGuid();
        var cause = Cause.Of(Guid.NewGuid());
        var first = await Replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment, cause);
        var second = await Replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment, cause);

        first.ShouldBe(new Transacted<int>(1, 1, 1));
        second.ShouldBe(new Transacted<int>(1, 1, 0));
    }

    [Fact]
    public async Task The_same_message_heard_at_once_by_two_replicas_is_appended_once()
    {
        var id = Guid.NewGuid();
        var cause = Cause.Of(Guid.NewGuid());
        await using var other = await Log.Replica();
        var both = await Task.WhenAll(
            Replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment, cause),
            other.Store.Transact(Counter.Stream, "m", id, Counter.Increment, cause));

        both.Sum(t => t.Appended).ShouldBe(1);
        both.ShouldAllBe(t => t.State == 1);
    }

    [Fact]
    public async Task A_decision_on_a_stale_version_is_refused()
    {
        var id = Guid.NewGuid();
        await Replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment);
        await Replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment, expectedVersion: 1);

        var stale = await Should.ThrowAsync<StaleVersionException>(
            () => Replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment, expectedVersion: 1));
        stale.Actual.ShouldBe(2);
    }

    [Fact]
    public async Task The_same_id_belongs_to_each_merchant_separately()
    {
        var id = Guid.NewGuid();
        await Replica.Store.Transact(Counter.Stream, "one", id, Counter.Increment);

        (await Replica.Store.Load(Counter.Stream, "two", id)).Exists.ShouldBeFalse();
        (await Replica.Store.Version(Counter.Stream, "one", id)).ShouldBe(1);
        (await Replica.Store.Version(Counter.Stream, "two", id)).ShouldBe(0);
    }

    [Fact]
    public async Task As_of_a_moment_only_what_was_recorded_until_then_is_read()
    {
        var id = Guid.NewGuid();
        await Replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment);
        var moment = (await Replica.Store.Read(Counter.Stream, "m", id))[0].RecordedAt;
        await Replica.Store.Transact(Counter.Stream, "m", id, _ => [new CounterEvent.SetToZero()]);

        var then = await Replica.Store.Read(Counter.Stream, "m", id, asOf: moment);
        then.Select(e => e.Event).ShouldBe([new CounterEvent.Incremented(1)]);
        (await Replica.Store.Read(Counter.Stream, "m", id, afterVersion: 1)).Single().Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_rule_violation_leaves_the_stream_as_it_was()
    {
        var id = Guid.NewGuid();
        await Should.ThrowAsync<RuleViolation>(() => Replica.Store.Transact(Counter.Stream, "m", id, _ =>
            throw new RuleViolation("full", "No more.")));

        (await Replica.Store.Load(Counter.Stream, "m", id)).Exists.ShouldBeFalse();
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("\\\0")]
    public async Task A_NUL_character_is_refused_before_PostgreSQL_sees_it(string note)
    {
        await Should.ThrowAsync<UnstorableEventException>(() => Replica.Store.Transact(
            Counter.Stream, "m", Guid.NewGuid(), _ => [new CounterEvent.Incremented(1, note)]));
    }

    [Fact]
    public async Task Text_that_only_looks_like_a_NUL_character_is_kept()
    {
        var id = Guid.NewGuid();
        await Replica.Store.Transact(Counter.Stream, "m", id, _ => [new CounterEvent.Incremented(1, "\\u0000")]);

        (await Replica.Store.Read(Counter.Stream, "m", id)).Single().Event
            .ShouldBe(new CounterEvent.Incremented(1, "\\u0000"));
    }

    [Fact]
    public async Task A_stream_with_an_event_of_a_newer_version_is_not_decided_on()
    {
        var id = Guid.NewGuid();
        await Replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment);
        await Log.Execute($"update {Log.Schema}.mt_events set type = 'doubled'");

        await using var other = await Log.Replica();
        var unknown = await Should.ThrowAsync<UnknownEventTypeException>(
            () => other.Store.Transact(Counter.Stream, "m", id, Counter.Increment));
        unknown.Message.ShouldContain("doubled");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_decided_on_a_state_that_is_over_is_decided_again(bool isKnown)
    {
        var id = Guid.NewGuid();
        await using var other = await Log.Replica();
        await other.Store.Transact(Counter.Stream, "m", id, Counter.Increment);
        if (isKnown)
            await Replica.Store.Load(Counter.Stream, "m", id);
        var decidedOn = new List<int>();
        await Replica.Store.Transact(Counter.Stream, "m", id, state =>
        {
            // Between the read and the append: what was read is of another snapshot than what is appended to.
            if (decidedOn.Count == 0)
                other.Store.Transact(Counter.Stream, "m", id, Counter.Increment).GetAwaiter().GetResult();
            decidedOn.Add(state);
            return [new CounterEvent.Incremented(10 * state)];
        });

        decidedOn.ShouldBe([1, 2]);
        (await other.Store.Read(Counter.Stream, "m", id)).Select(e => ((CounterEvent.Incremented)e.Event).By)
            .ShouldBe([1, 1, 20]);
    }

    [Theory]
    [InlineData("""half \ud83d""")]
    [InlineData("""\ude00 the other half""")]
    [InlineData("""\ufffd and \ud83d""")]
    public async Task Half_a_character_is_refused_and_not_replaced(string escaped)
    {
        await Should.ThrowAsync<UnstorableEventException>(() => Replica.Store.Transact(
            Counter.Stream, "m", Guid.NewGuid(), _ => [new CounterEvent.Incremented(1, Regex.Unescape(escaped))]));
    }

    [Theory]
    [InlineData("""\ud83d\ude00""")]
    [InlineData("""the sign \ufffd itself""")]
    [InlineData("""\\ufffd \\ud83d""")]
    public async Task Whole_characters_are_kept(string escaped)
    {
        var id = Guid.NewGuid();
        var happened = new CounterEvent.Incremented(1, Regex.Unescape(escaped));
        await Replica.Store.Transact(Counter.Stream, "m", id, _ => [happened]);

        (await Replica.Store.Read(Counter.Stream, "m", id)).Single().Event.ShouldBe(happened);
    }

    [Fact]
    public async Task An_event_of_more_than_a_mebibyte_is_refused_and_the_largest_is_kept()
    {
        var frame = """{"by":1,"note":""}""".Length;
        var id = Guid.NewGuid();
        await Replica.Store.Transact(Counter.Stream, "m", id, _ => [Filled((1 << 20) - frame)]);
        var refused = await Should.ThrowAsync<UnstorableEventException>(() => Replica.Store.Transact(
            Counter.Stream, "m", id, _ => [Filled((1 << 20) - frame + 1)]));

        refused.Message.ShouldContain("1048577 bytes");
        (await Replica.Store.Load(Counter.Stream, "m", id)).Version.ShouldBe(1);

        static CounterEvent Filled(int length) => new CounterEvent.Incremented(1, new('x', length));
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
