using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Testing;

namespace Streams.Tests;

/// <summary>An append wakes whom it concerns, once, and a busy reactor gathers what comes.</summary>
public sealed class WakeupTests(TestDatabase database) : IAsyncDisposable
{
    private readonly Log log = new(database);

    public async ValueTask DisposeAsync() => await log.DisposeAsync();

    [Fact]
    public void An_append_wakes_only_those_whom_its_events_concern()
    {
        using var wakeups = NewWakeups();
        var (zeros, increments, all) = (
            wakeups.BellFor(["set_to_zero"]).Next, wakeups.BellFor(["incremented"]).Next, wakeups.BellFor(null).Next);
        var (any, beside) = (wakeups.Next, wakeups.NextBesideEvents);

        wakeups.Committed([Incremented()]);

        (zeros.IsCompleted, increments.IsCompleted, all.IsCompleted).ShouldBe((false, true, true));
        (any.IsCompleted, beside.IsCompleted).ShouldBe((true, false));
    }

    [Fact]
    public async Task Who_lost_the_connection_it_notifies_over_leads_again_after_another_loss()
    {
        var heard = new Heard();
        await using var replica = await log.Replica(reacts: true, heard, connectionString:
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { ApplicationName = log.Schema }
                .ConnectionString);
        var notifier = await NotifierOtherThan(null);
        await log.Execute($"select pg_terminate_backend({notifier})");
        // It finds out when it has something to say.
        await NotifierOtherThan(notifier);
        await log.Execute($"""
            select count(pg_terminate_backend(pid)) from pg_stat_activity
            where application_name = '{log.Schema}' and query not like 'listen %'
            """);
        await using (var other = await log.Begin(Guid.NewGuid()))
            await other.Commit();
        await HearsAll();

        async Task Heard()
        {
            await replica.Store.Transact(Counter.Stream, "m", Guid.NewGuid(), Counter.Increment);
            await HearsAll();
        }

        async Task HearsAll()
        {
            var written = (long)(await log.Execute($"select count(*) from {log.Schema}.mt_events"))!;
            await Eventually.True(() => Task.FromResult(heard.Positions.Distinct().LongCount() == written));
        }

        // It is known by its look for others, which need not be the last that it did while it began.
        async Task<int?> NotifierOtherThan(int? lost)
        {
            int? found = null;
            await Eventually.True(async () =>
            {
                await Heard();
                found = await log.Execute($"""
                    select pid from pg_stat_activity
                    where application_name = '{log.Schema}' and query like '%''listen streams_%'
                    """) as int?;
                return found is not null && found != lost;
            });
            return found;
        }
    }

    [Fact]
    public void What_is_committed_beside_events_wakes_everybody()
    {
        using var wakeups = NewWakeups();
        Task[] all = [wakeups.BellFor(["set_to_zero"]).Next, wakeups.Next, wakeups.NextBesideEvents];

        wakeups.Committed();

        all.ShouldAllBe(one => one.IsCompleted);
    }

    [Fact]
    public async Task An_append_wakes_the_other_processes_but_not_its_own_again()
    {
        await using var here = await log.Replica();
        await using var elsewhere = await log.Replica();
        var (own, other) = (here.Wakeups, elsewhere.Wakeups);
        await Eventually.True(() => Task.FromResult(own.Backend is not null && other.Backend is not null));
        // Both have heard what there was before: notifications come in their order.
        await Mark(own, other, "before");
        var (woken, wokenElsewhere) = (own.NextBesideEvents, other.NextBesideEvents);

        await here.Store.Transact(Counter.Stream, "m", Guid.NewGuid(), _ => [new CounterEvent.Incremented(1)]);

        await wokenElsewhere;
        await Mark(own, other, "after");
        woken.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task What_comes_while_a_reactor_gathers_is_handled_together()
    {
        var clock = new HeldClock();
        var patient = new Patient();
        await using var replica = await log.Replica(also: (builder, streams) =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.Services.AddSingleton(patient);
            streams.React<Patient>();
        });
        await Append();
        await Eventually.True(() => Task.FromResult(patient.Batches is [1]));
        await Append();
        await Eventually.True(() => Task.FromResult(clock.Holds));
        await Append();
        patient.Batches.ShouldBe([1]);

        clock.LetGo(Patient.Patience);

        await Eventually.True(() => Task.FromResult(patient.Batches.Sum() == 3));
        patient.Batches.ShouldBe([1, 2]);

        async Task Append() => await replica.Store.Transact(
            Counter.Stream, "m", Guid.NewGuid(), _ => [new CounterEvent.Incremented(1)]);
    }

    private static async Task Mark(Wakeups first, Wakeups second, string word)
    {
        var heard = new[] { first, second }.Select(wakeups =>
        {
            var mark = new TaskCompletionSource();
            wakeups.Told += told => _ = told == word && mark.TrySetResult();
            return mark.Task;
        }).ToList();
        await first.Tell(word, default);
        await Task.WhenAll(heard);
    }

    private Wakeups NewWakeups() => new(log.Database, log.Schema, NullLogger<Wakeups>.Instance);

    private static Append Incremented() => Append.Of(
        new EventTypes(CounterJson.Default, Counter.Stream), "m", "counter-1", 0,
        [new CounterEvent.Incremented(1)], null, null);

    private sealed class Patient : IReactor
    {
        internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

        private volatile int[] batches = [];

        internal int[] Batches => batches;

        public string Name => "patient";

        public TimeSpan Gathers => Patience;

        public Task React(IReadOnlyList<Recorded<object>> events, NpgsqlTransaction transaction, CancellationToken ct)
        {
            batches = [.. batches, events.Count];
            return Task.CompletedTask;
        }
    }

    /// <summary>Tells the time of day, but measures none, and no timer of it ends before it is let go.</summary>
    private sealed class HeldClock : TimeProvider
    {
        private readonly Queue<Action> timers = [];
        private long passed = TimeSpan.FromHours(1).Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        internal bool Holds
        {
            get
            {
                lock (timers)
                    return timers.Count > 0;
            }
        }

        public override long GetTimestamp() => Volatile.Read(ref passed);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            lock (timers)
            {
                timers.Enqueue(() => callback(state));
            }

            return new None();
        }

        internal void LetGo(TimeSpan time)
        {
            lock (timers)
            {
                passed += time.Ticks;
                while (timers.TryDequeue(out var timer))
                    timer();
            }
        }

        private sealed class None : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
