using Testing;

namespace Streams.Tests;

public sealed class GroupAppendTests(TestDatabase database) : OneReplica(database)
{
    [Fact]
    public async Task One_conflict_fails_one_append_and_none_of_its_neighbours()
    {
        var appends = Enumerable.Range(0, 200)
            .Select(n => Append(Guid.NewGuid(), version: n % 10 == 0 ? 3 : 0)).ToArray();
        var written = await Task.WhenAll(appends.Select(a => Replica.Appender.Write(a, default)));

        written.Count(w => w).ShouldBe(180);
        (await Stored()).ShouldBe(180);
    }

    [Fact]
    public async Task One_body_that_cannot_be_stored_fails_alone()
    {
        var appends = Enumerable.Range(0, 50)
            .Select(n => Append(Guid.NewGuid(), version: 0, data: n == 25 ? "not json"u8.ToArray() : null)).ToArray();
        var outcomes = await Task.WhenAll(appends.Select(async append =>
        {
            try
            {
                return await Replica.Appender.Write(append, default);
            }
            catch (Npgsql.PostgresException)
            {
                return false;
            }
        }));

        outcomes.Index().Where(o => !o.Item).Select(o => o.Index).ShouldBe([25]);
    }

    [Fact]
    public async Task Appends_to_one_stream_in_one_group_are_written_one_after_the_other()
    {
        var id = Guid.NewGuid();
        (await Replica.Appender.Write(Append(id, 0), default)).ShouldBeTrue();

        // The first two are written by themselves, those to one stream wait for them together.
        var written = await Task.WhenAll(
            new[] { Append(Guid.NewGuid(), 0), Append(Guid.NewGuid(), 0), Append(id, 1), Append(id, 1), Append(id, 2) }
            .Select(append => Replica.Appender.Write(append, default)));
        written[2..4].Count(w => w).ShouldBe(1);
        written[4].ShouldBeTrue();
        (await Replica.Store.Read(Counter.Stream, "m", id)).Select(e => e.Version).ShouldBe([1L, 2, 3]);
        (await Replica.Store.Version(Counter.Stream, "m", id)).ShouldBe(3);
        (await Drawn()).ShouldBe(5);
    }

    [Fact]
    public async Task Losers_burn_no_positions()
    {
        var id = Guid.NewGuid();
        await Replica.Appender.Write(Append(id, 0), default);
        for (var n = 0; n < 100; n++)
            (await Replica.Appender.Write(Append(id, 0), default)).ShouldBeFalse();

        (await Drawn()).ShouldBe(1);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(1, 50)]
    public async Task What_was_decided_at_another_version_is_not_written(int events, int neighbours)
    {
        var ids = Enumerable.Range(0, 4).Select(_ => Guid.NewGuid()).ToArray();
        foreach (var id in ids)
            (await Replica.Appender.Write(Append(id, 0, events: 2), default)).ShouldBeTrue();

        // A version behind, a gap, a start of what is there, and the right one.
        var appends = ids.Zip([1, 3, 0, 2], (id, version) => Append(id, version, events: events)).ToArray();
        var around = Enumerable.Range(0, neighbours).Select(_ => Append(Guid.NewGuid(), 0)).ToArray();
        var writes = new List<Task<bool>>();
        foreach (var append in around.Concat(appends))
        {
            writes.Add(Replica.Appender.Write(append, default));
            if (neighbours == 0)
                await writes[^1];
        }

        var written = (await Task.WhenAll(writes))[neighbours..];

        written.ShouldBe([false, false, false, true]);
        (await Log.Execute(
            $"select array_agg(version order by version) from {Log.Schema}.mt_streams where version > 1"))
            .ShouldBe(new long[] { 2, 2, 2, 2 + events });
        (await Stored()).ShouldBe(8 + events + neighbours);
        // Their neighbours would have been written one by one in the end, but not at the first go.
        (await Drawn()).ShouldBe(8 + events + neighbours);
    }

    private async Task<long> Stored() => (long)(await Log.Execute($"select count(*) from {Log.Schema}.mt_events"))!;

    /// <summary>How many positions have been drawn.</summary>
    private async Task<long> Drawn() =>
        (long)(await Log.Execute($"select last_value from {Log.Schema}.mt_events_sequence"))!;

    private Append Append(Guid id, long version, byte[]? data = null, int events = 1)
    {
        var append = Streams.Append.Of(Replica.Types, "m", Counter.Stream.StreamId(id), version,
            [.. Enumerable.Repeat(new CounterEvent.Incremented(1), events)], null, null);
        return data is null ? append : new()
        {
            Tenant = append.Tenant,
            StreamId = append.StreamId,
            ExpectedVersion = append.ExpectedVersion,
            Events = [append.Events[0] with { Data = data }],
            CorrelationId = null,
            CausationId = null,
            TraceParent = null,
        };
    }
}
