using Npgsql;

namespace Gateway.Keys;

/// <summary>
/// The tables of merchants and their keys. Every change is told to all gateways (NOTIFY, payload: the merchant).
/// </summary>
internal sealed class KeyStore(NpgsqlDataSource database)
{
    public const string Channel = "gateway_keys";

    public const string Schema = """
        create schema if not exists gateway;
        create table if not exists gateway.merchants (
          id text primary key, name text not null, created_at timestamptz not null default now());
        create table if not exists gateway.api_keys (
          id uuid primary key,
          merchant_id text not null references gateway.merchants (id),
          prefix text not null,
          scopes text[] not null,
          hash text not null unique,
          created_at timestamptz not null,
          revoked_at timestamptz,
          last_used_at timestamptz);
        create index if not exists api_keys_merchant on gateway.api_keys (merchant_id, id desc);
        """;

    private const string Columns = "id, merchant_id, prefix, scopes, hash, created_at, revoked_at, last_used_at";

    /// <summary>False: there is a merchant of that id already, and nothing was changed.</summary>
    public async Task<bool> Create(string id, string name, IReadOnlyList<ApiKey> keys, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var insert = new NpgsqlCommand(
            "insert into gateway.merchants (id, name) values ($1, $2) on conflict do nothing", connection, transaction)
        { Parameters = { new() { Value = id }, new() { Value = name } } };
        if (await insert.ExecuteNonQueryAsync(ct) == 0)
            return false;
        foreach (var key in keys)
            await Insert(connection, transaction, key, ct);
        await Tell(connection, transaction, id, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>A merchant and keys that configuration names. What is there already stays as it is.</summary>
    public async Task Ensure(string id, string name, IReadOnlyList<ApiKey> keys, CancellationToken ct)
    {
        if (await Create(id, name, keys, ct))
            return;
        foreach (var key in keys)
            await Add(key, ct);
    }

    public async Task Add(ApiKey key, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Insert(connection, transaction, key, ct);
        await Tell(connection, transaction, key.MerchantId, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>False: the merchant has no such key. A key that is revoked already stays revoked since then.</summary>
    public async Task<bool> Revoke(string merchantId, Guid id, DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var update = new NpgsqlCommand(
            "update gateway.api_keys set revoked_at = coalesce(revoked_at, $3) where merchant_id = $1 and id = $2",
            connection, transaction)
        { Parameters = { new() { Value = merchantId }, new() { Value = id }, new() { Value = now } } };
        if (await update.ExecuteNonQueryAsync(ct) == 0)
            return false;
        await Tell(connection, transaction, merchantId, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>The newest first; those made before the key <paramref name="after"/>, when it is given.</summary>
    public async Task<List<ApiKey>> List(string merchantId, Guid? after, int limit, CancellationToken ct)
    {
        await using var select = database.CreateCommand($"""
            select {Columns} from gateway.api_keys
            where merchant_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3
            """);
        select.Parameters.Add(new() { Value = merchantId });
        select.Parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = after });
        select.Parameters.Add(new() { Value = limit });
        return await Read(select, ct);
    }

    /// <summary>All keys, revoked ones too, of one merchant or (null) of all.</summary>
    public async Task<List<ApiKey>> Load(string? merchantId, CancellationToken ct)
    {
        await using var select = database.CreateCommand(
            $"select {Columns} from gateway.api_keys where $1::text is null or merchant_id = $1");
        select.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = merchantId });
        return await Read(select, ct);
    }

    public async Task<List<(string Id, string Name)>> Merchants(string? merchantId, CancellationToken ct)
    {
        await using var select = database.CreateCommand(
            "select id, name from gateway.merchants where $1::text is null or id = $1");
        select.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = merchantId });
        await using var reader = await select.ExecuteReaderAsync(ct);
        var merchants = new List<(string, string)>();
        while (await reader.ReadAsync(ct))
            merchants.Add((reader.GetString(0), reader.GetString(1)));
        return merchants;
    }

    public async Task Used(IReadOnlyList<(Guid Id, DateTimeOffset At)> used, CancellationToken ct)
    {
        await using var update = database.CreateCommand("""
            update gateway.api_keys k set last_used_at = u.at
            from unnest($1, $2) as u (id, at) where k.id = u.id and (k.last_used_at is null or k.last_used_at < u.at)
            """);
        update.Parameters.Add(new() { Value = used.Select(one => one.Id).ToArray() });
        update.Parameters.Add(new() { Value = used.Select(one => one.At.UtcDateTime).ToArray() });
        await update.ExecuteNonQueryAsync(ct);
    }

    private static async Task Insert(
        NpgsqlConnection connection, NpgsqlTransaction transaction, ApiKey key, CancellationToken ct)
    {
        await using var insert = new NpgsqlCommand("""
            insert into gateway.api_keys (id, merchant_id, prefix, scopes, hash, created_at)
            values ($1, $2, $3, $4, $5, $6)
            on conflict (hash) do nothing
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = key.Id }, new() { Value = key.MerchantId }, new() { Value = key.Prefix },
                new() { Value = key.Scopes }, new() { Value = key.Hash }, new() { Value = key.CreatedAt },
            },
        };
        await insert.ExecuteNonQueryAsync(ct);
    }

    private static async Task Tell(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string merchantId, CancellationToken ct)
    {
        await using var notify = new NpgsqlCommand("select pg_notify($1, $2)", connection, transaction)
        { Parameters = { new() { Value = Channel }, new() { Value = merchantId } } };
        await notify.ExecuteNonQueryAsync(ct);
    }

    private static async Task<List<ApiKey>> Read(NpgsqlCommand select, CancellationToken ct)
    {
        await using var reader = await select.ExecuteReaderAsync(ct);
        var keys = new List<ApiKey>();
        while (await reader.ReadAsync(ct))
            keys.Add(new(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2),
                reader.GetFieldValue<string[]>(3), reader.GetString(4), reader.GetFieldValue<DateTimeOffset>(5),
                await reader.IsDBNullAsync(6, ct) ? null : reader.GetFieldValue<DateTimeOffset>(6),
                await reader.IsDBNullAsync(7, ct) ? null : reader.GetFieldValue<DateTimeOffset>(7)));
        return keys;
    }
}
