using Npgsql;
using ServiceDefaults;

namespace Payments;

/// <summary>A merchant's connection to a provider. Any of the secrets is accepted, the first one signs.</summary>
internal sealed record PaymentAccount(
    string MerchantId, string Provider, string Account, IReadOnlyList<string> Secrets, DateTimeOffset CreatedAt);

/// <summary>The connected accounts; an account's name is unique at its provider. Secrets are sealed at rest.</summary>
internal sealed class PaymentAccounts(NpgsqlDataSource database, SecretBox box)
{
    public const string Sql = """
        create table if not exists payments.payment_accounts (
            provider text not null,
            account text not null,
            merchant_id text not null,
            secrets bytea[] not null,
            created_at timestamptz not null default now(),
            primary key (provider, account));
        create index if not exists payment_accounts_by_merchant on payments.payment_accounts (merchant_id, created_at);
        """;

    private const string Columns = "merchant_id, provider, account, secrets, created_at";

    public async Task<PaymentAccount?> Find(string provider, string account, CancellationToken ct) =>
        (await Read($"select {Columns} from payments.payment_accounts where provider = $1 and account = $2", ct,
            provider, account)).SingleOrDefault();

    /// <summary>The account that a merchant connected first, of this provider or of any.</summary>
    public async Task<PaymentAccount?> DefaultOf(string merchantId, string? provider, CancellationToken ct) =>
        (await Of(merchantId, ct)).FirstOrDefault(a => provider is null || a.Provider == provider);

    public Task<IReadOnlyList<PaymentAccount>> Of(string merchantId, CancellationToken ct) => Read(
        $"select {Columns} from payments.payment_accounts where merchant_id = $1 order by created_at, account", ct,
        merchantId);

    /// <summary>Connects an account or replaces its secrets; null when it is another merchant's.</summary>
    public async Task<PaymentAccount?> Connect(
        string merchantId, string provider, string account, IReadOnlyList<string> secrets, CancellationToken ct) =>
        (await Read($"""
            insert into payments.payment_accounts as a (merchant_id, provider, account, secrets) values ($1, $2, $3, $4)
            on conflict (provider, account) do update set secrets = excluded.secrets
                where a.merchant_id = excluded.merchant_id
            returning {Columns}
            """, ct, merchantId, provider, account, secrets.Select(box.Seal).ToArray())).SingleOrDefault();

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
                reader.GetFieldValue<DateTimeOffset>(4)));
        return accounts;
    }
}
