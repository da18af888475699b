using System.Text.Json;
using Testing;

namespace Streams.Tests;

/// <summary>The events of many streams, asked for at once.</summary>
public sealed class ReadEachTests(TestDatabase database) : IAsyncLifetime
{
    private readonly Log log = new(database);
    private readonly Guid[] ids = [.. Enumerable.Range(0, 30).Select(_ => Guid.NewGuid())];
    private Replica replica = null!;

    public async ValueTask InitializeAsync()
    {
        replica = await log.Replica();
        // One has no events, and another merchant has streams of the same ids.
        foreach (var tenant in (string[])["m", "other"])
            await Task.WhenAll(ids.Select((id, n) => replica.Store.Transact(Counter.Stream, tenant, id,
                _ => [.. Enumerable.Range(0, n).Select(by => new CounterEvent.Incremented(by, tenant))],
                new Cause($"{tenant}-{n}"))));
    }

    public async ValueTask DisposeAsync()
    {
        await replica.DisposeAsync();
        await log.DisposeAsync();
    }

    [Fact]
    public async Task They_come_as_they_were_asked_for_each_as_if_it_were_read_alone()
    {
        Guid[] asked = [.. ids.Reverse(), Guid.NewGuid(), ids[7]];
        var read = await ToList(asked);
        read.Select(stream => stream.Id).ShouldBe(asked);
        foreach (var stream in read)
            stream.Events().ShouldBe(await replica.Store.Read(Counter.Stream, "m", stream.Id));
        read[0].Events().Count.ShouldBe(29);
        read[^2].Events().ShouldBeEmpty();
        (await ToList([])).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_cannot_be_read_hurts_no_other()
    {
        await log.Execute($"""
            update {log.Schema}.mt_events set type = 'doubled' where stream_id = '{Counter.Stream.StreamId(ids[5])}';
            update {log.Schema}.mt_events set data = '[]' where stream_id = '{Counter.Stream.StreamId(ids[9])}'
            """);
        var read = await ToList(ids);
        Should.Throw<UnknownEventTypeException>(() => read[5].Events());
        Should.Throw<JsonException>(() => read[9].Events());
        foreach (var (n, stream) in read.Index())
            if (n is not (5 or 9))
                stream.Events().Count.ShouldBe(n);
    }

    private async Task<List<ReadStream<CounterEvent>>> ToList(Guid[] asked)
    {
        var read = new List<ReadStream<CounterEvent>>();
        await foreach (var stream in replica.Store.ReadEach(Counter.Stream, "m", asked))
            read.Add(stream);
        return read;
    }
}
