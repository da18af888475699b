using Npgsql;
using Testing;

namespace Streams.Tests;

/// <summary>A reactor that says which events concern it is not told of the others, and loses none of its own.</summary>
public sealed class ConcernsTests(TestDatabase database) : IAsyncDisposable
{
    private readonly Log log = new(database);

    public async ValueTask DisposeAsync() => await log.DisposeAsync();

    [Fact]
    public async Task What_does_not_concern_a_reactor_is_passed_over_and_its_checkpoint_follows()
    {
        var heard = new Heard();
        await using var replica = await Concerned(heard);
        var id = Guid.NewGuid();
        await Append(replica, id, new CounterEvent.Incremented(1));
        await Append(replica, id, new CounterEvent.SetToZero());
        await Append(replica, id, new CounterEvent.Incremented(1));

        // The last of them does not concern it: nothing else brings its checkpoint to the end.
        await Eventually.True(async () => await log.Execute(
            $"select last_seq_id = 3 from {log.Schema}.mt_event_progression where name = 'zeros'") is true);
        heard.Positions.ShouldBe([2]);
    }

    [Fact]
    public async Task What_concerns_it_is_not_lost_when_it_stops_before_its_checkpoint_is_written()
    {
        var id = Guid.NewGuid();
        await using (var first = await Concerned(new()))
            await Append(first, id, new CounterEvent.Incremented(1));
        var heard = new Heard();
        await using var second = await Concerned(heard);
        await Append(second, id, new CounterEvent.SetToZero());

        await Eventually.True(() => Task.FromResult(heard.Positions.Contains(2)));
    }

    private Task<Replica> Concerned(Heard heard) =>
        log.Replica(heard: heard, also: (_, streams) => streams.React<Zeros>());

    private static async Task Append(Replica replica, Guid id, CounterEvent happened) =>
        await replica.Store.Transact(Counter.Stream, "m", id, _ => [happened]);

    private sealed class Zeros(Heard heard) : IReactor
    {
        public string Name => "zeros";

        public bool Concerns(Type eventType) => eventType == typeof(CounterEvent.SetToZero);

        public Task React(IReadOnlyList<Recorded<object>> events, NpgsqlTransaction transaction, CancellationToken ct)
        {
            foreach (var recorded in events)
                heard.Events.Enqueue(recorded);
            return Task.CompletedTask;
        }
    }
}
