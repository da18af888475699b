using Npgsql;
using Testing;

namespace Streams.Tests;

/// <summary>
/// A database that goes away in the middle of an append: the caller learns what is true, or that nobody knows, and may
/// send the same again.
/// </summary>
public sealed class LostAnswerTests : IAsyncLifetime
{
    private readonly Log log;
    private readonly Wire wire;
    private readonly Guid id = Guid.NewGuid();
    private readonly Cause cause = Cause.Of(Guid.NewGuid());
    private Replica replica = null!;

    public LostAnswerTests(TestDatabase database)
    {
        log = new(database);
        wire = new(database.ConnectionString);
    }

    public async ValueTask InitializeAsync() => replica = await log.Replica(connectionString: wire.ConnectionString);

    public async ValueTask DisposeAsync()
    {
        (wire.IsCut, wire.StaysCut, wire.Next) = (false, false, Fault.None);
        await replica.DisposeAsync();
        wire.Dispose();
        await log.DisposeAsync();
    }

    [Theory]
    [InlineData(Fault.BeforeItIsSent, true)]
    [InlineData(Fault.BeforeItIsSent, false)]
    [InlineData(Fault.BeforeTheAnswer, true)]
    [InlineData(Fault.BeforeTheAnswer, false)]
    public async Task An_append_whose_answer_is_lost_is_found_or_written_again(Fault fault, bool isNew)
    {
        wire.Next = fault;
        var transacted = await replica.Store.Transact(
            Counter.Stream, "m", id, _ => [new CounterEvent.Incremented(1), new CounterEvent.Incremented(2)], cause,
            isNew: isNew);

        transacted.ShouldBe(new Transacted<int>(3, 2, 2));
        wire.Next.ShouldBe(Fault.None);
        (await Stored()).ShouldBe(2);
    }

    [Theory]
    [InlineData(Fault.BeforeItIsSent, 1)]
    [InlineData(Fault.BeforeTheAnswer, 0)]
    public async Task While_the_database_stays_away_the_outcome_is_unknown_and_a_repeat_is_safe(
        Fault fault, int appendedByTheRepeat)
    {
        (wire.Next, wire.StaysCut) = (fault, true);
        await Should.ThrowAsync<AppendUnknownException>(Transact);
        (await Eventually.Get(Stored, count => count == 1 - appendedByTheRepeat)).ShouldBe(1 - appendedByTheRepeat);

        wire.IsCut = false;
        (await Transact()).ShouldBe(new Transacted<int>(1, 1, appendedByTheRepeat));
        (await Stored()).ShouldBe(1);
    }

    [Fact]
    public async Task What_could_not_even_be_read_is_not_committed_and_says_so()
    {
        (wire.Next, wire.StaysCut) = (Fault.BeforeItIsSent, true);
        await Should.ThrowAsync<AppendUnknownException>(Transact);

        // Nothing was sent this time: whatever this is, it is no unknown outcome.
        await Should.ThrowAsync<NpgsqlException>(Transact);
    }

    [Fact]
    public async Task An_append_whose_backend_is_killed_while_it_waits_is_written_once()
    {
        await replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment);
        await using var connection = await log.Database.OpenConnectionAsync();
        await using var holder = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand(
            $"select version from {log.Schema}.mt_streams for update", connection, holder))
            await hold.ExecuteScalarAsync();
        var append = Transact();
        await Eventually.True(async () => await log.Execute($"""
            select pg_terminate_backend(pid) from pg_stat_activity
            where wait_event_type = 'Lock' and query like '%{log.Schema}.mt_events%'
            """) is true);
        await holder.RollbackAsync();

        (await append).ShouldBe(new Transacted<int>(2, 2, 1));
        (await Stored()).ShouldBe(2);
    }

    private Task<Transacted<int>> Transact() =>
        replica.Store.Transact(Counter.Stream, "m", id, Counter.Increment, cause);

    private async Task<long> Stored() => (long)(await log.Execute($"select count(*) from {log.Schema}.mt_events"))!;
}
