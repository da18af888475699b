using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Testing;

namespace Streams.Tests;

/// <summary>
/// A reactor that throws on one event goes on with everything else; the event and those after it wait to be seen to.
/// </summary>
public sealed class ParkingTests(TestDatabase database) : IAsyncLifetime
{
    private readonly Log log = new(database);
    private Ledger ledger = null!;
    private Replica replica = null!;

    public async ValueTask InitializeAsync()
    {
        ledger = new(log.Schema) { Check = Poison };
        await using (await log.Replica())
            await log.Execute(Ledger.Sql(log.Schema));
        replica = await Start();
    }

    public async ValueTask DisposeAsync()
    {
        await replica.DisposeAsync();
        await log.DisposeAsync();
    }

    [Fact]
    public async Task A_stream_whose_event_fails_is_parked_there_and_all_others_go_on()
    {
        await replica.DisposeAsync();
        replica = await log.Replica();
        var (sick, well) = (Guid.NewGuid(), Guid.NewGuid());
        await Append(sick, "", "poison", "");
        await Append(well, "", "");
        await replica.DisposeAsync();
        replica = await Start();

        await Handles((sick, 1), (well, 1), (well, 2));
        var parked = (await Parked()).Single();
        (parked.Reactor, parked.StreamId, parked.FromVersion, parked.Waiting, parked.Attempts)
            .ShouldBe(("ledger", Counter.Stream.StreamId(sick), 2, 2, 3));
        parked.Reason.ShouldBe("InvalidOperationException: poison");

        await Append(sick, "");
        await Append(well, "");
        await Handles((sick, 1), (well, 1), (well, 2), (well, 3));
        (await Parked()).Single().Waiting.ShouldBe(3);
    }

    [Fact]
    public async Task What_is_parked_stays_so_in_the_next_leader()
    {
        var sick = Guid.NewGuid();
        await Append(sick, "poison");
        await Eventually.True(async () => (await Parked()).Count == 1);
        await replica.DisposeAsync();
        ledger.Check = _ => { };
        replica = await Start();
        await Append(sick, "");
        var well = Guid.NewGuid();
        await Append(well, "");
        await Handles((well, 1));
    }

    [Fact]
    public async Task A_resumed_stream_is_handled_from_where_it_failed_in_order_and_once()
    {
        var sick = Guid.NewGuid();
        await Append(sick, "", "poison", "");
        await Eventually.True(async () => (await Parked()).Count == 1);
        await Append(sick, "");
        ledger.Check = _ => { };
        (await Resume()).ShouldBe(1);

        await Handles((sick, 1), (sick, 2), (sick, 3), (sick, 4));
        (await Parked()).ShouldBeEmpty();
        await Append(sick, "");
        await Handles((sick, 1), (sick, 2), (sick, 3), (sick, 4), (sick, 5));
    }

    [Fact]
    public async Task A_stream_that_fails_again_stays_parked_for_the_new_reason()
    {
        var sick = Guid.NewGuid();
        await Append(sick, "poison", "", "second");
        await Eventually.True(async () => (await Parked()).Count == 1);
        ledger.Check = recorded =>
        {
            if (Note(recorded) == "second")
                throw new NotSupportedException("a\0b\ud83d");
        };
        await Resume();

        await Eventually.True(async () => (await Parked()).Single().FromVersion == 3);
        await Handles((sick, 1), (sick, 2));
        var parked = (await Parked()).Single();
        parked.Reason.ShouldBe("NotSupportedException: a\ufffdb\ufffd");
        parked.ResumeAskedAt.ShouldBeNull();
        parked.Attempts.ShouldBe(6);
    }

