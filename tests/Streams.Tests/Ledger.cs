using Npgsql;

namespace Streams.Tests;

/// <summary>
/// A reactor that writes each event down in a table, together with its checkpoint: what stands there twice was handled
/// twice. It fails where it is told to.
/// </summary>
public sealed class Ledger(string schema) : IReactor
{
    public string Name => "ledger";

    /// <summary>Throws for events that are not to be handled.</summary>
    public Action<Recorded<object>> Check { get; set; } = _ => { };

    /// <summary>How long the database works on each batch after its rows are written.</summary>
    public TimeSpan Pause { get; init; }

    internal static string Sql(string schema) => $"""
        create table {schema}.ledger (
            place bigint generated always as identity,
            position bigint not null,
            stream_id text not null,
            version bigint not null,
            once text unique deferrable initially deferred);
        """;

    public async Task React(IReadOnlyList<Recorded<object>> events, NpgsqlTransaction transaction, CancellationToken ct)
    {
        foreach (var recorded in events)
        {
            await using var command = new NpgsqlCommand(
                $"insert into {schema}.ledger (position, stream_id, version, once) values ($1, $2, $3, $4)",
                transaction.Connection, transaction)
            {
                Parameters =
                {
                    new() { Value = recorded.Position },
                    new() { Value = recorded.StreamId },
                    new() { Value = recorded.Version },
                    new() { Value = Once(recorded), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text },
                },
            };
            await command.ExecuteNonQueryAsync(ct);
            Check(recorded);
        }

        await using var pause = new NpgsqlCommand("select pg_sleep($1)", transaction.Connection, transaction)
        {
            Parameters = { new() { Value = Pause.TotalSeconds } },
        };
        await pause.ExecuteNonQueryAsync(ct);
    }

    private static object Once(Recorded<object> recorded) =>
        recorded.Event is CounterEvent.Incremented { Note: { } note }
        && note.StartsWith("once ", StringComparison.Ordinal) ? note : DBNull.Value;
}
