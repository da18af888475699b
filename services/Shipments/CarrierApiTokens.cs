using Npgsql;
using ServiceDefaults;

namespace Shipments;

/// <summary>
/// What opens a carrier's own API for a merchant, sealed: the other direction than the secrets by which the carrier's
/// webhooks prove themselves. One a carrier.
/// </summary>
internal sealed class CarrierApiTokens(NpgsqlDataSource database, SecretBox box)
{
    public const string Sql = """
        create table if not exists shipments.carrier_tokens (
            merchant_id text not null,
            carrier text not null,
            token bytea not null,
            changed_at timestamptz not null default now(),
            primary key (merchant_id, carrier));
        """;

    public async Task Set(string merchantId, string carrier, string token, CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            insert into shipments.carrier_tokens (merchant_id, carrier, token) values ($1, $2, $3)
            on conflict (merchant_id, carrier) do update set token = excluded.token, changed_at = now()
            """);
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = carrier });
        command.Parameters.Add(new() { Value = box.Seal(token) });
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<bool> Remove(string merchantId, string carrier, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "delete from shipments.carrier_tokens where merchant_id = $1 and carrier = $2");
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = carrier });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Null when the merchant has given none.</summary>
    public async Task<string?> Find(string merchantId, string carrier, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select token from shipments.carrier_tokens where merchant_id = $1 and carrier = $2");
        command.Parameters.Add(new() { Value = merchantId });
        command.Parameters.Add(new() { Value = carrier });
        return await command.ExecuteScalarAsync(ct) is byte[] sealedToken ? box.Open(sealedToken) : null;
    }
}
