using Testing;

namespace Streams.Tests;

/// <summary>Long streams have a head start, which changes no answer and may vanish.</summary>
public sealed class SnapshotTests(TestDatabase database) : IAsyncLifetime
{
    private readonly Log log = new(database);
    private readonly Guid id = Guid.NewGuid();
    private readonly Cause early = Cause.Of(Guid.NewGuid());

    public async ValueTask InitializeAsync()
    {
        await using var writer = await log.Replica();
        await writer.Store.Transact(Counter.Stream, "m", id, Counter.Increment, early);
        for (var n = 0; n < 150; n++)
            await writer.Store.Transact(Counter.Stream, "m", id, Counter.Increment, Cause.Of(Guid.NewGuid()));
    }

    public ValueTask DisposeAsync() => log.DisposeAsync();

    [Fact]
    public async Task A_long_stream_is_not_read_from_its_start()
    {
        await log.Execute($"delete from {log.Schema}.mt_events where version <= 100");
        await using var reader = await log.Replica();
        (await reader.Store.Load(Counter.Stream, "m", id)).ShouldBe(new Loaded<int>(151, 151));
        (await reader.Store.Transact(Counter.Stream, "m", id, Counter.Increment))
            .ShouldBe(new Transacted<int>(152, 152, 1));
    }

    [Fact]
    public async Task Without_its_snapshot_a_stream_is_the_same()
    {
        await log.Execute($"delete from {log.Schema}.stream_snapshots");
        await using var reader = await log.Replica();
        (await reader.Store.Load(Counter.Stream, "m", id)).ShouldBe(new Loaded<int>(151, 151));
    }

    [Fact]
    public async Task A_snapshot_of_another_build_is_not_believed()
    {
        await log.Execute($"update {log.Schema}.stream_snapshots set build = gen_random_uuid(), state = '7'::bytea");
        await using var reader = await log.Replica();
        (await reader.Store.Load(Counter.Stream, "m", id)).ShouldBe(new Loaded<int>(151, 151));
        (await log.Execute($"select convert_from(state, 'utf8') from {log.Schema}.stream_snapshots")).ShouldBe("151");
    }

    [Fact]
    public async Task A_message_from_before_the_snapshot_is_still_known()
    {
        await using var reader = await log.Replica();
        (await reader.Store.Transact(Counter.Stream, "m", id, Counter.Increment, early))
            .ShouldBe(new Transacted<int>(151, 151, 0));
    }

    [Fact]
    public async Task What_another_replica_appends_is_decided_upon()
    {
        await using var first = await log.Replica();
        await using var second = await log.Replica();
        for (var n = 0; n < 3; n++)
        {
            await first.Store.Transact(Counter.Stream, "m", id, Counter.Increment);
            await second.Store.Transact(Counter.Stream, "m", id, Counter.Increment);
        }

        (await first.Store.Load(Counter.Stream, "m", id)).ShouldBe(new Loaded<int>(157, 157));
    }

    [Fact]
    public async Task What_memory_would_refuse_or_leave_is_asked_of_the_stream_as_it_is()
    {
        await using var first = await log.Replica();
        await using var second = await log.Replica();
        await first.Store.Load(Counter.Stream, "m", id);

        await second.Store.Transact(Counter.Stream, "m", id, Counter.Increment);
        (await first.Store.Transact(Counter.Stream, "m", id, count => count == 152
            ? Counter.Increment(count)
            : throw new RuleViolation("too_low", "Only on from 152."))).Appended.ShouldBe(1);

        await second.Store.Transact(Counter.Stream, "m", id, Counter.Increment);
        (await first.Store.Transact(Counter.Stream, "m", id, count => count == 154 ? Counter.Increment(count) : []))
            .Appended.ShouldBe(1);

        await second.Store.Transact(Counter.Stream, "m", id, Counter.Increment);
        (await first.Store.Transact(Counter.Stream, "m", id, Counter.Increment, expectedVersion: 156))
            .ShouldBe(new Transacted<int>(157, 157, 1));
    }

    [Fact]
    public async Task A_stream_that_was_put_back_is_read_again()
    {
        await using var replica = await log.Replica();
        await replica.Store.Load(Counter.Stream, "m", id);
        await log.Execute($"""
            delete from {log.Schema}.stream_snapshots;
            delete from {log.Schema}.mt_events where version > 20;
            update {log.Schema}.mt_streams set version = 20
            """);
        (await replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment))
            .ShouldBe(new Transacted<int>(21, 21, 1));
    }

    [Fact]
    public async Task What_is_expected_to_be_new_and_is_not_is_decided_on_what_is_there()
    {
        await using var replica = await log.Replica();
        (await replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment, isNew: true))
            .ShouldBe(new Transacted<int>(152, 152, 1));
        (await replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment, early, isNew: true))
            .ShouldBe(new Transacted<int>(152, 152, 0));
    }
}
