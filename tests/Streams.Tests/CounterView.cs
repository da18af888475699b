using NpgsqlTypes;

namespace Streams.Tests;

/// <summary>A row for each counter: how far it has counted, times a factor that a test changes.</summary>
public sealed class CounterView(EventStore store, string schema)
    : StreamView<int, CounterEvent>(store, Counter.Stream, schema)
{
    internal int Factor { get; set; } = 1;

    /// <summary>Told before each row is computed.</summary>
    internal Action<Guid> OnRow { get; set; } = _ => { };

    /// <summary>Told which states' rows are computed next.</summary>
    internal Action<IReadOnlyList<int>> OnPrepare { get; set; } = _ => { };

    public override string Name => "counters";

    public override IReadOnlyList<ViewColumn> Columns { get; } =
    [
        new("tenant", NpgsqlDbType.Text), new("id", NpgsqlDbType.Uuid), new("version", NpgsqlDbType.Bigint),
        new("count", NpgsqlDbType.Integer),
    ];

    public override string Ddl(string table) => Sql(table);

    internal static string Sql(string table) => $"""
        create table if not exists {table} (
            tenant text, id uuid, version bigint, count integer, primary key (tenant, id));
        create index if not exists {table[(table.IndexOf('.') + 1)..]}_count on {table} (count);
        """;

    protected override Task Prepare(IReadOnlyList<int> states, CancellationToken ct)
    {
        OnPrepare(states);
        return Task.CompletedTask;
    }

    protected override object?[]? Row(string tenant, Guid id, int state, long version)
    {
        OnRow(id);
        return [tenant, id, version, state * Factor];
    }
}
