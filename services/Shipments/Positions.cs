using Microsoft.Extensions.Options;
using Npgsql;
using ServiceDefaults;

namespace Shipments;

/// <summary>
/// The section <c>Positions</c>: how long one is kept after its time, how much time lies between two that are kept of a
/// parcel, how many of a parcel are kept, how often those whose time is over are thrown away.
/// </summary>
internal sealed class PositionOptions
{
    internal const string WhatIsNeeded =
        "Positions:KeepFor, Positions:Every and Positions:Interval must be positive durations, Interval below KeepFor, "
        + "and Positions:TrackMax above zero.";

    public TimeSpan KeepFor { get; set; } = TimeSpan.FromHours(24);
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(5);
    public int TrackMax { get; set; } = 50;
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    internal static bool IsComplete(PositionOptions options) => options.Every > TimeSpan.Zero
        && options.Interval > TimeSpan.Zero && options.KeepFor > options.Interval && options.TrackMax > 0;
}

/// <summary>A courier's position; <c>Point</c> is sealed under the customer's key.</summary>
internal sealed record StoredPosition(DateTimeOffset At, string Point);

/// <summary>
/// Where couriers are, for a day. No events: a position is worth nothing once there is a newer one, and is to be
/// forgotten. Time is cut into slots of <c>Every</c>; the first position told of a slot is kept, so repeats and
/// whatever order they come in change nothing.
/// </summary>
internal sealed class Positions(NpgsqlDataSource database, IOptions<PositionOptions> options)
{
    internal const string Table = "shipments.positions";

    internal const string Sql = """
        create table if not exists shipments.positions (
            shipment_id uuid not null,
            slot bigint not null,
            at timestamptz not null,
            point text not null,
            primary key (shipment_id, slot));
        create index if not exists positions_at on shipments.positions (at);
        """;

    private readonly PositionOptions settings = options.Value;

    /// <summary>How many were kept.</summary>
    public async Task<int> Keep(Guid shipment, IReadOnlyList<StoredPosition> told, CancellationToken ct)
    {
        var inOrder = told.OrderBy(position => position.At).ToList();
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Command("""
            insert into shipments.positions (shipment_id, slot, at, point) select $1, * from unnest($2, $3, $4)
            on conflict do nothing
            """, shipment,
            inOrder.Select(position => position.At.UtcTicks / settings.Every.Ticks).ToArray(),
            inOrder.Select(position => position.At.UtcDateTime).ToArray(),
            inOrder.Select(position => position.Point).ToArray()));
        batch.BatchCommands.Add(Command("""
            delete from shipments.positions where shipment_id = $1 and slot <= (
                select slot from shipments.positions where shipment_id = $1 order by slot desc offset $2 limit 1)
            """, shipment, settings.TrackMax));
        await batch.ExecuteNonQueryAsync(ct);
        return (int)batch.BatchCommands[0].RecordsAffected;
    }

    /// <summary>The latest that is not too old to be kept.</summary>
    public async Task<StoredPosition?> Latest(Guid shipment, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select at, point from shipments.positions where shipment_id = $1 and at > now() - $2
            order by slot desc limit 1
            """);
        command.Parameters.Add(new() { Value = shipment });
        command.Parameters.Add(new() { Value = settings.KeepFor });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new(reader.GetFieldValue<DateTimeOffset>(0), reader.GetString(1))
            : null;
    }

    private static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