    [Fact]
    public async Task A_passing_failure_parks_nothing()
    {
        var failures = 5;
        ledger.Check = _ =>
        {
            if (Interlocked.Decrement(ref failures) >= 0)
                throw new InvalidOperationException("not now", new TimeoutException());
        };
        var id = Guid.NewGuid();
        await Append(id, "");
        await Handles((id, 1));
        (await Parked()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_passing_failure_among_those_tried_one_by_one_lets_nothing_count_twice()
    {
        await replica.DisposeAsync();
        replica = await log.Replica();
        var (first, sick, last) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await Append(first, "");
        await Append(sick, "poison");
        await Append(last, "passing");
        await replica.DisposeAsync();
        var failures = 5;
        ledger.Check = recorded =>
        {
            Poison(recorded);
            if (Note(recorded) == "passing" && Interlocked.Decrement(ref failures) >= 0)
                throw new TimeoutException("passing");
        };
        replica = await Start();

        await Handles((first, 1), (last, 1));
        (await Parked()).Single().StreamId.ShouldBe(Counter.Stream.StreamId(sick));
    }

    [Fact]
    public async Task What_would_only_fail_at_the_commit_parks_its_own_stream()
    {
        await replica.DisposeAsync();
        replica = await log.Replica();
        var (first, second, third) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await Append(first, "once a");
        await Append(second, "once a");
        await Append(third, "once b");
        await replica.DisposeAsync();
        replica = await Start();

        await Handles((first, 1), (third, 1));
        (await Parked()).Single().Reason.ShouldContain("23505");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_event_that_cannot_be_read_parks_its_stream_whatever_passes(bool isPatient)
    {
        await replica.DisposeAsync();
        replica = await log.Replica();
        var (sick, well) = (Guid.NewGuid(), Guid.NewGuid());
        await Append(sick, "");
        await log.Execute($"update {log.Schema}.mt_events set data = '[]'");
        await Append(well, "");
        await replica.DisposeAsync();
        replica = await Start(isPatient);

        await Handles((well, 1));
        (await Parked()).Single().Reason.ShouldStartWith("UnreadableEventException: The event 'incremented' cannot");
        await log.Execute($$"""update {{log.Schema}}.mt_events set data = '{"by": 1}'""");
        await Resume();
        await Handles((well, 1), (sick, 1));
    }

    [Fact]
    public async Task An_event_that_appears_in_a_hole_of_a_parked_stream_is_parked_too()
    {
        var (sick, well) = (Guid.NewGuid(), Guid.NewGuid());
        await Append(sick, "poison");
        await Eventually.True(async () => (await Parked()).Count == 1);
        await using var late = await log.Begin(sick, version: 2);
        await Append(well, "");
        await Handles((well, 1));
        await late.Commit();
        await Append(sick, "");
        await Append(well, "");
        await Handles((well, 1), (well, 2));
        ledger.Check = _ => { };
        await Resume();
        await Handles((well, 1), (well, 2), (sick, 1), (sick, 2), (sick, 3));
    }

    [Fact]
    public async Task What_a_reader_will_still_find_in_a_hole_is_not_read_again_before()
    {
        var id = Guid.NewGuid();
        await using var late = await log.Begin(id);
        await Append(Guid.NewGuid(), "");
        await using var connection = await log.Database.OpenConnectionAsync();
        var reader = new EventReader(log.Schema, replica.Types, TimeProvider.System, 0, new());
        (await reader.Read(connection, 100, default)).Count.ShouldBe(1);
        await late.Commit();

        var stream = Counter.Stream.StreamId(id);
        (await reader.ReadAgain(connection, "m", stream, 1, default)).ShouldBeEmpty();
        (await reader.Read(connection, 100, default)).Single().StreamId.ShouldBe(stream);
        (await reader.ReadAgain(connection, "m", stream, 1, default)).Single().Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_merchant_sees_and_resumes_its_own_only()
    {
        await Append(Guid.NewGuid(), "poison");
        await Append(Guid.NewGuid(), "poison");
        await Eventually.True(async () => (await Parked()).Count == 2);
        (await replica.Parked.List("other", null, 10, default)).ShouldBeEmpty();
        (await replica.Parked.AskToResume("other", null, null, default)).ShouldBe(0);
        (await replica.Parked.AskToResume("m", "another", null, default)).ShouldBe(0);

        var first = (await replica.Parked.List("m", null, 1, default)).Single();
        var second = (await replica.Parked.List("m", (first.StreamId, first.Reactor), 10, default)).Single();
        first.StreamId.ShouldBeLessThan(second.StreamId);
        (await replica.Parked.AskToResume("m", "ledger", first.StreamId, default)).ShouldBe(1);
    }

    private static void Poison(Recorded<object> recorded)
    {
        if (Note(recorded) == "poison")
            throw new InvalidOperationException("poison");
    }

    private static string? Note(Recorded<object> recorded) => (recorded.Event as CounterEvent.Incremented)?.Note;

    private Task<Replica> Start(bool isPatient = false) => log.Replica(also: (builder, streams) =>
    {
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(ledger).AddSingleton(new Patient(ledger));
        _ = isPatient ? streams.React<Patient>() : streams.React<Ledger>();
    });

    private async Task Append(Guid id, params string?[] notes) => await replica.Store.Transact(
        Counter.Stream, "m", id, _ => [.. notes.Select(note => new CounterEvent.Incremented(1, note))]);

    private Task<IReadOnlyList<ParkedView>> Parked() => replica.Parked.List("m", null, 10, default);

    private Task<int> Resume() => replica.Parked.AskToResume("m", null, null, default);

    /// <summary>These and no others, each once, each stream's in its order.</summary>
    private async Task Handles(params (Guid Id, long Version)[] expected)
    {
        string Line((Guid Id, long Version) handled) => $"{Counter.Stream.StreamId(handled.Id)} {handled.Version}";
        async Task<string[]> Handled() => await log.Execute($"""
            select array_agg(stream_id || ' ' || version order by place) from {log.Schema}.ledger
            """) as string[] ?? [];
        var handled = await Eventually.Get(Handled, lines => lines.Length >= expected.Length);
        handled.ShouldBe(expected.Select(Line), ignoreOrder: true);
        foreach (var id in expected.Select(e => e.Id).Distinct())
            handled.Where(line => line.StartsWith(Counter.Stream.StreamId(id), StringComparison.Ordinal))
                .ShouldBe(expected.Where(e => e.Id == id).Select(Line));
    }

    /// <summary>Takes every failure for a passing one.</summary>
    private sealed class Patient(Ledger ledger) : IReactor
    {
        public string Name => ledger.Name;

        public Task React(
            IReadOnlyList<Recorded<object>> events, Npgsql.NpgsqlTransaction transaction, CancellationToken ct) =>
            ledger.React(events, transaction, ct);

        public bool IsPassing(Exception exception) => true;
    }
}
