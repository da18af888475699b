using Npgsql;
using NpgsqlTypes;

namespace ServiceDefaults;

/// <summary>The request that came first under a key. Without a status it still runs.</summary>
internal sealed record EarlierRequest(byte[] Fingerprint, int? Status, string? Headers, byte[]? Body);

/// <summary>A request's answer; <c>Headers</c> is JSON.</summary>
internal sealed record StoredAnswer(string Merchant, string Key, int Status, string Headers, byte[] Body);

/// <summary>A request with its answer, to be written along with what it does.</summary>
public sealed class AnsweredRequest
{
    internal AnsweredRequest(StoredAnswer answer, byte[] fingerprint) => (Answer, Fingerprint) = (answer, fingerprint);

    internal StoredAnswer Answer { get; }

    internal byte[] Fingerprint { get; }
}

/// <summary>
/// The table of keys. Each request claims its key in one commit and stores its answer in another, those of requests
/// that run at once in the same one. Only the second waits for the disk: with a claim that a crash of the database
/// takes away goes the request itself.
/// </summary>
internal sealed class IdempotencyKeys : IAsyncDisposable
{
    // Longer than any request takes; a process that dies in between holds its key no longer than this.
    private static readonly TimeSpan RunningMax = TimeSpan.FromSeconds(15);

    private readonly NpgsqlDataSource database;
    private readonly Groups<AskedKey, EarlierRequest?> claims;
    private readonly Groups<StoredAnswer, bool> answers;
    private readonly string claimSql;
    private readonly string storeSql;
    private readonly string answeredSql;
    private readonly string forgetSql;

    public IdempotencyKeys(NpgsqlDataSource database, string schema)
    {
        this.database = database;
        var table = $"{schema}.idempotency_keys";
        claims = new(Claim, asked => (asked.Merchant, asked.Key));
        answers = new(Store, answer => (answer.Merchant, answer.Key));
        // In one order, so that two groups do not wait for each other's keys.
        claimSql = $"""
            with asked as (
                select * from unnest($1, $2, $3) with ordinality as a (merchant_id, key, fingerprint, n)
            ), claimed as (
                insert into {table} as k (merchant_id, key, fingerprint, running_until)
                select merchant_id, key, fingerprint, now() + $4 from asked order by merchant_id, key
                on conflict (merchant_id, key) do update set fingerprint = excluded.fingerprint,
                    running_until = excluded.running_until, created = now(), status = null
                where k.created < now() - interval '30 days'
                   or (k.status is null and k.running_until < now() and k.fingerprint = excluded.fingerprint)
                returning k.merchant_id, k.key
            )
            select c.key is not null, k.fingerprint, k.status, k.headers, k.body
            from asked a
            left join claimed c on (c.merchant_id, c.key) = (a.merchant_id, a.key)
            left join {table} k on (k.merchant_id, k.key) = (a.merchant_id, a.key) and c.key is null
            {Database.Unflushed}
            order by a.n
            """;
        storeSql = $"""
            update {table} k set status = a.status, headers = a.headers, body = a.body
            from unnest($1, $2, $3, $4, $5) as a (merchant_id, key, status, headers, body)
            where (k.merchant_id, k.key) = (a.merchant_id, a.key)
            """;
        answeredSql = $"""
            insert into {table} (merchant_id, key, fingerprint, running_until, status, headers, body)
            select merchant_id, key, fingerprint, now(), status, headers, body
            from unnest($1, $2, $3, $4, $5, $6) as a (merchant_id, key, status, headers, body, fingerprint)
            order by merchant_id, key
            """;
        forgetSql = $"delete from {table} where merchant_id = $1 and key = $2 and status is null";
    }

    public static string Sql(string schema) => $"""
        create table if not exists {schema}.idempotency_keys (
            merchant_id text not null,
            key text not null,
            fingerprint bytea not null,
            running_until timestamptz not null,
            created timestamptz not null default now(),
            status integer,
            headers jsonb,
            body bytea,
            primary key (merchant_id, key));
        alter table {schema}.idempotency_keys set ({Database.Uncompressed});
        """;

    public async ValueTask DisposeAsync()
    {
        await claims.DisposeAsync();
        await answers.DisposeAsync();
    }

    /// <summary>Null when the key is the caller's now; else who has it.</summary>
    public Task<EarlierRequest?> Claim(string merchant, string key, byte[] fingerprint) =>
        claims.Write(new(merchant, key, fingerprint), CancellationToken.None);

    /// <summary>Durable when it returns.</summary>
    public Task Store(StoredAnswer answer) => answers.Write(answer, CancellationToken.None);

    /// <summary>
    /// Claims the keys and stores the answers at once; a key that somebody has already makes all of it fail (23505).
    /// </summary>
    public NpgsqlBatchCommand Answered(IReadOnlyList<AnsweredRequest> requests)
    {
        var command = new NpgsqlBatchCommand(answeredSql);
        Set(command.Parameters, [.. requests.Select(request => request.Answer)]);
        command.Parameters.Add(Each(NpgsqlDbType.Bytea, requests.Select(request => request.Fingerprint)));
        return command;
    }

    /// <summary>The request has not been answered for good: it may be sent again.</summary>
    public async Task Forget(string merchant, string key)
    {
        await using var command = database.CreateCommand(forgetSql);
        command.Parameters.Add(new() { Value = merchant });
        command.Parameters.Add(new() { Value = key });
        await command.ExecuteNonQueryAsync();
    }

    private async Task<IReadOnlyList<EarlierRequest?>> Claim(IReadOnlyList<AskedKey> asked)
    {
        await using var command = database.CreateCommand(claimSql);
        command.Parameters.Add(Each(NpgsqlDbType.Text, asked.Select(one => one.Merchant)));
        command.Parameters.Add(Each(NpgsqlDbType.Text, asked.Select(one => one.Key)));
        command.Parameters.Add(Each(NpgsqlDbType.Bytea, asked.Select(one => one.Fingerprint)));
        command.Parameters.Add(new() { Value = RunningMax });
        var earlier = new List<EarlierRequest?>(asked.Count);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            earlier.Add(reader.GetBoolean(0) ? null : new(
                // Neither claimed nor there: claimed by another in this very moment, so that one runs right now.
                reader.IsDBNull(1) ? asked[earlier.Count].Fingerprint : reader.GetFieldValue<byte[]>(1),
                reader.IsDBNull(2) ? null : reader.GetInt32(2),
                reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetFieldValue<byte[]>(4)));
        return earlier;
    }

    private async Task<IReadOnlyList<bool>> Store(IReadOnlyList<StoredAnswer> stored)
    {
        await using var command = database.CreateCommand(storeSql);
        Set(command.Parameters, stored);
        await command.ExecuteNonQueryAsync();
        return new bool[stored.Count];
    }

    private static void Set(NpgsqlParameterCollection parameters, IReadOnlyList<StoredAnswer> stored)
    {
        parameters.Add(Each(NpgsqlDbType.Text, stored.Select(one => one.Merchant)));
        parameters.Add(Each(NpgsqlDbType.Text, stored.Select(one => one.Key)));
        parameters.Add(Each(NpgsqlDbType.Integer, stored.Select(one => one.Status)));
        parameters.Add(Each(NpgsqlDbType.Jsonb, stored.Select(one => one.Headers)));
        parameters.Add(Each(NpgsqlDbType.Bytea, stored.Select(one => one.Body)));
    }

    private static NpgsqlParameter Each<T>(NpgsqlDbType type, IEnumerable<T> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };

    private sealed record AskedKey(string Merchant, string Key, byte[] Fingerprint);
}
