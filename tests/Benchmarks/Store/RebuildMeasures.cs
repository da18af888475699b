using Npgsql;
using NpgsqlTypes;
using Streams;

namespace Benchmarks.Store;

/// <summary>
/// A view of one row a stream is filled from the whole log: by a reactor that starts at its beginning. The floor reads
/// the log's pages.
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
        await log.Execute($"""
            create table {log.Schema}.parcels (
                tenant_id text, stream_id text, version bigint, status text, primary key (tenant_id, stream_id))
            """);
        var rebuild = 0;
        var series = await turns.Take("events",
            new("scan", () => Load.Once(raw.Scan)),
            new("reactor", () => Load.Once(async () =>
            {
                await log.Execute($"truncate {log.Schema}.parcels");
                var view = new ParcelsView(log.Schema, ++rebuild, streams * Events);
                await using var service = await Service.Start(log, view);
                await view.Done;
                return streams * Events;
            })));
        return [new("(e) rebuild a view, events", series[1], series[0], Goal.Rate(series[1], 100_000))];
    }

    private sealed class ParcelsView(string schema, int rebuild, int events) : IReactor
    {
        private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Dictionary<(string Tenant, string StreamId), ParcelState> states = [];
        private int seen;

        public string Name => $"parcels_{rebuild}";

        public Task Done => done.Task;

        public async Task React(
            IReadOnlyList<Recorded<object>> recorded, NpgsqlTransaction transaction, CancellationToken ct)
        {
            var touched = new Dictionary<(string Tenant, string StreamId), long>();
            foreach (var each in recorded)
            {
                var key = (each.Tenant, each.StreamId);
                states[key] = Parcel.Evolve(
                    states.GetValueOrDefault(key) ?? Parcel.Stream.Initial, (ParcelEvent)each.Event);
                touched[key] = each.Version;
            }

            await using var upsert = new NpgsqlCommand($"""
                insert into {schema}.parcels select * from unnest($1, $2, $3, $4)
                on conflict (tenant_id, stream_id) do update set version = excluded.version, status = excluded.status
                """, transaction.Connection, transaction)
            {
                Parameters =
                {
                    new() { Value = touched.Keys.Select(key => key.Tenant).ToArray() },
                    new() { Value = touched.Keys.Select(key => key.StreamId).ToArray() },
                    new() { Value = touched.Values.ToArray() },
                    new()
                    {
                        Value = touched.Keys.Select(key => states[key].Status).ToArray(),
                        NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
                    },
                },
            };
            await upsert.ExecuteNonQueryAsync(ct);
            seen += recorded.Count;
        }

        public void Committed()
        {
            if (seen >= events)
                done.TrySetResult();
        }
    }
}
