using Npgsql;
using NpgsqlTypes;

namespace Streams;

/// <summary>A column of a view's table. Of JSON the values are UTF-8.</summary>
public sealed record ViewColumn(string Name, NpgsqlDbType Type)
{
    private const NpgsqlDbType Texts = NpgsqlDbType.Array | NpgsqlDbType.Text;

    /// <summary>The column of unfolded rows. Arrays of arrays unfold to single values: a list goes as text.</summary>
    internal string Selected => Type == Texts ? $"{Name}::text[]" : Name;

    /// <summary>The values of many rows, of which this is column <paramref name="i"/>.</summary>
    internal NpgsqlParameter Of(IReadOnlyList<object?[]> rows, int i)
    {
        return Type switch
        {
            NpgsqlDbType.Text or NpgsqlDbType.Varchar => Each<string?>(),
            NpgsqlDbType.Json or NpgsqlDbType.Jsonb => Each<byte[]?>(),
            NpgsqlDbType.Uuid => Each<Guid?>(),
            NpgsqlDbType.Bigint => Each<long?>(),
            NpgsqlDbType.Integer => Each<int?>(),
            NpgsqlDbType.Boolean => Each<bool?>(),
            NpgsqlDbType.TimestampTz => Each<DateTime?>(),
            Texts => new() { Value = rows.Select(row => Text(row[i] as string[])).ToArray(), NpgsqlDbType = Texts },
            _ => throw new NotSupportedException($"No view has had a column of type {Type} yet."),
        };

        NpgsqlParameter Each<T>()
        {
            var values = new T[rows.Count];
            for (var n = 0; n < values.Length; n++)
                values[n] = (T)rows[n][i]!;
            return new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | Type };
        }
    }

    /// <summary>As PostgreSQL writes an array: {"a","b"}.</summary>
    private static string? Text(string[]? values) => values is null ? null
        : $"{{{string.Join(',', values.Select(value => $"\"{Escaped(value)}\""))}}}";

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
