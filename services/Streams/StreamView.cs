using Npgsql;

namespace Streams;

/// <summary>A reactor that does nothing but keep a table: it can be built again beside itself and swapped.</summary>
public interface IView : IReactor
{
    /// <summary>The kind of stream that it has rows of.</summary>
    IStreamKind Kind { get; }

    /// <summary>The table's columns: the tenant, the stream's guid, the version, then the view's own.</summary>
    IReadOnlyList<ViewColumn> Columns { get; }

    /// <summary>
    /// SQL that creates the table as <paramref name="table"/>, and after the first semicolon its indexes, their names
    /// beginning with it: a rebuild makes them last.
    /// </summary>
    string Ddl(string table);

    /// <summary>
    /// Brings the rows of the streams that <paramref name="events"/> belong to up to date, in the connection's open
    /// transaction.
    /// </summary>
    Task Apply(
        IReadOnlyList<Recorded<object>> events, string table, NpgsqlConnection connection, CancellationToken ct);

    /// <summary>The rows of these streams; a stream may have none.</summary>
    Task<IReadOnlyList<object?[]>> RowsOf(IReadOnlyList<WholeStream> streams, CancellationToken ct);
}

/// <summary>All events of a stream that this version knows, and the version that it is at.</summary>
public sealed record WholeStream(string Tenant, Guid Id, IReadOnlyList<object> Events, long Version);

/// <summary>
/// A view with one row a stream, computed from the stream's state and never changed in part. Its table is named as the
/// view and stands in <paramref name="schema"/>; its first three columns are the tenant, the stream's guid (together
/// the primary key) and the stream's version.
/// </summary>
public abstract class StreamView<TState, TEvent>(
    EventStore store, StreamKind<TState, TEvent> kind, string schema) : IView where TEvent : class
{
    public abstract string Name { get; }

    public IStreamKind Kind => kind;

    public abstract IReadOnlyList<ViewColumn> Columns { get; }

    public abstract string Ddl(string table);

    /// <summary>A list may be so much behind.</summary>
    public TimeSpan Gathers => TimeSpan.FromMilliseconds(20);

    public bool Concerns(Type eventType) => eventType.IsAssignableTo(typeof(TEvent));

    public Task React(IReadOnlyList<Recorded<object>> events, NpgsqlTransaction transaction, CancellationToken ct) =>
        Apply(events, $"{schema}.{Name}", transaction.Connection!, ct);

    public async Task Apply(
        IReadOnlyList<Recorded<object>> events, string table, NpgsqlConnection connection, CancellationToken ct)
    {
        // At once: those that have to be read are read together.
        var streams = await Task.WhenAll(events.Where(e => e.Event is TEvent).GroupBy(e => (e.Tenant, e.Subject))
            .Select(async stream => (stream.Key.Tenant, stream.Key.Subject,
                await Fold(stream.Key.Tenant, stream.Key.Subject, [.. stream], ct))));
        var rows = await Rows(streams, ct);
        if (rows.Count == 0)
            return;
        await using var command = new NpgsqlCommand(Upsert(table), connection);
        for (var i = 0; i < Columns.Count; i++)
            command.Parameters.Add(Columns[i].Of(rows, i));
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<IReadOnlyList<object?[]>> RowsOf(IReadOnlyList<WholeStream> streams, CancellationToken ct) =>
        await Rows([.. streams.Select(stream => (stream.Tenant, stream.Id, new Loaded<TState>(
            stream.Events.Cast<TEvent>().Aggregate(kind.Initial, kind.Evolve), stream.Version)))], ct);

    /// <summary>
    /// Told which states come to <see cref="Row"/> next, so that what their rows need is read for all of them at once.
    /// </summary>
    protected virtual Task Prepare(IReadOnlyList<TState> states, CancellationToken ct) => Task.CompletedTask;

    /// <summary>The values in the order of <see cref="Columns"/>; null: no row for it.</summary>
    protected abstract object?[]? Row(string tenant, Guid id, TState state, long version);

    private async Task<List<object?[]>> Rows(
        IReadOnlyList<(string Tenant, Guid Id, Loaded<TState> Folded)> streams, CancellationToken ct)
    {
        await Prepare([.. streams.Select(one => one.Folded.State)], ct);
        return [.. streams
            .Select(one => Row(one.Tenant, one.Id, one.Folded.State, one.Folded.Version)).OfType<object?[]>()];
    }

    /// <summary>A stream that begins in this batch need not be read again.</summary>
    private async Task<Loaded<TState>> Fold(
        string tenant, Guid id, List<Recorded<object>> events, CancellationToken ct) =>
        events[0].Version == 1 && events[^1].Version == events.Count
            ? new(events.Select(e => (TEvent)e.Event).Aggregate(kind.Initial, kind.Evolve), events.Count)
            : await store.LoadForView(kind, tenant, id, events[^1].Version, ct);

    private string Upsert(string table) => $"""
        insert into {table} as v ({string.Join(", ", Columns.Select(c => c.Name))})
        select {string.Join(", ", Columns.Select(c => c.Selected))}
        from unnest({string.Join(", ", Columns.Select((_, i) => $"${i + 1}"))})
            as r ({string.Join(", ", Columns.Select(c => c.Name))})
        on conflict ({Columns[0].Name}, {Columns[1].Name}) do update
        set {string.Join(", ", Columns.Skip(2).Select(c => $"{c.Name} = excluded.{c.Name}"))}
        where v.{Columns[2].Name} < excluded.{Columns[2].Name}
        """;
}
