using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace ServiceDefaults;

/// <summary>Which webhooks are meant; what is null does not count. <c>Keys</c>: about any of these.</summary>
public sealed record InboxFilter
{
    public string? State { get; init; }
    public string? Source { get; init; }
    public string? Via { get; init; }
    public IReadOnlyList<string>? Keys { get; init; }
    public DateTimeOffset? ReceivedAfter { get; init; }
    public DateTimeOffset? ReceivedBefore { get; init; }
}

/// <summary>A webhook in a list: <c>Item.Body</c> is only the beginning of its <c>Bytes</c>.</summary>
public sealed record InboxEntry(InboxItem Item, int Bytes);

/// <summary>How many webhooks rest for one reason: a code that means nothing, or what stands in the reason.</summary>
public sealed record InboxCount(
    string State, string Source, string? Reason, long Count, DateTimeOffset OldestAt, DateTimeOffset LatestAt);

/// <summary>
/// The inbox as those see it who look after it: found by what it is about and when it came, counted, read, replayed.
/// </summary>
public sealed class InboxArchive(WebhookInbox inbox)
{
    public const int ReplayMax = 10_000;
    private const int BeginningMax = 2000;
    private const int CountsMax = 500;

    /// <summary>The newest first; <paramref name="before"/> is the last id of the page before.</summary>
    public async Task<IReadOnlyList<InboxEntry>> List(
        string merchantId, InboxFilter filter, Guid? before, int limit, CancellationToken ct)
    {
        await using var command = inbox.Database.CreateCommand();
        var where = Where(command, merchantId, filter);
        if (before is { } last)
            where += $" and id < {Add(command, last)}";
        command.CommandText = $"""
            select {WebhookInbox.Columns.Replace("body", $"substring(body from 1 for {BeginningMax})",
                StringComparison.Ordinal)}, length(body)
            from {inbox.Table} where {where} order by id desc limit {Add(command, limit)}
            """;
        var entries = new List<InboxEntry>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            entries.Add(new(WebhookInbox.Item(reader), reader.GetInt32(reader.FieldCount - 1)));
        return entries;
    }

    public async Task<InboxItem?> Find(string merchantId, Guid id, CancellationToken ct)
    {
        await using var command = inbox.Database.CreateCommand(
            $"select {WebhookInbox.Columns} from {inbox.Table} where merchant_id = $1 and id = $2");
        Add(command, merchantId);
        Add(command, id);
        return (await WebhookInbox.Read(command, ct)).SingleOrDefault();
    }

    /// <summary>All that is about a key, in the order in which it came.</summary>
    public async IAsyncEnumerable<InboxItem> About(
        string merchantId, IReadOnlyList<string> keys, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = inbox.Database.CreateCommand();
        var where = Where(command, merchantId, new() { Keys = keys });
        command.CommandText = $"select {WebhookInbox.Columns} from {inbox.Table} where {where} order by id";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            yield return WebhookInbox.Item(reader);
    }

    /// <summary>How many are not done, and why, the most frequent reason first.</summary>
    public async Task<IReadOnlyList<InboxCount>> Counts(string merchantId, CancellationToken ct)
    {
        await using var command = inbox.Database.CreateCommand($"""
            select state, source, why, count(*), min(received_at), max(received_at)
            from {inbox.Table}
            cross join lateral unnest(case when state = 'unmapped' then waits_for else array[reason] end) why
            where merchant_id = $1 and state in ('received', 'unmatched', 'unmapped', 'unparseable')
            group by state, source, why order by count(*) desc, state, source, why limit {CountsMax}
            """);
        Add(command, merchantId);
        var counts = new List<InboxCount>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            counts.Add(new(reader.GetString(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2),
                reader.GetInt64(3), reader.GetFieldValue<DateTimeOffset>(4),
                reader.GetFieldValue<DateTimeOffset>(5)));
        return counts;
    }

    /// <summary>Works on a webhook again with today's code; false when the merchant has none with this id.</summary>
    public async Task<bool> Replay(string merchantId, Guid id, CancellationToken ct)
    {
        await using var command = inbox.Database.CreateCommand(
            $"update {inbox.Table} set {WebhookInbox.Again} where merchant_id = $1 and id = $2");
        Add(command, merchantId);
        Add(command, id);
        var found = await command.ExecuteNonQueryAsync(ct) == 1;
        inbox.Arrived();
        return found;
    }

    /// <summary>
    /// The same of all that the filter means, the oldest first, at most <see cref="ReplayMax"/>: how many, and the
    /// last one's id where there are more after it.
    /// </summary>
    public async Task<(int Count, Guid? Last)> Replay(
        string merchantId, InboxFilter filter, Guid? after, CancellationToken ct)
    {
        await using var command = inbox.Database.CreateCommand();
        var where = Where(command, merchantId, filter);
        if (after is { } last)
            where += $" and id > {Add(command, last)}";
        command.CommandText = $"""
            with meant as (select id from {inbox.Table} where {where} order by id limit {ReplayMax}),
            again as (
                update {inbox.Table} i set {WebhookInbox.Again} from meant where i.id = meant.id returning i.id)
            select count(*), (array_agg(id order by id desc))[1] from again
            """;
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var count = (int)reader.GetInt64(0);
        Guid? end = count < ReplayMax ? null : reader.GetGuid(1);
        inbox.Arrived();
        return (count, end);
    }

    /// <summary>
    /// Throws away the bodies and headers of the merchant's payloads under any of the keys. What tells of others too
    /// and has not been worked on for them stays.
    /// </summary>
    public async Task<ErasedPayloads> Erase(string merchantId, IReadOnlyList<string> keys, CancellationToken ct)
    {
        await using var command = inbox.Database.CreateCommand();
        var (merchant, about) = (Add(command, merchantId), Add(command, keys.ToArray()));
        command.CommandText = $"""
            with erased as (
                update {inbox.Table} set body = ''::bytea, headers = jsonb_build_object(), state = 'ignored',
                    reason = 'the personal data in it is erased', waits_for = array[]::text[]
                where merchant_id = {merchant} and keys && {about}
                    and (keys <@ {about} or state in ('done', 'ignored', 'unmapped', 'unparseable'))
                returning id)
            select (select count(*) from erased),
                (select count(*) from {inbox.Table} i where merchant_id = {merchant} and keys && {about}
                    and not exists (select from erased e where e.id = i.id))
            """;
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new((int)reader.GetInt64(0), (int)reader.GetInt64(1));
    }

    // Ids are of RFC 9562's version 7: they begin with the time at which they were made.
    private static string Where(NpgsqlCommand command, string merchantId, InboxFilter filter)
    {
        var where = $"merchant_id = {Add(command, merchantId)}";
        if (filter.State is { } state)
            where += $" and state = {Add(command, state)}";
        if (filter.Source is { } source)
            where += $" and source = {Add(command, source)}";
        if (filter.Via is { } via)
            where += $" and via = {Add(command, via)}";
        if (filter.Keys is { } keys)
            where += $" and {WebhookInbox.HasKeys} and keys && {Add(command, keys.ToArray())}";
        if (filter.ReceivedAfter is { } after)
            where += $" and id >= {Add(command, FirstIdAt(after))}";
        if (filter.ReceivedBefore is { } before)
            where += $" and id < {Add(command, FirstIdAt(before))}";
        return where;
    }

    internal static Guid FirstIdAt(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(at).TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6] = 0x70;
        bytes[7] = 0;
        bytes[8] = 0x80;
        bytes[9..].Clear();
        return new Guid(bytes, bigEndian: true);
    }

    private static string Add<T>(NpgsqlCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${command.Parameters.Count}";
    }
}
