using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ServiceDefaults;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Rows in memory, on a real database: asked for once, and never out of date for long.</summary>
public sealed class WatchedRowsTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly string table = $"public.t{Guid.NewGuid():N}";
    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(database.ConnectionString);
    private int asked;

    public async ValueTask InitializeAsync()
    {
        await Execute(
            $"create table {table} (id text primary key, secret text); insert into {table} values ('a', 'one')");
        await Execute(WatchedRows.Sql(table));
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    [Fact]
    public async Task A_row_is_read_once_until_somebody_changes_it()
    {
        using var rows = await Watch();
        (await Find(rows), await Find(rows), await Find(rows)).ShouldBe(("one", "one", "one"));
        asked.ShouldBe(1);
        await Execute($"update {table} set secret = 'two' where id = 'a'");
        await Eventually.True(async () => await Find(rows) == "two");
        await Execute($"delete from {table}");
        await Eventually.True(async () => await Find(rows) is null);
        await rows.StopAsync(default);
    }

    [Fact]
    public async Task Who_changes_a_row_here_sees_it_at_once()
    {
        using var rows = await Watch();
        await Find(rows);
        await Execute($"alter table {table} disable trigger all; update {table} set secret = 'three' where id = 'a'");
        rows.Changed();
        (await Find(rows)).ShouldBe("three");
        await rows.StopAsync(default);
    }

    [Fact]
    public async Task While_changes_cannot_be_heard_the_database_is_asked_each_time()
    {
        using var rows = new WatchedRows<string>(source, table, NullLogger<WatchedRows<string>>.Instance);
        (await Find(rows), await Find(rows)).ShouldBe(("one", "one"));
        asked.ShouldBe(2);
        using var heard = await Watch();
        await Find(heard);
        await Execute($"""
            update {table} set secret = 'four' where id = 'a';
            select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen {table.Replace('.', '_')}'
            """);
        await Eventually.True(async () => await Find(heard) == "four");
        await Remembers(heard);
        await heard.StopAsync(default);
    }

    private async Task<WatchedRows<string>> Watch()
    {
        var rows = new WatchedRows<string>(source, table, NullLogger<WatchedRows<string>>.Instance);
        await rows.StartAsync(default);
        await Remembers(rows);
        asked = 1;
        return rows;
    }

    private Task Remembers(WatchedRows<string> rows) => Eventually.True(async () =>
    {
        await Find(rows);
        var before = asked;
        await Find(rows);
        return asked == before;
    });

    private async Task<string?> Find(WatchedRows<string> rows) => await rows.Find("a", async () =>
    {
        asked++;
        await using var command = source.CreateCommand($"select secret from {table} where id = 'a'");
        return await command.ExecuteScalarAsync() as string;
    });

    private async Task Execute(string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
