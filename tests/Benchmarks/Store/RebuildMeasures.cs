using System.Text;
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
        return
        [
            await Rebuild("a view", new ParcelsView(service.Store, log.Schema)),
            await Rebuild("a view as wide as orders_view", new WideParcelsView(service.Store, log.Schema)),
        ];

        async Task<Row> Rebuild(string what, IView view)
        {
            await log.Execute(view.Ddl($"{log.Schema}.{view.Name}"));
            // The first one, which warms up, finds an empty live view.
            var series = await turns.Take($"{what}, events",
                new("scan", () => Load.Once(raw.Scan)),
                new("rebuild", () => Load.Once(async () =>
                {
                    var rebuilt = await service.Rebuild.Run(view, acceptDifferences: true);
                    return rebuilt.Swapped ? (int)rebuilt.Events : throw new InvalidOperationException("Not swapped.");
                })));
            return new($"(e) rebuild {what}, {streams:N0} streams", series[1], series[0],
                Goal.Rate(series[1], 100_000));
        }
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

    /// <summary>Columns, indexes and sizes as those of Orders' orders_view: a row of 1.5 kB.</summary>
    private sealed class WideParcelsView(EventStore store, string schema)
        : StreamView<ParcelState, ParcelEvent>(store, Parcel.Stream, schema)
    {
        private static readonly string Document = $$"""{"items":"{{new string('x', 1200)}}","status":"{0}"}""";

        public override string Name => "wide_parcels";

        public override IReadOnlyList<ViewColumn> Columns { get; } =
        [
            new("tenant_id", NpgsqlDbType.Text),
            new("parcel_id", NpgsqlDbType.Uuid),
            new("version", NpgsqlDbType.Bigint),
            new("order_number", NpgsqlDbType.Text),
            new("status", NpgsqlDbType.Text),
            new("email", NpgsqlDbType.Text),
            new("phone", NpgsqlDbType.Text),
            new("postal_code", NpgsqlDbType.Text),
            new("tracking_numbers", NpgsqlDbType.Array | NpgsqlDbType.Text),
            new("placed_at", NpgsqlDbType.TimestampTz),
            new("tracking_url", NpgsqlDbType.Text),
            new("document", NpgsqlDbType.Json),
        ];

        public override string Ddl(string table)
        {
            var name = table[(table.IndexOf('.') + 1)..];
            return $"""
                create table {table} (
                    tenant_id text not null, parcel_id uuid not null, version bigint not null,
                    order_number text not null, status text not null, email text, phone text, postal_code text,
                    tracking_numbers text[] not null, placed_at timestamptz not null, tracking_url text not null,
                    document json not null, primary key (tenant_id, parcel_id));
                create index {name}_placed on {table} (tenant_id, placed_at, parcel_id);
                create index {name}_status on {table} (tenant_id, status, placed_at, parcel_id);
                create index {name}_email on {table} (tenant_id, email, placed_at, parcel_id);
                create index {name}_number on {table} (order_number);
                create index {name}_tracking on {table} using gin (tracking_numbers);
                """;
        }

        protected override object?[] Row(string tenant, Guid id, ParcelState state, long version)
        {
            var number = id.ToString("N");
            return
            [
                tenant, id, version, $"ORD-{number[..8]}", state.Status, $"{number[..12]}@example.com", "+919800000000",
                "400001", new[] { number }, state.LastScanAt.UtcDateTime, $"https://track.example.com/{number}",
                Encoding.UTF8.GetBytes(Document.Replace("{0}", state.Status, StringComparison.Ordinal)),
            ];
        }
    }
}
