using Npgsql;
using NpgsqlTypes;

namespace Streams;

internal static class Statements
{
    /// <summary>
    /// The first value of the first row, if there is one. Without <paramref name="values"/> the text may hold several
    /// statements; the first one answers.
    /// </summary>
    internal static async Task<object?> Run(
        this NpgsqlConnection connection, string sql, CancellationToken ct, int seconds = 30, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = seconds };
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var first = await reader.ReadAsync(ct) ? reader.GetValue(0) : null;
        while (await reader.NextResultAsync(ct))
        {
            // An error in a later statement shows itself only when its result is asked for.
        }

        return first;
    }

    /// <summary>The first two parameters of every statement about one stream.</summary>
    internal static void AddStream(this NpgsqlParameterCollection parameters, string tenant, string streamId)
    {
        parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant, NpgsqlDbType = NpgsqlDbType.Varchar });
        parameters.Add(new NpgsqlParameter<string> { TypedValue = streamId, NpgsqlDbType = NpgsqlDbType.Varchar });
    }

    internal static string? Text(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);
}
