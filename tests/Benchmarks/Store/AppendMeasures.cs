using Streams;

namespace Benchmarks.Store;

/// <summary>
/// One event at a time by so many writers: onto a new stream, onto a stream of 5 events which this process has in
/// memory, and onto one which it has never seen. The floor inserts a stream with one event; a direct append does so as
/// the store does, without a group, memory and readers to wake.
/// </summary>
internal static class AppendMeasures
{
    private const int WarmStreams = 2048;
    private const int Events = 5;
    private static readonly int[] Writers = [1, 8, 32, 64];

    public static async Task<IReadOnlyList<Row>> Run(Turns turns, bool quick)
    {
        var coldStreams = quick ? 60_000 : 500_000;
        await using var log = await Log.Create("append");
        await using var service = await Service.Start(log);
        // What passes through only once must not push out of memory what is to be there.
        using var other = service.Cold(log);
        await log.Fill(0, (Writers.Length * WarmStreams) + coldStreams, Events);
        await log.Filled();

        var (warm, cold) = (0, (Writers.Length * WarmStreams) - 1);
        var rows = new List<Row>();
        foreach (var (level, writers) in Writers.Index())
        {
            using var store = service.Cold(log);
            foreach (var n in Enumerable.Range(level * WarmStreams, WarmStreams))
                await store.Load(Parcel.Stream, Parcel.Tenant, Parcel.Id(n));
            await using var raw = await RawSql.Connect(log, writers);
            var series = await turns.Take($"{writers} writers",
                turns.Clients("one insert", writers, raw.Start),
                turns.Clients("direct append", writers, raw.Append),
                turns.Clients("start", writers, _ => Started()),
                turns.Clients("transact", writers, _ => Scanned(
                    store, (level * WarmStreams) + (Interlocked.Increment(ref warm) % WarmStreams))),
                turns.Clients("transact cold", writers, _ => Scanned(other, Interlocked.Increment(ref cold))));
            var (floor, direct, goal) = (series[0], series[1], writers == 64);
            rows.Add(new($"(a) start a stream, {writers} writers", series[2], floor,
                goal ? Goal.OfFloor(series[2], floor, 1.5) : null));
            if (writers == 1)
                rows.Add(new("(a) start a stream, 1 writers", series[2], direct,
                    new("p50 <= the append's", series[2].P50 <= direct.P50)));
            rows.Add(new($"(b) transact, in memory, {writers} writers", series[3], floor,
                goal ? Goal.OfFloor(series[3], floor, 1.0) : null));
            rows.Add(new($"(b') transact, never seen, {writers} writers", series[4], floor,
                goal ? Goal.OfFloor(series[4], floor, 1.0) : null));
        }

        if (cold >= (Writers.Length * WarmStreams) + coldStreams)
            throw new InvalidOperationException("The streams that nobody had seen ran out: fill in more.");
        return rows;

        async Task<bool> Started() => (await other.Transact(
            Parcel.Stream, Parcel.Tenant, Guid.CreateVersion7(), _ => [Parcel.Scan(1)], isNew: true)).Appended == 1;

        static async Task<bool> Scanned(EventStore store, int n) => (await store.Transact(
            Parcel.Stream, Parcel.Tenant, Parcel.Id(n), state => [Parcel.Scan(state.Scans + 1)])).Appended == 1;
    }
}

/// <summary>
/// 100 streams of 6 events at once: 100 Transacts that begin together, which is all a caller can say; the store puts
/// them together by itself. Four callers, as the floor: the same rows by COPY.
/// </summary>
internal static class BatchMeasures
{
    private const int Callers = 4;
    private const int StreamsEach = 100;
    private const int Events = 6;

    public static async Task<IReadOnlyList<Row>> Run(Turns turns, bool quick)
    {
        await using var log = await Log.Create("batch");
        await using var service = await Service.Start(log);
        await using var raw = await RawSql.Connect(log, Callers);
        var series = await turns.Take("100 streams of 6 events",
            turns.Clients("copy", Callers, client => raw.Copy(client, StreamsEach, Events)),
            turns.Clients("batch", Callers, _ => Batch()));
        var (floor, ours) = (PerEvent(series[0]), PerEvent(series[1]));
        return [new("(c) batches of 100 x 6, events", ours, floor, Goal.Rate(ours, 80_000))];

        static Series PerEvent(Series batches) => batches with { Events = StreamsEach * Events };

        async Task<bool> Batch() =>
            (await Task.WhenAll(Enumerable.Range(0, StreamsEach).Select(_ => service.Store.Transact(
                Parcel.Stream, Parcel.Tenant, Guid.CreateVersion7(), Journey, isNew: true))))
            .All(transacted => transacted.Appended == Events);

        static IReadOnlyList<ParcelEvent> Journey(ParcelState state) =>
            [Parcel.Registered(), .. Enumerable.Range(1, Events - 1).Select(n => Parcel.Scan(n))];
    }
}
