using System.Diagnostics;
using Npgsql;
using Streams;

namespace Benchmarks.Store;

/// <summary>
/// The same on a small log and on a large one: a hundred thousand events, and ten million in 1.5 million streams. None
/// is in the process's memory. Once streams are taken at random over the whole log; once as in life, where parcels on
/// their way are what is asked for: nine of ten times one of the newest twentieth of all streams.
/// </summary>
internal static class Growth
{
    private const int SmallEvents = 100_000;

    public static async Task<IReadOnlyList<Row>> Run(Turns turns, bool quick)
    {
        var large = quick ? 1_000_000 : 10_000_000;
        await using var smallLog = await Fill("growth_small", SmallEvents);
        await using var largeLog = await Fill("growth_large", large);
        await using var small = await Sized.Start(smallLog, SmallEvents);
        await using var big = await Sized.Start(largeLog, large);

        var rows = new List<Row>();
        foreach (var (what, run) in new (string, Func<Sized, Task<LoadRun>>)[]
        {
            ("append to any stream", sized => Load.Run(1, turns.Duration, _ => sized.Append(sized.Any()))),
            ("append to a recent stream", sized => Load.Run(1, turns.Duration, _ => sized.Append(sized.Recent()))),
            ("read any stream", sized => Load.Run(1, turns.Duration, _ => sized.Read(sized.Any()))),
            ("read a recent stream", sized => Load.Run(1, turns.Duration, _ => sized.Read(sized.Recent()))),
            ("react", sized => sized.React()),
        })
        {
            var series = await turns.Take(what,
                new Contender($"{SmallEvents:N0} events", () => run(small)),
                new Contender($"{large:N0} events", () => run(big)));
            rows.Add(new($"(g) {what}, {large:N0} events", series[1], series[0],
                new("p50 <= 1.3 x", series[1].P50 <= 1.3 * series[0].P50)));
        }

        return rows;
    }

    private static async Task<Log> Fill(string name, int events)
    {
        var watch = Stopwatch.StartNew();
        var log = await Log.Create(name);
        // 20 events in 3 streams: 6, 7 and 7.
        var third = events / 20;
        await log.Fill(0, third, 6);
        await log.Fill(third, 2 * third, 7);
        await log.Filled();
        Console.WriteLine(
            $"  {events:N0} events in {3 * third:N0} streams filled in {watch.Elapsed.TotalSeconds:N0} s");
        return log;
    }

    /// <summary>A log and a service on it that has nothing in memory.</summary>
    private sealed class Sized(Log log, Service service, int events) : IAsyncDisposable
    {
        private readonly int streams = 3 * (events / 20);
        private int reactors;

        public static async Task<Sized> Start(Log log, int events) => new(log, await Service.Start(log), events);

        public Guid Any() => Parcel.Id(Random.Shared.Next(streams));

        public Guid Recent() => Random.Shared.Next(10) == 0
            ? Any()
            : Parcel.Id(Random.Shared.Next(streams - (streams / 20), streams));

        public async Task<bool> Append(Guid id)
        {
            using var store = service.Cold(log);
            return (await store.Transact(
                Parcel.Stream, Parcel.Tenant, id, state => [Parcel.Scan(state.Scans + 1)])).Appended == 1;
        }

        public async Task<bool> Read(Guid id) =>
            (await service.Store.Read(Parcel.Stream, Parcel.Tenant, id)).Count >= 6;

        /// <summary>As many last events of the log as the small one began with, by a reactor that counts.</summary>
        public async Task<LoadRun> React()
        {
            var counter = new Counter($"counter_{++reactors}", SmallEvents);
            await log.Execute($"""
                insert into {log.Schema}.mt_event_progression (name, last_seq_id)
                select '{counter.Name}', min(seq_id) - 1
                from (select seq_id from {log.Schema}.mt_events order by seq_id desc limit {SmallEvents}) last
                """);
            return await Load.Once(async () =>
            {
                await using var reacting = await Service.Start(log, counter);
                await counter.Done;
                return SmallEvents;
            });
        }

        public ValueTask DisposeAsync() => service.DisposeAsync();
    }

    private sealed class Counter(string name, int events) : IReactor
    {
        private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int seen;

        public string Name => name;

        public Task Done => done.Task;

        public Task React(IReadOnlyList<Recorded<object>> recorded, NpgsqlTransaction transaction, CancellationToken ct)
        {
            seen += recorded.Count;
            return Task.CompletedTask;
        }

        public void Committed()
        {
            if (seen >= events)
                done.TrySetResult();
        }
    }
}
