using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Testing;

namespace Streams.Tests;

/// <summary>Somebody is told while events wait for a reactor that fails or a transaction that does not end.</summary>
public sealed class AlarmTests : IAsyncLifetime
{
    private readonly Log log;
    private readonly ShiftedClock clock = new();
    private readonly Said said = new();
    private readonly Measured measured;
    private Replica replica = null!;

    public AlarmTests(TestDatabase database)
    {
        log = new(database);
        measured = new($"{log.Schema}.listener");
    }

    public async ValueTask InitializeAsync() => replica = await log.Replica(reacts: true, also: (builder, _) =>
    {
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Logging.ClearProviders().AddProvider(said).SetMinimumLevel(LogLevel.Warning);
    });

    public async ValueTask DisposeAsync()
    {
        await replica.DisposeAsync();
        measured.Dispose();
        await log.DisposeAsync();
    }

    [Fact]
    public async Task A_transaction_left_open_for_ten_minutes_loses_nothing_and_raises_an_alarm_while_it_lasts()
    {
        await using var late = await log.Begin(Guid.NewGuid());
        await Append();
        await Eventually.True(() => Task.FromResult(replica.Heard.Events.Count == 1));
        said.Lines.ShouldBeEmpty();
        // Longer than a hole without a transaction would be looked for.
        clock.Shift = Holes.AgeMax + TimeSpan.FromMinutes(1);
        await Eventually.True(() => Task.FromResult(
            said.Lines.Any(line => line.Contains("a transaction has kept a position back"))));
        measured["streams.reactor.oldest_hole"].ShouldBeGreaterThan(600);
        await Append();
        await Eventually.True(() => Task.FromResult(replica.Heard.Events.Count == 2));

        await late.Commit();
        await Eventually.True(() => Task.FromResult(replica.Heard.Positions.Contains(late.Position)));
        await Eventually.True(() => Task.FromResult(measured["streams.reactor.oldest_hole"] == 0));
    }

    [Fact]
    public async Task An_event_that_waits_for_a_failing_reactor_raises_an_alarm()
    {
        var fails = true;
        replica.Heard.Before = _ => fails ? throw new TimeoutException("away") : Task.CompletedTask;
        await Append();
        await Eventually.True(() => Task.FromResult(measured["streams.reactor.oldest_unhandled"] > 0));
        measured["streams.reactor.lag_alarms"].ShouldBe(0);
        clock.Shift = TimeSpan.FromMinutes(10);
        await Eventually.True(() => Task.FromResult(measured["streams.reactor.lag_alarms"] > 0));
        measured["streams.reactor.oldest_unhandled"].ShouldBeGreaterThan(600);
        said.Lines.ShouldContain(line => line.Contains("its next event has waited for"));

        fails = false;
        await Eventually.True(() => Task.FromResult(measured["streams.reactor.oldest_unhandled"] == 0));
        replica.Heard.Events.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_event_that_waits_for_a_reactor_that_hangs_raises_an_alarm()
    {
        var hangs = new TaskCompletionSource();
        replica.Heard.Before = _ => hangs.Task;
        await Append();
        await Eventually.True(() => Task.FromResult(measured["streams.reactor.oldest_unhandled"] > 0));
        clock.Shift = TimeSpan.FromMinutes(10);
        await Eventually.True(() => Task.FromResult(measured["streams.reactor.lag_alarms"] > 0));
        hangs.SetResult();
        await Eventually.True(() => Task.FromResult(measured["streams.reactor.oldest_unhandled"] == 0));
    }

    [Fact]
    public async Task A_parked_stream_is_measured_and_is_no_lag()
    {
        replica.Heard.Before = _ => throw new InvalidOperationException("poison");
        await Append();
        await Eventually.True(() => Task.FromResult(measured["streams.reactor.parked"] == 1));
        await Eventually.True(() => Task.FromResult(measured["streams.reactor.oldest_unhandled"] == 0));
        said.Lines.ShouldContain(line => line.Contains("Reactor listener parked counter-"));
    }

    private Task<Transacted<int>> Append() =>
        replica.Store.Transact(Counter.Stream, "m", Guid.NewGuid(), Counter.Increment);
}
