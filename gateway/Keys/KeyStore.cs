using System.Text.Json;
using Contracts;
using Npgsql;
using Streams;

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
          id text primary key, name text not null, created_at timestamptz not null default now(),
          operator boolean not null default false,
          settings jsonb,
          settings_version bigint not null default 0);
        create table if not exists gateway.api_keys (
          id uuid primary key,
          merchant_id text not null references gateway.merchants (id),
          prefix text not null,
          scopes text[] not null,
          hash text not null unique,
          created_at timestamptz not null,
          revoked_at timestamptz,
          last_used_at timestamptz,
          name text,
          expires_at timestamptz,
          replaced_by uuid);
        create index if not exists api_keys_merchant on gateway.api_keys (merchant_id, id desc);
        """;

    private const string Columns = "id, merchant_id, prefix, scopes, hash, created_at, revoked_at, last_used_at, " +
        "name, expires_at, replaced_by";

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
        await Tell(transaction, id, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>The operator and keys that configuration names. What is there already stays as it is.</summary>
    public async Task Ensure(string id, string name, IReadOnlyList<ApiKey> keys, CancellationToken ct)
    {
        if (!await Create(id, name, keys, ct))
            foreach (var key in keys)
                await Add(key, ct);
        await using var update = database.CreateCommand(
            "update gateway.merchants set operator = true where id = $1 and not operator");
        update.Parameters.Add(new() { Value = id });
        await update.ExecuteNonQueryAsync(ct);
    }

    public async Task Add(ApiKey key, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Insert(connection, transaction, key, ct);
        await Tell(transaction, key.MerchantId, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>False: the merchant has no such key. A key that is revoked already stays revoked since then.</summary>
    /// <exception cref="RuleViolation">last_admin_key.</exception>
    public async Task<bool> Revoke(string merchantId, Guid id, DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await TakeTurns(connection, transaction, merchantId, ct);
        await using var update = new NpgsqlCommand(
            "update gateway.api_keys set revoked_at = coalesce(revoked_at, $3) where merchant_id = $1 and id = $2",
            connection, transaction)
        { Parameters = { new() { Value = merchantId }, new() { Value = id }, new() { Value = now } } };
        if (await update.ExecuteNonQueryAsync(ct) == 0)
            return false;
        await KeepAnAdmin(connection, transaction, merchantId, ct);
        await Tell(transaction, merchantId, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>
    /// Puts a key of that <paramref name="text"/>, with the same name, scopes and expiry, in the place of another,
    /// which works on until <paramref name="until"/> at the longest. Null: the merchant has no such key.
    /// </summary>
    /// <exception cref="RuleViolation">key_ended, key_replaced.</exception>
    public async Task<(ApiKey Old, ApiKey New)?> Rotate(
        string merchantId, Guid id, string text, DateTimeOffset now, DateTimeOffset until, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await TakeTurns(connection, transaction, merchantId, ct);
        await using var select = new NpgsqlCommand(
            $"select {Columns} from gateway.api_keys where merchant_id = $1 and id = $2", connection, transaction)
        { Parameters = { new() { Value = merchantId }, new() { Value = id } } };
        if (await Read(select, ct) is not [var old])
            return null;
        if (!old.Works(now))
            throw new RuleViolation("key_ended", "The key does not work any more: make a new one instead.");
        if (old.ReplacedBy is { } successor)
            throw new RuleViolation("key_replaced", $"The key {successor:D} has taken its place already.");
        var made = ApiKey.Of(text, merchantId, old.Scopes, now) with { Name = old.Name, ExpiresAt = old.ExpiresAt };
        old = old with { ReplacedBy = made.Id, ExpiresAt = old.ExpiresAt < until ? old.ExpiresAt : until };
        await Insert(connection, transaction, made, ct);
        await using var update = new NpgsqlCommand(
            "update gateway.api_keys set replaced_by = $2, expires_at = $3 where id = $1", connection, transaction)
        { Parameters = { new() { Value = id }, new() { Value = made.Id }, new() { Value = old.ExpiresAt } } };
        await update.ExecuteNonQueryAsync(ct);
        await Tell(transaction, merchantId, ct);
        await transaction.CommitAsync(ct);
        return (old, made);
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

    public async Task<List<Tenant>> Tenants(string? merchantId, CancellationToken ct)
    {
        await using var select = database.CreateCommand(
            "select id, name, operator, settings_version, settings from gateway.merchants " +
            "where $1::text is null or id = $1");
        select.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = merchantId });
        await using var reader = await select.ExecuteReaderAsync(ct);
        var tenants = new List<Tenant>();
        while (await reader.ReadAsync(ct))
        {
            var tenant = new Tenant(reader.GetString(0), reader.GetString(1), reader.GetBoolean(2));
            tenants.Add(await reader.IsDBNullAsync(4, ct) ? tenant : tenant with
            {
                Version = reader.GetInt64(3),
                Settings = JsonSerializer.Deserialize<MerchantSettings>(
                    reader.GetString(4), JsonSerializerOptions.Web)!,
            });
        }

        return tenants;
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
            insert into gateway.api_keys (id, merchant_id, prefix, scopes, hash, created_at, name, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (hash) do nothing
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = key.Id }, new() { Value = key.MerchantId }, new() { Value = key.Prefix },
                new() { Value = key.Scopes }, new() { Value = key.Hash }, new() { Value = key.CreatedAt },
                new NpgsqlParameter<string?> { TypedValue = key.Name },
                new NpgsqlParameter<DateTimeOffset?> { TypedValue = key.ExpiresAt },
            },
        };
        await insert.ExecuteNonQueryAsync(ct);
    }

    /// <summary>One change at a time of a merchant's keys: two must not each take away the other's last.</summary>
    private static async Task TakeTurns(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string merchantId, CancellationToken ct)
    {
        await using var turn = new NpgsqlCommand(
            "select from gateway.merchants where id = $1 for no key update", connection, transaction)
        { Parameters = { new() { Value = merchantId } } };
        await turn.ExecuteNonQueryAsync(ct);
    }

    /// <summary>A key that expires does not count: nobody could make another when it has.</summary>
    private static async Task KeepAnAdmin(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string merchantId, CancellationToken ct)
    {
        await using var select = new NpgsqlCommand($"""
            select exists (
                select from gateway.api_keys where merchant_id = $1 and '{Scope.Admin}' = any (scopes)
                and revoked_at is null and expires_at is null)
            """, connection, transaction)
        { Parameters = { new() { Value = merchantId } } };
        if (await select.ExecuteScalarAsync(ct) is not true)
            throw new RuleViolation("last_admin_key",
                "The last admin key that does not expire cannot be revoked: make another one first.");
    }

    /// <summary>Every gateway reads this merchant again when the transaction is committed.</summary>
    public static async Task Tell(NpgsqlTransaction transaction, string merchantId, CancellationToken ct)
    {
        await using var notify = new NpgsqlCommand(
            "select pg_notify($1, $2)", transaction.Connection, transaction)
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
                await reader.IsDBNullAsync(7, ct) ? null : reader.GetFieldValue<DateTimeOffset>(7))
            {
                Name = await reader.IsDBNullAsync(8, ct) ? null : reader.GetString(8),
                ExpiresAt = await reader.IsDBNullAsync(9, ct) ? null : reader.GetFieldValue<DateTimeOffset>(9),
                ReplacedBy = await reader.IsDBNullAsync(10, ct) ? null : reader.GetGuid(10),
            });
        return keys;
    }
}
