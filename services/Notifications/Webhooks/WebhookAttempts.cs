using Npgsql;
using NpgsqlTypes;

namespace Notifications.Webhooks;

/// <summary>
/// One try to hand an event to an endpoint, and what came of it. <c>Status</c> null: no answer, and <c>Reason</c> says
/// why. <c>Response</c> is the beginning of the answer's body. <c>NextAt</c>: when it is tried again, null: never.
/// </summary>
internal sealed record WebhookAttempt
{
    public required Guid Id { get; init; }
    public required Guid EndpointId { get; init; }
    public required Guid EventId { get; init; }
    public required string Type { get; init; }
    public required int Attempt { get; init; }
    public required bool IsReplay { get; init; }
    public required DateTimeOffset At { get; init; }
    public required TimeSpan Duration { get; init; }
    public int? Status { get; init; }
    public string? Reason { get; init; }
    public string? Response { get; init; }
    public DateTimeOffset? NextAt { get; init; }

    public bool IsAccepted => Status is >= 200 and < 300;
}

/// <summary>The log of what was posted where, for merchants to read. Kept as long as the events.</summary>
internal sealed class WebhookAttempts(NpgsqlDataSource database)
{
    public const string Sql = """
        create table if not exists notifications.webhook_attempts (
            id uuid primary key,
            endpoint_id uuid not null,
            event_id uuid not null,
            type text not null,
            attempt integer not null,
            is_replay boolean not null,
            at timestamptz not null,
            duration interval not null,
            status integer,
            reason text,
            response text,
            next_at timestamptz);
        create index if not exists webhook_attempts_by_endpoint on notifications.webhook_attempts (endpoint_id, id);
        create index if not exists webhook_attempts_by_age on notifications.webhook_attempts (at);
        """;

    public async Task Note(WebhookAttempt attempt, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            insert into notifications.webhook_attempts
                (id, endpoint_id, event_id, type, attempt, is_replay, at, duration, status, reason, response, next_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """);
        command.Parameters.Add(new() { Value = attempt.Id });
        command.Parameters.Add(new() { Value = attempt.EndpointId });
        command.Parameters.Add(new() { Value = attempt.EventId });
        command.Parameters.Add(new() { Value = attempt.Type });
        command.Parameters.Add(new() { Value = attempt.Attempt });
        command.Parameters.Add(new() { Value = attempt.IsReplay });
        command.Parameters.Add(new() { Value = attempt.At.ToUniversalTime() });
        command.Parameters.Add(new() { Value = attempt.Duration });
        Add(command, attempt.Status, NpgsqlDbType.Integer);
        Add(command, attempt.Reason, NpgsqlDbType.Text);
        Add(command, attempt.Response, NpgsqlDbType.Text);
        Add(command, attempt.NextAt?.ToUniversalTime(), NpgsqlDbType.TimestampTz);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Of one endpoint, the newest first; <paramref name="isAccepted"/> null: whatever came of them.</summary>
    public async Task<List<WebhookAttempt>> List(
        Guid endpointId, Guid? eventId, bool? isAccepted, Guid? before, int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select id, event_id, type, attempt, is_replay, at, duration, status, reason, response, next_at
            from notifications.webhook_attempts
            where endpoint_id = $1 and ($2 is null or event_id = $2)
            and ($3 is null or (status is not null and status between 200 and 299) = $3) and ($4 is null or id < $4)
            order by id desc limit $5
            """);
        command.Parameters.Add(new() { Value = endpointId });
        Add(command, eventId, NpgsqlDbType.Uuid);
        Add(command, isAccepted, NpgsqlDbType.Boolean);
        Add(command, before, NpgsqlDbType.Uuid);
        command.Parameters.Add(new() { Value = limit });
        var found = new List<WebhookAttempt>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            found.Add(new()
            {
                Id = reader.GetGuid(0),
                EndpointId = endpointId,
                EventId = reader.GetGuid(1),
                Type = reader.GetString(2),
                Attempt = reader.GetInt32(3),
                IsReplay = reader.GetBoolean(4),
                At = reader.GetFieldValue<DateTimeOffset>(5),
                Duration = reader.GetFieldValue<TimeSpan>(6),
                Status = reader.IsDBNull(7) ? null : reader.GetInt32(7),
                Reason = reader.IsDBNull(8) ? null : reader.GetString(8),
                Response = reader.IsDBNull(9) ? null : reader.GetString(9),
                NextAt = reader.IsDBNull(10) ? null : reader.GetFieldValue<DateTimeOffset>(10),
            });
        return found;
    }

    public async Task<int> ThrowAway(DateTimeOffset before, int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            delete from notifications.webhook_attempts where id in (
                select id from notifications.webhook_attempts where at < $1 limit $2)
            """);
        command.Parameters.Add(new() { Value = before.ToUniversalTime() });
        command.Parameters.Add(new() { Value = limit });
        return await command.ExecuteNonQueryAsync(ct);
    }

    private static void Add(NpgsqlCommand command, object? value, NpgsqlDbType type) =>
        command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
}
