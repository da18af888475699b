using System.Globalization;
using System.Text;
using Npgsql;
using ServiceDefaults;

namespace Orders;

/// <summary>
/// A page of a merchant's documents from a view, the newest first. They are answered as they were stored: they are JSON
/// already.
/// </summary>
internal sealed class DocumentQuery
{
    private readonly List<NpgsqlParameter> parameters = [];
    private readonly List<string> few = [];
    private readonly StringBuilder where;
    private readonly string table;
    private readonly (string At, string Id) place;

    /// <param name="table">The view's table.</param>
    /// <param name="at">Its column for when the documented thing began.</param>
    /// <param name="id">Its column for which it is.</param>
    /// <param name="merchantId">Whose documents.</param>
    internal DocumentQuery(string table, string at, string id, string merchantId)
    {
        this.table = table;
        place = (at, id);
        where = new($"merchant_id = {Add(merchantId)}");
    }

    /// <summary>What is true of the documents: <c>{0}</c> is the value. Null: whatever it is.</summary>
    internal DocumentQuery Where(string condition, object? value)
    {
        if (value is not null)
            where.Append(" and ").AppendFormat(CultureInfo.InvariantCulture, condition, Add(value));
        return this;
    }

    /// <summary>
    /// The same of what only few documents can have, of all merchants: they are found by it alone, then looked at.
    /// PostgreSQL takes a number for commoner than it is, and would look through all of the merchant's documents.
    /// </summary>
    internal DocumentQuery WhereFew(string condition, object? value)
    {
        if (value is not null)
            few.Add(string.Format(CultureInfo.InvariantCulture, condition, Add(value)));
        return this;
    }

    /// <summary>One row more than asked for tells whether there is a next page.</summary>
    internal async Task<IResult> Answer<T>(
        NpgsqlDataSource database, ListQuery<T> query, PersonalKeys keys, CancellationToken ct) where T : PageQuery
    {
        var page = query.PageOf(await Read(database, query.After, query.Limit, ct), row => row.Place.ToString());
        await keys.Fetch(page.Data.Select(row => row.Document), ct);
        var next = page.NextCursor is { } cursor ? $"\"{cursor}\"" : "null";
        var data = string.Join(',', page.Data.Select(row => keys.OpenJson(row.Document)));
        return Results.Text($$"""{"data":[{{data}}],"nextCursor":{{next}}}""", "application/json", Encoding.UTF8);
    }

    private async Task<List<Row>> Read(NpgsqlDataSource database, string? after, int limit, CancellationToken ct)
    {
        var (sql, values) = Asked(after, limit);
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(values.ToArray());
        var rows = new List<Row>(limit + 1);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            rows.Add(new(new(reader.GetDateTime(0), reader.GetGuid(1)), reader.GetString(2)));
        return rows;
    }

    /// <summary>What is asked of PostgreSQL, and the values of its parameters.</summary>
    internal (string Sql, IReadOnlyList<NpgsqlParameter> Parameters) Asked(string? after, int limit) =>
        (Sql(after, limit), parameters);

    private string Sql(string? after, int limit)
    {
        if (after is not null && Place.Parse(after) is var last)
            where.Append(CultureInfo.InvariantCulture,
                $" and ({place.At}, {place.Id}) < ({Add(last.At)}, {Add(last.Id)})");
        var with = few.Count == 0 ? ""
            : $"with few as materialized (select * from {table} where {string.Join(" and ", few)}) ";
        return string.Create(CultureInfo.InvariantCulture, $"""
            {with}select {place.At}, {place.Id}, document from {(few.Count == 0 ? table : "few")}
            where {where} order by {place.At} desc, {place.Id} desc limit {limit + 1}
            """);
    }

    private string Add(object value)
    {
        parameters.Add(new() { Value = value });
        return string.Create(CultureInfo.InvariantCulture, $"${parameters.Count}");
    }

    private sealed record Row(Place Place, string Document);

    /// <summary>A row's place in the list's order, to the microsecond as PostgreSQL keeps it.</summary>
    private readonly record struct Place(DateTime At, Guid Id)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.Ticks:x}.{Id:N}");

        internal static Place Parse(string text)
        {
            var dot = text.IndexOf('.', StringComparison.Ordinal);
            var ticks = long.Parse(text.AsSpan(0, dot), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            return new(new(ticks, DateTimeKind.Utc), Guid.ParseExact(text.AsSpan(dot + 1), "N"));
        }
    }
}
