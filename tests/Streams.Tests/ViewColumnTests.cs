using Npgsql;
using NpgsqlTypes;
using Testing;

namespace Streams.Tests;

/// <summary>A view's rows go to the database in one statement, column by column.</summary>
public sealed class ViewColumnTests(TestDatabase database)
{
    [Fact]
    public async Task Lists_of_any_length_and_with_any_characters_arrive_as_they_are()
    {
        string[]?[] lists = [["a", "b"], [], null, ["", "NULL", " ", ","], ["\"", "\\", "{\"}\\", "क"]];
        var column = new ViewColumn("texts", NpgsqlDbType.Array | NpgsqlDbType.Text);

        (await Selected<string[]>(column, lists)).ShouldBe(lists);
    }

    [Theory]
    [InlineData(NpgsqlDbType.Text, "a", null)]
    [InlineData(NpgsqlDbType.Bigint, 5L, null)]
    [InlineData(NpgsqlDbType.Integer, null, 7)]
    [InlineData(NpgsqlDbType.Boolean, null, true)]
    public async Task Values_and_their_absence_arrive_as_they_are(NpgsqlDbType type, object? first, object? second) =>
        (await Selected<object>(new("value", type), [first, second])).ShouldBe([first, second]);

    private async Task<List<T?>> Selected<T>(ViewColumn column, IReadOnlyList<object?> values) where T : class
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(
            $"select {column.Selected} from unnest($1) with ordinality as r ({column.Name}, place) order by place");
        command.Parameters.Add(column.Of([.. values.Select(value => new[] { value })], 0));
        var selected = new List<T?>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            selected.Add(reader.IsDBNull(0) ? null : reader.GetFieldValue<T>(0));
        return selected;
    }
}
