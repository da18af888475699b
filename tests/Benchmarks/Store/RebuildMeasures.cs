using NpgsqlTypes;
using Streams;

namespace Benchmarks.Store;

/// <summary>
/// A view of one row a stream is built again from the whole log beside the live one, compared with it and swapped. The
/// floor reads the log's pages.
/// </summary>
internal static class RebuildMeasures
{
    private const int Events = 5;

    public static async Task<IReadOnlyList<Row>> Run(Turns turns, bool quick)
    {
        var streams = quick ? 20_000 : 200_000;
        await using var log = await Log.Create("rebuild");
        await using var raw = await RawSql.Connect(log, 1);
        await log.Fill(0, streams, Events);
        await log.Filled();
        await using var service = await Service.Start(log);
        var view = new ParcelsView(service.Store, log.Schema);
        await log.Execute(view.Ddl($"{log.Schema}.{view.Name}"));
        // The first one, which warms up, finds an empty live view.
        var series = await turns.Take("events",
            new("scan", () => Load.Once(raw.Scan)),
            new("rebuild", () => Load.Once(async () =>
            {
                var rebuilt = await service.Rebuild.Run(view, acceptDifferences: true);
                return rebuilt.Swapped ? (int)rebuilt.Events : throw new InvalidOperationException("Not swapped.");
            })));
        return [new($"(e) rebuild a view of {streams:N0} streams, events", series[1], series[0],
            Goal.Rate(series[1], 100_000))];
    }

    private sealed class ParcelsView(EventStore store, string schema)
        : StreamView<ParcelState, ParcelEvent>(store, Parcel.Stream, schema)
    {
        public override string Name => "parcels";

        public override IReadOnlyList<ViewColumn> Columns { get; } =
        [
            new("tenant_id", NpgsqlDbType.Text),
            new("parcel_id", NpgsqlDbType.Uuid),
            new("version", NpgsqlDbType.Bigint),
            new("status", NpgsqlDbType.Text),
            new("tracking_number", NpgsqlDbType.Text),
            new("last_scan_at", NpgsqlDbType.TimestampTz),
        ];

        public override string Ddl(string table) => $"""
            create table {table} (
                tenant_id text not null, parcel_id uuid not null, version bigint not null, status text not null,
                tracking_number text, last_scan_at timestamptz, primary key (tenant_id, parcel_id))
            """;

        protected override object?[] Row(string tenant, Guid id, ParcelState state, long version) =>
            [tenant, id, version, state.Status, state.TrackingNumber, state.LastScanAt.UtcDateTime];
    }
}
