using Testing;

namespace Streams.Tests;

/// <summary>An archived stream is one that rests, not one that is lost.</summary>
public sealed class ArchiveTests(TestDatabase database) : IAsyncLifetime
{
    private readonly Log log = new(database);
    private readonly Guid old = Guid.NewGuid();
    private readonly Guid young = Guid.NewGuid();
    private Replica replica = null!;

    public async ValueTask InitializeAsync()
    {
        replica = await log.Replica();
        foreach (var id in new[] { old, young, old })
            await replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment);
        await log.Execute(
            $"update {log.Schema}.mt_streams set timestamp = now() - interval '2 years' where id = 'counter-{old}'");
    }

    public async ValueTask DisposeAsync()
    {
        await replica.DisposeAsync();
        await log.DisposeAsync();
    }

    [Fact]
    public async Task Only_what_is_old_is_archived_and_it_is_read_as_before()
    {
        (await replica.Archive.OlderThan(TimeSpan.FromDays(365))).ShouldBe(1);
        (await Archived()).ShouldBe(2L);
        (await replica.Store.Load(Counter.Stream, "m", old)).ShouldBe(new Loaded<int>(2, 2));
        (await replica.Store.Read(Counter.Stream, "m", old)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_next_event_takes_it_back()
    {
        await replica.Archive.OlderThan(TimeSpan.FromDays(365));
        (await replica.Store.Transact(Counter.Stream, "m", old, Counter.Increment))
            .ShouldBe(new Transacted<int>(3, 3, 1));
        (await Archived()).ShouldBe(0L);
        (await log.Execute($"select bool_or(is_archived) from {log.Schema}.mt_streams")).ShouldBe(false);
    }

    [Fact]
    public async Task In_a_partition_of_their_own_archived_events_are_read_and_come_back()
    {
        var sql = string.Join('\n', (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs/archive.sql")))
            .Where(line => !line.StartsWith('\\')));
        await log.Execute(sql.Replace(":schema", log.Schema));
        await using var restarted = await log.Replica(reacts: true);

        await restarted.Archive.OlderThan(TimeSpan.FromDays(365));
        (await log.Execute($"select count(*) from {log.Schema}.mt_events_archived")).ShouldBe(2L);
        (await restarted.Store.Load(Counter.Stream, "m", old)).ShouldBe(new Loaded<int>(2, 2));
        (await restarted.Store.Transact(Counter.Stream, "m", old, Counter.Increment))
            .ShouldBe(new Transacted<int>(3, 3, 1));
        (await log.Execute($"select count(*) from {log.Schema}.mt_events_archived")).ShouldBe(0L);
        await Eventually.True(() => Task.FromResult(restarted.Heard.Events.Count >= 4));
        restarted.Heard.Events.Select(e => e.Position).Distinct().Count().ShouldBe(4);
    }

    private Task<object?> Archived() => log.Execute($"select count(*) from {log.Schema}.mt_events where is_archived");
}
