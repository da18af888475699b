using Npgsql;
using ServiceDefaults;
using Streams;

namespace Orders;

/// <summary>What Shipments tells: the latest position, its point sealed under the customer's key.</summary>
internal sealed record CourierPosition(Guid ShipmentId, DateTimeOffset At, string Point);

/// <summary>
/// Where the courier with each parcel is: the latest position and no other, for a day. It is in no order's stream, so
/// it wakes those who follow the order by itself, and no version tells of it.
/// </summary>
internal sealed class Positions(NpgsqlDataSource database, PersonalKeys keys, LiveTail tail)
{
    internal const string Table = "orders.positions";

    internal const string Sql = """
        create table if not exists orders.positions (
            shipment_id uuid primary key,
            order_id uuid not null,
            at timestamptz not null,
            point text not null);
        create index if not exists positions_order on orders.positions (order_id);
        create index if not exists positions_at on orders.positions (at);
        """;

    /// <summary>One told late changes nothing.</summary>
    internal static async Task<IResult> Note(
        Caller caller, Guid id, Body<CourierPosition> body, EventStore store, Positions positions,
        CancellationToken ct)
    {
        if (await store.Version(Order.Stream, caller.MerchantId, id, ct) == 0)
            throw ProblemException.NotFound("order");
        await positions.Note(caller.MerchantId, id, body.Value, ct);
        return Results.NoContent();
    }

    private async Task Note(string merchantId, Guid order, CourierPosition told, CancellationToken ct)
    {
        if (await Keep(order, told, ct))
            await tail.Touch(merchantId, Order.Stream.StreamId(order), ct);
    }

    /// <summary>The time of the order's latest; null: none is known.</summary>
    public async Task<DateTimeOffset?> Last(Guid order, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select max(at) from orders.positions where order_id = $1");
        command.Parameters.Add(new() { Value = order });
        return await command.ExecuteScalarAsync(ct) is DateTime at ? new DateTimeOffset(at) : null;
    }

    /// <summary>Whether a conditional request may have missed one: the version does not tell of them.</summary>
    public async ValueTask<bool> May(HttpContext http, Guid order) =>
        http.Request.Headers.IfNoneMatch.Count > 0 && await Last(order, http.RequestAborted) is not null;

    /// <summary>
    /// The timeline with the couriers that may be shown now. Then it has no ETag: it changes without the order.
    /// </summary>
    public async ValueTask<TimelineView> On(TimelineView timeline, HttpContext http)
    {
        if (!timeline.Shipments.Any(shipment => shipment.Status == LivePositions.Status))
            return timeline;
        var known = await Of(timeline.OrderId, http.RequestAborted);
        timeline = timeline with
        {
            Shipments =
            [
                .. timeline.Shipments.Select(shipment => shipment with
                {
                    Position = LivePositions.Shown(known.GetValueOrDefault(shipment.Id), shipment.Status,
                        shipment.Scans is [.., var last] ? last.Zone : null, timeline.AsOf),
                }),
            ],
        };
        if (timeline.Shipments.Any(shipment => shipment.Position is not null))
            http.Response.Headers.Remove("ETag");
        return timeline;
    }

    private async Task<Dictionary<Guid, PositionView?>> Of(Guid order, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select shipment_id, at, point from orders.positions where order_id = $1");
        command.Parameters.Add(new() { Value = order });
        var known = new Dictionary<Guid, PositionView?>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            known[reader.GetGuid(0)] =
                PositionView.Of(keys.Open(reader.GetString(2)), reader.GetFieldValue<DateTimeOffset>(1));
        return known;
    }

    private async Task<bool> Keep(Guid order, CourierPosition told, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            insert into orders.positions as p (shipment_id, order_id, at, point) values ($1, $2, $3, $4)
            on conflict (shipment_id) do update set at = excluded.at, point = excluded.point where p.at < excluded.at
            """);
        command.Parameters.Add(new() { Value = told.ShipmentId });
        command.Parameters.Add(new() { Value = order });
        command.Parameters.Add(new() { Value = told.At.UtcDateTime });
        command.Parameters.Add(new() { Value = told.Point });
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }
}

/// <summary>
/// The section <c>Positions</c>: how long after its time one is kept, and how often that is looked after.
/// </summary>
internal sealed class PositionOptions
{
    internal const string WhatIsNeeded =
        "Positions:KeepFor and Positions:Interval must be positive durations, Interval below KeepFor.";

    public TimeSpan KeepFor { get; set; } = TimeSpan.FromHours(24);
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    internal static bool IsComplete(PositionOptions options) =>
        options.Interval > TimeSpan.Zero && options.KeepFor > options.Interval;
}

internal static class PositionRegistration
{
    public static void AddPositions(this WebApplicationBuilder builder)
    {
        builder.AddMigration("orders", Positions.Sql);
        var section = builder.Configuration.GetSection("Positions");
        builder.Services.AddOptions<PositionOptions>().Bind(section)
            .Validate(PositionOptions.IsComplete, PositionOptions.WhatIsNeeded).ValidateOnStart();
        builder.Services.AddSingleton<Positions>();
        builder.AddSweep(Positions.Table, "at", p =>
        {
            var settings = p.GetRequiredService<Microsoft.Extensions.Options.IOptions<PositionOptions>>().Value;
            return (settings.KeepFor, settings.Interval);
        });
    }
}
