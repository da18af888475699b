namespace Benchmarks.Store;

/// <summary>
/// One reader. Read gives all events of a stream; Load its state: from its first event (and, when it is long, writing
/// the snapshot), from its snapshot, from memory. The floor fetches the stream's rows and looks at none.
/// </summary>
internal static class ReadMeasures
{
    // No more of them than the store keeps in memory.
    private static readonly (int Events, int Streams)[] Sizes = [(10, 4000), (100, 1000), (1000, 100), (10_000, 10)];

    public static async Task<IReadOnlyList<Row>> Run(Turns turns, bool quick)
    {
        await using var log = await Log.Create("read");
        await using var service = await Service.Start(log);
        await using var raw = await RawSql.Connect(log, 1);
        var first = 0;
        foreach (var (events, streams) in Sizes)
        {
            await log.Fill(first, streams, events);
            first += streams;
        }

        await log.Filled();
        var half = turns with { Duration = turns.Duration / 2 };
        var (rows, from) = (new List<Row>(), 0);
        foreach (var (events, streams) in Sizes)
        {
            rows.AddRange(await Read(half, log, service, raw, events, [.. Enumerable.Range(from, streams)]));
            from += streams;
        }

        return rows;
    }

    private static async Task<IReadOnlyList<Row>> Read(
        Turns turns, Log log, Service service, RawSql raw, int events, int[] streams)
    {
        var at = 0;
        var floor = turns.Clients("rows", 1, _ => raw.ReadStream(0, Next()));
        var whole = await turns.Take($"{events} events, all of them",
            floor,
            turns.Clients("read", 1, async _ => (await service.Store.Read(
                Parcel.Stream, Parcel.Tenant, Next())).Count == events),
            new("load", LoadEachOnce));
        // Now each has its snapshot, and after this each is in memory.
        foreach (var stream in streams)
            await service.Store.Load(Parcel.Stream, Parcel.Tenant, Parcel.Id(stream));
        var known = await turns.Take($"{events} events, what is new",
            floor,
            turns.Clients("load from snapshot", 1, _ => Loaded(fresh: true)),
            turns.Clients("load from memory", 1, _ => Loaded(fresh: false)));
        return
        [
            new($"(d) read {events:N0} events", whole[1], whole[0]),
            new($"(d) load {events:N0}, never seen", whole[2], whole[0]),
            new($"(d) load {events:N0}, from the database's snapshot", known[1], known[0]),
            new($"(d) load {events:N0}, from memory", known[2], known[0]),
        ];

        Guid Next() => Parcel.Id(streams[(at++ & int.MaxValue) % streams.Length]);

        async Task<bool> Loaded(bool fresh)
        {
            using var cold = fresh ? service.Cold(log) : null;
            return (await (cold ?? service.Store).Load(Parcel.Stream, Parcel.Tenant, Next())).Version == events;
        }

        async Task<LoadRun> LoadEachOnce()
        {
            await log.Execute($"delete from {log.Schema}.stream_snapshots");
            var left = streams.Length;
            return await Load.Run(1, () => left-- > 0, _ => Loaded(fresh: true));
        }
    }
}
