using Npgsql;
using ServiceDefaults;
using Testing;

namespace EndToEnd.Tests;

/// <summary>A schema that another build has made.</summary>
public sealed class MigrationTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly string schema = $"m{Guid.NewGuid():N}";

    [Fact]
    public async Task A_schema_of_an_older_build_gets_the_columns_that_it_lacks_and_keeps_its_rows()
    {
        await Start($"create table if not exists {schema}.things (id integer primary key);");
        await Execute($"insert into {schema}.things values (1)");
        await Start($"""
            create table if not exists {schema}.things (
                id integer primary key,
                place bigint generated always as identity,
                colour text not null default 'red',
                note varchar(20));
            create index if not exists things_colour on {schema}.things (colour);
            create table if not exists {schema}.others (id integer primary key);
            """);

        (await Execute($"select concat_ws('|', id, place, colour, coalesce(note, '-')) from {schema}.things"))
            .ShouldBe("1|1|red|-");
        (await Execute($"select to_regclass('{schema}.things_colour') is not null")).ShouldBe(true);
        (await Execute($"select to_regclass('{schema}.others') is not null")).ShouldBe(true);
        (await Execute($"select to_regnamespace('{schema}_aside') is null")).ShouldBe(true);
    }

    [Fact]
    public async Task What_a_build_does_not_know_it_leaves_alone()
    {
        await Start($"create table if not exists {schema}.things (id integer primary key, colour text);");
        await Execute($"insert into {schema}.things values (1, 'red')");
        await Start($"create table if not exists {schema}.things (id integer primary key);");
        (await Execute($"select colour from {schema}.things")).ShouldBe("red");
    }

    [Fact]
    public async Task A_column_of_another_type_is_refused_with_what_to_do()
    {
        await Start($"create table if not exists {schema}.things (id integer primary key);");
        var refused = await Should.ThrowAsync<SchemaMismatchException>(
            () => Start($"create table if not exists {schema}.things (id bigint primary key);"));
        refused.Message.ShouldBe(
            $"{schema}.things.id is integer and this build wants bigint: alter it by hand, or start the build that " +
            "made it.");
        (await Execute($"select to_regclass('{schema}.things') is not null")).ShouldBe(true);
    }

    [Fact]
    public async Task A_schema_of_a_newer_version_is_refused_with_what_to_do()
    {
        var sql = $"create table if not exists {schema}.things (id integer primary key);";
        await Start(sql);
        await Execute($"comment on schema {schema} is '99 ABC'");
        var refused = await Should.ThrowAsync<SchemaMismatchException>(() => Start(sql));
        refused.Message.ShouldBe($"The schema '{schema}' is of version 99 and this build knows only 1: start the " +
            "newer build, or restore a backup from before it.");
    }

    private async Task Start(string sql)
    {
        var builder = BareService.On(database, schema);
        builder.AddMigration(schema, sql);
        await using var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
    }

    private async Task<object?> Execute(string sql)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
