using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using ServiceDefaults;

namespace Payments;

/// <summary>
/// A merchant's connection to a provider. Any of the secrets is accepted, the first one signs. TimeZone (IANA) is for
/// providers whose times carry none, Settings are the provider's own. <c>Credentials</c> open its API, at
/// <c>BaseUrl</c> (null: its documented address).
/// </summary>
internal sealed record PaymentAccount(
    string MerchantId, string Provider, string Account, IReadOnlyList<string> Secrets, string? TimeZone,
    IReadOnlyDictionary<string, string> Settings, DateTimeOffset CreatedAt)
{
    public Uri? BaseUrl { get; init; }
    public IReadOnlyDictionary<string, string> Credentials { get; init; } = new Dictionary<string, string>();

    /// <exception cref="InvalidOperationException">The account was connected for webhooks only.</exception>
    public string Credential(string name) => Credentials.GetValueOrDefault(name)
        ?? throw new InvalidOperationException($"The account '{Account}' has no {name}: the API cannot be called.");
}

/// <summary>The connected accounts; an account's name is unique at its provider. Secrets and credentials are sealed
/// at rest.</summary>
internal sealed class PaymentAccounts(NpgsqlDataSource database, SecretBox box)
{
    public const string Sql = """
        create table if not exists payments.payment_accounts (
            provider text not null,
            account text not null,
            merchant_id text not null,
            secrets bytea[] not null,
            time_zone text,
            settings jsonb not null,
            created_at timestamptz not null,
            primary key (provider, account));
        alter table payments.payment_accounts add column if not exists base_url text;
        alter table payments.payment_accounts add column if not exists credentials bytea;
        create index if not exists payment_accounts_by_merchant on payments.payment_accounts (merchant_id, created_at);
        """;

    private const string Select = """
        select merchant_id, provider, account, secrets, time_zone, settings, created_at, base_url, credentials
        from payments.payment_accounts
        """;

    public async Task<PaymentAccount?> Find(string provider, string account, CancellationToken ct) =>
        (await Read($"{Select} where provider = $1 and account = $2", ct, provider, account)).SingleOrDefault();

    /// <summary>The account that a merchant connected first, of this provider or of any.</summary>
    public async Task<PaymentAccount?> DefaultOf(string merchantId, string? provider, CancellationToken ct) =>
        (await Of(merchantId, ct)).FirstOrDefault(a => provider is null || a.Provider == provider);

    public Task<IReadOnlyList<PaymentAccount>> Of(string merchantId, CancellationToken ct) =>
        Read($"{Select} where merchant_id = $1 order by created_at, account", ct, merchantId);

    /// <summary>False when the provider has an account of this name already, whoever's it is.</summary>
    public Task<bool> Add(PaymentAccount account, CancellationToken ct) => Write("""
        insert into payments.payment_accounts
            (merchant_id, provider, account, secrets, time_zone, settings, created_at, base_url, credentials)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict do nothing
        """, account, ct);

    /// <summary>
    /// False when the merchant has no such account. Without credentials it keeps those that it has.
    /// </summary>
    public Task<bool> Replace(PaymentAccount account, CancellationToken ct) => Write("""
        update payments.payment_accounts set secrets = $4, time_zone = $5, settings = $6, base_url = $8,
            credentials = coalesce($9, credentials)
        where merchant_id = $1 and provider = $2 and account = $3 and created_at <= $7
        """, account, ct);

    private async Task<bool> Write(string sql, PaymentAccount account, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = account.MerchantId });
        command.Parameters.Add(new() { Value = account.Provider });
        command.Parameters.Add(new() { Value = account.Account });
        command.Parameters.Add(new() { Value = account.Secrets.Select(box.Seal).ToArray() });
        command.Parameters.Add(new()
        {
            Value = (object?)account.TimeZone ?? DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.Text,
        });
        command.Parameters.Add(new()
        {
            Value = JsonSerializer.Serialize(account.Settings),
            NpgsqlDbType = NpgsqlDbType.Jsonb,
        });
        command.Parameters.Add(new() { Value = account.CreatedAt.UtcDateTime });
        command.Parameters.Add(new()
        {
            Value = (object?)account.BaseUrl?.ToString() ?? DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.Text,
        });
        command.Parameters.Add(new()
        {
            Value = account.Credentials.Count == 0 ? DBNull.Value
                : box.Seal(JsonSerializer.Serialize(account.Credentials)),
            NpgsqlDbType = NpgsqlDbType.Bytea,
        });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    private async Task<IReadOnlyList<PaymentAccount>> Read(string sql, CancellationToken ct, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        var accounts = new List<PaymentAccount>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            accounts.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2),
                [.. reader.GetFieldValue<byte[][]>(3).Select(sealedSecret => box.Open(sealedSecret))],
                reader.IsDBNull(4) ? null : reader.GetString(4),
                JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(5))!,
                reader.GetFieldValue<DateTimeOffset>(6))
            {
                BaseUrl = reader.IsDBNull(7) ? null : new(reader.GetString(7)),
                Credentials = reader.IsDBNull(8) ? new Dictionary<string, string>()
                    : JsonSerializer.Deserialize<Dictionary<string, string>>(
                        box.Open(reader.GetFieldValue<byte[]>(8)))!,
            });
        return accounts;
    }
}
