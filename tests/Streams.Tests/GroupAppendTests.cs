using Testing;

namespace Streams.Tests;

public sealed class GroupAppendTests(TestDatabase database) : IAsyncLifetime
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
    public async Task One_conflict_fails_one_append_and_none_of_its_neighbours()
    {
        var appends = Enumerable.Range(0, 200)
            .Select(n => Append(Guid.NewGuid(), version: n % 10 == 0 ? 3 : 0)).ToArray();
        var written = await Task.WhenAll(appends.Select(a => replica.Appender.Write(a, default)));

        written.Count(w => w).ShouldBe(180);
        (await log.Execute($"select count(*) from {log.Schema}.mt_events")).ShouldBe(180L);
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
                return await replica.Appender.Write(append, default);
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
        var written = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(version => replica.Appender.Write(Append(id, version), default)));

        var versions = (await replica.Store.Read(Counter.Stream, "m", id)).Select(e => e.Version);
        versions.ShouldBe(Enumerable.Range(1, written.Count(w => w)).Select(v => (long)v));
    }

    [Fact]
    public async Task Losers_burn_no_positions()
    {
        var id = Guid.NewGuid();
        await replica.Appender.Write(Append(id, 0), default);
        for (var n = 0; n < 100; n++)
            (await replica.Appender.Write(Append(id, 0), default)).ShouldBeFalse();

        (await log.Execute($"select last_value from {log.Schema}.mt_events_sequence")).ShouldBe(1L);
    }

    private Append Append(Guid id, long version, byte[]? data = null)
    {
        var append = Streams.Append.Of(replica.Types, "m", Counter.Stream.StreamId(id), version,
            [new CounterEvent.Incremented(1)], null, null);
        return data is null ? append : new()
        {
            Tenant = append.Tenant,
            StreamId = append.StreamId,
            ExpectedVersion = append.ExpectedVersion,
            Events = [append.Events[0] with { Data = data }],
            CorrelationId = null,
            CausationId = null,
            Headers = null,
        };
    }
}
