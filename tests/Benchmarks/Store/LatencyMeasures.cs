using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Streams;

namespace Benchmarks.Store;

/// <summary>
/// 500 appends a second, each heard by a handler: in the process that appended, and in another one, which hears of it
/// through PostgreSQL. The floor inserts and notifies in one transaction; its listener selects what is new. Two clocks:
/// from the caller's learning of the commit, and from the beginning of the append's transaction (the event's own time),
/// which has the write to disk in it and so is an upper bound.
/// </summary>
internal static class LatencyMeasures
{
    private const int PerSecond = 500;

    public static async Task<IReadOnlyList<Row>> Run(Turns turns, bool quick)
    {
        var duration = 3 * turns.Duration;
        await using var sameLog = await Log.Create("latency_same");
        await using var otherLog = await Log.Create("latency_other");
        await using var rawLog = await Log.Create("latency_raw");
        var (hereHeard, thereHeard, rawHeard) = (new Heard(), new Heard(), new Heard());
        await using var here = await Service.Start(sameLog, new Handler(hereHeard));
        await using var writer = await Service.Start(otherLog);
        await using var there = await Service.Start(otherLog, new Handler(thereHeard));
        await using var notified = await RawListener.Start(rawLog, rawHeard);

        // One run gives the numbers of both clocks: the second is put aside, in the same order.
        var upper = new Dictionary<string, List<LoadRun>>();
        var series = await (turns with { Duration = duration }).Take("latency",
            new("notify", () => Measure("notify", rawHeard, notified.Append)),
            new("same process", () => Measure("same process", hereHeard, Append(here))),
            new("another process", () => Measure("another process", thereHeard, Append(writer))));
        var bounds = series.Select(s => new Series(s.Name, [.. upper[s.Name].Skip(1)])).ToArray();
        return
        [
            .. series.Skip(1).Select(s => new Row(
                $"(f) commit to handler, {s.Name}", s, series[0], Goal.Latency(s, 3, 15))),
            .. bounds.Skip(1).Select(s => new Row(
                $"(f) transaction's begin to handler, {s.Name}", s, bounds[0], Goal.Latency(s, 3, 15))),
        ];

        async Task<LoadRun> Measure(string name, Heard heard, Func<Guid, Task> append)
        {
            var (fromCommit, fromBegin) = await OpenLoop(duration, heard, append);
            (upper.TryGetValue(name, out var runs) ? runs : upper[name] = []).Add(fromBegin);
            return fromCommit;
        }
    }

    private static Func<Guid, Task> Append(Service service) => id => service.Store.Transact(
        Parcel.Stream, Parcel.Tenant, id, _ => [Parcel.Scan(1)], isNew: true);

    /// <summary>Appends at a fixed rate, whether those before are done or not, and waits until all are heard.</summary>
    private static async Task<(LoadRun FromCommit, LoadRun FromBegin)> OpenLoop(
        TimeSpan duration, Heard heard, Func<Guid, Task> append)
    {
        var count = (int)(duration.TotalSeconds * PerSecond);
        var committed = new ConcurrentDictionary<Guid, DateTimeOffset>();
        heard.Expect(count);
        using var self = Process.GetCurrentProcess();
        var cpu = self.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var appends = new List<Task>(count);
        for (var i = 0; i < count; i++)
        {
            while (watch.Elapsed.TotalSeconds < (double)i / PerSecond)
                await Task.Delay(1);
            appends.Add(Task.Run(async () =>
            {
                var id = Guid.CreateVersion7();
                await append(id);
                committed[id] = DateTimeOffset.UtcNow;
            }));
        }

        await Task.WhenAll(appends);
        await heard.All.WaitAsync(TimeSpan.FromSeconds(30));
        var seconds = watch.Elapsed.TotalSeconds;
        self.Refresh();
        var cores = (self.TotalProcessorTime - cpu).TotalSeconds / seconds;
        // A handler may be faster than the caller's own answer.
        return (
            Run(heard.Events.Select(e => Math.Max(0, (e.At - committed[e.Id]).TotalMilliseconds))),
            Run(heard.Events.Select(e => (e.At - e.RecordedAt).TotalMilliseconds)));

        LoadRun Run(IEnumerable<double> latencies)
        {
            var all = latencies.ToList();
            return new(all.Count, count - all.Count, seconds, all.Count / seconds,
                Statistics.Percentile(all, 50), Statistics.Percentile(all, 99), cores);
        }
    }

    internal sealed class Heard
    {
        private TaskCompletionSource all = new();
        private int expected;

        public ConcurrentQueue<(Guid Id, DateTimeOffset RecordedAt, DateTimeOffset At)> Events { get; } = [];

        public Task All => all.Task;

        public void Expect(int count)
        {
            Events.Clear();
            all = new(TaskCreationOptions.RunContinuationsAsynchronously);
            expected = count;
        }

        public void Add(Guid id, DateTimeOffset recordedAt, DateTimeOffset at)
        {
            Events.Enqueue((id, recordedAt, at));
            if (Events.Count == expected)
                all.TrySetResult();
        }
    }

    private sealed class Handler(Heard heard) : IReactor
    {
        public string Name => "handler";

        public Task React(IReadOnlyList<Recorded<object>> events, NpgsqlTransaction transaction, CancellationToken ct)
        {
            var now = DateTimeOffset.UtcNow;
            foreach (var recorded in events)
                heard.Add(recorded.Subject, recorded.RecordedAt, now);
            return Task.CompletedTask;
        }
    }
}
